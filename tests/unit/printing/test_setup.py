"""Setting a printer up: asked, tried out, stored, exchanged."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from app.clock import SystemClock
from app.config import TERMINAL_FILE, load
from app.domain.printer import Examined, PrinterChoice, PrinterTraits, PrinterWay
from app.errors import Known
from app.ports import NothingPrinted, Printed
from app.printing import PrinterSettings, open_printer
from app.printing.asking import ask_evidence, ask_model
from app.printing.dialogue import Deadlines
from app.printing.setup import Outside, SetupDesk, choice_of, settings_of, stored
from app.printing.switch import SwitchPrinter
from app.printing.ways import connection_of
from tests.helpers.fake_connection import FakeConnection, ManualClock
from tests.helpers.papers import PAPERS
from tests.helpers.tcp_printer import TcpPrinter, free_port, tcp_printer

QUICK = Deadlines(open=2.0, answer=0.3, stall=0.5, settle=2.0, confirm=0.5, notice=0.05)


def epson(model: str = "TM-T20III", *, ids: bool = True, orders: bool = True) -> Callable[[bytes], bytes]:
    """What a printer answers to each question."""

    def answer(piece: bytes) -> bytes:
        if piece == b"\x10\x04\x01":
            return b"\x12"
        if piece == b"\x1dIB":
            return b"_EPSON\x00"
        if piece == b"\x1dIC":
            return b"_" + model.encode() + b"\x00"
        if piece.startswith(b"\x1d(H") and ids:
            return b"7\x22" + piece[-4:] + b"\x00"
        return b"\x00" if piece == b"\x1dr\x01" and orders else b""

    return answer


# ---------------------------------------------------------------- asking


def asked(answer: Callable[[bytes], bytes]) -> tuple[FakeConnection, ManualClock]:
    clock = ManualClock()
    connection = FakeConnection(clock)
    connection.answer = answer
    return connection, clock


def test_a_printer_says_who_it_is():
    connection, clock = asked(epson())
    told = ask_model(connection, clock.monotonic)
    assert (told.answers, told.maker, told.model) == (True, "EPSON", "TM-T20III")


def test_one_that_says_nothing_is_asked_one_question_and_not_for_long():
    connection, clock = asked(lambda piece: b"")
    assert not ask_model(connection, clock.monotonic).answers
    assert bytes(connection.taken) == b"\x10\x04\x01"
    assert clock.now < 1.0


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [
        (epson(), "process_id"),
        (epson(ids=False), "status"),
        (epson(ids=False, orders=False), "none"),
        (lambda piece: b"7\x221234\x00" if b"(H" in piece else b"", "none"),  # an echo of something else
    ],
)
def test_the_evidence_it_gives(answer, evidence):
    connection, clock = asked(answer)
    assert ask_evidence(connection, clock.monotonic) == evidence


def test_a_name_full_of_controls_is_harmless():
    connection, clock = asked(epson("\x1b[31m\nX"))
    assert ask_model(connection, clock.monotonic).model.isprintable()


# ---------------------------------------------------------------- the desk


@dataclass
class Bench:
    """A desk over a printer on TCP. `terminal` is where the choice is kept."""

    desk: SetupDesk
    switch: SwitchPrinter
    device: TcpPrinter
    folder: Path
    found: list[PrinterWay] = field(default_factory=list)

    @property
    def way(self) -> PrinterWay:
        return PrinterWay("network", f"127.0.0.1:{self.device.port}")

    def stored(self) -> Any:
        return load(None, terminal=self.folder / TERMINAL_FILE)


@pytest.fixture
async def bench(tmp_path) -> AsyncIterator[Bench]:
    clock = SystemClock()
    async with tcp_printer() as device:
        switch = SwitchPrinter(open_printer(PrinterSettings()))
        world = Outside(
            lambda: (PrinterWay("usb", "04b8:0202"),),
            lambda settings: connection_of(settings, clock),
            lambda settings: open_printer(settings, clock, QUICK),
        )
        desk = SetupDesk(
            switch, PrinterChoice(), tmp_path, clock, lambda: "28/11/2026 8:56 am", training=True, world=world
        )
        yield Bench(desk, switch, device, tmp_path)
        desk.close()
        await switch.close()


async def test_what_was_found_is_passed_on(bench):
    assert await bench.desk.find() == (PrinterWay("usb", "04b8:0202"),)


async def test_a_printer_that_answers_is_known_by_its_model(bench):
    bench.device.answer = epson()
    found = await bench.desk.examine(bench.way)
    assert (found.model, found.answers, found.cause) == ("TM-T20III", True, "")
    assert found.traits == PrinterTraits("epson-80", 80, 48, "CP858", 19, "text", True, "none")
    assert "TM-T20" in found.title


async def test_one_that_does_not_is_taken_for_a_usual_one(bench):
    found = await bench.desk.examine(replace(bench.way, name="POS58 Printer"))
    assert (found.answers, found.traits.kind, found.traits.columns) == (False, "generic-58", 32)
    found = await bench.desk.examine(bench.way)
    assert found.traits.kind == "generic-80"


async def test_one_that_cannot_be_reached_says_why(bench):
    gone = PrinterWay("network", f"127.0.0.1:{free_port()}")
    assert (await bench.desk.examine(gone)).cause == "refused"
    assert (await bench.desk.examine(PrinterWay("usb", "nonsense"))).cause == "absent"


async def test_the_test_page_comes_out_whole_and_tells_the_evidence(bench):
    bench.device.answer = epson()
    found = await bench.desk.examine(bench.way)
    await bench.device.finished.get()
    tried = await bench.desk.try_out(found)
    assert isinstance(tried.outcome, Printed)
    assert tried.confirm == "process_id"
    page = await bench.device.finished.get()
    assert b"TM-T20III" in page
    assert page.endswith(b"\x1dVB\x00")


async def test_no_evidence_is_asked_of_one_that_says_nothing(bench):
    found = Examined(bench.way)
    assert (await bench.desk.try_out(found)).confirm == "none"
    assert (await bench.device.finished.get()).endswith(b"\x1dVB\x00")
    assert bench.device.finished.empty()


async def test_a_page_that_did_not_come_out(bench):
    gone = Examined(PrinterWay("network", f"127.0.0.1:{free_port()}"))
    assert (await bench.desk.try_out(gone)).outcome == NothingPrinted("refused")


async def test_what_is_chosen_is_stored_and_printed_on_from_then_on(bench):
    traits = PrinterTraits("generic-58", 58, 32, "CP850", 2, "text", cutter=False, confirm="none")
    choice = PrinterChoice(bench.way, traits)
    await bench.desk.use(choice)
    assert bench.desk.current() == choice

    settings = bench.stored()
    assert (settings.printer.profile, settings.printer.transport) == ("generic-58", "network")
    assert (settings.printer.host, settings.printer.port) == ("127.0.0.1", bench.device.port)
    assert (settings.printer.code_page, settings.printer.cutter, settings.ticket.width_mm) == (
        "CP850",
        False,
        58,
    )

    prepared = await bench.switch.prepare(PAPERS["ticket-6"])
    assert isinstance(await bench.switch.send(prepared), Printed)
    assert await bench.device.finished.get() == prepared.content


async def test_when_the_disk_does_not_take_it_nothing_changes(bench, monkeypatch):
    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Known, match="not_stored"):
        await bench.desk.use(PrinterChoice(bench.way))
    assert bench.desk.current() == PrinterChoice()
    assert list(bench.folder.iterdir()) == []


async def test_a_paper_of_the_sale_goes_before_or_after_a_test_page_never_into_it(bench):
    await bench.desk.use(PrinterChoice(bench.way))
    prepared = await bench.switch.prepare(PAPERS["ticket-6"])
    await asyncio.gather(bench.desk.try_out(Examined(bench.way)), bench.switch.send(prepared))
    jobs = [await bench.device.finished.get(), await bench.device.finished.get()]
    assert prepared.content in jobs
    assert all(job.startswith(b"\x1b@") and job.endswith(b"\x1dVB\x00") for job in jobs)


# ---------------------------------------------------------------- values

SETTINGS = [
    PrinterSettings("usb", usb="04b8:0202:X3"),
    PrinterSettings("network", host="10.0.0.9", port=9101, width_mm=58, columns=32, cutter=False),
    PrinterSettings("serial", path="/dev/ttyS0", baud=19_200, flow="dtr", columns=48),
    PrinterSettings("queue", queue="POS-80", columns=42, mode="raster"),
    PrinterSettings("file", path="/dev/usb/lp0", confirm="status", columns=48),
    PrinterSettings(),
]


@pytest.mark.parametrize("settings", SETTINGS, ids=[one.transport for one in SETTINGS])
def test_a_choice_is_what_its_settings_are(settings, tmp_path):
    choice = choice_of(settings, "generic-80")
    again = settings_of(choice)
    assert again == replace(settings, columns=settings.cells, code_page="CP858")
    assert choice_of(again, "generic-80") == choice


@pytest.mark.parametrize("settings", SETTINGS, ids=[one.transport for one in SETTINGS])
def test_what_is_stored_reads_back_as_the_same_printer(settings, tmp_path):
    from app.config import change
    from app.paper_settings import printer_settings

    choice = choice_of(settings)
    change(tmp_path, stored(choice))
    assert choice_of(printer_settings(load(None, terminal=tmp_path / TERMINAL_FILE))) == choice
