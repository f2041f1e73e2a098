"""A set-up of printers that finds and answers as a test says, and the wizard's states made with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from app.config import kinds
from app.domain.printer import Examined, PrinterChoice, PrinterTraits, PrinterWay
from app.errors import Known
from app.ports import Evidence, NothingPrinted, Printed, PrinterState, PrintUnsure, Tried
from app.presenters.notices import Notices
from app.presenters.printer_setup import PrinterSetupPresenter
from app.presenters.views_settings import PrinterSetupView
from tests.helpers.fake_printer import FakePrinter

USB = PrinterWay("usb", "04b8:0e28", "EPSON TM-T20III")
QUEUE = PrinterWay("queue", "POS-80")
SERIAL = PrinterWay("serial", "/dev/ttyUSB0", "USB2.0-Serial")
DEVICE = PrinterWay("file", "/dev/usb/lp0", "POS58 Printer")
NETWORK = PrinterWay("network", "192.168.1.50:9100")
TITLE = kinds()["epson-80"].title


def epson(way: PrinterWay = USB) -> Examined:
    return Examined(way, "TM-T20III", TITLE, True, PrinterTraits("epson-80"))


def silent(way: PrinterWay) -> Examined:
    return Examined(way, way.name, kinds()["generic-80"].title, False, PrinterTraits("generic-80"), cause="")


@dataclass
class FakeSetup:
    """`held`: what is asked waits until it is set. `calls` are the names of what was asked, in order."""

    ways: tuple[PrinterWay, ...] = (USB, DEVICE, QUEUE, SERIAL)
    on_network: tuple[PrinterWay, ...] = (NETWORK,)
    examined: dict[PrinterWay, Examined] = field(default_factory=dict)
    tried: Tried = field(default_factory=lambda: Tried(Printed(Evidence.BYTES), "process_id"))
    choice: PrinterChoice = field(default_factory=PrinterChoice)
    refuses: Exception | None = None
    held: asyncio.Event | None = None
    calls: list[str] = field(default_factory=list)
    used: list[PrinterChoice] = field(default_factory=list)
    tried_out: list[Examined] = field(default_factory=list)

    async def _call(self, name: str) -> None:
        self.calls.append(name)
        if self.held is not None:
            await self.held.wait()
        if self.refuses is not None:
            raise self.refuses

    def current(self) -> PrinterChoice:
        return self.choice

    async def find(self) -> tuple[PrinterWay, ...]:
        await self._call("find")
        return self.ways

    async def scan(self, progress: Callable[[int, int], None]) -> tuple[PrinterWay, ...]:
        progress(120, 253)
        await self._call("scan")
        return self.on_network

    async def examine(self, way: PrinterWay) -> Examined:
        await self._call("examine")
        return self.examined.get(way) or (epson(way) if way == USB else silent(way))

    async def try_out(self, examined: Examined) -> Tried:
        self.tried_out.append(examined)
        await self._call("try_out")
        return self.tried

    async def use(self, choice: PrinterChoice) -> None:
        await self._call("use")
        self.choice = choice
        self.used.append(choice)

    def close(self) -> None:
        self.calls.append("close")


@dataclass
class Bench:
    """The real presenter over a set-up that plays along."""

    setup: FakeSetup = field(default_factory=FakeSetup)
    printer: FakePrinter = field(default_factory=FakePrinter)
    notices: Notices = field(default_factory=Notices)

    def __post_init__(self) -> None:
        self.wizard = PrinterSetupPresenter(self.setup, self.printer, self.notices)

    @property
    def view(self) -> PrinterSetupView:
        return self.wizard.state.value

    async def rest(self) -> None:
        """Until all that was asked has been answered."""
        await self.wizard._tasks.settle()

    async def do(self, *acts: str) -> None:
        """`main`, `back`, `scan`, or the key of an answer, one after the other."""
        for act in acts:
            intents: dict[str, Callable[[], Any]] = {
                "main": self.wizard.main, "back": self.wizard.back, "scan": self.wizard.scan,
            }  # fmt: skip
            intents.get(act, lambda act=act: self.wizard.choose(act))()
            await self.rest()


IN_USE = PrinterChoice(USB, PrinterTraits("epson-80", confirm="process_id"), TITLE)


async def _held(bench: Bench, *acts: str, last: str) -> None:
    """As `do`, but the answer to the last act never comes."""
    await bench.do(*acts)
    bench.setup.held = asyncio.Event()
    {"main": bench.wizard.main, "scan": bench.wizard.scan}.get(last, lambda: bench.wizard.choose(last))()
    for _ in range(5):
        await asyncio.sleep(0)


async def _trouble(bench: Bench) -> None:
    gone = replace(epson(), cause="forbidden")
    bench.setup.examined[USB] = gone
    await bench.do("main", "1")


async def _unprinted(bench: Bench, outcome: NothingPrinted | PrintUnsure) -> None:
    bench.setup.tried = Tried(outcome)
    await bench.do("main", "1", "main")


async def _home(bench: Bench, state: PrinterState) -> None:
    bench.setup.choice = IN_USE
    bench.printer.becomes(state)


async def _nothing(bench: Bench) -> None:
    bench.setup.ways = ()
    await bench.do("main")


async def _queue(bench: Bench) -> None:
    bench.setup.choice = PrinterChoice(
        QUEUE, PrinterTraits("generic-58", 58, 32, mode="raster", cutter=False)
    )
    bench.printer.becomes(PrinterState.UNKNOWN)


async def _none(bench: Bench) -> None:
    bench.printer.becomes(PrinterState.NONE)


STATES: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "none": _none,
    "home": lambda bench: _home(bench, PrinterState.READY),
    "home-paper": lambda bench: _home(bench, PrinterState.PAPER_OUT),
    "home-queue": _queue,
    "looking": lambda bench: _held(bench, last="main"),
    "choose": lambda bench: bench.do("main"),
    "nothing": _nothing,
    "scanning": lambda bench: _held(bench, "main", last="scan"),
    "unreached": _trouble,
    "ready": lambda bench: bench.do("main", "1"),
    "ready-serial": lambda bench: bench.do("main", "4"),
    "unprinted": lambda bench: _unprinted(bench, NothingPrinted("paper_out")),
    "half": lambda bench: _unprinted(bench, PrintUnsure("interrupted")),
    "printing": lambda bench: _held(bench, "main", "1", last="main"),
    "width": lambda bench: bench.do("main", "1", "main"),
    "accents": lambda bench: bench.do("main", "1", "main", "c"),
    "codes": lambda bench: bench.do("main", "1", "main", "c", "1"),
    "cut": lambda bench: bench.do("main", "1", "main", "c", "1", "yes"),
    "summary": lambda bench: bench.do("main", "1", "main", "c", "1", "yes", "yes"),
    "saving": lambda bench: _held(bench, "main", "1", "main", "c", "1", "yes", "yes", last="main"),
}


def setup_view(name: str) -> PrinterSetupView:
    """A state of the wizard by its name, in the language in use."""

    async def made() -> PrinterSetupView:
        bench = Bench()
        await STATES[name](bench)
        view = bench.view
        bench.wizard._tasks.cancel()
        await bench.rest()
        return view

    return asyncio.run(made())


def broken() -> Known:
    return Known("printer.not_stored", folder="/data", why="No space left on device")
