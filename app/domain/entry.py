"""A typed line against what is on sale: lines for the ticket, what it means, and what is wrong with it.

The grammar knows shapes; this knows the catalogue: which draw takes which play, under which game id,
in which wire text, and within which limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain import limits, twins
from app.domain.cart import Cart, NewLine
from app.domain.catalog import Catalog, Draw, Limits
from app.domain.entry_amount import reamount
from app.domain.entry_games import Fit, Taker, Takers, Texts, fit, takers
from app.domain.entry_removal import removal
from app.domain.games import Kind
from app.domain.grammar import AMOUNT, CASH
from app.domain.resolved import Meaning, Resolved, Skipped
from app.domain.ticket import Wager
from app.domain.typed import Parsed, Pick, Problem, Typed
from app.money import ZERO, Money

__all__ = ["Meaning", "Resolved", "Skipped", "resolve", "title"]


def resolve(
    typed: Parsed,
    *,
    category: str,
    chosen: tuple[Draw, ...],
    catalog: Catalog,
    cart: Cart,
    kept: Money | None,
    now: datetime,
    pointed: tuple[int, ...] = (),
) -> Resolved:
    """What a parsed line does with the `chosen` draws of its `category`, at server time `now`.

    `pointed` are the ids of the ticket's lines that `*5` is about. Wrong and unfinished lines give
    their problem; commands about draws give nothing. A line that may still grow ("12") counts as it
    stands wherever a draw takes it.
    """
    if isinstance(typed, Problem):
        return Resolved(problems=(typed,))
    if isinstance(typed, Typed):
        own = {draw.event_id: draw for draw in chosen if draw.category == category}
        if typed.command == AMOUNT:
            return reamount(typed, cart, catalog, pointed)
        if typed.command == CASH:
            return Resolved(cash=typed.amount)
        return _Entry(typed, tuple(own.values()), catalog, cart, kept, now).resolved()
    if typed.typed is not None:
        found = resolve(
            typed.typed, category=category, chosen=chosen, catalog=catalog, cart=cart, kept=kept, now=now
        )
        if found.meaning.draws or found.removes:
            return found
    return Resolved(problems=(typed.problem(unfinished=True),))


@dataclass(frozen=True)
class _Entry:
    """One line being resolved: the steps, each on what the one before found."""

    typed: Typed
    chosen: tuple[Draw, ...]
    catalog: Catalog
    cart: Cart
    kept: Money | None
    now: datetime

    def resolved(self) -> Resolved:
        if self.typed.command:
            return Resolved()
        if self.typed.removes:
            return removal(self.typed, self.cart, self.catalog)
        problem = self._no_draw()
        if problem:
            return Resolved(problems=(problem,))
        kinds = dict.fromkeys(pick.kind for pick in self.typed.picks)
        by_kind = {kind: takers(kind, self.chosen, self.catalog) for kind in kinds}
        for pick in self.typed.picks:
            takers_of = by_kind[pick.kind]
            if not takers_of.found:
                reason = takers_of.others[self.chosen[0].event_id]
                return Resolved(problems=(Problem(reason, {"play": pick.label}, pick.start, pick.end),))
        wide = self._wide({kind: found.found for kind, found in by_kind.items()})
        if wide:
            return self._refused(by_kind, wide)
        fits: list[Fit] = []
        for pick in self.typed.picks:
            takers_of = by_kind[pick.kind]
            found = fit(pick, takers_of.found)
            if isinstance(found, Problem):
                return Resolved(problems=(found,))
            fits.append(found)
        return self._with_amount(tuple(fits), self._skipped(by_kind.values()))

    def _no_draw(self) -> Problem | None:
        if not self.chosen:
            return Problem("no_draw", unfinished=True)
        closed = next((draw for draw in self.chosen if not draw.is_open(self.now)), None)
        return Problem("draw_closed", {"draw": title(closed)}) if closed else None

    def _skipped(self, kinds: Iterable[Takers]) -> tuple[Skipped, ...]:
        """The chosen draws that take none of the line's kinds of play."""
        every = tuple(kinds)
        refused = [draw for draw in self.chosen if all(draw.event_id in one.others for one in every)]
        return tuple(Skipped(draw, f"skip_{every[0].others[draw.event_id]}") for draw in refused)

    def _refused(self, by_kind: Mapping[Kind, Takers], wide: tuple[Problem, ...]) -> Resolved:
        """A line that unfolds too far, told before its numbers are looked up: there may be a thousand."""
        amount = self.typed.amount or self.kept
        picks = [(pick, by_kind[pick.kind].found) for pick in self.typed.picks]
        count = sum(len(pick.plays) * len(found) for pick, found in picks)
        draws = {taker.draw.event_id for _, found in picks for taker in found}
        whole = Resolved(
            count=count,
            cost=amount * count if amount else ZERO,
            amount=amount,
            meaning=Meaning(tuple(play for pick, _ in picks for play in pick.plays), len(draws)),
        )
        if amount is None:
            return replace(whole, problems=(Problem("amount_missing", unfinished=True),))
        own = limits.strictest(_rows(tuple(taker for _, found in picks for taker in found)))
        money = limits.amount(amount, own)
        return replace(whole, problems=(*((self._at_amount(money),) if money else ()), *wide))

    def _wide(self, takers_of: Mapping[Kind, tuple[Taker, ...]]) -> tuple[Problem, ...]:
        """What unfolds to more numbers than a permuta, corrida or serie may have."""
        bounds = {kind: limits.strictest(_rows(found)) for kind, found in takers_of.items()}
        checks = (limits.permutations, limits.sequence_size)
        found = (check(pick, bounds[pick.kind]) for pick in self.typed.picks for check in checks)
        return tuple(problem for problem in found if problem)

    def _with_amount(self, fits: tuple[Fit, ...], skipped: tuple[Skipped, ...]) -> Resolved:
        amount = self.typed.amount or self.kept
        count = sum(one.count for one in fits)
        whole = Resolved(
            count=count,
            cost=amount * count if amount else ZERO,
            amount=amount,
            meaning=Meaning(
                tuple(code for one in fits for code in one.codes), len(self.chosen) - len(skipped)
            ),
            skipped=skipped,
        )
        if amount is None:
            return replace(whole, problems=(Problem("amount_missing", unfinished=True),))
        lines = _lines(fits, self.chosen, amount)
        problems = self._broken(fits, lines, amount)
        if problems:
            return replace(whole, problems=problems)
        found = twins.joined(lines, self.cart, self.catalog)
        return replace(whole, lines=found.lines, changes=found.changes, problems=found.problems)

    def _broken(
        self, fits: tuple[Fit, ...], lines: tuple[NewLine, ...], amount: Money
    ) -> tuple[Problem, ...]:
        """What the entry breaks of amounts and counts, in the order in which a cashier would mend it."""
        own = limits.strictest(_rows(tuple(taker for one in fits for taker in one.takers)))
        ticket = limits.strictest((own, *self._cart_rows()))
        money = limits.amount(amount, own)
        found = [
            self._at_amount(money) if money else None,
            limits.sequences(self.cart, self.typed.picks, ticket),
            limits.wagers(self.cart.count + twins.fresh(lines, self.cart), ticket),
        ]
        return tuple(problem for problem in found if problem)

    def _at_amount(self, problem: Problem) -> Problem:
        star = self.typed.raw.find("*")
        return problem if star < 0 else replace(problem, start=star + 1, end=len(self.typed.raw))

    def _cart_rows(self) -> Iterable[Limits]:
        """The limits of what is already on the ticket; draws that are gone bind no more."""
        for line in self.cart.lines:
            draw = self.catalog.draw_by_id.get(line.event_id)
            row = self.catalog.limits_for(line.wagers[0].game_id, draw.product_id) if draw else None
            if row:
                yield row


def title(draw: Draw) -> str:
    """A draw's name with its list letter."""
    return f"{draw.name} {draw.list_name}".strip()


def _rows(found: tuple[Taker, ...]) -> tuple[Limits, ...]:
    return tuple(taker.limits for taker in found if taker.limits)


def _lines(fits: tuple[Fit, ...], chosen: tuple[Draw, ...], amount: Money) -> tuple[NewLine, ...]:
    """Lines draw by draw, each draw's in the order typed."""
    by_draw: dict[int, list[NewLine]] = {draw.event_id: [] for draw in chosen}
    for one in fits:
        for taker in one.takers:
            by_draw[taker.draw.event_id].append(_line(one.pick, taker, one.texts[taker.game.id], amount))
    return tuple(line for lines in by_draw.values() for line in lines)


def _line(pick: Pick, taker: Taker, texts: Texts, amount: Money) -> NewLine:
    event_id, game_id = taker.draw.event_id, taker.game.id
    wagers = tuple(Wager(event_id, game_id, wire, amount) for wire in texts.wires)
    return NewLine(event_id, pick.shape, texts.label, amount, wagers)
