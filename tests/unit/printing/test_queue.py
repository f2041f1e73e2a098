"""Printing through a queue of the system: one document a paper, and no claim beyond the queue's word."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure
from app.printing import PrinterSettings, open_printer
from app.printing.causes import Trouble
from app.printing.dialogue import Deadlines
from app.printing.job import Manners, Worker
from app.printing.transports.spooled import Progress, SpooledConnection
from tests.helpers.fake_connection import ManualClock
from tests.helpers.jobs import job


@dataclass
class FakeSpool:
    """`after` looks the document is `ends`; `log` keeps what was asked of the queue."""

    after: int = 2
    ends: Progress = Progress.DONE
    told: PrinterState | None = None
    refuses: Exception | None = None
    fails: Exception | None = None
    documents: list[bytes] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    looks: int = 0

    def look(self, seconds: float) -> PrinterState | None:
        if self.refuses:
            raise self.refuses
        return self.told

    def submit(self, document: bytes, seconds: float) -> str:
        if self.fails:
            raise self.fails
        self.documents.append(document)
        return f"q-{len(self.documents)}"

    def progress(self, job: str, seconds: float) -> Progress:
        self.looks += 1
        return self.ends if self.looks > self.after else Progress.WAITING

    def withdraw(self, job: str, seconds: float) -> None:
        self.withdrawn.append(job)


def run(spool: FakeSpool, content: bytes = b"a paper"):
    clock = ManualClock()

    def pass_(seconds: float) -> None:
        clock.now += seconds

    connection = SpooledConnection(spool, clock.monotonic, pass_)
    limits = Deadlines(settle=5.0)
    result = Worker(connection, Manners("queue"), clock.monotonic, limits).run(job(content))
    return result.outcome, result.state


def test_a_paper_is_one_document_and_the_queues_word_its_evidence():
    spool = FakeSpool()
    assert run(spool, b"x" * 100_000) == (Printed(Evidence.SPOOLED), PrinterState.READY)
    assert spool.documents == [b"x" * 100_000]
    assert spool.withdrawn == []


def test_a_queue_that_takes_nothing_printed_nothing():
    paused = Trouble("paused", PrinterState.OFFLINE)
    assert run(FakeSpool(refuses=paused)) == (NothingPrinted("paused"), PrinterState.OFFLINE)
    assert run(FakeSpool(refuses=FileNotFoundError(2, "no"))) == (
        NothingPrinted("absent"), PrinterState.OFFLINE,
    )  # fmt: skip


@pytest.mark.parametrize("state", [PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.OFFLINE])
def test_nothing_is_handed_to_a_queue_that_would_keep_it_for_later(state):
    spool = FakeSpool(told=state)
    assert run(spool) == (NothingPrinted(state.value), state)
    assert spool.documents == []


def test_a_document_not_done_in_time_is_withdrawn_and_nobody_knows():
    """Else it would come out of itself when somebody mends the printer."""
    spool = FakeSpool(after=10_000)
    assert run(spool) == (PrintUnsure("stalled"), PrinterState.OFFLINE)
    assert spool.withdrawn == ["q-1"]


def test_a_document_the_system_dropped_is_unsure():
    assert run(FakeSpool(ends=Progress.LOST)) == (PrintUnsure("dropped"), PrinterState.UNKNOWN)


def test_a_document_that_could_not_be_handed_over_is_unsure():
    assert run(FakeSpool(fails=OSError(5, "lp"))) == (PrintUnsure("interrupted"), PrinterState.OFFLINE)


async def test_a_printer_behind_a_queue_never_promises_more():
    printer = open_printer(PrinterSettings("queue", queue="POS-80"))
    from tests.helpers.papers import PAPERS

    assert (await printer.prepare(PAPERS["ticket-6"])).expects is Evidence.SPOOLED
    await printer.close()
