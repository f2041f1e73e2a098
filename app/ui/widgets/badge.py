"""A word on a soft ground of its colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from app.presenters.views_office import Hue
from app.ui.theme import Look
from app.ui.widgets.panel import rounded
from app.ui.widgets.text import Text

_PAD, _HEIGHT = 12.0, 30.0


def tokens_of(hue: Hue) -> tuple[str, str]:
    """Ground and letters of a colour."""
    return ("ground", "muted") if hue is Hue.QUIET else (f"{hue.value}_soft", f"{hue.value}_ink")


class Badge(Text):
    """A label; hidden while it has nothing to say."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, size=15, weight=700, name=name)
        self._hue = Hue.QUIET
        self.setVisible(False)
        self._measure()
        look.changed.connect(self._measure)

    def say(self, text: str, hue: Hue) -> None:
        """Show a word in a colour."""
        self.setText(text)
        self.setVisible(bool(text))
        if hue is not self._hue:
            self._hue = hue
            self.update()
        self.set_color(tokens_of(hue)[1])

    def _measure(self) -> None:
        pad = self._look.px(_PAD)
        self.setContentsMargins(pad, 0, pad, 0)
        self.setFixedHeight(self._look.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground and word."""
        painter = QPainter(self)
        rounded(painter, self._look, QRectF(self.rect()), tokens_of(self._hue)[0], "", _HEIGHT / 2)
        painter.end()
        super().paintEvent(event)
