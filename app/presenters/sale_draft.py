"""The half-typed ticket as data, so that it is back after a power cut, without what was sold meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.cart import Line, NewLine, Shape
from app.domain.sale import SaleState
from app.domain.ticket import Wager
from app.money import Money
from app.ports import Journal, Json, Operation
from app.presenters.base import Tasks

DRAFT, KEPT = "draft", "kept_amount"

_SHAPES = {shape.value: shape for shape in Shape}
_NOT_SOLD = frozenset({SaleState.REJECTED.value, SaleState.NOT_SENT.value, SaleState.ABSENT.value})
_UNKNOWN = frozenset({SaleState.SENDING.value, SaleState.AMBIGUOUS.value})


@dataclass(frozen=True, slots=True)
class Draft:
    """A kept ticket: its lines, how many could not be read, and the last sale that had ended by then."""

    lines: tuple[NewLine, ...] = ()
    unreadable: int = 0
    after: str = ""

    def split(self, newest: Operation | None) -> tuple[tuple[NewLine, ...], tuple[NewLine, ...]]:
        """The lines that the newest sale is still in doubt about, and those that are free to be sold.

        A draft kept before that sale ended still shows its lines: those it sold are in neither.
        """
        if newest is None or newest.id == self.after or newest.state in _NOT_SOLD:
            return (), self.lines
        count = self._leading(newest.body.get("wagers"))
        return self.lines[:count] if newest.state in _UNKNOWN else (), self.lines[count:]

    def _leading(self, wagers: Json) -> int:
        """How many lines at the front hold exactly the wagers of a journalled sale, whatever their order."""
        rows = wagers if isinstance(wagers, list) else []
        sold = Counter(tuple(row) for row in rows if isinstance(row, list))
        seen: Counter[tuple[Json, ...]] = Counter()
        for count, line in enumerate(self.lines, start=1):
            seen.update((w.event_id, w.game_id, w.text, w.amount.minor) for w in line.wagers)
            if seen.total() >= sold.total():
                return count if seen == sold else 0
        return 0


def to_json(lines: Iterable[Line | NewLine], after: str, parked: Json = None) -> Json:
    """The ticket as journal data, with the ones laid aside: one value, so that no line is in both or none."""
    return {"after": after, "lines": lines_json(lines), "parked": parked}


def lines_json(lines: Iterable[Line | NewLine]) -> Json:
    """Lines as journal data."""
    return [
        {
            "event": line.event_id,
            "shape": line.shape.value,
            "label": line.label,
            "amount": line.amount.minor,
            "wagers": [[wager.game_id, wager.text] for wager in line.wagers],
        }
        for line in lines
    ]


def parked_of(data: Json) -> Json:
    """The tickets laid aside, in what `to_json` gave."""
    return data.get("parked") if isinstance(data, dict) else None


def from_json(data: Json) -> Draft:
    """The inverse of `to_json`; what is not of that shape is counted, never raised."""
    match data:
        case {"after": str(after), "lines": list(rows)}:
            return Draft(*lines_from(rows), after)
        case _:
            return Draft()


def lines_from(rows: list[Json]) -> tuple[tuple[NewLine, ...], int]:
    """The inverse of `lines_json`, and how many could not be read."""
    read = [_line(row) for row in rows]
    lines = tuple(line for line in read if line is not None)
    return lines, len(read) - len(lines)


def _line(row: Json) -> NewLine | None:
    match row:
        case {
            "event": int(event),
            "shape": str(shape),
            "label": str(label),
            "amount": int(minor),
            "wagers": [_, *_] as rows,
        } if shape in _SHAPES:
            wagers = [_wager(event, Money(minor), play) for play in rows]
            whole = tuple(wager for wager in wagers if wager is not None)
            line = NewLine(event, _SHAPES[shape], label, Money(minor), whole)
            return line if len(whole) == len(rows) else None
        case _:
            return None


def _wager(event: int, amount: Money, play: Json) -> Wager | None:
    match play:
        case [int(game), str(text)]:
            return Wager(event, game, text, amount)
        case _:
            return None


class Keeper:
    """Keeps values on the disk; a change while one is being written is written after it."""

    def __init__(self, journal: Journal, tasks: Tasks) -> None:
        self._journal = journal
        self._tasks = tasks
        self._waiting: dict[str, Callable[[], Json]] = {}

    def keep(self, name: str, value: Callable[[], Json]) -> None:
        """Keep what `value` gives when it is written; a later one takes its place."""
        self._waiting[name] = value
        self._tasks.start(f"save-{name}", lambda: self._write(name))

    async def _write(self, name: str) -> None:
        while (value := self._waiting.pop(name, None)) is not None:
            await self._journal.keep(name, value())
