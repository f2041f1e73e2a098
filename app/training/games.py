"""Play types (the API's `game_id`): what may be played, what comes out, what wins.

A wager is text: "001", "0" and "00" are not numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from random import Random

from app.training.figures import ANIMALS, ANIMALS_77, SIGNS

TRIPLE, TERMINAL, TRIPLE_SIGN, TERMINAL_SIGN, ANIMAL, ANIMAL_77, TRIPLETA = range(1, 8)
TRIPLETA_WINDOW = 11  # draws within which the three animals must come out

_ANIMAL_ORDER = {number: place for place, number in enumerate(ANIMALS)}
_SIGN = "(?:" + "|".join(SIGNS) + ")"
_PATTERNS = {
    TRIPLE: re.compile(r"[0-9]{3}"),
    TERMINAL: re.compile(r"[0-9]{2}"),
    TRIPLE_SIGN: re.compile(rf"[0-9]{{3}}-{_SIGN}"),
    TERMINAL_SIGN: re.compile(rf"[0-9]{{2}}-{_SIGN}"),
}


def plays(category: str, *, zodiac: bool = False) -> tuple[int, ...]:
    """The play types of a draw: plain lists take plain numbers, zodiac lists signed ones."""
    if category == "lottery":
        return (TRIPLE_SIGN, TERMINAL_SIGN) if zodiac else (TRIPLE, TERMINAL)
    return {"animalitos": (ANIMAL,), "animalitos77": (ANIMAL_77,), "tripleta": (TRIPLETA,)}[category]


def is_wager(game_id: int, wager: str) -> bool:
    """Whether the wager is one of the game's valid plays."""
    if game_id in _PATTERNS:
        return _PATTERNS[game_id].fullmatch(wager) is not None
    if game_id == TRIPLETA:
        return _is_tripleta(wager)
    return wager in (ANIMALS if game_id == ANIMAL else ANIMALS_77)


def _is_tripleta(wager: str) -> bool:
    places = [_ANIMAL_ORDER.get(part, -1) for part in wager.split("-")]
    return len(places) == 3 and -1 < places[0] < places[1] < places[2]


def valid_plays() -> Iterator[tuple[int, str, str]]:
    """Every valid play as (game id, wager, code): about 23,000, in order."""
    triples = [f"{number:03}" for number in range(1000)]
    terminals = [f"{number:02}" for number in range(100)]
    yield from ((TRIPLE, number, number) for number in triples)
    yield from ((TERMINAL, number, number) for number in terminals)
    yield from _signed(TRIPLE_SIGN, triples)
    yield from _signed(TERMINAL_SIGN, terminals)
    yield from ((ANIMAL, number, code) for number, code in ANIMALS.items())
    yield from ((ANIMAL_77, number, code) for number, code in ANIMALS_77.items())
    for three in combinations(ANIMALS, 3):
        yield TRIPLETA, "-".join(three), "-".join(ANIMALS[number] for number in three)


def _signed(game_id: int, numbers: list[str]) -> Iterator[tuple[int, str, str]]:
    for number in numbers:
        for sign in SIGNS:
            yield game_id, f"{number}-{sign}", f"{number}-{sign}"


def draw_result(chance: Random, category: str, *, zodiac: bool) -> str:
    """What comes out of a draw."""
    if category == "animalitos":
        return chance.choice(tuple(ANIMALS))
    if category == "animalitos77":
        return chance.choice(tuple(ANIMALS_77))
    number = f"{chance.randrange(1000):03}"
    return f"{number}-{chance.choice(SIGNS)}" if zodiac else number


def is_result(category: str, value: str, *, zodiac: bool) -> bool:
    """Whether `value` can come out of such a draw; a tripleta has no result of its own."""
    first = plays(category, zodiac=zodiac)[0]
    return first != TRIPLETA and is_wager(first, value)


def wins(game_id: int, wager: str, result: str) -> bool:
    """Whether the wager hits the result of its draw; terminals hit the last two digits."""
    if game_id in (TERMINAL, TERMINAL_SIGN):
        return wager == result[1:]
    return wager == result


def tripleta_wins(wager: str, results: list[str]) -> bool:
    """Whether all three animals are among the results of the window."""
    return set(wager.split("-")) <= set(results)
