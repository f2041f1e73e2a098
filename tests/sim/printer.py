"""A printer and its papers: what came out is true, what it says of it need not be known."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from app.domain import paper as papers
from app.domain.paper import Mark
from app.ports import (
    Evidence,
    NothingPrinted,
    Prepared,
    Printed,
    PrinterState,
    PrintOutcome,
    PrintUnsure,
)
from tests.sim.faults import Extent, Paper

if TYPE_CHECKING:
    from tests.sim.life import Life


@dataclass(slots=True)
class Sheet:
    """A paper, as far as it came out. `spoiled`: taken back by the cashier and torn up."""

    paper: papers.Paper
    digest: str
    extent: Extent = Extent.NONE
    spoiled: bool = False

    @property
    def number(self) -> int:
        """The ticket's; 0 for a slip."""
        return self.paper.ticket.number if isinstance(self.paper, papers.TicketPaper) else 0

    @property
    def marked(self) -> bool:
        return isinstance(self.paper, papers.TicketPaper) and self.paper.mark is not Mark.ORIGINAL


class SimPrinter:
    """`app.ports.Printer` over the world's roll of paper."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._known: dict[str, papers.Paper] = {}

    async def prepare(self, paper: papers.Paper) -> Prepared:
        content = repr(paper).encode()
        digest = sha256(content).hexdigest()
        self._known[digest] = paper
        return Prepared(content, digest, Evidence.CONFIRMED)

    async def send(self, prepared: Prepared) -> PrintOutcome:
        life, fate = self._life, self._life.world.paper()
        life.boundary("printer:before")
        sheet = Sheet(self._known[prepared.digest], prepared.digest)
        if fate is Paper.NOTHING:
            await asyncio.sleep(0.5)
            return NothingPrinted("paper_out")
        life.world.first_byte(sheet)
        life.world.sheets.append(sheet)
        await asyncio.sleep(0.3)
        if fate is Paper.NONE_UNSURE:
            return PrintUnsure("interrupted")
        sheet.extent = Extent.PART
        life.boundary("printer:half")
        await asyncio.sleep(0.7)
        if fate is Paper.PART:
            return PrintUnsure("interrupted")
        if fate is Paper.DIES:
            raise OSError("the printer is gone")
        life.world.comes_out(sheet)
        life.boundary("printer:after")
        if fate is Paper.WHOLE_UNSURE:
            return PrintUnsure("no_echo")
        return Printed(Evidence.CONFIRMED)

    async def open_drawer(self) -> PrintOutcome:
        return Printed(Evidence.BYTES)

    async def picture(self, paper: papers.Paper) -> bytes:
        return b""

    def state(self) -> PrinterState:
        return PrinterState.READY

    def waiting(self) -> bool:
        return False

    def give_up(self) -> None:
        """Nothing waits."""

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        """Its state does not change."""

    async def close(self) -> None:
        """Nothing to stop."""
