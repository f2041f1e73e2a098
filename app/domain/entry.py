"""A typed line against what is on sale: lines for the ticket, what it means, and what is wrong with it.

The grammar knows shapes; this knows the catalogue: which draw takes which play, under which game id,
in which wire text, and within which limits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain import limits
from app.domain.cart import Cart, Line, NewLine
from app.domain.catalog import Catalog, Draw, Limits
from app.domain.entry_games import Fit, Texts, fit, texts_of
from app.domain.ticket import Wager
from app.domain.typed import Parsed, Pick, Problem, Typed
from app.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Skipped:
    """A chosen draw that gets nothing of this line; `reason` is a key of the `entry` texts."""

    draw: Draw
    reason: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a line unfolds to: its `numbers`, and how many `draws` take at least one of them."""

    numbers: tuple[str, ...] = ()
    draws: int = 0


@dataclass(frozen=True, slots=True)
class Resolved:
    """What pressing Enter would do: add `lines`, or take out the lines with the ids in `removes`.

    `count` and `cost` are of the whole entry and stand even when a problem holds it back; `amount` is
    the one that would be used and kept. `problems`: the first is the one to show.
    """

    lines: tuple[NewLine, ...] = ()
    removes: tuple[int, ...] = ()
    count: int = 0
    cost: Money = ZERO
    amount: Money | None = None
    meaning: Meaning = field(default_factory=Meaning)
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether Enter does nothing."""
        return any(problem.blocking for problem in self.problems)


def resolve(
    typed: Parsed,
    *,
    category: str,
    chosen: tuple[Draw, ...],
    catalog: Catalog,
    cart: Cart,
    kept: Money | None,
    now: datetime,
) -> Resolved:
    """What a parsed line does with the `chosen` draws of its `category`, at server time `now`.

    Wrong and unfinished lines give their problem; commands give nothing. A line that may still grow
    ("12") counts as it stands wherever a draw takes it.
    """
    if isinstance(typed, Problem):
        return Resolved(problems=(typed,))
    if isinstance(typed, Typed):
        own = tuple(draw for draw in chosen if draw.category == category)
        return _Entry(typed, own, catalog, cart, kept, now).resolved()
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
            return self._removal()
        problem = self._no_draw()
        if problem:
            return Resolved(problems=(problem,))
        fits: list[Fit] = []
        reasons: dict[int, str] = {}
        for pick in self.typed.picks:
            found, refused = fit(pick, self.chosen, self.catalog)
            if isinstance(found, Problem):
                return Resolved(problems=(found,))
            if not found:
                reason = refused[self.chosen[0].event_id]
                return Resolved(problems=(Problem(reason, {"play": pick.label}, pick.start, pick.end),))
            fits += found
            reasons |= refused
        return self._with_amount(tuple(fits), reasons)

    def _no_draw(self) -> Problem | None:
        if not self.chosen:
            return Problem("no_draw", unfinished=True)
        closed = next((draw for draw in self.chosen if not draw.is_open(self.now)), None)
        return Problem("draw_closed", {"draw": title(closed)}) if closed else None

    def _with_amount(self, fits: tuple[Fit, ...], reasons: Mapping[int, str]) -> Resolved:
        served = {one.draw.event_id for one in fits}
        amount = self.typed.amount or self.kept
        count = sum(len(one.texts.wires) for one in fits)
        whole = Resolved(
            count=count,
            cost=amount * count if amount else ZERO,
            amount=amount,
            meaning=Meaning(_numbers(self.typed.picks, fits), len(served)),
            skipped=tuple(
                Skipped(draw, f"skip_{reasons[draw.event_id]}")
                for draw in self.chosen
                if draw.event_id not in served
            ),
        )
        if amount is None:
            return replace(whole, problems=(Problem("amount_missing", unfinished=True),))
        problems = self._broken(fits, amount, count)
        if problems:
            return replace(whole, problems=problems)
        lines = _lines(fits, self.chosen, amount)
        return replace(whole, lines=lines, problems=tuple(self._duplicates(lines)))

    def _broken(self, fits: tuple[Fit, ...], amount: Money, count: int) -> tuple[Problem, ...]:
        """Every limit the entry breaks, in the order in which a cashier would mend them."""
        rows = {id(row): row for one in fits if (row := one.limits)}
        own = limits.strictest(rows.values())
        ticket = limits.strictest((*rows.values(), *self._cart_rows()))
        money = limits.amount(amount, own)
        found = [self._at_amount(money) if money else None]
        for pick in self.typed.picks:
            bounds = limits.strictest(row for one in fits if one.pick is pick and (row := one.limits))
            found += [limits.permutations(pick, bounds), limits.sequence_size(pick, bounds)]
        found += [
            limits.sequences(self.cart, self.typed.picks, ticket),
            limits.wagers(self.cart.count + count, ticket),
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

    def _duplicates(self, lines: tuple[NewLine, ...]) -> Iterable[Problem]:
        """A warning when a number is already on the ticket in the same draw, or twice in this line."""
        have = {(wager.event_id, wager.game_id, wager.text) for wager in self.cart.wagers}
        new = [(wager.event_id, wager.game_id, wager.text) for line in lines for wager in line.wagers]
        again = [key for key in new if key in have]
        if again:
            yield Problem("duplicate", {"play": again[0][2], "count": len(again)}, blocking=False)
        twice = [key for key, times in Counter(new).items() if times > 1]
        if twice:
            yield Problem("repeated", {"play": twice[0][2], "count": len(twice)}, blocking=False)

    def _removal(self) -> Resolved:
        """Lines of the ticket that hold exactly these numbers, in whatever draw; at the amount if typed."""
        gone: list[Line] = []
        for pick in self.typed.picks:
            found = [line for line in self.cart.lines if self._is_of(line, pick)]
            if not found:
                problem = Problem("not_in_ticket", {"play": pick.label}, pick.start, pick.end)
                return Resolved(problems=(problem,))
            gone += [line for line in found if line not in gone]
        wagers = tuple(wager for line in gone for wager in line.wagers)
        return Resolved(
            removes=tuple(line.id for line in gone),
            count=len(wagers),
            cost=Money(sum(wager.amount.minor for wager in wagers)),
            meaning=Meaning(
                tuple(play for pick in self.typed.picks for play in pick.plays),
                len({line.event_id for line in gone}),
            ),
        )

    def _is_of(self, line: Line, pick: Pick) -> bool:
        if self.typed.amount not in (None, line.amount):
            return False
        have = {wager.text for wager in line.wagers}
        game = self.catalog.template.games.get(line.wagers[0].game_id)
        if game is None:
            return line.label == pick.label and have == set(pick.plays)
        texts = texts_of(pick, game) if game.kind is pick.kind else None
        return isinstance(texts, Texts) and have == set(texts.wires)


def title(draw: Draw) -> str:
    """A draw's name with its list letter."""
    return f"{draw.name} {draw.list_name}".strip()


def _numbers(picks: tuple[Pick, ...], fits: tuple[Fit, ...]) -> tuple[str, ...]:
    codes = {id(one.pick): one.texts.codes for one in reversed(fits)}
    return tuple(code for pick in picks for code in codes[id(pick)])


def _lines(fits: tuple[Fit, ...], chosen: tuple[Draw, ...], amount: Money) -> tuple[NewLine, ...]:
    """Lines draw by draw, each draw's in the order typed."""
    place = {draw.event_id: index for index, draw in enumerate(chosen)}
    return tuple(_line(one, amount) for one in sorted(fits, key=lambda one: place[one.draw.event_id]))


def _line(one: Fit, amount: Money) -> NewLine:
    event_id, game_id = one.draw.event_id, one.game_id
    wagers = tuple(Wager(event_id, game_id, wire, amount) for wire in one.texts.wires)
    return NewLine(event_id, one.pick.shape, one.texts.label, amount, wagers)
