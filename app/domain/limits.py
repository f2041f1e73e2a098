"""What the agency may sell, checked: one function per rule of a `game_data` row (get-data).

The document names the fields without explaining them. The readings that are not certain stand here
and nowhere else: `max_permutations` is how many numbers one permuta may become, `max_sequence_size`
how many one corrida or serie may become (signs do not count, they move no digit), `max_sequences` how
many different corridas and series one ticket may hold, whatever the number of draws. What the server
does not say (absent, None or zero) is not checked here: the server decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import reduce

from app.domain.cart import Cart, Line, Shape
from app.domain.catalog import Limits
from app.domain.typed import Pick, Problem
from app.money import Money

#: With no limit from the server, a ticket still is a paper somebody can hold.
MOST_WAGERS = 1000
SEQUENCES = frozenset({Shape.CORRIDA, Shape.SERIE})


def strictest(rows: Iterable[Limits]) -> Limits:
    """One row as strict as all of `rows` together: a ticket must satisfy every product in it."""
    found = tuple(rows)
    multiple = [row.amount_multiple.minor for row in found if row.amount_multiple]
    return Limits(
        game_id=0,
        product_id=0,
        min_bet=max((row.min_bet for row in found if row.min_bet), default=None),
        max_bet=min((row.max_bet for row in found if row.max_bet), default=None),
        amount_multiple=Money(reduce(math.lcm, multiple)) if multiple else None,
        max_wagers=_least(found, lambda row: row.max_wagers),
        max_permutations=_least(found, lambda row: row.max_permutations),
        max_sequence_size=_least(found, lambda row: row.max_sequence_size),
        max_sequences=_least(found, lambda row: row.max_sequences),
    )


def amount(money: Money, limits: Limits) -> Problem | None:
    """`min_bet`, `max_bet`, `amount_multiple`: what one wager may cost."""
    typed = money.text(cents=False)
    if limits.min_bet and money < limits.min_bet:
        return Problem("amount_low", {"amount": typed, "limit": limits.min_bet.text(cents=False)})
    if limits.max_bet and money > limits.max_bet:
        return Problem("amount_high", {"amount": typed, "limit": limits.max_bet.text(cents=False)})
    multiple = limits.amount_multiple
    if multiple and money.minor % multiple.minor:
        return Problem("amount_multiple", {"amount": typed, "limit": multiple.text(cents=False)})
    return None


def permutations(pick: Pick, limits: Limits) -> Problem | None:
    """`max_permutations`: how many numbers a permuta may become."""
    if pick.shape is not Shape.PERMUTA:
        return None
    return _over("permutations", _numbers(pick), limits.max_permutations, pick)


def sequence_size(pick: Pick, limits: Limits) -> Problem | None:
    """`max_sequence_size`: how many numbers a corrida or serie may become."""
    if pick.shape not in SEQUENCES:
        return None
    return _over("sequence_size", _numbers(pick), limits.max_sequence_size, pick)


def sequences(cart: Cart, new: Iterable[Pick], limits: Limits) -> Problem | None:
    """`max_sequences`: how many corridas and series a ticket may hold; several draws count once."""
    before, added = _sequences(cart.lines), _sequences(new)
    if added <= before:
        return None
    return _over("sequences", len(before | added), limits.max_sequences)


def wagers(count: int, limits: Limits) -> Problem | None:
    """`ticket_max_wagers`: wagers on the ticket after unfolding, over all draws; or what paper bears."""
    return _over("too_many", count, limits.max_wagers or MOST_WAGERS)


def _numbers(pick: Pick) -> int:
    return len({play.partition("-")[0] for play in pick.plays})


def _sequences(lines: Iterable[Line | Pick]) -> set[tuple[Shape, str]]:
    return {(line.shape, line.label) for line in lines if line.shape in SEQUENCES}


def _least(rows: Iterable[Limits], of: Callable[[Limits], int | None]) -> int | None:
    return min((value for row in rows if (value := of(row))), default=None)


def _over(code: str, count: int, limit: int | None, pick: Pick | None = None) -> Problem | None:
    if not limit or count <= limit:
        return None
    start, end = (pick.start, pick.end) if pick else (0, 0)
    return Problem(code, {"count": count, "limit": limit}, start, end)
