"""The grammar of one lottery number: triple, terminal, permuta, corrida, serie, with or without signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.cart import Shape
from app.domain.expand import RUNNING, corrida, permuta, serie, with_signs
from app.domain.figures import SIGNS, plain, sign_named
from app.domain.games import Kind
from app.domain.typed import Incomplete, Item, Pick, Problem, Segment

#: No single line unfolds to more numbers than there are triples.
MOST_PLAYS = 1000
EXAMPLE = "123*5"

_PERMUTA, _ALL_SIGNS = "p", "0"
_ITEM = re.compile(r"(?P<base>[0-9.]+)(?P<mark>[/p]?)(?P<last>[0-9]*)(?P<signs>(?:-[0-9a-z]*)*)(?P<tail>/?)")
_SIGN_WORDS = tuple(word for sign in SIGNS for word in (sign.code.lower(), plain(sign.name)))
_KINDS = {
    (2, False): Kind.TERMINAL,
    (3, False): Kind.TRIPLE,
    (2, True): Kind.TERMINAL_SIGN,
    (3, True): Kind.TRIPLE_SIGN,
}


@dataclass(frozen=True, slots=True)
class _Parts:
    """A number taken apart: `last` ends a corrida, `signs` are codes in zodiac order."""

    segment: Segment
    base: str
    last: str
    permuted: bool
    signs: tuple[str, ...]


def number(segment: Segment) -> Item:
    """Read one item of a lottery line."""
    match = _ITEM.match(segment.text.replace(",", RUNNING))
    if match is None:
        return segment.problem("number_expected", end=1, example=EXAMPLE)
    if match.end() < len(segment.text):
        return _stray(segment, match.end())
    signs = _signs(segment, match["signs"], match.start("signs"))
    if isinstance(signs, Incomplete | Problem):
        return signs
    codes, late = signs
    permuted = _is_permuta(match["mark"], match["last"]) or late or bool(match["tail"])
    parts = _Parts(segment, match["base"], match["last"], permuted, codes)
    return _wrong_shape(parts, match["mark"]) or _wrong_digits(parts) or _pick(parts)


def _is_permuta(mark: str, last: str) -> bool:
    return mark == _PERMUTA or (mark == "/" and not last)


def _stray(segment: Segment, at: int) -> Problem:
    """A character that has no place where it stands."""
    if segment.text[at].isspace():
        return segment.problem("space", start=at, end=at + 1)
    if segment.text[at].isdigit() and "-" in segment.text[:at]:
        return segment.problem("sign_last", start=at)
    return segment.problem("unexpected", start=at, end=at + 1, text=segment.text[at], example=EXAMPLE)


def _wrong_digits(parts: _Parts) -> Incomplete | Problem | None:
    segment, base, last = parts.segment, parts.base, parts.last
    size = len(base)
    if size > 3:
        return segment.problem("too_many_digits", end=size, text=base)
    if size == 1:
        alone = len(segment.text) == 1
        return segment.more("more_digits") if alone else segment.problem("more_digits", end=1)
    if not base.strip(RUNNING):
        alone = len(segment.text) == size == 2
        return segment.more("serie_digit") if alone else segment.problem("serie_digit", end=size)
    if last and len(last) < size:
        at_end = segment.text.endswith(last) and not parts.signs
        if at_end:
            return segment.more("corrida_last", first=base)
    if last and len(last) != size:
        return segment.problem("corrida_digits", first=base, last=last)
    return None if last >= base or not last else segment.problem("corrida_backwards", first=base, last=last)


def _wrong_shape(parts: _Parts, mark: str) -> Problem | None:
    segment, base, last = parts.segment, parts.base, parts.last
    if last and mark == _PERMUTA:
        return segment.problem("permuta_mark", first=base, last=last)
    if last and parts.permuted:
        return segment.problem("permuta_corrida")
    if RUNNING in base and last:
        return segment.problem("serie_corrida")
    if RUNNING in base and parts.permuted:
        return segment.problem("serie_permuta")
    return None


def _pick(parts: _Parts) -> Item:
    shape, label, numbers = _unfold(parts)
    kind = _KINDS[len(parts.base), bool(parts.signs)]
    plays = numbers
    if parts.signs:
        count = len(numbers) * len(parts.signs)
        if count > MOST_PLAYS:
            return parts.segment.problem("too_wide", count=count, limit=MOST_PLAYS)
        plays = with_signs(numbers, parts.signs)
        label += f"-{_ALL_SIGNS}" if len(parts.signs) == len(SIGNS) else "".join(f"-{s}" for s in parts.signs)
        shape = Shape.SIGNS if shape is Shape.PLAIN and len(parts.signs) > 1 else shape
    return Pick(shape, label, kind, plays, parts.segment.start, parts.segment.end)


def _unfold(parts: _Parts) -> tuple[Shape, str, tuple[str, ...]]:
    base, last = parts.base, parts.last
    if last:
        return Shape.CORRIDA, f"{base}/{last}", corrida(base, last)
    if parts.permuted:
        return Shape.PERMUTA, base, permuta(base)
    if RUNNING in base:
        return Shape.SERIE, base, serie(base)
    return Shape.PLAIN, base, (base,)


_Signs = tuple[tuple[str, ...], bool]


def _signs(segment: Segment, text: str, at: int) -> _Signs | Incomplete | Problem:
    """Sign codes in zodiac order, and whether a `p` behind them asks for a permuta."""
    if not text:
        return (), False
    found: set[str] = set()
    permuted = False
    words = text.split("-")[1:]
    for index, word in enumerate(words):
        at += 1
        codes = _codes(word)
        if not codes and index == len(words) - 1 and word.endswith(_PERMUTA):
            codes, permuted = _codes(word[:-1]), True
        if not codes:
            open_end = at + len(word) == len(segment.text)
            return _no_sign(Segment(word, segment.start + at), open_end=open_end)
        found.update(codes)
        at += len(word)
    return tuple(sign.code for sign in SIGNS if sign.code in found), permuted


def _codes(word: str) -> tuple[str, ...]:
    """The sign codes meant by a number 1-12, a code or a name; all of them by 0."""
    if word == _ALL_SIGNS:
        return tuple(sign.code for sign in SIGNS)
    sign = sign_named(word[1:] if word.startswith("0") else word)
    return (sign.code,) if sign else ()


def _no_sign(word: Segment, *, open_end: bool) -> Incomplete | Problem:
    if not word.text:
        return word.more("sign_missing") if open_end else word.problem("sign_missing")
    if word.text[0].isdigit():
        return word.problem("sign_range", text=word.text)
    if open_end and any(name.startswith(word.text) for name in _SIGN_WORDS):
        return word.more("sign_missing")
    return word.problem("sign_unknown", text=word.text.upper())
