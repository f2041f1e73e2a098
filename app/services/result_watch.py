"""Results as they come out, and the tickets of this shop that they made winners."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.awaiting import GIVEN_UP, due
from app.domain.catalog import Catalog
from app.domain.session import Session
from app.domain.ticket import DrawResult, TicketKey
from app.observable import Observable
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.prizes import Prize, PrizeService
from app.services.results import ResultsService
from app.services.session import SessionService


class ResultWatch:
    """Knows which draws are awaited. Its owner asks `due` and then reads; `fresh` and `winners` tell.

    What came out before somebody signed in is no news; a prize is told once.
    """

    def __init__(
        self,
        context: Context,
        session: SessionService,
        catalog: CatalogService,
        results: ResultsService,
        prizes: PrizeService,
        chance: float,
    ) -> None:
        self._context = context
        self._results = results
        self._prizes = prizes
        self._chance = chance
        self._awaited: dict[int, datetime] = {}
        self._known: set[int] = set()
        self._told: set[TicketKey] | None = None
        self._asked: datetime | None = None
        self._winners_due = False
        self.fresh: Observable[tuple[DrawResult, ...]] = Observable(())
        self.winners: Observable[tuple[Prize, ...]] = Observable(())
        catalog.catalog.watch(self._catalog_changed)
        session.current.watch(self._session_changed, now=False)

    def _catalog_changed(self, catalog: Catalog | None) -> None:
        for draw in catalog.draws if catalog else ():
            if draw.event_id not in self._known:
                self._awaited[draw.event_id] = draw.draws_at

    def _session_changed(self, session: Session | None) -> None:
        """Another cashier may have sold other tickets."""
        if session is None:
            self._told, self._winners_due = None, False

    def results_due(self) -> bool:
        """Whether a draw was held whose result may be there by now."""
        now = self._context.server.now()
        if self._asked is not None and now < self._asked:
            self._asked = None  # the server's clock was set back
        return due(self._awaited.values(), self._asked, now, self._chance)

    def winners_due(self) -> bool:
        """Whether results came out since the winners were read."""
        return self._winners_due

    async def read_results(self) -> None:
        """Ask for the day of the last draw held; raises the port's read errors."""
        now = self._context.server.now()
        self._asked = now
        held = [moment for moment in self._awaited.values() if moment <= now]
        found = await self._results.of_day(self._context.local_day(max(held, default=now)))
        came = tuple(row for row in found.results if row.event_id in self._awaited)
        for row in came:
            del self._awaited[row.event_id]
            self._known.add(row.event_id)
        self._forget(now - GIVEN_UP - timedelta(hours=1))
        if came:
            self._winners_due = True
            self.fresh.set(came)

    def _forget(self, before: datetime) -> None:
        """A draw without a result after hours is asked about no more."""
        gone = [event for event, moment in self._awaited.items() if moment < before]
        for event in gone:
            del self._awaited[event]
            self._known.add(event)

    async def read_winners(self) -> None:
        """Ask which prizes wait; raises the port's read errors. The first reading is news to nobody,
        unless results came out before it."""
        after_results, self._winners_due = self._winners_due, False
        try:
            waiting = (await self._prizes.waiting()).waiting
        except BaseException:
            self._winners_due = after_results
            raise
        told = self._told if self._told is not None else (set() if after_results else None)
        new = () if told is None else tuple(one for one in waiting if one.key not in told)
        self._told = {one.key for one in waiting} | (self._told or set())
        if new:
            self.winners.set(new)
