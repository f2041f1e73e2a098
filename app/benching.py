"""The window that the bench measures: the kiosk as usual, told on standard input what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app import kiosk
from app.bootstrap import Options
from app.errors import Bug

if TYPE_CHECKING:
    from app.presenters.set import Presenters
    from app.ui.window import MainWindow


def run(options: Options, account: tuple[str, str]) -> int:
    """Sign in with `account` (e-mail, password) and obey until the input ends; returns the exit status."""
    running = kiosk.Running(replace(options, windowed=True))

    async def drive(window: MainWindow, presenters: Presenters) -> int:
        from app.devtools.bench.window import Subject

        if running.kiosk is None:
            raise Bug("bench.no_kiosk")
        return await Subject(window, presenters, running.kiosk.services).obey(account)

    return kiosk.show(running, drive)
