"""Five thousand terminals at eight in the morning: how much they read by themselves.

The plans of all of them run over one virtual hour, 7:55 to 8:55; then a few real clients do the
same against the built-in server, whose request log is counted.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from app.api.client import Client
from app.api.transport import Transport
from app.clock import DEFAULT_ZONE, ServerClock
from app.domain.secret import Secret
from app.services.catalog import CatalogService
from app.services.connectivity import Connectivity, Link
from app.services.context import Context
from app.services.neighbours import Neighbours
from app.services.papers import Papers
from app.services.printing import PrintService
from app.services.prizes import PrizeService
from app.services.recovery import Resolver
from app.services.result_watch import ResultWatch
from app.services.results import ResultsService
from app.services.rounds import Rounds, jobs, schedule
from app.services.schedule import READS_A_MINUTE
from app.services.session import SessionService
from app.training import build
from app.training.faults import Received
from app.training.wire import Reply
from tests.helpers.fake_api import StillClock
from tests.helpers.memory_journal import MemoryJournal

GAMES = ("animalitos77", "animalitos", "tripleta", "lottery")
FIVE_TO_EIGHT = datetime(2024, 10, 22, 11, 55, tzinfo=UTC)
EIGHT, HOUR = 300.0, 3600.0
DRAWS_EVERY = 1800.0
TERMINALS, FEWER = 5_000, 1_500
A_MINUTE = 1.7
"""Reads a minute of a terminal at rest, on average."""


class Crowd:
    """The plans of many terminals, driven together. `reads[minute][name]`; `most` in any 60 s of one."""

    def __init__(self, sign_ins: list[float], outage: tuple[float, float] = (0.0, 0.0)) -> None:
        self.reads: list[Counter[str]] = [Counter() for _ in range(60)]
        self.most = 0
        self._outage = outage
        self._recent: list[list[float]] = [[] for _ in sign_ins]
        chances = [Random(f"terminal-{number}") for number in range(len(sign_ins))]
        self._plans = [schedule(chance.random) for chance in chances]
        self._queue = [(at, number) for number, at in enumerate(sign_ins)]
        heapq.heapify(self._queue)
        self._signed_in = [False] * len(sign_ins)
        self._draws = [DRAWS_EVERY * chance.random() for chance in chances]

    def run(self) -> Crowd:
        while self._queue and self._queue[0][0] < HOUR:
            at, number = self._queue[0]
            plan = self._plans[number]
            if self._signed_in[number]:
                self._after_draws(number, at)
                self._read(number, at)
            else:
                self._signed_in[number] = True
                plan.plan(jobs(GAMES, template_is_kept=True), at)
            heapq.heapreplace(self._queue, (max(at, plan.next_at()), number))
        return self

    def _after_draws(self, number: int, at: float) -> None:
        """A draw was held: its result is wanted before the hour is round, and then the winners are."""
        if at >= self._draws[number]:
            self._draws[number] += DRAWS_EVERY
            self._plans[number].sooner("results", at)
            self._plans[number].sooner("winners", at)

    def _read(self, number: int, at: float) -> None:
        name = self._plans[number].take(at)
        assert name is not None
        self.reads[int(at // 60)][name.partition(":")[0]] += 1
        recent = self._recent[number]
        recent.append(at)
        while recent[0] <= at - 60:
            recent.pop(0)
        self.most = max(self.most, len(recent))
        if self._outage[0] <= at < self._outage[1]:
            self._plans[number].unanswered(name, at)
        else:
            self._plans[number].answered(at)

    def totals(self) -> list[int]:
        return [minute.total() for minute in self.reads]


def morning(terminals: int) -> list[float]:
    """Sign-ins around eight o'clock, most of them within five minutes of it."""
    chance = Random(8)
    return [min(HOUR, max(0.0, chance.gauss(EIGHT, 150))) for _ in range(terminals)]


def test_five_thousand_terminals_in_the_morning():
    crowd = Crowd(morning(TERMINALS)).run()
    assert crowd.most <= READS_A_MINUTE
    totals = crowd.totals()
    assert max(totals) <= TERMINALS * A_MINUTE
    rest = totals[15:]
    assert sum(rest) / len(rest) / TERMINALS == pytest.approx(1.6, abs=0.1)
    assert max(rest) <= 1.05 * min(rest)
    templates = [minute["template"] for minute in crowd.reads]
    assert max(templates) <= 30
    assert 400 < sum(templates) < 700


def test_all_signed_in_in_the_same_second_makes_no_peak():
    crowd = Crowd([EIGHT] * FEWER).run()
    assert crowd.most <= READS_A_MINUTE
    totals = crowd.totals()
    assert totals[:5] == [0] * 5
    assert max(totals) <= FEWER * A_MINUTE * 1.05


def test_after_an_outage_of_the_server_there_is_no_rush():
    crowd = Crowd(morning(FEWER), outage=(25 * 60.0, 35 * 60.0)).run()
    assert crowd.most <= READS_A_MINUTE
    totals = crowd.totals()
    assert max(totals[27:35]) <= FEWER * A_MINUTE
    assert max(totals[35:40]) <= FEWER * READS_A_MINUTE
    assert max(totals[40:]) <= FEWER * 2


# --- real clients ------------------------------------------------------------------------------------


