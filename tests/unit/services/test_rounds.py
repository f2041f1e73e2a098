"""The background reads of one terminal: when they run, when they hold back, and what a failure does."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random

import pytest

from app.domain.outcome import BadReply, Offline, SignInRequired
from app.services.connectivity import Link
from app.services.neighbours import Neighbours
from app.services.result_watch import ResultWatch
from app.services.rounds import Rounds
from tests.helpers import shop
from tests.helpers.till import Till, till

READS = {"draws", "server_time", "last_ticket", "products", "agency", "template", "results", "tickets"}


class Terminal:
    """A till and its rounds, a virtual second at a time."""

    def __init__(self, opened: Till) -> None:
        self.till, self.busy = opened, False
        services = opened.services
        neighbours = Neighbours(
            opened.context, opened.api, opened.journal, services.resolver, lambda: self.busy
        )
        self.rounds = Rounds(
            opened.context,
            services.session,
            services.catalog,
            services.connectivity,
            neighbours,
            lambda: self.busy,
            Random(1).random,
            ResultWatch(
                opened.context, services.session, services.catalog,
                services.office.results, services.office.prizes, 0.5,
            ),
        )  # fmt: skip
        opened.api.calls.clear()

    async def pass_time(self, seconds: int) -> Counter[str]:
        """What was asked meanwhile."""
        self.till.api.calls.clear()
        for _ in range(seconds):
            self.till.clock.elapsed += 1
            if self.rounds.due():
                await self.rounds.run()
        return Counter(self.till.api.calls)


async def terminal() -> Terminal:
    return Terminal(await till().open())


async def test_everything_is_read_in_its_turn():
    one = await terminal()
    asked = await one.pass_time(3600)
    assert asked["draws"] == pytest.approx(60, abs=8)
    assert asked["server_time"] == pytest.approx(12, abs=3)
    assert asked["last_ticket"] == pytest.approx(12, abs=3)
    assert asked["products"] == pytest.approx(6, abs=2)
    assert set(asked) <= READS


async def test_what_was_read_is_used():
    one = await terminal()
    catalog = one.till.services.catalog
    one.till.api.catalog = shop.catalog(draws=(shop.A,), products=shop.PRODUCTS[:1])
    await one.pass_time(900)
    assert catalog.catalog.value is not None
    assert [draw.event_id for draw in catalog.catalog.value.draws] == [shop.A.event_id]
    assert [product.id for product in catalog.catalog.value.products] == [shop.ZULIA]


async def test_nothing_runs_before_the_sign_in_nor_after_the_sign_out():
    one = Terminal(till())
    assert await one.pass_time(600) == {}
    await one.till.open()
    assert await one.pass_time(600)
    await one.till.services.session.sign_out()
    assert await one.pass_time(600) == {}
    await one.till.open()
    assert await one.pass_time(600)


async def test_a_lost_sign_in_ends_them():
    one = await terminal()
    one.till.api.fail = {"draws": [SignInRequired()]}
    await one.pass_time(120)
    one.till.services.session.lost()
    assert await one.pass_time(600) == {}


async def test_a_sale_or_payment_comes_first():
    one = await terminal()
    one.busy = True
    assert await one.pass_time(600) == {}
    one.busy = False
    assert sum((await one.pass_time(60)).values()) in {2, 3}


async def test_while_the_server_is_silent_it_is_asked_ever_less_and_the_draws_stay():
    one = await terminal()
    before = one.till.services.catalog.catalog.value
    one.till.api.down = True
    await one.pass_time(120)
    silent = await one.pass_time(1200)
    assert set(silent) == {"server_time"}
    assert 20 <= silent["server_time"] <= 42
    assert one.till.services.catalog.catalog.value is before
    one.till.api.down = False
    back = await one.pass_time(240)
    assert back["draws"] >= 4
    assert one.till.services.connectivity.link.value is Link.ONLINE


async def test_somebodys_answered_call_brings_them_back_at_once():
    one = await terminal()
    one.till.api.down = True
    await one.pass_time(1200)
    one.till.api.down = False
    await one.till.api.results(shop.NOW, shop.NOW)
    assert (await one.pass_time(85))["draws"] >= 1


@pytest.mark.parametrize("failure", [BadReply("$", "list"), SignInRequired(), Offline("breaker")])
async def test_a_read_that_fails_stops_nothing(failure):
    one = await terminal()
    one.till.api.fail = {"draws": [failure]}
    await one.pass_time(120)
    assert one.till.api.fail["draws"] == []
    assert (await one.pass_time(600))["draws"] >= 8


async def test_a_fault_of_ours_is_not_hidden():
    one = await terminal()
    one.till.api.fail = {"draws": [RuntimeError("bug")]}
    with pytest.raises(RuntimeError, match="bug"):
        await one.pass_time(120)


async def test_one_read_at_a_time():
    one = await terminal()
    assert not one.rounds.due()
    one.till.clock.elapsed += 600
    assert one.rounds.due()
    await asyncio.gather(one.rounds.run(), one.rounds.run(), one.rounds.run())
    assert len(one.till.api.calls) == 1


async def test_a_category_that_the_agency_adds_is_read_from_then_on():
    one = await terminal()
    one.till.api.catalog = shop.catalog(agency=shop.agency([*shop.agency().games, "quiniela"]))
    asked: list[str] = []
    draws = one.till.api.draws

    async def noted(category, start, end):
        asked.append(category)
        return await draws(category, start, end)

    one.till.api.draws = noted  # type: ignore[method-assign]
    await one.pass_time(2 * 3600)
    assert "quiniela" in asked
