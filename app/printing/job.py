"""One printing from first to last byte, with no claim beyond the evidence.

Runs in the printer's own thread. Until the first byte has been taken every failure is
`NothingPrinted`; from then on it is `PrintUnsure`, whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintOutcome, PrintUnsure
from app.printing.causes import Trouble, trouble_of
from app.printing.dialogue import Deadlines, Dialogue
from app.printing.replies import (
    ASK_IN_ORDER,
    ASK_OFFLINE,
    ASK_PAPER,
    ASK_PRINTER,
    InOrder,
    ProcessId,
    process_id,
)
from app.printing.settings import Confirm
from app.printing.transports.connection import Connection

EVIDENCE: dict[Confirm, Evidence] = {
    "none": Evidence.BYTES,
    "queue": Evidence.SPOOLED,
    "status": Evidence.STATUS,
    "process_id": Evidence.CONFIRMED,
}
_OFFLINE_BIT, _COVER_BIT, _STOPPED_BY_PAPER_BIT, _PAPER_END_BITS = 0x08, 0x04, 0x20, 0x60
_PAPER_END_IN_ORDER_BITS = 0x0C


@dataclass(frozen=True, slots=True)
class Result:
    """How a printing ended and the printer's state after it."""

    outcome: PrintOutcome
    state: PrinterState


class Worker:
    """Prints over one connection, one job after the other. Blocking."""

    def __init__(
        self,
        connection: Connection,
        confirm: Confirm,
        stop: Event,
        monotonic: Callable[[], float],
        deadlines: Deadlines,
    ) -> None:
        self._connection = connection
        self._confirm = confirm
        self._stop = stop
        self._monotonic = monotonic
        self._deadlines = deadlines
        self._mark = int(monotonic() * 1000)

    def run(self, content: bytes) -> Result:
        """Send `content` once."""
        sent = 0

        def taken(count: int) -> None:
            nonlocal sent
            sent += count

        try:
            with self._connected() as dialogue:
                dialogue.write(content, taken)
                self._settle()
                state = self._confirmed(dialogue)
        except Trouble as trouble:
            outcome = PrintUnsure(trouble.cause) if sent else NothingPrinted(trouble.cause)
            return Result(outcome, trouble.state)
        return Result(Printed(EVIDENCE[self._confirm]), state)

    def probe(self) -> PrinterState:
        """The printer's state, asked without printing anything."""
        try:
            with self._connected():
                return PrinterState.READY
        except Trouble as trouble:
            return trouble.state

    @contextmanager
    def _connected(self) -> Iterator[Dialogue]:
        """A connection to a printer that is ready, closed at the end; every failure is a `Trouble`."""
        if self._stop.is_set():
            raise Trouble("closed", PrinterState.UNKNOWN)
        try:
            with _named(reached=False):
                self._connection.open(self._deadlines.open)
            with _named(reached=True):
                dialogue = Dialogue(self._connection, self._stop, self._monotonic, self._deadlines)
                self._check_ready(dialogue)
                yield dialogue
        finally:
            with _named(reached=True):
                self._connection.close()

    def _check_ready(self, dialogue: Dialogue) -> None:
        """Ask a printer that can answer (DLE EOT 1, 2, 4): nothing is sent to one that cannot print."""
        if self._confirm in ("none", "queue"):
            return
        if dialogue.ask(ASK_PRINTER) & _OFFLINE_BIT:
            bits = dialogue.ask(ASK_OFFLINE)
            if bits & _COVER_BIT:
                raise Trouble("cover_open", PrinterState.COVER_OPEN)
            if not bits & _STOPPED_BY_PAPER_BIT:
                raise Trouble("offline", PrinterState.OFFLINE)
            raise Trouble("paper_out", PrinterState.PAPER_OUT)
        if dialogue.ask(ASK_PAPER) & _PAPER_END_BITS:
            raise Trouble("paper_out", PrinterState.PAPER_OUT)

    def _settle(self) -> None:
        if not self._connection.settle(self._deadlines.settle):
            raise Trouble("stalled", PrinterState.OFFLINE)

    def _confirmed(self, dialogue: Dialogue) -> PrinterState:
        """Wait for the word the printer can give after the cut, and the state it tells."""
        if self._confirm == "process_id":
            self._await_echo(dialogue)
        if self._confirm == "status":
            dialogue.write(ASK_IN_ORDER)
            status = dialogue.wait(InOrder, self._deadlines.confirm)
            if status is None:
                raise Trouble("unconfirmed", PrinterState.UNKNOWN)
            if status.bits & _PAPER_END_IN_ORDER_BITS:  # the roll ended with this very paper
                return PrinterState.PAPER_OUT
        return PrinterState.READY

    def _await_echo(self, dialogue: Dialogue) -> None:
        """The echo of this job's own mark; the late echo of an earlier one does not count."""
        self._mark = (self._mark + 1) % 10_000
        mark = f"{self._mark:04d}".encode("ascii")
        dialogue.write(process_id(mark))
        until = self._monotonic() + self._deadlines.confirm
        while (left := until - self._monotonic()) > 0:
            echo = dialogue.wait(ProcessId, left)
            if echo is not None and echo.mark == mark:
                return
        raise Trouble("unconfirmed", PrinterState.UNKNOWN)


@contextmanager
def _named(*, reached: bool) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise trouble_of(error, reached=reached) from error
