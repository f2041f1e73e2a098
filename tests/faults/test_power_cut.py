"""Power cuts at every moment of the journal's life: with FULL no committed row is ever lost.

The control runs the same cuts with `synchronous=NORMAL`, which must lose some: otherwise the disk
below would not be forgetful at all, and the test could not fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from app.errors import Known
from app.journal.environment import Environment
from app.journal.opening import open_store
from app.journal.store import Store
from app.money import Money
from app.ports import OperationType, Record
from tests.helpers.power_cut import ApswConnection, ForgetfulDisk

LONG = os.environ.get("TAQUILLA_LONG") == "1"
CUTS = 100_000 if LONG else 2_000
LIVES = 8
START = datetime(2024, 10, 22, 13, 0, tzinfo=UTC)
_names = count()


class Cut(BaseException):
    """The power goes here."""


class Keys:
    """The profile's key, kept where no power cut reaches it: the disk under test is the journal's."""

    def __init__(self) -> None:
        self._key: bytes | None = None

    def read(self) -> bytes | None:
        return self._key

    def save(self, key: bytes) -> None:
        self._key = key


class Till:
    """A terminal on a forgetful disk: it writes, loses its power, starts again, and compares."""

    def __init__(self, seed: int, folder: Path, synchronous: str) -> None:
        self.dice = Random(seed)
        self.folder = folder
        self.keys = Keys()
        self.synchronous = synchronous
        self.disk = ForgetfulDisk(f"forgetful-{next(_names)}", self.dice)
        self.committed = 0
        self.lost = 0
        self._left = -1

    def close(self) -> None:
        self.disk.unregister()

    def life(self, number: int) -> None:
        """One life: start, check that nothing was lost, write until the power goes.

        It goes at a boundary of a transaction, or at any single act on the disk.
        """
        connection: list[ApswConnection] = []
        self._left = self.disk.fuse = -1
        store = self._open(connection)
        found = store.head().seq
        self.lost += max(0, self.committed - found)
        self.committed = found
        if self.dice.random() < 0.5:
            self._left = self.dice.randrange(2, 40)
        else:
            self.disk.fuse = self.dice.randrange(1, 80)
        try:
            self._write(number, store)
        except (Cut, Known):
            assert self._left <= 0 or self.disk.dark
        self.disk.cut()
        connection[0].close()
        self.disk.dark = False

    def _write(self, number: int, store: Store) -> None:
        for step in range(20):
            store.write(*self._records(number, step))
            if self.disk.dark:
                return
            self.committed = store.head().seq

    def _open(self, connection: list[ApswConnection]) -> Store:
        def connect(file: Path) -> ApswConnection:
            connection.append(ApswConnection(self.disk, file, self.synchronous))
            return connection[-1]

        outside = Environment(
            free_bytes=lambda _folder: 1 << 40,
            urandom=self.dice.randbytes,
            keys=self.keys,
            crash=self._crash,
            connect=connect,
        )
        return open_store(self.folder, outside)

    def _crash(self, _point: str) -> None:
        self._left -= 1
        if self._left == 0:
            raise Cut

    def _records(self, life: int, step: int) -> Iterator[Record]:
        name, now = f"op-{life}-{step}", START + timedelta(seconds=step)
        yield Record(name, OperationType.SALE, "SENDING", now, amount=Money(500), body={"step": step})
        if self.dice.random() < 0.5:
            yield Record(name, OperationType.SALE, "REJECTED", now, amount=Money(500), body={"why": "closed"})


def cuts(folder: Path, synchronous: str, wanted: int) -> tuple[int, int]:
    """Run cuts; how many rows had been committed in all, and how many of them were lost."""
    committed = lost = 0
    for seed in range(wanted // LIVES):
        place = folder / str(seed)
        till = Till(seed, place, synchronous)
        try:
            for life in range(LIVES):
                till.life(life)
            committed += till.committed
            lost += till.lost
        finally:
            till.close()
    return committed, lost


def test_no_committed_row_is_lost(tmp_path: Path) -> None:
    committed, lost = cuts(tmp_path, "FULL", CUTS)
    assert committed > CUTS
    assert lost == 0


def test_the_control_loses_some(tmp_path: Path) -> None:
    """With NORMAL a commit may still be in the cache, and an unsynced log may read as damaged."""
    lost = 0
    for seed in range(40):
        till = Till(seed, tmp_path / str(seed), "NORMAL")
        try:
            for life in range(LIVES):
                till.life(life)
        except Known:
            lost += 1
        finally:
            till.close()
        lost += till.lost
    assert lost > 0
