"""The same numbers twice in one draw: they become one line with the amounts added, within the limits.

What only overlaps (123 and a permuta of 123) stays apart and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain import limits
from app.domain.cart import Cart, Line, NewLine
from app.domain.catalog import Catalog
from app.domain.typed import Problem
from app.money import Money

Key = tuple[int, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Joined:
    """New `lines` of which none has a twin, `changes` of amounts on the ticket, and what to tell."""

    lines: tuple[NewLine, ...] = ()
    changes: tuple[tuple[int, Money], ...] = ()
    problems: tuple[Problem, ...] = ()


def joined(new: Iterable[NewLine], cart: Cart, catalog: Catalog) -> Joined:
    """New lines joined with their twins on the ticket and among themselves.

    A sum that is more than `max_bet` (get-data) is a problem that blocks.
    """
    there = {key_of(line): line for line in cart.lines}
    changes: dict[int, Money] = {}
    lines: dict[Key, NewLine] = {}
    added: list[NewLine] = []
    for line in new:
        key = key_of(line)
        if (twin := there.get(key)) is not None:
            changes[twin.id] = changes.get(twin.id, twin.amount) + line.amount
            added.append(line.at(changes[twin.id]))
        elif key in lines:
            lines[key] = lines[key].at(lines[key].amount + line.amount)
            added.append(lines[key])
        else:
            lines[key] = line
    fresh = tuple(lines.values())
    high = next((p for line in added if (p := _too_high(line, catalog))), None)
    if high:
        return Joined(problems=(high,))
    return Joined(fresh, tuple(changes.items()), (*_told(added), *_overlaps(fresh, cart)))


def fresh(new: Sequence[NewLine], cart: Cart) -> int:
    """How many wagers more the ticket would hold."""
    there = {key_of(line) for line in cart.lines}
    return sum(len(key[2]) for key in {key_of(line) for line in new} - there)


def key_of(line: Line | NewLine) -> Key:
    """What makes two lines twins: draw, game and numbers."""
    return line.event_id, line.wagers[0].game_id, tuple(wager.text for wager in line.wagers)


def _too_high(line: NewLine, catalog: Catalog) -> Problem | None:
    draw = catalog.draw_by_id.get(line.event_id)
    row = catalog.limits_for(line.wagers[0].game_id, draw.product_id) if draw else None
    if row is None or limits.amount(line.amount, row) is None or not row.max_bet:
        return None
    amount, limit = line.amount.text(cents=False), row.max_bet.text(cents=False)
    return Problem("twin_high", {"play": line.label, "amount": amount, "limit": limit})


def _told(added: Sequence[NewLine]) -> Iterable[Problem]:
    if added:
        first, count = added[0], len(added)
        amount = first.amount.text(cents=False)
        yield Problem("twin", {"play": first.label, "amount": amount, "count": count}, blocking=False)


def _overlaps(new: Sequence[NewLine], cart: Cart) -> Iterable[Problem]:
    """Numbers that are on the ticket, in the same draw, within another line."""
    have = {(wager.event_id, wager.game_id, wager.text) for wager in cart.wagers}
    wagers = [(wager.event_id, wager.game_id, wager.text) for line in new for wager in line.wagers]
    again = [key for key in wagers if key in have]
    seen: set[tuple[int, int, str]] = set()
    again += [key for key in wagers if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    if again:
        yield Problem("duplicate", {"play": again[0][2], "count": len(again)}, blocking=False)
