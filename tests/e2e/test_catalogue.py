"""The catalogue from the built-in server to the disk and back, when that server no longer tells it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.api.client import Client
from app.api.transport import Transport
from app.cache import DiskCache
from app.clock import DEFAULT_ZONE, ServerClock
from app.domain.outcome import Done, Offline, Reason, Refused
from app.domain.secret import Secret
from app.domain.ticket import Wager
from app.money import Money
from app.services.catalog import CatalogService
from app.services.catalog_memory import CatalogMemory
from app.services.connectivity import Connectivity, MachineClock
from app.services.context import Context
from app.services.session import SessionService
from app.training import TrainingServer, build
from app.training.accounts import ACCOUNTS
from app.training.faults import Received
from app.training.variant import Variant
from app.training.wire import Reply
from tests.helpers.fake_api import StillClock

URL = "http://127.0.0.1/"
MORNING = datetime(2024, 10, 22, 13, 30, tzinfo=UTC)


class Moody:
    """A server that answers some routes with a fault of its own."""

    def __init__(self) -> None:
        self.sick: frozenset[str] = frozenset()

    async def around(self, received: Received, handle: Callable[[], Awaitable[Reply]]) -> Reply:
        return Reply(503, {"error": "maintenance"}) if received.route.name in self.sick else await handle()


class Shop:
    """A server, and terminals that start anew on the same disk; all on one virtual clock."""

    def __init__(self, folder: Path, variant: Variant | None = None) -> None:
        self.clock, self.moody, self.folder = StillClock(MORNING), Moody(), folder
        self.server: TrainingServer = build(
            start=MORNING, machine=self.clock, faults=self.moody, variant=variant or Variant()
        )

    @asynccontextmanager
    async def terminal(self, account: int = 0, pc: datetime = MORNING) -> AsyncIterator[Terminal]:
        clock = StillClock(pc)
        clock.elapsed = self.clock.elapsed
        started = Terminal(self, clock)
        try:
            await started.sign_in(account)
            yield started
        finally:
            await started.api.close()
            await started.cache.close()


class Terminal:
    """The catalogue's side of a terminal."""

    def __init__(self, shop: Shop, clock: StillClock) -> None:
        ids, zone = count(1), ZoneInfo(DEFAULT_ZONE)
        wire = Transport(URL, monotonic=clock.monotonic, asgi=shop.server.asgi)
        self.api = Client(wire, clock, zone=lambda: zone, sleep=clock.sleep, random=lambda: 0.5)
        self.context = Context(
            clock, ServerClock(clock), lambda: f"op-{next(ids)}", clock.sleep, "T", training=True
        )
        self.session = SessionService(self.api)
        self.cache = DiskCache(shop.folder, URL)
        self.connectivity = Connectivity(self.context, self.api)
        self.catalog = CatalogService(self.context, self.api, CatalogMemory(self.cache, self.session))

    async def sign_in(self, account: int) -> None:
        who = ACCOUNTS[account]
        await self.session.sign_in(who.email, Secret(who.password))
        assert await self.connectivity.sync_clock(samples=3)


def asked(shop: Shop, route: str) -> int:
    return sum(entry.route == route for entry in shop.server.control().request_log())


@pytest.fixture
def shop(tmp_path: Path) -> Any:
    opened = Shop(tmp_path / "catalog")
    yield opened
    opened.server.close()


async def test_the_template_is_asked_for_once_a_day(shop):
    async with shop.terminal() as first:
        await first.catalog.load()
        learnt = first.catalog.catalog.value
    shop.clock.elapsed += 20 * 3600
    async with shop.terminal() as second:
        await second.catalog.load()
        assert second.catalog.catalog.value.template == learnt.template
        assert second.catalog.template_age() == timedelta(hours=20)
    assert asked(shop, "template") == 1
    shop.clock.elapsed += 5 * 3600
    async with shop.terminal() as third:
        await third.catalog.load()
        assert third.catalog.template_age() == timedelta(0)
    assert asked(shop, "template") == 2


async def test_a_server_that_tells_nothing_new_is_sold_at_all_the_same(shop):
    async with shop.terminal() as first:
        await first.catalog.load()
        learnt = first.catalog.catalog.value
    shop.clock.elapsed += 3600
    shop.moody.sick = frozenset({"get-data", "products", "draws", "template"})
    async with shop.terminal() as second:
        await second.catalog.load()
        catalog = second.catalog.catalog.value
        assert (catalog.agency, catalog.products) == (learnt.agency, learnt.products)
        assert second.catalog.draws_age() == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=5))
        now = second.context.server.now()
        draws = [d for d in catalog.draws if d.category == "lottery" and not d.signed]
        open_, closed = next(d for d in draws if d.is_open(now)), next(d for d in draws if not d.is_open(now))
        game = next(game.id for game in catalog.template.games.values() if "001" in game.plays)
        sold = await second.api.create((Wager(open_.event_id, game, "001", Money.units(5)),), "op-a")
        assert isinstance(sold, Done)
        late = await second.api.create((Wager(closed.event_id, game, "001", Money.units(5)),), "op-b")
        assert isinstance(late, Refused)
        assert late.refusal.reason is Reason.CLOSED


async def test_another_account_on_the_same_terminal_sees_none_of_it(shop):
    async with shop.terminal() as first:
        await first.catalog.load()
    shop.moody.sick = frozenset({"draws"})
    async with shop.terminal(account=2) as other:
        with pytest.raises(Offline):
            await other.catalog.load()
        assert other.catalog.catalog.value is None


@pytest.mark.parametrize(
    "variant",
    [
        Variant(draw_closing="today"),
        Variant(draw_closing="absent"),
        Variant(draw_keys="older", draw_moments="seconds"),
        Variant(draw_moments="iso", draw_range="created", advance_sale=False),
        Variant(extra_fields=True, empty_list="null"),
    ],
)
async def test_closings_and_days_are_right_however_the_server_writes_them(tmp_path, variant):
    plain, other = Shop(tmp_path / "a"), Shop(tmp_path / "b", variant)
    found = []
    for one in (plain, other):
        async with one.terminal() as terminal:
            await terminal.catalog.load()
            catalog = terminal.catalog.catalog.value
            assert catalog is not None
            found.append(catalog.draw_by_id)
        one.server.close()
    usual, written = found
    assert len(written) > 50
    days = {d.draws_at.astimezone(ZoneInfo(DEFAULT_ZONE)).day for d in written.values()}
    assert days == ({22, 23} if variant.advance_sale else {22})
    for event, draw in written.items():
        assert (draw.draws_at, draw.closes_at) == (usual[event].draws_at, usual[event].closes_at)


@pytest.mark.parametrize(
    ("pc", "state"),
    [
        (datetime(2002, 1, 1, tzinfo=UTC), MachineClock.BEHIND),
        (datetime(2031, 1, 1, tzinfo=UTC), MachineClock.AHEAD),
        (MORNING, MachineClock.RIGHT),
    ],
)
async def test_a_pc_that_is_years_off_has_the_same_catalogue(shop, pc, state):
    async with shop.terminal(pc=pc) as terminal:
        await terminal.catalog.load()
        assert terminal.connectivity.machine_clock.value is state
        assert terminal.catalog.draws_age() == timedelta(0)
        assert abs(terminal.context.server.now() - shop.server.clock.now()) < timedelta(seconds=2)
        assert terminal.context.server.today() == MORNING.date()
    shop.clock.elapsed += 3600
    async with shop.terminal(pc=pc) as again:
        await again.catalog.load()
        assert again.catalog.template_age() == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=2))
    assert asked(shop, "template") == 1
