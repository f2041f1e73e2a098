"""A printer that can be exchanged while the program runs, without a paper getting lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from app.domain.paper import Paper
from app.ports import NothingPrinted, Prepared, Printer, PrinterState, PrintOutcome

_T = TypeVar("_T")
_MOST_WAITING = 256


class SwitchPrinter:
    """`app.ports.Printer` in front of the one in use. All methods on the event loop's thread.

    A paper made for one printer is never sent to another, whose width and letters differ: it ends as
    `NothingPrinted("changed")`, and whoever printed it makes it anew.
    """

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._turn = asyncio.Lock()
        self._waiting: dict[str, None] = {}
        self._stale: set[str] = set()
        self._watchers: list[Callable[[PrinterState], None]] = []
        self._sending: set[asyncio.Task[PrintOutcome]] = set()

    # ------------------------------------------------------------ Printer

    async def prepare(self, paper: Paper) -> Prepared:
        """See `Printer.prepare`."""
        printer = self._printer
        prepared = await printer.prepare(paper)
        if printer is self._printer:
            self._stale.discard(prepared.digest)
            self._waiting[prepared.digest] = None
            if len(self._waiting) > _MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        else:
            self._stale.add(prepared.digest)
        return prepared

    async def send(self, prepared: Prepared) -> PrintOutcome:
        """See `Printer.send`. Cancelling the caller does not stop it, nor let the printer be exchanged."""
        return await self._whole(self._send(prepared))

    async def _send(self, prepared: Prepared) -> PrintOutcome:
        async with self._turn:
            self._waiting.pop(prepared.digest, None)
            if prepared.digest in self._stale:
                self._stale.discard(prepared.digest)
                return NothingPrinted("changed")
            return await self._printer.send(prepared)

    async def open_drawer(self) -> PrintOutcome:
        """See `Printer.open_drawer`."""
        return await self._whole(self._open_drawer())

    async def _open_drawer(self) -> PrintOutcome:
        async with self._turn:
            return await self._printer.open_drawer()

    async def _whole(self, doing: Coroutine[object, object, PrintOutcome]) -> PrintOutcome:
        """To its end, also when nobody waits for it any more."""
        task = asyncio.get_running_loop().create_task(doing)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return await asyncio.shield(task)

    def waiting(self) -> bool:
        """See `Printer.waiting`."""
        return self._printer.waiting()

    def give_up(self) -> None:
        """See `Printer.give_up`."""
        self._printer.give_up()

    async def picture(self, paper: Paper) -> bytes:
        """See `Printer.picture`."""
        return await self._printer.picture(paper)

    def state(self) -> PrinterState:
        """See `Printer.state`."""
        return self._printer.state()

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        """See `Printer.watch`."""
        first = not self._watchers
        self._watchers.append(changed)
        if first:
            self._follow(self._printer)

    def _follow(self, printer: Printer) -> None:
        printer.watch(lambda state: self._tell(printer, state))

    def _tell(self, printer: Printer, state: PrinterState) -> None:
        """What a printer that is no longer in use says does not matter."""
        if printer is self._printer:
            for changed in tuple(self._watchers):
                changed(state)

    async def close(self) -> None:
        """See `Printer.close`."""
        await self._printer.close()

    # ------------------------------------------------------------ exchanging

    async def alone(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """Do something with the device while no paper is sent; papers wait their turn meanwhile."""
        self._end_waiting()
        async with self._turn:
            return await work()

    def _end_waiting(self) -> None:
        """Whoever sets up a printer will not put in a roll first: a paper that waits for one ends with
        what is known of it."""
        if self._printer.waiting():
            self._printer.give_up()

    async def change(self, printer: Printer) -> None:
        """Print on `printer` from now on. A paper that is being sent ends first."""
        self._end_waiting()
        async with self._turn:
            old, self._printer = self._printer, printer
            self._stale.update(self._waiting)
            self._waiting.clear()
        if self._watchers:
            self._follow(printer)
            self._tell(printer, printer.state())
        await old.close()
