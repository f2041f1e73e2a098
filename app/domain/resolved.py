"""What a typed line would do to the ticket, as data for the screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.cart import NewLine
from app.domain.catalog import Draw
from app.domain.typed import Problem
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

    `changes` are lines of the ticket (by id) that get another amount: a number typed again adds to what
    it has, `*5` sets it. `cash` is what the customer hands over (`+100`). `count` and `cost` are of the
    whole entry and stand even when a problem holds it back; `amount` is the one that would be used and
    kept. `problems`: the first is the one to show.
    """

    lines: tuple[NewLine, ...] = ()
    removes: tuple[int, ...] = ()
    changes: tuple[tuple[int, Money], ...] = ()
    cash: Money | None = None
    count: int = 0
    cost: Money = ZERO
    amount: Money | None = None
    meaning: Meaning = field(default_factory=Meaning)
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether Enter would do something to the ticket."""
        return bool(self.lines or self.removes or self.changes)

    @property
    def blocked(self) -> bool:
        """Whether Enter does nothing."""
        return any(problem.blocking for problem in self.problems)
