"""CUPS by its own commands: answers as a CUPS 2.4.2 gave them."""

from __future__ import annotations

import errno
import sys

import pytest

from app.ports import Evidence, Printed, PrinterState
from app.printing.causes import Trouble
from app.printing.dialogue import Deadlines
from app.printing.job import Manners, Worker
from app.printing.transports import cups
from app.printing.transports.cups import CupsSpool, is_queue_name, queues
from app.printing.transports.spooled import Progress, SpooledConnection
from tests.helpers.fake_connection import ManualClock
from tests.helpers.jobs import job

IDLE = """\
printer POS-80 is idle.  enabled since Sat Nov 28 08:56:59 2026
\tForm mounted:
\tContent types: any
\tDescription: the offline one
\tAlerts: none
\tLocation:\x20
POS-80 accepting requests since Sat Nov 28 08:56:59 2026
"""
DISABLED = """\
printer POS-80 disabled since Sat Nov 28 08:57:00 2026 -
\tpaused
\tAlerts: paused
POS-80 accepting requests since Sat Nov 28 08:57:00 2026
"""
REJECTING = """\
printer POS-80 is idle.  enabled since Sat Nov 28 08:57:00 2026
\tAlerts: none
POS-80 not accepting requests since Sat Nov 28 08:57:00 2026 -
\tRejecting Jobs
"""
PRINTING = """\
POS-80-7                root              1024   Sat Nov 28 08:58:19 2026
\tStatus: Waiting for printer to finish.
\tAlerts: job-printing
\tqueued for POS-80
"""
PENDING = """\
POS-80-7                root              1024   Sat Nov 28 08:57:00 2026
\tAlerts: none
\tqueued for POS-80
"""
PRINTED = """\
POS-80-8                root              1024   Sat Nov 28 08:58:28 2026
\tStatus: The printer may not exist or is unavailable at this time.
\tAlerts: job-canceled-by-user
\tqueued for POS-80
POS-80-7                root              1024   Sat Nov 28 08:58:25 2026
\tStatus:\x20
\tAlerts: processing-to-stop-point
\tqueued for POS-80
"""
TAKEN_OUT = """\
POS-80-7                root              1024   Sat Nov 28 08:58:28 2026
\tStatus: The printer may not exist or is unavailable at this time.
\tAlerts: job-canceled-by-user
\tqueued for POS-80
"""


class Commands:
    """`lpstat` and its kin, answered from a table by their words; `calls` keeps them."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.calls: list[tuple[str, ...]] = []
        self.given = b""

    def __call__(self, command: tuple[str, ...], given: bytes, seconds: float) -> str:
        self.calls.append(command)
        assert seconds > 0
        words = " ".join(command)
        if command[0] == "lp":
            self.given = given
            return "request id is POS-80-7 (0 file(s))\n"
        marks = {"look": "-p", "names": "-e", "waiting": "not-completed", "ended": "-W completed"}
        for name, mark in marks.items():
            if mark in words:
                found = self.answers.get(name, "")
                if found == "no such queue":
                    raise OSError(errno.EIO, 'lpstat: Invalid destination name in list "POS-80".')
                return found
        return ""


def spool(**answers: str) -> CupsSpool:
    return CupsSpool("POS-80", Commands(**answers))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (IDLE, None),
        (IDLE.replace("none", "media-empty-error"), PrinterState.PAPER_OUT),
        (IDLE.replace("none", "cover-open-report"), PrinterState.COVER_OPEN),
        (IDLE.replace("none", "offline-report"), PrinterState.OFFLINE),
    ],
)
def test_what_the_queue_says_of_its_printer(told, state):
    assert spool(look=told).look(1.0) is state


@pytest.mark.parametrize(
    ("told", "cause"), [(DISABLED, "paused"), (REJECTING, "paused"), ("no such queue", "absent")]
)
def test_a_queue_that_takes_nothing(told, cause):
    with pytest.raises(Trouble, match=cause):
        spool(look=told).look(1.0)


@pytest.mark.parametrize(
    ("waiting", "ended", "progress"),
    [
        (PENDING, "", Progress.WAITING),
        (PRINTING, "", Progress.WAITING),
        ("", PRINTED, Progress.DONE),
        ("", PRINTED.replace("processing-to-stop-point", "job-completed-successfully"), Progress.DONE),
        ("", TAKEN_OUT, Progress.LOST),
        ("", TAKEN_OUT.replace("job-canceled-by-user", "aborted-by-system"), Progress.LOST),
        ("", "", Progress.LOST),
        (PENDING.replace("-7", "-71"), PRINTED, Progress.DONE),
    ],
)
def test_how_a_document_stands(waiting, ended, progress):
    assert spool(waiting=waiting, ended=ended).progress("POS-80-7", 1.0) is progress


def test_the_bytes_are_handed_over_raw_and_the_title_tells_nothing():
    commands = Commands(look=IDLE, ended=PRINTED)
    clock = ManualClock()
    connection = SpooledConnection(CupsSpool("POS-80", commands), clock.monotonic, lambda seconds: None)
    content = bytes(range(256))
    ran = Worker(connection, Manners("queue"), clock.monotonic, Deadlines()).run(job(content))
    assert ran.outcome == Printed(Evidence.SPOOLED)
    assert commands.given == content
    (handed,) = [call for call in commands.calls if call[0] == "lp"]
    assert handed == ("lp", "-d", "POS-80", "-o", "raw", "-t", "Taquilla", "-")


def test_a_document_that_got_no_name_is_an_error():
    with pytest.raises(OSError, match="no name"):
        CupsSpool("POS-80", lambda *call: "").submit(b"x", 1.0)


def test_withdrawing():
    commands = Commands()
    CupsSpool("POS-80", commands).withdraw("POS-80-7", 1.0)
    assert commands.calls == [("cancel", "POS-80-7")]


def test_the_queues_there_are():
    assert queues(1.0, Commands(names="POS-80\nOffice_Laser\n")) == ("POS-80", "Office_Laser")


@pytest.mark.parametrize("name", ["", "-o", "a b", "a/b", "a\nb", "x" * 128, "a'b"])
def test_what_can_be_no_queue(name):
    assert not is_queue_name(name)


@pytest.mark.skipif(sys.platform == "win32", reason="commands of Unix")
class TestCommands:
    """The real commands of a system, in place of CUPS' own."""

    def test_what_it_prints(self):
        assert cups.run(("cat",), b"abc", 5.0) == "abc"

    def test_one_that_fails_says_why(self):
        with pytest.raises(OSError, match="nowhere"):
            cups.run(("ls", "/nowhere"), b"", 5.0)

    def test_one_that_hangs_is_ended(self):
        with pytest.raises(OSError, match="does not answer") as caught:
            cups.run(("sleep", "60"), b"", 0.05)
        assert caught.value.errno == errno.ETIMEDOUT

    def test_without_cups_it_says_so(self):
        with pytest.raises(Trouble, match="no_cups"):
            cups.run(("taquilla-no-such-command",), b"", 1.0)
