"""The real printer of the program (layout, ESC/POS, worker) over a cable with a fate for each paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.paper import Paper as Document
from app.domain.paper import TicketPaper
from app.ports import Prepared, PrintOutcome
from app.printing.dialogue import Deadlines
from app.printing.settings import PrinterSettings
from app.printing.spooler import EscPosPrinter
from tests.sim.faults import Paper, PaperFate
from tests.sim.handover import Hand
from tests.sim.loop import Inline
from tests.sim.roll import Sheet

if TYPE_CHECKING:
    from tests.sim.life import Life

_AT_ONCE = 256
_BYTES_S = 0.05
_START = b"\x1b@"


@dataclass(slots=True)
class _Job:
    """A paper on its way: `left` bytes until its fate strikes, `since` when it did."""

    sheet: Sheet
    fate: PaperFate
    left: int
    begun: bool = False
    since: float | None = None


class Cable:
    """The worker's `Connection` to the world's roll. Blocking, on the printer's hand."""

    def __init__(self, life: Life, hand: Hand) -> None:
        self._life, self._hand = life, hand
        self._roll = life.world.roll
        self._job: _Job | None = None

    def load(self, sheet: Sheet, size: int, fate: PaperFate) -> None:
        """The next job is this one."""
        self._job = _Job(sheet, fate, round(size * fate.share))
        self._roll.paper = fate.kind is not Paper.PAPER_OUT

    def unload(self) -> None:
        """It has ended; the cashier sees to the printer."""
        self._job = None
        self._roll.paper = self._roll.online = True
        self._roll.said.clear()

    # --- as the worker sees it --------------------------------------------------------------------

    def open(self, seconds: float) -> None:
        self._hand.wait(0.02)
        if self._job is not None and self._job.fate.kind is Paper.REFUSED:
            self._hand.wait(0.5)
            raise ConnectionRefusedError(111, "refused")
        self._roll.forget()

    def write_some(self, data: bytes, seconds: float) -> int:
        job = self._job
        if job is None or (not job.begun and not data.startswith(_START)):
            self._roll.take(data)
            return len(data)
        if not job.begun:
            if not self._roll.paper:  # a printer without paper takes nothing
                self._hand.wait(seconds)
                return 0
            self._begin(job)
        piece = data[:_AT_ONCE]
        if job.fate.kind.strikes and job.left < len(piece) and not self._mended(job):
            if job.left == 0:
                return self._struck(job, data, seconds)
            piece = piece[: job.left]
        job.left -= len(piece)
        self._print(job, piece)
        self._hand.wait(_BYTES_S)
        return len(piece)

    def settle(self, seconds: float) -> bool:
        kind = self._job.fate.kind if self._job else Paper.WELL
        silent = kind is Paper.UNPLUGGED or (kind is Paper.LOST_BUFFER and self._life.confirm == "none")
        self._hand.wait(seconds if silent else 0.05)
        return not silent

    def read(self, seconds: float) -> bytes:
        job = self._job
        if job is not None and job.begun and job.fate.kind in {Paper.SILENT, Paper.UNPLUGGED}:
            self._roll.said.clear()
        if not self._roll.said:
            self._hand.wait(seconds)
            return b""
        heard = bytes(self._roll.said)
        self._roll.said.clear()
        return heard

    def close(self) -> None:
        """One connection a job: nothing is kept."""

    # --- what happens to the paper ----------------------------------------------------------------

    def _begin(self, job: _Job) -> None:
        job.begun = True
        self._life.world.first_byte(job.sheet)
        self._roll.begin(job.sheet)

    def _mended(self, job: _Job) -> bool:
        """Whether somebody has put in a new roll, or freed the blade."""
        after = job.fate.mended_after
        if job.since is None or not job.fate.kind.mendable or self._life.loop.time() < job.since + after:
            return False
        self._roll.paper = self._roll.online = True
        job.left = 1 << 30
        return True

    def _struck(self, job: _Job, data: bytes, seconds: float) -> int:
        job.since = self._life.loop.time() if job.since is None else job.since
        match job.fate.kind:
            case Paper.STOPS | Paper.RUNS_OUT:
                self._roll.online = False
                self._roll.paper = job.fate.kind is not Paper.RUNS_OUT
                self._hand.wait(seconds)
                return 0
            case Paper.POWER_OFF:
                self._roll.forget()
                raise ConnectionResetError(104, "reset")
            case Paper.DIES:
                raise RuntimeError("against every word of the protocol")
            case _:  # unplugged, or switched off with all of it in its buffer: the system takes the bytes
                self._hand.wait(_BYTES_S)
                return len(data)

    def _print(self, job: _Job, piece: bytes) -> None:
        before = job.sheet.cut
        self._roll.take(piece)
        self._life.boundary("printer:half")
        if job.sheet.cut and not before:
            self._life.world.comes_out(job.sheet)
            self._life.boundary("printer:after")


class SimPrinter(EscPosPrinter):
    """The program's own printer; only its two threads are the loop's."""

    def __init__(self, life: Life) -> None:
        settings = PrinterSettings("network", host="printer.test", confirm=life.confirm)
        self._life, self._hand = life, Hand(life.loop, life.cut)
        self._cable = Cable(life, self._hand)
        super().__init__(settings, self._cable, life.clock, Deadlines())
        self._maker, self._thread = Inline(), self._hand  # type: ignore[assignment]
        self._numbers: dict[str, int] = {}

    async def prepare(self, paper: Document) -> Prepared:
        prepared = await super().prepare(paper)
        number = paper.ticket.number if isinstance(paper, TicketPaper) else 0
        self._numbers[prepared.digest] = number
        return prepared

    async def send(self, prepared: Prepared) -> PrintOutcome:
        fate = self._life.world.paper()
        self._life.boundary("printer:before")
        sheet = Sheet(self._numbers[prepared.digest], prepared.digest)
        self._cable.load(sheet, len(prepared.content), fate)
        try:
            return await super().send(prepared)
        finally:
            self._cable.unload()

    def drop(self) -> None:
        """The program ends here: nobody probes the printer any more."""
        self._stop.set()
        self._cancel_probe()
        self._hand.drop()
