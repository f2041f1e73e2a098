"""Numbers that the server refused for want of quota, remembered for their draw until it closes.

The API has no call that tells what is left of a quota: a refused sale (`error_wagers` of
`/user/ticket/create`) is all there is to learn from. What was refused may have come back meanwhile
(another ticket annulled), so nothing here forbids a sale: it warns.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.domain.outcome import RefusedWager
from app.domain.ticket import Wager
from app.money import Money
from app.observable import Observable
from app.ports import Journal, Json
from app.services.catalog import CatalogService
from app.services.context import Context

log = logging.getLogger("taquilla.quota")

KEPT = "refused_wagers"
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class QuotaRefusal:
    """A number without quota: when the server said so (server time), and what it said was left.

    `until`: the closing of its draw, after which it matters no more. `available` is None when not told.
    """

    at: datetime
    until: datetime
    available: Money | None = None


class QuotaMemory:
    """Which numbers were refused today, by draw (event id) and wager text. Survives a restart.

    `version` changes with every change, for screens that mark such numbers.
    """

    def __init__(self, context: Context, journal: Journal, catalog: CatalogService) -> None:
        self._context = context
        self._journal = journal
        self._catalog = catalog
        self._refused: dict[tuple[int, str], QuotaRefusal] = {}
        self.version: Observable[int] = Observable(0)

    def refused(self, event_id: int, text: str) -> QuotaRefusal | None:
        """The last refusal of a number in a draw, or None when there was none or the draw has closed."""
        found = self._refused.get((event_id, text))
        return found if found is not None and self._context.server.now() < found.until else None

    def in_draw(self, event_id: int) -> frozenset[str]:
        """The numbers refused in a draw."""
        texts = {text for event, text in self._refused if event == event_id}
        return frozenset(text for text in texts if self.refused(event_id, text) is not None)

    async def load(self) -> None:
        """What was refused before a restart."""
        self._refused = _read(await self._journal.kept(KEPT)) | self._refused
        self._changed()

    async def learn(self, refused: Iterable[RefusedWager]) -> None:
        """The server has just refused these numbers."""
        now = self._context.server.now()
        catalog = self._catalog.catalog.value
        for one in refused:
            draw = catalog.draw_by_id.get(one.event_id) if catalog else None
            left = Money(one.available) if one.available is not None else None
            until = draw.closes_at if draw is not None else now + _LONGEST
            self._refused[one.event_id, one.text] = QuotaRefusal(now, until, left)
        await self._keep()

    async def sold(self, wagers: Iterable[Wager]) -> None:
        """These were sold: what was refused of them before is on sale again."""
        gone = {(wager.event_id, wager.text) for wager in wagers} & self._refused.keys()
        if gone:
            self._refused = {key: one for key, one in self._refused.items() if key not in gone}
            await self._keep()

    async def _keep(self) -> None:
        now = self._context.server.now()
        self._refused = {key: one for key, one in self._refused.items() if now < one.until}
        self._changed()
        await self._journal.keep(KEPT, _written(self._refused))

    def _changed(self) -> None:
        self.version.set(self.version.value + 1)


def _written(refused: dict[tuple[int, str], QuotaRefusal]) -> Json:
    return [
        [
            event,
            text,
            int(one.at.timestamp()),
            int(one.until.timestamp()),
            one.available.minor if one.available is not None else None,
        ]
        for (event, text), one in refused.items()
    ]


def _read(kept: Json) -> dict[tuple[int, str], QuotaRefusal]:
    """What was kept, as far as it can be read."""
    found: dict[tuple[int, str], QuotaRefusal] = {}
    for row in kept if isinstance(kept, list) else ():
        match row:
            case [int(event), str(text), int(at), int(until), int() | None as left]:
                available = Money(left) if left is not None else None
                found[event, text] = QuotaRefusal(_moment(at), _moment(until), available)
            case _:
                log.warning("a kept refusal cannot be read")
    return found


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
