"""Finding printers: what the system knows of, and the own network on request."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from app.domain.printer import PrinterWay
from app.printing import finding
from tests.helpers.fake_usb import FakeBus, FakePrinter


def test_printers_on_usb_by_the_names_they_give_themselves():
    bus = FakeBus(FakePrinter(), FakePrinter(vendor=0x0416, product=0x5011, maker="", name="POS58 Printer"))
    assert finding.on_usb(lambda: bus) == (
        PrinterWay("usb", "04b8:0202", "EPSON TM-T20III"),
        PrinterWay("usb", "0416:5011", "POS58 Printer"),
    )


def test_two_alike_are_told_apart_by_their_serial_numbers():
    bus = FakeBus(FakePrinter(serial="A1"), FakePrinter(serial="B2"))
    assert [way.address for way in finding.on_usb(lambda: bus)] == ["04b8:0202:A1", "04b8:0202:B2"]


def test_a_serial_number_that_nobody_can_write_is_left_out():
    bus = FakeBus(FakePrinter(serial="A\x001"), FakePrinter(serial="B2"))
    assert [way.address for way in finding.on_usb(lambda: bus)] == ["04b8:0202", "04b8:0202:B2"]


def test_what_is_no_printer_is_not_offered():
    keyboard = FakePrinter(vendor=0x046D, interface_class=3)
    maker = FakePrinter(vendor=0x04B8, interface_class=0xFF)
    other = FakePrinter(vendor=0x1234, interface_class=0xFF)
    assert len(finding.on_usb(lambda: FakeBus(keyboard, maker, other))) == 1


def test_a_name_from_outside_is_one_short_plain_line():
    bus = FakeBus(FakePrinter(maker="\x1b[31mX\n", name="\u202e" + "y" * 100))
    (way,) = finding.on_usb(lambda: bus)
    assert way.name.isprintable()
    assert len(way.name) <= 48


def test_a_printer_that_gives_no_name_is_offered_all_the_same():
    class Mute(FakeBus):
        def ctrl_transfer(self, *arguments: object) -> int:
            import usb.core

            raise usb.core.USBError("Pipe error", -9, 32)

    (way,) = finding.on_usb(lambda: Mute(FakePrinter()))
    assert (way.address, way.name) == ("04b8:0202", "")


def test_without_libusb_there_is_nothing_on_usb():
    assert finding.on_usb(lambda: None) == ()


def test_serial_ports():
    listed = [
        SimpleNamespace(device="/dev/ttyUSB0", description="USB2.0-Serial"),
        SimpleNamespace(device="/dev/ttyS0", description="n/a"),
    ]
    assert finding.on_serial(lambda: listed) == (
        PrinterWay("serial", "/dev/ttyS0", ""),
        PrinterWay("serial", "/dev/ttyUSB0", "USB2.0-Serial"),
    )


@pytest.fixture
def system(tmp_path):
    """`/dev` with two printer devices, and what the kernel tells of the first."""
    (tmp_path / "dev/usb").mkdir(parents=True)
    for name in ("lp0", "lp1"):
        (tmp_path / "dev/usb" / name).touch()
    about = tmp_path / "sys/lp0/device"
    about.mkdir(parents=True)
    (about / "ieee1284_id").write_text("MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;\n")
    (about.parent / "idVendor").write_text("04b8\n")
    (about.parent / "idProduct").write_text("0202\n")
    return tmp_path


def test_devices_with_the_names_the_kernel_knows(system):
    found = finding.at_devices((), system / "dev", system / "sys")
    assert [(way.transport, way.name) for way in found] == [("file", "EPSON TM-T20III"), ("file", "")]


def test_a_device_that_is_found_on_usb_is_not_offered_twice(system):
    on_usb = (PrinterWay("usb", "04b8:0202:X3"),)
    found = finding.at_devices(on_usb, system / "dev", system / "sys")
    assert [way.address.rsplit("/", 1)[1] for way in found] == ["lp1"]


# ---------------------------------------------------------------- the network


def test_only_the_own_private_network_is_ever_asked():
    hosts = finding.neighbours("192.168.7.20")
    assert len(hosts) == 253
    assert "192.168.7.20" not in hosts
    assert all(host.startswith("192.168.7.") for host in hosts)


@pytest.mark.parametrize("own", ["", "8.8.8.8", "127.0.0.1", "169.254.3.4", "fe80::1"])
def test_no_other_network_is(own):
    assert finding.neighbours(own) == ()


async def test_those_that_answer_are_offered_in_order():
    there = {"10.0.0.9", "10.0.0.2"}
    told: list[tuple[int, int]] = []

    async def ask(host: str) -> bool:
        return host in there

    hosts = tuple(f"10.0.0.{last}" for last in range(1, 20))
    found = await finding.on_network(hosts, lambda done, all_: told.append((done, all_)), ask)
    assert [way.address for way in found] == ["10.0.0.2:9100", "10.0.0.9:9100"]
    assert told == [(done, 19) for done in range(1, 20)]


async def test_never_many_at_once_and_none_after_it_was_called_off():
    asked, most = 0, 0
    running = 0
    held, full = asyncio.Event(), asyncio.Event()

    async def ask(host: str) -> bool:
        nonlocal asked, most, running
        asked, running = asked + 1, running + 1
        most = max(most, running)
        if running == 48:
            full.set()
        try:
            await held.wait()
        finally:
            running -= 1
        return False

    hosts = tuple(map(str, range(254)))
    looking = asyncio.get_running_loop().create_task(finding.on_network(hosts, lambda done, all_: None, ask))
    await full.wait()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    assert (asked, most, running) == (48, 48, 0)


async def test_an_address_is_asked_without_a_byte(monkeypatch):
    heard = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set_result(await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    monkeypatch.setattr(finding, "PORT", server.sockets[0].getsockname()[1])
    assert await finding.answers("127.0.0.1")
    assert await heard == b""
    server.close()
    await server.wait_closed()
    assert not await finding.answers("127.0.0.1")
