"""Printing on USB: the real pyusb over a bus that a test plays."""

from __future__ import annotations

import errno

import pytest
import usb.core

from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure
from app.printing.causes import Trouble
from app.printing.dialogue import Deadlines
from app.printing.job import Manners, Worker
from app.printing.transports.usb import UsbAddress, UsbConnection
from tests.helpers.fake_connection import ManualClock
from tests.helpers.fake_usb import FakeBus, FakePrinter
from tests.helpers.jobs import job

CONTENT = bytes(range(256)) * 40


class Bench:
    """A clock that waiting moves, a bus, and a worker over the connection."""

    def __init__(self, *printers: FakePrinter, address: str = "04b8:0202") -> None:
        self.clock = ManualClock()
        self.bus = FakeBus(*printers)
        self.connection = UsbConnection(
            UsbAddress.parse(address), self.clock.monotonic, lambda: self.bus, self._pass
        )

    def _pass(self, seconds: float) -> None:
        self.clock.now += seconds

    def run(self, content: bytes = CONTENT):
        """As the program prints; the clock goes on with each look at it, so that deadlines come."""

        def monotonic() -> float:
            self.clock.now += 0.05
            return self.clock.now

        result = Worker(self.connection, Manners(), monotonic, Deadlines()).run(job(content))
        return result.outcome, result.state


def test_all_of_it_is_taken_in_pieces_as_small_as_the_printer_likes():
    printer = FakePrinter(per_transfer=100)
    assert Bench(printer).run() == (Printed(Evidence.BYTES), PrinterState.READY)
    assert bytes(printer.taken) == CONTENT
    assert not printer.open


def test_a_transfer_cut_short_goes_on_where_it_ended():
    """A full buffer makes pyusb return a short count without an error."""
    printer = FakePrinter(room=5_000)
    bench = Bench(printer)
    bench.connection.open(3.0)
    assert bench.connection.write_some(CONTENT, 0.2) == 4_096
    assert bench.connection.write_some(CONTENT[4_096:], 0.2) == 904
    assert bench.connection.write_some(CONTENT[5_000:], 0.2) == 0
    printer.room = 100_000
    assert bench.connection.write_some(CONTENT[5_000:], 0.2) == 4_096
    assert bytes(printer.taken) == CONTENT[:9_096]
    bench.connection.close()


def test_a_printer_that_stops_taking_is_unsure_and_never_waited_for_without_end():
    printer = FakePrinter(room=1_000)
    assert Bench(printer).run() == (PrintUnsure("stalled"), PrinterState.OFFLINE)
    assert not printer.claimed


def test_one_that_stops_for_want_of_paper_says_so_by_its_port():
    printer = FakePrinter(room=1_000, lines=0x38)
    assert Bench(printer).run() == (PrintUnsure("paper_out"), PrinterState.PAPER_OUT)


def test_unplugged_in_the_middle():
    printer = FakePrinter(per_transfer=64)

    class Bus(FakeBus):
        def bulk_write(self, dev_handle: FakePrinter, *rest: object) -> int:
            if len(dev_handle.taken) >= 128:
                dev_handle.gone = True
            return super().bulk_write(dev_handle, *rest)  # type: ignore[arg-type]

    bench = Bench()
    bench.bus = Bus(printer)
    assert bench.run() == (PrintUnsure("absent"), PrinterState.OFFLINE)


def test_not_there_nothing_is_printed():
    assert Bench().run() == (NothingPrinted("absent"), PrinterState.OFFLINE)
    assert Bench(FakePrinter(product=0x0203)).run() == (NothingPrinted("absent"), PrinterState.OFFLINE)


def test_back_after_a_power_cycle_it_is_found_again():
    old = FakePrinter()
    bench = Bench(old)
    assert bench.run(b"one")[0] == Printed(Evidence.BYTES)
    old.gone = True
    assert bench.run(b"two")[0] == NothingPrinted("absent")
    new = FakePrinter()
    bench.bus.printers.append(new)
    assert bench.run(b"three")[0] == Printed(Evidence.BYTES)
    assert bytes(new.taken) == b"three"


