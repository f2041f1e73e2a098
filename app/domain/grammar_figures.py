"""The grammar of one animalito and of one tripleta: numbers, names, and words left to the template."""

from __future__ import annotations

import difflib
import re

from app.domain.cart import Shape
from app.domain.figures import FIGURE_BY_CODE, FIGURES, FIGURES_38, Figure, figure_named, plain
from app.domain.games import Kind
from app.domain.typed import Incomplete, Item, Pick, Problem, Segment

EXAMPLE = "5+10*50"
TRIPLETA_EXAMPLE = "5-12-30*20"
_DIGITS = re.compile(r"[0-9]+")
_WORDS_OR_DIGITS = re.compile(r"[0-9]+|(?:[^\W\d_]| )+")
_PLACE = {figure.code: place for place, figure in enumerate(FIGURES)}


def figure(segment: Segment, kind: Kind) -> Item:
    """Read one item of an animalitos line: "5", "00", "leon"; "LEO" stays a word."""
    found = _code(segment, FIGURES_38 if kind is Kind.FIGURE_38 else FIGURES, EXAMPLE)
    if isinstance(found, Problem):
        return found
    code = found or segment.text.upper()
    return Pick(Shape.PLAIN, code, kind, (code,), segment.start, segment.end)


def tripleta(segment: Segment) -> Item:
    """Read "5-12-30" or "051230": three different figures in any order; sorted: order does not count."""
    pieces = _pairs(segment) or segment.split("-")
    if len(pieces) > 3:
        return segment.problem("tripleta_three", start=pieces[3].start - segment.start)
    codes: list[str] = []
    for piece in pieces:
        code = _tripleta_code(piece, open_end=piece is pieces[-1])
        if not isinstance(code, str):
            return code
        if code in codes:
            return piece.problem("tripleta_repeat", text=_title(code))
        codes.append(code)
    if len(codes) < 3:
        return segment.more("tripleta_more", count=3 - len(codes))
    play = "-".join(sorted(codes, key=_PLACE.__getitem__))
    return Pick(Shape.PLAIN, play, Kind.TRIPLETA, (play,), segment.start, segment.end)


def _pairs(segment: Segment) -> tuple[Segment, ...]:
    """The figures of a run of digits, the last one perhaps still to come; none when it is no run."""
    size = len(segment.text)
    if not 2 < size <= 6 or not _DIGITS.fullmatch(segment.text):
        return ()
    return tuple(
        Segment(segment.text[at : at + 2], segment.start + at) for at in range(0, size - size % 2, 2)
    )


def unknown_word(word: Segment, figures: tuple[Figure, ...]) -> Incomplete | Problem:
    """A word that names no figure: the beginning of a name, a misspelling, or nothing known."""
    bare = plain(word.text)
    names = {plain(known.name): known.name for known in figures}
    if any(name.startswith(bare) for name in names):
        return word.more("figure_more", text=word.text)
    near = difflib.get_close_matches(bare, names, n=1)
    if near:
        return word.problem("figure_like", text=word.text, suggestion=names[near[0]])
    return word.problem("figure_unknown", text=word.text)


def _code(segment: Segment, figures: tuple[Figure, ...], example: str) -> str | Problem | None:
    """A figure's code; None for a word that is no name."""
    if _DIGITS.fullmatch(segment.text):
        return _numbered(segment, figures)
    known = _WORDS_OR_DIGITS.match(segment.text)
    at = known.end() if known else 0
    if at < len(segment.text):
        return segment.problem("unexpected", start=at, end=at + 1, text=segment.text[at], example=example)
    found = figure_named(segment.text)
    if found is not None and found not in figures:
        return segment.problem("figure_other", text=found.name, last=figures[-1].code)
    return found.code if found else None


def _numbered(segment: Segment, figures: tuple[Figure, ...]) -> str | Problem:
    """ "0" and "00" are two figures; "07" is 7, as results print it."""
    text = segment.text
    code = text[1:] if len(text) == 2 and text[0] == "0" and text != "00" else text
    if FIGURE_BY_CODE.get(code) in figures:
        return code
    return segment.problem("figure_range", text=text, last=figures[-1].code)


def _tripleta_code(piece: Segment, *, open_end: bool) -> str | Incomplete | Problem:
    if not piece.text:
        return piece.more("tripleta_figure") if open_end else piece.problem("tripleta_figure")
    code = _code(piece, FIGURES, TRIPLETA_EXAMPLE)
    if code is not None:
        return code
    found = unknown_word(piece, FIGURES)
    if isinstance(found, Incomplete) and not open_end:
        return found.problem(unfinished=False)
    return found


def _title(code: str) -> str:
    return f"{code} {FIGURE_BY_CODE[code].name}"
