"""Left column of the payment screen: number, PIN and date from the paper, and the keypad that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.presenters.views import PayField, PayView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.date_box import DateBox
from app.ui.widgets.fields import Edit, Field
from app.ui.widgets.icon import Icon
from app.ui.widgets.keypad import Keypad
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.pay import PayPresenter


class PayForm(Card):
    """Draws the fields of a `PayView`. Keys and taps write the field that the view names."""

    def __init__(self, look: Look, presenter: PayPresenter, parent: QWidget | None = None) -> None:
        super().__init__(look, name="pay.form", parent=parent)
        self._presenter = presenter
        self.number = Field(look, t("ui_pay.number").upper(), name="pay.number", weight=800, height=72)
        self.pin = Field(look, t("ui_pay.pin").upper(), name="pay.pin", weight=800, masked=True, height=72)
        self.date = DateBox(look, presenter.move_day)
        self.keypad = Keypad(
            look, press=presenter.press, back=presenter.backspace, enter=presenter.enter, signs=False
        )
        self.check = Button(look, t("ui_pay.check"), name="pay.check", icon="search", hint="Enter", height=52)
        self.check.clicked.connect(presenter.check)
        self.number.edited.connect(self._number_typed)
        self.pin.edited.connect(self._pin_typed)
        self._focusing(self.number.edit, PayField.NUMBER)
        self._focusing(self.pin.edit, PayField.PIN)
        self.date.frame.focused.connect(lambda: self._focus_moved(PayField.DATE))
        self._lay_out(look)

    def _focusing(self, edit: Edit, field: PayField) -> None:
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        edit.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoAutoUppercase)
        edit.setDragEnabled(False)
        edit.focused.connect(lambda came: self._focus_moved(field) if came else None)

    def _focus_moved(self, field: PayField) -> None:
        if self._presenter.state.value.field is not field:
            self._presenter.focus(field)

    def _lay_out(self, look: Look) -> None:
        head = Row(look, gap=8)
        head.addWidget(Icon(look, "scan-barcode", color="muted", size=20))
        head.addWidget(Text(look, t("ui_pay.head").upper(), size=13, weight=700, color="muted"), 1)
        column = Column(look, self, margins=(12, 12, 12, 12), gap=8)
        column.addLayout(head)
        for widget in (self.number, self.pin, self.date):
            column.addWidget(widget)
        column.addWidget(self.keypad, 1)
        column.addWidget(self.check)

    def focus_target(self, field: PayField) -> QWidget:
        """The widget that a field is typed in."""
        return {
            PayField.NUMBER: self.number.edit,
            PayField.PIN: self.pin.edit,
            PayField.DATE: self.date.frame,
        }[field]

    def apply(self, view: PayView) -> None:
        """Show the fields."""
        self.number.set_text(view.number)
        self.pin.set_text(view.pin)
        self.date.frame.show_date(view.date_text)
        self.number.set_lit(view.field is PayField.NUMBER)
        self.pin.set_lit(view.field is PayField.PIN)
        self.date.frame.set_lit(view.field is PayField.DATE)
        self.check.setEnabled(view.can_check)
        self.check.set_kind("primary" if view.can_check else "plain")

    # What the presenter does not take (a letter in the number) must not stay in the line either.

    def _number_typed(self, text: str) -> None:
        self._presenter.set_number(text)
        self.number.set_text(self._presenter.state.value.number)

    def _pin_typed(self, text: str) -> None:
        self._presenter.set_pin(text)
        self.pin.set_text(self._presenter.state.value.pin)
