"""When a call is sent again."""

from dataclasses import replace

import pytest

from app.api import endpoints
from app.api.breaker import Breaker
from app.api.errors import TryLater
from app.api.retry import Budget, pause
from app.domain.outcome import Offline
from app.domain.secret import Secret
from tests.unit.api.support import KEY, WAGERS

READ = endpoints.agency()


def test_full_jitter_doubles_up_to_its_cap():
    long = replace(READ, tries=99)
    assert [pause(long, Offline("timeout"), attempt, 1.0) for attempt in (1, 2, 3, 4, 5, 50)] == [
        1,
        2,
        4,
        8,
        8,
        8,
    ]
    assert pause(long, Offline("timeout"), 3, 0.0) == 0


def test_a_read_has_three_tries_and_a_sign_in_two():
    assert [pause(READ, Offline("timeout"), attempt, 0.5) for attempt in (1, 2, 3)] == [0.5, 1.0, None]
    login = endpoints.login("a@b.c", Secret("x"))
    assert [pause(login, Offline("timeout"), attempt, 0.5) for attempt in (1, 2)] == [0.5, None]


@pytest.mark.parametrize(
    "call",
    [
        endpoints.create(WAGERS, "op"),
        endpoints.pay(KEY, Secret("1")),
        endpoints.copy(KEY),
        endpoints.cancel(1),
        endpoints.revert(1),
    ],
)
@pytest.mark.parametrize("failed", [Offline("no_connection"), TryLater("busy", 0.0)])
def test_what_moves_money_is_never_tried_again(call, failed):
    assert pause(call, failed, 1, 0.5) is None


def test_retry_after_is_obeyed_up_to_thirty_seconds():
    assert pause(READ, TryLater("busy", 30.0), 1, 0.9) == 30
    assert pause(READ, TryLater("busy", 31.0), 1, 0.9) is None
    assert pause(READ, TryLater("busy"), 1, 0.5) == 0.5


@pytest.mark.parametrize("cause", ["redirect", "portal", "tls", "clock_wrong", "too_big"])
def test_what_will_not_change_is_not_asked_again(cause):
    assert pause(READ, Offline(cause), 1, 0.5) is None


def test_the_budget_is_ten_and_comes_back_slowly():
    budget = Budget(at=0.0)
    assert [budget.take(0.0) for _ in range(11)] == [True] * 10 + [False]
    assert not budget.take(9.0)
    assert [budget.take(19.0), budget.take(19.0)] == [True, False]
    assert [budget.take(10_000.0) for _ in range(11)].count(True) == 10


def test_the_breaker_opens_after_three_failures_in_a_row():
    breaker = Breaker()
    for _ in range(2):
        breaker.heard(False, 0.0, 1.0)
        assert breaker.allows(0.0)
    breaker.heard(False, 0.0, 1.0)
    assert not breaker.allows(4.9)


def test_the_breaker_opens_after_five_of_ten():
    breaker = Breaker()
    for answered in (False, True, False, True, False, True, False, True):
        breaker.heard(answered, 0.0, 1.0)
    assert breaker.allows(0.0)
    breaker.heard(False, 0.0, 1.0)
    assert not breaker.allows(0.0)


def test_a_probe_closes_the_breaker_or_doubles_its_wait():
    breaker = Breaker()
    for _ in range(3):
        breaker.heard(False, 0.0, 1.0)
    assert [breaker.allows(5.0), breaker.allows(5.0)] == [True, False]
    breaker.heard(False, 5.0, 1.0)
    assert [breaker.allows(14.9), breaker.allows(15.0)] == [False, True]
    breaker.heard(True, 15.0, 1.0)
    assert [breaker.allows(15.0), breaker.allows(15.0)] == [True, True]


def test_a_probe_that_never_ends_does_not_block_for_ever():
    breaker = Breaker()
    for _ in range(3):
        breaker.heard(False, 0.0, 1.0)
    assert [breaker.allows(5.0), breaker.allows(10.0)] == [True, True]


def test_the_wait_is_jittered_and_at_most_a_minute():
    breaker = Breaker()
    for _ in range(50):
        breaker.heard(False, 0.0, 0.0)
    assert [breaker.allows(29.9), breaker.allows(30.0)] == [False, True]
    breaker.heard(False, 0.0, 1.0)
    assert [breaker.allows(59.9), breaker.allows(60.0)] == [False, True]
