"""A receipt printer as a machine: buffer, head, cutter, status and the ways it can fail, in virtual time.

It knows nothing of the encoder nor of the job engine; it is moved by `pass_by` alone. What it puts
on paper is kept piece by piece as the bytes of the commands it carried out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

DOTS_PER_S = 1600.0
"""200 mm/s at 8 dots a millimetre."""
CUT_S = 0.3
_END = 20_000.0
_REAL_TIME = re.compile(rb"\x10\x04[\x01-\x04]|\x10\x05[\x01\x02]|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
_RUN = re.compile(rb"[\x20-\x7e\x80-\xff]+")
_THREE = {b"\x1b": b"t3EaJ!", b"\x1d": b"!BhwHraI"}
_QR_ROOM = (34, 63, 101, 149, 202)


@dataclass
class Piece:
    """A length of paper: what was printed on it, and whether the blade or the end of a roll ended it."""

    content: bytearray = field(default_factory=bytearray)
    cut: bool = False
    dots: int = 0


@dataclass
class Habits:
    """What this printer can do."""

    buffer: int = 4_096
    speed: float = DOTS_PER_S
    answers: bool = True
    in_order: bool = True
    process_id: bool = True
    tells: bool = True
    clears: bool = True
    noise: bytes = b""
    """Said in front of every answer."""
    twice: bool = False
    """Answers every real-time question a second time, late."""


class PrinterModel:
    """`feed` takes what there is room for, `heard` gives what it says, `pass_by` lets time go on.

    The roll ends after `roll` dots; the cover is opened after `cover_at` dots; `jam` stops the next cut.
    """

    def __init__(self, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self.now = 0.0
        self.roll: int | None = None
        self.cover_at: int | None = None
        self.jam = self.cover = self.broken = self.on = False
        self.on = True
        self.low = False
        self.pieces: list[Piece] = [Piece()]
        self.printed = self.pulses = self.cuts = 0
        self.echoed_at: list[float] = []
        self.dropped: Callable[[], None] = lambda: None
        self.received = bytearray()
        self._plans: list[tuple[float, Callable[[], None]]] = []
        self._reset()

    def _reset(self) -> None:
        self._buffer = bytearray()
        self._line = bytearray()
        self._said = bytearray()
        self._late = bytearray()
        self._busy = 0.0
        self._spacing, self._tall, self._module, self._bar, self._qr = 30, 1, 3, 64, b""
        self._asb = False
        self._told = b""
        self._jammed = False

    # ------------------------------------------------------------ what people do

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Somebody does something then."""
        self._plans.append((self.now + seconds, act))
        self._plans.sort(key=lambda plan: plan[0])

    def put_in_a_roll(self) -> None:
        """A new roll: what is left in the buffer goes on, on the new paper."""
        if self.paper_out and self.pieces[-1].content:
            self.pieces.append(Piece())
        self.roll = None
        self._tell()

    def open_cover(self) -> None:
        """Somebody opens it."""
        self.cover = True
        self._tell()

    def close_cover(self) -> None:
        """Somebody closes it, what jammed is taken out."""
        self.cover, self.cover_at, self._jammed, self.jam = False, None, False, False
        self._tell()

    def power_cycle(self) -> None:
        """Off and on: the buffer, the settings and the connection are gone."""
        self._reset()
        self.dropped()

    # ------------------------------------------------------------ the line

    @property
    def room(self) -> int:
        """Bytes the buffer still takes."""
        return max(0, self.habits.buffer - len(self._buffer))

    def feed(self, data: bytes) -> int:
        """Bytes taken. Real-time commands are obeyed as they come, and are not part of what follows."""
        taken = data[: self.room]
        self.received += taken
        self._buffer += taken
        while found := _REAL_TIME.search(self._buffer, max(0, len(self._buffer) - len(taken) - 12)):
            command = bytes(found.group())
            del self._buffer[found.start() : found.end()]
            self._obey(command)
        self._work()
        return len(taken)

    def heard(self) -> bytes:
        """What it says, taken away."""
        said = bytes(self._said)
        self._said.clear()
        if self._late and said == b"":
            said, self._late = bytes(self._late), bytearray()
        return said

    def _obey(self, command: bytes) -> None:
        if command[1] == 4 and self.habits.answers:
            answer = self._status(command[2])
            self._said += self.habits.noise + answer
            if self.habits.twice:
                self._late += answer
        elif command[1] == 5 and self._jammed:
            if command[2] == 2:
                self._buffer.clear()
                self._line.clear()
            self._jammed = self.jam
            self._tell()
        elif command[1] == 0x14 and self.habits.clears:
            self._buffer.clear()
            self._line.clear()
            self._said += b"7\x25\x00"

    # ------------------------------------------------------------ status

    @property
    def paper_out(self) -> bool:
        """Whether the roll has ended."""
        return self.roll is not None and self.printed >= self.roll

    @property
    def idle(self) -> bool:
        """Whether everything it was sent is on paper."""
        return not self._buffer and not self._busy

    @property
    def stopped(self) -> bool:
        """Whether it prints nothing now."""
        return not self.on or self.cover or self.paper_out or self._jammed or self.broken

    def _status(self, n: int) -> bytes:
        bits = {
            1: 0x08 * self.stopped,
            2: 0x04 * self.cover | 0x20 * self.paper_out | 0x40 * (self._jammed or self.broken),
            3: 0x08 * self._jammed | 0x20 * self.broken,
            4: 0x60 * self.paper_out | 0x0C * self.low,
        }[n]
        return bytes((0x12 | bits,))

    def _tell(self) -> None:
        """Automatic status back, on each change."""
        first = 0x10 | 0x08 * self.stopped | 0x20 * self.cover
        second = 0x08 * self._jammed | 0x20 * self.broken
        third = 0x0C * self.paper_out | 0x03 * self.low
        state = bytes((first, second, third, 0))
        if self._asb and state != self._told:
            self._said += state
            self._told = state

    # ------------------------------------------------------------ the head

    def pass_by(self, seconds: float) -> None:
        """Time goes on; plans are carried out when their time has come."""
        until = self.now + seconds
        if until > _END:
            raise TimeoutError("nobody waits so long for a printer")
        while self._plans and self._plans[0][0] <= until:
            at, act = self._plans.pop(0)
            self._run_to(max(at, self.now))
            act()
        self._run_to(until)

    def _run_to(self, until: float) -> None:
        while self.now < until:
            step = until - self.now
            if self._busy and not self.stopped:
                step = min(step, self._busy)
                self._busy -= step
                if self._busy < 1e-9:
                    self._busy = 0.0
            self.now += step
            self._work()

    def _work(self) -> None:
        """Carry out what is in the buffer until the head has something to do."""
        while not self.stopped and not self._busy and (length := _length(self._buffer)):
            command = bytes(self._buffer[:length])
            del self._buffer[:length]
            self._carry_out(command)

    def _carry_out(self, command: bytes) -> None:
        name = command[:2]
        if len(command) == 1 and command != b"\n" and command[0] < 0x20:
            return None  # half a command of a connection that broke
        if command == b"\x1b@":
            self._asb, self._spacing, self._tall = False, 30, 1
        elif name == b"\x1b3":
            self._spacing = command[2]
        elif name == b"\x1d!":
            self._tall = (command[2] & 15) + 1
        elif name == b"\x1b!":
            self._tall = 2 if command[2] & 0x10 else 1
        elif name == b"\x1dh":
            self._bar = command[2]
        elif name in (b"\x1da", b"\x1dr", b"\x1dI") or command[:3] == b"\x1d(H":
            return self._answer(command)
        elif name == b"\x1bp":
            self.pulses += 1
            return None
        elif name == b"\x1d(":
            self._symbol(command)
        if name == b"\x1dV":
            return self._cut(command)
        self._put(command)
        return None

    def _symbol(self, command: bytes) -> None:
        if command[5:7] == b"1C":
            self._module = command[7]
        elif command[5:7] == b"1P":
            self._qr = command[8:]

    def _answer(self, command: bytes) -> None:
        """What is answered in order, once everything before is on paper."""
        if command[:3] == b"\x1d(H" and self.habits.process_id:
            self._said += self.habits.noise + b"7\x22" + command[7:11] + b"\x00"
            self.echoed_at.append(self.now)
        elif command[:2] == b"\x1dr" and self.habits.in_order:
            self._said += self.habits.noise + bytes((0x0C * self.paper_out | 0x03 * self.low,))
        elif command[:2] == b"\x1da":
            self._asb = bool(command[2]) and self.habits.tells
            self._told = b""
            self._tell()
        elif command[:2] == b"\x1dI":
            self._said += b"_MODEL\x00"

    def _put(self, command: bytes) -> None:
        self._line += command
        dots = self._dots(command)
        if not dots:
            return
        self.pieces[-1].content += self._line
        self._line.clear()
        self._feed(dots)

    def _dots(self, command: bytes) -> int:
        if command == b"\n":
            return max(self._spacing, 24 * self._tall if self._line.strip(b"\n") else 0)
        if command[:2] == b"\x1bJ":
            return command[2]
        if command[:2] == b"\x1dk":
            return self._bar
        if command[:3] == b"\x1dv0":
            return int.from_bytes(command[6:8], "little")
        if command[5:7] == b"1Q":
            version = next(at for at, room in enumerate(_QR_ROOM, 1) if len(self._qr) <= room)
            return (17 + 4 * version) * self._module
        return 0

    def _feed(self, dots: int) -> None:
        self.printed += dots
        self.pieces[-1].dots += dots
        self._busy += dots / self.habits.speed
        if self.cover_at is not None and self.printed >= self.cover_at:
            self.cover = True
        self._tell()

    def _cut(self, command: bytes) -> None:
        if self.jam:
            self._jammed = True
            self._buffer[:0] = command
            self._tell()
            return
        self.pieces[-1].content += self._line + command
        self.pieces[-1].cut = True
        self._line.clear()
        self.cuts += 1
        self._busy += CUT_S
        self.pieces.append(Piece())


def _length(buffer: bytearray) -> int:
    """How long the first command is, 0 when it is not all there."""
    if not buffer:
        return 0
    if run := _RUN.match(buffer):
        return run.end()
    first, name = bytes(buffer[:1]), bytes(buffer[1:2])
    if first not in _THREE:
        return 1
    if len(buffer) < 2:
        return 0
    length = _of_two(buffer, first, name)
    return length if len(buffer) >= length else 0


def _of_two(buffer: bytearray, first: bytes, name: bytes) -> int:
    if name in _THREE[first]:
        return 3
    whole = len(buffer) + 1
    match first + name:
        case b"\x1b@":
            return 2
        case b"\x1bp":
            return 5
        case b"\x1dV":
            return 4
        case b"\x1d(":
            return 5 + int.from_bytes(buffer[3:5], "little") if len(buffer) >= 5 else whole
        case b"\x1dk":
            return 4 + buffer[3] if len(buffer) >= 4 else whole
        case b"\x1dv":
            if len(buffer) < 8:
                return whole
            return 8 + int.from_bytes(buffer[4:6], "little") * int.from_bytes(buffer[6:8], "little")
        case _:  # half a command of a connection that broke: a printer skips it
            return 1
