"""The agency's limits, each at its edge."""

from __future__ import annotations

import pytest

from app.domain import limits
from app.domain.cart import Cart
from app.domain.catalog import Limits
from app.domain.grammar import Pick, Typed, parse
from app.money import Money
from tests.helpers.shop import A, B, sold


def row(**values: object) -> Limits:
    return Limits(1, 1, **values)  # type: ignore[arg-type]


def pick(text: str) -> Pick:
    typed = parse(text + "*1", "lottery")
    assert isinstance(typed, Typed)
    return typed.picks[0]


def test_several_products_bind_as_strictly_as_the_strictest():
    found = limits.strictest(
        [
            row(min_bet=Money(100), max_bet=Money(9900), amount_multiple=Money(200), max_wagers=100),
            row(min_bet=Money(500), max_bet=Money(5000), amount_multiple=Money(300), max_sequences=2),
            row(max_wagers=40, max_permutations=6, max_sequence_size=0),
        ]
    )

    assert (found.min_bet, found.max_bet) == (Money(500), Money(5000))
    assert found.amount_multiple == Money(600)
    assert (found.max_wagers, found.max_permutations, found.max_sequences) == (40, 6, 2)
    assert found.max_sequence_size is None


def test_what_the_server_does_not_say_binds_nothing():
    unknown = limits.strictest([])

    assert limits.amount(Money(1), unknown) is None
    assert limits.permutations(pick("123/"), unknown) is None
    assert limits.sequence_size(pick("000/999"), unknown) is None
    assert limits.sequences(Cart(), [pick(".23")], unknown) is None
    assert limits.wagers(1000, unknown) is None


@pytest.mark.parametrize(
    ("minor", "code", "limit"),
    [
        (99, "amount_low", "Bs 1"),
        (100, None, ""),
        (125, "amount_multiple", "Bs 0,50"),
        (150, None, ""),
        (9900, None, ""),
        (9950, "amount_high", "Bs 99"),
    ],
)
def test_the_amount_of_one_wager(minor, code, limit):
    bounds = row(min_bet=Money(100), max_bet=Money(9900), amount_multiple=Money(50))

    problem = limits.amount(Money(minor), bounds)

    assert (problem.code if problem else None) == code
    assert problem is None or problem.params["limit"] == limit


@pytest.mark.parametrize(
    ("text", "most", "count"), [("123/", 6, None), ("123/", 5, 6), ("112/", 3, None), ("112/", 2, 3)]
)
def test_a_permuta_counts_its_numbers(text, most, count):
    problem = limits.permutations(pick(text), row(max_permutations=most))

    assert (problem and problem.params) == (count and {"count": count, "limit": most})


def test_signs_are_no_permutation_of_the_digits():
    assert limits.permutations(pick("123/-0"), row(max_permutations=6)) is None
    assert limits.permutations(pick("000/999"), row(max_permutations=6)) is None


def test_a_corrida_or_serie_has_a_size():
    bounds = row(max_sequence_size=10)

    assert limits.sequence_size(pick("120/129"), bounds) is None
    assert limits.sequence_size(pick(".23-0"), bounds) is None
    eleven = limits.sequence_size(pick("120/130"), bounds)
    hundred = limits.sequence_size(pick(".2."), bounds)
    assert eleven is not None
    assert hundred is not None
    assert (eleven.params, hundred.params) == ({"count": 11, "limit": 10}, {"count": 100, "limit": 10})
    assert (eleven.start, eleven.end) == (0, 7)


def test_sequences_count_once_however_many_draws():
    bounds = row(max_sequences=2)
    cart = sold("120/122*1", A, B)
    cart = sold(".23*1", A, B, cart=cart)

    assert limits.sequences(cart, [pick("555")], bounds) is None
    assert limits.sequences(cart, [pick("120/122")], bounds) is None
    third = limits.sequences(cart, [pick("200/202")], bounds)
    assert third is not None
    assert third.params == {"count": 3, "limit": 2}


def test_wagers_on_a_ticket():
    bounds = row(max_wagers=100)

    assert limits.wagers(100, bounds) is None
    over = limits.wagers(101, bounds)
    assert over is not None
    assert over.params == {"count": 101, "limit": 100}


def test_without_a_limit_a_ticket_still_fits_on_paper():
    over = limits.wagers(limits.MOST_WAGERS + 1, limits.strictest([]))

    assert over is not None
    assert over.params["limit"] == limits.MOST_WAGERS
