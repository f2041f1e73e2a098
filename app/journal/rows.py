"""Rows of the two tables as values, and the fold that makes one operation of its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter

from app.domain.secret import Secret
from app.errors import Bug
from app.journal.canonical import dump, from_ms, load_object, merge, plain, to_ms
from app.money import Money
from app.ports import Operation, OperationType, Record

JOURNAL_COLUMNS = "seq, operation, type, state, at_ms, in_flight, number, day, amount, body"
OPERATION_COLUMNS = (
    "id, type, state, started_ms, updated_ms, in_flight, number, day, amount, body, first_seq, last_seq"
)

Column = str | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A journal row without its chain; the fields are `JOURNAL_COLUMNS` in order."""

    seq: int
    operation: str
    type: str
    state: str
    at_ms: int
    in_flight: int
    number: int | None
    day: str | None
    amount: int | None
    body: str

    def columns(self) -> tuple[Column, ...]:
        """The fields in order. (`dataclasses.astuple` copies each of them, at ten times the price.)"""
        return _ROW(self)

    def canonical(self) -> bytes:
        """What the chain signs: the columns as one JSON list."""
        return dump(self.columns()).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Folded:
    """A row of `operation`; the fields are `OPERATION_COLUMNS` in order."""

    id: str
    type: str
    state: str
    started_ms: int
    updated_ms: int
    in_flight: int
    number: int | None
    day: str | None
    amount: int | None
    body: str
    first_seq: int
    last_seq: int

    def columns(self) -> tuple[Column, ...]:
        """The fields in order."""
        return _FOLDED(self)


_ROW: Callable[[Row], tuple[Column, ...]] = attrgetter(*(field.name for field in fields(Row)))
_FOLDED: Callable[[Folded], tuple[Column, ...]] = attrgetter(*(field.name for field in fields(Folded)))


def row_of(record: Record, seq: int) -> Row:
    """The journal row of a record; `Bug` when it holds something that cannot be stored."""
    return Row(
        seq=seq,
        operation=record.operation,
        type=record.type.value,
        state=record.state,
        at_ms=to_ms(record.at),
        in_flight=int(record.in_flight),
        number=_checked(record.number),
        day=record.day.isoformat() if record.day else None,
        amount=_checked(record.amount.minor) if record.amount is not None else None,
        body=plain(record.body),
    )


def storable(number: int) -> bool:
    """Whether a number fits SQLite's 64 bits."""
    return -(2**63) <= number < 2**63


def _checked(number: int | None) -> int | None:
    if number is not None and not storable(number):
        raise Bug("journal.number_too_big")
    return number


def fold(before: Folded | None, row: Row) -> Folded:
    """The operation after `row`: what a row leaves out stays as it was, bodies merge.

    `Bug("journal.type_changed")` when a row gives an operation another type than its first.
    """
    if before is None:
        return Folded(
            id=row.operation,
            type=row.type,
            state=row.state,
            started_ms=row.at_ms,
            updated_ms=row.at_ms,
            in_flight=row.in_flight,
            number=row.number,
            day=row.day,
            amount=row.amount,
            body=row.body,
            first_seq=row.seq,
            last_seq=row.seq,
        )
    if before.type != row.type:
        raise Bug("journal.type_changed", was=before.type, now=row.type)
    return replace(
        before,
        state=row.state,
        updated_ms=row.at_ms,
        in_flight=row.in_flight,
        number=before.number if row.number is None else row.number,
        day=before.day if row.day is None else row.day,
        amount=before.amount if row.amount is None else row.amount,
        body=merge(before.body, row.body),
        last_seq=row.seq,
    )


def operation_of(folded: Folded, pin: Secret | None) -> Operation:
    """The port's view of an operation."""
    return Operation(
        id=folded.id,
        type=OperationType(folded.type),
        state=folded.state,
        started_at=from_ms(folded.started_ms),
        updated_at=from_ms(folded.updated_ms),
        in_flight=bool(folded.in_flight),
        number=folded.number,
        day=date.fromisoformat(folded.day) if folded.day else None,
        amount=Money(folded.amount) if folded.amount is not None else None,
        body=load_object(folded.body),
        pin=pin,
    )


def record_of(row: Row) -> Record:
    """The record a journal row was made from; its PIN is not in the journal."""
    return Record(
        operation=row.operation,
        type=OperationType(row.type),
        state=row.state,
        at=from_ms(row.at_ms),
        in_flight=bool(row.in_flight),
        number=row.number,
        day=date.fromisoformat(row.day) if row.day else None,
        amount=Money(row.amount) if row.amount is not None else None,
        body=load_object(row.body),
    )
