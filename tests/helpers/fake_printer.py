"""A printer whose every paper ends as a test says; it remembers what was on them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from app.domain.paper import Mark, Paper, PaymentSlip, TicketPaper
from app.errors import Bug
from app.ports import (
    Evidence,
    NothingPrinted,
    Prepared,
    Printed,
    PrinterState,
    PrintOutcome,
    PrintUnsure,
)

WELL: PrintOutcome = Printed(Evidence.CONFIRMED)
NOTHING: PrintOutcome = NothingPrinted("paper_out")
UNSURE: PrintOutcome = PrintUnsure("interrupted")


@dataclass(frozen=True)
class Sheet:
    """One paper given to the printer and how that ended."""

    paper: Paper
    digest: str
    outcome: PrintOutcome

    @property
    def may_be_out(self) -> bool:
        """Whether anything of it may be on paper."""
        return not isinstance(self.outcome, NothingPrinted)


class FakePrinter:
    """`outcomes` of the next papers (then all go well); the next `unfit` layouts fail first."""

    def __init__(self) -> None:
        self.outcomes: deque[PrintOutcome | BaseException] = deque()
        self.unfit = 0
        self.pulses = self.given_up = 0
        self.holds = False
        self.drawer: PrintOutcome | BaseException = WELL
        self.after_spoiled: list[bool] = []
        self.sheets: list[Sheet] = []
        self.on_bytes: Callable[[str], None] = lambda digest: None
        self._papers: dict[str, Paper] = {}
        self._state = PrinterState.READY
        self._listeners: list[Callable[[PrinterState], None]] = []

    def tickets(self) -> list[tuple[Mark, int]]:
        """Marks and numbers of the ticket papers that may be out, in order."""
        papers = [sheet.paper for sheet in self.sheets if sheet.may_be_out]
        return [(p.mark, p.copy_number) for p in papers if isinstance(p, TicketPaper)]

    def slips(self) -> list[PaymentSlip]:
        """The payment slips printed."""
        return [sheet.paper for sheet in self.sheets if isinstance(sheet.paper, PaymentSlip)]

    async def prepare(self, paper: Paper) -> Prepared:
        if self.unfit:
            self.unfit -= 1
            raise Bug("printer.too_long")
        content = repr(paper).encode()
        digest = sha256(content).hexdigest()
        self._papers[digest] = paper
        return Prepared(content, digest, Evidence.CONFIRMED)

    async def send(self, prepared: Prepared) -> PrintOutcome:
        self.on_bytes(prepared.digest)
        self.after_spoiled.append(prepared.after_spoiled)
        outcome = self.outcomes.popleft() if self.outcomes else WELL
        ended = UNSURE if isinstance(outcome, BaseException) else outcome
        self.sheets.append(Sheet(self._papers[prepared.digest], prepared.digest, ended))
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    async def open_drawer(self) -> PrintOutcome:
        self.pulses += 1
        if isinstance(self.drawer, BaseException):
            raise self.drawer
        return self.drawer

    async def picture(self, paper: Paper) -> bytes:
        return repr(paper).encode()

    def state(self) -> PrinterState:
        return self._state

    def becomes(self, state: PrinterState) -> None:
        """The printer's state changes."""
        self._state = state
        for listener in self._listeners:
            listener(state)

    def waiting(self) -> bool:
        return self.holds

    def give_up(self) -> None:
        self.given_up += 1

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        self._listeners.append(changed)

    async def close(self) -> None:
        """Nothing to stop."""
