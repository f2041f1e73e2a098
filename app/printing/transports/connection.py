"""What every way to a printer offers. Blocking, used by the printer's own thread only."""

from __future__ import annotations

from typing import Protocol


class Connection(Protocol):
    """One job's way to the printer. `open` first, `close` last; failures are `OSError`.

    Every call returns within the seconds it is given (a file on a disk: within the disk's time).
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

    def close(self) -> None:
        """Let go. Idempotent; never discards what was written."""
        ...
