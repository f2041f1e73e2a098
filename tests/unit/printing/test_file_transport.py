"""Printing into files and devices."""

import os
import sys
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure
from app.printing.dialogue import Deadlines
from app.printing.job import Manners, Worker
from app.printing.transports.file import FileConnection
from tests.helpers.jobs import job

QUICK = Deadlines(stall=0.1, notice=0.05)
devices = pytest.mark.skipif(sys.platform == "win32", reason="device files of Unix")


def run(path, content):
    worker = Worker(FileConnection(Path(path)), Manners(), SystemClock().monotonic, QUICK)
    result = worker.run(job(content))
    return result.outcome, result.state


def test_each_job_is_appended(tmp_path):
    file = tmp_path / "printed.bin"
    assert run(file, b"one\n\r\n") == (Printed(Evidence.BYTES), PrinterState.READY)
    assert run(file, b"two" * 20_000) == (Printed(Evidence.BYTES), PrinterState.READY)
    assert file.read_bytes() == b"one\n\r\n" + b"two" * 20_000


def test_a_job_is_on_the_disk_before_it_counts(tmp_path, monkeypatch):
    synced: list[int] = []
    fsync = os.fsync

    def counted(handle):
        synced.append(handle)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", counted)
    run(tmp_path / "printed.bin", b"one")
    assert len(synced) == 1


def test_a_folder_that_went_away_prints_nothing(tmp_path):
    assert run(tmp_path / "gone" / "printed.bin", b"one") == (NothingPrinted("absent"), PrinterState.OFFLINE)


@devices
def test_nothing_is_ever_created_among_the_devices():
    path = Path("/dev/taquilla-no-such-printer")
    assert run(path, b"one") == (NothingPrinted("absent"), PrinterState.OFFLINE)
    assert not path.exists()


@devices
def test_a_full_device_is_named():
    assert run("/dev/full", b"one") == (NothingPrinted("disk_full"), PrinterState.OFFLINE)


@pytest.fixture
def pipe(tmp_path):
    """A pipe stands for a device: it can be absent, stop taking, and go away."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    return path


@devices
def test_a_device_nobody_answers_at_is_absent(pipe):
    assert run(pipe, b"one") == (NothingPrinted("absent"), PrinterState.OFFLINE)


@devices
def test_a_device_takes_all(pipe):
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(pipe, b"x" * 5_000) == (Printed(Evidence.BYTES), PrinterState.READY)
        assert os.read(reader, 10_000) == b"x" * 5_000
    finally:
        os.close(reader)


@devices
def test_a_device_that_stops_taking_is_unsure(pipe):
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(pipe, b"x" * 1_000_000) == (PrintUnsure("stalled"), PrinterState.OFFLINE)
    finally:
        os.close(reader)


@pytest.fixture
def terminal():
    """A pseudo-terminal is a character device that can be written and read."""
    import tty

    far, near = os.openpty()
    tty.setraw(near)
    yield far, Path(os.ttyname(near))
    os.close(far)
    os.close(near)


@devices
def test_a_device_that_speaks_is_heard(terminal):
    far, path = terminal
    connection = FileConnection(path)
    connection.open(1.0)
    assert connection.read(0.01) == b""
    os.write(far, b"\x12")
    assert connection.read(1.0) == b"\x12"
    assert connection.write_some(b"abc", 1.0) == 3
    assert os.read(far, 10) == b"abc"
    assert connection.state() is None
    connection.close()


@devices
@pytest.mark.parametrize(
    ("lines", "state"),
    [(0x18, PrinterState.READY), (0x38, PrinterState.PAPER_OUT), (0x00, None), (None, None)],
)
def test_what_the_lines_of_the_printer_port_tell(terminal, lines, state):
    connection = FileConnection(terminal[1], lambda handle: lines)
    connection.open(1.0)
    assert connection.state() is state
    connection.close()


@devices
def test_a_device_that_can_only_be_written_is_written(terminal, monkeypatch):
    opened: list[int] = []
    whole = os.open

    def only_writable(path, flags, *rest):
        opened.append(flags & os.O_ACCMODE)
        if flags & os.O_ACCMODE == os.O_RDWR:
            raise PermissionError(13, "no")
        return whole(path, flags, *rest)

    monkeypatch.setattr(os, "open", only_writable)
    connection = FileConnection(terminal[1])
    connection.open(1.0)
    assert opened == [os.O_RDWR, os.O_WRONLY]
    assert connection.write_some(b"abc", 1.0) == 3
    assert connection.read(0.01) == b""
    assert connection.state() is None
    connection.close()
