"""Whether the user that sells here sells on another terminal too.

The API names neither the terminal of a ticket nor a reference of ours, so with one user on two
terminals nobody can tell whose a ticket found after an unanswered sale is. It is not forbidden by
the server: it is noticed, kept in the journal, told, and from then on no such ticket is taken for ours.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.sale import SaleState
from app.domain.ticket import TicketRow, Wager, same_wagers
from app.money import Money
from app.observable import Observable
from app.ports import Journal, Json, Operation, OperationType
from app.services.context import Context
from app.services.records import wagers_from

log = logging.getLogger("taquilla.shared_user")

KEPT = "shared_users"
REMEMBERED = timedelta(days=7)
_LOOKED_BACK = 200
_IN_DOUBT = frozenset(
    state.value
    for state in (
        SaleState.SENDING,
        SaleState.AMBIGUOUS,
        SaleState.PARKED,
        SaleState.ABSENT,
        SaleState.NEEDS_HUMAN,
    )
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A user's ticket of another terminal, the first one of a day."""

    user: str
    day: date
    number: int


class SharedUser:
    """Knows which users sell elsewhere too. `seen` changes once a day for each of them.

    A user counts as shared for a week after the last such ticket.
    """

    def __init__(self, context: Context, journal: Journal) -> None:
        self._context = context
        self._journal = journal
        self._days: dict[str, date] | None = None
        self.seen: Observable[Sighting | None] = Observable(None)

    async def is_shared(self, user: str) -> bool:
        """Whether this user was seen to sell elsewhere within a week."""
        return user in await self._known()

    async def note(self, user: str, number: int) -> None:
        """A ticket of the user turned up that this terminal did not sell."""
        known, today = await self._known(), self._context.server.today()
        if known.get(user) == today:
            return
        log.warning("ticket %d of our user was sold elsewhere", number)
        known[user] = today
        await self._journal.keep(KEPT, {name: day.isoformat() for name, day in known.items()})
        self.seen.set(Sighting(user, today, number))

    async def judge(self, user: str, rows: Iterable[TicketRow]) -> None:
        """Note the user's tickets that are none of ours, by what they cost: doubts of ours may turn up."""
        unknown = list(rows)
        if unknown:
            ours = {operation.amount for operation in await self._doubts()}
            for row in (row for row in unknown if row.total not in ours):
                await self.note(user, row.number)

    async def may_be_ours(self, wagers: tuple[Wager, ...], total: Money) -> bool:
        """Whether a sale of ours whose ticket was never found is the same as this ticket."""
        return any(
            operation.amount == total and same_wagers(wagers_from(operation.body.get("wagers")), wagers)
            for operation in await self._doubts()
        )

    async def _doubts(self) -> list[Operation]:
        recent = await self._journal.recent(OperationType.SALE, _LOOKED_BACK)
        return [one for one in recent if one.number is None and one.state in _IN_DOUBT]

    async def _known(self) -> dict[str, date]:
        if self._days is None:
            self._days = _days(await self._journal.kept(KEPT))
        oldest = self._context.server.today() - REMEMBERED
        self._days = {user: day for user, day in self._days.items() if day > oldest}
        return self._days


def _days(kept: Json) -> dict[str, date]:
    """What was kept, as far as it can be read."""
    found: dict[str, date] = {}
    for user, day in kept.items() if isinstance(kept, dict) else ():
        try:
            found[user] = date.fromisoformat(str(day))
        except ValueError:
            log.warning("a kept day of a shared user is none")
    return found
