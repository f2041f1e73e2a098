"""What a typed line is read as: picks with their numbers, or where it is wrong or unfinished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.cart import Shape
from app.domain.games import Kind
from app.money import Money


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule: `code` is a key of the `entry` texts, `params` its words and numbers.

    `start` and `end` are offsets into the typed text (0 and 0: the line as a whole). A problem that is
    not `blocking` is a warning; an `unfinished` one asks for more typing rather than for a correction.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    blocking: bool = True
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One item of a line: `label` retypes it, `plays` are its numbers, ascending, as text.

    A play is neutral of the server: "123", "123-ARI", "5", "00", "5-12-30". A word that is no figure's
    name stands as typed, in capitals ("LEO"): it may be a code that only the template knows.
    """

    shape: Shape
    label: str
    kind: Kind
    plays: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A whole line. `amount` None means the one kept from before; `removes` takes out of the ticket.

    `command`: what the line does when it holds no numbers (see `app.domain.grammar`); "amount" and
    "cash" carry their `amount`.
    """

    raw: str
    picks: tuple[Pick, ...] = ()
    amount: Money | None = None
    removes: bool = False
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A line that becomes right with more typing; `code` names what comes next.

    `typed` is what the line means as it stands, when it means something: "12" may be a terminal.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    start: int = 0
    end: int = 0
    typed: Typed | None = None

    def problem(self, *, unfinished: bool) -> Problem:
        """The same as a problem: for text in the middle of a line, or to show."""
        return Problem(self.code, self.params, self.start, self.end, unfinished=unfinished)


Parsed = Typed | Incomplete | Problem
Item = Pick | Incomplete | Problem


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the typed line, folded to plain lower case; `start` is its offset in the line."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset behind it."""
        return self.start + len(self.text)

    def problem(self, code: str, start: int = 0, end: int | None = None, **params: object) -> Problem:
        """A problem at offsets relative to this piece."""
        return Problem(code, params, self.start + start, self.end if end is None else self.start + end)

    def more(self, code: str, **params: object) -> Incomplete:
        """More is needed at the end of this piece."""
        return Incomplete(code, params, self.start, self.end)

    def trimmed(self) -> Segment:
        """Without blanks around it."""
        bare = self.text.strip()
        return Segment(bare, self.start + len(self.text) - len(self.text.lstrip()))

    def split(self, mark: str) -> tuple[Segment, ...]:
        """The pieces between `mark`s, trimmed."""
        pieces, at = [], self.start
        for text in self.text.split(mark):
            pieces.append(Segment(text, at).trimmed())
            at += len(text) + len(mark)
        return tuple(pieces)
