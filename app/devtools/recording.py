"""A printer that also keeps what went through it: the tour shows the papers and copies the bytes."""

from __future__ import annotations

from asyncio import Event
from collections.abc import Callable

from app.domain.paper import Paper
from app.ports import NothingPrinted, Prepared, Printer, PrinterState, PrintOutcome


class RecordingPrinter:
    """The real printer with a memory; every call goes through to it. `quiet`: no paper is on its way."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._laid_out: dict[str, Paper] = {}
        self.papers: list[Paper] = []
        self.content = b""
        self._sending = 0
        self.quiet = Event()
        self.quiet.set()

    async def prepare(self, paper: Paper) -> Prepared:
        """See `Printer.prepare`."""
        prepared = await self._printer.prepare(paper)
        self._laid_out[prepared.digest] = paper
        return prepared

    async def send(self, prepared: Prepared) -> PrintOutcome:
        """See `Printer.send`."""
        self._sending += 1
        self.quiet.clear()
        try:
            outcome = await self._printer.send(prepared)
        finally:
            self._sending -= 1
            if not self._sending:
                self.quiet.set()
        if not isinstance(outcome, NothingPrinted):
            self.content += prepared.content
            self.papers.append(self._laid_out.pop(prepared.digest))
        return outcome

    async def open_drawer(self) -> PrintOutcome:
        """See `Printer.open_drawer`."""
        return await self._printer.open_drawer()

    async def picture(self, paper: Paper) -> bytes:
        """See `Printer.picture`."""
        return await self._printer.picture(paper)

    def state(self) -> PrinterState:
        """See `Printer.state`."""
        return self._printer.state()

    def waiting(self) -> bool:
        """See `Printer.waiting`."""
        return self._printer.waiting()

    def give_up(self) -> None:
        """See `Printer.give_up`."""
        self._printer.give_up()

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        """See `Printer.watch`."""
        self._printer.watch(changed)

    async def close(self) -> None:
        """See `Printer.close`."""
        await self._printer.close()
