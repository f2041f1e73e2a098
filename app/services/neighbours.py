"""Looks from time to time whether another terminal sells with our user: one cheap read at rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.domain.ticket import Ticket, TicketKey
from app.ports import Journal, Listing, LotteryApi
from app.services.context import Context
from app.services.recovery import Resolver

_AROUND = timedelta(seconds=2)


class Neighbours:
    """Compares the server's newest ticket with what this terminal knows.

    `busy` tells whether a sale is on its way: its ticket is ours although nothing says so yet.
    """

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        resolver: Resolver,
        busy: Callable[[], bool],
    ) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._resolver = resolver
        self._busy = busy
        self._judged: TicketKey | None = None

    async def look(self) -> None:
        """One look; raises the port's read errors. A second read only when the newest is unknown."""
        user, baseline = self._resolver.user, self._resolver.baseline
        last = await self._api.last_ticket()
        if last is None or not self._resolver.known or not baseline.precedes(last):
            return
        key = TicketKey(last.number, self._context.local_day(last.created_at))
        if key == self._judged or last.number in await self._journal.numbers(key.day):
            return
        foreign = await self._is_foreign(last)
        if self._busy() or (user, baseline) != (self._resolver.user, self._resolver.baseline):
            return
        if foreign is not None:
            self._judged = key
        if foreign:
            await self._resolver.shared.note(user, last.number)

    async def _is_foreign(self, last: Ticket) -> bool | None:
        """None while it cannot be said. The newest ticket may be the whole agency's: the list has names."""
        if await self._resolver.shared.may_be_ours(last.plain_wagers(), last.total):
            return None
        rows = await self._api.tickets(Listing.SOLD, last.created_at - _AROUND, last.created_at + _AROUND)
        row = next((row for row in rows if row.number == last.number), None)
        return None if row is None else self._resolver.is_ours(row)
