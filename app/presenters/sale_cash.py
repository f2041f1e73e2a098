"""Paga con … vuelto: what the customer hands over for the ticket, or for the one just sold."""

from __future__ import annotations

from app.i18n import t
from app.money import ZERO, Money
from app.presenters.base import Observable
from app.presenters.views import CashView


class CashPresenter:
    """Kept until the next ticket begins. It is a calculator: nothing of it is recorded."""

    def __init__(self) -> None:
        self._given: Money | None = None
        self._due = ZERO
        self._sold = ZERO
        self.state: Observable[CashView] = Observable(CashView())

    def due(self, total: Money) -> None:
        """What the ticket on the screen costs; when it is empty, the one sold last is what is paid."""
        if total and not self._due and self._sold:
            self._sold, self._given = ZERO, None
        self._due = total
        self._show()

    def sold(self, total: Money) -> None:
        """A ticket was sold."""
        self._sold = total
        self._show()

    def give(self, given: Money) -> None:
        """What is handed over."""
        self._given = given
        self._show()

    def clear(self) -> bool:
        """Away with it; whether there was anything."""
        had, self._given = self._given is not None, None
        self._show()
        return had

    def preview(self, given: Money) -> CashView:
        """The sum while it is typed."""
        owed = self._due or self._sold
        back = given - owed
        text = t("sale.cash.given", given=given.text(cents=False))
        if back < ZERO:
            return CashView(text, t("sale.cash.short", rest=(-back).text(cents=False)), short=True)
        return CashView(text, t("sale.cash.change", change=back.text(cents=False)))

    def _show(self) -> None:
        owed = self._due or self._sold
        self.state.set(self.preview(self._given) if self._given is not None and owed else CashView())
