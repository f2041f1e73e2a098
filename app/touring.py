"""The tour on the real window: the kiosk as usual, a driver's hands on it, a memory around the printer."""

from __future__ import annotations

import asyncio
import json
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import kiosk
from app.bootstrap import Options
from app.devtools.recording import RecordingPrinter
from app.devtools.script import Step
from app.devtools.tour import Settle, Tour
from app.errors import Known
from app.presenters.notices import sentence

if TYPE_CHECKING:
    from app.ports import Printer
    from app.presenters.set import Presenters
    from app.training import TrainingServer
    from app.ui.window import MainWindow


def run(options: Options, steps: tuple[Step, ...], out: Path, size: tuple[int, int]) -> int:
    """Drive the window through the steps; 0 when every one went well."""
    printers: list[RecordingPrinter] = []

    def listen(printer: Printer) -> Printer:
        printers.append(RecordingPrinter(printer))
        return printers[-1]

    async def drive(window: MainWindow, _presenters: Presenters) -> int:
        from app.ui.driver import WindowDriver

        window.resize(*size)
        tour = Tour(WindowDriver(window), printers[-1], out, _settle(running, options))
        well = await tour.run(steps)
        sys.stdout.write(f"{out / 'index.html'}\n")
        if not well:
            sys.stderr.write(tour.failure + "\n")
        return 0 if well else 1

    running = kiosk.Running(replace(options, windowed=True), listen)
    status = kiosk.show(running, drive)
    if running.failure is not None:
        sys.stderr.write(f"{sentence(running.failure)}\n")
    return status


def _settle(running: kiosk.Running, options: Options) -> Settle:
    """Publishing a result: through the built-in server's switches, or its control door over TCP."""

    async def settle(event_id: int, value: str) -> None:
        server = running.kiosk.server if running.kiosk else None
        loop = asyncio.get_running_loop()
        try:
            if server is not None:
                await loop.run_in_executor(None, _inside, server, event_id, value)
            else:
                await loop.run_in_executor(None, _outside, options.settings.api.base_url, event_id, value)
        except (OSError, ValueError, LookupError) as error:
            raise Known("tour.no_settle", why=str(error) or type(error).__name__) from error

    return settle


def _inside(server: TrainingServer, event_id: int, value: str) -> None:
    server.control().settle(event_id, value)


def _outside(base_url: str, event_id: int, value: str) -> None:
    body = json.dumps({"event_id": event_id, "value": value}).encode()
    request = urllib.request.Request(  # noqa: S310 - loopback, checked before the tour began
        f"{base_url.rstrip('/')}/training/result", body, {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request, timeout=5).close()  # noqa: S310
