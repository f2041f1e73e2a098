"""The ticket being typed: lines grouped by draw, with count and total; every change gives a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.ticket import Wager, sum_of
from app.money import Money


class Shape(Enum):
    """How a line was typed: a plain number, or what unfolded into several."""

    PLAIN = "plain"
    PERMUTA = "permuta"
    CORRIDA = "corrida"
    SERIE = "serie"
    SIGNS = "signs"


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry put into one draw: `label` as typed ("123", "120/129"), its wagers, one amount."""

    id: int
    event_id: int
    shape: Shape
    label: str
    amount: Money
    wagers: tuple[Wager, ...]

    @property
    def cost(self) -> Money:
        """Amount times wagers."""
        return sum_of(self.wagers)

    def at(self, amount: Money) -> Line:
        """The same numbers at another amount."""
        return replace(
            self, amount=amount, wagers=tuple(wager._replace(amount=amount) for wager in self.wagers)
        )


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line not yet in a cart (it has no id)."""

    event_id: int
    shape: Shape
    label: str
    amount: Money
    wagers: tuple[Wager, ...]

    def at(self, amount: Money) -> NewLine:
        """The same numbers at another amount."""
        return replace(
            self, amount=amount, wagers=tuple(wager._replace(amount=amount) for wager in self.wagers)
        )


@dataclass(frozen=True, slots=True)
class Cart:
    """An immutable list of lines. `next_id` is never used twice, so an id always means one line."""

    lines: tuple[Line, ...] = ()
    next_id: int = 1

    @property
    def wagers(self) -> tuple[Wager, ...]:
        """All wagers in the order typed."""
        return tuple(wager for line in self.lines for wager in line.wagers)

    @property
    def count(self) -> int:
        """Number of wagers (what `ticket_max_wagers` limits)."""
        return sum(len(line.wagers) for line in self.lines)

    @property
    def total(self) -> Money:
        """What the customer pays."""
        return sum_of(self.wagers)

    def draws(self) -> tuple[int, ...]:
        """Event ids in the order in which they came in."""
        return tuple(dict.fromkeys(line.event_id for line in self.lines))

    def in_draw(self, event_id: int) -> tuple[Line, ...]:
        """The lines of one draw."""
        return tuple(line for line in self.lines if line.event_id == event_id)

    def add(self, new: Iterable[NewLine]) -> Cart:
        """With more lines at the end."""
        lines, next_id = list(self.lines), self.next_id
        for line in new:
            lines.append(Line(next_id, line.event_id, line.shape, line.label, line.amount, line.wagers))
            next_id += 1
        return Cart(tuple(lines), next_id)

    def remove(self, ids: Collection[int]) -> Cart:
        """Without some lines."""
        return replace(self, lines=tuple(line for line in self.lines if line.id not in ids))

    def put(self, lines: Iterable[Line]) -> Cart:
        """With these lines in place of those with the same ids; what has no such place goes to the end."""
        new = {line.id: line for line in lines}
        known = {line.id for line in self.lines}
        placed = tuple(new.get(line.id, line) for line in self.lines)
        back = tuple(line for line in new.values() if line.id not in known)
        return replace(self, lines=(*placed, *back))

    def at_amounts(self, changes: Iterable[tuple[int, Money]]) -> Cart:
        """With other amounts, by the ids of the lines."""
        wanted = dict(changes)
        return replace(
            self, lines=tuple(ln.at(wanted[ln.id]) if ln.id in wanted else ln for ln in self.lines)
        )

    def without_draws(self, event_ids: Collection[int]) -> Cart:
        """Without the lines of some draws (they closed)."""
        return replace(self, lines=tuple(ln for ln in self.lines if ln.event_id not in event_ids))

    def cleared(self) -> Cart:
        """Empty, ids going on."""
        return replace(self, lines=())
