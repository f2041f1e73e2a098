"""What the server says a ticket of ours is, read from its lists; nothing here changes anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from app.domain.ticket import TicketKey, TicketRow, TicketStatus
from app.ports import Listing, LotteryApi
from app.services.context import Context

_VOID = frozenset({TicketStatus.CANCELED, TicketStatus.REJECTED})
_VOID_WORDS = frozenset({"canceled", "cancelled", "rejected", "reverted", "voided"})
_AROUND = timedelta(minutes=10)
_ORDER = (Listing.CANCELED, Listing.SOLD, Listing.WINNER)


class Standing(Enum):
    """A ticket's status, as far as taking it back goes. UNKNOWN: read, but it proves nothing."""

    SOLD = "sold"
    VOID = "void"
    DRAWN = "drawn"
    UNKNOWN = "unknown"


class StandingReader:
    """Looks a ticket up in the lists, in a narrow window around its sale."""

    def __init__(self, context: Context, api: LotteryApi) -> None:
        self._context = context
        self._api = api

    async def read(self, key: TicketKey, created_at: datetime) -> Standing:
        """The ticket's status; raises the port's read errors."""
        row = await self._row(key, created_at)
        if row is None:
            return await self._in_view(key)
        if row.status is TicketStatus.UNKNOWN:
            return Standing.UNKNOWN
        if row.status in _VOID:
            return Standing.VOID
        return Standing.SOLD if row.status is TicketStatus.SOLD else Standing.DRAWN

    async def _in_view(self, key: TicketKey) -> Standing:
        """In none of the three lists: a reverted ticket need not be; its wagers tell."""
        words = {row.status.casefold() for row in (await self._api.ticket(key)).wagers}
        return Standing.VOID if words and words <= _VOID_WORDS else Standing.UNKNOWN

    async def _row(self, key: TicketKey, created_at: datetime) -> TicketRow | None:
        """The canceled list first: what stands there is void whatever another list still says."""
        for listing in _ORDER:
            rows = await self._api.tickets(listing, created_at - _AROUND, created_at + _AROUND)
            for row in rows:
                if row.number == key.number and self._context.local_day(row.created_at) == key.day:
                    return row
        return None
