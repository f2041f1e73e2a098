"""A pill: icon and word on a coloured ground, for the states in the top bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.panel import rounded
from app.ui.widgets.text import Text

_LOUD = 42.0
_HEIGHT, _ICON, _LEFT, _RIGHT = 34.0, 18.0, 12.0, 14.0


class Pill(Text):
    """A label with an icon before it. `tone` is go, warn, stop, primary or muted; hidden while empty.

    A `loud` one is read from a metre away.
    """

    def __init__(self, look: Look, *, name: str, spoken: str, icon: str = "info", loud: bool = False) -> None:
        super().__init__(look, size=18 if loud else 14, weight=700 if loud else 600, color="muted", name=name)
        self._tone, self._icon = "muted", icon
        self._high = _LOUD if loud else _HEIGHT
        self.setAccessibleName(spoken)
        self.setVisible(False)
        self._resize()
        look.changed.connect(self._resize)

    def show_state(self, text: str, icon: str, tone: str) -> None:
        """Show a state; an empty text hides the pill."""
        self.setText(text)
        if (icon, tone) != (self._icon, self._tone):
            self._icon, self._tone = icon, tone
            self.set_color("muted" if tone == "muted" else f"{tone}_ink")
            self.update()
        if self.isHidden() is bool(text):
            self.setVisible(bool(text))

    def _resize(self) -> None:
        look = self._look
        self.setContentsMargins(look.px(_LEFT + _ICON + 7), 0, look.px(_RIGHT), 0)
        self.setFixedHeight(look.px(self._high))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, icon, text."""
        look, tone = self._look, self._tone
        painter = QPainter(self)
        fill = "ground" if tone == "muted" else f"{tone}_soft"
        rounded(painter, look, QRectF(self.rect()), fill, "", self._high / 2)
        side = look.px(_ICON)
        ink = look.color("muted" if tone == "muted" else f"{tone}_ink")
        picture = icons.pixmap(self._icon, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(look.px(_LEFT), round((self.height() - side) / 2)), picture)
        painter.end()
        super().paintEvent(event)
