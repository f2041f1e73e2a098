"""The printer the program talks to: `app.ports.Printer` over a worker thread of its own.

Two threads: papers are made (laid out, encoded, guarded, drawn) in one, so that a stuck printer
never holds up a sale or a picture; the other alone touches the printer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Event
from typing import TypeVar

from app.clock import Clock
from app.domain.paper import Paper
from app.ports import NothingPrinted, Prepared, PrinterState, PrintOutcome
from app.printing import escpos
from app.printing.clean import Cleaner
from app.printing.dialogue import Deadlines
from app.printing.guard import guard
from app.printing.job import EVIDENCE, Result, Worker
from app.printing.layout import layout
from app.printing.page import Page
from app.printing.papers import document_of
from app.printing.settings import PrinterSettings
from app.printing.transports.connection import Connection

_T = TypeVar("_T")
PROBE_AGAIN_S = 5.0
_CLOSE_S = 1.0
_WELL = (PrinterState.NONE, PrinterState.READY, PrinterState.BUSY)


class EscPosPrinter:
    """An ESC/POS receipt printer. All methods are called on the event loop's thread."""

    def __init__(
        self, settings: PrinterSettings, connection: Connection, clock: Clock, deadlines: Deadlines
    ) -> None:
        self._settings = settings
        self._cleaner = Cleaner(settings.codec)
        self._dialect = escpos.Dialect(
            settings.codec, settings.code_page_number, settings.cutter, settings.mode == "raster"
        )
        self._stop = Event()
        self._worker = Worker(connection, settings.confirm, self._stop, clock.monotonic, deadlines)
        self._maker = ThreadPoolExecutor(1, "paper-maker")
        self._thread = ThreadPoolExecutor(1, "printer")
        self._there = settings.transport != "none"
        self._state = PrinterState.UNKNOWN if self._there else PrinterState.NONE
        self._watchers: list[Callable[[PrinterState], None]] = []
        self._probe_timer: asyncio.TimerHandle | None = None
        self._closed = False

    # ------------------------------------------------------------ making

    async def prepare(self, paper: Paper) -> Prepared:
        """See `Printer.prepare`. `Bug` when the bytes hold anything this program does not send."""
        return await self._made(self._encode, paper)

    async def picture(self, paper: Paper) -> bytes:
        """See `Printer.picture`: PNG, one dot a pixel, with the paper's margins."""
        return await self._made(self._draw, paper)

    async def _made(self, make: Callable[[Paper], _T], paper: Paper) -> _T:
        return await asyncio.wrap_future(self._maker.submit(make, paper))

    def _encode(self, paper: Paper) -> Prepared:
        dialect = self._dialect
        content = b"".join(escpos.encode(self.page(paper), dialect))
        guard(content, dialect.number, raster=dialect.raster)
        return Prepared(content, sha256(content).hexdigest(), EVIDENCE[self._settings.confirm])

    def _draw(self, paper: Paper) -> bytes:
        from app.printing.picture import png

        return png(self.page(paper), self._settings.width_mm)

    def page(self, paper: Paper) -> Page:
        """The paper in cells, for this printer's width and letters. Any thread."""
        return layout(document_of(paper, self._cleaner), self._settings.cells)

    # ------------------------------------------------------------ sending

    async def send(self, prepared: Prepared) -> PrintOutcome:
        """See `Printer.send`. Cancelling the caller does not stop a printing that has begun."""
        if self._stop.is_set():
            return NothingPrinted("closed")
        self._set_state(PrinterState.BUSY)
        return await self._on_thread(lambda: _split(self._worker.run(prepared.content)))

    async def close(self) -> None:
        """See `Printer.close`. What still waits ends as `NothingPrinted("closed")`."""
        self._stop.set()
        self._cancel_probe()
        pools = (self._maker, self._thread)
        ends = [asyncio.wrap_future(pool.submit(_nothing)) for pool in pools if not self._closed]
        self._closed = True
        for pool in pools:
            pool.shutdown(wait=False)
        if ends:
            await asyncio.wait(ends, timeout=_CLOSE_S)

    def _on_thread(self, work: Callable[[], tuple[_T, PrinterState]]) -> asyncio.Future[_T]:
        """Do it in the printer's thread; the new state is told before the result."""
        loop = asyncio.get_running_loop()

        def run() -> _T:
            result, state = work()
            loop.call_soon_threadsafe(self._set_state, state)
            return result

        return asyncio.wrap_future(self._thread.submit(run))

    # ------------------------------------------------------------ state

    def state(self) -> PrinterState:
        """See `Printer.state`."""
        return self._state

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        """See `Printer.watch`. Needs a running loop: a printer not heard of yet is looked for at once."""
        self._watchers.append(changed)
        if self._state is PrinterState.UNKNOWN:
            self._probe()

    def _set_state(self, state: PrinterState) -> None:
        if not self._there:
            return
        self._cancel_probe()
        if state not in _WELL and not self._stop.is_set():
            loop = asyncio.get_running_loop()
            self._probe_timer = loop.call_later(PROBE_AGAIN_S, self._probe)
        if state is self._state:
            return
        self._state = state
        for changed in tuple(self._watchers):
            changed(state)

    def _probe(self) -> None:
        if not self._stop.is_set():
            self._on_thread(lambda: (None, self._worker.probe()))

    def _cancel_probe(self) -> None:
        if self._probe_timer is not None:
            self._probe_timer.cancel()
            self._probe_timer = None


def _split(result: Result) -> tuple[PrintOutcome, PrinterState]:
    return result.outcome, result.state


def _nothing() -> None:
    """The last thing a thread does: whatever waited before it has ended."""
