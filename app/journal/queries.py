"""What can be asked of the journal; the half of the store that changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.secret import Secret
from app.domain.ticket import TicketKey
from app.errors import Known
from app.journal import canonical, database
from app.journal.database import Connection, SqlValue
from app.journal.rows import (
    JOURNAL_COLUMNS,
    OPERATION_COLUMNS,
    Folded,
    Row,
    fold,
    operation_of,
    record_of,
    storable,
)
from app.journal.seal import Seal, Sealed
from app.ports import HAPPENED, Json, Operation, OperationType, Record, Stretch

_STATES = """
WITH RECURSIVE found (state) AS (
    SELECT min(state) FROM operation WHERE type = ?1
    UNION ALL
    SELECT (SELECT min(state) FROM operation WHERE type = ?1 AND state > found.state)
    FROM found WHERE found.state IS NOT NULL
)
SELECT state FROM found WHERE state IS NOT NULL
"""
_SOLD_TYPES = (OperationType.SALE.value, OperationType.GHOST.value)


class Queries:
    """The reading half of `Store`. A read that fails freezes it too: what cannot be read is not sold on."""

    def __init__(self, db: Connection, file: Path, seal: Seal) -> None:
        self.file = file
        self._db = db
        self._seal = seal
        self._frozen = False

    def operation(self, operation: str) -> Operation | None:
        """One operation."""
        found = self._operations("id = ?", operation)
        return found[0] if found else None

    def open_operations(self, final: Mapping[OperationType, frozenset[str]]) -> tuple[Operation, ...]:
        """See `Journal.open_operations`."""
        found: list[Folded] = []
        for type_ in (one for one in OperationType if one not in HAPPENED):
            states = self._states(type_) - final.get(type_, frozenset())
            if states:
                marks = ",".join("?" * len(states))
                found += self._folded(f"type = ? AND state IN ({marks})", type_.value, *sorted(states))
        return tuple(self._whole(row) for row in sorted(found, key=lambda row: row.first_seq))

    def _states(self, type_: OperationType) -> set[str]:
        """The states that occur, one step in the index each: years of closed operations cost nothing."""
        return {row[0] for row in self._rows(_STATES, type_.value)}

    def by_ticket(self, key: TicketKey, type_: OperationType) -> tuple[Operation, ...]:
        """The operations of one kind about a ticket, newest first."""
        if not storable(key.number):
            return ()
        where = "day = ? AND number = ? AND type = ? ORDER BY first_seq DESC"
        return self._operations(where, key.day.isoformat(), key.number, type_.value)

    def numbers(self, day: date) -> frozenset[int]:
        """Ticket numbers sold by this terminal on a day, late arrivals included."""
        sql = "SELECT number FROM operation WHERE day = ? AND number IS NOT NULL AND type IN (?, ?)"
        return frozenset(row[0] for row in self._rows(sql, day.isoformat(), *_SOLD_TYPES))

    def sold(self, day: date) -> tuple[Operation, ...]:
        """The sales that have a ticket of that day, by number."""
        where = "day = ? AND number IS NOT NULL AND type = ? ORDER BY number"
        return self._operations(where, day.isoformat(), OperationType.SALE.value)

    def recent(self, type_: OperationType, limit: int) -> tuple[Operation, ...]:
        """The newest operations of a kind, newest first."""
        return self._operations("type = ? ORDER BY first_seq DESC LIMIT ?", type_.value, limit)

    def history(self, operation: str) -> tuple[Record, ...]:
        """The records of one operation in order, without PINs."""
        sql = (
            f"SELECT {JOURNAL_COLUMNS} FROM journal WHERE operation = ?1 AND seq BETWEEN "  # noqa: S608
            "(SELECT first_seq FROM operation WHERE id = ?1) AND "
            "(SELECT last_seq FROM operation WHERE id = ?1) ORDER BY seq"
        )
        return tuple(record_of(Row(*found)) for found in self._rows(sql, operation))

    def place(self) -> int:
        """See `Journal.place`."""
        return int(self._rows("SELECT coalesce(max(seq), 0) FROM journal")[0][0])

    def stretch(self, after: int, limit: int, until: int | None = None) -> Stretch:
        """See `Journal.stretch`. Some 100 µs for each operation: a shift is read in pieces."""
        end = self.place() if until is None else until
        reached = min(end, after + limit)
        sql = f"SELECT {JOURNAL_COLUMNS} FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq"  # noqa: S608
        before: dict[str, Folded | None] = {}
        now: dict[str, Folded] = {}
        for found in self._rows(sql, after, reached):
            row = Row(*found)
            if row.operation not in before:
                before[row.operation] = self._as_of(row.operation, after)
            now[row.operation] = fold(now.get(row.operation, before[row.operation]), row)
        mac = self._rows("SELECT mac FROM journal WHERE seq = ?", reached)
        changes = tuple((_past(before[name]), operation_of(one, None)) for name, one in now.items())
        return Stretch(reached, mac[0][0].hex() if mac else "", reached >= end, changes)

    def _as_of(self, operation: str, place: int) -> Folded | None:
        """An operation as the book had it at a place; None when it began behind it."""
        sql = (
            f"SELECT {JOURNAL_COLUMNS} FROM journal WHERE operation = ?1 AND seq BETWEEN "  # noqa: S608
            "(SELECT first_seq FROM operation WHERE id = ?1) AND ?2 ORDER BY seq"
        )
        whole: Folded | None = None
        for found in self._rows(sql, operation, place):
            whole = fold(whole, Row(*found))
        return whole

    @property
    def frozen(self) -> bool:
        """Whether the disk has failed and nothing can be written before a restart."""
        return self._frozen

    def kept(self, name: str) -> Json:
        """The value last kept under a name, or None."""
        found = self._rows("SELECT value FROM kept WHERE name = ?", name)
        return canonical.load(found[0][0]) if found else None

    def _operations(self, where: str, *values: SqlValue) -> tuple[Operation, ...]:
        return tuple(self._whole(row) for row in self._folded(where, *values))

    def _folded(self, where: str, *values: SqlValue) -> list[Folded]:
        sql = f"SELECT {OPERATION_COLUMNS} FROM operation WHERE {where}"  # noqa: S608 - conditions of this file
        return [Folded(*row) for row in self._rows(sql, *values)]

    def _rows(self, sql: str, *values: SqlValue) -> list[Any]:
        with self._reading():
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A file that cannot be read is not written to either."""
        try:
            yield
        except sqlite3.Error as error:
            self._frozen = True
            raise self._failure(error) from error

    def _whole(self, folded: Folded) -> Operation:
        return operation_of(folded, self._pin(folded.id))

    def _pin(self, operation: str) -> Secret | None:
        sql = "SELECT nonce, box FROM sealed_pin WHERE operation = ?"
        found = self._rows(sql, operation)
        if not found:
            return None
        pin = self._seal.open(Sealed(*found[0]), operation)
        if pin is None:
            raise Known("journal.damaged", file=str(self.file))
        return pin

    def _failure(self, error: sqlite3.Error) -> Known:
        if database.primary_code(error) == sqlite3.SQLITE_FULL:
            return database.no_space(self.file.parent)
        return Known("journal.broken")


def _past(folded: Folded | None) -> Operation | None:
    return operation_of(folded, None) if folded is not None else None
