"""The one-line grammar of the sale screen: text to picks, amount and meaning. Pure; knows no template.

    line      ["-"] item {"+" item} ["*" amount]
    lottery   123  23  123/ or 123p (permuta)  120/129 (corrida)  .23 2.3 (serie); each with -5 (sign by
              its number), -0 (all twelve) or -leo; 123456 (triples run together)
    figures   5  00  leon  LEO; 051036 (two digits each)
    tripleta  5-12-30; 051230
    commands  /  //  ///  -/  *5  +100 (below)

A leading "-" removes from the ticket. Everything can be typed on a numeric pad; "," is the decimal
key of Spanish pads, so it also stands for the running digit of a serie.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial

from app.domain import games, grammar_figures, grammar_numbers, grammar_runs
from app.domain.games import Kind
from app.domain.grammar_numbers import MOST_PLAYS
from app.domain.typed import Incomplete, Item, Parsed, Pick, Problem, Segment, Typed
from app.money import Money

__all__ = [
    "ALL_DRAWS",
    "AMOUNT",
    "CASH",
    "DRAWS",
    "LONGEST",
    "MOST_PLAYS",
    "NEXT_DRAWS",
    "NO_DRAWS",
    "Incomplete",
    "Parsed",
    "Pick",
    "Problem",
    "Typed",
    "parse",
]

#: The draw under the cursor, all open ones of the chosen products, the next one of each product, none.
DRAWS, ALL_DRAWS, NEXT_DRAWS, NO_DRAWS = "draws", "all_draws", "next_draws", "no_draws"
#: `*5` gives the marked lines, else the last entry, another amount; `+100` is the cash handed over.
AMOUNT, CASH = "amount", "cash"
#: A hundred triples and an amount fit.
LONGEST = 500
_COMMANDS = {"/": DRAWS, "//": ALL_DRAWS, "///": NEXT_DRAWS, "-/": NO_DRAWS}
_MONEY = {"*": AMOUNT, "+": CASH}
_AMOUNT = re.compile(r"[0-9]{1,12}(?P<part>[.,][0-9]*)?")
_READERS: dict[str, Callable[[Segment], Item]] = {
    games.LOTTERY: grammar_numbers.number,
    games.ANIMALITOS: partial(grammar_figures.figure, kind=Kind.FIGURE_38),
    games.ANIMALITOS77: partial(grammar_figures.figure, kind=Kind.FIGURE_77),
    games.TRIPLETA: grammar_figures.tripleta,
}


def parse(text: str, category: str) -> Parsed:
    """Read a line typed under a game category (`lottery`, `animalitos`, `animalitos77`, `tripleta`).

    Never raises: wrong text is a `Problem` that says where, text that only needs more an `Incomplete`.
    """
    line = Segment("".join(map(_fold, text)), 0).trimmed()
    reader = _READERS.get(category)
    if reader is None:
        return line.problem("category_unknown")
    if not line.text:
        return Incomplete("empty")
    if len(text) > LONGEST:
        return line.problem("too_long", start=LONGEST, limit=LONGEST)
    if line.text in _COMMANDS:
        return Typed(text, command=_COMMANDS[line.text])
    if line.text[0] in _MONEY:
        return _money(text, line)
    removes = line.text[0] == "-"
    body = Segment(line.text[1:], line.start + 1) if removes else line
    numbers, star, amount = body.text.partition("*")
    numbered = Segment(numbers, body.start).trimmed()
    picks = _picks(numbered, reader, grammar_runs.SIZES.get(category, 0), open_end=not star)
    if not isinstance(picks, tuple):
        return picks
    money = _amount(Segment(amount, body.start + len(numbers) + 1).trimmed()) if star else None
    if isinstance(money, Incomplete | Problem):
        return money
    typed = Typed(text, picks, money, removes)
    last = line.text[picks[-1].start - line.start :]
    if category == games.LOTTERY and not star and re.fullmatch(r"[0-9.,]{2}", last):
        return Incomplete("more_digits", {}, picks[-1].start, line.end, typed)
    return typed


def _fold(char: str) -> str:
    """A character without accent, in lower case; always one character, so offsets stay true."""
    if char.isspace():
        return " "
    return unicodedata.normalize("NFD", char)[0].lower()[0]


def _money(text: str, line: Segment) -> Parsed:
    """A line that is an amount alone: `*5`, `+100`."""
    amount = _amount(Segment(line.text[1:], line.start + 1).trimmed())
    if not isinstance(amount, Money):
        return amount
    return Typed(text, amount=amount, command=_MONEY[line.text[0]])


def _picks(
    body: Segment, reader: Callable[[Segment], Item], size: int, *, open_end: bool
) -> tuple[Pick, ...] | Incomplete | Problem:
    """The items between the `+` signs and of runs; only the last one may still be unfinished."""
    pieces = [part for piece in body.split("+") for part in grammar_runs.split(piece, size)]
    picks: list[Pick] = []
    for piece in pieces:
        unfinished = open_end and piece is pieces[-1]
        found = _item(piece, reader, size)
        if isinstance(found, Incomplete) and not unfinished:
            return found.problem(unfinished=False)
        if not isinstance(found, Pick):
            return found
        picks.append(found)
    count = sum(len(pick.plays) for pick in picks)
    if count > MOST_PLAYS:
        return body.problem("too_wide", count=count, limit=MOST_PLAYS)
    return tuple(picks)


def _item(piece: Segment, reader: Callable[[Segment], Item], size: int) -> Item:
    if not piece.text:
        return piece.more("number_missing")
    return grammar_runs.unfinished(piece, size) or reader(piece)


def _amount(typed: Segment) -> Money | Incomplete | Problem:
    """The amount behind `*`: `5`, `5,50`, `5.5`; more than nothing."""
    text = typed.text
    if not text:
        return typed.more("amount_missing")
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return _wrong_amount(typed)
    part = match["part"] or ""
    if len(part) > 3:
        return typed.problem("amount_decimals", text=text)
    if len(part) == 1:
        return typed.more("amount_missing")
    money = Money.parse(text)
    if money:
        return money
    return typed.problem("amount_zero") if len(part) == 3 else typed.more("amount_missing")


def _wrong_amount(typed: Segment) -> Problem:
    if "+" in typed.text:
        return typed.problem("amount_last", start=typed.text.index("+"))
    if re.fullmatch(r"[0-9]+([.,][0-9]*)?", typed.text):
        return typed.problem("amount_long")
    return typed.problem("amount_form", text=typed.text)
