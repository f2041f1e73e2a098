"""A printer on a serial port (RS-232, or a USB adapter that looks like one), through pyserial.

Without flow control a printer that is out of paper loses bytes in silence, so one should be set
that the cable and the printer know. pyserial's own write tells no count when its time is up; here
bytes are handed over only as the port takes them.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import Any, Literal

from app.ports import PrinterState

Flow = Literal["none", "rts", "dtr", "xonxoff"]
FLOWS: tuple[Flow, ...] = ("none", "rts", "dtr", "xonxoff")
BAUDS = (1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200)

_CHUNK = 256
_HEARD = 512
_POLL_S = 0.005
_WINDOWS_CHUNK = 32


class SerialConnection:
    """A `Connection` to a serial port, 8 data bits, no parity, one stop bit."""

    def __init__(self, path: str, baud: int, flow: Flow, monotonic: Callable[[], float]) -> None:
        self._path, self._baud, self._flow = path, baud, flow
        self._monotonic = monotonic
        self._port: Any = None

    def open(self, seconds: float) -> None:
        """Open the port for ourselves alone."""
        import serial

        self._port = serial.Serial(
            self._path,
            self._baud,
            timeout=0,
            write_timeout=0,
            rtscts=self._flow == "rts",
            dsrdtr=self._flow == "dtr",
            xonxoff=self._flow == "xonxoff",
            exclusive=True if sys.platform != "win32" else None,
        )

    def write_some(self, data: bytes, seconds: float) -> int:
        """See `Connection.write_some`. Linux knows no DTR flow control, so it is kept to here."""
        if self._flow == "dtr" and not self._ready(seconds):
            return 0
        if sys.platform == "win32":
            return self._write_windows(data[:_WINDOWS_CHUNK], seconds)
        if not _waits_for(self._live.fileno(), seconds, writing=True):
            return 0
        return int(self._live.write(data[:_CHUNK]) or 0)

    def _ready(self, seconds: float) -> bool:
        """Wait until the printer holds its DTR line (our DSR) up."""
        until = self._monotonic() + seconds
        while not self._live.dsr:
            left = until - self._monotonic()
            if left <= 0:
                return False
            self._pause(min(left, _POLL_S))
        return True

    def _write_windows(self, data: bytes, seconds: float) -> int:
        """All of a little or, as nobody tells how much of it went, an end."""
        import serial

        self._live.write_timeout = max(seconds, _POLL_S)
        try:
            return int(self._live.write(data) or 0)
        except serial.SerialTimeoutException as error:
            raise OSError(errno.EIO, "the port stopped taking") from error

    def settle(self, seconds: float) -> bool:
        """Until the port has sent what it took."""
        until = self._monotonic() + seconds
        while self._live.out_waiting:
            left = until - self._monotonic()
            if left <= 0:
                return False
            self._pause(min(left, _POLL_S))
        return True

    def read(self, seconds: float) -> bytes:
        """See `Connection.read`."""
        if sys.platform == "win32":
            self._live.timeout = seconds
            first = self._live.read(1)
            return bytes(first + self._live.read(self._live.in_waiting)) if first else b""
        if not _waits_for(self._live.fileno(), seconds, writing=False):
            return b""
        return bytes(self._live.read(_HEARD))

    def fitting_flow(self) -> Flow:
        """The flow control that this printer and cable seem to have: by the line the printer holds up
        while it can take more, else by signs, which do no harm where nobody sends them."""
        if self._live.dsr:
            return "dtr"
        return "rts" if self._live.cts else "xonxoff"

    def state(self) -> PrinterState | None:
        """The lines of a cable differ too much to be believed."""
        return None

    def close(self) -> None:
        """Let go; what a stopped printer did not take is dropped, or the system would wait for it."""
        port, self._port = self._port, None
        if port is None:
            return
        try:
            if port.out_waiting:
                port.reset_output_buffer()
        except OSError:
            pass  # the adapter was unplugged: nothing is left in it
        finally:
            port.close()

    def _pause(self, seconds: float) -> None:
        from threading import Event

        Event().wait(seconds)

    @property
    def _live(self) -> Any:
        if self._port is None:
            raise OSError("not open")
        return self._port


def _waits_for(handle: int, seconds: float, *, writing: bool) -> bool:
    """Whether the port takes or has bytes within the time. Unix only."""
    import select

    reads, writes = ([], [handle]) if writing else ([handle], [])
    found = select.select(reads, writes, [], seconds)
    return bool(found[0] or found[1])
