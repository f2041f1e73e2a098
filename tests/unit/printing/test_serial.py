"""Printing on a serial port: the real pyserial over a pseudo-terminal whose other end a test holds."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from app.clock import SystemClock
from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure
from app.printing.dialogue import Deadlines
from app.printing.job import Manners, Worker
from app.printing.transports.serial_port import SerialConnection
from tests.helpers.fake_connection import ManualClock
from tests.helpers.jobs import job

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of Unix")

QUICK = Deadlines(open=1.0, stall=0.3, settle=0.3, answer=0.2, confirm=0.5, notice=0.05)
STOP, GO = b"\x13", b"\x11"
TEXT = b"0123456789abcdef" * 1_000


@pytest.fixture
def line() -> Iterator[SimpleNamespace]:
    """`far` is the printer's end, `path` what the program opens."""
    import tty

    far, near = os.openpty()
    tty.setraw(near)
    ends = SimpleNamespace(far=far, path=os.ttyname(near), near=near)
    yield ends
    for handle in {ends.far, ends.near}:
        if handle >= 0:
            os.close(handle)


def connection(line: SimpleNamespace, flow: str = "none") -> SerialConnection:
    return SerialConnection(line.path, 115_200, flow, SystemClock().monotonic)  # type: ignore[arg-type]


def run(line: SimpleNamespace, content: bytes, flow: str = "none", confirm: str = "none"):
    clock = SystemClock().monotonic
    result = Worker(connection(line, flow), Manners(confirm), clock, QUICK).run(job(content))  # type: ignore[arg-type]
    return result.outcome, result.state


def reader(line: SimpleNamespace, size: int) -> tuple[threading.Thread, bytearray]:
    """The printer, reading at its own pace until it has `size` bytes."""
    heard = bytearray()

    def read() -> None:
        while len(heard) < size:
            heard.extend(os.read(line.far, 100))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    return thread, heard


def test_all_of_it_arrives_however_little_the_port_takes_at_a_time(line):
    thread, heard = reader(line, len(TEXT))
    assert run(line, TEXT) == (Printed(Evidence.BYTES), PrinterState.READY)
    thread.join(5)
    assert bytes(heard) == TEXT


def test_every_byte_passes_as_it_is(line):
    content = bytes(range(256)) * 4
    thread, heard = reader(line, len(content))
    assert run(line, content)[0] == Printed(Evidence.BYTES)
    thread.join(5)
    assert bytes(heard) == content


def test_a_printer_that_stops_reading_is_unsure(line):
    assert run(line, TEXT * 20) == (PrintUnsure("stalled"), PrinterState.OFFLINE)


def test_a_printer_that_said_stop_is_kept_to(line):
    """XOFF: nothing more goes out until XON."""
    used = connection(line, "xonxoff")
    used.open(1.0)
    os.write(line.far, STOP)
    wait_for(lambda: used.write_some(b"x", 0.02) == 0)
    assert used.write_some(b"later", 0.2) == 0
    os.write(line.far, GO)
    wait_for(lambda: used.write_some(b"now", 0.02) == 3)
    used.close()


def wait_for(true: Callable[[], bool]) -> None:
    """Until it is so: a bounded number of looks."""
    assert any(true() for _ in range(500))


def test_unplugged_before_it_began(line):
    os.close(line.far)
    os.close(line.near)
    line.far = line.near = -1
    assert run(line, b"x") == (NothingPrinted("absent"), PrinterState.OFFLINE)


def test_unplugged_in_the_middle(line):
    thread, _heard = reader(line, 1_000)

    def unplug() -> None:
        thread.join(5)
        os.close(line.far)
        line.far = -1

    pulling = threading.Thread(target=unplug, daemon=True)
    pulling.start()
    outcome, state = run(line, TEXT * 20)
    pulling.join(5)
    assert isinstance(outcome, PrintUnsure)
    assert outcome.cause in ("interrupted", "absent", "stalled")
    assert state is PrinterState.OFFLINE


def test_two_programs_never_share_a_port(line):
    first = connection(line)
    first.open(1.0)
    try:
        assert run(line, b"x") == (NothingPrinted("in_use"), PrinterState.OFFLINE)
    finally:
        first.close()
    assert run(line, b"x")[0] == Printed(Evidence.BYTES)


def test_what_the_printer_says_is_heard(line):
    used = connection(line)
    used.open(1.0)
    assert used.read(0.01) == b""
    os.write(line.far, b"\x12")
    assert used.read(1.0) == b"\x12"
    used.close()


def test_letting_go_of_a_stopped_printer_takes_no_time(line):
    used = connection(line)
    used.open(1.0)
    while used.write_some(TEXT, 0.02):
        pass
    closing = threading.Thread(target=used.close, daemon=True)
    closing.start()
    closing.join(2)
    assert not closing.is_alive()


class Port:
    """The calls of pyserial's port that wait, on a clock of their own."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.waiting = 100
        self.dropped = False
        self.closed = False

    @property
    def out_waiting(self) -> int:
        self.clock.now += 0.1
        self.waiting = max(0, self.waiting - 20)
        return self.waiting

    @property
    def dsr(self) -> bool:
        self.clock.now += 0.1
        return self.clock.now > 0.5

    def reset_output_buffer(self) -> None:
        self.dropped = True

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def stand_in() -> tuple[SerialConnection, Port, ManualClock]:
    clock = ManualClock()
    used, port = SerialConnection("x", 9_600, "dtr", clock.monotonic), Port(clock)
    used._port = port
    return used, port, clock


def test_settling_waits_for_the_last_byte(stand_in):
    used, port, _clock = stand_in
    assert used.settle(5.0)
    assert port.waiting == 0


def test_settling_ends_at_its_deadline(stand_in):
    used, port, clock = stand_in
    port.waiting = 10_000
    assert not used.settle(0.5)
    assert clock.now <= 0.8


def test_the_ready_line_is_waited_for(stand_in):
    used, _port, clock = stand_in
    assert not used._ready(0.2)
    clock.now = 0.6
    assert used._ready(0.2)


def test_what_a_stopped_printer_never_took_is_dropped(stand_in):
    used, port, _clock = stand_in
    used.close()
    assert (port.dropped, port.closed) == (True, True)
