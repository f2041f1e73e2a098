"""`*5` on the entry line: lines of the ticket at another amount."""

from __future__ import annotations

from app.domain import limits
from app.domain.cart import Cart, Line
from app.domain.catalog import Catalog
from app.domain.resolved import Meaning, Resolved
from app.domain.typed import Problem, Typed
from app.money import ZERO


def reamount(typed: Typed, cart: Cart, catalog: Catalog, pointed: tuple[int, ...]) -> Resolved:
    """The `pointed` lines at the typed amount; the first limit that one of them breaks holds all back.

    Without such a line it is the amount to keep for what is typed next.
    """
    lines = tuple(line for line in cart.lines if line.id in pointed)
    amount = typed.amount or ZERO
    for line in lines:
        problem = amount_problem(line, typed, catalog)
        if problem:
            return Resolved(amount=amount, problems=(problem,))
    count = sum(len(line.wagers) for line in lines)
    return Resolved(
        changes=tuple((line.id, amount) for line in lines),
        count=count,
        cost=amount * count if count else ZERO,
        amount=amount,
        meaning=Meaning(tuple(dict.fromkeys(line.label for line in lines)), len({x.event_id for x in lines})),
    )


def amount_problem(line: Line, typed: Typed, catalog: Catalog) -> Problem | None:
    """The rule that the typed amount breaks for one line."""
    draw = catalog.draw_by_id.get(line.event_id)
    row = catalog.limits_for(line.wagers[0].game_id, draw.product_id) if draw else None
    return limits.amount(typed.amount or ZERO, row) if row else None
