"""A difference between two books is the sum of its tickets, to the cent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ticket import TicketKey, TicketRow, TicketStatus
from app.domain.tracing import Gap, OwnTicket, effect_of, trace
from app.money import Money, total

NOON = datetime(2024, 10, 22, 16, 0, tzinfo=UTC)
DAY = date(2024, 10, 22)
VOID = {TicketStatus.CANCELED, TicketStatus.REJECTED}


def own(number: int, units: int, *, voided: bool = False) -> OwnTicket:
    return OwnTicket(TicketKey(number, DAY), NOON + timedelta(minutes=number), Money.units(units), voided)


def row(number: int, units: int, status: TicketStatus = TicketStatus.SOLD) -> tuple[TicketKey, TicketRow]:
    at = NOON + timedelta(minutes=number)
    return TicketKey(number, DAY), TicketRow(
        f"u{number}", number, at, status, status.value, Money.units(units), Money(), email="otra@taquilla"
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "gap", "effect"),
    [
        ([], [row(1, 7)], Gap.ELSEWHERE, -7),
        ([own(1, 7)], [], Gap.MISSING, 7),
        ([own(1, 7)], [row(1, 7, TicketStatus.CANCELED)], Gap.VOID_THERE, 7),
        ([own(1, 7)], [row(1, 7), row(1, 7, TicketStatus.REJECTED)], Gap.VOID_THERE, 7),
        ([own(1, 7, voided=True)], [row(1, 7)], Gap.VOID_HERE, -7),
        ([own(1, 7)], [row(1, 5, TicketStatus.WINNER)], Gap.AMOUNT, 2),
    ],
)
def test_why_a_ticket_makes_a_difference(ours, theirs, gap, effect):
    (found,) = trace(ours, theirs)
    assert (found.gap, found.effect) == (gap, Money.units(effect))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([own(1, 7)], [row(1, 7)]),
        ([own(1, 7)], [row(1, 7), row(1, 7, TicketStatus.WINNER)]),
        ([own(1, 7, voided=True)], [row(1, 7, TicketStatus.CANCELED)]),
        ([own(1, 7, voided=True)], []),
        ([], [row(1, 7, TicketStatus.REJECTED)]),
    ],
)
def test_what_makes_none(ours, theirs):
    assert trace(ours, theirs) == ()


def test_who_sold_it_is_told_and_the_earliest_comes_first():
    found = trace([own(2, 5)], [row(3, 7), row(1, 7)])
    told = [(one.key.number, one.who) for one in found]
    assert told == [(1, "otra@taquilla"), (2, ""), (3, "otra@taquilla")]


numbers = st.integers(1, 12)
amounts = st.integers(1, 50)
tickets = st.dictionaries(numbers, st.tuples(amounts, st.booleans()), max_size=12)
rows = st.dictionaries(numbers, st.tuples(amounts, st.sampled_from(TicketStatus)), max_size=12)


@given(tickets, rows)
def test_the_effects_come_to_the_whole_difference(mine, theirs):
    """Whatever the two books hold: own sales less the server's is what the tickets explain."""
    ours = [own(number, units, voided=voided) for number, (units, voided) in mine.items()]
    listed = [row(number, units, status) for number, (units, status) in theirs.items()]
    here = total(one.amount for one in ours if not one.voided)
    there = total(one.total for _, one in listed if one.status not in VOID)
    assert effect_of(trace(ours, listed)) == here - there
