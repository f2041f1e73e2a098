"""Whether a ticket is the same as one just sold, or as one whose fate is not known yet.

Equal tickets are allowed: people play the same numbers again. But a second one within a minute may be a
slip of the finger, and one beside a parked sale may end as two tickets for one customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.sale import SaleState
from app.domain.ticket import Wager, same_wagers
from app.money import Money
from app.ports import Journal, Json, OperationType
from app.services.context import Context
from app.services.records import wagers_from
from app.services.sales import Progress, SalesService, Stage

AGAIN_S = 60.0
_PARKED = {type_: frozenset[str]() for type_ in OperationType if type_ is not OperationType.SALE} | {
    OperationType.SALE: frozenset(one.value for one in SaleState if one is not SaleState.PARKED)
}


class Like(Enum):
    """Which ticket it is like."""

    SOLD = "sold"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Twin:
    """A ticket of the same wagers: what became of it, when it was sold (server time), its price."""

    like: Like
    at: datetime
    total: Money


class Twins:
    """Remembers what was sold within a minute; parked sales stand in the journal."""

    def __init__(self, context: Context, journal: Journal, sales: SalesService) -> None:
        self._context = context
        self._journal = journal
        self._last: tuple[tuple[Wager, ...], float, Twin] | None = None
        sales.progress.watch(self._sold, now=False)

    async def of(self, wagers: tuple[Wager, ...]) -> Twin | None:
        """The sale like this one, or None."""
        if self._last is not None:
            sold, at, twin = self._last
            if self._context.clock.monotonic() - at < AGAIN_S and same_wagers(sold, wagers):
                return twin
        for one in await self._journal.open_operations(_PARKED):
            if _alike(one.body.get("wagers"), wagers):
                return Twin(Like.PARKED, one.started_at, one.amount or Money())
        return None

    def _sold(self, progress: Progress) -> None:
        if progress.stage is Stage.SOLD and progress.ticket is not None:
            twin = Twin(Like.SOLD, self._context.server.now(), progress.total)
            wagers = progress.ticket.plain_wagers()
            self._last = wagers, self._context.clock.monotonic(), twin


def _alike(kept: Json, wagers: tuple[Wager, ...]) -> bool:
    try:
        return same_wagers(wagers_from(kept), wagers)
    except ValueError:
        return False
