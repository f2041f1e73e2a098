"""Everything a terminal needs, looked at in the order in which one would mend it."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from app import __version__
from app.config import TERMINAL_FILE, Settings
from app.devtools.console import say
from app.devtools.doctor.judge import judge_book, judge_clock, judge_printer, judge_screen, judge_versions
from app.devtools.doctor.line import Line, bad, good, mend_of, written
from app.devtools.doctor.probes import Probes
from app.devtools.doctor.resources import missing
from app.errors import Known
from app.i18n import t
from app.paths import resources

_T = TypeVar("_T")
_NAMED = 5  # of many missing files, so many are named


async def examine(
    settings: Settings, profile: Path, probes: Probes, *, config: Path | None, training: bool
) -> tuple[Line, ...]:
    """Look at everything; `config` is the settings file in use, `profile` the data folder.

    `training`: nothing sold here is worth anything, so a missing printer is no fault.
    """
    folder = _profile(profile, probes.free_needed)
    server, printer, book, screen = await asyncio.gather(
        _server(settings, probes),
        _asked("printer", probes.printer, lambda state: judge_printer(state, settings.printer, training)),
        _asked("journal", probes.journal, judge_book),
        _asked("screen", probes.screen, judge_screen),
    )
    return (
        judge_versions(__version__, sys.version_info[:3], probes.qt_version(), platform.platform(terse=True)),
        _configured(config, profile / TERMINAL_FILE),
        *folder,
        book,
        *server,
        printer,
        _resources(),
        screen,
    )


def misconfigured(error: Known) -> Line:
    """The line about settings that cannot be used: nothing else can be looked at."""
    return Line("settings", False, t(error.code, **error.params), mend_of("settings", "wrong"))


def report(lines: tuple[Line, ...]) -> int:
    """Write the lines and the sum; returns the exit status: 0 all well, 1 something to mend."""
    for line in lines:
        say(written(line))
    faults = sum(not line.well for line in lines)
    say(t("doctor.faults", count=faults) if faults else t("doctor.all_well"))
    return 1 if faults else 0


def _configured(config: Path | None, terminal: Path) -> Line:
    """The files that count, the later over the earlier."""
    files = [str(file) for file in (config, terminal) if file and file.is_file()]
    return good("settings", "file", file=" + ".join(files)) if files else good("settings", "defaults")


def _profile(profile: Path, needed: int) -> tuple[Line, ...]:
    """Write there as the kiosk would; a folder made for that is taken away again."""
    made = not profile.exists()
    try:
        profile.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=profile) as file:
            file.write(b"taquilla")
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(profile).free
        if made:
            profile.rmdir()
    except OSError as error:
        return (bad("profile", "unwritable", folder=profile, why=error.strerror or type(error).__name__),)
    mega = 1024 * 1024
    sizes = {"folder": profile, "free": free // mega, "needed": needed // mega}
    return (good("profile", "well", **sizes) if free >= needed else bad("profile", "full", **sizes),)


async def _server(settings: Settings, probes: Probes) -> tuple[Line, ...]:
    """Reachable, and what it says about this machine's clock."""
    url = settings.api.base_url
    try:
        answer = await probes.server()
    except Known as error:
        return (Line("server", False, t(error.code, **error.params), mend_of("server", "failed", url=url)),)
    key, milliseconds = "built_in" if answer.built_in else "well", round(answer.seconds * 1000)
    return good("server", key, url=url, milliseconds=milliseconds), judge_clock(answer)


async def _asked(check: str, probe: Callable[[], Awaitable[_T]], judge: Callable[[_T], Line]) -> Line:
    """A probe's answer as a line; what it raises is one too."""
    try:
        return judge(await probe())
    except Known as error:
        if error.code == "journal.in_use":
            return good("journal", "in_use")
        return Line(check, False, t(error.code, **error.params), mend_of(check, "failed"))


def _resources() -> Line:
    lost = missing(resources())
    if not lost:
        return good("resources", "well")
    return bad("resources", "missing", count=len(lost), names=", ".join(lost[:_NAMED]))
