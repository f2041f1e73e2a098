"""The journal's port in memory, with the rules of the real one: for tests of what is written when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from app.domain.secret import Secret
from app.domain.ticket import TicketKey
from app.errors import Known
from app.ports import HAPPENED, Json, Operation, OperationType, Record, Stretch

_SOLD = {OperationType.SALE, OperationType.GHOST}
_PAID_OUT = {"PAY_CONFIRMED", "DISBURSING", "DISBURSED", "CLAIM"}


class MemoryJournal:
    """`records` is everything written, in order.

    `broken` makes every further write fail as a disk does; the hooks see each write of records and may
    raise to end the program there.
    """

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.values: dict[str, Json] = {}
        self.broken = False
        self.closed = False
        self.before_write: Callable[[], object] = lambda: None
        self.after_write: Callable[[], object] = lambda: None
        self._operations: dict[str, Operation] = {}
        self._pins: dict[str, Secret] = {}

    # --- what a test asks -------------------------------------------------------------------------

    def states(self, operation: str | None = None) -> list[str]:
        """The states written, in order (of one operation, or of all)."""
        return [one.state for one in self.records if operation in {None, one.operation}]

    def now(self, operation: str) -> Operation:
        """An operation that must be there."""
        return self._whole(self._operations[operation])

    def last(self) -> Operation:
        """The operation written last."""
        return self.now(self.records[-1].operation)

    # --- the port ---------------------------------------------------------------------------------

    async def write(self, *records: Record) -> None:
        await self._turn()
        self.before_write()
        after, pins = dict(self._operations), dict(self._pins)
        for record in records:
            after[record.operation] = _fold(after.get(record.operation), record)
            _rules(after, record)
            if record.pin is not None:
                pins[record.operation] = record.pin
            elif record.erase_pin:
                pins.pop(record.operation, None)
        self._operations, self._pins = after, pins
        self.records.extend(records)
        self.after_write()

    async def operation(self, operation: str) -> Operation | None:
        await self._turn(writing=False)
        found = self._operations.get(operation)
        return self._whole(found) if found else None

    async def open_operations(self, final: Mapping[OperationType, frozenset[str]]) -> tuple[Operation, ...]:
        await self._turn(writing=False)
        every = (one for one in self._operations.values() if one.type not in HAPPENED)
        return tuple(self._whole(one) for one in every if one.state not in final[one.type])

    async def by_ticket(self, key: TicketKey, type_: OperationType) -> tuple[Operation, ...]:
        await self._turn(writing=False)
        every = reversed(self._operations.values())
        wanted = (type_, key.number, key.day)
        return tuple(self._whole(one) for one in every if (one.type, one.number, one.day) == wanted)

    async def numbers(self, day: date) -> frozenset[int]:
        await self._turn(writing=False)
        sales = (one for one in self._operations.values() if one.type in _SOLD)
        return frozenset(one.number for one in sales if one.day == day and one.number is not None)

    async def sold(self, day: date) -> tuple[Operation, ...]:
        await self._turn(writing=False)
        every = (self._whole(one) for one in self._operations.values() if one.type is OperationType.SALE)
        return tuple(
            sorted((one for one in every if one.day == day and one.number), key=lambda one: one.number or 0)
        )

    async def recent(self, type_: OperationType, limit: int) -> tuple[Operation, ...]:
        await self._turn(writing=False)
        found = [self._whole(one) for one in reversed(self._operations.values()) if one.type is type_]
        return tuple(found[:limit])

    async def place(self) -> int:
        await self._turn(writing=False)
        return len(self.records)

    async def stretch(self, after: int, limit: int, until: int | None = None) -> Stretch:
        await self._turn(writing=False)
        end = len(self.records) if until is None else until
        reached = min(end, after + limit)
        now: dict[str, Operation] = {}
        for record in self.records[:after]:
            now[record.operation] = _fold(now.get(record.operation), record)
        before = dict(now)
        touched = dict.fromkeys(record.operation for record in self.records[after:reached])
        for record in self.records[after:reached]:
            now[record.operation] = _fold(now.get(record.operation), record)
        changes = tuple((before.get(name), now[name]) for name in touched)
        return Stretch(reached, f"{reached:04x}" if reached else "", reached >= end, changes)

    async def keep(self, name: str, value: Json) -> None:
        await self._turn()
        self.values[name] = value

    async def kept(self, name: str) -> Json:
        await self._turn(writing=False)
        return self.values.get(name)

    async def close(self) -> None:
        self.closed = True

    async def _turn(self, *, writing: bool = True) -> None:
        """As over there, the loop runs on while the journal's thread works."""
        await asyncio.sleep(0)
        if writing and self.broken:
            raise Known("journal.broken")

    def _whole(self, operation: Operation) -> Operation:
        return replace(operation, pin=self._pins.get(operation.id))


def _fold(before: Operation | None, record: Record) -> Operation:
    if before is None:
        return Operation(
            record.operation, record.type, record.state, record.at, record.at, record.in_flight,
            record.number, record.day, record.amount, dict(record.body), None,
        )  # fmt: skip
    return replace(
        before,
        state=record.state,
        updated_at=record.at,
        in_flight=record.in_flight,
        number=before.number if record.number is None else record.number,
        day=before.day if record.day is None else record.day,
        amount=before.amount if record.amount is None else record.amount,
        body={**before.body, **record.body},
    )


def _rules(after: Mapping[str, Operation], record: Record) -> None:
    """Which rule is broken first where a record breaks two: SQLite looks at the newest index first."""
    mine, others = after[record.operation], [one for id_, one in after.items() if id_ != record.operation]
    if mine.state == "SHIFT_OPEN" and any(one.state == "SHIFT_OPEN" for one in others):
        raise Known("journal.shift_open")
    has_ticket = mine.number is not None and mine.day is not None
    named = [one for one in others if has_ticket and (one.number, one.day) == (mine.number, mine.day)]
    if mine.state in _PAID_OUT and any(one.state in _PAID_OUT for one in named):
        raise Known("journal.paid")
    if mine.in_flight and any(one.in_flight for one in others):
        raise Known("journal.busy")
    if mine.type in _SOLD and any(one.type in _SOLD for one in named):
        raise Known("journal.duplicate_ticket")
