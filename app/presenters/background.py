"""What goes on behind the screens while somebody is signed in, and what of it is told in plain words."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta

from app.domain.ticket import DrawResult
from app.errors import Known
from app.i18n import t
from app.money import total
from app.presenters.base import Tasks
from app.presenters.notices import Level, Notices
from app.presenters.operator import tail
from app.presenters.result_words import results_text
from app.services.connectivity import MachineClock
from app.services.late import LateArrivals, LateEnd
from app.services.neighbours import Neighbours
from app.services.prizes import Prize
from app.services.result_watch import ResultWatch
from app.services.rounds import Rounds
from app.services.set import Services
from app.services.shared_user import Sighting

log = logging.getLogger("taquilla.background")

OLD_DRAWS = timedelta(minutes=15)
OLD_TEMPLATE = timedelta(days=2)
_MINUTE, _HOUR, _DAY, _YEAR = 60, 3600, 86_400, 365 * 86_400


def span_text(span: timedelta) -> str:
    """`3 minutos`, `2 horas`, `14 días`, `5 años`: the largest unit, at least one minute."""
    seconds = max(_MINUTE, round(abs(span).total_seconds()))
    for unit, size in (("years", _YEAR), ("days", _DAY), ("hours", _HOUR)):
        if seconds >= size:
            return t(f"top.{unit}", count=seconds // size)
    return t("top.minutes", count=seconds // _MINUTE)


class Background:
    """Starts the reads that are due, and says once what a cashier should know of them.

    A sentence waits while another notice is shown, so that none is lost.
    """

    def __init__(self, services: Services, notices: Notices, chance: Callable[[], float]) -> None:
        self._services = services
        self._notices = notices
        self._tasks = Tasks(notices.failed)
        self._waiting: deque[tuple[Level, str]] = deque()
        self._clock_told = False
        self._told: set[str] = set()

        def busy() -> bool:
            return services.sales.busy or services.payments.busy or services.office.voids.busy

        office = services.office
        self.results = ResultWatch(
            services.context, services.session, services.catalog, office.results, office.prizes, chance()
        )
        self._rounds = Rounds(
            services.context,
            services.session,
            services.catalog,
            services.connectivity,
            Neighbours(services.context, services.api, services.journal, services.resolver, busy),
            busy,
            chance,
            self.results,
        )
        self._late = LateArrivals(
            services.context,
            services.api,
            services.journal,
            services.resolver,
            services.sales,
            services.office.voids,
        )
        self.results.fresh.watch(self._came_out, now=False)
        self.results.winners.watch(self._won, now=False)
        services.resolver.shared.seen.watch(self._shared, now=False)
        self._late.ended.watch(self._late_ended, now=False)

    def tick(self) -> None:
        """One second has passed."""
        if self._rounds.due():
            self._tasks.start("reads", self._rounds.run)
        if self._services.session.current.value is None:
            return
        if self._late.due():
            self._tasks.start("late", self._watch_late)
        self._judge_clock()
        self._judge_ages()
        if self._waiting and self._notices.notice.value is None:
            self._notices.show(*self._waiting.popleft())

    async def look_for_late(self) -> None:
        """Look at once for parked sales and tickets that turned up late; raises the port's read errors."""
        if self._services.session.current.value is not None and not self._services.sales.busy:
            await self._late.run()

    async def _watch_late(self) -> None:
        """A round that cannot read now is one of many; the next one comes by itself."""
        try:
            await self._late.run()
        except Known as error:
            log.info("late arrivals not looked for: %s", error)

    def stop(self) -> None:
        """End what is being read."""
        self._tasks.cancel()

    @property
    def draws_text(self) -> str:
        """How old the draws on the screen are, empty while that does not matter."""
        age = self._services.catalog.draws_age()
        return t("top.draws_age", age=span_text(age)) if age is not None and age >= OLD_DRAWS else ""

    def _shared(self, sighting: Sighting | None) -> None:
        if sighting is not None:
            self._warn(t("top.shared_user", user=sighting.user))

    def _warn(self, text: str) -> None:
        self._waiting.append((Level.WARN, text))

    def _came_out(self, rows: tuple[DrawResult, ...]) -> None:
        """Told quietly: it goes by itself, and waits for any other notice."""
        if rows:
            self._waiting.append((Level.INFO, results_text(rows, self._services)))

    def _won(self, prizes: tuple[Prize, ...]) -> None:
        if prizes:
            amount = total(one.row.prize for one in prizes).text(cents=False)
            number = tail(prizes[0].key.number)
            self._waiting.append((Level.OK, t("results.won", count=len(prizes), number=number, total=amount)))

    def _late_ended(self, end: LateEnd | None) -> None:
        if end is not None:
            key = "doubts.late.annulled" if end.annulled else "doubts.late.borne"
            self._warn(t(key, total=end.amount.text(cents=False)))

    def _judge_clock(self) -> None:
        state = self._services.connectivity.machine_clock.value
        if state in {MachineClock.AHEAD, MachineClock.BEHIND} and not self._clock_told:
            self._clock_told = True
            off = span_text(self._services.context.server.offset())
            self._warn(t(f"top.machine_clock_{state.value}", off=off))

    def _judge_ages(self) -> None:
        catalog = self._services.catalog
        self._judge_age("draws_old", catalog.draws_age(), OLD_DRAWS)
        self._judge_age("template_old", catalog.template_age(), OLD_TEMPLATE)

    def _judge_age(self, key: str, age: timedelta | None, limit: timedelta) -> None:
        """Told when it grows old, and again only after it was fresh meanwhile."""
        if age is None or age < limit:
            self._told.discard(key)
        elif key not in self._told:
            self._told.add(key)
            self._warn(t(f"top.{key}", age=span_text(age)))
