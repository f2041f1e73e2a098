"""The leading "-" of the entry line: which lines of the ticket a typed number takes out."""

from __future__ import annotations

from app.domain.cart import Cart, Line
from app.domain.catalog import Catalog
from app.domain.entry_games import Texts, texts_of
from app.domain.resolved import Meaning, Resolved
from app.domain.ticket import sum_of
from app.domain.typed import Pick, Problem, Typed


def removal(typed: Typed, cart: Cart, catalog: Catalog) -> Resolved:
    """Lines that hold exactly the typed numbers, in whatever draw; of the amount only, if one is typed.

    A problem when a pick is on no line: nothing is taken out then.
    """
    gone: dict[int, Line] = {}
    for pick in typed.picks:
        found = {
            line.id: line
            for line in cart.lines
            if typed.amount in (None, line.amount) and _holds(line, pick, catalog)
        }
        if not found:
            return Resolved(problems=(Problem("not_in_ticket", {"play": pick.label}, pick.start, pick.end),))
        gone |= found
    wagers = tuple(wager for line in gone.values() for wager in line.wagers)
    draws = {line.event_id for line in gone.values()}
    return Resolved(
        removes=tuple(gone),
        count=len(wagers),
        cost=sum_of(wagers),
        meaning=Meaning(tuple(play for pick in typed.picks for play in pick.plays), len(draws)),
    )


def _holds(line: Line, pick: Pick, catalog: Catalog) -> bool:
    have = {wager.text for wager in line.wagers}
    game = catalog.template.games.get(line.wagers[0].game_id)
    if game is None:
        return line.label == pick.label and have == set(pick.plays)
    texts = texts_of(pick, game) if game.kind is pick.kind else None
    return isinstance(texts, Texts) and have == set(texts.wires)
