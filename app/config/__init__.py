"""Settings from a TOML file and `--set key=value`; every mistake says where it is and what was expected."""

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
    load,
)

__all__ = [
    "ApiSettings",
    "DisplaySettings",
    "KioskSettings",
    "LogSettings",
    "PrinterSettings",
    "SaleSettings",
    "Settings",
    "TerminalSettings",
    "TicketSettings",
    "load",
]
