"""From nothing to a running kiosk, and back: paint first, load the rest after, stop in order."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.i18n import t
from app.presenters.notices import Level, sentence
from app.ui import fonts
from app.ui.theme import Look
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from app.presenters.set import Presenters

log = logging.getLogger("taquilla.ui")
_FIRST_FRAME = "TAQUILLA_FIRST_FRAME_FD"
_SWITCH_SECONDS = 0.001  # while the rest is imported in a thread, the window must not stutter


@dataclass(frozen=True, slots=True)
class Options:
    """How the window shows itself."""

    windowed: bool = False
    dark: bool = False
    training: bool = False


Connect = Callable[[], Awaitable["Presenters"]]
Stop = Callable[[], Awaitable[None]]
Drive = Callable[[MainWindow, "Presenters"], Awaitable[int]]


def run_kiosk(
    options: Options,
    connect: Connect,
    stop: Stop,
    *,
    first_frame: Callable[[], None] | None = None,
    drive: Drive | None = None,
) -> int:
    """Run the window until it is told to stop; returns the exit status.

    `connect` builds the rest of the program and is called when the first frame is on the screen;
    `stop` takes it down again. `first_frame` is called in between (without it, see
    `announce_first_frame`). `drive` works the living window (a scripted tour); the program ends with
    the status that it returns.
    """
    app = make_application()
    look = Look(dark=options.dark)
    window = MainWindow(look, kiosk=not options.windowed, training=options.training)
    app.setPalette(look.palette())
    window.painted.connect(first_frame or announce_first_frame)
    window.present()

    from app.ui import loop

    return loop.run(app, _Life(window, options, connect, stop, drive).run())


def make_application() -> QApplication:
    """The one QApplication, with our style and letters."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("taquilla")
    app.setStyle("Fusion")
    fonts.load()
    return app


def announce_first_frame() -> None:
    """Write one byte to the file descriptor named by TAQUILLA_FIRST_FRAME_FD: start-up can be timed."""
    number = os.environ.get(_FIRST_FRAME, "")
    if number:
        os.write(int(number), b"\n")


class _Life:
    """The main coroutine's state: what is up, and how it ends."""

    def __init__(
        self, window: MainWindow, options: Options, connect: Connect, stop: Stop, drive: Drive | None
    ) -> None:
        self._window, self._options = window, options
        self._connect, self._stop, self._drive = connect, stop, drive
        self._presenters: Presenters | None = None
        self._end: asyncio.Future[int]
        self._asking: asyncio.Task[None] | None = None

    async def run(self) -> int:
        from app.ui.loop import hook_exceptions, hook_signals

        self._end = asyncio.get_running_loop().create_future()
        hook_exceptions(self._report)
        hook_signals(lambda: self._finish(0))
        self._window.closing.connect(self._closing)
        work = asyncio.ensure_future(self._work())
        work.add_done_callback(self._worked)
        try:
            return await self._end
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            if self._asking is not None:
                self._asking.cancel()
            await self._stop()
            self._window.hide()

    async def _work(self) -> None:
        await self._first_frame()
        self._presenters = await self._load()
        self._window.attach(self._presenters)
        if self._drive is not None:
            self._finish(await self._drive(self._window, self._presenters))

    async def _first_frame(self) -> None:
        if not self._window.was_painted:
            painted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._window.painted.connect(lambda: painted.set_result(None))
            await painted

    async def _load(self) -> Presenters:
        before = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        try:
            return await self._connect()
        finally:
            sys.setswitchinterval(before)

    def _worked(self, work: asyncio.Task[None]) -> None:
        error = None if work.cancelled() else work.exception()
        if error is None:
            return
        self._report(error)
        if self._drive is not None:
            self._finish(1)

    def _finish(self, status: int) -> None:
        if not self._end.done():
            self._end.set_result(status)

    def _report(self, error: BaseException) -> None:
        """Every failure that nobody else took: to the log, and in plain words to the person."""
        log.critical("%s", type(error).__name__, exc_info=error)
        if self._presenters is not None:
            self._presenters.shell.notices.failed(error)
        else:
            self._window.sign_in.show_failure(sentence(error))

    def _closing(self) -> None:
        """A window closes at once; a kiosk asks first."""
        if self._options.windowed or self._presenters is None:
            self._finish(0)
        elif self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._ask(self._presenters))

    async def _ask(self, presenters: Presenters) -> None:
        notices = presenters.shell.notices
        if await notices.ask(t("ui.quit.question"), t("ui.quit.yes"), t("ui.quit.no"), Level.WARN):
            self._finish(0)
