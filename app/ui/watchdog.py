"""Tells the system's watchdog that the window is up and its event loop alive (systemd's sd_notify).

One datagram to the socket that systemd names; nothing where it names none. The beat comes from a timer of
Qt's own loop: a loop that is stuck says nothing, and the system starts the program again.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

READY, ALIVE, STOPPING = b"READY=1", b"WATCHDOG=1", b"STOPPING=1"
_BEATS = 3  # in one patience of the watchdog: one may be lost
_LEAST_MS = 100

Send = Callable[[bytes], None]


def sender(environ: Mapping[str, str] = os.environ) -> Send | None:
    """How to tell the system, or None where nobody listens. NOTIFY_SOCKET: a path, or "@" and a name."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return None
    target = "\0" + address[1:] if address.startswith("@") else address

    def send(words: bytes) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            try:
                line.sendto(words, target)
            except OSError:  # nobody listens any more, or its queue is full: the next beat tells again
                return

    return send


def beat_ms(environ: Mapping[str, str] = os.environ) -> int:
    """Milliseconds between two beats, 0 for none. WATCHDOG_USEC: the system's patience in microseconds.

    WATCHDOG_PID names the process that systemd started. Inside a compositor that is another one, whose
    beats this program sends (`NotifyAccess=all`), so it is not looked at.
    """
    patience = environ.get("WATCHDOG_USEC", "")
    if not patience.isascii() or not patience.isdigit():
        return 0
    return max(_LEAST_MS, int(patience) // 1000 // _BEATS)


class Watchdog(QObject):
    """Beats from its making until `stop`."""

    def __init__(self, send: Send, interval_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(lambda: send(ALIVE))
        send(READY)
        if interval_ms:
            self._timer.start()

    def stop(self) -> None:
        """The program ends because it was told to."""
        self._timer.stop()
        self._send(STOPPING)


def watchdog(parent: QObject) -> Watchdog | None:
    """The beats of this process, if the system asked for any."""
    send = sender()
    return Watchdog(send, beat_ms(), parent) if send is not None else None
