"""How a journal is opened: disk space, lock, quick check, migrations, key, end of the chain."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.errors import Known
from app.journal import canonical, database
from app.journal.backup import backup
from app.journal.database import FILE, Connection
from app.journal.environment import Environment
from app.journal.migrations import migrate, shipped
from app.journal.seal import KEY_BYTES, FileKeyStore, Keys
from app.journal.store import Store

BACKUPS = "backups"
_RECENT_ROWS = 500  # checked against the chain at every start; the whole chain is for quiet hours
CHECKED_WHOLE = 32 * 1024 * 1024
"""Bytes up to which SQLite's own check is made at the start. It reads the whole file (some 2 ms a megabyte
here, many times that on an old disk), so a book of years is checked with its nightly copy instead."""


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
    if database.size(db) <= CHECKED_WHOLE:
        database.check(db, file)
    migrations = shipped() if outside.migrations is None else outside.migrations
    migrate(db, migrations, lambda version: _backup_before(db, file, version + 1))
    store = Store(db, file, Keys.of(_master_key(db, file.parent, outside)), outside)
    if store.verify_chain(after=max(0, store.head().seq - _RECENT_ROWS)) is not None:
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
