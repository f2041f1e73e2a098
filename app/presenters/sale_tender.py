"""How the customer pays: cash unless another tender is chosen for this one ticket."""

from __future__ import annotations

from app.domain.shift import Parts, Tender, paid_by
from app.i18n import t
from app.money import Money
from app.presenters.base import Observable
from app.presenters.views_office import ChoiceView


class SaleTender:
    """Off until the owner's settings name other tenders. The next ticket is paid in cash again."""

    def __init__(self) -> None:
        self._tenders: tuple[Tender, ...] = ()
        self._chosen = Tender.CASH
        self.state: Observable[tuple[ChoiceView, ...]] = Observable(())

    def allow(self, others: tuple[Tender, ...]) -> None:
        """Which tenders there are beside cash; none: nothing is asked or shown."""
        self._tenders = (Tender.CASH, *others) if others else ()
        self.reset()

    def choose(self, key: str) -> None:
        """This one for the ticket on the screen."""
        if Tender(key) in self._tenders:
            self._chosen = Tender(key)
            self._show()

    def next(self) -> None:
        """Ctrl+T: the next one."""
        if self._tenders:
            at = self._tenders.index(self._chosen) + 1
            self.choose(self._tenders[at % len(self._tenders)].value)

    def reset(self) -> None:
        """The ticket is sold: cash again."""
        self._chosen = Tender.CASH
        self._show()

    def parts(self, price: Money) -> Parts:
        """How the ticket is paid; nothing for cash."""
        return () if self._chosen is Tender.CASH else paid_by(price, self._chosen)

    def _show(self) -> None:
        self.state.set(tuple(self._view(one) for one in self._tenders))

    def _view(self, tender: Tender) -> ChoiceView:
        return ChoiceView(tender.value, t(f"till.tender.{tender.value}"), tender is self._chosen)
