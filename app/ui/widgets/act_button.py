"""The big green button that moves money: what it does, its key, and the amount."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Look
from app.ui.widgets.panel import CARD_RADIUS, rounded
from app.ui.widgets.pressable import Pressable, fits, write
from app.ui.widgets.text import Text

_WORD, _KEY, _ICON = 24.0, 13.0, 32.0
_PAD = 16.0


class ActButton(Pressable):
    """84 design pixels high. The amount is a label of its own (`value`), so that scripts can read it.

    In a narrow column the amount stands under the word instead of beside it. While there is nothing
    to do it looks idle but still takes a tap: the presenter then says what is missing.
    """

    def __init__(
        self,
        look: Look,
        text: str,
        key: str,
        icon: str,
        *,
        name: str,
        value_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, name, text, high=84, parent=parent)
        self._key, self._icon, self._ready = key, icon, True
        self.value = Text(look, size=32, weight=800, color="on_go", name=value_name, parent=self)
        self.value.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.value.setForegroundRole(QPalette.ColorRole.WindowText)  # not the one of buttons
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def ready(self) -> bool:
        """Whether a tap would do what the button says."""
        return self._ready

    def apply(self, amount: str, *, ready: bool) -> None:
        """Show the amount, and whether there is something to do."""
        if ready != self._ready:
            self._ready = ready
            self.value.set_color("on_go" if ready else "muted")
            self.update()
        if amount != self.value.text():
            self.value.setText(amount)
            self.setAccessibleName(f"{self.text()} {amount}".strip())
            self._place()

    def _restyle(self) -> None:
        super()._restyle()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width."""
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """Qt: 84 design pixels; at least what two rows need."""
        rows = QFontMetricsF(self.look.font(_WORD, 800)).height() + self.value.sizeHint().height()
        return QSize(self.look.px(180), round(max(self.look.touch(84), rows + self.look.px(12))))

    def _lead(self) -> float:
        return self.look.px(_PAD) + self.look.px(_ICON) + self.look.px(12)

    def stacked(self) -> bool:
        """Whether word and amount stand in two rows."""
        word = QFontMetricsF(self.look.font(_WORD, 800)).horizontalAdvance(self.text())
        needed = self._lead() + word + self.look.px(14 + _PAD) + self.value.sizeHint().width()
        return needed > self.width()

    def fits(self) -> bool:
        """Whether the word is whole (the amount is a label of its own)."""
        room = self.width() - self._lead() - self.look.px(_PAD)
        return fits(self.text(), self.look.font(_WORD, 800), room)

    def _place(self) -> None:
        size = self.value.sizeHint()
        right = self.width() - self.look.px(_PAD)
        wide = min(size.width(), round(right - self.look.px(8)))
        if self.stacked():
            top = self.height() - size.height() - self.look.px(6)
        else:
            top = (self.height() - size.height()) // 2
        self.value.setGeometry(right - wide, top, wide, size.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, icon, word, key."""
        painter = QPainter(self)
        look, on = self.look, self._ready
        token = "on_go" if on else "muted"
        rect = QRectF(self.rect())
        rounded(painter, look, rect, "go_fill" if on else "ground", "" if on else "line", CARD_RADIUS)
        if self.isDown():
            rounded(painter, look, rect, "", "ink", CARD_RADIUS, width=4.0)
        stacked = self.stacked()
        word, key = look.font(_WORD, 800), look.font(_KEY, 600)
        high, low = QFontMetricsF(word).height(), QFontMetricsF(key).height()
        top = look.px(6) if stacked else (self.height() - high - low) / 2
        side = look.px(_ICON)
        row = high if stacked else self.height()
        self.icon_at(
            painter, self._icon, token, QRectF(look.px(_PAD), top if stacked else 0, side, row), _ICON
        )
        left = self._lead()
        room = rect.width() - left - look.px(_PAD)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        write(painter, QRectF(left, top, room, high), self.text(), word, look.color(token), align)
        if stacked:
            self._key_in_row(
                painter, QRectF(look.px(_PAD), rect.height() - look.px(12) - low, room, low), token
            )
        else:
            write(painter, QRectF(left, top + high, room, low), self._key, key, look.color(token), align)

    def _key_in_row(self, painter: QPainter, room: QRectF, token: str) -> None:
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        write(painter, room, self._key, self.look.font(_KEY, 600), self.look.color(token), align)
