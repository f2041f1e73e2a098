"""The journal itself, synchronous and single-threaded: what is written, read and refused.

`SqliteJournal` runs it on a thread of its own; tests and simulations drive it directly.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.secret import Secret
from app.domain.ticket import TicketKey
from app.errors import Bug, Known
from app.journal import audit, canonical, database
from app.journal.backup import backup
from app.journal.database import FILE, Connection, SqlValue
from app.journal.migrations import migrate, shipped
from app.journal.rows import (
    JOURNAL_COLUMNS,
    OPERATION_COLUMNS,
    Folded,
    Row,
    fold,
    operation_of,
    record_of,
    row_of,
)
from app.journal.seal import KEY_BYTES, FileKeyStore, Keys, KeyStore, Seal, Sealed
from app.ports import Json, Operation, OperationType, Record

BACKUPS = "backups"
_RECENT_ROWS = 500  # checked against the chain at every start; the whole chain is for quiet hours
_SOLD_TYPES = (OperationType.SALE.value, OperationType.GHOST.value)

_INSERT_ROW = f"INSERT INTO journal ({JOURNAL_COLUMNS}, prev, mac) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"  # noqa: S608
_UPSERT_OPERATION = (
    f"INSERT INTO operation ({OPERATION_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) "  # noqa: S608
    "ON CONFLICT (id) DO UPDATE SET state=excluded.state, updated_ms=excluded.updated_ms, "
    "in_flight=excluded.in_flight, number=excluded.number, day=excluded.day, amount=excluded.amount, "
    "body=excluded.body, last_seq=excluded.last_seq"
)
_UPSERT_PIN = (
    "INSERT INTO sealed_pin (operation, nonce, box) VALUES (?,?,?) "
    "ON CONFLICT (operation) DO UPDATE SET nonce=excluded.nonce, box=excluded.box"
)
_UPSERT_KEPT = (
    "INSERT INTO kept (name, value) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value=excluded.value"
)


def no_crash(point: str) -> None:
    """The failpoint of real life: nothing happens at `before_begin`, `before_commit`, `after_commit`."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: kept outside the file (shift slip), it shows a cut-off tail. `mac` is hex."""

    seq: int
    mac: str


@dataclass(frozen=True, slots=True)
class Environment:
    """What a store needs from outside, all of it replaceable in tests.

    `free_bytes(folder)`: room on the disk. `urandom(n)`: n random bytes. `keys`: where the profile's
    key is kept (default: its own file). `crash(point)`: called at every boundary of a transaction.
    `connect(file)`: opens SQLite. `migrations`: version -> SQL (default: those of this program).
    """

    free_bytes: Callable[[Path], int] = database.disk_free
    urandom: Callable[[int], bytes] = os.urandom
    keys: KeyStore | None = None
    crash: Callable[[str], None] = no_crash
    connect: Callable[[Path], Connection] = database.connect
    migrations: Mapping[int, str] | None = None


def open_store(folder: Path, environment: Environment | None = None) -> Store:
    """Open (or make) the journal of a profile folder and check it.

    `Known`: `journal.in_use` (another process holds it), `journal.damaged`, `journal.newer_schema`,
    `journal.no_space`, `journal.key_missing`, `journal.old_sqlite`, `journal.cannot_open`.
    """
    outside = environment or Environment()
    database.require_sqlite()
    file = folder / FILE
    _make_folder(folder, file)
    if outside.free_bytes(folder) < database.NEEDED_FREE:
        raise database.no_space(folder)
    try:
        db = outside.connect(file)
    except sqlite3.Error as error:
        raise database.meaning(error, file) from error
    try:
        return _prepare(db, file, outside)
    except (sqlite3.Error, OSError) as error:
        db.close()
        raise database.meaning(error, file) from error
    except BaseException:
        db.close()
        raise


