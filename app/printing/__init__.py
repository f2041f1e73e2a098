"""Paper: domain papers to documents, to cells, to ESC/POS bytes and pictures, and out to the printer."""

from __future__ import annotations

from pathlib import Path

from app.clock import Clock, SystemClock
from app.printing.dialogue import Deadlines
from app.printing.settings import PrinterSettings, check
from app.printing.spooler import EscPosPrinter
from app.printing.transports.connection import Connection
from app.printing.transports.file import FileConnection
from app.printing.transports.network import NetworkConnection
from app.printing.transports.none import NoConnection

__all__ = ["EscPosPrinter", "PrinterSettings", "open_printer"]


def open_printer(
    settings: PrinterSettings, clock: Clock | None = None, deadlines: Deadlines | None = None
) -> EscPosPrinter:
    """The printer of these settings; `Known` for a wrong one (`settings.check`). Touches no device yet."""
    check(settings)
    used = clock or SystemClock()
    return EscPosPrinter(settings, _connection(settings, used), used, deadlines or Deadlines())


def _connection(settings: PrinterSettings, clock: Clock) -> Connection:
    if settings.transport == "file":
        return FileConnection(Path(settings.path))
    if settings.transport == "network":
        return NetworkConnection(settings.host.strip(), settings.port, clock.monotonic)
    return NoConnection()
