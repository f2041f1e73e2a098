"""The SQLite file: how it is opened, locked and checked, and what its errors mean.

Rollback of a power cut and torn pages are SQLite's business (WAL, `synchronous=FULL`: every commit
is on the disk before it returns). One connection holds the file exclusively, which is also what
keeps a second kiosk process off the profile. Nothing else in this process may open that file, not
even to copy it: closing any handle of it drops the lock (POSIX).
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from errno import ENOSPC
from pathlib import Path
from typing import Any, Protocol

from app.errors import Known

FILE = "journal.db"
NEEDED_FREE = 200 * 1024 * 1024
NEEDED_SQLITE = (3, 37, 0)  # STRICT tables

SqlValue = None | int | str | bytes

_PRAGMAS = (
    "locking_mode=EXCLUSIVE",  # first: with it the WAL index lives in memory and the lock is for good
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",  # macOS: fsync alone stops at the drive's cache
    "checkpoint_fullfsync=ON",
    "secure_delete=ON",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
)


class Cursor(Protocol):
    """The part of `sqlite3.Cursor` that is used."""

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """The part of `sqlite3.Connection` that is used, so that tests can put a failing one in its place."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, sql: str, parameters: Sequence[SqlValue] = (), /) -> Cursor:
        """Run one statement."""
        ...

    def backup(self, target: sqlite3.Connection, /) -> None:
        """Copy the whole database into another connection."""
        ...

    def close(self) -> None:
        """Close; an open transaction is rolled back."""
        ...


def connect(file: Path) -> Connection:
    """The real connection: no implicit transactions, no waiting for a lock."""
    return sqlite3.connect(file, isolation_level=None, timeout=0)


def disk_free(folder: Path) -> int:
    """Bytes free on the disk of `folder`."""
    return shutil.disk_usage(folder).free


def require_sqlite(found: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """`Known("journal.old_sqlite")` when the SQLite library is too old for STRICT tables."""
    if found < NEEDED_SQLITE:
        raise Known("journal.old_sqlite", found=_dotted(found), needed=_dotted(NEEDED_SQLITE))


def configure(db: Connection) -> None:
    """Set the connection up and take the exclusive lock; `sqlite3.Error` when that fails."""
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}").fetchall()
    db.execute("BEGIN EXCLUSIVE")
    db.execute("COMMIT")


def size(db: Connection) -> int:
    """Bytes of the file, as SQLite counts them."""
    pages, each = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(each)


def check(db: Connection, file: Path) -> None:
    """`Known("journal.damaged")` unless SQLite's own quick check passes."""
    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise Known("journal.damaged", file=str(file))


def meaning(error: sqlite3.Error | OSError, file: Path) -> Known:
    """What an error of SQLite or of the key file means to a person, while a journal is being opened."""
    if isinstance(error, OSError):
        return (
            no_space(file.parent) if error.errno == ENOSPC else Known("journal.cannot_open", file=str(file))
        )
    match primary_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Known("journal.in_use", folder=str(file.parent))
        case sqlite3.SQLITE_FULL:
            return no_space(file.parent)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Known("journal.damaged", file=str(file))
        case _:
            return Known("journal.cannot_open", file=str(file))


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 for an error of the Python layer."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def no_space(folder: Path) -> Known:
    """The disk is full, or so nearly that no money call may start."""
    return Known("journal.no_space", folder=str(folder), need_mb=NEEDED_FREE // (1024 * 1024))


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version[:3])
