"""One printing: what is claimed after each way it can end."""

import errno
import socket

import pytest

from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure
from app.printing.dialogue import Deadlines
from app.printing.job import Manners, Worker
from tests.helpers.fake_connection import FakeConnection, ManualClock
from tests.helpers.jobs import job

JOB = b"x" * 1_000
STAMP = b"STAMP\n"


class Desk:
    """A worker on a scripted connection."""

    def __init__(self, confirm="none"):
        self.clock = ManualClock()
        self.connection = FakeConnection(self.clock)
        manners = Manners(confirm, clears=confirm == "process_id", keeps=True, stamp=STAMP)
        self.told: list[PrinterState] = []
        self.worker = Worker(self.connection, manners, self.clock.monotonic, Deadlines(), self.told.append)
        self.stop = self.worker.stop

    def run(self, *blocks):
        result = self.worker.run(job(*(blocks or (JOB,))))
        return result.outcome, result.state


def answers(**by_question):
    """A printer's answers: p(rinter), o(ffline), s(ensor), r (in order), h (process ID)."""
    names = {b"\x10\x04\x01": "p", b"\x10\x04\x02": "o", b"\x10\x04\x04": "s", b"\x1dr\x01": "r"}

    def answer(piece):
        if b"\x1d(H" in piece:
            return by_question.get("h", lambda mark: b"")(piece.partition(b"\x1d(H")[2][4:8])
        return by_question.get(names.get(piece, ""), b"")

    return answer


READY = {"p": b"\x12", "s": b"\x12"}


def test_without_confirmation_the_bytes_are_all_that_is_known():
    desk = Desk()
    assert desk.run() == (Printed(Evidence.BYTES), PrinterState.READY)
    assert desk.connection.taken == JOB
    assert (desk.connection.opened, desk.connection.closed) == (1, 1)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "refused"),
        (TimeoutError("timed out"), "unreachable"),
        (OSError(errno.EHOSTUNREACH, "no route"), "unreachable"),
        (socket.gaierror(-2, "unknown name"), "unreachable"),
        (FileNotFoundError(errno.ENOENT, "no device"), "absent"),
        (OSError(errno.ENXIO, "no device"), "absent"),
        (PermissionError(errno.EACCES, "denied"), "forbidden"),
    ],
)
def test_a_printer_that_cannot_be_reached_printed_nothing(error, cause):
    desk = Desk()
    desk.connection.refuses = error
    assert desk.run() == (NothingPrinted(cause), PrinterState.OFFLINE)


def test_a_connection_that_takes_no_byte_printed_nothing():
    desk = Desk()
    desk.connection.break_after = 0
    assert desk.run() == (NothingPrinted("interrupted"), PrinterState.OFFLINE)
    desk.connection.break_after, desk.connection.stops_after = None, 0
    assert desk.run() == (NothingPrinted("stalled"), PrinterState.OFFLINE)


def test_from_the_first_byte_on_nobody_knows():
    desk = Desk()
    desk.connection.break_after = 100
    assert desk.run() == (PrintUnsure("interrupted"), PrinterState.OFFLINE)


def test_a_full_disk_is_named():
    desk = Desk()
    desk.connection.break_after, desk.connection.broken = 100, OSError(errno.ENOSPC, "full")
    assert desk.run() == (PrintUnsure("disk_full"), PrinterState.OFFLINE)


def test_a_printer_that_stops_taking_is_not_waited_for_long():
    desk = Desk()
    desk.connection.stops_after = 300
    assert desk.run() == (PrintUnsure("stalled"), PrinterState.OFFLINE)
    assert desk.clock.now == pytest.approx(Deadlines().stall)
    assert desk.connection.closed == 1


def test_a_printer_that_takes_a_byte_now_and_then_is_not_waited_for_for_ever(monkeypatch):
    desk = Desk()
    desk.connection.room = 1
    whole = desk.connection.write_some

    def slow(data, seconds):
        desk.clock.now += 5
        return whole(data, seconds)

    monkeypatch.setattr(desk.connection, "write_some", slow)
    assert desk.run() == (PrintUnsure("stalled"), PrinterState.OFFLINE)
    assert len(desk.connection.taken) < 10


def test_bytes_that_are_never_acknowledged_are_unsure():
    desk = Desk()
    desk.connection.settles = False
    assert desk.run() == (PrintUnsure("stalled"), PrinterState.OFFLINE)


def test_a_failing_close_is_unsure():
    desk = Desk()
    desk.connection.close_fails = OSError(errno.EIO, "lost on closing")
    assert desk.run() == (PrintUnsure("interrupted"), PrinterState.OFFLINE)


def test_a_closing_program_sends_nothing_more():
    desk = Desk()
    desk.stop.set()
    assert desk.run()[0] == NothingPrinted("closed")
    assert desk.connection.opened == 0


def test_a_closing_program_leaves_a_stuck_printer(monkeypatch):
    desk = Desk()
    desk.connection.stops_after = 300
    stuck = desk.connection.write_some

    def write(data, seconds):
        taken = stuck(data, seconds)
        if not taken:
            desk.stop.set()
        return taken

    monkeypatch.setattr(desk.connection, "write_some", write)
    assert desk.run()[0] == PrintUnsure("closed")
    assert desk.clock.now < 1


# ---------------------------------------------------------------- printers that answer


