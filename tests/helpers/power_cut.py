"""A disk that forgets: an SQLite file system in memory whose unsynced writes are lost at a power cut.

Built on apsw, which has an SQLite of its own: the journal runs on it through a thin connection. A cut
keeps what was synced; of the rest each 512-byte sector survives or not, as the dice fall (torn writes).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512


class _File:
    """One file: what the platter holds, and what the cache still holds."""

    def __init__(self) -> None:
        self.durable = bytearray()
        self.cached = bytearray()
        self.dirty: set[int] = set()

    def write(self, data: bytes, offset: int) -> None:
        if len(self.cached) < offset:
            self.cached.extend(bytes(offset - len(self.cached)))
        self.cached[offset : offset + len(data)] = data
        self.dirty.update(range(offset // SECTOR, (offset + len(data) - 1) // SECTOR + 1))

    def truncate(self, size: int) -> None:
        del self.cached[size:]
        self.dirty.add(size // SECTOR)

    def sync(self) -> None:
        self.durable = bytearray(self.cached)
        self.dirty.clear()

    def after_cut(self, dice: Random) -> bytearray:
        """What is there when the power comes back."""
        left = bytearray(self.durable)
        for sector in sorted(self.dirty):
            if dice.random() < 0.5:
                continue
            piece = self.cached[sector * SECTOR : (sector + 1) * SECTOR]
            start = sector * SECTOR
            if len(left) < start:
                left.extend(bytes(start - len(left)))
            left[start : start + len(piece)] = piece
        return left


class _Handle:
    """What SQLite holds of an open file (apsw takes any object with these methods)."""

    def __init__(self, disk: ForgetfulDisk, name: str) -> None:
        self._disk = disk
        self._name = name

    @property
    def _file(self) -> _File:
        return self._disk.files[self._name]

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._file.cached[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        if self._disk.powered():
            self._file.write(bytes(data), offset)

    def xTruncate(self, size: int) -> None:
        if self._disk.powered():
            self._file.truncate(size)

    def xSync(self, _flags: int) -> None:
        if self._disk.powered():
            self._file.sync()

    def xFileSize(self) -> int:
        return len(self._file.cached)

    def xLock(self, _level: int) -> None:
        return None

    def xUnlock(self, _level: int) -> None:
        return None

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, _operation: int, _pointer: int) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return 0

    def xClose(self) -> None:
        return None


class ForgetfulDisk(apsw.VFS):
    """The file system; `cut` is the power cut. `fuse`: acts on the disk until the power goes by itself."""

    def __init__(self, name: str, dice: Random) -> None:
        self.files: dict[str, _File] = {}
        self.dark = False
        self.fuse = -1
        self._dice = dice
        self.vfs_name = name
        super().__init__(name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self.files.setdefault(path, _File())
        flags[1] = flags[0]
        return _Handle(self, path)

    def xDelete(self, name: str, _sync: bool) -> None:
        if self.powered():
            self.files.pop(name, None)

    def xAccess(self, name: str, _flags: int) -> bool:
        return name in self.files

    def xFullPathname(self, name: str) -> str:
        return name

    def powered(self) -> bool:
        """Whether this act still reaches the disk."""
        self.fuse -= 1
        if self.fuse == 0:
            self.cut()
        return not self.dark

    def cut(self) -> None:
        """The power goes: every cache is lost but for the sectors that happened to be written.

        From here on the disk is `dark`, until that is set back: what the dead process still does is
        not heard.
        """
        if self.dark:
            return
        self.dark = True
        for file in self.files.values():
            left = file.after_cut(self._dice)
            file.durable, file.cached = left, bytearray(left)
            file.dirty.clear()


class _Cursor:
    def __init__(self, rows: Iterator[Any]) -> None:
        self._rows = rows

    def fetchone(self) -> Any:
        return _ask(lambda: next(self._rows, None))

    def fetchall(self) -> list[Any]:
        rows: list[Any] = _ask(lambda: list(self._rows))
        return rows

    def __iter__(self) -> Iterator[Any]:
        return self._rows


class ApswConnection:
    """The part of `sqlite3.Connection` that the journal uses, over apsw."""

    def __init__(self, disk: ForgetfulDisk, file: Path, synchronous: str = "FULL") -> None:
        self._db = apsw.Connection(str(file), vfs=disk.vfs_name)
        self._synchronous = synchronous

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> _Cursor:
        if sql == "PRAGMA synchronous=FULL":
            sql = f"PRAGMA synchronous={self._synchronous}"
        return _Cursor(iter(_ask(lambda: list(self._db.execute(sql, tuple(parameters))))))

    def backup(self, target: sqlite3.Connection, /) -> None:
        raise NotImplementedError("not needed on the forgetful disk")

    def close(self) -> None:
        self._db.close()


def _ask(work: Any) -> Any:
    """apsw's errors as sqlite3's, with their codes."""
    try:
        return work()
    except apsw.Error as error:
        kind = sqlite3.IntegrityError if isinstance(error, apsw.ConstraintError) else sqlite3.OperationalError
        told = kind(str(error))
        told.sqlite_errorcode = getattr(error, "extendedresult", getattr(error, "result", 0))
        raise told from error
