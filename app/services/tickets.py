"""Tickets already sold: the last one, and its wagers again as a draft."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ticket import DraftWager, TicketKey
from app.errors import Known
from app.ports import LotteryApi
from app.services.context import Context


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket's wagers moved to open draws; `lost` counts those that found none."""

    number: int
    wagers: tuple[DraftWager, ...]
    lost: int


class TicketService:
    """Reads about tickets. `/user/ticket/copy` gives a draft; what sells is always create."""

    def __init__(self, context: Context, api: LotteryApi) -> None:
        self._context = context
        self._api = api

    async def repeat_last(self) -> Draft:
        """The last ticket as a draft; `Known("sale.no_last")` when there is none."""
        last = await self._api.last_ticket()
        if last is None:
            raise Known("sale.no_last")
        key = TicketKey(last.number, self._context.local_day(last.created_at))
        rows = await self._api.copy(key)
        kept = tuple(row for row in rows if row.wager.event_id)
        return Draft(last.number, kept, len(last.wagers) - len(kept))
