"""The real printer of the program (layout, ESC/POS, worker) over a cable with a fate for each paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.paper import Paper as Document
from app.domain.paper import TicketPaper
from app.ports import NothingPrinted, Prepared, PrinterState, PrintOutcome
from app.printing.dialogue import Deadlines
from app.printing.hands import InlineHands
from app.printing.settings import PrinterSettings
from app.printing.spooler import EscPosPrinter
from app.printing.turn import NoTurn
from tests.sim.faults import Paper, PaperFate
from tests.sim.handover import Hand

if TYPE_CHECKING:
    from tests.sim.life import Life

_PIECE, _PIECE_S = 256, 0.05
_AT_ONCE = b"\x10"
_CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"


@dataclass(slots=True)
class _Job:
    """A paper on its way: `left` bytes until its fate strikes, `since` when it did."""

    number: int
    digest: str
    fate: PaperFate
    left: int
    since: float | None = None


class Cable:
    """The worker's `Connection` to the world's roll. Blocking, on the printer's hand."""

    def __init__(self, life: Life, hand: Hand) -> None:
        self._life, self._hand = life, hand
        self._roll = life.world.roll
        self._job: _Job | None = None

    def load(self, number: int, digest: str, size: int, fate: PaperFate) -> None:
        """The next job is this one."""
        self._job = _Job(number, digest, fate, round(size * fate.share))
        self._life.world.printing = number, digest
        if fate.kind is Paper.PAPER_OUT:
            self._job.since = self._life.loop.time()
            self._roll.stop("paper")

    def unload(self, *, torn_off: bool) -> None:
        """It has ended; the cashier sees to the printer: sets it right, or switches it off and on.

        Who is asked about a paper takes it in the hand; what is worth nothing hangs there until the
        program has marked it.
        """
        job, self._job = self._job, None
        if job is not None and self._roll.stopped:
            if self._life.confirm != "status" or job.fate.share < 0.5:
                self._roll.go_on()
            self._roll.switch_off()
        if torn_off:
            self._roll.sheet = None

    # --- as the worker sees it --------------------------------------------------------------------

    def open(self, seconds: float) -> None:
        self._hand.wait(0.02)
        if self._is(Paper.REFUSED):
            self._hand.wait(0.5)
            raise ConnectionRefusedError(111, "refused")
        self._roll.hang_up()

    def write_some(self, data: bytes, seconds: float) -> int:
        job = self._job
        if job is None or data.startswith(_AT_ONCE):
            return self._roll.take(data[: len(_CLEAR)] if data.startswith(_CLEAR) else data)
        self._mend(job)
        piece = data[:_PIECE]
        if job.fate.kind.strikes and job.since is None and job.left < len(piece):
            if job.left == 0:
                job.since = self._life.loop.time()
                return self._struck(job, piece, seconds)
            piece = piece[: job.left]
        if job.since is not None and not job.fate.kind.stops:
            return self._struck(job, piece, seconds)
        job.left -= len(piece)
        before = self._roll.cuts
        taken = self._roll.take(piece)
        self._life.boundary("printer:after" if self._roll.cuts > before else "printer:half")
        self._hand.wait(_PIECE_S if taken else seconds)
        return taken

    def settle(self, seconds: float) -> bool:
        silent = self._is(Paper.UNPLUGGED) or (self._is(Paper.LOST_BUFFER) and self._life.confirm == "none")
        self._hand.wait(seconds if silent else 0.05)
        return not silent

    def read(self, seconds: float) -> bytes:
        if self._job is not None:
            self._mend(self._job)
            struck = self._job.since is not None and not self._job.fate.kind.stops
            if self._is(Paper.SILENT) or struck:
                self._roll.said.clear()
        if not self._roll.said:
            if seconds:
                self._hand.wait(seconds)
            return b""
        heard = bytes(self._roll.said)
        self._roll.said.clear()
        return heard

    def close(self) -> None:
        """One connection a job: nothing is kept."""

    def state(self) -> PrinterState | None:
        """The system knows nothing of it."""
        return None

    # --- what happens to the paper ----------------------------------------------------------------

    def _is(self, kind: Paper) -> bool:
        return self._job is not None and self._job.fate.kind is kind

    def _mend(self, job: _Job) -> None:
        """Somebody puts in a new roll, or frees the blade."""
        now = self._life.loop.time()
        if self._roll.stopped and job.since is not None and now >= job.since + job.fate.mended_after:
            self._roll.go_on()

    def _struck(self, job: _Job, piece: bytes, seconds: float) -> int:
        match job.fate.kind:
            case Paper.STOPS | Paper.RUNS_OUT:
                self._roll.stop(job.fate.kind.stops)
                return self._roll.take(piece)
            case Paper.POWER_OFF:
                self._roll.switch_off()
                raise ConnectionResetError(104, "reset")
            case Paper.DIES:
                raise RuntimeError("against every word of the protocol")
            case Paper.DEAF:
                self._hand.wait(seconds)
                return 0
            case Paper.STUCK:
                self._hand.wait(100)
                return 0
            case _:  # unplugged, or switched off with all of it in its buffer: the system takes the bytes
                self._hand.wait(_PIECE_S)
                return len(piece)


class SimPrinter(EscPosPrinter):
    """The program's own printer; only its two threads are the loop's."""

    def __init__(self, life: Life) -> None:
        settings = PrinterSettings("network", host="printer.test", confirm=life.confirm)
        self._life, self._hand = life, Hand(life.loop, life.cut)
        self._cable = Cable(life, self._hand)
        super().__init__(
            settings,
            lambda: self._cable,
            life.clock,
            Deadlines(),
            hands=self._hand,
            makers=InlineHands(),
            turn=NoTurn(),
        )
        self._numbers: dict[str, int] = {}

    async def prepare(self, paper: Document) -> Prepared:
        prepared = await super().prepare(paper)
        self._numbers[prepared.digest] = paper.ticket.number if isinstance(paper, TicketPaper) else 0
        return prepared

    async def send(self, prepared: Prepared) -> PrintOutcome:
        fate = self._life.world.paper()
        self._life.boundary("printer:before")
        number = self._numbers[prepared.digest]
        self._cable.load(number, prepared.digest, len(prepared.content), fate)
        outcome: PrintOutcome | None = None
        try:
            outcome = await super().send(prepared)
        finally:
            self._cable.unload(torn_off=not isinstance(outcome, NothingPrinted))
        return outcome

    def drop(self) -> None:
        """The program ends here: nobody probes the printer any more."""
        self._closed = True
        self._cancel_probe()
        if self._watch_timer is not None:
            self._watch_timer.cancel()
        self._hand.drop()
