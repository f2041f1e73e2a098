"""A way to the printer model without a wire: time passes when somebody waits."""

from __future__ import annotations

from app.devtools.printer_model import PrinterModel
from app.ports import PrinterState

_SLICE = 0.01


class ModelConnection:
    """A `Connection`.

    It breaks when the model's power is cycled, unless the line outlives that (`survives`, as a serial
    cable does), and by itself after `break_at` bytes. `deaf`: nothing is taken. `careless`: it has no
    flow control, what the buffer has no room for is lost.
    """

    def __init__(self, model: PrinterModel, *, survives: bool = False) -> None:
        self.model = model
        self.survives = survives
        self.broken: OSError | None = None
        self.refuses: OSError | None = None
        self.break_at: int | None = None
        self.deaf = self.careless = False
        self.opened = self.closed = self.written = 0
        model.dropped = self._dropped

    def _dropped(self) -> None:
        if not self.survives:
            self.broken = ConnectionResetError("reset")

    def monotonic(self) -> float:
        return self.model.now

    def open(self, seconds: float) -> None:
        self.opened += 1
        if self.refuses:
            raise self.refuses
        self.broken = None

    def write_some(self, data: bytes, seconds: float) -> int:
        until = self.model.now + seconds
        while True:
            self._check()
            if self.break_at is not None:
                data = data[: max(0, self.break_at - self.written)]
                if not data:
                    raise ConnectionResetError("unplugged")
            count = 0 if self.deaf else self.model.feed(data)
            if self.careless:
                count = len(data)
            self.written += count
            if count or self.model.now >= until:
                return count
            self.model.pass_by(min(_SLICE, until - self.model.now))

    def settle(self, seconds: float) -> bool:
        return not self.deaf

    def read(self, seconds: float) -> bytes:
        until = self.model.now + seconds
        while not (heard := self.model.heard()) and self.model.now < until:
            self._check()
            self.model.pass_by(max(1e-6, min(_SLICE, until - self.model.now)))
        self._check()
        return heard

    def state(self) -> PrinterState | None:
        return None

    def close(self) -> None:
        self.closed += 1

    def _check(self) -> None:
        if self.broken:
            raise self.broken
