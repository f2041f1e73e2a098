"""Copies of the journal: made while it is open, checked, without PINs, and only so many kept."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Known
from app.journal.database import Connection
from app.paths import sync_folder

if TYPE_CHECKING:
    from app.journal.store import Store

KEPT_COPIES = 7


def nightly_backup(store: Store, folder: Path, day: date, keep: int = KEPT_COPIES) -> Path:
    """Copy to `folder/journal-YYYY-MM-DD.db` and drop all but the newest `keep` of such copies.

    `Known("journal.backup_failed")` when it cannot be done; the journal and older copies are untouched.
    """
    return finish(draft_of(store, folder, day), folder, day, keep)


def draft_of(store: Store, folder: Path, day: date) -> Path:
    """The first half: a copy not looked at yet. Only this one needs the journal's thread."""
    with _failing(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _drafted(store.connection, _target(folder, day))


def finish(draft: Path, folder: Path, day: date, keep: int = KEPT_COPIES) -> Path:
    """The second half: the copy checked, made durable and named; older ones go."""
    target = _target(folder, day)
    with _failing(folder, draft):
        _checked(draft, target)
    copies = sorted(folder.glob("journal-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"))
    for old in copies[:-keep]:
        old.unlink()
    return target


def backup(db: Connection, target: Path) -> Path:
    """Copy an open database to `target` through SQLite's backup API, replacing it only when complete.

    PINs stay out of it: they are erased when no longer needed, which a copy would not see.
    """
    draft = target.with_name(target.name + ".new")
    with _failing(target.parent, draft):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _checked(_drafted(db, target), target)
    return target


def _target(folder: Path, day: date) -> Path:
    return folder / f"journal-{day.isoformat()}.db"


@contextmanager
def _failing(folder: Path, draft: Path | None = None) -> Iterator[None]:
    """What the disk does is one sentence; a half copy is not left behind."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):  # there may be no folder to clean
            if draft is not None:
                _remove(draft)
        raise Known("journal.backup_failed", folder=str(folder)) from error


def _remove(draft: Path) -> None:
    """With its log: one left by a power cut would be played into the next draft."""
    for file in draft.parent.glob(f"{draft.name}*"):
        file.unlink()


def _drafted(db: Connection, target: Path) -> Path:
    draft = target.with_name(target.name + ".new")
    _remove(draft)
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        db.backup(copy)
        copy.execute("PRAGMA secure_delete=ON").fetchall()
        copy.execute("DELETE FROM sealed_pin")
    return draft


def _checked(draft: Path, target: Path) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("the copy is damaged")
    with draft.open("rb+") as written:
        os.fsync(written.fileno())
    draft.replace(target)
    sync_folder(target.parent)
