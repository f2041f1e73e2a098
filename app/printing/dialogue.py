"""Writing to a printer and hearing it at the same time, never longer than a deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from app.ports import PrinterState
from app.printing.causes import Halt, Trouble
from app.printing.health import Health, told
from app.printing.replies import (
    ASK_ERROR,
    ASK_OFFLINE,
    ASK_PAPER,
    ASK_PRINTER,
    CLEAR,
    Cleared,
    InOrder,
    ProcessId,
    RealTime,
    Replies,
    Reply,
    State,
)
from app.printing.transports.connection import Connection

_CHUNK = 16_384
_ERROR_BIT = 0x40
_LATE_S = 0.05
_LEAST_S = 0.001
"""A wait shorter than a clock can tell would never end."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds for: reaching the printer, a status answer, one byte to be taken, all bytes to be
    taken, the other side to acknowledge them, the printer's word after the cut (and for each line
    before it), and how long a closing program waits for any of these to notice.

    `quiet`: after so long without a word a printer that can answer is asked how it is. `hold`: how
    long a paper waits for somebody to put in a roll or to close the cover. `turn`: how long it waits
    for another program that is printing. `clear`: for the printer to say that it forgot its buffer.
    """

    open: float = 3.0
    answer: float = 1.0
    stall: float = 8.0
    whole: float = 30.0
    settle: float = 5.0
    confirm: float = 5.0
    line: float = 0.2
    notice: float = 0.2
    quiet: float = 0.4
    hold: float = 300.0
    turn: float = 10.0
    clear: float = 2.0


class Dialogue:
    """One open connection: what waits to be written, what has been heard. `stop` ends any waiting."""

    def __init__(
        self,
        connection: Connection,
        stop: Event,
        monotonic: Callable[[], float],
        deadlines: Deadlines,
        *,
        listens: bool,
    ) -> None:
        self._connection = connection
        self._stop = stop
        self._now = monotonic
        self._deadlines = deadlines
        self._listens = listens
        self._replies = Replies()
        self._out = bytearray()
        self._answers: list[int] = []
        self._unanswered = b""
        self._asking = self._cleared = False
        self._heard_at = self.beat = monotonic()
        self._moved = 0
        self.health = Health()
        self._stopped: Health | None = None
        self.marks: set[bytes] = set()
        self.in_order: list[int] = []
        self.pushed = self.offered = self.taken = 0
        self.limit = monotonic() + deadlines.whole

    # ------------------------------------------------------------ one step

    def push(self, data: bytes) -> None:
        """Put bytes behind those that wait to be written."""
        self._out += data
        self.pushed += len(data)

    @property
    def drained(self) -> bool:
        """Whether everything pushed has been taken."""
        return not self._out

    def drop(self) -> None:
        """Forget what has not been taken."""
        self.pushed -= len(self._out)
        self._out.clear()

    def step(self, seconds: float) -> None:
        """Write what is taken, hear what is said; returns soon when there was either."""
        if self._stop.is_set():
            raise Trouble("closed", PrinterState.UNKNOWN)
        self.beat = self._now()
        seconds = max(seconds, _LEAST_S)
        if self._out:
            piece = bytes(self._out[:_CHUNK])
            self.offered = max(self.offered, self.taken + len(piece))
            count = self._connection.write_some(piece, seconds)
            del self._out[:count]
            self.taken += count
            self._moved += 0 if self._asking else count
            seconds = 0
        if self._listens:
            for reply in self._replies.feed(self._connection.read(seconds)):
                self._take(reply)
        elif self.drained:
            self._stop.wait(seconds)  # nothing to write, nobody to hear: only time can change anything

    def _take(self, reply: Reply) -> None:
        self._heard_at = self._now()
        match reply:
            case RealTime(bits):
                self._answers.append(bits)
            case InOrder(bits):
                self.in_order.append(bits)
                self._moved += 1
            case ProcessId(mark):
                self.marks.add(mark)
                self._moved += 1
            case State(bits):
                self.health = told(bits)
                self._stopped = self.health if self.health.cause else self._stopped
            case Cleared():
                self._cleared = True
            case _:
                return

    # ------------------------------------------------------------ waiting

    def until(self, done: Callable[[], bool], seconds: float, cause: str) -> None:
        """Go on until `done`. `Halt` as soon as the printer is known to have stopped, `Trouble(cause)`
        when nothing has moved for `seconds`, or `Trouble("stalled")` when all of it takes too long."""
        moved, last = self._moved, self._now()
        while not done():
            self._stop_with_it()
            now = self._now()
            if self._moved != moved:
                moved, last = self._moved, now
            if now >= self.limit:
                raise Trouble("stalled", PrinterState.OFFLINE)
            if now - last >= seconds:
                raise self._standstill(cause)
            self.step(min(self._deadlines.notice, seconds - (now - last), self.limit - now))
            if self._moved == moved and now - last >= self._deadlines.quiet:
                self._heed_port()
            self.inquire()

    def _standstill(self, cause: str) -> Trouble:
        """Nothing moves: by the name that the way itself knows (the lines of a printer port), if any."""
        known = None if self.drained else self._connection.state()
        if known in (PrinterState.PAPER_OUT, PrinterState.COVER_OPEN):
            return Trouble(known.value, known)
        return Trouble(cause, PrinterState.UNKNOWN if self.drained else PrinterState.OFFLINE)

    def _stop_with_it(self) -> None:
        """`Halt` when the printer has stopped, also when it has gone on since."""
        stopped, self._stopped = self._stopped or self.health, None
        if stopped.cause:
            raise Halt(stopped.cause, stopped.state)

    def mended(self) -> None:
        """That it stopped has been dealt with."""
        self._stopped = None

    def flush(self) -> None:
        """All that was pushed is taken."""
        self.until(lambda: self.drained, self._deadlines.stall, "stalled")

    def rest(self) -> None:
        """A moment in which nothing is expected; `inquire` keeps `health` fresh."""
        self.step(self._deadlines.notice)
        self._heed_port()
        self.inquire()

    # ------------------------------------------------------------ questions

    def check(self) -> None:
        """Ask how the printer is (DLE EOT 1, then 4, or 2 and 3 when it is off line); `Trouble` when it
        does not answer, `Halt` when it cannot print."""
        if not self._listens:
            return
        if not self._look():
            raise Trouble("silent", PrinterState.OFFLINE)
        self._stop_with_it()

    def _heed_port(self) -> None:
        """A printer that cannot be asked, and takes nothing: what the way itself knows of it."""
        if not self._listens:
            known = self._connection.state()
            self.health = Health(
                paper_out=known is PrinterState.PAPER_OUT, cover=known is PrinterState.COVER_OPEN
            )

    def inquire(self) -> None:
        """Ask a printer that can answer and has said nothing for a while. Silence is no news: a full
        buffer answers nothing. Nothing is asked in the middle of what is being written."""
        if self._listens and self.drained and self._now() - self._heard_at >= self._deadlines.quiet:
            self._look()
            self._heard_at = self._now()

    def _look(self) -> bool:
        """The questions; False as soon as one is not answered."""
        if self._unanswered:
            if not self._asked(self._unanswered):
                return False
            self._late()
        if not self._asked(ASK_PRINTER):
            return False
        if not self.health.offline:
            return bool(self._asked(ASK_PAPER))
        bits = self._asked(ASK_OFFLINE)
        return bool(bits) and (not bits & _ERROR_BIT or bool(self._asked(ASK_ERROR)))

    def _asked(self, question: bytes) -> int:
        """The answer to one question, never 0 (bit 1 is always set); 0 when none comes.

        The answers do not say what they answer. One that did not come in time may come later, so the
        same question is asked again before any other.
        """
        self._answers.clear()
        self._asking, self._unanswered = True, question
        self.push(question)
        until = self._now() + self._deadlines.answer
        while not self._answers and (left := until - self._now()) > 0:
            self.step(min(left, self._deadlines.notice))
        self._asking = False
        if not self._answers:
            return 0
        self._unanswered = b""
        self.health = self.health.after(question, self._answers[0])
        return self._answers[0]

    def _late(self) -> None:
        """Let answers that are still on their way pass by."""
        until = self._now() + _LATE_S
        while (left := until - self._now()) > 0:
            self.step(left)
        self._answers.clear()

    # ------------------------------------------------------------ clearing

    def clear(self) -> bool:
        """Have the printer forget its buffers (DLE DC4 function 8), what waits here included; True when
        it says so. Nothing else is sent until it does, or does not in time."""
        rest, self._out = self._out, bytearray(CLEAR)
        self.pushed += len(CLEAR)
        self._cleared = False
        until = self._now() + self._deadlines.clear
        while not self._cleared and (left := until - self._now()) > 0:
            self.step(min(left, self._deadlines.notice))
        if self._cleared:
            self.pushed -= len(rest)
            return True
        if len(self._out) == len(CLEAR):  # not one byte of it went
            self.drop()
        self._out += rest
        return False
