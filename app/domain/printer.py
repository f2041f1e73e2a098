"""What is known of a receipt printer while it is being set up. Values only; see `ports.PrinterSetup`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class PrinterWay:
    """How a printer is reached: `transport` as in the settings, `address` as written there.

    usb `04b8:0202`, network `192.168.1.50:9100`, serial and file a path, queue its name; none nothing.
    `name` is what the printer or the system calls it; it comes from outside and may be empty.
    """

    transport: str = "none"
    address: str = ""
    name: str = ""
    baud: int = 9_600
    flow: str = "none"


@dataclass(frozen=True, slots=True)
class PrinterTraits:
    """What a printer can do, in the words and units of the settings; `kind` names its profile."""

    kind: str = ""
    width_mm: int = 80
    columns: int = 48
    code_page: str = "CP858"
    code_page_number: int = 19
    mode: str = "text"
    cutter: bool = True
    confirm: str = "none"


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """A printer as it is used: where it is and what it can do; `title` names its kind for people."""

    way: PrinterWay = field(default_factory=PrinterWay)
    traits: PrinterTraits = field(default_factory=PrinterTraits)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a printer says of itself: `model` may be empty, `answers` whether it says anything at all.

    `title` names its kind for people; `traits` are what that kind can do, before anything was tried.
    `cause` is not empty when it could not be reached (a key of `printer.cause`).
    """

    way: PrinterWay
    model: str = ""
    title: str = ""
    answers: bool = False
    traits: PrinterTraits = field(default_factory=PrinterTraits)
    cause: str = ""


@dataclass(frozen=True, slots=True)
class WidthLine:
    """A line of the test page by which the paper's width is told: its letter, and what it means."""

    letter: str
    columns: int
    width_mm: int


@dataclass(frozen=True, slots=True)
class AccentLine:
    """A line of the test page in one code page; `mode` "raster" is the line drawn as dots."""

    number: int
    code_page: str
    code_page_number: int
    mode: str = "text"


WIDTH_LINES = (WidthLine("A", 32, 58), WidthLine("B", 42, 80), WidthLine("C", 48, 80))
"""Font A on 384, 512 and 576 dots."""

ACCENT_LINES = (
    AccentLine(1, "CP858", 19),
    AccentLine(2, "CP850", 2),
    AccentLine(3, "CP1252", 16),
    AccentLine(4, "CP858", 4),
    AccentLine(5, "CP1252", 32),
    AccentLine(6, "CP1252", 71),
    AccentLine(7, "CP860", 3),
    AccentLine(8, "CP858", 19, "raster"),
)
"""Epson's numbers first, then those of Star, Citizen and the cheap 58 mm printers; at last the drawn one,
which is right on every printer that prints pictures."""

ACCENT_SAMPLE = "áéíóú ÁÉÍÓÚ ñÑ üÜ ¿? ¡!"
"""What stands on each accent line."""

TEST_CODE = "90123456789012345678"
"""What the codes of the test page carry: no ticket's code begins with 9 (`ticket_code`)."""


def with_width(traits: PrinterTraits, line: WidthLine) -> PrinterTraits:
    """The traits of a printer on which this was the longest whole line."""
    return replace(traits, width_mm=line.width_mm, columns=line.columns)


def with_accents(traits: PrinterTraits, line: AccentLine) -> PrinterTraits:
    """The traits of a printer on which this line's accents were right."""
    return replace(traits, code_page=line.code_page, code_page_number=line.code_page_number, mode=line.mode)
