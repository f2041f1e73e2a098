"""Signing in: drawn before anything else of the program is loaded, alive once its presenter came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Field
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.sign_in import SignInPresenter
    from app.presenters.views import SignInView
    from app.ui.widgets.keyboard import Keyboard

_CARD, _PAD, _KEYBOARD = 520.0, 24.0, 980.0


class SignInScreen(QWidget):
    """E-mail, password, enter; in practice mode one big button that does it all.

    Enter goes on from the e-mail and signs in from the password. A finger on a field brings the
    on-screen keyboard; so does its button.
    """

    def __init__(self, look: Look, *, training: bool = False) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("signin")
        self._presenter: SignInPresenter | None = None
        self._view: SignInView | None = None
        self._training = training
        self._offered = False
        self._keyboard: Keyboard | None = None
        self.email = Field(look, t("ui.signin.email"), name="signin.email", size=22, weight=600)
        self.password = Field(
            look, t("ui.signin.password"), name="signin.password", size=22, weight=600, masked=True, room=56
        )
        self.reveal = Button(look, kind="ghost", name="signin.reveal", icon="eye", parent=self.password)
        self.error = Text(look, size=15, weight=600, color="stop_ink", name="signin.error")
        self.touch = Button(
            look, name="signin.keyboard", icon="keyboard", spoken=t("ui.signin.keyboard"), height=64
        )
        self.enter = Button(
            look, t("ui.starting"), kind="primary", name="signin.enter", size=20, weight=800, height=64
        )
        self.practice = Button(
            look, t("ui.signin.practice"), kind="go", name="signin.practice", size=20, weight=800, height=64,
            icon="play",
        )  # fmt: skip
        self.hint = Text(look, size=14, color="warn_ink", name="signin.hint")
        self.switch = Button(look, kind="quiet", name="signin.switch", icon="repeat", hint="F8", height=56)
        self._build()
        self._connect()
        self._resize()
        look.changed.connect(self._resize)
        self._error_row.hide()
        self.hint.hide()
        self.switch.hide()
        self.enter.setEnabled(False)
        self.practice.setEnabled(False)
        self._arrange()

    # ------------------------------------------------------------ build

    def _build(self) -> None:
        look = self.look
        self._card = Card(look)
        self._heading = Text(look, t("ui.signin.heading"), size=20, weight=700, name="signin.heading")
        self._error_row = QWidget()
        line = Row(look, self._error_row, gap=8)
        line.addWidget(Icon(look, "circle-alert", color="stop_ink"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.error, 1)
        self.error.wrap_in(_CARD - 2 * _PAD - 28)
        buttons = Row(look, gap=8)
        self.touch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        buttons.addWidget(self.touch)
        buttons.addWidget(self.enter, 1)
        inside = Column(look, self._card, margins=(_PAD, _PAD, _PAD, _PAD), gap=12)
        inside.addWidget(self._heading)
        inside.addWidget(self.email)
        inside.addWidget(self.password)
        inside.addWidget(self._error_row)
        inside.addLayout(buttons)
        outside = Column(look, self, margins=(12, 12, 12, 12), gap=12)
        outside.addStretch()
        outside.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addWidget(self._practice_card(), 0, Qt.AlignmentFlag.AlignHCenter)
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        outside.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch()
        self._outside = outside
        self.setFocusProxy(self.email)

    def _practice_card(self) -> Card:
        look = self.look
        self._practice_box = Card(look, fill="warn_soft", border="warn", name="signin.practice_box")
        column = Column(look, self._practice_box, margins=(_PAD, 16, _PAD, _PAD), gap=8)
        title = t("ui.signin.practice_title")
        column.addWidget(Text(look, title, size=14, weight=800, color="warn_ink", name="signin.mode"))
        note = Text(look, t("ui.signin.practice_note"), size=14, color="warn_ink", name="signin.note")
        for text in (note, self.hint):
            text.wrap_in(_CARD - 2 * _PAD)
        column.addWidget(note)
        column.addWidget(self.hint)
        column.addWidget(self.practice)
        return self._practice_box

    def _connect(self) -> None:
        self.email.entered.connect(self.password.setFocus)
        self.password.entered.connect(self._submit)
        self.enter.clicked.connect(self._submit)
        self.practice.clicked.connect(self._enter_practice)
        self.reveal.clicked.connect(lambda: self._show_password(shown=not self._password_shown()))
        self.touch.clicked.connect(lambda: self._show_keyboard(not self._typing()))
        for field in (self.email, self.password):
            field.touched.connect(lambda: self._show_keyboard(True))
            field.edited.connect(lambda _text: self._mark(wrong=False))
        self._show_password(shown=False)

    def _resize(self) -> None:
        look = self.look
        self._card.setFixedWidth(look.px(_CARD))
        self._practice_box.setFixedWidth(look.px(_CARD))
        if self._keyboard is not None:
            self._keyboard.setFixedWidth(look.px(_KEYBOARD))
        self.password.pin_right(self.reveal)

    # ------------------------------------------------------------ state

    def bind(self, presenter: SignInPresenter) -> None:
        """The rest of the program is up: follow its presenter."""
        self._presenter = presenter
        presenter.state.watch(self.render_state)

    def offer(self, text: str, act: Callable[[], None]) -> None:
        """A way from the real till to practice, or back."""
        self.switch.setText(text)
        self.switch.setAccessibleName(text)
        self.switch.clicked.connect(act)
        self._offered = True
        self._arrange()

    def render_state(self, view: SignInView) -> None:
        """Draw a state. What the person has typed is replaced only when the state's own text changed."""
        before, self._view = self._view, view
        if view.email != (before.email if before else ""):
            self.email.set_text(view.email)
        if view.password != (before.password if before else ""):
            self.password.set_text(view.password)
        free = view.ready and not view.busy
        for control in (self.email.edit, self.password.edit, self.reveal, self.touch):
            control.setEnabled(not view.busy)
        self.switch.setEnabled(not view.busy)
        self.enter.setEnabled(free)
        self.practice.setEnabled(free)
        self.enter.setText(
            t("ui.starting") if not view.ready else t("ui.signin.busy") if view.busy else t("ui.signin.enter")
        )
        self.error.setText(view.error)
        self._error_row.setVisible(bool(view.error))
        self._mark(wrong=bool(view.error))
        self.hint.setText(view.hint)
        self.hint.setVisible(bool(view.hint))
        self._arrange()
        if before is not None and before.busy and not view.busy and view.error and self.isVisible():
            self.password.setFocus()
            self.password.edit.selectAll()

    def show_failure(self, sentence: str) -> None:
        """The rest of the program could not be loaded: say so where the person looks."""
        self.error.setText(sentence)
        self._error_row.show()

    def _mark(self, *, wrong: bool) -> None:
        self.email.set_wrong(wrong)
        self.password.set_wrong(wrong)

    def _arrange(self) -> None:
        """Room for the keyboard is made by leaving out what is not needed to type."""
        typing = self._typing()
        self._heading.setVisible(not typing)
        self._practice_box.setVisible(self._training and not typing)
        self.switch.setVisible(self._offered and not typing)

    # ------------------------------------------------------------ acts

    def _submit(self) -> None:
        if self._presenter is not None and self.enter.isEnabled():
            self._presenter.submit(self.email.text(), self.password.text())

    def _enter_practice(self) -> None:
        if self._view is not None:
            self.email.set_text(self._view.email)
            self.password.set_text(self._view.password)
            self._submit()

    def _written_to(self) -> Field:
        return self.password if self.password.edit.hasFocus() else self.email

    def _password_shown(self) -> bool:
        return self.password.edit.echoMode() is self.password.edit.EchoMode.Normal

    def _show_password(self, *, shown: bool) -> None:
        self.password.set_masked(not shown)
        self.reveal.set_icon("eye-off" if shown else "eye")
        self.reveal.set_spoken(t("ui.signin.hide" if shown else "ui.signin.show"))

    def _typing(self) -> bool:
        return self._keyboard is not None and not self._keyboard.isHidden()

    def _show_keyboard(self, shown: bool) -> None:
        if shown or self._keyboard is not None:
            self.keyboard.setVisible(shown)
        self._arrange()
        if shown and not self.password.edit.hasFocus():
            self.email.setFocus()

    @property
    def keyboard(self) -> Keyboard:
        """The on-screen keyboard; made when it is first wanted."""
        if self._keyboard is None:
            from app.ui.widgets.keyboard import Keyboard

            self._keyboard = keyboard = Keyboard(self.look)
            keyboard.hide()
            keyboard.closed.connect(lambda: self._show_keyboard(False))
            keyboard.typed.connect(lambda text: self._written_to().insert(text))
            keyboard.erased.connect(lambda: self._written_to().backspace())
            self._outside.addWidget(keyboard, 0, Qt.AlignmentFlag.AlignHCenter)
            self._resize()
        return self._keyboard

    def handle_key(self, event: QKeyEvent) -> bool:
        """Keys that no widget took: F12 signs in, Esc puts the keyboard away."""
        if event.key() == Qt.Key.Key_F12 and not event.isAutoRepeat():
            self._submit()
        elif event.key() == Qt.Key.Key_F8 and self.switch.isVisible() and not event.isAutoRepeat():
            self.switch.click()
        elif event.key() == Qt.Key.Key_Escape and self._typing():
            self._show_keyboard(False)
        else:
            return False
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: signed in; nothing secret stays behind."""
        super().hideEvent(event)
        if event.spontaneous():
            return
        self.password.set_text(self._view.password if self._view else "")
        self._show_password(shown=False)
        self._show_keyboard(False)
