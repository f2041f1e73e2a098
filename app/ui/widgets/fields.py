"""A field: a caption and a big line to write in, inside one frame that lights up with the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.panel import CONTROL_RADIUS, rounded

_CAPTION_SIZE, _CAPTION_WEIGHT = 12.0, 700
_LEFT, _TOP = 13.0, 7.0
_DOT = 0.62  # masked characters are drawn smaller than letters


class Edit(QLineEdit):
    """The line inside a field; tells its field of the focus and of taps by finger or mouse."""

    focused = Signal(bool)
    tapped = Signal()
    touched = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the focus came."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the focus went."""
        super().focusOutEvent(event)
        self.focused.emit(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a tap; Qt makes mouse events of touches that nobody takes."""
        super().mousePressEvent(event)
        self.tapped.emit()
        if event.source() is not Qt.MouseEventSource.MouseEventNotSynthesized:
            self.touched.emit()


class Field(QWidget):
    """Caption over a line edit in one frame, as tall as a finger needs.

    `name` and the accessible name go to the line edit (`edit`), so that scripts and screen readers
    find the thing that takes text. `edited(str)` comes from the person only, never from `set_text`.
    `tapped` is any press on the line, `touched` one by a finger only.
    `slots` draws a low line for every character that is still missing. `room` keeps that many
    design pixels free at the right for a button placed upon the field (`pin_right`).
    """

    edited = Signal(str)
    entered = Signal()
    tapped = Signal()
    touched = Signal()

    def __init__(  # noqa: PLR0913 - options by name
        self,
        look: Look,
        caption: str,
        *,
        name: str,
        size: float = 34,
        weight: int = 700,
        masked: bool = False,
        icon: str = "",
        slots: int = 0,
        room: float = 0,
        height: float = 76,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._caption, self._size, self._weight = caption, size, weight
        self._icon, self._slots, self._room, self._height = icon, slots, room, height
        self._wrong = False
        self._lit: bool | None = None
        self._pinned: QWidget | None = None
        self.edit = Edit(self)
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(caption)
        self.edit.setFrame(False)
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.set_masked(masked)
        self.edit.textEdited.connect(self.edited)
        self.edit.textChanged.connect(self.update)
        self.edit.returnPressed.connect(self.entered)
        self.edit.focused.connect(self.update)
        self.edit.tapped.connect(self.tapped)
        self.edit.touched.connect(self.touched)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------ content

    def text(self) -> str:
        """What is written."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Show `text`; the cursor stays where it is when nothing changed."""
        if text != self.edit.text():
            self.edit.setText(text)

    def insert(self, text: str) -> None:
        """Write at the cursor, as a key would (a tap on an on-screen key)."""
        self.edit.insert(text)

    def backspace(self) -> None:
        """Erase before the cursor, as the key would."""
        self.edit.backspace()

    def pin_right(self, button: QWidget) -> None:
        """Keep `button`, a child of the field, at its right edge; give it `room`."""
        self._pinned = button
        self._place_pinned()

    def set_caption(self, caption: str) -> None:
        """Change the caption."""
        if caption != self._caption:
            self._caption = caption
            self.edit.setAccessibleName(caption)
            self.update()

    def set_masked(self, masked: bool) -> None:
        """Show dots instead of characters."""
        mode = QLineEdit.EchoMode.Password if masked else QLineEdit.EchoMode.Normal
        self.edit.setEchoMode(mode)
        self.edit.setFont(self._font())

    def set_wrong(self, wrong: bool) -> None:
        """Colour the frame as wrong; the words that say why belong to the screen."""
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()

    def set_lit(self, lit: bool | None) -> None:
        """Show the frame as active whatever the focus is; None follows the focus."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    # ------------------------------------------------------------ measure

    def sizeHint(self) -> QSize:
        """Qt: the design height; the width is the layout's affair."""
        return QSize(self.look.px(220), self._tall())

    def minimumSizeHint(self) -> QSize:
        """Qt: room for the caption."""
        caption = QFontMetricsF(self.look.font(_CAPTION_SIZE, _CAPTION_WEIGHT))
        width = caption.horizontalAdvance(self._caption) + self.look.px(2 * _LEFT + self._room)
        return QSize(round(width), self._tall())

    def _tall(self) -> int:
        caption = QFontMetricsF(self.look.font(_CAPTION_SIZE, _CAPTION_WEIGHT)).height()
        line = QFontMetricsF(self.look.font(self._size, self._weight)).height()
        needed = round(caption + line + self.look.px(_TOP + 4))
        return max(self.look.touch(self._height), needed)

    def _font(self) -> QFont:
        masked = self.edit.echoMode() is QLineEdit.EchoMode.Password
        return self.look.font(self._size * _DOT if masked else self._size, self._weight)

    def _restyle(self) -> None:
        look = self.look
        caption = QFontMetricsF(look.font(_CAPTION_SIZE, _CAPTION_WEIGHT)).height()
        self.edit.setFont(self._font())
        left = look.px(_LEFT) - 2  # the line edit adds two pixels of its own
        if self._icon:
            left += look.px(28)
        self.edit.setTextMargins(
            left, round(look.px(_TOP) + caption), look.px(_LEFT + self._room), look.px(4)
        )
        palette = look.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.edit.setPalette(palette)
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the line edit covers the whole field, so all of it can be tapped."""
        super().resizeEvent(event)
        self.edit.setGeometry(self.rect())
        self._place_pinned()

    def _place_pinned(self) -> None:
        button = self._pinned
        if button is not None:
            side = self.look.touch(52)
            gap = max(0, (self.height() - side) // 2)
            button.setGeometry(self.width() - side - self.look.px(6), gap, side, side)
            button.raise_()

    # ------------------------------------------------------------ paint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: frame, caption, missing characters."""
        look = self.look
        painter = QPainter(self)
        lit = self.edit.hasFocus() if self._lit is None else self._lit
        border = "stop" if self._wrong else "primary" if lit else "line"
        fill = "primary_soft" if lit else "field"
        rounded(painter, look, QRectF(self.rect()), fill, border, CONTROL_RADIUS, width=2.0)
        font = look.font(_CAPTION_SIZE, _CAPTION_WEIGHT)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(look.color("stop_ink" if self._wrong else "muted"))
        painter.drawText(
            QRectF(look.px(_LEFT), look.px(_TOP), self.width(), metrics.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._caption,
        )
        if self._icon:
            self._paint_icon(painter)
        if self._slots:
            self._paint_slots(painter)

    def _paint_icon(self, painter: QPainter) -> None:
        look = self.look
        side = look.px(20)
        margins = self.edit.textMargins()
        middle = (margins.top() + self.height() - margins.bottom()) / 2
        picture = icons.pixmap(self._icon, look.color("muted"), side, self.devicePixelRatioF())
        painter.drawPixmap(look.px(_LEFT), round(middle - side / 2), picture)

    def _paint_slots(self, painter: QPainter) -> None:
        look = self.look
        shown = self.edit.displayText()
        missing = self._slots - len(shown)
        if missing <= 0:
            return
        metrics = QFontMetricsF(self._font())
        step = metrics.horizontalAdvance("●" if self.edit.echoMode() is QLineEdit.EchoMode.Password else "0")
        margins = self.edit.textMargins()
        x = margins.left() + 2 + metrics.horizontalAdvance(shown) + look.px(4)
        bottom = (margins.top() + self.height() - margins.bottom() + metrics.capHeight()) / 2
        for index in range(missing):
            slot = QRectF(x + index * step, bottom, step - look.px(4), look.px(3))
            painter.fillRect(slot, look.color("faint"))
