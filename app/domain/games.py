"""How a game is recognised: by the shape of the plays its template allows, never by its id.

The server numbers its games (`game_id`) without saying what they are; ids 6 and 7 are not even
documented. A triple is a game whose plays are three digits, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum

from app.domain.figures import figure_named


class Kind(Enum):
    """What a play looks like."""

    TRIPLE = "triple"
    TERMINAL = "terminal"
    TRIPLE_SIGN = "triple_sign"
    TERMINAL_SIGN = "terminal_sign"
    FIGURE_38 = "figure_38"
    FIGURE_77 = "figure_77"
    TRIPLETA = "tripleta"
    OTHER = "other"


SIGNED = frozenset({Kind.TRIPLE_SIGN, Kind.TERMINAL_SIGN})
FIGURE_KINDS = frozenset({Kind.FIGURE_38, Kind.FIGURE_77})

#: The `game_category` values of the API (get-data `games`); others are shown as they come.
LOTTERY, ANIMALITOS, ANIMALITOS77, TRIPLETA = "lottery", "animalitos", "animalitos77", "tripleta"

_CATEGORY_KINDS: dict[str, frozenset[Kind]] = {
    LOTTERY: frozenset({Kind.TRIPLE, Kind.TERMINAL, Kind.TRIPLE_SIGN, Kind.TERMINAL_SIGN}),
    ANIMALITOS: frozenset({Kind.FIGURE_38}),
    ANIMALITOS77: frozenset({Kind.FIGURE_77}),
    TRIPLETA: frozenset({Kind.TRIPLETA}),
}

_SHAPES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.TRIPLE, re.compile(r"\d{3}")),
    (Kind.TRIPLE_SIGN, re.compile(r"\d{3}-[A-Z]{3}")),
    (Kind.TERMINAL_SIGN, re.compile(r"\d{2}-[A-Z]{3}")),
    (Kind.TRIPLETA, re.compile(r"\d{1,2}-\d{1,2}-\d{1,2}")),
)
_SAMPLE = 200


def kinds_of(category: str) -> frozenset[Kind]:
    """The kinds of play sold under a `game_category`; none for an unknown one."""
    return _CATEGORY_KINDS.get(category, frozenset())


def recognise(plays: Collection[str]) -> Kind:
    """The kind of a game from all its template plays; `OTHER` when no known shape fits."""
    sample = [play for play, _ in zip(plays, range(_SAMPLE), strict=False)]
    if not sample:
        return Kind.OTHER
    for kind, shape in _SHAPES:
        if all(shape.fullmatch(play) for play in sample):
            return kind
    if all(figure_named(play) for play in sample):
        return Kind.FIGURE_77 if figure_count(plays) else Kind.FIGURE_38
    if not all(play.isascii() and play.isdigit() and len(play) <= 2 for play in sample):
        return Kind.OTHER
    if any(len(play) == 1 for play in sample):
        return Kind.FIGURE_77 if figure_count(plays) else Kind.FIGURE_38
    return Kind.TERMINAL


def figure_count(plays: Collection[str]) -> bool:
    """Whether a figure game is the 77-figure one: it has more than 38 plays, or figure 75."""
    return len(plays) > 38 or "75" in plays
