"""The server's own clock: starts anywhere, runs at any speed, and can be moved by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.clock import Clock, SystemClock


class VirtualClock:
    """Server time: `start` plus the machine's monotonic time multiplied by `speed`.

    Without a `start` it begins at the machine's wall clock. `machine` is injected by tests, whose
    monotonic clock stands still, so that time moves by `advance` alone.
    """

    def __init__(
        self, *, start: datetime | None = None, speed: float = 1.0, machine: Clock | None = None
    ) -> None:
        self.machine = machine or SystemClock()
        if start is not None and start.tzinfo is None:
            raise ValueError("the clock starts at an aware datetime")
        if speed <= 0:
            raise ValueError("the speed is a positive number")
        self._base = start or self.machine.wall()
        self._since = self.machine.monotonic()
        self._speed = speed

    @property
    def speed(self) -> float:
        """Server seconds per real second."""
        return self._speed

    def now(self) -> datetime:
        """Server time now, aware, UTC when the start was."""
        return self._base + timedelta(seconds=(self.machine.monotonic() - self._since) * self._speed)

    def advance(self, seconds: float) -> None:
        """Move forward at once. `ValueError` for a negative number (see `set`)."""
        if seconds < 0:
            raise ValueError("time advances; use set() to step back")
        self._base += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Jump to `moment`, forward or back."""
        self._base = moment
        self._since = self.machine.monotonic()
