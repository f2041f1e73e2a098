"""The printer the program talks to: `app.ports.Printer` over a worker thread of its own.

Two threads: papers are made (laid out, encoded, guarded, drawn) in one, so that a stuck printer
never holds up a sale or a picture; the other alone touches the printer. Should that one never come
back from a driver, it is left behind and another takes its place.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from hashlib import sha256
from threading import Thread
from typing import Any, TypeVar

from app.clock import Clock
from app.domain.paper import Paper
from app.ports import NothingPrinted, Prepared, PrinterState, PrintOutcome
from app.printing import escpos
from app.printing.blocks import ends_of
from app.printing.clean import Cleaner
from app.printing.dialogue import Deadlines
from app.printing.document import Cut, Document, Gap, Stamp
from app.printing.guard import guard
from app.printing.hands import Hands, ThreadHands
from app.printing.job import EVIDENCE, Manners, Result, Worker
from app.printing.layout import layout
from app.printing.page import Page
from app.printing.papers import document_of
from app.printing.settings import PrinterSettings, is_device_path
from app.printing.transports.connection import Connection
from app.printing.turn import NoTurn, Turn
from app.printing.words import word

_T = TypeVar("_T")
PROBE_AGAIN_S = 5.0
WATCH_S = 2.0
STUCK_S = 20.0
"""Beyond the longest deadline of a single call, so much: its thread will not come back."""
_CLOSE_S = 1.0
_WELL = frozenset({PrinterState.NONE, PrinterState.READY, PrinterState.BUSY, PrinterState.PAPER_LOW})
_INCOMPLETE_GAP = 8


class EscPosPrinter:
    """An ESC/POS receipt printer. All methods are called on the event loop's thread.

    `connect` makes a way to it, again when the one in use got stuck. `hands` do what blocks, `makers`
    make papers; a simulation gives both `InlineHands`, and `NoTurn`.
    """

    def __init__(
        self,
        settings: PrinterSettings,
        connect: Callable[[], Connection],
        clock: Clock,
        deadlines: Deadlines,
        *,
        hands: Hands | None = None,
        makers: Hands | None = None,
        turn: Turn | NoTurn | None = None,
    ) -> None:
        self._settings = settings
        self._connect = connect
        self._clock = clock
        self._deadlines = deadlines
        self._cleaner = Cleaner(settings.codec)
        self._dialect = escpos.Dialect(
            settings.codec, settings.code_page_number, settings.cutter, settings.mode == "raster"
        )
        self._turn = turn or NoTurn()
        self._hands = hands or ThreadHands("printer")
        self._makers = makers or ThreadHands("paper-maker")
        self._there = settings.transport != "none"
        self._connection, self._worker = self._new_worker()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._doing_since: float | None = None
        self._jobs = 0
        self._held = False
        self._state = PrinterState.UNKNOWN if self._there else PrinterState.NONE
        self._watchers: list[Callable[[PrinterState], None]] = []
        self._probe_timer: asyncio.TimerHandle | None = None
        self._watch_timer: asyncio.TimerHandle | None = None
        self._closed = False

    def _new_worker(self) -> tuple[Connection, Worker]:
        connection = self._connect()
        worker = Worker(
            connection, self._manners(), self._clock.monotonic, self._deadlines, self._tell, self._turn
        )
        return connection, worker

    def _manners(self) -> Manners:
        """A device keeps what it was sent; a file or no printer does not."""
        settings = self._settings
        plain_file = settings.transport == "file" and not is_device_path(settings.file)
        return Manners(
            settings.confirm,
            clears=settings.confirm == "process_id",
            keeps=self._there and not plain_file,
            stamp=self._incomplete(),
        )

    def _incomplete(self) -> bytes:
        """`TICKET INCOMPLETO - ANULADO`, cut off: the end of a paper that is worth nothing."""
        stamp = Stamp(self._cleaner.line(word("incomplete")))
        document = Document(((Gap(_INCOMPLETE_GAP), stamp, Cut()),))
        page = layout(document, self._settings.cells)
        return self._guarded(b"".join(escpos.encode(page, self._dialect)))

    # ------------------------------------------------------------ making

    async def prepare(self, paper: Paper) -> Prepared:
        """See `Printer.prepare`. `Bug` when the bytes hold anything this program does not send."""
        return await self._made(lambda: self._encode(paper))

    async def picture(self, paper: Paper) -> bytes:
        """See `Printer.picture`: PNG, one dot a pixel, with the paper's margins."""
        return await self._made(lambda: self._draw(paper))

    async def _made(self, make: Callable[[], _T]) -> _T:
        return await asyncio.wrap_future(self._makers.do(make))

    def _encode(self, paper: Paper) -> Prepared:
        sections = escpos.pieces_of(self.page(paper), self._dialect)
        content = self._guarded(b"".join(piece for section in sections for piece in section))
        digest = sha256(content).hexdigest()
        return Prepared(content, digest, EVIDENCE[self._settings.confirm], ends_of(sections))

    def _guarded(self, content: bytes) -> bytes:
        return guard(content, self._dialect.number, raster=self._dialect.raster)

    def _draw(self, paper: Paper) -> bytes:
        from app.printing.picture import png

        return png(self.page(paper), self._settings.width_mm)

    def page(self, paper: Paper) -> Page:
        """The paper in cells, for this printer's width and letters. Any thread."""
        return layout(document_of(paper, self._cleaner), self._settings.cells)

    # ------------------------------------------------------------ sending

    async def send(self, prepared: Prepared) -> PrintOutcome:
        """See `Printer.send`. Cancelling the caller does not stop a printing that has begun."""
        return await self._job(lambda: self._worker.run(prepared))

    async def open_drawer(self) -> PrintOutcome:
        """See `Printer.open_drawer`."""
        if self._settings.drawer == "none":
            return NothingPrinted("no_drawer")
        pulse = escpos.drawer_pulse(self._settings.drawer)
        return await self._job(lambda: self._worker.send(pulse))

    async def _job(self, work: Callable[[], Result]) -> PrintOutcome:
        if self._closed:
            return NothingPrinted("closed")
        self._jobs += 1
        self._set_state(PrinterState.BUSY)
        done = self._on_hands(work)
        done.add_done_callback(self._job_over)
        return (await asyncio.shield(done)).outcome

    def _job_over(self, done: asyncio.Future[Result]) -> None:
        self._jobs -= 1
        self._held = False
        if not done.cancelled() and done.exception() is None:
            self._set_state(done.result().state)

    def give_up(self) -> None:
        """See `Printer.give_up`."""
        self._worker.give_up.set()

    def _on_hands(self, work: Callable[[], _T]) -> asyncio.Future[_T]:
        """Do it where blocking is allowed, under the eye of a watch."""
        self._loop = asyncio.get_running_loop()

        def run() -> _T:
            self._doing_since = self._clock.monotonic()
            try:
                return work()
            finally:
                self._doing_since = None

        done = asyncio.wrap_future(self._hands.do(run))
        if not done.done() and self._watch_timer is None:
            self._watch_timer = self._loop.call_later(WATCH_S, self._watch)
        return done

    def _watch(self) -> None:
        """A thread that does not come back from a call is left behind."""
        self._watch_timer = None
        since = self._doing_since
        if since is None and not self._jobs:
            return
        limit = STUCK_S + self._deadlines.settle
        if since is not None and self._clock.monotonic() - max(since, self._worker.beat) > limit:
            self._abandon()
        self._watch_timer = asyncio.get_running_loop().call_later(WATCH_S, self._watch)

    def _abandon(self) -> None:
        """What was going on ends with what is known of it; its handle is closed from outside, which
        ends many a stuck call, in a thread of its own because closing may get stuck too."""
        stuck, worker = self._connection, self._worker
        worker.stop.set()
        outcome = worker.lost()
        self._doing_since = None
        self._connection, self._worker = self._new_worker()
        self._worker.take_over(worker, outcome)
        self._hands.abandon(Result(outcome, PrinterState.OFFLINE))
        Thread(target=_closed_from_outside, args=(stuck,), name="printer-closing", daemon=True).start()

    async def close(self) -> None:
        """See `Printer.close`. What still waits ends as `NothingPrinted("closed")`."""
        self._worker.stop.set()
        self._cancel_probe()
        if self._watch_timer is not None:
            self._watch_timer.cancel()
            self._watch_timer = None
        if self._closed:
            return
        self._closed = True
        both = (self._makers, self._hands)
        ends = [asyncio.wrap_future(hands.do(_nothing)) for hands in both]
        for hands in both:
            hands.end()
        await asyncio.wait(ends, timeout=_CLOSE_S)

    # ------------------------------------------------------------ state

    def state(self) -> PrinterState:
        """See `Printer.state`."""
        return self._state

    def waiting(self) -> bool:
        """See `Printer.waiting`."""
        return self._held

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        """See `Printer.watch`. Needs a running loop: a printer not heard of yet is looked for at once."""
        self._watchers.append(changed)
        if self._state is PrinterState.UNKNOWN:
            self._probe()

    def _tell(self, state: PrinterState) -> None:
        """A state in the middle of a job, from the thread that does it."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is there to be told
                self._loop.call_soon_threadsafe(self._hold, state)

    def _hold(self, state: PrinterState) -> None:
        if self._jobs:
            self._held = state is not PrinterState.BUSY
            self._set_state(state)

    def _set_state(self, state: PrinterState) -> None:
        if not self._there:
            return
        self._cancel_probe()
        if state not in _WELL and not self._jobs and not self._closed:
            loop = asyncio.get_running_loop()
            self._probe_timer = loop.call_later(PROBE_AGAIN_S, self._probe)
        if state is self._state:
            return
        self._state = state
        for changed in tuple(self._watchers):
            changed(state)

    def _probe(self) -> None:
        if not self._closed and not self._jobs:
            self._on_hands(self._worker.probe).add_done_callback(self._probed)

    def _probed(self, done: asyncio.Future[Any]) -> None:
        if not done.cancelled() and done.exception() is None and not self._jobs:
            found = done.result()
            self._set_state(found.state if isinstance(found, Result) else found)

    def _cancel_probe(self) -> None:
        if self._probe_timer is not None:
            self._probe_timer.cancel()
            self._probe_timer = None


def _closed_from_outside(connection: Connection) -> None:
    with contextlib.suppress(OSError):  # it was stuck: whatever it says now changes nothing
        connection.close()


def _nothing() -> None:
    """The last thing hands do: whatever waited before it has ended."""
