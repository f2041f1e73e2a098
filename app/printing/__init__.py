"""Paper: domain papers to documents, to cells, to ESC/POS bytes and pictures, and out to the printer."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from app.clock import Clock, SystemClock
from app.printing.dialogue import Deadlines
from app.printing.settings import PrinterSettings, check
from app.printing.spooler import EscPosPrinter
from app.printing.turn import Turn
from app.printing.ways import connection_of

__all__ = ["EscPosPrinter", "PrinterSettings", "open_printer"]

_DOCUMENT_S = 20.0
"""How long a queue of the system may take to call a whole paper done."""


def open_printer(
    settings: PrinterSettings, clock: Clock | None = None, deadlines: Deadlines | None = None
) -> EscPosPrinter:
    """The printer of these settings; `Known` for a wrong one (`settings.check`). Touches no device yet."""
    check(settings)
    used, limits = clock or SystemClock(), deadlines or Deadlines()
    if settings.transport == "queue":
        settings = replace(settings, confirm="queue")
        limits = limits if deadlines else replace(limits, settle=_DOCUMENT_S)
    connect = partial(connection_of, settings, used)
    turn = Turn(_address(settings), used.monotonic, time.sleep) if settings.transport != "none" else None
    return EscPosPrinter(settings, connect, used, limits, turn=turn)


def _address(settings: PrinterSettings) -> str:
    """What two programs that print on one printer have in common."""
    match settings.transport:
        case "network":
            return f"network {settings.host.strip().casefold()}:{settings.port}"
        case "usb":
            return f"usb {settings.usb.strip().casefold()}"
        case "queue":
            return f"queue {settings.queue}"
        case _:
            return f"file {settings.file.absolute()}"
