"""The doctor's questions, put to the real server, printer, journal and screen; nothing is sold or printed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.bootstrap import IN_PROCESS_URL, Options
from app.clock import SystemClock, zone_named
from app.config import Settings
from app.devtools.doctor.probes import Answer, Book, Probes
from app.devtools.doctor.screen import find_screen
from app.domain.outcome import Offline, ReadRefused, SignInRequired
from app.paper_settings import printer_settings
from app.ports import PrinterState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.api.call import Call
    from app.api.wire import Reply

_PRINTER_S = 10.0
_DATE_HEADER_S = 0.5  # HTTP dates have whole seconds


def probes_for(options: Options) -> Probes:
    """The probes of a terminal started with these options."""
    from app.journal.database import NEEDED_FREE

    return Probes(
        server=partial(_server, options),
        printer=partial(_printer, options.settings),
        journal=partial(_journal, options.profile),
        screen=find_screen,
        qt_version=_qt_version,
        free_needed=NEEDED_FREE,
    )


def running_probes(probes: Probes, printer: Callable[[], PrinterState]) -> Probes:
    """The same from inside a running kiosk: the printer is in its hands and says itself how it is."""

    async def state() -> PrinterState:
        return printer()

    return replace(probes, printer=state)


async def _server(options: Options) -> Answer:
    """Ask for the time without signing in: a refusal is an answer too, and carries the server's date."""
    from app.api import endpoints
    from app.api.errors import SignInDoubt
    from app.api.wire import WireFailed

    clock = SystemClock()
    call = endpoints.server_time(zone_named(""), clock.wall())
    try:
        reply = await _exchange(options, clock, call)
    except WireFailed as failed:
        raise Offline(failed.cause) from failed
    wall, seconds = clock.wall(), reply.heard_at - reply.sent_at
    told: datetime | None
    try:
        told, error = _told(call, reply)
    except (SignInRequired, SignInDoubt, ReadRefused):
        told, error = _date_of(reply.headers), _DATE_HEADER_S
    return Answer(told, wall, error + seconds / 2, seconds, built_in=options.practice)


async def _exchange(options: Options, clock: SystemClock, call: Call[Any]) -> Reply:
    """One request to the server of the options, or to a built-in one that keeps nothing."""
    from app.api import codec
    from app.api.transport import Transport

    async with AsyncExitStack() as stack:
        asgi = None
        if options.practice:
            from app.training import build

            server = build(seed=options.seed)
            stack.callback(server.close)
            asgi = server.asgi
        url = IN_PROCESS_URL if asgi is not None else options.settings.api.base_url
        wire = Transport(url, monotonic=clock.monotonic, asgi=asgi)
        stack.push_async_callback(wire.close)
        return await wire.send(codec.encode(call, None))


def _told(call: Call[Any], reply: Reply) -> tuple[datetime, float]:
    from app.api import codec

    reading = codec.decode(call, reply.status, reply.headers, reply.body)
    return reading.at, reading.error_s


def _date_of(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except ValueError:
        return None


async def _printer(settings: Settings) -> PrinterState:
    """The state after a connection was opened and closed again; `Known` for a wrong setting."""
    from app.printing import open_printer

    printer = open_printer(printer_settings(settings))
    heard: asyncio.Future[PrinterState] = asyncio.get_running_loop().create_future()
    try:
        if printer.state() is PrinterState.NONE:
            return PrinterState.NONE
        printer.watch(lambda state: None if heard.done() else heard.set_result(state))
        async with asyncio.timeout(_PRINTER_S):
            return await heard
    except TimeoutError:
        return printer.state()
    finally:
        await printer.close()


async def _journal(profile: Path) -> Book | None:
    """Every record of the book against its chain; a book of an older form is brought up to date first."""
    from app.journal import open_journal
    from app.journal.database import FILE

    if not (profile / FILE).is_file():
        return None
    journal = await open_journal(profile)
    try:
        return Book((await journal.head()).seq, await journal.verify_chain())
    finally:
        await journal.close()


def _qt_version() -> str:
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return ""
