"""The line as calls showed it, server time in the background, and this machine's own clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from app.clock import Sample
from app.domain.outcome import BadReply, Offline, ReadRefused, Reason, Refusal, SignInRequired
from app.services.connectivity import Connectivity, Link, MachineClock
from tests.helpers import shop
from tests.helpers.fake_api import FakeApi, StillClock
from tests.helpers.till import till


def line(wall: datetime = shop.NOW) -> tuple[Connectivity, FakeApi]:
    api = FakeApi(StillClock(wall))
    return till(api=api).services.connectivity, api


def told(api: FakeApi, answers: Iterable[bool]) -> None:
    for answer in answers:
        for listener in api.listeners:
            listener(answer)


@pytest.mark.parametrize(
    ("answers", "link"),
    [
        ([], Link.UNKNOWN),
        ([True], Link.ONLINE),
        ([True, False], Link.UNSTEADY),
        ([True, False, False], Link.OFFLINE),
        ([True, False, False, True], Link.ONLINE),
        ([False], Link.UNKNOWN),
        ([False, False], Link.OFFLINE),
    ],
)
def test_the_line_is_what_the_last_calls_showed(answers, link):
    connectivity, api = line()
    told(api, answers)
    assert connectivity.link.value is link


@pytest.mark.parametrize(
    ("pc", "state"),
    [
        (timedelta(0), MachineClock.RIGHT),
        (timedelta(minutes=2), MachineClock.RIGHT),
        (timedelta(minutes=-2), MachineClock.RIGHT),
        (timedelta(minutes=2, seconds=1), MachineClock.AHEAD),
        (timedelta(minutes=-2, seconds=-1), MachineClock.BEHIND),
        (timedelta(days=-20 * 365), MachineClock.BEHIND),
        (timedelta(days=10 * 365), MachineClock.AHEAD),
    ],
)
async def test_a_wrong_pc_clock_is_noticed_and_changes_no_time(pc, state):
    connectivity, _api = line(shop.NOW + pc)
    assert connectivity.machine_clock.value is MachineClock.UNKNOWN
    assert await connectivity.sync_clock(samples=3)
    assert connectivity.machine_clock.value is state
    assert connectivity._context.server.now() == shop.NOW


async def test_a_pc_clock_set_while_the_program_runs_moves_nothing():
    connectivity, api = line()
    await connectivity.read_clock()
    api.clock.started = datetime(2002, 1, 1, tzinfo=UTC)
    api.clock.elapsed = 60
    assert connectivity._context.server.now() == shop.NOW + timedelta(seconds=60)
    await connectivity.read_clock()
    assert connectivity.machine_clock.value is MachineClock.BEHIND


async def test_an_inexact_reading_does_not_accuse_the_pc(monkeypatch):
    connectivity, api = line()

    async def inexact() -> Sample:
        return Sample(shop.NOW + timedelta(seconds=140), api.clock.monotonic(), 30.0)

    monkeypatch.setattr(api, "server_time", inexact)
    await connectivity.read_clock()
    assert connectivity.machine_clock.value is MachineClock.RIGHT


async def test_after_a_sleep_of_the_machine_one_round_puts_the_time_right():
    connectivity, api = line()
    await connectivity.sync_clock(samples=3)
    api.server_start += timedelta(hours=8)
    await connectivity.read_clock()
    assert connectivity._context.server.now() == shop.NOW + timedelta(hours=8)
    assert api.count("server_time") == 5


@pytest.mark.parametrize(
    "failure", [Offline("dns"), BadReply("$", "time"), ReadRefused(Refusal(Reason.OTHER)), SignInRequired()]
)
async def test_a_time_that_is_not_told_leaves_the_old_one(failure):
    connectivity, api = line()
    await connectivity.read_clock()
    api.fail = {"server_time": [failure, failure]}
    assert not await connectivity.sync_clock()
    with pytest.raises(type(failure)):
        await connectivity.read_clock()
    assert connectivity._context.server.now() == shop.NOW
