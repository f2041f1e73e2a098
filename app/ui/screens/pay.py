"""The payment screen: the ticket's data at the left, what it is worth and the paying at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import PayField, PayGroup, PayPhase, PayView
from app.ui.screens.pay_form import PayForm
from app.ui.theme import Look
from app.ui.widgets.act_button import ActButton
from app.ui.widgets.bet_list import BetList, BetRow, HeadRow
from app.ui.widgets.bet_list import Row as ListRow
from app.ui.widgets.buttons import Button
from app.ui.widgets.entry import EntryKeys
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.pay_face import PayFace

if TYPE_CHECKING:
    from app.presenters.pay import PayPresenter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UNTOUCHED = frozenset(
    {PayPhase.WAITING, PayPhase.TROUBLE, PayPhase.WRONG_PIN, PayPhase.NOT_FOUND, PayPhase.LOCKED}
)


class PayScreen(QWidget):
    """Draws a `PayView`. F12 pays, Enter goes on to the next field and then looks, Esc starts over.

    F9 after a payment: the customer left without the cash.
    """

    def __init__(self, look: Look, presenter: PayPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pay")
        self.look = look
        self._presenter = presenter
        self._field: PayField | None = None
        self.form = PayForm(look, presenter)
        self.face = PayFace(look)
        self.list = BetList(look, "pay.wagers", t("ui_pay.wagers"))
        self.escape = Button(look, t("ui_pay.clear"), name="pay.escape", icon="x", hint="Esc", height=84)
        self.escape.clicked.connect(presenter.escape)
        self.pay = ActButton(
            look, t("ui_pay.pay"), "F12", "banknote", name="pay.pay", value_name="pay.amount"
        )
        self.pay.clicked.connect(presenter.submit)
        self.claim = Button(look, t("ui_pay.claim"), name="pay.claim", icon="hourglass", hint="F9", height=84)
        self.claim.clicked.connect(presenter.customer_left)
        self._lay_out(look)
        for edit in (self.form.number.edit, self.form.pin.edit, self.form.date.frame):
            EntryKeys(edit, self._field_key)
        self._stop = presenter.state.watch(self.apply)

    def _lay_out(self, look: Look) -> None:
        acts = Row(look, gap=8)
        acts.addWidget(self.escape, 2)
        acts.addWidget(self.claim, 2)
        acts.addWidget(self.pay, 5)
        for button in (self.escape, self.claim):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        result = Card(look, name="pay.result")
        column = Column(look, result, margins=(12, 12, 12, 12), gap=10)
        column.addWidget(self.face)
        column.addWidget(self.list, 1)
        column.addLayout(acts)
        row = Row(look, self, margins=(12, 12, 12, 12), gap=12)
        row.addWidget(self.form, 34)
        row.addWidget(result, 66)

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        self._stop()

    # ------------------------------------------------------------ state

    def apply(self, view: PayView) -> None:
        """Show `view`."""
        self.form.apply(view)
        self.face.apply(view)
        shown = view.prizes if view.phase is PayPhase.WAITING else view.groups
        self.list.setVisible(bool(shown))
        title = t("ui_pay.prizes" if view.phase is PayPhase.WAITING else "ui_pay.wagers")
        self.list.show_rows(tuple(row for group in shown for row in _rows(group)), title)
        self.pay.apply(view.prize_text if view.can_pay else "", ready=view.can_pay)
        self.claim.setVisible(view.can_claim)
        self.escape.setText(t("ui_pay.clear" if view.phase in _UNTOUCHED else "ui_pay.another"))
        self._follow(view.field)

    def _follow(self, field: PayField) -> None:
        """The focus goes with the field, but is never taken from elsewhere."""
        target = self.form.focus_target(field)
        if field is not self._field:
            self._field = field
            self.setFocusProxy(target)
        focused = QApplication.focusWidget()
        inside = focused is not None and self.form.isAncestorOf(focused)
        if inside and focused is not target and not isinstance(focused, Button):
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: ready for the scanner or the keys; the date is that of today."""
        super().showEvent(event)
        self._presenter.opened()
        self.form.focus_target(self._field or PayField.NUMBER).setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ keys

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took; digits go to the field that the keypad writes."""
        if self._field_key(event):
            return True
        text = event.text()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if plain and text and text.isalnum() and not self.form.isAncestorOf(_focused(self)):
            self._presenter.press(text)
            return True
        return False

    def _field_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in _ENTER:
            if not event.isAutoRepeat():
                self._presenter.enter()
        elif key is Qt.Key.Key_Up:
            self._presenter.move_day(1)
        elif key is Qt.Key.Key_Down:
            self._presenter.move_day(-1)
        elif key is Qt.Key.Key_Escape:
            self.key_escape()
        elif key is Qt.Key.Key_F12:
            if not event.isAutoRepeat():
                self.key_submit()
        elif key is Qt.Key.Key_F9 and self._presenter.state.value.can_claim:
            if not event.isAutoRepeat():
                self._presenter.customer_left()
        else:
            return False
        return True

    def key_submit(self) -> None:
        """F12: pay."""
        self._presenter.submit()

    def key_escape(self) -> None:
        """Esc: start over."""
        self._presenter.escape()


def _focused(fallback: QWidget) -> QWidget:
    return QApplication.focusWidget() or fallback


def _rows(group: PayGroup) -> tuple[ListRow, ...]:
    head = HeadRow(group.title, group.note, group.tint)
    return (
        head,
        *(
            BetRow(bet.label, " · ".join(part for part in (bet.name, bet.note) if part), bet.amount, bet.won)
            for bet in group.wagers
        ),
    )
