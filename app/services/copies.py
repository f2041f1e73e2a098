"""Printing again what was sold: copies that cannot be paid with, and originals that never came out."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from app.domain.paper import Mark, TicketPaper
from app.domain.sale import SaleState
from app.domain.secret import Secret
from app.domain.ticket import Ticket, TicketKey
from app.errors import Known
from app.ports import (
    Journal,
    NothingPrinted,
    OperationType,
    Printed,
    Printer,
    PrintUnsure,
    Record,
)
from app.services.context import Context
from app.services.holdings import Holding, held
from app.services.papers import Papers
from app.services.printing import PrintService

log = logging.getLogger("taquilla.copies")


class Reprint(Enum):
    """What printing a ticket of ours again means, or why it may not be printed."""

    COPY = "copy"
    ORIGINAL = "original"
    NOT_OURS = "not_ours"
    VOID = "void"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of it: `number` of the copy (0 for an original), `done` when it came out whole.

    `cause` names the printer's trouble; `unsure` when a paper may be out all the same.
    """

    number: int
    done: bool
    cause: str = ""
    unsure: bool = False


def reprint_of(holding: Holding | None) -> Reprint:
    """What printing again means for a ticket."""
    if holding is None:
        return Reprint.NOT_OURS
    s = SaleState
    match holding.before:
        case s.DELIVERED:
            return Reprint.UNSETTLED if holding.state is s.VOIDING else Reprint.COPY
        case s.ACCEPTED if holding.state is s.ACCEPTED:
            return Reprint.UNSETTLED if holding.money_back else Reprint.ORIGINAL
        case s.VOIDED | s.REFUND_DUE | s.REFUNDED:
            return Reprint.VOID
        case _:
            return Reprint.UNSETTLED


class CopyService:
    """Prints tickets of our own book again. Nothing is asked of the server, so it works without a line.

    A copy is marked COPIA n and carries neither PIN nor code: whoever holds it cannot claim a prize.
    Its number is on record before its first byte, so no two copies ever bear the same.
    """

    def __init__(
        self,
        context: Context,
        journal: Journal,
        printer: Printer,
        printing: PrintService,
        papers: Papers,
        turn: asyncio.Lock,
    ) -> None:
        self._context = context
        self._journal = journal
        self._printer = printer
        self._printing = printing
        self._papers = papers
        self._turn = turn

    async def reprint(self, key: TicketKey) -> Copied:
        """Print a ticket again; `Known("tickets.copy.…")` when it may not be."""
        async with self._turn:
            holding = await held(self._journal, key)
            match reprint_of(holding):
                case Reprint.COPY if holding is not None:
                    return await self._copy(holding)
                case Reprint.ORIGINAL if holding is not None:
                    return Copied(0, await self._original(holding))
                case why:
                    raise Known(f"tickets.copy.{why.value}")

    def paper(self, ticket: Ticket, number: int) -> TicketPaper:
        """Copy `number` of a ticket, whoever sold it: no PIN, no code."""
        bare = replace(ticket, pin=Secret(""))
        return replace(self._papers.ticket(bare, Mark.COPY, number), pin_in_code=False, with_code=False)

    async def _copy(self, holding: Holding) -> Copied:
        number = holding.copies + 1
        prepared = await self._printer.prepare(self.paper(holding.ticket(), number))
        await self._journal.write(self._record(holding, number, prepared.digest))
        outcome = await self._printer.send(prepared)
        match outcome:
            case Printed():
                return Copied(number, done=True)
            case NothingPrinted(cause, spoiled):
                return Copied(number, done=False, cause=cause, unsure=spoiled)
            case PrintUnsure(cause):
                return Copied(number, done=False, cause=cause, unsure=True)
            case _:
                assert_never(outcome)

    async def _original(self, holding: Holding) -> bool:
        """The paper that never came out: the one original, PIN and code included."""
        return await self._printing.run_again(self._printing.job_of(holding.operation))

    def _record(self, holding: Holding, number: int, digest: str) -> Record:
        """A note in the sale's own history: its state stays what it is."""
        operation = holding.operation
        return Record(
            operation.id,
            OperationType.SALE,
            operation.state,
            self._context.server.now(),
            number=holding.key.number,
            day=holding.key.day,
            amount=operation.amount,
            body={"copies": number, "copy_digest": digest},
        )
