"""Money as people write it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.money import ZERO, Money, total


@pytest.mark.parametrize(
    ("minor", "full", "short"),
    [
        (0, "Bs 0,00", "Bs 0"),
        (5, "Bs 0,05", "Bs 0,05"),
        (550, "Bs 5,50", "Bs 5,50"),
        (33_000, "Bs 330,00", "Bs 330"),
        (123_450, "Bs 1.234,50", "Bs 1.234,50"),
        (100_000_000, "Bs 1.000.000,00", "Bs 1.000.000"),
        (-123_450, "Bs -1.234,50", "Bs -1.234,50"),
    ],
)
def test_written(minor, full, short):
    assert Money(minor).text() == full
    assert Money(minor).text(cents=False) == short


@pytest.mark.parametrize(
    ("text", "minor"), [("5", 500), ("5,5", 550), ("5.50", 550), ("007", 700), ("0,05", 5)]
)
def test_typed(text, minor):
    assert Money.parse(text) == Money(minor)


@pytest.mark.parametrize(
    "text", ["", "5,", ",5", "5,505", "-5", "1.000,00", "5 ", "1e3", "NaN", "9" * 13, "5\n"]
)
def test_what_nobody_means(text):
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(text)


@pytest.mark.parametrize("value", ["0.001", "NaN", "sNaN", "Infinity", "1E+999999999", "1E-999999999"])
def test_what_is_no_amount_of_money(value):
    with pytest.raises(ValueError, match="not a"):
        Money.from_decimal(Decimal(value))


def test_exact_decimals():
    assert Money.from_decimal(5) == Money.from_decimal(Decimal("5.000")) == Money.units(5)
    assert Money.from_decimal(Decimal("0E-999999999")) == ZERO
    assert Money(1).to_decimal() == Decimal("0.01")


def test_compared_and_added():
    assert Money(1) < Money(2)
    assert total([]) == ZERO
    assert total([Money(1), Money(2)]) == Money(3)
    assert not ZERO
