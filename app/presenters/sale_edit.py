"""How the touch keys write the entry line: pure edits of its text, in the grammar of `domain.grammar`."""

from __future__ import annotations

import re

from app.domain.figures import FIGURE_BY_CODE, SIGNS
from app.domain.grammar import parse
from app.domain.typed import Incomplete, Typed

_PERMUTA = re.compile(r"[0-9][/p]$")
_SIGN_TAILS = tuple(f"-{sign.code.lower()}" for sign in SIGNS)


def split(text: str) -> tuple[str, str]:
    """The numbers and the amount part (with its `*`, or empty)."""
    numbers, star, amount = text.partition("*")
    return numbers, f"{star}{amount}"


def with_amount(text: str, units: int) -> str:
    """The line with another amount; after `+` it is the cash handed over."""
    if text.lstrip().startswith("+"):
        return f"+{units}"
    return f"{split(text)[0]}*{units}"


def toggle_figure(text: str, code: str) -> str:
    """Add a figure to the line, or take it out when it is there already."""
    numbers, amount = split(text)
    codes = [part for part in numbers.split("+") if part]
    codes = [c for c in codes if c != code] if code in codes else [*codes, code]
    return "+".join(codes) + amount


def toggle_tripleta(text: str, code: str) -> str:
    """The same in a tripleta, whose three figures are joined by `-`; a fourth begins a new one."""
    numbers, amount = split(text)
    *done, last = numbers.split("+")
    codes = [part for part in last.split("-") if part]
    if code in codes:
        codes.remove(code)
    elif len(codes) == 3:
        done, codes = [*done, last], [code]
    else:
        codes.append(code)
    return "+".join([*done, "-".join(codes)]) + amount


def is_permuta(text: str) -> bool:
    """Whether the last number of the line is a permuta (`123/`, `123p`; a sign such as `-cap` is not)."""
    return _PERMUTA.search(split(text)[0]) is not None


def toggle_permuta(text: str) -> str:
    """`123` <-> `123/`, the amount kept."""
    numbers, amount = split(text)
    if is_permuta(text):
        return numbers[:-1] + amount
    return numbers + ("/" if numbers else "") + amount


def with_sign(text: str, code: str) -> str:
    """The last number with this sign; the same sign again takes it off."""
    numbers, amount = split(text)
    tail = f"-{code.lower()}"
    for known in _SIGN_TAILS:
        if numbers.lower().endswith(known):
            bare = numbers[: -len(known)]
            return (bare if known == tail else bare + tail) + amount
    return (numbers + tail if numbers else numbers) + amount


def chosen_figures(text: str, category: str) -> frozenset[str]:
    """The figure codes written in the line, one by one or run together."""
    numbers = split(text)[0]
    found = parse(numbers, category)
    typed = found.typed if isinstance(found, Incomplete) else found
    if isinstance(typed, Typed):
        return frozenset(code for pick in typed.picks for play in pick.plays for code in play.split("-"))
    return frozenset(
        part for group in numbers.split("+") for part in group.split("-") if part in FIGURE_BY_CODE
    )


def unrun(text: str, category: str) -> str:
    """Figures run together written one by one, so that a touch key can take one of them out."""
    numbers, amount = split(text)
    found = parse(numbers, category)
    if isinstance(found, Typed) and not found.removes and not found.command:
        return "+".join(pick.label for pick in found.picks) + amount
    return text
