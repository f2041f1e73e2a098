"""What every way to a printer offers. Blocking, used by the printer's own thread only."""

from __future__ import annotations

from typing import Protocol

from app.ports import PrinterState


class Connection(Protocol):
    """One job's way to the printer. `open` first, `close` last.

    Every call returns within the seconds it is given (a file on a disk: within the disk's time).
    Failures are `OSError`, or a `Trouble` where the way itself can name what is wrong.
    """

    def open(self, seconds: float) -> None:
        """Reach the printer. Nothing has been sent when this fails."""
        ...

    def write_some(self, data: bytes, seconds: float) -> int:
        """Hand over what is taken now; the count of bytes taken, 0 when none was in that time."""
        ...

    def settle(self, seconds: float) -> bool:
        """Wait until the other side has taken what was written; False when it has not in that time."""
        ...

    def read(self, seconds: float) -> bytes:
        """What the printer says; empty when it says nothing in that time."""
        ...

    def state(self) -> PrinterState | None:
        """What the way itself knows of the printer, without asking the printer: the lines of a printer
        port, the word of a system's queue. None when it knows nothing. At once."""
        ...

    def close(self) -> None:
        """Let go. Idempotent. What was written and taken is never discarded; what was not taken in
        time may be, so that it does not come out later of itself."""
        ...
