"""Waiting for server time."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from app.training import VirtualClock
from app.training.waits import Waits
from tests.helpers.training import START, StillClock


def test_time_that_passes_counts_and_a_clock_put_right_does_not():
    machine = StillClock()
    clock = VirtualClock(start=START, speed=60, machine=machine)
    machine.elapsed = 2
    clock.advance(5)
    clock.step(-3600)
    assert clock.elapsed() == 125
    assert clock.now() == START + timedelta(seconds=125 - 3600)
    clock.set(START)
    assert clock.elapsed() == 125


async def test_those_whose_time_has_come_go_on():
    clock = VirtualClock(start=START, machine=StillClock())
    waits, order = Waits(clock), []

    async def sleeper(seconds):
        await waits.sleep(seconds)
        order.append(seconds)

    sleepers = [asyncio.ensure_future(sleeper(seconds)) for seconds in (30, 10, 20)]
    await waits.until(3)
    clock.advance(15)
    await sleepers[1]
    assert order == [10]
    clock.advance(100)
    await asyncio.gather(*sleepers)
    assert sorted(order) == [10, 20, 30]


async def test_no_time_is_no_wait_and_time_that_runs_ends_a_wait():
    await Waits(VirtualClock(machine=StillClock())).sleep(0)
    await Waits(VirtualClock(speed=1e9)).sleep(60)


async def test_time_moved_by_another_thread_wakes_too():
    clock = VirtualClock(start=START, machine=StillClock())
    waits = Waits(clock)
    sleeper = asyncio.ensure_future(waits.sleep(60))
    await waits.until(1)
    await asyncio.to_thread(clock.advance, 60)
    await sleeper


async def test_when_all_is_over_nobody_waits_any_more():
    waits = Waits(VirtualClock(start=START, machine=StillClock()))
    sleeper = asyncio.ensure_future(waits.sleep(60))
    await waits.until(1)
    waits.stop()
    with pytest.raises(asyncio.CancelledError):
        await sleeper
    with pytest.raises(asyncio.CancelledError):
        await waits.sleep(1)