class Moody:
    """A server that answers nobody's read for a while."""

    def __init__(self) -> None:
        self.sick = False

    async def around(self, received: Received, handle: Callable[[], Awaitable[Reply]]) -> Reply:
        return Reply(503, {"error": "maintenance"}) if self.sick else await handle()


class Terminal:
    """Everything a terminal has that asks the server by itself, over a real client."""

    def __init__(self, server: object, clock: StillClock, number: int) -> None:
        chance, ids = Random(number), count(1)
        server_clock = ServerClock(clock)
        wire = Transport("http://127.0.0.1", monotonic=clock.monotonic, asgi=server)
        zone = ZoneInfo(DEFAULT_ZONE)
        self.api = Client(wire, clock, zone=lambda: zone, sleep=clock.sleep, random=chance.random)
        self.email, self.password = f"terminal{number}@taquilla.test", Secret(f"clave-{number}")
        context = Context(clock, server_clock, lambda: f"op-{next(ids)}", clock.sleep, "T", training=True)
        self.session, self.catalog = SessionService(self.api), CatalogService(context, self.api)
        self.connectivity = Connectivity(context, self.api)
        self.resolver = Resolver(context, self.api, MemoryJournal())
        neighbours = Neighbours(context, self.api, MemoryJournal(), self.resolver, lambda: False)
        self.rounds = Rounds(
            context,
            self.session,
            self.catalog,
            self.connectivity,
            neighbours,
            lambda: False,
            chance.random,
            self._results(context, chance.random()),
        )

    def _results(self, context: Context, chance: float) -> ResultWatch:
        """Results and prizes are only read here: no paper comes of them."""
        results = ResultsService(context, self.api, cast(PrintService, None), cast(Papers, None))
        prizes = PrizeService(context, self.api, MemoryJournal(), self.catalog)
        return ResultWatch(context, self.session, self.catalog, results, prizes, chance)

    async def sign_in(self) -> None:
        self.resolver.serve(await self.session.sign_in(self.email, self.password))
        await self.connectivity.sync_clock(samples=3)
        await self.resolver.freshen()
        await self.catalog.load()

    async def second(self) -> None:
        if self.rounds.due():
            await self.rounds.run()


class Street:
    """Some terminals and their server, all on one virtual clock."""

    def __init__(self, terminals: int) -> None:
        self.clock, self.moody = StillClock(FIVE_TO_EIGHT), Moody()
        self.server = build(start=FIVE_TO_EIGHT, machine=self.clock, faults=self.moody, terminals=terminals)
        self.terminals = [Terminal(self.server.asgi, self.clock, n + 1) for n in range(terminals)]

    async def pass_time(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.elapsed += 1
            for terminal in self.terminals:
                await terminal.second()

    def requests(self, email: str | None = None, since: float = 0.0) -> Counter[int]:
        """Requests by minute, of everybody or of one user; the log knows who asked once signed in."""
        return Counter(
            int((entry.at - FIVE_TO_EIGHT).total_seconds() // 60)
            for entry in self.server.control().request_log()
            if email in {None, entry.user} and (entry.at - FIVE_TO_EIGHT).total_seconds() > since
        )


@asynccontextmanager
async def street(terminals: int) -> AsyncIterator[Street]:
    whole = Street(terminals)
    yield whole
    for terminal in whole.terminals:
        await terminal.api.close()
    whole.server.close()


async def test_real_clients_by_the_servers_own_log():
    async with street(4) as street_:
        await street_.pass_time(300)
        assert street_.requests() == Counter()
        for terminal in street_.terminals:
            await terminal.sign_in()
        before = street_.clock.elapsed
        await street_.pass_time(40 * 60)
        by_user = [street_.requests(terminal.email, before) for terminal in street_.terminals]
        assert all(max(minutes.values()) <= READS_A_MINUTE for minutes in by_user)
        total = sum(minutes.total() for minutes in by_user)
        assert total / 4 / 40 == pytest.approx(1.5, abs=0.15)
        routes = Counter(
            entry.route for entry in street_.server.control().request_log() if entry.user is not None
        )
        assert routes["draws"] / routes.total() > 0.5
        for terminal in street_.terminals:
            age = terminal.catalog.draws_age()
            assert age is not None
            assert age.total_seconds() < 7 * 60


async def test_real_clients_leave_a_sick_server_alone_and_come_back():
    async with street(3) as street_:
        await street_.pass_time(300)
        for terminal in street_.terminals:
            await terminal.sign_in()
        street_.moody.sick = True
        began = street_.clock.elapsed
        await street_.pass_time(20 * 60)
        sick = street_.requests(None, began)
        assert all(terminal.connectivity.link.value is Link.OFFLINE for terminal in street_.terminals)
        assert max(sick.values()) <= 3 * READS_A_MINUTE
        street_.moody.sick = False
        began = street_.clock.elapsed
        await street_.pass_time(6 * 60)
        back = [street_.requests(terminal.email, began) for terminal in street_.terminals]
        assert all(max(minutes.values()) <= READS_A_MINUTE + 1 for minutes in back)
        for terminal in street_.terminals:
            age = terminal.catalog.draws_age()
            assert age is not None
            assert age.total_seconds() < 6 * 60


async def test_nobody_signed_in_asks_nothing():
    async with street(2) as street_:
        terminal = street_.terminals[0]
        await terminal.sign_in()
        await street_.pass_time(300)
        await terminal.session.sign_out()
        began = street_.clock.elapsed
        await street_.pass_time(600)
        assert street_.requests(None, began) == Counter()
