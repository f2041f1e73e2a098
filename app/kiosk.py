"""The running program: log, window, everything behind it, and the end in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.bootstrap import Kiosk, Options, assemble

if TYPE_CHECKING:
    from app.ports import Printer
    from app.presenters.reopening import Reopen
    from app.ui.start import Drive


class Running:
    """Holds the kiosk between its start and its end."""

    def __init__(
        self, options: Options, wrap: Callable[[Printer], Printer] = lambda printer: printer
    ) -> None:
        self.options = options
        self._wrap = wrap
        self.kiosk: Kiosk | None = None
        self.failure: Exception | None = None
        self._stop_log: Callable[[], None] | None = None
        self._unwatch: Callable[[], None] = lambda: None

    async def connect(self) -> Kiosk:
        """Start the log and build everything; called when the first frame is on the screen."""
        from app import crash, log

        self._stop_log = log.configure(self.options.profile, self.options.settings.log.level)
        try:
            self.kiosk = await assemble(self.options, self._wrap)
        except Exception as error:
            self.failure = error
            raise
        died, self._unwatch = crash.watch(self.options.profile)
        if died:
            self._tell_of_the_crash(self.kiosk)
        return self.kiosk

    @staticmethod
    def _tell_of_the_crash(kiosk: Kiosk) -> None:
        from app.i18n import t
        from app.presenters.notices import Level

        kiosk.presenters.shell.notices.show(Level.WARN, t("ui.crashed"))

    @property
    def wanted(self) -> Reopen | None:
        """What is to come back, when the window ended for that."""
        return self.kiosk.presenters.reopening.wanted.value if self.kiosk is not None else None

    def close_log(self) -> None:
        """Write what is left in the log, if it was ever opened; the end is an orderly one."""
        self._unwatch()
        if self._stop_log is not None:
            self._stop_log()


def run(options: Options) -> int:
    """Run the kiosk to its end, window after window; returns the exit status."""
    while True:
        running = Running(options)
        status = show(running)
        wanted = running.wanted
        if wanted is None or options.again is None:
            return status
        options = options.again(wanted)


def show(running: Running, drive: Drive | None = None) -> int:
    """Open the window on `running`, let `drive` work it if given; returns the exit status."""
    from app.ui.start import Options as Show
    from app.ui.start import run_kiosk

    options = running.options
    options.profile.mkdir(parents=True, exist_ok=True)
    display = options.settings.display
    look = Show(
        windowed=options.windowed,
        dark=display.theme == "dark",
        follow_system=display.theme == "auto",
        scale=display.scale,
        sounds=drive is None,
        training=options.training,
    )
    try:
        return run_kiosk(look, running.connect, drive=drive)
    finally:
        running.close_log()
