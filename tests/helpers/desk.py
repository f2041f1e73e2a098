"""A worker, a ticket and a printer model: what was told, what is on paper, how many can be redeemed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from app.devtools.printer_model import Habits, Piece, PrinterModel
from app.ports import Prepared, PrinterState, PrintOutcome
from app.printing import PrinterSettings
from app.printing.dialogue import Deadlines
from app.printing.job import Worker
from app.printing.settings import Confirm
from app.printing.spooler import EscPosPrinter
from tests.helpers.escpos_reader import Reader
from tests.helpers.model_connection import ModelConnection
from tests.helpers.papers import CODE, PAPERS

_INCOMPLETE = b"INCOMPLETO"


@dataclass(frozen=True)
class Told:
    at: float
    state: PrinterState


class Desk:
    """Everything runs in the caller's thread and in the model's time."""

    def __init__(
        self,
        confirm: Confirm = "process_id",
        habits: Habits | None = None,
        *,
        wagers: int = 6,
        survives: bool = False,
        deadlines: Deadlines | None = None,
    ) -> None:
        self.model = PrinterModel(habits)
        self.connection = ModelConnection(self.model, survives=survives)
        settings = PrinterSettings("network", host="printer", confirm=confirm)
        printer = EscPosPrinter(settings, lambda: self.connection, _Clock(self.model), Deadlines())
        self.job: Prepared = printer._encode(PAPERS[f"ticket-{wagers}"])
        self.told: list[Told] = []
        self.worker = Worker(
            self.connection,
            printer._manners(),
            self.connection.monotonic,
            deadlines or Deadlines(),
            lambda state: self.told.append(Told(self.model.now, state)),
        )
        self.last_at = sum(len(block) for block in self.job.blocks[:-1])

    def run(self, *, spoiled: bool = False) -> tuple[PrintOutcome, PrinterState]:
        result = self.worker.run(replace(self.job, after_spoiled=spoiled))
        return result.outcome, result.state

    def says(self, state: PrinterState) -> float:
        """When a state was told first."""
        return next(told.at for told in self.told if told.state is state)

    def when(self, seconds: float, act: Callable[[], None]) -> None:
        self.model.after(seconds, act)

    # ------------------------------------------------------------ on paper

    @property
    def pieces(self) -> list[Piece]:
        """The lengths of paper that carry anything."""
        return [piece for piece in self.model.pieces if piece.content]

    @property
    def whole(self) -> list[Piece]:
        """Pieces that are the ticket, all of it and nothing else, cut off."""
        return [piece for piece in self.pieces if piece.content == self.job.content and piece.cut]

    @property
    def redeemable(self) -> int:
        """How often the code stands on paper."""
        return sum(bytes(piece.content).count(CODE.encode()) for piece in self.pieces)

    @property
    def void(self) -> list[Piece]:
        """Pieces that say that they are worth nothing."""
        return [piece for piece in self.pieces if _INCOMPLETE in piece.content]

    def is_readable(self, piece: Piece) -> bool:
        """Whether the strict reader finds the code and the cut on it."""
        paper = Reader(576, draw=False).read(bytes(piece.content))
        return paper.cut and paper.qr == [CODE]


class _Clock:
    def __init__(self, model: PrinterModel) -> None:
        self._model = model

    def monotonic(self) -> float:
        return self._model.now

    def wall(self) -> datetime:
        raise AssertionError("no wall clock here")
