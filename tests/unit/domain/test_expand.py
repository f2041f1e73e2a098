"""What an entry unfolds to, row by row of the trade's table."""

from __future__ import annotations

import pytest

from app.domain.expand import corrida, permuta, serie, with_signs


@pytest.mark.parametrize(
    ("digits", "numbers"),
    [
        ("123", "123 132 213 231 312 321"),
        ("112", "112 121 211"),
        ("000", "000"),
        ("012", "012 021 102 120 201 210"),
        ("321", "123 132 213 231 312 321"),
        ("12", "12 21"),
        ("11", "11"),
    ],
)
def test_permuta(digits, numbers):
    assert permuta(digits) == tuple(numbers.split())


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [
        ("120", "129", "120 121 122 123 124 125 126 127 128 129"),
        ("20", "29", "20 21 22 23 24 25 26 27 28 29"),
        ("998", "999", "998 999"),
        ("000", "002", "000 001 002"),
        ("09", "10", "09 10"),
        ("555", "555", "555"),
    ],
)
def test_corrida(first, last, numbers):
    assert corrida(first, last) == tuple(numbers.split())


@pytest.mark.parametrize(("first", "last"), [("998", "003"), ("20", "120"), ("129", "120")])
def test_a_corrida_never_wraps_nor_mixes_lengths(first, last):
    with pytest.raises(ValueError, match="goes up"):
        corrida(first, last)


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        (".23", "023 123 223 323 423 523 623 723 823 923"),
        ("2.3", "203 213 223 233 243 253 263 273 283 293"),
        ("12.", "120 121 122 123 124 125 126 127 128 129"),
        (".7", "07 17 27 37 47 57 67 77 87 97"),
    ],
)
def test_serie(pattern, numbers):
    assert serie(pattern) == tuple(numbers.split())


def test_a_serie_with_two_running_digits_has_a_hundred_numbers():
    numbers = serie(".2.")

    assert len(set(numbers)) == 100
    assert numbers == tuple(sorted(numbers))
    assert {number[1] for number in numbers} == {"2"}


def test_signs_move_no_digit():
    assert with_signs(permuta("112"), ["ARI"]) == ("112-ARI", "121-ARI", "211-ARI")
    assert with_signs(["01", "02"], ["ARI", "PIS"]) == ("01-ARI", "01-PIS", "02-ARI", "02-PIS")
