"""Settings: frozen dataclasses read from a TOML file and `--set key=value`.

The dataclasses are the schema: a key's default and rule stand once, here. Every mistake stops the
start with a `Known("config.…")` (see `app.config_reading`); the first one found is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from app.config.kinds import kinds, printer_kind
from app.config.reading import Entry, from_file, from_override
from app.config.rules import (
    Rule,
    amounts,
    choice,
    code_page,
    factor,
    name,
    some,
    switch,
    text,
    web_address,
    whole,
)
from app.config.terminal import FILE as TERMINAL
from app.config.ticket_rules import BLOCKS, blocks, lines

T = TypeVar("T")


def _key(default: T, rule: Rule) -> T:
    """A dataclass field with its rule (typed as its value, as `dataclasses.field` is)."""
    found: T = field(default=default, metadata={"rule": rule})
    return found


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """The lottery server. `base_url` ends with a slash; plain http is for this machine only."""

    base_url: str = _key("https://staging.loterias24.com/", web_address)
    email: str = _key("", text)


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """How the receipt printer is reached and what it can do.

    `profile` names a kind of printer whose values stand where nothing else is said. `usb` is
    `vendor:product` or `vendor:product:serial number`. `code_page_number` is Epson's `ESC t` number of
    `code_page`. `confirm`: how the printer proves that the paper came out: not at all, by its status, or
    by the echo of a process id (`GS ( H`). `mode` "raster": everything as dots, not in its letters.
    `drawer`: the pin of the printer's socket that a cash drawer hangs on, `drawer_at`: what opens it.
    """

    profile: str = _key("", printer_kind)
    transport: str = _key("none", choice("none", "usb", "network", "serial", "queue", "file"))
    usb: str = _key("", text)
    host: str = _key("", text)
    port: int = _key(9100, whole(1, 65535))
    path: str = _key("", text)
    baud: int = _key(9_600, choice(1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200))
    flow: str = _key("none", choice("none", "rts", "dtr", "xonxoff"))
    queue: str = _key("", text)
    code_page: str = _key("CP858", code_page)
    code_page_number: int = _key(19, whole(0, 255))
    cutter: bool = _key(True, switch)
    confirm: str = _key("none", choice("none", "status", "process_id"))
    mode: str = _key("text", choice("text", "raster"))
    drawer: str = _key("none", choice("none", "2", "5"))
    drawer_at: str = _key("payment", choice("payment", "sale_and_payment"))


@dataclass(frozen=True, slots=True)
class TicketSettings:
    """The paper. `columns` 0: by the width; `pin_in_code`: the code also carries the PIN.

    `blocks` are what stands on a ticket, top to bottom. `numbers_across` 0: as many as fit; from
    `tight_from` wagers on (0: always) the lines stand closer.
    """

    width_mm: int = _key(80, choice(58, 80))
    columns: int = _key(0, whole(24, 64, zero=True))
    authorisation: str = _key("", text)
    warning: str = _key(
        "El juego en exceso causa problemas. Prohibida la venta a menores de 18 años.", lines(4, 96)
    )
    pin_in_code: bool = _key(True, switch)
    blocks: tuple[str, ...] = _key(BLOCKS, blocks)
    top: str = _key("", lines(4, 96))
    bottom: str = _key("", lines(4, 96))
    probability: str = _key("", lines(4, 96))
    numbers_across: int = _key(0, whole(1, 6, zero=True))
    tight_from: int = _key(25, whole(1, 1000, zero=True))


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """The screen and its `sounds`. `scale` 0: as large as the screen holds, else never larger than that."""

    language: str = _key("es", choice("es", "en"))
    theme: str = _key("light", choice("light", "dark", "auto"))
    scale: float = _key(0.0, factor(0.75, 3.0))
    sounds: bool = _key(True, switch)


@dataclass(frozen=True, slots=True)
class SaleSettings:
    """Selling. Amounts in whole bolívares; `ask_above` asks before a dearer ticket, 0 never."""

    quick_amounts: tuple[int, ...] = _key((5, 10, 20, 50, 100), amounts(5))
    ask_above: int = _key(0, whole(1, 1_000_000_000, zero=True))


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """Paying. `ask_above`: ask before a prize above so many whole bolívares is paid, 0 never."""

    ask_above: int = _key(5_000, whole(1, 1_000_000_000, zero=True))


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """This till: the name on screen and paper."""

    name: str = _key("Taquilla 1", name)


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Locking, and what a supervisor is asked for. Minutes without a touch (0: never locks by itself);
    amounts in whole bolívares, 0 never asks; `copies` of a ticket that a cashier may print."""

    idle_minutes: int = _key(3, whole(1, 60, zero=True))
    void_above: int = _key(0, whole(1, 1_000_000_000, zero=True))
    prize_above: int = _key(0, whole(1, 1_000_000_000, zero=True))
    copies: int = _key(2, whole(0, 100, zero=True))


