"""Key hints: small framed key names, each with what the key does."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Look
from app.ui.widgets.buttons import paint_key

_SIZE = 13.0


class Hints(QWidget):
    """A row of (key, deed); where the room ends, the deeds go first, then the last keys."""

    def __init__(self, look: Look, pairs: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.pairs = pairs
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" · ".join(f"{key} {deed}" for key, deed in pairs))
        look.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: everything in one row."""
        return QSize(round(self._wide(self.pairs)), self.look.px(24))

    def minimumSizeHint(self) -> QSize:
        """Qt: hints are the first to give room."""
        return QSize(0, self.look.px(24))

    def keys_width(self) -> int:
        """The width of the keys alone."""
        return round(self._wide(self._shortened()))

    def fits(self) -> bool:
        """Whether at least all keys have room."""
        return self.keys_width() <= self.width()

    def _shortened(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, "") for key, _ in self.pairs)

    def _wide(self, pairs: tuple[tuple[str, str], ...]) -> float:
        words = QFontMetricsF(self.look.font(_SIZE, 500))
        keys = QFontMetricsF(self.look.font(11, 600))
        total = 0.0
        for key, deed in pairs:
            total += keys.horizontalAdvance(key) + self.look.px(18)
            total += words.horizontalAdvance(deed) + self.look.px(8) if deed else 0
        return total

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: keys and deeds, from the right edge."""
        look = self.look
        painter = QPainter(self)
        pairs = self.pairs if self._wide(self.pairs) <= self.width() else self._shortened()
        x = self.width() - self._wide(pairs) + look.px(4)
        font = look.font(_SIZE, 500)
        for key, deed in pairs:
            x += paint_key(painter, look, QPointF(x, self.height() / 2), key, "muted") + look.px(4)
            if deed:
                wide = QFontMetricsF(font).horizontalAdvance(deed)
                painter.setFont(font)
                painter.setPen(look.color("muted"))
                painter.drawText(QRectF(x, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, deed)
                x += wide + look.px(8)
            else:
                x += look.px(2)
