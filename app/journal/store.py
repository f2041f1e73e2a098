"""The journal itself, synchronous and single-threaded: what is written, refused and proved.

`SqliteJournal` runs it on a thread of its own; tests and simulations drive it directly.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import Bug, Known
from app.journal import audit, canonical, database
from app.journal.backup import backup
from app.journal.database import Connection
from app.journal.environment import Environment
from app.journal.queries import Queries
from app.journal.rows import JOURNAL_COLUMNS, OPERATION_COLUMNS, Folded, Row, fold, row_of
from app.journal.seal import Keys, Seal, Sealed
from app.ports import Json, OperationType, Record

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


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: kept outside the file (shift slip), it shows a cut-off tail. `mac` is hex."""

    seq: int
    mac: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """All that one record writes, made before the transaction begins."""

    row: Row
    after: Folded
    prev: bytes
    mac: bytes
    sealed: Sealed | None
    erase_pin: bool


class Store(Queries):
    """An open journal. Every method may be called by one thread only, the one that opened it.

    The first failure to write freezes it: a failed commit may or may not be on the disk, so nothing
    is written any more (`Known("journal.broken")`) until a restart has read what is really there.
    """

    def __init__(self, db: Connection, file: Path, keys: Keys, outside: Environment) -> None:
        super().__init__(db, file, Seal(keys.seal, outside.urandom))
        self._outside = outside
        self._chain = keys.chain
        self._head = self._read_head()

    def write(self, *records: Record) -> None:
        """Append records in one transaction and fold them into their operations; on disk when it returns.

        `Known`, nothing written: `journal.busy` (another money call is in flight), `journal.paid`,
        `journal.duplicate_ticket`, `journal.shift_open`, `journal.no_space` (no new money call with a
        nearly full disk). Any other failure freezes: `journal.no_space` or `journal.broken`.
        """
        self._refuse_frozen()
        entries = self._entries(records)
        if not entries:
            return
        with self._transaction():
            for entry in entries:
                self._insert(entry)
        self._head = (entries[-1].row.seq, entries[-1].mac)
        self._outside.crash("after_commit")

    def _entries(self, records: tuple[Record, ...]) -> list[_Entry]:
        """Everything that can go wrong without the disk does so here, before the transaction."""
        entries: list[_Entry] = []
        seq, prev = self._head
        now: dict[str, Folded | None] = {}
        for record in records:
            if record.pin is not None and record.erase_pin:
                raise Bug("journal.pin_kept_and_erased")
            name = record.operation
            before = now[name] if name in now else next(iter(self._folded("id = ?", name)), None)
            self._require_space(record, before)
            row = row_of(record, seq + 1)
            after = now[name] = fold(before, row)
            mac = canonical.mac(self._chain, prev, row.canonical())
            sealed = self._seal.seal(record.pin, name) if record.pin is not None else None
            entries.append(_Entry(row, after, prev, mac, sealed, record.erase_pin))
            seq, prev = row.seq, mac
        return entries

    def _insert(self, entry: _Entry) -> None:
        """One record inside a transaction; a unique rule it breaks is raised as `Known`."""
        row = entry.row
        try:
            self._db.execute(_UPSERT_OPERATION, entry.after.columns())
        except sqlite3.Error as error:
            refusal = _refusal(error, row.type)
            if refusal is None:
                raise
            raise refusal from error
        self._db.execute(_INSERT_ROW, (*row.columns(), entry.prev, entry.mac))
        if entry.sealed is not None:
            self._db.execute(_UPSERT_PIN, (row.operation, entry.sealed.nonce, entry.sealed.box))
        elif entry.erase_pin:
            self._db.execute("DELETE FROM sealed_pin WHERE operation = ?", (row.operation,))

    def keep(self, name: str, value: Json) -> None:
        """Remember a small value; None forgets it."""
        self._refuse_frozen()
        text = canonical.dump(value)
        with self._transaction():
            if value is None:
                self._db.execute("DELETE FROM kept WHERE name = ?", (name,))
            else:
                self._db.execute(_UPSERT_KEPT, (name, text))
        self._outside.crash("after_commit")

    def _require_space(self, record: Record, before: Folded | None) -> None:
        starts = record.in_flight and not (before and before.in_flight)
        if starts and self._outside.free_bytes(self.file.parent) < database.NEEDED_FREE:
            raise database.no_space(self.file.parent)

    def _refuse_frozen(self) -> None:
        if self._frozen:
            raise Known("journal.broken")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One durable transaction. Frozen is the state to be left in by anything but success or a refusal."""
        self._frozen = True
        self._outside.crash("before_begin")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._outside.crash("before_commit")
            self._db.execute("COMMIT")
        except Known:
            self._frozen = not self._roll_back()
            raise
        except sqlite3.Error as error:
            self._roll_back()
            raise self._failure(error) from error
        except Exception:
            self._roll_back()
            raise
        self._frozen = False

    def _roll_back(self) -> bool:
        """Undo; False when even that failed. After an error SQLite has often done it by itself."""
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite3.Error:
            return False
        return True

    def head(self) -> Head:
        """The newest row's place and MAC."""
        seq, mac = self._head
        return Head(seq, mac.hex())

    def verify_chain(self, after: int = 0, count: int | None = None) -> int | None:
        """The first row behind row `after` (of `count` rows, or of all) that is not as it was written.

        None when all are. A few 10,000 rows a second: a whole book is checked in slices.
        """
        with self._reading():
            return audit.first_broken(self._db, self._chain, after, count)

    def verify_operations(self) -> frozenset[str]:
        """The operations that are not what the journal's rows make of them."""
        with self._reading():
            return audit.drifted(self._db)

    def tidy(self) -> None:
        """Empty the write-ahead log into the database, so that erased bytes are gone from it too."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def freeze(self) -> None:
        """Write nothing any more before a restart."""
        self._frozen = True

    @property
    def connection(self) -> Connection:
        """The open file, for a copy of it; on the store's own thread."""
        return self._db

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


def _refusal(error: sqlite3.Error, type_: str) -> Known | None:
    """The unique rule a record ran into, or None for any other error."""
    if database.primary_code(error) != sqlite3.SQLITE_CONSTRAINT or "UNIQUE" not in str(error):
        return None
    if "operation.in_flight" in str(error):
        return Known("journal.busy")
    if type_ == OperationType.SHIFT.value:
        return Known("journal.shift_open")
    paid = type_ == OperationType.PAY.value
    return Known("journal.paid" if paid else "journal.duplicate_ticket")
