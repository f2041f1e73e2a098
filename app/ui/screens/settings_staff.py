"""The section of the staff in Ajustes: the list of who has a PIN, and the forms that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.staff import ADMIN_MOST, NAME_MOST, PIN_MOST
from app.i18n import t
from app.presenters.views_access import StaffMode, StaffView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.facts import Facts
from app.ui.widgets.fields import Field
from app.ui.widgets.keyboard import Keyboard
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.people import People
from app.ui.widgets.section import Section
from app.ui.widgets.segments import Segments
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.staff import StaffPresenter

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_FIELD, _BOARD = 400.0, 860.0


class StaffForm(QWidget):
    """A name, a secret and the secret again; as much of it as is asked for."""

    def __init__(self, look: Look, presenter: StaffPresenter) -> None:
        super().__init__()
        self.look = look
        self._presenter = presenter
        self.roles = Segments(look, "staff.role", presenter.set_role)
        self.name = Field(look, t("ui_access.staff.name"), name="staff.name", height=64, size=22, weight=600)
        self.name.edit.setMaxLength(NAME_MOST)
        self.secret = Field(look, "", name="staff.secret", height=64, size=22, masked=True)
        self.again = Field(
            look, t("ui_access.staff.again"), name="staff.again", height=64, size=22, masked=True
        )
        self.board = Keyboard(look, space=True)
        self._digits, self._any = (
            QRegularExpressionValidator(QRegularExpression(signs), self) for signs in ("[0-9]*", ".*")
        )
        self._connect()
        secrets = Row(look, gap=12)
        secrets.addWidget(self.secret, 1)
        secrets.addWidget(self.again, 1)
        column = Column(look, self, gap=10)
        first = Row(look, gap=12)
        first.addWidget(self.name, 1)
        first.addWidget(self.roles, 1)
        column.addLayout(first)
        column.addLayout(secrets)
        column.addWidget(self.board)
        column.addStretch()

    def _connect(self) -> None:
        self.name.entered.connect(self.secret.setFocus)
        self.secret.entered.connect(self._after_secret)
        self.again.entered.connect(self.save)
        self.board.typed.connect(lambda text: self._written_to().insert(text))
        self.board.erased.connect(lambda: self._written_to().backspace())
        self.board.closed.connect(self.board.hide)
        # A tap on a key gives the focus to the nearest ancestor that takes it: back to the field written to.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for field in self._fields():
            field.touched.connect(self.board.show)
            field.edit.focused.connect(lambda on, field=field: self.setFocusProxy(field) if on else None)

    def _fields(self) -> tuple[Field, ...]:
        return self.name, self.secret, self.again

    def _written_to(self) -> Field:
        shown = [field for field in self._fields() if not field.isHidden()]
        return next((field for field in shown if field.edit.hasFocus()), shown[0])

    def _after_secret(self) -> None:
        if self.again.isHidden():
            self.save()
        else:
            self.again.setFocus()

    def apply(self, view: StaffView, *, fresh: bool) -> None:
        """Show `view`; a fresh form is empty and has the focus in its first field."""
        self.roles.setVisible(bool(view.roles))
        self.roles.apply(view.roles)
        self.name.setVisible(view.named)
        self.again.setVisible(view.twice)
        self.secret.set_caption(view.caption)
        for field in (self.secret, self.again):
            field.edit.setMaxLength(PIN_MOST if view.digits else ADMIN_MOST)
            field.edit.setValidator(self._digits if view.digits else self._any)
            field.set_wrong(bool(view.error))
        for field in self._fields():
            field.edit.setReadOnly(view.busy)
        if fresh:
            self.forget()
            self.board.show()
            (self.name if view.named else self.secret).setFocus()

    def forget(self) -> None:
        """Nothing secret stays behind."""
        for field in self._fields():
            field.set_text("")

    def save(self) -> None:
        """Hand in what is written."""
        self._presenter.save(self.name.text(), self.secret.text(), self.again.text())


class StaffPanel(Section):
    """Arrows choose; F12 adds or saves, F8: PIN, F7: admin secret, Supr: remove, Ins: keep the password."""

    def __init__(self, look: Look, presenter: StaffPresenter) -> None:
        super().__init__(look, name="staff.card")
        self._presenter = presenter
        self._attempt = 0
        self._view = StaffView()
        self.headline = Text(look, size=24, weight=800, name="staff.headline")
        self.text = Text(look, size=16, weight=500, color="muted", name="staff.text")
        self.error = Text(look, size=16, weight=600, color="stop_ink", name="staff.error")
        for label in (self.headline, self.text, self.error):
            label.setWordWrap(True)
        self.people = People(look, "staff.person", presenter.choose, rows=4)
        self.facts = Facts(look, "staff.fact")
        self.form = StaffForm(look, presenter)
        self._make_buttons(look)
        self._lay_out(look)
        self._stop = presenter.state.watch(self.apply)

    def _make_buttons(self, look: Look) -> None:
        self.main = Button(
            look, kind="primary", name="staff.main", hint="F12", size=18, weight=700, height=60
        )
        self.back = Button(
            look, t("ui_access.staff.back"), name="staff.back", icon="arrow-left", hint="Esc", height=60
        )
        self.pin = Button(
            look, t("ui_access.staff.pin"), name="staff.pin", icon="key-round", hint="F8", height=60
        )
        self.admin = Button(
            look, t("ui_access.staff.admin"), name="staff.admin", icon="shield-check", hint="F7", height=60
        )
        self.keep = Button(
            look, name="staff.keep", icon="lock", hint=t("ui_access.staff.keep_key"), height=60
        )
        self.remove = Button(
            look, t("ui_access.staff.remove"), name="staff.remove", icon="trash-2",
            hint=t("ui_access.staff.remove_key"), height=60,
        )  # fmt: skip
        acts = (
            (self.main, self._main), (self.back, self._presenter.back), (self.pin, self._presenter.new_pin),
            (self.admin, self._presenter.admin), (self.keep, self._presenter.password),
            (self.remove, self._presenter.remove),
        )  # fmt: skip
        for button, act in acts:
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, act=act: act())

    def _lay_out(self, look: Look) -> None:
        foot = Row(look, gap=10)
        for button in (self.back, self.remove, self.pin, self.admin, self.keep):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.main)
        column = Column(look, self, margins=(24, 18, 24, 18), gap=12)
        column.addWidget(self.headline)
        column.addWidget(self.text)
        column.addWidget(self.error)
        column.addWidget(self.people)
        column.addWidget(self.facts)
        column.addWidget(self.form, 100)
        column.addStretch(1)
        column.addLayout(foot)

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        self._stop()

    def apply(self, view: StaffView) -> None:
        """Show `view`."""
        self._view = view
        listed, some = view.mode is StaffMode.LIST, bool(view.people)
        self.headline.setText(view.headline)
        self.text.setText(view.text)
        self.error.setText(view.error)
        self.people.apply(view.people)
        self.facts.apply(view.facts)
        self.main.setText(view.main)
        self.main.setAccessibleName(view.main)
        self.main.setEnabled(not view.busy)
        self.keep.setText(view.remember)
        self.keep.setAccessibleName(view.remember or t("ui_access.staff.back"))
        for widget, shown in (
            (self.text, not view.error), (self.error, bool(view.error)), (self.people, some),
            (self.facts, bool(view.facts)), (self.form, not listed),
            (self.back, not listed), (self.pin, some), (self.admin, some), (self.remove, some),
            (self.keep, bool(view.remember)),
        ):  # fmt: skip
            widget.setVisible(shown)
        fresh, self._attempt = view.attempt != self._attempt, view.attempt
        if listed:
            self.form.forget()
        else:
            self.form.apply(view, fresh=fresh)

    def _main(self) -> None:
        if self._view.mode is StaffMode.LIST:
            self._presenter.add()
        else:
            self.form.save()

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took."""
        key, presenter = Qt.Key(event.key()), self._presenter
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        listed = self._view.mode is StaffMode.LIST
        if key in _STEPS:
            (presenter.move if listed else presenter.move_role)(_STEPS[key])
            return True
        acts = {Qt.Key.Key_F12: self._main}
        if listed:
            acts |= {
                Qt.Key.Key_F8: presenter.new_pin,
                Qt.Key.Key_F7: presenter.admin,
                Qt.Key.Key_Delete: presenter.remove,
                Qt.Key.Key_Insert: presenter.password,
            }
        if key == Qt.Key.Key_Escape:
            return presenter.back()
        if key not in acts:
            return False
        if not event.isAutoRepeat():
            acts[key]()
        return True
