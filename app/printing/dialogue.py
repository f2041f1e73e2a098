"""Writing to a printer and waiting for its word, never longer than a deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from app.ports import PrinterState
from app.printing.causes import Trouble
from app.printing.replies import R, RealTime, Replies
from app.printing.transports.connection import Connection


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds for: reaching the printer, a status answer, one byte to be taken, all bytes to be
    taken, the other side to acknowledge them, the printer's word after the cut, and how long a
    closing program waits for any of these to notice."""

    open: float = 3.0
    answer: float = 1.0
    stall: float = 8.0
    whole: float = 30.0
    settle: float = 5.0
    confirm: float = 15.0
    notice: float = 0.2


class Dialogue:
    """One open connection's writing and listening. `stop` ends any waiting soon after it is set."""

    def __init__(
        self, connection: Connection, stop: Event, monotonic: Callable[[], float], deadlines: Deadlines
    ) -> None:
        self._connection = connection
        self._stop = stop
        self._monotonic = monotonic
        self._deadlines = deadlines
        self._replies = Replies()

    def write(self, data: bytes, taken: Callable[[int], None] = lambda count: None) -> None:
        """All of it; `taken` is told each time bytes have been taken. `Trouble` when they no longer are."""
        view, whole = data, self._monotonic() + self._deadlines.whole
        while view:
            count = self._write_some(view, min(whole, self._monotonic() + self._deadlines.stall))
            taken(count)
            view = view[count:]

    def ask(self, question: bytes) -> int:
        """The answer to a DLE EOT; `Trouble("silent")` when none comes."""
        self.write(question)
        reply = self.wait(RealTime, self._deadlines.answer)
        if reply is None:
            raise Trouble("silent", PrinterState.OFFLINE)
        return reply.bits

    def wait(self, wanted: type[R], seconds: float) -> R | None:
        """The next reply of a kind, or None when it does not come in time."""
        until = self._monotonic() + seconds
        while True:
            reply = self._replies.take(wanted)
            left = until - self._monotonic()
            if reply is not None or left <= 0:
                return reply
            self._go_on()
            self._replies.feed(self._connection.read(min(left, self._deadlines.notice)))

    def _write_some(self, data: bytes, until: float) -> int:
        while (left := until - self._monotonic()) > 0:
            self._go_on()
            count = self._connection.write_some(data, min(left, self._deadlines.notice))
            if count:
                return count
        raise Trouble("stalled", PrinterState.OFFLINE)

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise Trouble("closed", PrinterState.UNKNOWN)