@pytest.mark.parametrize(
    ("said", "outcome", "state"),
    [
        ({}, NothingPrinted("silent"), PrinterState.OFFLINE),
        ({"p": b"\x1a", "o": b"\x16"}, NothingPrinted("cover_open"), PrinterState.COVER_OPEN),
        ({"p": b"\x1a", "o": b"\x32"}, NothingPrinted("paper_out"), PrinterState.PAPER_OUT),
        ({"p": b"\x1a", "o": b"\x12"}, NothingPrinted("offline"), PrinterState.OFFLINE),
        ({"p": b"\x1a"}, NothingPrinted("silent"), PrinterState.OFFLINE),
        ({"p": b"\x12", "s": b"\x72"}, NothingPrinted("paper_out"), PrinterState.PAPER_OUT),
    ],
)
@pytest.mark.parametrize("confirm", ["status", "process_id"])
def test_nothing_is_sent_to_a_printer_that_is_not_ready(confirm, said, outcome, state):
    desk = Desk(confirm)
    desk.connection.answer = answers(**said)
    assert desk.run() == (outcome, state)
    assert b"x" not in desk.connection.taken
    assert desk.worker.probe() is state


def test_paper_near_its_end_prints():
    desk = Desk("status")
    desk.connection.answer = answers(p=b"\x12", s=b"\x1e", r=b"\x03")
    assert desk.run() == (Printed(Evidence.STATUS), PrinterState.PAPER_LOW)


def test_the_status_after_the_cut_is_evidence():
    desk = Desk("status")
    desk.connection.answer = answers(**READY, r=b"\x00")
    assert desk.run() == (Printed(Evidence.STATUS), PrinterState.READY)
    assert desk.connection.taken.endswith(JOB + b"\x1da\x0e" + b"\x1dr\x01" + b"\x1da\x00")


def test_a_roll_that_ended_with_the_paper_is_told():
    desk = Desk("status")
    desk.connection.answer = answers(**READY, r=b"\x0f")
    assert desk.run() == (Printed(Evidence.STATUS), PrinterState.PAPER_OUT)


def test_a_status_that_never_comes_is_unsure():
    desk = Desk("status")
    desk.connection.answer = answers(**READY)
    assert desk.run() == (PrintUnsure("unconfirmed"), PrinterState.UNKNOWN)


def test_the_echo_of_the_process_id_confirms():
    desk = Desk("process_id")
    desk.connection.answer = answers(**READY, h=lambda mark: b"7\x22" + mark + b"\x00")
    assert desk.run() == (Printed(Evidence.CONFIRMED), PrinterState.READY)
    assert desk.run() == (Printed(Evidence.CONFIRMED), PrinterState.READY)


def test_the_echo_of_an_earlier_job_does_not_confirm():
    desk = Desk("process_id")
    desk.connection.answer = answers(**READY, h=lambda mark: b"7\x22zzzz\x00")
    assert desk.run() == (PrintUnsure("unconfirmed"), PrinterState.UNKNOWN)


def test_the_echo_is_found_among_other_talk():
    desk = Desk("process_id")
    talk = b"\x11\x14\x00\x00\x0f7\x22zzzz\x00_TM-T20\x00"
    desk.connection.answer = answers(**READY, h=lambda mark: talk + b"7\x22" + mark + b"\x00")
    assert desk.run() == (Printed(Evidence.CONFIRMED), PrinterState.READY)


def test_a_printer_that_hangs_up_before_the_echo_is_unsure(monkeypatch):
    desk = Desk("process_id")
    desk.connection.answer = answers(**READY)
    listen = desk.connection.read

    def read(seconds):
        if b"\x1d(H" in desk.connection.taken:
            raise ConnectionAbortedError("hung up")
        return listen(seconds)

    monkeypatch.setattr(desk.connection, "read", read)
    assert desk.run() == (PrintUnsure("interrupted"), PrinterState.OFFLINE)


def test_a_probe_prints_nothing():
    desk = Desk()
    assert desk.worker.probe() is PrinterState.READY
    assert desk.connection.taken == b""
    desk.connection.refuses = ConnectionRefusedError(errno.ECONNREFUSED, "refused")
    assert desk.worker.probe() is PrinterState.OFFLINE


# ---------------------------------------------------------------- a port that tells of its printer


def at_the_port(desk, *, until):
    """The printer takes nothing more after 300 bytes and its port says why, for so many seconds."""
    desk.connection.stops_after = 300
    wait = desk.connection.write_some

    def write(data, seconds):
        stands = len(desk.connection.taken) >= 300 and desk.clock.now < until
        desk.connection.known = PrinterState.PAPER_OUT if stands else None
        if desk.clock.now >= until:
            desk.connection.stops_after = None
        return wait(data, seconds)

    desk.connection.write_some = write


def test_a_port_that_says_there_is_no_paper_is_believed_within_a_second_and_waited_for():
    desk = Desk()
    told_at: list[tuple[PrinterState, float]] = []
    desk.worker._told = lambda state: told_at.append((state, desk.clock.now))
    at_the_port(desk, until=20)
    outcome, state = desk.run(b"a" * 400, b"b" * 100)
    first, at = told_at[0]
    assert first is PrinterState.PAPER_OUT
    assert at <= 1
    assert outcome == Printed(Evidence.BYTES)
    assert state is PrinterState.READY
    assert bytes(desk.connection.taken) == b"a" * 400 + STAMP + b"a" * 400 + b"b" * 100


def test_a_port_whose_printer_gets_no_paper_is_named():
    desk = Desk()
    at_the_port(desk, until=10_000)
    outcome, state = desk.run(b"a" * 400, b"b" * 100)
    assert (outcome, state) == (NothingPrinted("paper_out", spoiled=True), PrinterState.PAPER_OUT)
