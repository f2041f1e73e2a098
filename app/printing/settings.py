"""What must be known of a printer, as the settings file gives it, and the checks on it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.errors import Known
from app.printing.clean import CODE_PAGES
from app.printing.transports.cups import is_queue_name
from app.printing.transports.serial_port import BAUDS, FLOWS, Flow
from app.printing.transports.usb import UsbAddress

Transport = Literal["none", "file", "network", "usb", "serial", "queue"]
Confirm = Literal["none", "queue", "status", "process_id"]
Mode = Literal["text", "raster"]
Drawer = Literal["none", "2", "5"]

TRANSPORTS: tuple[Transport, ...] = ("none", "file", "network", "usb", "serial", "queue")
MODES: tuple[Mode, ...] = ("text", "raster")
CONFIRMS: tuple[Confirm, ...] = ("none", "queue", "status", "process_id")
_ANSWERING = frozenset({"network", "usb", "serial", "file"})
"""Ways on which a printer can be heard, as far as the way goes; a plain file never answers."""
COLUMNS = {58: 32, 80: 48}
"""Cells of font A by paper width in mm: 384 and 576 dots."""
_FEWEST_COLUMNS = {58: 28, 80: 36}


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """One printer.

    `path` (file, serial), `host` and `port` (network), `usb` (`vendor:product`, and the serial number
    if need be), `queue` (of the operating system), `baud` and `flow` (serial) belong to their
    transports. `columns` overrides what `width_mm` gives (42 on some 80 mm printers). `code_page` is a
    Python codec name and `code_page_number` the printer's number for it (`ESC t n`). `confirm` says
    which evidence the printer can give: none, the word of the system's queue, its status (GS r) or the
    process ID (GS ( H function 48). `mode` says whether it prints its own letters or gets everything as
    dots, where no code page of it has the accents (about thirty times the bytes). `drawer` is the
    pin of the printer's socket that opens a cash drawer (`ESC p`).
    """

    transport: Transport = "none"
    path: str = ""
    host: str = ""
    port: int = 9100
    usb: str = ""
    queue: str = ""
    baud: int = 9_600
    flow: Flow = "none"
    width_mm: int = 80
    columns: int | None = None
    code_page: str = "cp858"
    code_page_number: int = 19
    cutter: bool = True
    confirm: Confirm = "none"
    mode: Mode = "text"
    drawer: Drawer = "none"

    @property
    def cells(self) -> int:
        """Columns in use."""
        return self.columns or COLUMNS[self.width_mm]

    @property
    def file(self) -> Path:
        """The path of the "file" transport."""
        return Path(self.path)

    @property
    def codec(self) -> str:
        """The code page as the codec is called here."""
        return self.code_page.lower()


def check(settings: PrinterSettings) -> None:
    """`Known` with the code of the first wrong setting.

    `printer.transport_unknown`, `printer.mode_unknown`, `printer.confirm_unknown`, `printer.confirm_unfit`,
    `printer.width_unknown`, `printer.columns_unfit`, `printer.code_page_unknown`,
    `printer.code_page_number_unfit`, `printer.path_missing`, `printer.folder_missing`,
    `printer.path_is_folder`, `printer.host_missing`, `printer.port_unfit`, `printer.usb_unfit`,
    `printer.queue_unfit`, `printer.baud_unfit`, `printer.flow_unknown`.
    """
    _check_paper(settings)
    if settings.transport not in TRANSPORTS:
        raise Known("printer.transport_unknown", transport=settings.transport)
    if settings.mode not in MODES:
        raise Known("printer.mode_unknown", mode=settings.mode)
    if settings.confirm not in CONFIRMS:
        raise Known("printer.confirm_unknown", confirm=settings.confirm)
    if not _can_confirm(settings):
        raise Known("printer.confirm_unfit", transport=settings.transport)
    match settings.transport:
        case "file":
            _check_path(settings.path)
        case "network":
            _check_address(settings)
        case "usb":
            _check_usb(settings.usb)
        case "serial":
            _check_serial(settings)
        case "queue":
            _check_queue(settings.queue)


def _can_confirm(settings: PrinterSettings) -> bool:
    """Whether the word that is asked for can come that way."""
    match settings.confirm:
        case "none":
            return True
        case "queue":
            return settings.transport == "queue"
        case _:
            plain = settings.transport == "file" and not is_device_path(Path(settings.path))
            return settings.transport in _ANSWERING and not plain


def _check_paper(settings: PrinterSettings) -> None:
    if settings.width_mm not in COLUMNS:
        raise Known("printer.width_unknown", width=settings.width_mm)
    most = COLUMNS[settings.width_mm]
    if not _FEWEST_COLUMNS[settings.width_mm] <= settings.cells <= most:
        raise Known("printer.columns_unfit", columns=settings.cells, most=most)
    if settings.codec not in CODE_PAGES:
        raise Known("printer.code_page_unknown", page=settings.code_page)
    if not 0 <= settings.code_page_number <= 255:
        raise Known("printer.code_page_number_unfit", number=settings.code_page_number)


def _check_path(text: str) -> None:
    """A missing device is a printer that is off, not a wrong setting; see `transports.file`."""
    if not text:
        raise Known("printer.path_missing")
    path = Path(text)
    if path.is_dir():
        raise Known("printer.path_is_folder", path=text)
    if not is_device_path(path) and not path.parent.is_dir():
        raise Known("printer.folder_missing", path=text)


def is_device_path(path: Path) -> bool:
    """Whether a path names a device: nothing may ever be created there."""
    return path.is_absolute() and path.parts[:2] == ("/", "dev")


def _check_address(settings: PrinterSettings) -> None:
    if not settings.host.strip():
        raise Known("printer.host_missing")
    if not 1 <= settings.port <= 65_535:
        raise Known("printer.port_unfit", port=settings.port)


def _check_usb(text: str) -> None:
    try:
        UsbAddress.parse(text)
    except ValueError:
        raise Known("printer.usb_unfit", usb=text) from None


def _check_serial(settings: PrinterSettings) -> None:
    if not settings.path.strip():
        raise Known("printer.path_missing")
    if settings.baud not in BAUDS:
        raise Known("printer.baud_unfit", baud=settings.baud)
    if settings.flow not in FLOWS:
        raise Known("printer.flow_unknown", flow=settings.flow)


def _check_queue(name: str) -> None:
    """Windows allows nearly everything in a name; what looks like an option or a line break is none."""
    fits = is_queue_name(name) if sys.platform != "win32" else name.strip() and name.isprintable()
    if not fits:
        raise Known("printer.queue_unfit", queue=name)
