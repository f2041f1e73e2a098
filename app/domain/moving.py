"""Lines of the ticket taken to another draw: the same numbers in the words and limits of its game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain import limits
from app.domain.cart import Line
from app.domain.catalog import Catalog, Draw, Game
from app.domain.games import FIGURE_KINDS
from app.domain.ticket import Wager
from app.domain.typed import Problem


def moved(lines: Sequence[Line], draw: Draw, catalog: Catalog) -> tuple[Line, ...] | Problem:
    """The lines in `draw`, ids as before; a problem (an `entry` text) when it does not take one of them."""
    found: list[Line] = []
    for line in lines:
        there = _moved(line, draw, catalog)
        if isinstance(there, Problem):
            return there
        found.append(there)
    return tuple(found)


def following(lines: Sequence[Line], draw: Draw, catalog: Catalog) -> Draw | None:
    """The next draw after `draw`, of the same product and list, that takes all `lines`."""
    later = [
        other
        for other in catalog.draws
        if other.product_id == draw.product_id
        and (other.list_name, other.signed) == (draw.list_name, draw.signed)
        and other.draws_at > draw.draws_at
    ]
    later.sort(key=lambda other: other.draws_at)
    return next((other for other in later if not isinstance(moved(lines, other, catalog), Problem)), None)


def _moved(line: Line, draw: Draw, catalog: Catalog) -> Line | Problem:
    before = line.wagers[0].game_id
    game = catalog.template.games.get(before)
    target = catalog.game_for(draw, game.kind) if game else None
    if target is None:
        old = catalog.draw_by_id.get(line.event_id)
        if game is not None or old is None or old.product_id != draw.product_id:
            return Problem("not_sold", {"play": line.label})
    texts = tuple(_text(wager, game, target) for wager in line.wagers)
    if None in texts:
        return Problem("not_in_template", {"play": line.label})
    game_id = target.id if target else before
    row = catalog.limits_for(game_id, draw.product_id)
    problem = limits.amount(line.amount, row) if row else None
    if problem:
        return problem
    wagers = tuple(
        Wager(draw.event_id, game_id, text or wager.text, wager.amount)
        for text, wager in zip(texts, line.wagers, strict=True)
    )
    return replace(line, event_id=draw.event_id, wagers=wagers)


def _text(wager: Wager, game: Game | None, target: Game | None) -> str | None:
    """The wire text under the target's game; a game without template rows keeps it."""
    if game is None or target is None or target.id == game.id:
        return wager.text
    return target.wire(game.figure_of(wager.text) if game.kind in FIGURE_KINDS else wager.text)
