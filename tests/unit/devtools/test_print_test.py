"""`taquilla print-test`: the wizard in a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from app import config, i18n, print_testing
from app.__main__ import main, parser
from app.bootstrap import Options
from app.domain.printer import PrinterWay
from app.errors import Known
from app.print_testing import Asked, walk, way_of
from tests.helpers.fake_setup import NETWORK, USB, Bench
from tests.helpers.tcp_printer import free_port, tcp_printer


@pytest.fixture(autouse=True)
def _spanish() -> None:
    i18n.use("es")


def typing(*lines: str):
    """Somebody who types these lines, and leaves when there are no more."""
    waiting: Iterator[str] = iter(lines)
    return lambda: next(waiting, print_testing.QUIT)


async def walked(bench: Bench, *lines: str, network: bool = False) -> int:
    return await walk(bench.wizard, bench.notices, typing(*lines), network=network)


async def test_from_the_list_to_a_printer_in_use(capsys):
    bench = Bench()
    assert await walked(bench, "1", "", "C", "1", "3", "1", "") == 0
    (choice,) = bench.setup.used
    assert choice.way.address == USB.address
    said = capsys.readouterr().out
    assert "EPSON TM-T20III" in said
    assert i18n.t("setup.in_use") in said


async def test_leaving_changes_nothing(capsys):
    bench = Bench()
    assert await walked(bench, "1", "") == 1
    assert bench.setup.used == []
    assert i18n.t("setup.terminal.left") in capsys.readouterr().out


async def test_back_network_and_lines_that_mean_nothing():
    bench = Bench()
    assert await walked(bench, "77", "*", "5", "<", "1", "<", "<") == 1
    assert bench.setup.calls == ["find", "scan", "examine", "examine"]


async def test_the_network_from_the_start():
    bench = Bench()
    await walked(bench, network=True)
    assert bench.setup.calls == ["find", "scan"]
    assert NETWORK in bench.wizard._ways


async def test_a_search_that_fails_ends_with_its_sentence(capsys):
    bench = Bench()
    bench.setup.refuses = Known("printer.not_stored", folder="x", why="y")
    assert await walked(bench, "") == 1
    assert "y" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("usb:04b8:0202", PrinterWay("usb", "04b8:0202")),
        ("network:10.0.0.9", PrinterWay("network", "10.0.0.9:9100")),
        ("network:10.0.0.9:9101", PrinterWay("network", "10.0.0.9:9101")),
        ("serial:/dev/ttyS0", PrinterWay("serial", "/dev/ttyS0")),
        ("queue:POS-80", PrinterWay("queue", "POS-80")),
    ],
)
def test_an_address(text, way):
    assert way_of(text) == way


@pytest.mark.parametrize("text", ["", "usb", "usb:", "pigeon:1", ":x"])
def test_an_address_that_is_none(text):
    with pytest.raises(Known, match="no_way"):
        way_of(text)


def test_one_printer_by_its_address(tmp_path, capsys):
    """The whole command over TCP: the page goes out, nothing is stored."""

    async def both() -> tuple[int, bytes]:
        async with tcp_printer() as device:
            options = Options(config.load(None), tmp_path)
            status = await print_testing._run(
                options, Asked(printer=f"network:127.0.0.1:{device.port}"), typing()
            )
            await device.finished.get()
            return status, await device.finished.get()

    status, page = asyncio.run(both())
    assert status == 0
    assert page.endswith(b"\x1dVB\x00")
    assert list(tmp_path.iterdir()) == []
    assert i18n.t("setup.terminal.printed", confirm="none") in capsys.readouterr().out


def test_a_printer_that_is_not_there(tmp_path, capsys):
    status = main(["--profile", str(tmp_path), "print-test", "--printer", f"network:127.0.0.1:{free_port()}"])
    assert status == 1
    assert i18n.t("printer.cause.refused") in capsys.readouterr().out


def test_an_address_that_is_none_is_wrong_use(tmp_path, capsys):
    assert main(["--profile", str(tmp_path), "print-test", "--printer", "pigeon"]) == 2
    assert "pigeon" in capsys.readouterr().err


def test_a_list_alone(tmp_path, capsys, monkeypatch):
    from app.printing import setup

    monkeypatch.setattr(setup, "everything", lambda: (USB,))
    assert main(["--profile", str(tmp_path), "print-test", "--find"]) == 0
    assert "usb:04b8:0e28" in capsys.readouterr().out
    monkeypatch.setattr(setup, "everything", tuple)
    assert main(["--profile", str(tmp_path), "print-test", "--find"]) == 1


def test_the_command_line():
    found = parser().parse_args(["print-test", "--find", "--network"])
    assert (found.command, found.find, found.network, found.printer) == ("print-test", True, True, "")
