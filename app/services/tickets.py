"""Tickets already sold: the last one, and its wagers again as a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.ticket import DraftWager, Ticket, TicketKey, TicketWager
from app.errors import Known
from app.ports import LotteryApi
from app.services.context import Context


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket's wagers moved to open draws; `lost` are those of the ticket that found none."""

    number: int
    wagers: tuple[DraftWager, ...]
    lost: tuple[TicketWager, ...] = ()


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
        return draft_of(last, await self._api.copy(key))


def draft_of(ticket: Ticket, rows: Iterable[DraftWager]) -> Draft:
    """The rows of a copy that have an open draw, and the ticket's wagers that none of them stands for.

    A row tells the draw it comes from (`old_event_id`); where it does not, number and amount tell.
    A draw without an equivalent may come as a row without event or not at all (API document, copy).
    """
    kept = tuple(row for row in rows if row.wager.event_id)
    exact = Counter((row.old_event_id, *row.wager[1:]) for row in kept)
    left: list[TicketWager] = []
    for one in ticket.wagers:
        places = (one.wager.event_id, one.current_event_id)
        found = next((key for at in places if exact[key := (at, *one.wager[1:])] > 0), None)
        if found is None:
            left.append(one)
        else:
            exact[found] -= 1
    loose = Counter[tuple[object, ...]]()
    for key, times in exact.items():
        loose[key[1:]] += times
    lost = []
    for one in left:
        if loose[one.wager[1:]] > 0:
            loose[one.wager[1:]] -= 1
        else:
            lost.append(one)
    return Draft(ticket.number, kept, tuple(lost))
