"""`app.ports.PrinterSetup`: finds, tries out and exchanges the printer of this till."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from app.clock import Clock
from app.config import change, kind_of, kinds
from app.domain.printer import Examined, PrinterChoice, PrinterTraits, PrinterWay
from app.errors import Known
from app.ports import Printed, Printer, Tried
from app.printing import open_printer
from app.printing.asking import Told, ask_evidence, ask_model
from app.printing.causes import Trouble, trouble_of
from app.printing.finding import PORT, everything, neighbours, on_network, own_address
from app.printing.settings import Confirm, Drawer, Mode, PrinterSettings, Transport, check, is_device_path
from app.printing.switch import SwitchPrinter
from app.printing.test_page import test_page
from app.printing.transports.connection import Connection
from app.printing.transports.serial_port import Flow, SerialConnection
from app.printing.transports.usb import UsbAddress
from app.printing.ways import connection_of

_T = TypeVar("_T")
_OPEN_S = 3.0
Find = Callable[[], tuple[PrinterWay, ...]]
Open = Callable[[PrinterSettings], Printer]
Connect = Callable[[PrinterSettings], Connection]


def settings_of(choice: PrinterChoice) -> PrinterSettings:
    """The printing layer's settings for a choice."""
    way, traits = choice.way, choice.traits
    host, _, port = way.address.rpartition(":")
    network = way.transport == "network"
    return PrinterSettings(
        transport=cast("Transport", way.transport),
        path=way.address if way.transport in ("file", "serial") else "",
        host=host if network else "",
        port=int(port) if network else PORT,
        usb=way.address if way.transport == "usb" else "",
        queue=way.address if way.transport == "queue" else "",
        baud=way.baud,
        flow=cast("Flow", way.flow),
        width_mm=traits.width_mm,
        columns=traits.columns,
        code_page=traits.code_page,
        code_page_number=traits.code_page_number,
        cutter=traits.cutter,
        confirm=cast("Confirm", traits.confirm),
        mode=cast("Mode", traits.mode),
    )


def choice_of(settings: PrinterSettings, kind: str = "") -> PrinterChoice:
    """The choice that settings stand for."""
    address = {
        "file": settings.path,
        "serial": settings.path,
        "network": f"{settings.host}:{settings.port}",
        "usb": settings.usb,
        "queue": settings.queue,
    }.get(settings.transport, "")
    way = PrinterWay(settings.transport, address, baud=settings.baud, flow=settings.flow)
    traits = PrinterTraits(
        kind,
        settings.width_mm,
        settings.cells,
        settings.code_page.upper(),
        settings.code_page_number,
        settings.mode,
        settings.cutter,
        settings.confirm,
    )
    return PrinterChoice(way, traits, kinds()[kind].title if kind else "")


def stored(choice: PrinterChoice) -> dict[str, dict[str, str | int | bool]]:
    """The settings of a choice, every key said, so that nothing of another printer shows through."""
    settings, traits = settings_of(choice), choice.traits
    return {
        "printer": {
            "profile": traits.kind,
            "transport": settings.transport,
            "usb": settings.usb,
            "host": settings.host,
            "port": settings.port,
            "path": settings.path,
            "baud": settings.baud,
            "flow": settings.flow,
            "queue": settings.queue,
            "code_page": traits.code_page,
            "code_page_number": traits.code_page_number,
            "mode": traits.mode,
            "cutter": traits.cutter,
            "confirm": traits.confirm,
        },
        "ticket": {"width_mm": traits.width_mm, "columns": traits.columns},
    }


@dataclass(frozen=True, slots=True)
class Outside:
    """What reaches outside: how printers are looked for, spoken to and printed on."""

    find: Find
    connect: Connect
    open: Open


def outside(clock: Clock) -> Outside:
    """This machine."""
    return Outside(
        everything,
        lambda settings: connection_of(settings, clock),
        lambda settings: open_printer(settings, clock),
    )


