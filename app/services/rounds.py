"""The reads a terminal does by itself while somebody is signed in.

==========  ========================  ==============  ==========================================
read        every                     reads a minute  what for
==========  ========================  ==============  ==========================================
draws       1 min, category by turn   1.0             draws opened or closed by the server
clock       5 min                     0.2             closings and "today" by server time
last        5 min                     0.2             another terminal on the same user
products    10 min                    0.1             products and their quota
agency      1 h                       0.02            limits, texts of the ticket
results     1 h, and after a draw     0.02            what came out (`app.services.result_watch`)
winners     1 h, and after results    0.02            prizes that wait in this shop
template    1 day                     0.002           valid plays
==========  ========================  ==============  ==========================================

In all 1.6 reads a minute on average and never more than three (`app.services.schedule`). A sale
or payment in flight comes first: nothing is read meanwhile. Draws close by their time, and a sale
tells what it changed, so neither needs a read of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from app.domain.outcome import Offline
from app.errors import Known
from app.services.catalog import CatalogService
from app.services.connectivity import Connectivity, Link
from app.services.context import Context
from app.services.neighbours import Neighbours
from app.services.result_watch import ResultWatch
from app.services.schedule import Job, Schedule
from app.services.session import SessionService

log = logging.getLogger("taquilla.rounds")

DRAWS_S = 60.0
CLOCK_S = LAST_S = 300.0
PRODUCTS_S = 600.0
AGENCY_S = RESULTS_S = WINNERS_S = 3600.0
TEMPLATE_S = 86_400.0
KEPT_TEMPLATE_S = 8 * 3600.0
"""A template from the disk is read anew within a working day, so that tomorrow's is young enough."""
_CLOCK, _LAST, _PRODUCTS, _AGENCY, _TEMPLATE = "clock", "last", "products", "agency", "template"
_RESULTS, _WINNERS = "results", "winners"
_DRAWS = "draws:"


def jobs(games: tuple[str, ...], *, template_is_kept: bool) -> tuple[Job, ...]:
    """The reads of an agency that sells these game categories."""
    return (
        *(Job(_DRAWS + game, DRAWS_S * len(games)) for game in games),
        Job(_CLOCK, CLOCK_S),
        Job(_LAST, LAST_S),
        Job(_PRODUCTS, PRODUCTS_S),
        Job(_AGENCY, AGENCY_S),
        Job(_RESULTS, RESULTS_S),
        Job(_WINNERS, WINNERS_S),
        Job(_TEMPLATE, TEMPLATE_S, KEPT_TEMPLATE_S if template_is_kept else TEMPLATE_S),
    )


def schedule(chance: Callable[[], float]) -> Schedule:
    """An empty plan for such jobs; the clock is the cheapest to ask whether the line is back."""
    return Schedule(chance, probe=_CLOCK)


class Rounds:
    """Does what is due, one read at a time. The owner asks `due` every second and then starts `run`.

    `busy` tells whether money is on its way.
    """

    def __init__(
        self,
        context: Context,
        session: SessionService,
        catalog: CatalogService,
        connectivity: Connectivity,
        neighbours: Neighbours,
        busy: Callable[[], bool],
        chance: Callable[[], float],
        results: ResultWatch,
    ) -> None:
        self._context = context
        self._session = session
        self._catalog = catalog
        self._busy = busy
        self._results = results
        self._schedule = schedule(chance)
        self._reads: dict[str, Callable[[], Awaitable[None]]] = {
            _CLOCK: connectivity.read_clock,
            _LAST: neighbours.look,
            _PRODUCTS: catalog.refresh_products,
            _AGENCY: catalog.refresh_agency,
            _TEMPLATE: catalog.refresh_template,
            _RESULTS: results.read_results,
            _WINNERS: results.read_winners,
        }
        self._games: tuple[str, ...] | None = None
        connectivity.link.watch(self._heard, now=False)

    def due(self) -> bool:
        """Whether `run` would read something now; plans and forgets as people sign in and out."""
        catalog = self._catalog.catalog.value
        if self._session.current.value is None or catalog is None:
            self._games = None
            self._schedule.clear()
            return False
        if self._games != catalog.agency.games:
            self._games = catalog.agency.games
            kept = self._catalog.template_age() or timedelta(0)
            planned = jobs(self._games, template_is_kept=kept >= timedelta(minutes=5))
            self._schedule.plan(planned, self._now())
        if self._results.results_due():
            self._schedule.sooner(_RESULTS, self._now())
        if self._results.winners_due():
            self._schedule.sooner(_WINNERS, self._now())
        return not self._busy() and self._now() >= self._schedule.next_at()

    async def run(self) -> None:
        """Do the read that is due, if any. What the world does to it is logged, the next one comes."""
        name = self._schedule.take(self._now())
        if name is None:
            return
        try:
            await self._read(name)
        except Offline as error:
            log.info("%s: %s", name, error.code)
            self._schedule.unanswered(name, self._now())
        except Known as error:
            log.info("%s: %s", name, error.code)
            self._schedule.answered(self._now())
        else:
            self._schedule.answered(self._now())

    async def _read(self, name: str) -> None:
        if name in self._reads:
            await self._reads[name]()
        else:
            await self._catalog.refresh_draws(name.removeprefix(_DRAWS))

    def _heard(self, link: Link) -> None:
        """Somebody's call was answered: the line is back."""
        if link is Link.ONLINE:
            self._schedule.answered(self._now())

    def _now(self) -> float:
        return self._context.clock.monotonic()
