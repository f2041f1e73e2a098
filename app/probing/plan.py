"""Which sale a probe would make: the cheapest one there is, in a draw with time enough to take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.catalog import Catalog, Draw, Game
from app.domain.ticket import Wager
from app.money import Money

MARGIN = timedelta(minutes=15)
"""A draw must stay open so long after the time in which a ticket may be canceled."""
_LAST_CALL = timedelta(minutes=2)
_USUAL_STAKE = Money.units(1)


@dataclass(frozen=True, slots=True)
class Plan:
    """One wager in one draw."""

    draw: Draw
    product: str
    wager: Wager
    window: timedelta

    def in_time(self, now: datetime) -> bool:
        """Whether there still is time to sell it and take it back at server time `now`."""
        return now + self.window + _LAST_CALL < self.draw.closes_at


def choose(catalog: Catalog, now: datetime, pick: Callable[[Sequence[str]], str]) -> Plan | None:
    """The cheapest wager, then the earliest draw; None when nothing could surely be taken back.

    `pick` takes one of the valid plays: any will do, and chance makes a customer's like it unlikely.
    """
    window = timedelta(seconds=catalog.agency.seconds_to_cancel)
    if not catalog.agency.active or not window:
        return None
    stakes = (
        (stake, draw, game)
        for draw in catalog.draws
        if now + window + MARGIN < draw.closes_at
        for stake, game in _stakes(catalog, draw)
    )
    best = min(stakes, key=lambda one: (one[0], one[1].draws_at, one[1].event_id), default=None)
    if best is None:
        return None
    stake, draw, game = best
    product = catalog.product_by_id.get(draw.product_id)
    wager = Wager(draw.event_id, game.id, pick(sorted(game.plays)), stake)
    return Plan(draw, product.name if product else draw.name, wager, window)


def _stakes(catalog: Catalog, draw: Draw) -> Iterator[tuple[Money, Game]]:
    """The least stake of every game that the draw takes."""
    product = catalog.product_by_id.get(draw.product_id)
    if product is not None and not product.active:
        return
    for kind in sorted(catalog.kinds(draw), key=lambda one: one.value):
        game = catalog.game_for(draw, kind)
        stake = _stake(catalog, game.id, draw.product_id) if game else None
        if game and stake and game.plays:
            yield stake, game


def _stake(catalog: Catalog, game_id: int, product_id: int) -> Money | None:
    """The least that the limits allow."""
    limits = catalog.limits_for(game_id, product_id)
    if limits is None:
        return _USUAL_STAKE
    least = limits.min_bet or limits.amount_multiple or _USUAL_STAKE
    step = limits.amount_multiple or least
    stake = Money(-(-least.minor // step.minor) * step.minor)
    return stake if limits.max_bet is None or stake <= limits.max_bet else None
