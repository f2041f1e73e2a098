"""The one event loop: asyncio upon Qt's own, on the main thread.

Three guard rails around qasync: timers that keep to the millisecond (its own are coarse, 5 % off),
a plain thread pool (its own starts ten Qt threads at the first use), and no loop inside a loop,
ever: dialogs are states, nothing here or above calls a dialog's modal run.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

os.environ["QT_API"] = "pyside6"  # else qasync tries three other bindings first

import qasync

from app.errors import Bug

T = TypeVar("T")
_THREADS = 4
_SIGNAL_CHECK_MS = 250


class _PreciseTimer(qasync._SimpleTimer):  # type: ignore[misc]  # qasync has no types
    """Never early and a few milliseconds late at most."""

    def startTimer(self, milliseconds: int, *_: object) -> int:
        """Qt: one millisecond more, because qasync cuts the fraction off."""
        wait = milliseconds + 1 if milliseconds > 0 else 0
        return int(super().startTimer(wait, Qt.TimerType.PreciseTimer))


class KioskLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop with precise timers and a thread pool of its own."""

    def __init__(self, app: QApplication | None = None) -> None:
        super().__init__(app)
        self._timer = _PreciseTimer()
        self.set_default_executor(ThreadPoolExecutor(_THREADS, "io"))


def run(app: QApplication, main: Coroutine[Any, Any, T]) -> T:
    """Run `main` to its end on a `KioskLoop`; leftovers are cancelled, then the loop closes."""
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: KioskLoop(app)) as runner:
        return runner.run(main)


def hook_exceptions(report: Callable[[BaseException], None]) -> None:
    """Give every exception that nobody caught (slots, paint events, tasks) to `report`.

    Call it inside the running loop.
    """

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            sys.__excepthook__(kind, error, trace)
        else:
            report(error)

    def in_loop(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        report(error if error is not None else Bug("ui.loop", message=context.get("message", "")))

    sys.excepthook = uncaught
    asyncio.get_running_loop().set_exception_handler(in_loop)


def hook_signals(stop: Callable[[], None]) -> None:
    """Call `stop` when the system or Ctrl-C asks the program to end. Call it inside the running loop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: stop())
        else:
            loop.add_signal_handler(number, stop)
    if sys.platform == "win32":
        # Python sees a signal only when it runs: an idle window would not.
        timer = QTimer(QApplication.instance())
        timer.timeout.connect(lambda: None)
        timer.start(_SIGNAL_CHECK_MS)
