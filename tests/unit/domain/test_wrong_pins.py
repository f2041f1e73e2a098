"""A PIN is guessed by trying: five tries for a ticket in ten minutes, twenty for a terminal in an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.ticket import TicketKey
from app.domain.wrong_pins import (
    PER_TERMINAL,
    PER_TICKET,
    TERMINAL_SPAN,
    TICKET_SPAN,
    WrongPin,
    locked_until,
    still_counted,
)

NOW = datetime(2024, 10, 22, 16, 0, tzinfo=UTC)
KEYS = [TicketKey(number, date(2024, 10, 22)) for number in range(30)]


def tries(count: int, apart: timedelta = timedelta(seconds=10), key: TicketKey | None = None):
    """So many, the last one now; each of another ticket unless `key` is given."""
    return [WrongPin(key or KEYS[at], NOW - (count - 1 - at) * apart) for at in range(count)]


def test_the_fifth_locks_the_ticket_until_the_first_is_ten_minutes_old():
    assert locked_until(tries(4, key=KEYS[0]), KEYS[0], NOW) is None
    until = locked_until(tries(5, key=KEYS[0]), KEYS[0], NOW)
    assert until == NOW - timedelta(seconds=40) + TICKET_SPAN


def test_other_tickets_are_not_locked_by_it():
    assert locked_until(tries(5, key=KEYS[0]), KEYS[1], NOW) is None


def test_the_twentieth_locks_the_terminal():
    assert locked_until(tries(19), KEYS[25], NOW) is None
    assert locked_until(tries(20), KEYS[25], NOW) == NOW - timedelta(seconds=190) + TERMINAL_SPAN


def test_a_clock_put_back_does_not_lock_for_years():
    ahead = [WrongPin(KEYS[0], NOW + timedelta(days=900))] * PER_TICKET
    assert locked_until(ahead, KEYS[0], NOW) == NOW + TICKET_SPAN


times = st.integers(-4000, 4000).map(lambda seconds: NOW + timedelta(seconds=seconds))
some = st.lists(st.builds(WrongPin, st.sampled_from(KEYS[:3]), times), max_size=60)


@given(some)
def test_it_opens_by_itself_at_the_moment_told(found):
    """At `until` one more try is free, and it never lies further off than the longest span."""
    kept = still_counted(found, NOW)
    for key in KEYS[:3]:
        until = locked_until(found, key, NOW)
        if until is not None:
            assert NOW < until <= NOW + TERMINAL_SPAN
            assert locked_until(kept, key, until) is None


@given(some)
def test_what_is_forgotten_changes_nothing(found):
    kept = still_counted(found, NOW)
    assert all(locked_until(kept, key, NOW) == locked_until(found, key, NOW) for key in KEYS[:3])


@given(some)
def test_no_more_than_allowed_is_ever_free(found):
    kept = still_counted(found, NOW)
    if locked_until(found, KEYS[29], NOW) is None:
        assert len(kept) < PER_TERMINAL
