"""One printing from first to last byte, with no claim beyond the evidence.

Runs in the printer's own thread. What can still be claimed depends on the last block alone, the one
with PIN and code: until its first byte has been taken nothing of worth is out (`NothingPrinted`), and
the same paper may be printed again; from then on every failure is `PrintUnsure`. Decision 017 tells why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event

from app.ports import (
    Evidence,
    NothingPrinted,
    Prepared,
    Printed,
    PrinterState,
    PrintOutcome,
    PrintUnsure,
    Trail,
)
from app.printing.causes import Halt, Trouble, trouble_of
from app.printing.dialogue import Deadlines, Dialogue
from app.printing.replies import (
    ASK_IN_ORDER,
    MARKS,
    RECOVER_AND_FORGET,
    RECOVER_AND_GO_ON,
    TELL_NOTHING,
    TELL_STATE,
    mark_of,
    process_id,
)
from app.printing.settings import Confirm
from app.printing.transports.connection import Connection
from app.printing.turn import NoTurn, Turn

EVIDENCE: dict[Confirm, Evidence] = {
    "none": Evidence.BYTES,
    "queue": Evidence.SPOOLED,
    "status": Evidence.STATUS,
    "process_id": Evidence.CONFIRMED,
}
WINDOW = 2
"""Blocks that may be in the printer unconfirmed: enough that the head never waits."""
_PAPER_END_IN_ORDER, _PAPER_LOW_IN_ORDER = 0x0C, 0x03
_MOST_STARTS, _MOST_HOLDS = 4, 12
"""A printer that stops over and over is broken: somebody has to look."""
_NUDGE_S = 5.0
_RASTER_LINE = 72 * 24
"""Bytes of a picture 576 dots wide that are as tall as a line of text."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a printing ended and the printer's state after it."""

    outcome: PrintOutcome
    state: PrinterState


@dataclass(frozen=True, slots=True)
class Manners:
    """What one printer can do and wants: its evidence, whether it forgets its buffer when told
    (DLE DC4 function 8), whether it keeps anything between jobs at all (a file does not, and has no
    paper to be marked), and the bytes that mark a spoiled paper void and cut it off."""

    confirm: Confirm = "none"
    clears: bool = False
    keeps: bool = False
    stamp: bytes = b""


@dataclass
class _Trip:
    """One paper on its way.

    `start` is its first byte's place in all that is written, `last_at` its last block's once that is
    pushed. `halted`: it stopped with the last block begun. `proved`: the printer's word has come.
    `stamps`: the mark for an earlier spoiled paper goes before it.
    """

    blocks: tuple[bytes, ...]
    start: int = 0
    last_at: int | None = None
    next: int = 0
    marks: list[bytes] = field(default_factory=list)
    starts: int = 1
    holds: int = 0
    halted: bool = False
    proved: bool = False
    stamps: bool = False

    def confirmed(self, heard: set[bytes]) -> int:
        """Blocks known to be on paper: echoes come in order, so a later one speaks for the earlier."""
        return max((at + 1 for at, mark in enumerate(self.marks) if mark in heard), default=0)

    def again(self, at: int) -> None:
        """From the beginning, at stream offset `at`."""
        self.start, self.next, self.last_at, self.halted = at, 0, None, False
        self.marks.clear()
        self.starts += 1


