"""From nothing to a running kiosk, and back: paint first, load the rest after, stop in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.ui import fonts
from app.ui.theme import Look, system_is_dark
from app.ui.window import MainWindow

if TYPE_CHECKING:
    from app.presenters.set import Presenters

_FIRST_FRAME = "TAQUILLA_FIRST_FRAME_FD"
_PATIENCE_MS = 2000  # a screen that is off never shows a frame


class Options(NamedTuple):
    """How the window shows itself: `follow_system` is light or dark as the system is; `scale` 0 is as large
    as the screen holds."""

    windowed: bool = False
    dark: bool = False
    training: bool = False
    follow_system: bool = False
    scale: float = 0.0
    sounds: bool = False


class Running(Protocol):
    """What stands behind the window: its presenters, and how to take it all down."""

    @property
    def presenters(self) -> Presenters:
        """The window's presenters."""
        ...

    @property
    def stop(self) -> Callable[[], Awaitable[None]]:
        """Awaited once, when the window is to close."""
        ...


Connect = Callable[[], Awaitable[Running]]
Drive = Callable[[MainWindow, "Presenters"], Awaitable[int]]


def run_kiosk(
    options: Options,
    connect: Connect,
    *,
    first_frame: Callable[[], None] | None = None,
    drive: Drive | None = None,
) -> int:
    """Run the window until it is told to stop; returns the exit status.

    `connect` builds the rest of the program and is called when the first frame is on the screen; what
    it returns is stopped at the end. `first_frame` is called just before (without it:
    `announce_first_frame`). `drive` works the living window (a scripted tour); the program ends with
    the status that it returns.
    """
    app = make_application()
    look = Look(dark=options.dark or (options.follow_system and system_is_dark()), most=options.scale)
    window = MainWindow(look, kiosk=not options.windowed, training=options.training)
    app.setPalette(look.palette())
    window.painted.connect(first_frame or announce_first_frame)
    window.present()
    _paint(app, window)

    from app.ui.life import Life
    from app.ui.loop import run
    from app.ui.watchdog import watchdog

    told = watchdog(app)
    try:
        return run(app, Life(window, options, connect, drive).run())
    finally:
        if told is not None:
            told.stop()


def _paint(app: QApplication, window: MainWindow) -> None:
    """Qt's own loop until the first frame is on the screen: asyncio is not even imported yet."""
    painted = QEventLoop()
    patience = QTimer(singleShot=True, interval=_PATIENCE_MS)
    patience.timeout.connect(painted.quit)
    window.painted.connect(painted.quit)
    patience.start()
    painted.exec()
    patience.stop()
    window.painted.disconnect(painted.quit)


def make_application() -> QApplication:
    """The one QApplication, with our style and letters."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setStyle("Fusion")
        app = QApplication(sys.argv[:1])
    app.setApplicationName("taquilla")
    fonts.load()
    return app


def announce_first_frame() -> None:
    """Write one byte to the file descriptor named by TAQUILLA_FIRST_FRAME_FD: start-up can be timed."""
    number = os.environ.get(_FIRST_FRAME, "")
    if number:
        os.write(int(number), b"\n")
