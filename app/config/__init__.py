"""Settings from a TOML file and `--set key=value`; every mistake says where it is and what was expected."""

from app.config.kinds import PrinterKind, kind_of, kinds
from app.config.settings import (
    ApiSettings,
    DisplaySettings,
    KioskSettings,
    LogSettings,
    PrinterSettings,
    SaleSettings,
    Settings,
    TerminalSettings,
    TicketSettings,
    checked,
    load,
)
from app.config.terminal import FILE as TERMINAL_FILE
from app.config.terminal import change, put

__all__ = [
    "TERMINAL_FILE",
    "ApiSettings",
    "DisplaySettings",
    "KioskSettings",
    "LogSettings",
    "PrinterKind",
    "PrinterSettings",
    "SaleSettings",
    "Settings",
    "TerminalSettings",
    "TicketSettings",
    "change",
    "checked",
    "kind_of",
    "kinds",
    "load",
    "put",
]