def _make_folder(folder: Path, file: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Known("journal.cannot_open", file=str(file)) from error


def _prepare(db: Connection, file: Path, outside: Environment) -> Store:
    database.configure(db)
    database.check(db, file)
    migrations = shipped() if outside.migrations is None else outside.migrations
    migrate(db, migrations, lambda version: _backup_before(db, file, version + 1))
    store = Store(db, file, Keys.of(_master_key(db, file.parent, outside)), outside)
    if store.verify_chain(last=_RECENT_ROWS) is not None:
        raise Known("journal.damaged", file=str(file))
    store.tidy()
    return store


def _backup_before(db: Connection, file: Path, version: int) -> None:
    backup(db, file.parent / BACKUPS / f"journal-before-v{version}.db")


def _master_key(db: Connection, folder: Path, outside: Environment) -> bytes:
    """The profile's key: made for an empty journal, else the one its first row was signed with."""
    keys = outside.keys or FileKeyStore(folder)
    first = db.execute("SELECT prev FROM journal WHERE seq = 1").fetchone()
    key = keys.read()
    if key is None and first is None:
        key = outside.urandom(KEY_BYTES)
        keys.save(key)
    if key is None or (first is not None and first[0] != canonical.genesis(Keys.of(key).chain)):
        raise Known("journal.key_missing", file=str(folder))
    return key


class Store:
    """An open journal. Every method may be called by one thread only, the one that opened it.

    The first failure to write freezes it: a failed commit may or may not be on the disk, so nothing
    is written any more (`Known("journal.broken")`) until a restart has read what is really there.
    """

    def __init__(self, db: Connection, file: Path, keys: Keys, outside: Environment) -> None:
        self.file = file
        self._db = db
        self._outside = outside
        self._chain = keys.chain
        self._seal = Seal(keys.seal, outside.urandom)
        self._frozen = False
        self._head = self._read_head()

    # ---- writing

    def write(self, record: Record) -> None:
        """Append one record and fold it into its operation; on disk when it returns.

        `Known`, nothing written: `journal.busy` (another money call is in flight), `journal.paid`,
        `journal.duplicate_ticket`, `journal.no_space` (no new money call with a nearly full disk).
        Any other failure freezes: `journal.no_space` or `journal.broken`.
        """
        self._refuse_frozen()
        if record.pin is not None and record.erase_pin:
            raise Bug("journal.pin_kept_and_erased")
        before = self._folded("id = ?", record.operation)
        self._require_space(record, before[0] if before else None)
        seq, prev = self._head
        row = row_of(record, seq + 1)
        after = fold(before[0] if before else None, row)
        mac = canonical.mac(self._chain, prev, row.canonical())
        sealed = self._seal.seal(record.pin, record.operation) if record.pin is not None else None
        with self._transaction(record.type):
            self._db.execute(_UPSERT_OPERATION, astuple(after))
            self._db.execute(_INSERT_ROW, (*astuple(row), prev, mac))
            self._write_pin(record, sealed)
        self._head = (row.seq, mac)
        self._outside.crash("after_commit")

    def keep(self, name: str, value: Json) -> None:
        """Remember a small value; None forgets it."""
        self._refuse_frozen()
        text = canonical.dump(value)
        with self._transaction(None):
            if value is None:
                self._db.execute("DELETE FROM kept WHERE name = ?", (name,))
            else:
                self._db.execute(_UPSERT_KEPT, (name, text))
        self._outside.crash("after_commit")

    def _write_pin(self, record: Record, sealed: Sealed | None) -> None:
        if sealed is not None:
            self._db.execute(_UPSERT_PIN, (record.operation, sealed.nonce, sealed.box))
        elif record.erase_pin:
            self._db.execute("DELETE FROM sealed_pin WHERE operation = ?", (record.operation,))

    def _require_space(self, record: Record, before: Folded | None) -> None:
        starts = record.in_flight and not (before and before.in_flight)
        if starts and self._outside.free_bytes(self.file.parent) < database.NEEDED_FREE:
            raise database.no_space(self.file.parent)

    def _refuse_frozen(self) -> None:
        if self._frozen:
            raise Known("journal.broken")

    @contextmanager
    def _transaction(self, type_: OperationType | None) -> Iterator[None]:
        """One durable transaction; whatever leaves it but success or a unique rule leaves it frozen."""
        self._frozen = True
        self._outside.crash("before_begin")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._outside.crash("before_commit")
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            refusal = _refusal(error, type_)
            self._roll_back(refusal)
            raise (refusal or self._failure(error)) from error
        except Exception:
            self._roll_back(None)
            raise
        self._frozen = False

    def _roll_back(self, refusal: Known | None) -> None:
        """Undo. After a failure SQLite may have done so itself and may fail again: it stays frozen anyway."""
        if refusal is not None:
            self._db.execute("ROLLBACK")
            self._frozen = False
            return
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _failure(self, error: sqlite3.Error) -> Known:
        if database.primary_code(error) == sqlite3.SQLITE_FULL:
            return database.no_space(self.file.parent)
        return Known("journal.broken")

    # ---- reading

    def operation(self, operation: str) -> Operation | None:
        """One operation."""
        found = self._operations("id = ?", operation)
        return found[0] if found else None

    def open_operations(self, final: Mapping[OperationType, frozenset[str]]) -> tuple[Operation, ...]:
        """Operations whose state is not final, oldest first."""
        found: list[Folded] = []
        for type_ in OperationType:
            states = sorted(final.get(type_, frozenset()))
            marks = ",".join("?" * len(states))
            found += self._folded(f"type = ? AND state NOT IN ({marks})", type_.value, *states)
        return tuple(self._whole(row) for row in sorted(found, key=lambda row: row.first_seq))

    def by_ticket(self, key: TicketKey, type_: OperationType) -> tuple[Operation, ...]:
        """The operations of one kind about a ticket, newest first."""
        where = "day = ? AND number = ? AND type = ? ORDER BY first_seq DESC"
        return self._operations(where, key.day.isoformat(), key.number, type_.value)

    def numbers(self, day: date) -> frozenset[int]:
        """Ticket numbers sold by this terminal on a day, late arrivals included."""
        sql = "SELECT number FROM operation WHERE day = ? AND number IS NOT NULL AND type IN (?, ?)"
        return frozenset(row[0] for row in self._rows(sql, day.isoformat(), *_SOLD_TYPES))

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
        """All rows of a query; a file that cannot be read is not written to either."""
        try:
            return self._db.execute(sql, values).fetchall()
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

    # ---- proof and care

    @property
    def frozen(self) -> bool:
        """Whether a write has failed and nothing can be written before a restart."""
        return self._frozen

    def head(self) -> Head:
        """The newest row's place and MAC."""
        seq, mac = self._head
        return Head(seq, mac.hex())

    def verify_chain(self, last: int | None = None) -> int | None:
        """The first row that is not as it was written (of the `last` rows, or of all); None when all are."""
        return audit.first_broken(self._db, self._chain, last)

    def verify_operations(self) -> frozenset[str]:
        """The operations that are not what the journal's rows make of them."""
        return audit.drifted(self._db)

    def tidy(self) -> None:
        """Empty the write-ahead log into the database, so that erased bytes are gone from it too."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def backup_to(self, target: Path) -> Path:
        """A checked copy without PINs at `target`; `Known("journal.backup_failed")` leaves no half file."""
        return backup(self._db, target)

    def warm(self) -> None:
        """Load the cipher before the first sale needs it."""
        self._seal.ready()

    def close(self) -> None:
        """Close the file and let go of the profile."""
        self._db.close()

    def _read_head(self) -> tuple[int, bytes]:
        found = self._db.execute("SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        return (found[0], found[1]) if found else (0, canonical.genesis(self._chain))


def _refusal(error: sqlite3.Error, type_: OperationType | None) -> Known | None:
    """The unique rule a write ran into, or None for any other error."""
    if database.primary_code(error) != sqlite3.SQLITE_CONSTRAINT or "UNIQUE" not in str(error):
        return None
    if "operation.in_flight" in str(error):
        return Known("journal.busy")
    if "operation.number" in str(error):
        return Known("journal.paid" if type_ is OperationType.PAY else "journal.duplicate_ticket")
    return None
