"""Buttons painted from the tokens: every one big enough for a finger, with its focus always seen."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.panel import CONTROL_RADIUS, rounded


class Kind(NamedTuple):
    """The tokens of a kind of button; "" = none."""

    fill: str
    border: str
    text: str
    sub: str


KINDS = {
    "plain": Kind("card", "line", "ink", "muted"),
    "key": Kind("card", "line", "ink", "muted"),
    "quiet": Kind("ground", "", "ink", "muted"),
    "ghost": Kind("", "", "ink", "muted"),
    "primary": Kind("primary_fill", "", "on_primary", "on_primary"),
    "go": Kind("go_fill", "", "on_go", "on_go"),
    "stop": Kind("stop_fill", "", "on_stop", "on_stop"),
}
_DISABLED = Kind("ground", "line", "muted", "muted")
_GAP, _PAD, _HINT_PAD = 8.0, 14.0, 6.0
_SUB_SIZE, _HINT_SIZE = 12.0, 11.0


class Button(QAbstractButton):
    """Icon, text with a smaller text under it, key hint, and a value at the right edge; all optional.

    With a `value` the content stands left and the value right (the sell button); else it is
    centred. A button takes the focus from the keyboard only, so that a tap never steals it.
    `height` is in design pixels; no button gets lower than 48 device pixels.
    """

    def __init__(  # noqa: PLR0913 - options by name
        self,
        look: Look,
        text: str = "",
        *,
        kind: str = "plain",
        name: str = "",
        icon: str = "",
        sub: str = "",
        hint: str = "",
        value: str = "",
        spoken: str = "",
        size: float | None = None,
        weight: int | None = None,
        height: float = 48,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._kind, self._icon, self._sub, self._hint, self._value = kind, icon, sub, hint, value
        self._size = size or (26.0 if kind == "key" else 16.0)
        self._weight = weight or (700 if kind != "quiet" else 600)
        self._height = height
        self._spoken = spoken
        self.setObjectName(name)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if kind == "key" else Qt.FocusPolicy.TabFocus)
        grow = QSizePolicy.Policy.Expanding if kind == "key" else QSizePolicy.Policy.Minimum
        self.setSizePolicy(grow, QSizePolicy.Policy.Expanding if kind == "key" else QSizePolicy.Policy.Fixed)
        self.setText(text)
        look.changed.connect(self._restyle)

    # ------------------------------------------------------------ content

    def setText(self, text: str) -> None:
        """Show `text` as it is: `&` makes no shortcut."""
        if text != self.text():
            super().setText(text)
            self.setShortcut("")
            self.updateGeometry()
        self._speak()

    def set_icon(self, icon: str) -> None:
        """Change the icon (a file stem of resources/icons, "" = none)."""
        if icon != self._icon:
            self._icon = icon
            self._restyle()

    def set_sub(self, sub: str) -> None:
        """Change the small text under the text."""
        if sub != self._sub:
            self._sub = sub
            self._restyle()

    def set_hint(self, hint: str) -> None:
        """Change the key's name in its frame ("" = none)."""
        if hint != self._hint:
            self._hint = hint
            self._restyle()

    def set_value(self, value: str) -> None:
        """Change the value at the right."""
        if value != self._value:
            self._value = value
            self._restyle()

    def set_kind(self, kind: str) -> None:
        """Change the colours."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def set_spoken(self, spoken: str) -> None:
        """Change what a screen reader says."""
        self._spoken = spoken
        self._speak()

    @property
    def value(self) -> str:
        """The text at the right edge."""
        return self._value

    @property
    def sub(self) -> str:
        """The small text under the text."""
        return self._sub

    def _speak(self) -> None:
        said = self._spoken or " ".join(part for part in (self.text(), self._value) if part)
        if said != self.accessibleName():
            self.setAccessibleName(said)

    def _restyle(self) -> None:
        self._speak()
        self.updateGeometry()
        self.update()

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ measure

    def sizeHint(self) -> QSize:
        """Qt: the content and its margins."""
        width = round(self._content_width() + 2 * self.look.px(_PAD))
        lines = self._metrics(self._size, self._weight).height()
        lines += self._metrics(_SUB_SIZE, 600).height() if self._sub else 0
        height = max(self.look.touch(self._height), round(lines + self.look.px(6)))
        return QSize(max(width, self.look.touch()), height)

    def minimumSizeHint(self) -> QSize:
        """Qt: a button never gets smaller than its content."""
        return self.sizeHint()

    def fits(self) -> bool:
        """Whether all of the content has room (nothing elided)."""
        return self._content_width() <= self.width()

    def _metrics(self, size: float, weight: int) -> QFontMetricsF:
        return QFontMetricsF(self.look.font(size, weight))

    def _icon_px(self) -> int:
        return self.look.px(max(20.0, self._size * 1.15)) if self._icon else 0

    def _text_width(self) -> float:
        text = self._metrics(self._size, self._weight).horizontalAdvance(self.text())
        sub = self._metrics(_SUB_SIZE, 600).horizontalAdvance(self._sub)
        return max(text, sub)

    def _hint_width(self) -> float:
        if not self._hint:
            return 0.0
        return self._metrics(_HINT_SIZE, 600).horizontalAdvance(self._hint) + 2 * self.look.px(_HINT_PAD)

    def _value_width(self) -> float:
        if not self._value:
            return 0.0
        return self._metrics(self._size * 1.2, 800).horizontalAdvance(self._value) + self.look.px(_GAP)

    def _content_width(self) -> float:
        parts = [part for part in (self._icon_px(), self._text_width(), self._hint_width()) if part]
        return sum(parts) + self.look.px(_GAP) * max(0, len(parts) - 1) + self._value_width()

    # ------------------------------------------------------------ paint

    def _colors(self) -> Kind:
        if not self.isEnabled():
            return _DISABLED if KINDS[self._kind].fill else Kind("", "", "faint", "faint")
        return KINDS["primary"] if self.isChecked() else KINDS[self._kind]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, content, focus ring."""
        painter = QPainter(self)
        colors = self._colors()
        rounded(painter, self.look, QRectF(self.rect()), colors.fill, colors.border, CONTROL_RADIUS)
        if self.isDown():
            self._paint_pressed(painter, colors)
        self.paint_content(painter, colors)
        if self.hasFocus():
            paint_focus(painter, self.look, QRectF(self.rect()), colors.fill)

    def _paint_pressed(self, painter: QPainter, colors: Kind) -> None:
        shade = QColor(self.look.color(colors.text))
        shade.setAlphaF(0.14)
        painter.setBrush(shade)
        painter.setPen(Qt.PenStyle.NoPen)
        corner = self.look.px(CONTROL_RADIUS)
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)

    def paint_content(self, painter: QPainter, colors: Kind) -> None:
        """Paint icon, text, hint and value; a button of another shape overrides this."""
        look, gap = self.look, self.look.px(_GAP)
        if self._value:
            x = float(look.px(_PAD) + look.px(4))
        else:
            x = max(0.0, (self.width() - self._content_width()) / 2)
        if self._icon:
            side = self._icon_px()
            picture = icons.pixmap(self._icon, look.color(colors.text), side, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(round(x), round((self.height() - side) / 2)), picture)
            x += side + gap
        if self.text() or self._sub:
            width = min(self._text_width(), self.width() - x)
            self._paint_text(painter, QRectF(x, 0, width, self.height()), colors)
            x += width + gap
        if self._hint:
            self._paint_hint(painter, x, colors)
        if self._value:
            painter.setFont(look.font(self._size * 1.2, 800))
            painter.setPen(look.color(colors.text))
            right = QRectF(self.rect()).adjusted(0, 0, -look.px(_PAD) - look.px(4), 0)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._value)

    def _paint_text(self, painter: QPainter, rect: QRectF, colors: Kind) -> None:
        font = self.look.font(self._size, self._weight)
        metrics = QFontMetricsF(font)
        align = Qt.AlignmentFlag.AlignLeft if self._value else Qt.AlignmentFlag.AlignHCenter
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width() + 1)
        painter.setFont(font)
        painter.setPen(self.look.color(colors.text))
        if not self._sub:
            painter.drawText(rect.adjusted(0, 0, 1, 0), align | Qt.AlignmentFlag.AlignVCenter, shown)
            return
        small = QFontMetricsF(self.look.font(_SUB_SIZE, 600))
        top = (self.height() - metrics.height() - small.height()) / 2
        first = QRectF(rect.x(), top, rect.width() + 1, metrics.height())
        painter.drawText(first, align | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(self.look.font(_SUB_SIZE, 600))
        painter.setPen(self.look.color(colors.sub))
        second = QRectF(rect.x(), first.bottom(), rect.width() + 1, small.height())
        painter.drawText(second, align | Qt.AlignmentFlag.AlignVCenter, self._sub)

    def _paint_hint(self, painter: QPainter, x: float, colors: Kind) -> None:
        paint_key(painter, self.look, QPointF(x, self.height() / 2), self._hint, colors.sub)


def paint_key(painter: QPainter, look: Look, left_middle: QPointF, text: str, token: str) -> float:
    """Paint a key's name in a small frame; returns its width."""
    font = look.font(_HINT_SIZE, 600)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) + 2 * look.px(_HINT_PAD)
    height = metrics.height() + look.px(3)
    frame = QRectF(left_middle.x(), left_middle.y() - height / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color(token), 1.0))
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
    painter.setFont(font)
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
    return width


def paint_focus(
    painter: QPainter, look: Look, rect: QRectF, fill: str, radius: float = CONTROL_RADIUS
) -> None:
    """Paint the focus ring just inside `rect`: two lines, so that it shows on any ground."""
    filled = fill.endswith("_fill")
    outer = "ink" if filled else "primary"
    inner = "card" if filled else ""
    rounded(painter, look, rect, "", outer, radius, width=3.0)
    if inner:
        rounded(painter, look, rect.adjusted(3, 3, -3, -3), "", inner, radius - 3, width=1.5)
