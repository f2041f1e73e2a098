"""The plain sections of Ajustes with nothing real behind them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.arrangements import Till, panels
from app.clock import SystemClock
from app.config import Settings
from app.devtools.doctor.line import Line
from app.presenters.notices import Notices
from app.presenters.panel import Panel
from app.presenters.reopening import Reopen, Reopening
from app.presenters.settings_about import About, AboutPanel, Component
from app.presenters.settings_display import DisplayPanel

LINES = (
    Line("program", True, "Taquilla 1.0, Python 3.11, Qt 6.11"),
    Line("printer", False, "sin papel: 192.168.0.50:9100", "Ponga un rollo y cierre la tapa."),
    Line("server", True, "contesta en 84 ms"),
)
ABOUT = About(
    "1.0",
    "3.11.2 · 6.11.3",
    "Linux",
    "/datos",
    "https://loteria.example/",
    (Component("Qt, PySide6", "6.11.3", "LGPL-3.0"), Component("Inter", "", "SIL OFL 1.1")),
)


async def doctor() -> tuple[Line, ...]:
    return LINES


def make(
    folder: Path, *, offers: frozenset[Reopen] = frozenset({Reopen.SAME}), settings: Settings | None = None
) -> tuple[DisplayPanel, Mapping[str, Panel], Reopening, Notices]:
    """All sections over a folder; the texts about this machine are fixed."""
    notices = Notices()
    reopening = Reopening(notices, lambda: False, offers)
    till = Till(settings or Settings(), folder, folder, SystemClock(), doctor)
    display, found = panels(till, notices, reopening)
    return display, {**found, "about": AboutPanel(notices, ABOUT)}, reopening, notices
