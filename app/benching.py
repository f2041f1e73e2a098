"""What the bench measures: the kiosk as usual, or its client alone, told on standard input what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app import kiosk
from app.bootstrap import Options
from app.errors import Bug

if TYPE_CHECKING:
    from app.api.call import Call
    from app.domain.ticket import Wager
    from app.presenters.set import Presenters
    from app.ui.window import MainWindow


def line(url: str, account: tuple[str, str]) -> int:
    """Be the client that is measured against bare httpx at `url`; returns the exit status."""
    import asyncio

    from app.api import codec, connect, endpoints
    from app.clock import SystemClock
    from app.devtools.bench.line import Subject

    def reader(call: str, wagers: tuple[Wager, ...]) -> Callable[[bytes], object]:
        asked: Call[Any] = endpoints.template()
        if call == "create":
            asked = endpoints.create(wagers, "bench")
        return lambda body: codec.decode(asked, 200, {}, body)

    return asyncio.run(Subject(connect(url, SystemClock()), reader).obey(account))


def run(options: Options, account: tuple[str, str]) -> int:
    """Sign in with `account` (e-mail, password) and obey until the input ends; returns the exit status."""
    running = kiosk.Running(replace(options, windowed=True))

    async def drive(window: MainWindow, presenters: Presenters) -> int:
        from app.devtools.bench.window import Subject

        if running.kiosk is None:
            raise Bug("bench.no_kiosk")
        return await Subject(window, presenters, running.kiosk.services).obey(account)

    return kiosk.show(running, drive)
