"""Records, stores and failing disks for the journal's tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.secret import Secret
from app.journal.database import Cursor, SqlValue, connect
from app.journal.environment import Environment
from app.journal.opening import open_store
from app.journal.store import Store
from app.money import Money
from app.ports import Json, Operation, OperationType, Record

START = datetime(2026, 3, 14, 15, 9, 26, 535000, tzinfo=UTC)
DAY = date(2026, 3, 14)
SALE, PAY, GHOST = OperationType.SALE, OperationType.PAY, OperationType.GHOST


def record(
    operation: str,
    state: str,
    *,
    type_: OperationType = SALE,
    after_s: int = 0,
    in_flight: bool = False,
    number: int | None = None,
    day: date | None = None,
    amount: Money | None = None,
    body: Mapping[str, Json] | None = None,
    pin: str | None = None,
    erase_pin: bool = False,
) -> Record:
    """A record `after_s` seconds after `START`; a number without a day is of `DAY`."""
    return Record(
        operation,
        type_,
        state,
        START + timedelta(seconds=after_s),
        in_flight=in_flight,
        number=number,
        day=DAY if number is not None and day is None else day,
        amount=amount,
        body=body or {},
        pin=Secret(pin) if pin is not None else None,
        erase_pin=erase_pin,
    )


def paid(operation: str, state: str, number: int = 7) -> Record:
    """A payment's record."""
    return record(operation, state, type_=PAY, number=number)


@contextmanager
def journal(folder: Path, environment: Environment | None = None) -> Iterator[Store]:
    """An open store, closed afterwards."""
    store = open_store(folder, environment)
    try:
        yield store
    finally:
        store.close()


def held(store: Store, operation: str) -> Operation:
    """An operation that must be there."""
    found = store.operation(operation)
    assert found is not None
    return found


@contextmanager
def raw(file: Path) -> Iterator[sqlite3.Connection]:
    """The bare database of a closed journal, its append-only triggers as they are."""
    db = sqlite3.connect(file, isolation_level=None)
    try:
        yield db
    finally:
        db.close()


def without_triggers(db: sqlite3.Connection) -> None:
    """What someone with the file in his hands can do."""
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")


class FailingDisk:
    """A connection whose statements that begin so fail, with this SQLite code, once armed."""

    def __init__(self, file: Path) -> None:
        self._db = connect(file)
        self.begins = ""
        self.code = 0

    def arm(self, begins: str, code: int) -> None:
        """From now on."""
        self.begins, self.code = begins, code

    @property
    def in_transaction(self) -> bool:
        """As the real one."""
        return self._db.in_transaction

    def execute(self, sql: str, parameters: Sequence[SqlValue] = (), /) -> Cursor:
        """Fails when armed for it."""
        if self.begins and sql.startswith(self.begins):
            error: Any = sqlite3.OperationalError("the disk failed")
            error.sqlite_errorcode = self.code
            raise error
        return self._db.execute(sql, parameters)

    def backup(self, target: sqlite3.Connection, /) -> None:
        """As the real one."""
        self._db.backup(target)

    def close(self) -> None:
        """As the real one."""
        self._db.close()


@contextmanager
def failing(folder: Path) -> Iterator[tuple[Store, FailingDisk]]:
    """A store on a disk that can be made to fail."""
    disks: list[FailingDisk] = []

    def connected(file: Path) -> FailingDisk:
        disks.append(FailingDisk(file))
        return disks[-1]

    with journal(folder, Environment(connect=connected)) as store:
        yield store, disks[0]
