"""What the sections of Ajustes reach outside: the till's own settings, the doctor, the file for support."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__, config
from app.errors import Known

if TYPE_CHECKING:
    from app.clock import Clock
    from app.config import Settings
    from app.devtools.doctor import Line
    from app.presenters.notices import Notices
    from app.presenters.panel import Panel, Store
    from app.presenters.reopening import Reopening
    from app.presenters.settings_about import About
    from app.presenters.settings_checks import Check
    from app.presenters.settings_display import DisplayPanel
    from app.presenters.settings_support import BundleFile

_BUNDLES = "support"
Doctor = Callable[[], Awaitable[tuple["Line", ...]]]


@dataclass(frozen=True)
class Till:
    """Where this till stands: its settings, data folder, the folder of its own settings, the clock."""

    settings: Settings
    profile: Path
    home: Path
    clock: Clock
    doctor: Doctor | None


def panels(till: Till, notices: Notices, reopening: Reopening) -> tuple[DisplayPanel, dict[str, Panel]]:
    """The plain sections, in the order of the list; the display's also by itself."""
    from app.presenters.settings_about import AboutPanel
    from app.presenters.settings_checks import ChecksPanel
    from app.presenters.settings_display import DisplayPanel
    from app.presenters.settings_support import SupportPanel
    from app.presenters.settings_terminal import TerminalPanel, TillValues

    settings, store = till.settings, _store(till.home)
    values = TillValues(settings.terminal.name, settings.sale.ask_above, settings.payment.ask_above)
    display = DisplayPanel(notices, settings.display, store, reopening)
    found: dict[str, Panel] = {
        "display": display,
        "terminal": TerminalPanel(notices, values, store, reopening),
    }
    if till.doctor is not None:
        found["checks"] = ChecksPanel(notices, _examine(till.doctor))
    found["support"] = SupportPanel(notices, _collect(till), _save(till))
    found["about"] = AboutPanel(notices, about(till))
    return display, found


def _store(home: Path) -> Store:
    def store(values: Mapping[str, Mapping[str, object]]) -> None:
        good = config.checked(values)
        try:
            config.put(home, good)
        except OSError as error:
            raise _not_kept(error) from error

    return store


def _not_kept(error: OSError) -> Known:
    return Known("settings.not_kept", why=error.strerror or type(error).__name__)


def _examine(doctor: Doctor) -> Callable[[], Awaitable[tuple[Check, ...]]]:
    from app.i18n import t
    from app.presenters.settings_checks import Check

    async def examine() -> tuple[Check, ...]:
        lines = await doctor()
        return tuple(
            Check(t(f"doctor.check.{line.check}"), line.found, line.mend, line.well) for line in lines
        )

    return examine


def about(till: Till) -> About:
    """Versions, places, parts."""
    from app.devtools.components import PARTS, installed
    from app.presenters.settings_about import About, Component

    parts = tuple(Component(part.name, installed(part), part.licence) for part in PARTS)
    python = f"{platform.python_version()} · {parts[0].version}"
    return About(
        __version__,
        python,
        platform.platform(terse=True),
        str(till.profile),
        till.settings.api.base_url,
        parts,
    )


def _collect(till: Till) -> Callable[[], Awaitable[tuple[BundleFile, ...]]]:
    from app.presenters.settings_support import BundleFile

    async def collect() -> tuple[BundleFile, ...]:
        from app.devtools import support
        from app.devtools.doctor import written

        lines = await till.doctor() if till.doctor is not None else ()
        found = about(till)
        versions = "\n".join((found.version, found.python, found.system, found.server, found.profile))
        parts = "\n".join(f"{part.name} {part.version}" for part in found.components)
        log = await asyncio.to_thread(support.log_text, till.profile)
        return (
            BundleFile("versiones.txt", support.scrub(f"{versions}\n{parts}")),
            BundleFile("diagnostico.txt", support.scrub("\n".join(map(written, lines)))),
            BundleFile("ajustes.txt", support.settings_text(till.settings)),
            BundleFile("registro.txt", log),
        )

    return collect


def _save(till: Till) -> Callable[[tuple[BundleFile, ...]], Awaitable[str]]:
    async def save(files: tuple[BundleFile, ...]) -> str:
        from app.devtools import support

        texts = tuple(support.Text(file.name, file.text) for file in files)
        try:
            path = await asyncio.to_thread(
                support.save, texts, till.profile / _BUNDLES, till.clock.wall().astimezone()
            )
        except OSError as error:
            raise _not_kept(error) from error
        return str(path)

    return save
