"""What the journal needs from the world, in one place, so that a test can replace any of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.journal import database
from app.journal.database import Connection
from app.journal.seal import KeyStore


def no_crash(point: str) -> None:
    """The failpoint of real life: nothing happens at `before_begin`, `before_commit`, `after_commit`."""


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