class SetupDesk:
    """One for each running program. `moment` dates the test page; `folder` keeps the choice."""

    def __init__(
        self,
        switch: SwitchPrinter,
        choice: PrinterChoice,
        folder: Path,
        clock: Clock,
        moment: Callable[[], str],
        *,
        training: bool,
        drawer: Drawer = "none",
        world: Outside | None = None,
    ) -> None:
        self._switch = switch
        self._choice = choice
        self._folder = folder
        self._clock = clock
        self._moment = moment
        self._training = training
        self._drawer: Drawer = drawer
        self._world = world or outside(clock)
        self._thread = ThreadPoolExecutor(1, "printer-setup")

    def current(self) -> PrinterChoice:
        """See `PrinterSetup.current`."""
        return self._choice

    async def find(self) -> tuple[PrinterWay, ...]:
        """See `PrinterSetup.find`."""
        return await self._on_thread(self._world.find)

    async def scan(self, progress: Callable[[int, int], None]) -> tuple[PrinterWay, ...]:
        """See `PrinterSetup.scan`."""
        return await on_network(neighbours(own_address()), progress)

    async def examine(self, way: PrinterWay) -> Examined:
        """See `PrinterSetup.examine`."""
        settings = _checked(PrinterChoice(way))
        if settings is None:
            return Examined(way, cause="absent")
        vendor = UsbAddress.parse(way.address).vendor if way.transport == "usb" else 0
        try:
            told = await self._switch.alone(lambda: self._on_thread(lambda: self._asked(settings)))
        except Trouble as trouble:
            return Examined(way, cause=trouble.cause)
        kind = kind_of(f"{told.maker} {told.model} {way.name}", vendor)
        traits = PrinterTraits(kind.key, **kind.values["printer"], **kind.values["ticket"])  # type: ignore[arg-type]
        name = told.model or way.name
        way = replace(way, flow=told.flow)
        return Examined(way, name, kind.title, told.answers, replace(traits, confirm="none"))

    async def try_out(self, examined: Examined) -> Tried:
        """See `PrinterSetup.try_out`: sent as it is, for no printer is believed yet."""
        way = examined.way
        settings = replace(settings_of(PrinterChoice(way)), confirm="none")
        title = " - ".join(part for part in (examined.model, f"{way.transport} {way.address}") if part)
        page = test_page(title, self._moment(), training=self._training)

        async def printing() -> Tried:
            printer = self._world.open(settings)
            try:
                outcome = await printer.send(page)
            finally:
                await printer.close()
            if not isinstance(outcome, Printed) or not examined.answers:
                return Tried(outcome)
            return Tried(outcome, await self._on_thread(lambda: self._evidence(settings)))

        return await self._switch.alone(printing)

    async def use(self, choice: PrinterChoice) -> None:
        """See `PrinterSetup.use`."""
        settings = replace(settings_of(choice), drawer=self._drawer)
        printer = self._world.open(settings)
        try:
            await self._on_thread(lambda: change(self._folder, stored(choice)))
        except OSError as error:
            await printer.close()
            why = error.strerror or type(error).__name__
            raise Known("printer.not_stored", folder=str(self._folder), why=why) from error
        self._choice = choice
        await self._switch.change(printer)

    def close(self) -> None:
        """No more questions; one that waits for a printer ends by its own deadline."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    # ------------------------------------------------------------ in the thread

    def _asked(self, settings: PrinterSettings) -> Told:
        """What the printer tells; a queue and a plain file are never asked."""
        deaf = settings.transport == "queue" or (
            settings.transport == "file" and not is_device_path(Path(settings.path))
        )

        def asked(connection: Connection) -> Told:
            told = Told() if deaf else ask_model(connection, self._clock.monotonic)
            if isinstance(connection, SerialConnection):
                return replace(told, flow=connection.fitting_flow())
            return told

        return self._opened(settings, asked)

    def _evidence(self, settings: PrinterSettings) -> str:
        """A printer that broke off while it was asked gives none."""
        try:
            return self._opened(settings, lambda connection: ask_evidence(connection, self._clock.monotonic))
        except Trouble:
            return "none"

    def _opened(self, settings: PrinterSettings, work: Callable[[Connection], _T]) -> _T:
        connection = self._world.connect(settings)
        try:
            connection.open(_OPEN_S)
            return work(connection)
        except OSError as error:
            raise trouble_of(error, reached=True) from error
        finally:
            connection.close()

    async def _on_thread(self, work: Callable[[], _T]) -> _T:
        return await asyncio.wrap_future(self._thread.submit(work))


def _checked(choice: PrinterChoice) -> PrinterSettings | None:
    """Settings that can be opened, or nothing for an address that is none."""
    try:
        settings = settings_of(choice)
        check(settings)
    except (Known, ValueError):
        return None
    return settings
