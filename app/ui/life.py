"""The window's life once it is painted: load the rest, live, stop in order."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING

from app.domain.staff import Privilege, Wish
from app.i18n import t
from app.presenters.notices import Level, sentence
from app.ui.loop import hook_exceptions, hook_signals
from app.ui.theme import system_is_dark

if TYPE_CHECKING:
    from app.config import DisplaySettings
    from app.presenters.set import Presenters
    from app.ui.sounds import Sounds
    from app.ui.start import Connect, Drive, Options, Running
    from app.ui.window import MainWindow

log = logging.getLogger("taquilla.ui")
_SWITCH_SECONDS = 0.001  # while the rest is imported in a thread, the window must not stutter


class Life:
    """The main coroutine's state: what is up, and how it ends."""

    def __init__(self, window: MainWindow, options: Options, connect: Connect, drive: Drive | None) -> None:
        self._window, self._options = window, options
        self._connect, self._drive = connect, drive
        self._running: Running | None = None
        self._end: asyncio.Future[int]
        self._asking: asyncio.Task[None] | None = None
        self._sounds: Sounds | None = None

    async def run(self) -> int:
        """Until somebody ends it; the exit status."""
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
            if self._running is not None:
                await self._running.stop()
            if self._window.conductor is not None:
                self._window.conductor.customer.close()
            self._window.hide()

    async def _work(self) -> None:
        self._running = running = await self._load()
        self._window.attach(running.presenters)
        self._obey(running.presenters)
        if self._drive is not None:
            self._finish(await self._drive(self._window, running.presenters))

    def _obey(self, presenters: Presenters) -> None:
        """What is set on the screen holds at once; another window is wanted: this one ends."""
        presenters.settings.display.watch(self._show_as)
        presenters.reopening.wanted.watch(lambda how: None if how is None else self._finish(0), now=False)

    def _show_as(self, display: DisplaySettings) -> None:
        follow = display.theme == "auto" and system_is_dark()
        self._window.look.set_most(display.scale)
        self._window.measure()
        self._window.look.set_theme(display.theme == "dark" or follow)
        self._sound(on=display.sounds and self._options.sounds)

    def _sound(self, *, on: bool) -> None:
        if self._sounds is not None and not on:
            self._sounds.stop()
            self._sounds = None
        elif self._sounds is None and on and self._running is not None:
            from app.ui.sounds import Sounds, system_player

            self._sounds = Sounds(self._running.presenters, system_player())

    async def _load(self) -> Running:
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
        if self._running is not None:
            self._running.presenters.shell.notices.failed(error)
        else:
            self._window.sign_in.show_failure(sentence(error))

    def _closing(self) -> None:
        """A window closes at once; a kiosk asks first."""
        if self._options.windowed or self._running is None:
            self._finish(0)
        elif self._asking is None or self._asking.done():
            presenters = self._running.presenters
            self._asking = asyncio.get_running_loop().create_task(self._ask(presenters))

    async def _ask(self, presenters: Presenters) -> None:
        """Where there is an admin secret it alone ends the program; else one question does."""
        notices, exit_ = presenters.shell.notices, Wish(Privilege.EXIT)
        if presenters.authority.asks(exit_):
            if await presenters.authority.permit(exit_):
                self._finish(0)
        elif await notices.ask(t("ui.quit.question"), t("ui.quit.yes"), t("ui.quit.no"), Level.WARN):
            self._finish(0)
