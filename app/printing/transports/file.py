"""A file that collects jobs, or a device such as `/dev/usb/lp0`.

A plain file gets each job appended and flushed to the disk. A device is written without blocking,
because a printer without paper holds a blocking write for ever (kernel `usblp`), and read back where
it can be. Nothing is created under `/dev`: a ticket must not vanish into a file because the printer
is off.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from app.ports import PrinterState
from app.printing.settings import is_device_path
from app.printing.transports.lines import state_of_lines

_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
_NO_TERMINAL = getattr(os, "O_NOCTTY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CHUNK = 16_384
_HEARD = 4_096

_LPGETSTATUS = 0x060B
"""ioctl of Linux' lp.h, which usblp answers too."""


def port_lines(handle: int) -> int | None:
    """The lines of the printer port behind an open device; None where it has none."""
    if sys.platform == "win32":
        return None
    import fcntl

    room = bytearray(4)
    try:
        fcntl.ioctl(handle, _LPGETSTATUS, room)
    except OSError:  # a pipe, a terminal, another driver: it has no such lines
        return None
    return int.from_bytes(room, sys.byteorder)


class FileConnection:
    """A `Connection` to a path."""

    def __init__(self, path: Path, lines: Callable[[int], int | None] = port_lines) -> None:
        self._path = path
        self._lines = lines
        self._file: int | None = None
        self._plain = False
        self._readable = False

    def open(self, seconds: float) -> None:
        """Open for appending; `FileNotFoundError` for a device that is not there."""
        flags = os.O_APPEND | _NONBLOCK | _NO_TERMINAL | _BINARY
        if not is_device_path(self._path):
            flags |= os.O_CREAT
        self._file = self._both_ways(flags) if self._is_character_device() else None
        self._readable = self._file is not None
        if self._file is None:
            self._file = os.open(self._path, flags | os.O_WRONLY, 0o600)
        self._plain = stat.S_ISREG(os.fstat(self._file).st_mode)

    def _is_character_device(self) -> bool:
        try:
            return stat.S_ISCHR(self._path.stat().st_mode)
        except OSError:  # not there: opening it will say so
            return False

    def _both_ways(self, flags: int) -> int | None:
        """Open for writing and reading; None for a device that can only be written."""
        try:
            return os.open(self._path, flags | os.O_RDWR)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EPERM, errno.EINVAL, errno.EROFS, errno.EIO):
                return None
            raise

    def write_some(self, data: bytes, seconds: float) -> int:
        """See `Connection.write_some`."""
        if not self._plain and not select.select([], [self._handle], [], seconds)[1]:
            return 0
        try:
            return os.write(self._handle, data[:_CHUNK])
        except BlockingIOError:  # the device said it was ready and has no room after all
            return 0

    def settle(self, seconds: float) -> bool:
        """Onto the disk; a device is waited for until it would take more."""
        if self._plain:
            os.fsync(self._handle)
            return True
        return bool(select.select([], [self._handle], [], seconds)[1])

    def read(self, seconds: float) -> bytes:
        """What the device says; a file says nothing."""
        if not self._readable or not select.select([self._handle], [], [], seconds)[0]:
            return b""
        try:
            heard = os.read(self._handle, _HEARD)
        except BlockingIOError:
            return b""
        if not heard:  # some printers send empty packets without end
            select.select([], [], [], seconds)
        return heard

    def state(self) -> PrinterState | None:
        """By the lines of the printer port, where there are any."""
        return state_of_lines(self._lines(self._handle) if self._readable else None)

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
