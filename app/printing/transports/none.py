"""No printer: takes everything, keeps nothing."""

from __future__ import annotations

from app.ports import PrinterState


class NoConnection:
    """A `Connection` to nowhere, for a till that has no printer."""

    def open(self, seconds: float) -> None:
        """Always there."""

    def write_some(self, data: bytes, seconds: float) -> int:
        """All of it."""
        return len(data)

    def settle(self, seconds: float) -> bool:
        """At once."""
        return True

    def read(self, seconds: float) -> bytes:
        """Never a word."""
        return b""

    def state(self) -> PrinterState | None:
        """Nothing to know."""
        return None

    def close(self) -> None:
        """Nothing to let go."""
