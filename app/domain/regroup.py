"""Wagers of a ticket that was sold as lines of a cart: a permuta comes back as the one line it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.domain.cart import NewLine, Shape
from app.domain.expand import permuta
from app.domain.ticket import Wager
from app.money import Money

_LEAST_DIGITS, _MOST_ORDERS = 3, 24

_Set = tuple[int, int, Money, str]


def regrouped(wagers: Iterable[Wager]) -> tuple[NewLine, ...]:
    """The same wagers, in the order of the ticket, as lines.

    All orders of the same digits in one draw at one amount, each once, are a permuta; it is named by the
    order that came first. Everything else is a line of its own. No wager is added or lost.
    """
    every = tuple(wagers)
    sets: dict[_Set, list[Wager]] = {}
    for wager in every:
        sets.setdefault(_set_of(wager), []).append(wager)
    whole = {key for key, found in sets.items() if _is_permuta(found)}
    lines: list[NewLine] = []
    done: set[_Set] = set()
    for wager in every:
        key = _set_of(wager)
        if key not in whole:
            lines.append(_line(wager, Shape.PLAIN, (wager,)))
        elif key not in done:
            done.add(key)
            ordered = tuple(sorted(sets[key], key=lambda one: one.text))
            lines.append(_line(wager, Shape.PERMUTA, ordered))
    return tuple(lines)


def _set_of(wager: Wager) -> _Set:
    """What the orders of the same digits have in common; a text with more than digits has no orders."""
    text = wager.text
    orders = text.isascii() and text.isdigit() and len(text) >= _LEAST_DIGITS
    digits = "".join(sorted(text)) if orders else f"={text}"
    return wager.event_id, wager.game_id, wager.amount, digits


def _is_permuta(found: list[Wager]) -> bool:
    orders = permuta(found[0].text) if 1 < len(found) <= _MOST_ORDERS else ()
    return Counter(one.text for one in found) == Counter(orders)


def _line(wager: Wager, shape: Shape, wagers: tuple[Wager, ...]) -> NewLine:
    return NewLine(wager.event_id, shape, wager.text, wager.amount, wagers)
