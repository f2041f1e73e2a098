"""The server's memory: one SQLite connection, used from one thread only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS note(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS quota(product_id INTEGER PRIMARY KEY, minor INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS session(
  token TEXT PRIMARY KEY, user_id INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS draw(
  id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, list_id INTEGER NOT NULL, day TEXT NOT NULL,
  draw_at INTEGER NOT NULL, closes_at INTEGER NOT NULL, display_order INTEGER NOT NULL,
  shut INTEGER NOT NULL DEFAULT 0, result TEXT, result_due INTEGER, result_at INTEGER,
  UNIQUE(product_id, list_id, draw_at)) STRICT;
CREATE INDEX IF NOT EXISTS draw_when ON draw(draw_at);
CREATE INDEX IF NOT EXISTS draw_day ON draw(day);
CREATE INDEX IF NOT EXISTS draw_of_product ON draw(product_id, draw_at);
CREATE INDEX IF NOT EXISTS draw_due ON draw(result_due) WHERE result IS NULL;
CREATE TABLE IF NOT EXISTS ticket(
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, number INTEGER NOT NULL, pin INTEGER NOT NULL,
  day TEXT NOT NULL, utc_day TEXT NOT NULL, user_id INTEGER NOT NULL, entity_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'sold', total INTEGER NOT NULL,
  prize INTEGER NOT NULL DEFAULT 0, paid INTEGER NOT NULL DEFAULT 0, expires_at INTEGER,
  wrong_pins INTEGER NOT NULL DEFAULT 0, UNIQUE(number, day)) STRICT;
CREATE INDEX IF NOT EXISTS ticket_of_entity ON ticket(entity_id, created_at);
CREATE INDEX IF NOT EXISTS ticket_of_user ON ticket(user_id, created_at);
CREATE INDEX IF NOT EXISTS ticket_end ON ticket(expires_at) WHERE status = 'winner';
CREATE TABLE IF NOT EXISTS wager(
  id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES ticket(id),
  draw_id INTEGER NOT NULL REFERENCES draw(id), game_id INTEGER NOT NULL, wager TEXT NOT NULL,
  amount INTEGER NOT NULL, status TEXT NOT NULL DEFAULT 'sold', prize INTEGER NOT NULL DEFAULT 0,
  paid_at INTEGER, paid_by INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS ticket_session(ticket_id INTEGER PRIMARY KEY, token TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS past_status(
  ticket_id INTEGER NOT NULL, was TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS past_status_ticket ON past_status(ticket_id);
CREATE INDEX IF NOT EXISTS wager_ticket ON wager(ticket_id);
CREATE INDEX IF NOT EXISTS wager_play ON wager(draw_id, game_id, wager);
CREATE INDEX IF NOT EXISTS wager_pending ON wager(game_id, draw_id) WHERE status = 'sold';
CREATE INDEX IF NOT EXISTS wager_paid ON wager(paid_at) WHERE paid_at IS NOT NULL;
"""
_TABLES = ("past_status", "ticket_session", "wager", "ticket", "draw", "session", "quota", "note")


class Store:
    """A thin hand on SQLite: rows in, rows out, explicit transactions."""

    def __init__(self, database: Path | None = None) -> None:
        """Open or create the database; `None` keeps it in memory."""
        self._connection = sqlite3.connect(str(database or ":memory:"), isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        self._connection.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is done inside, or nothing of it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def run(self, sql: str, *values: Any) -> int:
        """Execute; the id of the row it inserted, if any."""
        return self._connection.execute(sql, values).lastrowid or 0

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute once for each row of values."""
        self._connection.executemany(sql, rows)

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row, if any."""
        found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, or `None`."""
        found = self.row(sql, *values)
        return found[0] if found else None

    def note(self, name: str) -> str | None:
        """A remembered text."""
        found: str | None = self.value("SELECT value FROM note WHERE name = ?", name)
        return found

    def write_note(self, name: str, value: str) -> None:
        """Remember a text."""
        self.run("INSERT OR REPLACE INTO note(name, value) VALUES(?, ?)", name, value)

    def wipe(self) -> None:
        """Forget everything."""
        for table in _TABLES:
            self.run(f"DELETE FROM {table}")  # noqa: S608 - names of this module's own

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
