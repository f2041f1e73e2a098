"""Numbered changes of the schema: `schema/NNNN_name.sql`, each applied once, whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from importlib.resources import files

from app.errors import Bug, Known
from app.journal.database import Connection


def shipped() -> dict[int, str]:
    """The migrations of this program: version -> SQL, in order from 1."""
    folder = files("app.journal") / "schema"
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return {int(name[:4]): (folder / name).read_text("utf-8") for name in found}


def version_of(db: Connection) -> int:
    """The schema version of a file; 0 when it is new."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: Connection, migrations: Mapping[int, str], backup: Callable[[int], None]) -> None:
    """Bring the file to the newest version, calling `backup(old version)` first when it has data.

    `Known("journal.newer_schema")` when a newer program wrote it.
    """
    if list(migrations) != list(range(1, len(migrations) + 1)):
        raise Bug("journal.migration_gap", found=list(migrations))
    present, newest = version_of(db), len(migrations)
    if present > newest:
        raise Known("journal.newer_schema", found=present, known=newest)
    if 0 < present < newest:
        backup(present)
    for version in range(present + 1, newest + 1):
        _apply(db, version, migrations[version])


def _apply(db: Connection, version: int, sql: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(sql):
            db.execute(statement)
        db.execute(f"PRAGMA user_version={version:d}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def statements(sql: str) -> list[str]:
    """The single statements of a script, triggers whole (`executescript` would commit midway)."""
    found, current = [], ""
    for line in sql.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    if current.strip():
        raise Bug("journal.migration_cut", tail=current.strip()[:40])
    return found