class Worker:
    """Prints over one connection, one job after the other. Blocking.

    `told` hears of states while a job goes on, in this thread. `stop` ends everything, `give_up` the
    waiting for paper or cover.
    """

    def __init__(
        self,
        connection: Connection,
        manners: Manners,
        monotonic: Callable[[], float],
        deadlines: Deadlines,
        told: Callable[[PrinterState], None] = lambda state: None,
        turn: Turn | NoTurn | None = None,
    ) -> None:
        self._connection = connection
        self._manners = manners
        self._now = monotonic
        self._deadlines = deadlines
        self._told = told
        self._listens = manners.confirm in ("status", "process_id")
        self._turn = turn or NoTurn()
        self._mark = int(monotonic() * 1000)
        self._spoiled = self._advised = False
        self._trip: _Trip | None = None
        self._talk: Dialogue | None = None
        self.stop = Event()
        self.give_up = Event()

    # ------------------------------------------------------------ jobs

    def run(self, job: Prepared) -> Result:
        """Send one paper once."""
        self.give_up.clear()
        self._spoiled = self._spoiled or job.after_spoiled
        trip = self._trip = _Trip(job.blocks)
        try:
            with self._connected() as talk:
                self._make_clean(talk, trip)
                trip.start = talk.pushed
                self._bring(talk, trip)
                trip.proved = self._listens
        except Trouble as trouble:
            if not trip.proved:  # a connection that breaks after the printer's word changes nothing
                return Result(self._failed(trip, trouble.cause), trouble.state)
        finally:
            self._trip = None
        self._stamped(talk, trip)
        trail, state = self._trail(trip), talk.health.state
        if trip.halted:
            return Result(PrintUnsure("stopped", trail), state)
        return Result(Printed(EVIDENCE[self._manners.confirm], trail), state)

    def send(self, command: bytes) -> Result:
        """A command that prints nothing (the drawer's pulse), with no other proof than the bytes."""
        try:
            with self._connected() as talk:
                talk.push(command)
                talk.flush()
                self._settle()
        except Trouble as trouble:
            return Result(NothingPrinted(trouble.cause), trouble.state)
        return Result(Printed(Evidence.BYTES), talk.health.state)

    def probe(self) -> PrinterState:
        """The printer's state, asked without printing anything."""
        try:
            with self._connected() as talk:
                return talk.health.state
        except Trouble as trouble:
            return trouble.state

    @property
    def beat(self) -> float:
        """When the job last made a step (`monotonic`)."""
        return self._talk.beat if self._talk else 0.0

    def lost(self) -> PrintOutcome:
        """What can be said of a job whose thread never came back; any other thread may ask.

        Bytes that were offered count as taken: nobody knows.
        """
        trip, talk = self._trip, self._talk
        if trip is None or talk is None or talk.offered <= trip.start:
            return NothingPrinted("stuck")
        if trip.last_at is None or talk.offered <= trip.last_at:
            return NothingPrinted("stuck", spoiled=True)
        return PrintUnsure("stuck")

    def take_over(self, stuck: Worker, outcome: PrintOutcome) -> None:
        """From a worker left behind with that outcome: the paper that it spoiled is still to be marked."""
        self._spoiled = stuck._spoiled or (isinstance(outcome, NothingPrinted) and outcome.spoiled)

    # ------------------------------------------------------------ connecting

    @contextmanager
    def _connected(self) -> Iterator[Dialogue]:
        """A connection to a printer that is ready, nobody else printing on it, closed at the end; every
        failure is a `Trouble`."""
        if self.stop.is_set():
            raise Trouble("closed", PrinterState.UNKNOWN)
        with self._turn.taken(self._deadlines.turn):
            talk = Dialogue(self._connection, self.stop, self._now, self._deadlines, listens=self._listens)
            self._talk = talk
            yield from self._open(talk)

    def _open(self, talk: Dialogue) -> Iterator[Dialogue]:
        try:
            with _named(reached=False):
                self._connection.open(self._deadlines.open)
            with _named(reached=True):
                talk.check()
                yield talk
        except Trouble:
            with suppress(OSError):  # what went wrong first is what is told
                self._connection.close()
            raise
        with _named(reached=True):
            self._connection.close()

    def _settle(self) -> None:
        if not self._connection.settle(self._deadlines.settle):
            raise Trouble("stalled", PrinterState.OFFLINE)

    # ------------------------------------------------------------ one paper

    def _bring(self, talk: Dialogue, trip: _Trip) -> None:
        """All blocks and the printer's word; waits while somebody puts the printer right."""
        while True:
            talk.limit = self._now() + self._deadlines.whole + self._reading_time(trip.blocks)
            try:
                self._send(talk, trip)
                self._confirm(talk, trip)
            except Halt as halt:
                trip.holds += 1
                if trip.holds > _MOST_HOLDS:
                    raise
                forgot = self._hold(talk, trip, halt)
                if self._begun_last(talk, trip):
                    trip.halted = True
                    continue
                if trip.starts == _MOST_STARTS:
                    raise
                self._begin_again(talk, trip, forgot)
            else:
                return

    def _send(self, talk: Dialogue, trip: _Trip) -> None:
        """The blocks that have not been pushed; at most `WINDOW` of them unconfirmed."""
        marked = self._manners.confirm == "process_id"
        last = len(trip.blocks) - 1
        while trip.next <= last:
            if marked:
                self._confirmed(talk, trip, trip.next - WINDOW + 1)
            talk.flush()
            if trip.next == last:
                if not marked and last:
                    talk.check()
                trip.last_at = talk.pushed
            talk.push(trip.blocks[trip.next])
            if marked:
                trip.marks.append(self._new_mark())
                talk.push(process_id(trip.marks[-1]))
            if not trip.next and self._listens:
                talk.push(TELL_STATE)  # after ESC @, which ends it
            trip.next += 1
        talk.flush()

    def _confirmed(self, talk: Dialogue, trip: _Trip, blocks: int) -> None:
        """So many blocks are on paper."""
        waits = trip.blocks[max(0, blocks - WINDOW) : blocks]
        seconds = self._deadlines.confirm + self._reading_time(waits)
        talk.until(lambda: trip.confirmed(talk.marks) >= blocks, seconds, "unconfirmed")

    def _confirm(self, talk: Dialogue, trip: _Trip) -> None:
        """Wait for the word that the printer can give after the cut."""
        match self._manners.confirm:
            case "process_id":
                self._confirmed(talk, trip, len(trip.blocks))
            case "status":
                self._settle()
                self._status(talk, self._reading_time(trip.blocks))
            case "none" | "queue":
                self._settle()
        if self._listens:
            talk.push(TELL_NOTHING)
            talk.step(0)

    def _status(self, talk: Dialogue, more: float) -> None:
        """GS r after the cut; a roll that ended with this very paper is told by the state."""
        talk.in_order.clear()
        talk.push(ASK_IN_ORDER)
        talk.until(lambda: bool(talk.in_order), self._deadlines.confirm + more, "unconfirmed")
        bits = talk.in_order[0]
        talk.health = talk.health.on_paper(
            out=bool(bits & _PAPER_END_IN_ORDER), low=bool(bits & _PAPER_LOW_IN_ORDER)
        )

    def _reading_time(self, blocks: tuple[bytes, ...]) -> float:
        """Seconds a slow printer may take for these, beyond the usual."""
        lines = sum(block.count(b"\n") + len(block) // _RASTER_LINE for block in blocks)
        return lines * self._deadlines.line

    def _new_mark(self) -> bytes:
        self._mark = (self._mark + 1) % MARKS
        return mark_of(self._mark)

    # ------------------------------------------------------------ when it stops

    def _hold(self, talk: Dialogue, trip: _Trip, halt: Halt) -> bool:
        """Until somebody put the printer right; `Trouble` when nobody does, or it cannot be.

        True when the printer forgot what it held: it does so at once, because a roll put in makes it
        print the rest of its buffer.
        """
        self._told(halt.state)
        forgot, shown = False, halt.state
        if not self._begun_last(talk, trip):
            if trip.last_at is not None:
                talk.drop()  # the last block waits here: it must not go out now
                trip.last_at, trip.next = None, trip.next - 1
            forgot = self._forgets(talk)
        until, nudged = self._now() + self._deadlines.hold, self._now()
        while cause := talk.health.cause:
            state = talk.health.state
            if state is not shown:
                self._told(state)
                shown = state
            if cause == "fault" or self.give_up.is_set() or self._now() >= until:
                if not forgot and cause != "fault":
                    self._forgets(talk)
                raise Halt(cause, state) from halt
            talk.rest()
            if cause == "cutter" and self._now() - nudged >= _NUDGE_S:
                nudged = self._now()
                talk.push(RECOVER_AND_GO_ON if self._begun_last(talk, trip) else RECOVER_AND_FORGET)
        talk.mended()
        self._told(PrinterState.BUSY)
        return forgot

    def _begin_again(self, talk: Dialogue, trip: _Trip, forgot: bool) -> None:
        """Mark the spoiled paper void, cut it off, and start the same paper anew.

        Where the printer does not forget its buffer it goes on with it: what is spoiled comes out
        before the mark, because bytes keep their order.
        """
        if not (forgot or self._forgets(talk)):
            talk.limit = self._now() + self._deadlines.whole
            talk.flush()
        talk.push(self._manners.stamp)
        trip.again(talk.pushed)
        talk.offered = talk.taken

    def _make_clean(self, talk: Dialogue, trip: _Trip) -> None:
        """What an earlier, broken job left: the printer forgets it, and it is marked void.

        A printer that cannot forget must be switched off and on first; that is said once.
        """
        if not self._spoiled or not self._manners.keeps:
            return
        if not self._forgets(talk) and not self._advised:
            self._advised = True
            raise Trouble("power_cycle", talk.health.state)
        talk.push(self._manners.stamp)
        trip.stamps = True

    def _stamped(self, talk: Dialogue, trip: _Trip) -> None:
        """The mark on the spoiled paper has been taken: nothing is owed any more."""
        if trip.stamps and talk.taken >= trip.start:
            self._spoiled = self._advised = False

    def _forgets(self, talk: Dialogue) -> bool:
        return self._manners.clears and talk.clear()

    def _begun_last(self, talk: Dialogue, trip: _Trip) -> bool:
        return trip.last_at is not None and talk.taken > trip.last_at

    def _failed(self, trip: _Trip, cause: str) -> PrintOutcome:
        talk, trail = self._talk, self._trail(trip)
        if talk is None:
            return NothingPrinted(cause, trail=trail)
        if self._begun_last(talk, trip):
            return PrintUnsure(cause, trail)
        self._stamped(talk, trip)
        begun = trip.starts > 1 or (trip.next > 0 and talk.taken > trip.start)
        self._spoiled = self._spoiled or begun
        return NothingPrinted(cause, begun, trail)

    def _trail(self, trip: _Trip) -> Trail:
        heard = self._talk.marks if self._talk else set()
        return Trail(len(trip.blocks), trip.next, trip.confirmed(heard))


@contextmanager
def _named(*, reached: bool) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise trouble_of(error, reached=reached) from error
