"""A printer on TCP port 9100: one connection a job, because idle ones are dropped without a word."""

from __future__ import annotations

import select
import socket
import sys
from collections.abc import Callable

from app.ports import PrinterState

_SEND_BUFFER = 8_192
"""Small, so that a stopped printer shows here and not after hundreds of swallowed tickets."""
_UNACKED_MS = 5_000
_IDLE_S, _BETWEEN_S, _PROBES = 2, 1, 3
"""A connection nobody answers on any more ends after these seconds without a word, not after two hours."""
_CHUNK = 4_096
_POLL_S = 0.002


class NetworkConnection:
    """A `Connection` to `host:port`."""

    def __init__(self, host: str, port: int, monotonic: Callable[[], float]) -> None:
        self._address = (host, port)
        self._monotonic = monotonic
        self._socket: socket.socket | None = None
        self._heard = bytearray()
        self._ended = False

    def open(self, seconds: float) -> None:
        """Connect (`TCP_NODELAY`, keepalive, small send buffer)."""
        found = socket.create_connection(self._address, timeout=seconds)
        self._socket, self._ended = found, False
        self._heard.clear()
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        if sys.platform == "linux":
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE_S)
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _BETWEEN_S)
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _PROBES)
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKED_MS)
        found.setblocking(False)

    def write_some(self, data: bytes, seconds: float) -> int:
        """See `Connection.write_some`."""
        if not select.select([], [self._live], [], seconds)[1]:
            return 0
        try:
            return self._live.send(data[:_CHUNK])
        except BlockingIOError:
            return 0

    def settle(self, seconds: float) -> bool:
        """Until the printer's side has acknowledged every byte, where the system can tell (Linux)."""
        until = self._monotonic() + seconds
        while self._unsent():
            left = until - self._monotonic()
            if left <= 0:
                return False
            self._listen(min(left, _POLL_S))
        error = self._live.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, "connection lost")
        return True

    def read(self, seconds: float) -> bytes:
        """See `Connection.read`; `ConnectionError` when the printer has hung up."""
        if not self._heard and not self._ended:
            self._listen(seconds)
        if not self._heard and self._ended:
            raise ConnectionAbortedError("the printer hung up")
        heard = bytes(self._heard)
        self._heard.clear()
        return heard

    def state(self) -> PrinterState | None:
        """The line knows nothing of the printer."""
        return None

    def close(self) -> None:
        """End in order: bytes left unread would make the system reset the connection and lose the job."""
        found, self._socket = self._socket, None
        if found is None:
            return
        with found:
            try:
                found.shutdown(socket.SHUT_WR)
                while found.recv(_CHUNK):
                    pass
            except OSError:
                return  # nothing more to read, or the other side has gone: both end here

    def _listen(self, seconds: float) -> None:
        if self._ended:
            select.select([], [], [], seconds)
            return
        if select.select([self._live], [], [], seconds)[0]:
            heard = self._live.recv(_CHUNK)
            self._ended = not heard
            self._heard += heard

    def _unsent(self) -> int:
        if sys.platform != "linux":
            return 0
        import fcntl
        import termios

        answer = fcntl.ioctl(self._live.fileno(), termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(answer, sys.byteorder)

    @property
    def _live(self) -> socket.socket:
        if self._socket is None:
            raise OSError("not open")
        return self._socket
