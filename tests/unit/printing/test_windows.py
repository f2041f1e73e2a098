"""The Windows spooler by a stand-in of pywin32: the documented calls, in order, and nothing left open."""

from __future__ import annotations

import errno
import sys

import pytest

from app.ports import Evidence, Printed, PrinterState
from app.printing.causes import Trouble
from app.printing.dialogue import Deadlines
from app.printing.job import Manners, Worker
from app.printing.transports import windows
from app.printing.transports.spooled import Progress, SpooledConnection
from app.printing.transports.windows import WindowsSpool
from tests.helpers.fake_connection import ManualClock
from tests.helpers.fake_win32print import FakeWin32Print, WinError
from tests.helpers.jobs import job


def spool(api: FakeWin32Print, queue: str = "POS-80") -> WindowsSpool:
    return WindowsSpool(queue, lambda: api)


def test_a_paper_is_one_raw_document():
    api, clock = FakeWin32Print(piece=100, job_status=None), ManualClock()
    connection = SpooledConnection(spool(api), clock.monotonic, lambda seconds: None)
    content = bytes(range(256))
    ran = Worker(connection, Manners("queue"), clock.monotonic, Deadlines()).run(job(content))
    assert ran.outcome == Printed(Evidence.SPOOLED)
    assert api.documents == [content]
    assert api.kinds == [("Taquilla", None, "RAW")]
    assert api.calls == ["end"]
    assert api.handles == 0


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        (0x0, Progress.WAITING), (0x10, Progress.WAITING), (0x2, Progress.WAITING),
        (0x80, Progress.DONE), (0x1000, Progress.DONE), (None, Progress.DONE), (0x100, Progress.LOST),
    ],
)  # fmt: skip
def test_how_a_document_stands(status, progress):
    assert spool(FakeWin32Print(job_status=status)).progress("7", 1.0) is progress


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (0, None), (0x10, PrinterState.PAPER_OUT), (0x400000, PrinterState.COVER_OPEN),
        (0x80, PrinterState.OFFLINE), (0x2, PrinterState.OFFLINE),
    ],
)  # fmt: skip
def test_what_the_queue_says_of_its_printer(status, state):
    assert spool(FakeWin32Print(status=status)).look(1.0) is state


@pytest.mark.parametrize("api", [FakeWin32Print(status=1), FakeWin32Print(attributes=0x400)])
def test_a_queue_that_is_stopped(api):
    with pytest.raises(Trouble, match="paused"):
        spool(api).look(1.0)
    assert api.handles == 0


def test_a_queue_that_is_not_there():
    with pytest.raises(OSError, match="invalid") as caught:
        spool(FakeWin32Print(), "other").look(1.0)
    assert caught.value.errno == errno.ENODEV


def test_half_a_document_is_taken_back():
    api = FakeWin32Print(fails=WinError(5, "WritePrinter", "Access is denied."))
    with pytest.raises(OSError, match="denied") as caught:
        spool(api).submit(b"x", 1.0)
    assert caught.value.errno == errno.EACCES
    assert api.calls == ["job 7 command 5", "end"]
    assert api.handles == 0


def test_withdrawing():
    api = FakeWin32Print()
    spool(api).withdraw("7", 1.0)
    assert api.calls == ["job 7 command 5"]


def test_the_queues_there_are():
    assert windows.queues(lambda: FakeWin32Print(queues=("POS-80", "Fax"))) == ("POS-80", "Fax")


@pytest.mark.skipif(sys.platform == "win32", reason="there it is")
def test_without_pywin32_it_says_so():
    with pytest.raises(Trouble, match="no_windows"):
        windows.queues()
