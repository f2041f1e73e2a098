"""Money keeps every céntimo through every form it is written in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import Money, total

MINOR = st.integers(min_value=-(10**14), max_value=10**14)
TYPED = st.integers(min_value=0, max_value=10**14 - 1)


@given(MINOR)
def test_decimal_and_back(minor):
    assert Money.from_decimal(Money(minor).to_decimal()) == Money(minor)


@given(TYPED)
def test_written_and_typed_back(minor):
    money = Money(minor)

    assert Money.parse(money.digits().replace(".", "")) == money
    assert Money.parse(str(money.to_decimal())) == money


@given(MINOR)
def test_written_as_venezuelans_do(minor):
    text = Money(minor).text()
    whole, _, cents = text.removeprefix("Bs ").partition(",")

    assert len(cents) == 2
    assert all(len(group) == 3 for group in whole.lstrip("-").split(".")[1:])
    assert 1 <= len(whole.lstrip("-").split(".")[0]) <= 3
    assert text.startswith("Bs -") == (minor < 0)
    assert Money(minor).text(cents=False) == (text if minor % 100 else text.removesuffix(",00"))


@given(st.lists(MINOR))
def test_sums_are_exact(minors):
    assert total(map(Money, minors)) == Money(sum(minors))


@given(MINOR, st.integers(-1000, 1000))
def test_arithmetic_is_of_whole_numbers(minor, times):
    money = Money(minor)

    assert money * times == Money(minor * times)
    assert money + -money == Money(0) == money - money
    assert bool(money) is (minor != 0)


@given(st.floats() | st.booleans() | st.decimals() | st.text())
def test_nothing_but_whole_numbers_gets_in(value):
    with pytest.raises(TypeError):
        Money(value)
    with pytest.raises(TypeError):
        Money(100) * value


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_a_decimal_is_exact_or_refused(value):
    try:
        money = Money.from_decimal(value)
    except ValueError:
        assert not value.is_finite() or abs(value.adjusted()) > 20 or -value.as_tuple().exponent > 2
    else:
        assert money.to_decimal() == value


@given(st.integers(min_value=10**28, max_value=10**30), st.integers(0, 99))
def test_long_amounts_are_not_rounded(whole, cents):
    money = Money.from_decimal(Decimal(f"{whole}.{cents:02}"))
    assert money == Money(whole * 100 + cents)
    assert str(money.to_decimal()) == f"{whole}.{cents:02}"


@given(st.text())
def test_what_is_not_an_amount_is_refused(text):
    try:
        money = Money.parse(text)
    except ValueError:
        return
    assert money.to_decimal() == Decimal(text.replace(",", "."))
    assert money >= Money(0)
