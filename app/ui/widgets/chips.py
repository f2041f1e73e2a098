"""The chip of a draw: its time, its list, how long it is still open; chosen and cursor are seen at once."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.presenters.views import DrawChip, Urgency
from app.ui.theme import Look
from app.ui.widgets.panel import CHIP_RADIUS, rounded
from app.ui.widgets.pressable import Pressable, at_least, fits, write

_TIME, _DETAIL, _CORNER = 15.0, 11.0, 11.0
_LEAST_TIME, _LEAST_CORNER = 13, 10  # pixels
_PAD = 4.0
_SOLD_OUT = ("stop", "ban")
_SIGNS = {Urgency.SOON: ("warn", "clock"), Urgency.NOW: ("stop", "alarm-clock")}


class DrawButton(Pressable):
    """A draw to choose. Soon to close: amber, a clock. Closing: red, an alarm clock. Closed: struck out.

    `apply` paints only when the state differs from the one shown.
    """

    def __init__(self, look: Look, chip: DrawChip, parent: QWidget | None = None) -> None:
        super().__init__(look, f"draw.{chip.event_id}", chip.spoken, parent=parent)
        self.setCheckable(True)
        self.chip = chip
        self._take(chip)

    def apply(self, chip: DrawChip) -> bool:
        """Show `chip`; returns whether anything had to be painted."""
        if chip == self.chip:
            self.setChecked(chip.chosen)
            return False
        self._take(chip)
        self.update()
        return True

    def _take(self, chip: DrawChip) -> None:
        self.chip = chip
        self.setAccessibleName(chip.spoken)
        self.setChecked(chip.chosen)
        self.setEnabled(chip.urgency is not Urgency.CLOSED)
        words = f"{chip.time} {chip.detail}".strip()
        if words != self.text():
            self.setText(words)

    def nextCheckState(self) -> None:
        """Qt: a tap asks the presenter; what is chosen comes back as a state."""

    def needed(self) -> int:
        """The width at which nothing is cut: the detail, or the time between the two corner signs."""
        time = QFontMetricsF(self._time_font()).horizontalAdvance(self.chip.time)
        detail = QFontMetricsF(self.look.font(_DETAIL, 600)).horizontalAdvance(self.chip.detail)
        return round(max(time + 2 * self.look.px(self._corner()), detail + 2 * self.look.px(_PAD)))

    def _corner(self) -> float:
        return at_least(self.look, _CORNER, _LEAST_CORNER)

    def _time_font(self) -> QFont:
        return self.look.font(at_least(self.look, _TIME, _LEAST_TIME), 700)

    def sizeHint(self) -> QSize:
        """Qt: the text and what a finger hits."""
        return QSize(max(self.needed(), self.look.touch()), self.look.touch())

    def fits(self) -> bool:
        """Whether time and detail are whole."""
        room = self.width() - 2 * self.look.px(_PAD)
        detail = fits(self.chip.detail, self.look.font(_DETAIL, 600), room)
        return detail and fits(self.chip.time, self._time_font(), room)

    # ------------------------------------------------------------ paint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, time, detail, cursor."""
        painter = QPainter(self)
        chip = self.chip
        rect = QRectF(self.rect())
        if chip.cursor:
            rounded(painter, self.look, rect, "", "ink", CHIP_RADIUS + 2, width=2.0)
            inset = self.look.px(3) + 0.5
            rect = rect.adjusted(inset, inset, -inset, -inset)
        fill, border = self._ground()
        rounded(painter, self.look, rect, fill, border, CHIP_RADIUS)
        if self.isDown():
            rounded(painter, self.look, rect, "", "ink", CHIP_RADIUS, width=2.0)
        self._write(painter)
        self._sign(painter, rect)

    def _sign(self, painter: QPainter, rect: QRectF) -> None:
        """The corners: a clock at the left when it closes soon, a tick at the right when it is chosen."""
        size = self._corner()
        side = self.look.px(size)
        edge = self.look.px(2)
        sign = _SOLD_OUT if self.chip.sold_out else _SIGNS.get(self.chip.urgency)
        if sign is not None:
            token = "on_primary" if self.chip.chosen else f"{sign[0]}_ink"
            left = QRectF(rect.left() + edge, rect.top() + edge, side, side)
            self.icon_at(painter, sign[1], token, left, size)
        if self.chip.chosen:
            right = QRectF(rect.right() - edge - side, rect.top() + edge, side, side)
            self.icon_at(painter, "check", "on_primary", right, size)

    def _ground(self) -> tuple[str, str]:
        if self.chip.urgency is Urgency.CLOSED:
            return "", "line"
        if self.chip.chosen:
            return "primary_fill", ""
        if self.chip.sold_out:
            return "stop_soft", "stop"
        if self.chip.urgency in _SIGNS:
            tone = _SIGNS[self.chip.urgency][0]
            return f"{tone}_soft", tone
        return "card", "line"

    def _write(self, painter: QPainter) -> None:
        look, chip = self.look, self.chip
        closed = chip.urgency is Urgency.CLOSED
        time_font = QFont(self._time_font())
        color = look.color("muted" if closed else "on_primary" if chip.chosen else "ink")
        if closed:
            time_font.setStrikeOut(True)
        room = QRectF(self.rect()).adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
        if not chip.detail:
            write(painter, room, chip.time, time_font, color)
            return
        high = QFontMetricsF(time_font).height()
        small = QFontMetricsF(look.font(_DETAIL, 600)).height()
        top = (self.height() - high - small) / 2
        write(painter, QRectF(room.left(), top, room.width(), high), chip.time, time_font, color)
        self._write_detail(painter, QRectF(room.left(), top + high, room.width(), small))

    def _write_detail(self, painter: QPainter, row: QRectF) -> None:
        look, chip = self.look, self.chip
        font = look.font(_DETAIL, 600)
        sign = _SOLD_OUT if chip.sold_out else _SIGNS.get(chip.urgency)
        if sign is None:
            write(painter, row, chip.detail, font, look.color("on_primary" if chip.chosen else "muted"))
            return
        tone = sign[0]
        if chip.chosen:  # on the filled ground the warning keeps its colours on a label of its own
            wide = min(
                QFontMetricsF(font).horizontalAdvance(chip.detail) + look.px(8), self.width() - look.px(6)
            )
            label = QRectF(row.center().x() - wide / 2, row.top(), wide, row.height())
            rounded(painter, look, label, f"{tone}_soft", "", 5)
        write(painter, row, chip.detail, font, look.color(f"{tone}_ink"))
