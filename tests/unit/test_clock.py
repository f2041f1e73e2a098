"""Server time carried on by the monotonic clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import inf
from zoneinfo import ZoneInfo

import pytest

from app.clock import Sample, ServerClock, SystemClock, zone_named

NOON = datetime(2024, 10, 22, 16, 0, tzinfo=UTC)


class HandClock:
    """A clock moved by hand; its wall is wrong by years."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def wall(self) -> datetime:
        return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)


@pytest.fixture
def machine() -> HandClock:
    return HandClock()


@pytest.fixture
def server(machine) -> ServerClock:
    return ServerClock(machine)


def test_before_the_first_answer_the_pc_stands_in(server, machine):
    assert not server.trusted
    assert server.error_s == inf
    assert server.now() == machine.wall()
    assert server.offset() == timedelta()


def test_server_time_goes_on_with_the_monotonic_clock(server, machine):
    server.add(Sample(NOON, at=1000.0, error_s=0.05))
    machine.seconds += 90

    assert server.trusted
    assert server.now() == NOON + timedelta(seconds=90)
    assert server.offset() == server.now() - machine.wall()


def test_the_most_exact_of_the_last_eight_wins(server, machine):
    server.add(Sample(NOON, at=1000.0, error_s=0.01))
    server.add(Sample(NOON + timedelta(seconds=3), at=1000.0, error_s=0.5))
    assert server.now() == NOON
    assert server.error_s == 0.01

    for _ in range(8):
        server.add(Sample(NOON + timedelta(seconds=3), at=1000.0, error_s=0.5))
    assert server.now() == NOON + timedelta(seconds=3)


def test_of_two_as_exact_the_newer_wins(server):
    server.add(Sample(NOON, at=990.0, error_s=0.1))
    server.add(Sample(NOON + timedelta(seconds=10.1), at=1000.0, error_s=0.1))

    assert server.now() == NOON + timedelta(seconds=10.1)


def test_one_stray_sample_is_not_believed(server, machine):
    server.add(Sample(NOON, at=1000.0, error_s=0.1))
    stray = Sample(NOON - timedelta(minutes=4), at=1000.0, error_s=0.01)

    assert server.contradicted_by(stray)
    server.add(stray)
    server.add(Sample(NOON, at=1000.0, error_s=0.6))
    assert server.now() == NOON


def test_two_that_agree_against_the_best_mean_that_the_clock_was_set_or_the_machine_slept(server, machine):
    server.add(Sample(NOON, at=1000.0, error_s=0.01))
    later = NOON + timedelta(hours=8)
    machine.seconds += 60
    server.add(Sample(later, at=1060.0, error_s=0.6))
    assert server.now() == NOON + timedelta(seconds=60)

    machine.seconds += 1
    server.add(Sample(later + timedelta(seconds=1), at=1061.0, error_s=0.5))
    assert server.now() == later + timedelta(seconds=1)
    assert not server.contradicted_by(Sample(later, at=1060.0, error_s=0.5))


def test_an_old_exact_sample_gives_way_to_a_new_one_in_time(server, machine):
    server.add(Sample(NOON, at=1000.0, error_s=0.1))
    machine.seconds += 3600
    assert server.error_s == pytest.approx(0.1 + 0.36)

    newer = NOON + timedelta(seconds=3600.3)
    server.add(Sample(newer, at=machine.seconds, error_s=0.4))
    assert server.now() == newer


def test_today_is_the_agencys(server):
    server.add(Sample(datetime(2024, 10, 22, 3, 59, 59, tzinfo=UTC), at=1000.0, error_s=0))
    assert server.today() == date(2024, 10, 21)

    server.set_zone("UTC")
    assert server.today() == date(2024, 10, 22)
    assert server.local(NOON).hour == 16


def test_an_unknown_zone_keeps_the_present_one(server):
    server.set_zone("America/New_York")
    server.set_zone("Nowhere/Land")
    server.set_zone("../etc/passwd")

    assert server.zone == ZoneInfo("America/New_York")
    assert zone_named("") == ZoneInfo("America/Caracas")


def test_the_real_clocks_are_aware_and_go_forward():
    clock = SystemClock()

    assert clock.wall().tzinfo is UTC
    assert clock.monotonic() <= clock.monotonic()
