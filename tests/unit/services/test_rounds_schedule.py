"""The plan of a terminal's background reads, over virtual seconds."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.rounds import jobs, schedule
from app.services.schedule import (
    APART_S,
    CATCH_UP_S,
    LONGEST_PAUSE_S,
    READS_A_MINUTE,
    VARIATION,
    Job,
    Schedule,
)

GAMES = ("animalitos77", "animalitos", "tripleta", "lottery")
HOUR = 3600.0


def run(plan: Schedule, start: float, end: float, *, up: bool = True) -> list[tuple[float, str]]:
    """Everything taken from `start` to `end`, each answered at once, or none."""
    taken = []
    while (at := max(start, plan.next_at())) < end:
        name = plan.take(at)
        assert name is not None
        taken.append((at, name))
        if up:
            plan.answered(at)
        else:
            plan.unanswered(name, at)
        start = at
    return taken


def new(seed: int = 1, games: tuple[str, ...] = GAMES, now: float = 0.0) -> Schedule:
    plan = schedule(Random(seed).random)
    plan.plan(jobs(games, template_is_kept=True), now)
    return plan


def most_in_a_minute(times: list[float]) -> int:
    """The most reads in any sixty seconds, wherever they begin."""
    return max((sum(at <= other < at + 60 for other in times) for at in times), default=0)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), games=st.integers(0, 12))
def test_never_more_than_three_in_any_minute(seed, games):
    taken = run(new(seed, tuple(f"game{n}" for n in range(games))), 0, HOUR)
    assert most_in_a_minute([at for at, _ in taken]) <= READS_A_MINUTE


def test_on_average_a_read_and_a_half_a_minute():
    counted = Counter(name for seed in range(40) for _, name in run(new(seed), 0, 10 * HOUR))
    a_minute = {name: count / 40 / 600 for name, count in counted.items()}
    assert sum(a_minute.values()) < 1.6
    assert sum(rate for name, rate in a_minute.items() if name.startswith("draws:")) == pytest.approx(1, 0.05)
    assert a_minute["clock"] == pytest.approx(1 / 5, 0.05)
    assert a_minute["last"] == pytest.approx(1 / 5, 0.05)
    assert a_minute["products"] == pytest.approx(1 / 10, 0.05)
    assert a_minute["agency"] == pytest.approx(1 / 60, 0.2)
    assert counted["template"] <= 40 * 2


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_category_is_read_within_seven_minutes_at_rest(seed):
    taken = run(new(seed), 0, 2 * HOUR)
    for game in GAMES:
        times = [0.0, *(at for at, name in taken if name == f"draws:{game}"), 2 * HOUR]
        longest = 240 * (1 + VARIATION) + 8 * APART_S  # all the others may be due just before it
        assert max(later - at for at, later in pairwise(times)) <= longest


def test_intervals_vary_by_a_fifth():
    plan = Schedule(Random(3).random, probe="a")
    plan.plan([Job("a", 100.0)], 0)
    times = [at for at, _ in run(plan, 0, 200_000)]
    gaps = [later - at for at, later in pairwise(times)]
    assert min(gaps) >= 100 * (1 - VARIATION)
    assert max(gaps) <= 100 * (1 + VARIATION)
    assert min(gaps) < 82
    assert max(gaps) > 118


def test_first_reads_are_spread_over_their_whole_interval():
    firsts = []
    for seed in range(400):
        plan = Schedule(Random(seed).random, probe="a")
        plan.plan([Job("a", 300.0), Job("b", 300.0, first_within_s=30.0)], 1000.0)
        firsts.append({name: at - 1000 for at, name in reversed(run(plan, 1000, 1320))})
    for name, within in (("a", 300), ("b", 30 + APART_S)):
        times = sorted(first[name] for first in firsts if name in first)
        assert 0 <= times[0] < within / 15
        assert within * 0.9 < times[-1] <= within + APART_S
        assert within * 0.3 < times[len(times) // 2] < within * 0.7


def test_nobody_signed_in_reads_nothing():
    plan = new()
    plan.clear()
    assert plan.take(10**9) is None
    assert plan.next_at() == float("inf")


def test_planning_again_keeps_the_times_of_what_was_planned():
    chances = iter([0.5, 0.6, 0.9])
    plan = Schedule(lambda: next(chances), probe="a")
    plan.plan([Job("a", 100.0), Job("b", 100.0)], 0)
    plan.plan([Job("c", 100.0), Job("b", 100.0)], 10)
    assert plan.next_at() == 60
    plan.plan([Job("c", 100.0)], 20)
    assert plan.next_at() == 100


def test_while_the_line_is_down_only_the_clock_is_asked_and_ever_less():
    plan = new()
    (at, _), *_ = run(plan, 0, plan.next_at() + 0.001, up=False)
    assert plan.down
    down = run(plan, at, at + HOUR, up=False)
    assert {name for _, name in down} == {"clock"}
    gaps = [later - at for (at, _), (later, _) in pairwise(down)]
    assert all(APART_S <= gap <= LONGEST_PAUSE_S for gap in gaps)
    assert sum(gaps[5:]) / len(gaps[5:]) == pytest.approx(0.75 * LONGEST_PAUSE_S, rel=0.15)
    assert most_in_a_minute([at for at, _ in down]) <= READS_A_MINUTE


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), outage=st.floats(300, 3 * HOUR))
def test_when_the_line_is_back_everything_missed_is_caught_up_with_politely(seed, outage):
    plan = new(seed)
    run(plan, 0, outage, up=False)
    plan.answered(outage)
    caught = run(plan, outage, outage + 6 * 60)
    assert most_in_a_minute([at for at, _ in caught]) <= READS_A_MINUTE
    assert {f"draws:{game}" for game in GAMES} <= {name for _, name in caught}
    assert caught[0][0] < outage + CATCH_UP_S + APART_S


def test_terminals_do_not_come_back_all_at_once():
    firsts = []
    for seed in range(300):
        plan = new(seed)
        run(plan, 0, HOUR, up=False)
        plan.answered(HOUR)
        firsts.append(max(HOUR, plan.next_at()) - HOUR)
    counted = Counter(int(first) // 10 for first in firsts)
    assert len(counted) >= 5
    assert max(counted.values()) < 300 * 0.45


def test_being_answered_while_all_is_well_changes_nothing():
    plan = new()
    before = plan.next_at()
    plan.answered(before - 1)
    assert plan.next_at() == before


def test_an_answer_lost_after_the_sign_out_counts_for_nothing():
    plan = new()
    plan.clear()
    plan.unanswered("clock", 5.0)
    assert not plan.down
    plan.plan(jobs(GAMES, template_is_kept=False), 6.0)
    assert plan.next_at() < 6 + 240
