"""A printer behind a queue of the operating system: one document for each paper.

The queue takes the whole paper or none of it. That it calls a document done is all that can be known
(`Evidence.SPOOLED`). A document that is not done in time is withdrawn, so that it does not come out
of itself when somebody mends the printer an hour later.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from app.ports import PrinterState
from app.printing.causes import Trouble

TITLE = "Taquilla"
"""The name of our documents in the system's queue: nothing of a ticket may be read there."""
_LOOK_AGAIN_S = 0.1


class Progress(Enum):
    """How a document stands."""

    WAITING = "waiting"
    DONE = "done"
    LOST = "lost"


class Spool(Protocol):
    """A queue as the system offers it. Calls return within `seconds`; failures are `OSError` or `Trouble`."""

    def look(self, seconds: float) -> PrinterState | None:
        """What the queue says of its printer; `Trouble` when it takes no documents."""
        ...

    def submit(self, document: bytes, seconds: float) -> str:
        """Hand over a document; its name in the queue."""
        ...

    def progress(self, job: str, seconds: float) -> Progress:
        """How a document stands."""
        ...

    def withdraw(self, job: str, seconds: float) -> None:
        """Take a document out of the queue."""
        ...


class SpooledConnection:
    """A `Connection` to a queue."""

    def __init__(
        self,
        spool: Spool,
        monotonic: Callable[[], float],
        wait: Callable[[float], object] | None = None,
    ) -> None:
        from threading import Event

        self._spool = spool
        self._monotonic = monotonic
        self._wait = wait or Event().wait
        self._document = bytearray()
        self._known: PrinterState | None = None
        self._open = False

    def open(self, seconds: float) -> None:
        """Ask the queue whether it takes documents: nothing is handed to one that would keep it for later."""
        self._document.clear()
        self._known = self._spool.look(seconds)
        if self._known in (PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.OFFLINE):
            raise Trouble(self._known.value, self._known)
        self._open = True

    def write_some(self, data: bytes, seconds: float) -> int:
        """All of it: kept here until the paper is whole."""
        if not self._open:
            raise OSError("not open")
        self._document += data
        return len(data)

    def settle(self, seconds: float) -> bool:
        """Hand the document over and wait until the queue calls it done; withdraw it when it does not."""
        if not self._document:
            return True
        until = self._monotonic() + seconds
        document = bytes(self._document)
        self._document.clear()
        job = self._spool.submit(document, seconds)
        while True:
            left = max(until - self._monotonic(), _LOOK_AGAIN_S)
            progress = self._spool.progress(job, left)
            if progress is Progress.DONE:
                return True
            if progress is Progress.LOST:
                raise Trouble("dropped", self._told())
            if self._monotonic() + _LOOK_AGAIN_S > until:
                self._spool.withdraw(job, _LOOK_AGAIN_S * 10)
                self._known = self._told()
                return False
            self._wait(_LOOK_AGAIN_S)

    def _told(self) -> PrinterState:
        try:
            return self._spool.look(_LOOK_AGAIN_S * 10) or PrinterState.UNKNOWN
        except Trouble as trouble:
            return trouble.state
        except OSError:
            return PrinterState.OFFLINE

    def read(self, seconds: float) -> bytes:
        """A queue has no way back."""
        self._wait(seconds)
        return b""

    def state(self) -> PrinterState | None:
        """What the queue said last."""
        return self._known

    def close(self) -> None:
        """A paper that was never whole is never handed over."""
        self._document.clear()
        self._open = False
