"""What this terminal's own book says of a period: tickets, prizes, hours and products."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from app.domain.catalog import Catalog
from app.domain.payment import PAID_OUT
from app.domain.sale import ANNULLED
from app.domain.ticket import TicketKey
from app.domain.tracing import OwnTicket
from app.money import Money, total
from app.ports import Journal, Operation, OperationType
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.holdings import Holding, holding_of

_FIRST_PAGE = 200
_MANY = 5_000
"""So many tickets are kept from the garbage collector: they hold no cycles, and its walk over them would
hold up a frame a tenth of a second. They go as ever when the report goes."""


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    first: date
    last: date

    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=step) for step in range(count))


@dataclass(frozen=True, slots=True)
class Sum:
    """So many of something and what they come to."""

    count: int = 0
    amount: Money = field(default_factory=Money)


@dataclass(frozen=True, slots=True)
class OwnPayment:
    """A prize that this terminal paid."""

    key: TicketKey
    paid_at: datetime
    amount: Money


@dataclass(frozen=True)
class OwnFigures:
    """Of this terminal, from its own book. Sales count on the day of the ticket, prizes when paid."""

    tickets: tuple[OwnTicket, ...] = ()
    payments: tuple[OwnPayment, ...] = ()

    @cached_property
    def sold(self) -> Sum:
        """All that was sold, voided ones included."""
        return _sum(one.amount for one in self.tickets)

    @cached_property
    def voided(self) -> Sum:
        """What was taken back."""
        return _sum(one.amount for one in self.tickets if one.voided)

    @cached_property
    def paid(self) -> Sum:
        """Prizes handed out."""
        return _sum(one.amount for one in self.payments)

    def add_up(self) -> None:
        """Make the sums now: where nobody waits for a frame."""
        for name in ("sold", "voided", "paid"):
            getattr(self, name)

    @property
    def net(self) -> Money:
        """What stays sold: what the server calls sale."""
        return self.sold.amount - self.voided.amount


class OwnBook:
    """Reads the figures out of the journal."""

    def __init__(self, context: Context, journal: Journal, catalog: CatalogService) -> None:
        self._context = context
        self._journal = journal
        self._catalog = catalog

    async def of(self, period: Period) -> OwnFigures:
        """A period's figures; one read of the journal for a day."""
        catalog = self._catalog.catalog.value
        tickets: list[OwnTicket] = []
        with _uncollected():
            for day in period.days():
                sold = await self._journal.sold(day)
                if sold:
                    tickets += await asyncio.to_thread(_tickets, sold, catalog)
            if len(tickets) >= _MANY:
                gc.freeze()
        return OwnFigures(tuple(tickets), await self._payments(period))

    async def _payments(self, period: Period) -> tuple[OwnPayment, ...]:
        """Newest first; further pages only while the period reaches back that far."""
        start, _ = self._context.day_bounds(period.first)
        page = _FIRST_PAGE
        while True:
            found = await self._journal.recent(OperationType.PAY, page)
            if len(found) < page or found[-1].started_at < start:
                break
            page *= 4
        return tuple(_payment(one) for one in found if self._counts(one, period))

    def _counts(self, operation: Operation, period: Period) -> bool:
        day = self._context.local_day(operation.started_at)
        return operation.state in PAID_OUT and period.first <= day <= period.last


@contextmanager
def _uncollected() -> Iterator[None]:
    """No walk of the garbage collector while values are only made and kept."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _tickets(sold: tuple[Operation, ...], catalog: Catalog | None) -> list[OwnTicket]:
    """In a thread: a day may hold a thousand of them."""
    found = (holding_of(operation) for operation in sold)
    return [_ticket(holding, catalog) for holding in found if holding is not None]


def _ticket(holding: Holding, catalog: Catalog | None) -> OwnTicket:
    parts: dict[str, Money] = {}
    for row in holding.ticket().wagers:
        draw = catalog.draw_by_id.get(row.wager.event_id) if catalog else None
        product = catalog.product_by_id.get(draw.product_id) if catalog and draw else None
        name = product.name if product else row.event_name
        parts[name] = parts.get(name, Money()) + row.wager.amount
    voided = holding.state in ANNULLED
    return OwnTicket(holding.key, holding.created_at, holding.amount, voided, tuple(parts.items()))


def _payment(operation: Operation) -> OwnPayment:
    key = TicketKey(operation.number or 0, operation.day or operation.started_at.date())
    return OwnPayment(key, operation.started_at, operation.amount or Money())


def by_product(tickets: Iterable[OwnTicket]) -> tuple[tuple[str, Sum], ...]:
    """Tickets and money of each product, the dearest first; a ticket counts for every product in it."""
    found: dict[str, list[Money]] = {}
    for ticket in tickets:
        for name, amount in ticket.parts if not ticket.voided else ():
            found.setdefault(name, []).append(amount)
    sums = ((name, _sum(amounts)) for name, amounts in found.items())
    return tuple(sorted(sums, key=lambda one: (-one[1].amount.minor, one[0])))


def by_hour(tickets: Iterable[OwnTicket], hour_of: Iterable[int]) -> tuple[tuple[int, Sum], ...]:
    """Tickets and money of each hour of the day (0-23), from the first to the last with a sale.

    `hour_of` are the tickets' local hours, in their order.
    """
    found: dict[int, list[Money]] = {}
    for ticket, hour in zip(tickets, hour_of, strict=True):
        if not ticket.voided:
            found.setdefault(hour, []).append(ticket.amount)
    if not found:
        return ()
    hours = range(min(found), max(found) + 1)
    return tuple((hour, _sum(found.get(hour, ()))) for hour in hours)


def _sum(amounts: Iterable[Money]) -> Sum:
    every = tuple(amounts)
    return Sum(len(every), total(every))
