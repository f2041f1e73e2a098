"""A way to a printer that plays a script, on a clock that only it moves."""

from __future__ import annotations

from collections.abc import Callable

from app.ports import PrinterState


class ManualClock:
    """Seconds that pass when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


class FakeConnection:
    """Takes up to `room` bytes at a time; `answer` is asked for a reply after each piece taken.

    `break_after` bytes it raises `broken`; `refuses` fails the opening; `stops_after` bytes it
    takes nothing more.
    """

    def __init__(self, clock: ManualClock, room: int = 100) -> None:
        self.clock = clock
        self.room = room
        self.taken = bytearray()
        self.answer: Callable[[bytes], bytes] = lambda piece: b""
        self.refuses: OSError | None = None
        self.broken: OSError = ConnectionResetError("reset")
        self.break_after: int | None = None
        self.stops_after: int | None = None
        self.settles = True
        self.close_fails: OSError | None = None
        self.opened = self.closed = 0
        self.known: PrinterState | None = None
        self._replies = b""

    def open(self, seconds: float) -> None:
        self.opened += 1
        if self.refuses:
            raise self.refuses

    def write_some(self, data: bytes, seconds: float) -> int:
        if self.break_after is not None and len(self.taken) >= self.break_after:
            raise self.broken
        if self.stops_after is not None and len(self.taken) >= self.stops_after:
            self.clock.now += seconds
            return 0
        piece = data[: self.room]
        self.taken += piece
        self._replies += self.answer(piece)
        return len(piece)

    def settle(self, seconds: float) -> bool:
        return self.settles

    def read(self, seconds: float) -> bytes:
        if not self._replies:
            self.clock.now += seconds
        heard, self._replies = self._replies, b""
        return heard

    def state(self) -> PrinterState | None:
        return self.known

    def close(self) -> None:
        self.closed += 1
        if self.close_fails:
            raise self.close_fails
