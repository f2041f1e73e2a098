"""The profile's disk: the real store over SQLite in memory. Lives end at any boundary; the disk stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from app.journal.environment import Environment
from app.journal.opening import open_store
from app.journal.worker import SqliteJournal
from tests.sim.chance import stream
from tests.sim.loop import Inline

_empty: dict[str, bytes] = {}


class _Platter:
    """A connection that outlives the program: closing it undoes what was not committed."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.execute = db.execute

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    def backup(self, target: sqlite3.Connection, /) -> None:
        self._db.backup(target)

    def close(self) -> None:
        if self._db.in_transaction:
            self._db.rollback()


class _Key:
    """The profile's key: every world has the same."""

    def read(self) -> bytes | None:
        return bytes(range(32))

    def save(self, key: bytes) -> None:
        raise AssertionError("there is one")


class Disk:
    """What survives. A new one holds an empty journal, made once."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._folder = folder
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._key = _Key()
        self._random = stream(seed, "urandom")
        empty = _empty.get("image")
        if empty is not None:
            self._db.deserialize(empty)
            return
        self.journal(lambda point: None)
        _empty["image"] = self._db.serialize()

    def journal(self, crash: Callable[[str], None]) -> SqliteJournal:
        """The journal as a new life finds it."""
        _Platter(self._db).close()
        outside = Environment(
            free_bytes=lambda folder: 1 << 40,
            urandom=self._random.randbytes,
            keys=self._key,
            crash=crash,
            connect=lambda file: cast(Any, _Platter(self._db)),
        )
        return SqliteJournal(open_store(self._folder, outside), cast(Any, Inline()))

    def rows(self, sql: str, *values: Any) -> Sequence[Any]:
        """What is committed. Never asked in the middle of a transaction."""
        assert not self._db.in_transaction
        return self._db.execute(sql, values).fetchall()

    def image(self) -> bytes:
        """Every byte."""
        return self._db.serialize()

    def close(self) -> None:
        self._db.close()