@dataclass(frozen=True, slots=True)
class TillSettings:
    """The cash drawer. `opening`: a shift opens by itself with the cash counted last, or somebody is asked.

    `notes` in whole bolívares and `coins` in céntimos are what a count asks for. `tenders`: other ways to
    pay than cash; with any, a sale asks how it is paid.
    """

    opening: str = _key("by_itself", choice("by_itself", "asked"))
    notes: tuple[int, ...] = _key((500, 200, 100, 50, 20, 10, 5), amounts(12))
    coins: tuple[int, ...] = _key((100, 50, 25), amounts(8))
    tenders: tuple[str, ...] = _key((), some("mobile", "card", "foreign"))


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """Whether the window fills the screen and keeps it."""

    fullscreen: bool = _key(True, switch)


@dataclass(frozen=True, slots=True)
class LogSettings:
    """How much is written to the log."""

    level: str = _key("info", choice("debug", "info", "warning", "error"))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the attributes are the sections of the file."""

    api: ApiSettings = field(default_factory=ApiSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    ticket: TicketSettings = field(default_factory=TicketSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    sale: SaleSettings = field(default_factory=SaleSettings)
    payment: PaymentSettings = field(default_factory=PaymentSettings)
    terminal: TerminalSettings = field(default_factory=TerminalSettings)
    access: AccessSettings = field(default_factory=AccessSettings)
    till: TillSettings = field(default_factory=TillSettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    log: LogSettings = field(default_factory=LogSettings)


_SECTIONS: Mapping[str, type[Any]] = get_type_hints(Settings)


def schema() -> dict[str, dict[str, Rule]]:
    """The rule of every key, by section, in the order in which they are documented."""
    return {
        section.name: {key.name: key.metadata["rule"] for key in fields(_SECTIONS[section.name])}
        for section in fields(Settings)
    }


def load(path: Path | None, overrides: tuple[str, ...] = (), *, terminal: Path | None = None) -> Settings:
    """The settings of the file at `path` (None: defaults), over it the till's own file `terminal` if it
    is there, and every `key=value` of `overrides` on top. Under all lies the printer kind they name.

    `Known("config.…")` for the first thing wrong: `no_file`, `unreadable`, `syntax`, `unknown_section`,
    `misspelt_section`, `stray_key`, `unknown_key`, `misspelt_key`, `wrong_type`, `wrong_value`,
    `misspelt_value`, `missing`, `password`, `override`, `block_missing`, `block_twice`,
    `blocks_end`, `text_too_long`.
    """
    known = schema()
    values: dict[str, dict[str, Any]] = {section: {} for section in known}
    places: dict[str, Entry] = {}
    files = [file for file in (path, terminal if terminal and terminal.exists() else None) if file]
    for entry in chain(*map(from_file, files), map(from_override, overrides)):
        if not entry.key:
            entry.keys(known)
            continue
        values[entry.section][entry.key] = entry.value(known)
        places[entry.name] = entry
    _lay_under(values)
    settings = Settings(**{section: _SECTIONS[section](**found) for section, found in values.items()})
    _check_printer(settings.printer, places)
    return settings


def checked(values: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, Any]]:
    """Values that somebody set on the screen, as the file would take them; `Known("config.…")` as `load`."""
    known = schema()
    return {
        section: {key: Entry(section, key, (value,), TERMINAL).value(known) for key, value in keys.items()}
        for section, keys in values.items()
    }


def _lay_under(values: dict[str, dict[str, Any]]) -> None:
    """The values of the printer kind that is named, where nothing else was said."""
    named = values["printer"].get("profile")
    if named:
        for section, keys in kinds()[named].values.items():
            values[section] = {**keys, **values[section]}


def _check_printer(printer: PrinterSettings, places: Mapping[str, Entry]) -> None:
    """A transport without its address would only be noticed at the first ticket."""
    needs = {
        "file": ("path", '"/dev/usb/lp0"'),
        "network": ("host", '"192.168.1.50"'),
        "usb": ("usb", '"04b8:0202"'),
        "serial": ("path", '"/dev/ttyS0"'),
        "queue": ("queue", '"POS-80"'),
    }
    key, example = needs.get(printer.transport, ("transport", ""))
    if not getattr(printer, key):
        raise places["printer.transport"].mistake("missing", key=f"printer.{key}", expected=example)
