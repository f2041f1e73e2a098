"""A play with what was said for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.orders.sentences import Place, Play
from app.money import Money


@dataclass(slots=True, eq=False)
class Bet:
    """A play with its amount and place; None: nothing was said. `out`: the cashier left it out."""

    play: Play
    money: Money | None = None
    place: Place | None = None
    out: bool = False
