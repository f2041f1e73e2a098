"""The prizes of this shop that nobody has collected yet, and until when each can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.payment import PAID_OUT
from app.domain.ticket import TicketKey, TicketRow, TicketStatus
from app.ports import Journal, Listing, LotteryApi, OperationType
from app.services.catalog import CatalogService
from app.services.context import Context

_UNTOLD_DAYS = 7
"""How far back is looked while the agency does not say how long a ticket can be collected."""


@dataclass(frozen=True, slots=True)
class Prize:
    """A winning ticket not paid yet; `last_day` is the last on which it can be, None = not told."""

    row: TicketRow
    key: TicketKey
    last_day: date | None

    def days_left(self, today: date) -> int | None:
        """0: today is the last day."""
        return (self.last_day - today).days if self.last_day is not None else None


@dataclass(frozen=True, slots=True)
class Prizes:
    """Those that wait, the next to expire first, and when that was read."""

    waiting: tuple[Prize, ...]
    taken_at: datetime


class PrizeService:
    """Reads the server's list of winners; pays nothing."""

    def __init__(self, context: Context, api: LotteryApi, journal: Journal, catalog: CatalogService) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._catalog = catalog
        self._kept: Prizes | None = None

    @property
    def kept(self) -> Prizes | None:
        """The last reading, for when there is no line."""
        return self._kept

    def forget(self) -> None:
        """Another cashier may see other tickets."""
        self._kept = None

    async def waiting(self) -> Prizes:
        """Ask for the winners that can still be paid; raises the port's read errors.

        A ticket that this terminal paid does not wait, whatever the list still says of it.
        """
        catalog = self._catalog.catalog.value
        days = catalog.agency.ticket_expiration_days if catalog else 0
        today = self._context.server.today()
        start, _ = self._context.day_bounds(today - timedelta(days=days or _UNTOLD_DAYS))
        _, end = self._context.day_bounds(today)
        found = []
        for row in await self._api.tickets(Listing.WINNER, start, end):
            key = TicketKey(row.number, self._context.local_day(row.created_at))
            last = key.day + timedelta(days=days) if days else None
            if row.status is TicketStatus.WINNER and (last is None or last >= today):
                found.append(Prize(row, key, last))
        waiting = [one for one in found if not await self._paid_here(one.key)]
        waiting.sort(key=lambda one: (one.key.day, one.row.created_at))
        self._kept = Prizes(tuple(waiting), self._context.server.now())
        return self._kept

    async def _paid_here(self, key: TicketKey) -> bool:
        return any(one.state in PAID_OUT for one in await self._journal.by_ticket(key, OperationType.PAY))
