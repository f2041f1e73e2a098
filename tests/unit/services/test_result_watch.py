"""Draws are awaited, asked about now and then, and what came out and won is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.awaiting import GIVEN_UP, due
from app.domain.outcome import Offline
from app.domain.ticket import DrawResult
from app.money import Money
from app.services.result_watch import ResultWatch
from tests.helpers import shop
from tests.helpers.till import Till, play, till

NOON = datetime(2024, 10, 22, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def asked_at(chance: float, minutes: int = 180) -> list[float]:
    """The minutes after a draw at which it is asked about, while nothing comes."""
    asked, found = None, []
    for step in range(minutes * 6):
        now = NOON + step * MINUTE / 6
        if due([NOON], asked, now, chance):
            asked = now
            found.append(step / 6)
    return found


def test_ever_more_rarely_and_at_last_no_more():
    assert asked_at(0.0) == [1, 2, 4, 8, 16, 32, 64]
    assert asked_at(0.5) == [2, 4, 8, 16, 32, 64]


@given(st.floats(0, 1, exclude_max=True), st.integers(-30, 400))
def test_never_before_a_minute_nor_after_two_hours(chance: float, minutes: int):
    wanted = due([NOON], None, NOON + minutes * MINUTE, chance)
    assert not wanted or MINUTE <= minutes * MINUTE < GIVEN_UP
    assert wanted or not 3 * MINUTE <= minutes * MINUTE < GIVEN_UP


class Shop:
    """A till, and the watch over it."""

    def __init__(self, one: Till) -> None:
        self.till, services = one, one.services
        self.watch = ResultWatch(
            one.context, services.session, services.catalog,
            services.office.results, services.office.prizes, 0.0,
        )  # fmt: skip
        self.came: list[int] = []
        self.won: list[Money] = []
        self.watch.fresh.watch(lambda rows: self.came.extend(row.event_id for row in rows), now=False)
        self.watch.winners.watch(lambda new: self.won.extend(one.row.prize for one in new), now=False)

    def at(self, moment: datetime) -> None:
        self.till.clock.elapsed += (moment - self.till.context.server.now()).total_seconds()

    def comes_out(self, *draws: object) -> None:
        for draw in draws:
            assert isinstance(draw, type(shop.A))
            row = DrawResult(draw.event_id, draw.product_id, draw.name, draw.category, draw.draws_at, "123")
            self.till.api.drawn.append(row)


@pytest.fixture
async def watched() -> Shop:
    one = till()
    one.api.catalog = shop.catalog(agency=replace(shop.agency(), ticket_expiration_days=3))
    return Shop(await one.open())


async def test_nothing_is_due_before_a_draw(watched: Shop):
    assert not watched.watch.results_due()
    watched.at(shop.A.draws_at + 2 * MINUTE)
    assert watched.watch.results_due()


async def test_what_came_out_is_told_once(watched: Shop):
    watched.at(shop.A.draws_at + 2 * MINUTE)
    watched.comes_out(shop.A)
    await watched.watch.read_results()
    await watched.watch.read_results()
    assert watched.came == [shop.A.event_id]
    assert watched.watch.winners_due()


async def test_a_draw_of_before_is_no_news(watched: Shop):
    watched.comes_out(replace(shop.A, event_id=7))
    await watched.watch.read_results()
    assert (watched.came, watched.watch.winners_due()) == ([], False)


async def test_a_draw_learnt_again_with_the_catalogue_is_not_awaited_again(watched: Shop):
    watched.at(shop.A.draws_at + 2 * MINUTE)
    watched.comes_out(shop.A)
    await watched.watch.read_results()
    await watched.till.services.catalog.load()
    await watched.watch.read_results()
    assert watched.came == [shop.A.event_id]


async def test_without_a_line_it_is_asked_again_later(watched: Shop):
    watched.at(shop.A.draws_at + MINUTE)
    watched.till.api.fail["results"] = [Offline("timeout")]
    with pytest.raises(Offline):
        await watched.watch.read_results()
    assert not watched.watch.results_due()
    watched.at(shop.A.draws_at + 2 * MINUTE)
    assert watched.watch.results_due()


def winner(watched: Shop, prize: int) -> None:
    row = watched.till.api.put(play("123"))
    watched.till.api.win(row, Money.units(prize))


async def test_winners_of_a_draw_are_told_and_none_twice(watched: Shop):
    await watched.watch.read_winners()
    watched.at(shop.A.draws_at + 2 * MINUTE)
    winner(watched, 330)
    await watched.watch.read_results()
    await watched.watch.read_winners()
    winner(watched, 60)
    await watched.watch.read_winners()
    await watched.watch.read_winners()
    assert watched.won == [Money.units(330), Money.units(60)]


async def test_prizes_that_waited_before_the_sign_in_are_no_news(watched: Shop):
    winner(watched, 330)
    await watched.watch.read_winners()
    assert watched.won == []


async def test_a_reading_that_failed_is_still_due(watched: Shop):
    watched.at(shop.A.draws_at + 2 * MINUTE)
    winner(watched, 330)
    await watched.watch.read_results()
    watched.till.api.fail["tickets"] = [Offline("timeout")]
    with pytest.raises(Offline):
        await watched.watch.read_winners()
    assert watched.watch.winners_due()
    await watched.watch.read_winners()
    assert watched.won == [Money.units(330)]
