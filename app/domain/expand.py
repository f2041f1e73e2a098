"""What one entry unfolds to: permuta, corrida, serie and signs. Results are ascending, without repeats.

The server knows single wagers only (`/user/ticket/create`), so unfolding is ours. Numbers are text:
leading zeros are part of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations, product

RUNNING = "."


def permuta(digits: str) -> tuple[str, ...]:
    """All distinct orders of `digits`: "112" gives 112 121 211."""
    return tuple(sorted({"".join(order) for order in permutations(digits)}))


def corrida(first: str, last: str) -> tuple[str, ...]:
    """The numbers from `first` to `last`, both included: "998", "999".

    `ValueError` when they differ in length or go backwards: a corrida never wraps past 999.
    """
    if len(first) != len(last) or first > last:
        raise ValueError("a corrida goes up between numbers of one length")
    return tuple(f"{number:0{len(first)}d}" for number in range(int(first), int(last) + 1))


def serie(pattern: str) -> tuple[str, ...]:
    """The numbers got by running every `.` of `pattern` from 0 to 9: ".23" gives 023 123 ... 923."""
    return tuple("".join(digits) for digits in product(*map(_choices, pattern)))


def with_signs(numbers: Iterable[str], signs: Iterable[str]) -> tuple[str, ...]:
    """Every number with every sign code, sign by sign in zodiac order: "123-ARI"."""
    codes = tuple(signs)
    return tuple(f"{number}-{code}" for number in numbers for code in codes)


def _choices(digit: str) -> str:
    return "0123456789" if digit == RUNNING else digit
