"""Labels that cut their text instead of pushing their neighbours; `text()` stays whole."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QSizePolicy

from app.ui.theme import Look
from app.ui.widgets.text import Text


class Line(Text):
    """As `Text`, cut with an ellipsis where the room ends."""

    def minimumSizeHint(self) -> QSize:
        """Qt: a few letters; layouts may take the rest away."""
        full = super().minimumSizeHint()
        return QSize(min(full.width(), self.fontMetrics().averageCharWidth() * 4), full.height())

    def cut(self) -> bool:
        """Whether some of the text is not shown."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the text."""
        if not self.cut():
            super().paintEvent(event)
            return
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()) | Qt.TextFlag.TextSingleLine, shown)


class Paragraph(Text):
    """As `Text` over the lines that its height holds; the last one ends with an ellipsis if need be."""

    def __init__(self, look: Look, *, size: float, weight: int, name: str) -> None:
        super().__init__(look, size=size, weight=weight, name=name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def lines(self) -> list[str]:
        """The lines as shown."""
        metrics, room = self.fontMetrics(), self.contentsRect()
        most = max(1, round(room.height() / metrics.height() - 0.3))
        layout = QTextLayout(self.text(), self.font())
        shown: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, room.width()))
            start, length = line.textStart(), line.textLength()
            if len(shown) == most - 1:
                rest = self.text()[start:]
                shown.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room.width()))
                break
            shown.append(self.text()[start : start + length].rstrip())
        layout.endLayout()
        return shown

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the lines, in the middle of the height."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines, metrics, room = self.lines(), self.fontMetrics(), self.contentsRect()
        top = room.top() + (room.height() - len(lines) * metrics.height()) / 2 + metrics.ascent()
        for index, line in enumerate(lines):
            painter.drawText(QPointF(room.left(), top + index * metrics.height()), line)