def test_of_two_alike_the_serial_number_tells():
    first, second = FakePrinter(serial="A1"), FakePrinter(serial="B2")
    assert Bench(first, second, address="04b8:0202:B2").run(b"x")[0] == Printed(Evidence.BYTES)
    assert (bytes(first.taken), bytes(second.taken)) == (b"", b"x")


def test_the_systems_own_driver_is_put_aside_and_gets_it_back():
    printer = FakePrinter(kernel=True)
    assert Bench(printer).run(b"x")[0] == Printed(Evidence.BYTES)
    assert printer.log == ["detached", "attached"]
    assert printer.kernel


def test_the_driver_gets_it_back_after_a_failure_too():
    printer = FakePrinter(kernel=True, busy=1_000)
    assert Bench(printer).run(b"x")[0] == NothingPrinted("in_use")
    assert printer.kernel


def test_another_program_that_has_it_for_a_moment_is_waited_for():
    printer = FakePrinter(busy=3)
    assert Bench(printer).run(b"x")[0] == Printed(Evidence.BYTES)


def test_another_program_that_keeps_it_is_named():
    bench = Bench(FakePrinter(busy=1_000))
    with pytest.raises(OSError, match="busy"):
        bench.connection.open(1.0)
    assert bench.clock.now <= 1.0


def test_a_device_nobody_has_set_up_is_set_up_once_and_never_reset():
    printer = FakePrinter(configured=False)
    assert Bench(printer).run(b"x")[0] == Printed(Evidence.BYTES)
    assert printer.log.count("configured") == 1
    assert Bench(ready := FakePrinter()).run(b"x")[0] == Printed(Evidence.BYTES)
    assert ready.log == []


def test_a_printer_with_a_class_of_its_own_works_too():
    printer = FakePrinter(interface_class=0xFF)
    assert Bench(printer).run(b"x")[0] == Printed(Evidence.BYTES)


def test_what_it_says_is_heard():
    printer = FakePrinter(to_say=bytearray(b"\x12"))
    bench = Bench(printer)
    bench.connection.open(3.0)
    assert bench.connection.read(0.2) == b"\x12"
    assert bench.connection.read(0.2) == b""
    printer.gone = True
    with pytest.raises(OSError, match="disconnected"):
        bench.connection.read(0.2)
    bench.connection.close()


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (0x18, PrinterState.READY),
        (0x38, PrinterState.PAPER_OUT),
        (0x00, None),  # what cheap printers say for ever
        (None, None),
    ],
)
def test_what_its_port_tells(lines, state):
    bench = Bench(FakePrinter(lines=lines))
    bench.connection.open(3.0)
    assert bench.connection.state() is state
    bench.connection.close()


def test_a_device_that_belongs_to_a_driver_of_windows():
    class Owned(FakeBus):
        def open_device(self, dev: FakePrinter) -> FakePrinter:
            raise NotImplementedError("Operation not supported or unimplemented on this platform")

    bench = Bench()
    bench.bus = Owned(FakePrinter())
    assert bench.run() == (NothingPrinted("no_driver"), PrinterState.OFFLINE)


def test_a_device_without_texts_is_no_twin():
    class Mute(FakeBus):
        def ctrl_transfer(self, *arguments: object) -> int:
            raise usb.core.USBError("Pipe error", -9, errno.EPIPE)

    bench = Bench(address="04b8:0202:X3")
    bench.bus = Mute(FakePrinter())
    assert bench.run() == (NothingPrinted("absent"), PrinterState.OFFLINE)


def test_without_libusb_it_says_so():
    bench = Bench(FakePrinter())
    bench.connection = UsbConnection(UsbAddress(1, 2), bench.clock.monotonic, lambda: None)
    with pytest.raises(Trouble, match="no_usb"):
        bench.connection.open(1.0)


def test_the_library_that_comes_with_the_program_is_there():
    from app.printing.transports.usb import libusb

    assert libusb() is not None


@pytest.mark.parametrize("text", ["", "04b8", "04b8:", "4b8:0202", "zzzz:0202", "04b8:02022"])
def test_an_address_that_is_none(text):
    with pytest.raises(ValueError, match=r".*"):
        UsbAddress.parse(text)


@pytest.mark.parametrize("text", ["04b8:0202", "04b8:0202:X3:1"])
def test_an_address_is_written_as_it_is_read(text):
    assert str(UsbAddress.parse(text)) == text
