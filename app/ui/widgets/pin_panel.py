"""Who, and the PIN: people at the left, the field and its keys at the right. The admin's has letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QWidget

from app.domain.staff import ADMIN_MOST, PIN_MOST
from app.i18n import t
from app.presenters.views_access import PinView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Field
from app.ui.widgets.keyboard import Keyboard
from app.ui.widgets.keypad import Keypad
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.people import People
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.pin_desk import PinDesk

_KEYS_WIDE, _KEYS_HIGH, _BOARD_WIDE, _ERROR_HIGH = 340.0, 270.0, 860.0, 40.0
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PinPanel(QWidget):
    """Names: `<name>.person.<id>`, `<name>.pin`, `<name>.error`, `<name>.enter`."""

    def __init__(self, look: Look, name: str, desk: PinDesk, *, secret: bool = False) -> None:
        super().__init__()
        self.look = look
        self._desk, self._secret = desk, secret
        self._attempt = 0
        self._tryable = True
        caption = t("ui_access.secret" if secret else "ui_access.pin")
        self.pin = Field(look, caption, name=f"{name}.pin", size=26, masked=True, height=72)
        self.pin.edit.setMaxLength(ADMIN_MOST if secret else PIN_MOST)
        if not secret:
            self.pin.edit.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self.error = Text(look, size=15, weight=600, color="stop_ink", name=f"{name}.error")
        self.error.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.error.wrap_in(_BOARD_WIDE if secret else _KEYS_WIDE)
        self.people = People(look, f"{name}.person", desk.choose, rows=6)
        self.enter = Button(
            look, t("ui_access.enter"), kind="primary", name=f"{name}.enter", hint="F12", size=18,
            weight=700, height=60,
        )  # fmt: skip
        self.keys = self._make_keys(look)
        self._lay_out(look)
        self.pin.entered.connect(self.submit)
        self.enter.clicked.connect(self.submit)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a tap on a key leaves the focus in the field
        self.setFocusProxy(self.pin)
        look.changed.connect(self._resize)
        self._resize()
        self._stop = desk.state.watch(self.apply)

    def _make_keys(self, look: Look) -> QWidget:
        if not self._secret:
            return Keypad(
                look, press=self.pin.insert, back=self.pin.backspace, enter=self.submit, signs=False
            )
        board = Keyboard(look)
        board.typed.connect(self.pin.insert)
        board.erased.connect(self.pin.backspace)
        board.closed.connect(board.hide)
        self.pin.touched.connect(board.show)
        return board

    def _lay_out(self, look: Look) -> None:
        right = Column(look, gap=10)
        right.addWidget(self.pin)
        right.addWidget(self.keys)
        right.addWidget(self.enter)
        right.addWidget(self.error)
        right.addStretch()
        row = Row(look, self, gap=20)
        if not self._secret:
            row.addWidget(self.people, 1)
        row.addLayout(right)

    def _resize(self) -> None:
        look, wide = self.look, _BOARD_WIDE if self._secret else _KEYS_WIDE
        for widget in (self.pin, self.error, self.keys, self.enter):
            widget.setFixedWidth(look.px(wide))
        self.error.setMinimumHeight(look.px(_ERROR_HIGH))  # nothing moves under a finger when it comes
        if not self._secret:
            self.keys.setFixedHeight(max(look.px(_KEYS_HIGH), 4 * look.touch() + 3 * look.px(8)))

    def stop(self) -> None:
        """Listen to the desk no longer; nothing secret stays behind."""
        self._stop()
        self.pin.set_text("")

    def forget(self) -> None:
        """Nothing secret stays behind."""
        self.pin.set_text("")

    def apply(self, view: PinView) -> None:
        """Show `view`; what was typed goes when it was tried."""
        self.people.apply(view.people)
        if view.attempt != self._attempt:
            self._attempt = view.attempt
            self.pin.set_text("")
        self._tryable = not view.busy and not view.waiting
        self.enter.setEnabled(self._tryable)
        self.pin.edit.setReadOnly(not self._tryable)
        self.error.setText(view.error)
        self.pin.set_wrong(bool(view.error))

    def submit(self) -> None:
        """Try what is written."""
        if self._tryable and self.pin.text():
            self._desk.submit(self.pin.text())

    def handle_key(self, event: QKeyEvent) -> bool:
        """F12 tries, up and down choose, Esc clears the field."""
        key = Qt.Key(event.key())
        if key in _STEPS and not self._secret:
            self._desk.move(_STEPS[key])
        elif key == Qt.Key.Key_F12:
            if not event.isAutoRepeat():
                self.submit()
        elif key == Qt.Key.Key_Escape and self.pin.text():
            self.pin.set_text("")
        else:
            return False
        return True
