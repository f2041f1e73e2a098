"""A bar that runs while the server is asked: cheap, and still while nobody looks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import Look

_HIGH, _BEAT_MS, _STEPS, _SHARE = 5.0, 120, 16, 0.25


class BusyBar(QWidget):
    """Lies along the lower edge of its parent, which calls `place` when it is resized."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._over = parent
        self._color = "ink"
        self._step = 0
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._tick)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether it moves."""
        return self._beat.isActive()

    def run(self, on: bool, color: str) -> None:
        """Show it in a token's colour, or take it away."""
        self._color = color
        self.setVisible(on)

    def place(self, inset: float) -> None:
        """Lie along the parent's lower edge, `inset` design pixels from its corners."""
        high, side = self.look.px(_HIGH), self.look.px(inset)
        self.setGeometry(side, self._over.height() - high, self._over.width() - 2 * side, high)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        super().showEvent(event)
        self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody looks."""
        super().hideEvent(event)
        self._beat.stop()

    def _tick(self) -> None:
        self._step = (self._step + 1) % _STEPS
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the part that runs."""
        part = self.width() * _SHARE
        left = (self.width() - part) * self._step / (_STEPS - 1)
        QPainter(self).fillRect(QRectF(left, 0, part, self.height()), self.look.color(self._color))
