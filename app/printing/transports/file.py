"""A file that collects jobs, or a device such as `/dev/usb/lp0`.

A plain file gets each job appended and flushed to the disk. A device is written without blocking,
because a printer without paper holds a blocking write for ever (kernel `usblp`). Nothing is created
under `/dev`: a ticket must not vanish into a file because the printer is off.
"""

from __future__ import annotations

import os
import select
import stat
from pathlib import Path

from app.printing.settings import is_device_path

_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_NO_TERMINAL = getattr(os, "O_NOCTTY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CHUNK = 16_384


class FileConnection:
    """A `Connection` to a path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._plain = False

    def open(self, seconds: float) -> None:
        """Open for appending; `FileNotFoundError` for a device that is not there."""
        flags = os.O_WRONLY | os.O_APPEND | _NONBLOCK | _NO_TERMINAL | _BINARY
        if not is_device_path(self._path):
            flags |= os.O_CREAT
        self._file = os.open(self._path, flags, 0o600)
        self._plain = stat.S_ISREG(os.fstat(self._file).st_mode)

    def write_some(self, data: bytes, seconds: float) -> int:
        """See `Connection.write_some`."""
        if not self._plain and not select.select([], [self._handle], [], seconds)[1]:
            return 0
        try:
            return os.write(self._handle, data[:_CHUNK])
        except BlockingIOError:  # the device said it was ready and has no room after all
            return 0

    def settle(self, seconds: float) -> bool:
        """Onto the disk; of a device nothing more can be known."""
        if self._plain:
            os.fsync(self._handle)
        return True

    def read(self, seconds: float) -> bytes:
        """A file says nothing."""
        return b""

    def close(self) -> None:
        """See `Connection.close`."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    @property
    def _handle(self) -> int:
        if self._file is None:
            raise OSError("not open")
        return self._file
