"""The server's own clock: starts anywhere, runs at any speed, and can be moved by hand."""

from __future__ import annotations

from collections.abc import Callable
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
        self._since = self._born = self.machine.monotonic()
        self._advanced = 0.0
        self._speed = speed
        self._on_advance: Callable[[], None] | None = None

    @property
    def speed(self) -> float:
        """Server seconds per real second."""
        return self._speed

    def now(self) -> datetime:
        """Server time now, aware, UTC when the start was."""
        return self._base + timedelta(seconds=(self.machine.monotonic() - self._since) * self._speed)

    def elapsed(self) -> float:
        """Server seconds since the clock was made; neither `set` nor `step` counts."""
        return (self.machine.monotonic() - self._born) * self._speed + self._advanced

    def advance(self, seconds: float) -> None:
        """Let time pass at once. `ValueError` for a negative number (see `set`)."""
        if seconds < 0:
            raise ValueError("time advances; use set() to step back")
        self._base += timedelta(seconds=seconds)
        self._advanced += seconds
        if self._on_advance:
            self._on_advance()

    def on_advance(self, told: Callable[[], None]) -> None:
        """Call `told` after each `advance`, on the thread that advanced."""
        self._on_advance = told

    def step(self, seconds: float) -> None:
        """Put the clock forward or back, as somebody who corrects it: no time passes."""
        self._base += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Jump to `moment`, forward or back."""
        self._base = moment
        self._since = self.machine.monotonic()
