"""What the customer sees: the ticket as it is typed, its total, the change, what closes, what came out.

It is made of the sale's and the results' states alone: nothing of a payment, no PIN and no ticket number
ever gets here.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import t
from app.presenters.base import Observable
from app.presenters.results import ResultsPresenter
from app.presenters.sale import SalePresenter
from app.presenters.shell import ShellPresenter
from app.presenters.views import Screen, SellPhase

_RESULTS = 6
_OUTSIDE = frozenset({Screen.STARTING, Screen.SIGN_IN, Screen.LOCK})


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A line of the ticket, or (`amount` "") the name of its draw; `typing`: not in the ticket yet."""

    text: str
    note: str = ""
    amount: str = ""
    typing: bool = False


@dataclass(frozen=True, slots=True)
class CustomerView:
    """`open` is false while nobody sells here. `done` is the word after a sale."""

    open: bool = False
    agency: str = ""
    lines: tuple[CustomerLine, ...] = ()
    total: str = ""
    count: str = ""
    done: str = ""
    given: str = ""
    change: str = ""
    closing: str = ""
    results: tuple[tuple[str, str], ...] = ()
    training: bool = False


class CustomerPresenter:
    """Follows; it has no intents."""

    def __init__(self, shell: ShellPresenter, sale: SalePresenter, results: ResultsPresenter) -> None:
        self._shell, self._sale, self._results = shell, sale, results
        self.state: Observable[CustomerView] = Observable(CustomerView())
        for watched in (shell.screen, shell.top, sale.ticket, sale.entry, sale.sell, results.state):
            watched.watch(lambda _state: self._show(), now=False)
        sale.cash.state.watch(lambda _state: self._show(), now=False)
        self._show()

    def _show(self) -> None:
        top = self._shell.top.value
        agency = top.title.rpartition(" · ")[0] or top.title
        if self._shell.screen.value in _OUTSIDE:
            self.state.set(CustomerView(agency=agency, training=top.training))
            return
        ticket, cash, sell = self._sale.ticket.value, self._sale.cash.state.value, self._sale.sell.value
        self.state.set(
            CustomerView(
                open=True,
                agency=agency,
                lines=self._lines(),
                total=ticket.total_text if ticket.groups else "",
                count=ticket.count_text if ticket.groups else "",
                done=sell.state_text if sell.phase is SellPhase.SOLD and not ticket.groups else "",
                given=cash.text,
                change=cash.change,
                closing=top.closing_text,
                results=self._came_out(),
                training=top.training,
            )
        )

    def _lines(self) -> tuple[CustomerLine, ...]:
        found: list[CustomerLine] = []
        for group in self._sale.ticket.value.groups:
            found.append(CustomerLine(group.title))
            found += [CustomerLine(line.label, line.note, line.amount) for line in group.lines]
        entry = self._sale.entry.value
        if entry.valid and entry.meaning:
            found.append(CustomerLine(entry.meaning, amount=entry.cost_text, typing=True))
        return tuple(found)

    def _came_out(self) -> tuple[tuple[str, str], ...]:
        """The latest of each product, of the day and games that the results show."""
        rows = []
        for product in self._results.state.value.products[:_RESULTS]:
            if product.draws:
                rows.append((t("customer.result", name=product.name, time=product.draws[0].time),
                             " · ".join(" ".join(p for p in (c.label, c.value, c.name) if p)
                                        for c in product.draws[0].cells)))  # fmt: skip
        return tuple(rows)
