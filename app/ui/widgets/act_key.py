"""A button for an act on what is shown: its name and its key, and under them why it cannot be done."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy

from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.buttons import Button, Kind, paint_key
from app.ui.widgets.pressable import fits, write

_TEXT, _SUB, _HINT, _GAP, _PAD = 16.0, 12.0, 11.0, 8.0, 10.0
_IDLE = Kind("ground", "line", "muted", "muted")
_TAKES_BACK = Kind("stop_soft", "stop", "stop_ink", "stop_ink")


class ActKey(Button):
    """While it cannot be done it looks idle and says why, and a tap still asks for the whole reason."""

    def __init__(self, look: Look, text: str, *, name: str, icon: str, key: str) -> None:
        super().__init__(look, text, name=name, icon=icon, hint=key, height=68)
        self._idle = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_act(self, *, there: bool, ready: bool, why: str, kind: str) -> None:
        """`there`: it could be tapped; `ready`: it would do what it says."""
        self.setEnabled(there)
        self.set_kind(kind if ready else "plain")
        idle = there and not ready
        self.set_sub(why if idle else "")
        self.set_spoken(f"{self.text()}: {why}" if idle and why else "")
        if idle != self._idle:
            self._idle = idle
            self.update()

    def _colors(self) -> Kind:
        if self._idle:
            return _IDLE
        return _TAKES_BACK if self._kind == "stop" and self.isEnabled() else super()._colors()

    def sizeHint(self) -> QSize:
        """Qt: the first line, and what a finger hits."""
        wide = round(self._first_width() + 2 * self.look.px(_PAD))
        return QSize(max(wide, self.look.touch()), self.look.touch(68))

    def minimumSizeHint(self) -> QSize:
        """Qt: words may be squeezed a little."""
        hint = self.sizeHint()
        return QSize(round(hint.width() * 0.8), hint.height())

    def fits(self) -> bool:
        """Whether name and reason are whole."""
        look, room = self.look, self.width() - 2 * self.look.px(_PAD)
        rest = self._first_width() - self._name_width()
        name = fits(self.text(), look.font(_TEXT, 700), room - rest)
        return name and fits(self.sub, look.font(_SUB, 600), room)

    def _name_width(self) -> float:
        return QFontMetricsF(self.look.font(_TEXT, 700)).horizontalAdvance(self.text())

    def _first_width(self) -> float:
        gap = self.look.px(_GAP)
        hint = QFontMetricsF(self.look.font(_HINT, 600)).horizontalAdvance(self._hint) + self.look.px(12)
        return self.look.px(20) + gap + self._name_width() + gap + hint

    def paint_content(self, painter: QPainter, colors: Kind) -> None:
        """Icon, name and key in one line; the reason under it."""
        look, pad, gap = self.look, self.look.px(_PAD), self.look.px(_GAP)
        room = self.width() - 2 * pad
        name, sub = look.font(_TEXT, 700), look.font(_SUB, 600)
        high, low = QFontMetricsF(name).height(), QFontMetricsF(sub).height() if self.sub else 0.0
        top = (self.height() - high - low) / 2
        rest = self._first_width() - self._name_width()
        wide = min(self._name_width(), room - rest)
        x = pad + max(0.0, (room - rest - wide) / 2)
        side = look.px(20)
        picture = icons.pixmap(self._icon, look.color(colors.text), side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(round(x), round(top + (high - side) / 2)), picture)
        x += side + gap
        write(painter, QRectF(x, top, wide + 1, high), self.text(), name, look.color(colors.text))
        paint_key(painter, look, QPointF(x + wide + gap, top + high / 2), self._hint, colors.sub)
        if self.sub:
            write(painter, QRectF(pad, top + high, room, low), self.sub, sub, look.color(colors.sub))
