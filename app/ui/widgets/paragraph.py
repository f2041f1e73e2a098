"""A label that takes the room it gets: smaller letters, then an ellipsis; `text()` stays whole."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy

from app.ui.theme import Look
from app.ui.widgets.text import Text

_SMALLER = (13.0, 12.0, 11.0)
_MORE = "…"


class Paragraph(Text):
    """As `Text` over the lines that its height holds.

    What does not fit is written smaller, down to 11 design pixels; only then it ends with an ellipsis.
    """

    def __init__(self, look: Look, *, size: float, weight: int, name: str) -> None:
        super().__init__(look, size=size, weight=weight, name=name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def fits(self) -> bool:
        """Whether all of the text is shown."""
        _font, lines = self.shown()
        return "".join("".join(lines).split()) == "".join(self.text().split())

    def shown(self) -> tuple[QFont, list[str]]:
        """The letters and the lines as painted."""
        sizes = [size for size in _SMALLER if size < self._size]
        for size in (self._size, *sizes):
            font = self._look.font(size, self._weight, tabular=self._tabular)
            lines = self._broken(font)
            if not lines or not lines[-1].endswith(_MORE):
                break
        return font, lines

    def _broken(self, font: QFont) -> list[str]:
        """The text in lines of this font, as many as fit; the last one elided if there are more."""
        metrics, room, text = QFontMetricsF(font), self.contentsRect(), self.text()
        most = max(1, int(room.height() / metrics.height() + 0.2))
        layout = QTextLayout(text, font)
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, room.width()))
            start, length = line.textStart(), line.textLength()
            if len(lines) == most - 1:
                lines.append(metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, room.width()))
                break
            lines.append(text[start : start + length].rstrip())
        layout.endLayout()
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the lines, in the middle of the height."""
        painter = QPainter(self)
        font, lines = self.shown()
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics, room = QFontMetricsF(font), self.contentsRect()
        top = room.top() + (room.height() - len(lines) * metrics.height()) / 2 + metrics.ascent()
        for index, line in enumerate(lines):
            painter.drawText(QPointF(room.left(), top + index * metrics.height()), line)
