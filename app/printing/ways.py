"""From settings to the way to the printer."""

from __future__ import annotations

import sys
from pathlib import Path

from app.clock import Clock
from app.printing.settings import PrinterSettings
from app.printing.transports.connection import Connection
from app.printing.transports.cups import CupsSpool
from app.printing.transports.file import FileConnection
from app.printing.transports.network import NetworkConnection
from app.printing.transports.none import NoConnection
from app.printing.transports.serial_port import SerialConnection
from app.printing.transports.spooled import Spool, SpooledConnection
from app.printing.transports.usb import UsbAddress, UsbConnection
from app.printing.transports.windows import WindowsSpool


def connection_of(settings: PrinterSettings, clock: Clock) -> Connection:
    """The connection of settings that were checked. Touches no device."""
    match settings.transport:
        case "none":
            return NoConnection()
        case "file":
            return FileConnection(Path(settings.path))
        case "network":
            return NetworkConnection(settings.host.strip(), settings.port, clock.monotonic)
        case "usb":
            return UsbConnection(UsbAddress.parse(settings.usb), clock.monotonic)
        case "serial":
            path = settings.path.strip()
            return SerialConnection(path, settings.baud, settings.flow, clock.monotonic)
        case "queue":
            return SpooledConnection(spool_of(settings.queue), clock.monotonic)


def spool_of(queue: str) -> Spool:
    """A queue of this operating system."""
    return WindowsSpool(queue) if sys.platform == "win32" else CupsSpool(queue)
