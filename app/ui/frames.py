"""When the window has finished painting: what the bench's key presses are timed by."""

from __future__ import annotations

import asyncio
import time

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import Bug, Known

_QUIET_S = 0.02  # more than a frame without painting: the window is at rest
_SOON_S = 5.0
_MOST_FRAMES = 25


class FrameWatch(QObject):
    """Stands at the window's update request, in which Qt paints everything that changed, and notes its end.

    `painted_at` is `time.perf_counter` at the end of the last frame.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._inside = False
        self._waiting: asyncio.Future[None] | None = None
        self.painted_at = 0.0
        QApplication.setCursorFlashTime(0)  # a blinking cursor paints by itself
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: let the window paint here and now, then note the time."""
        if event.type() != QEvent.Type.UpdateRequest or watched is not self._window or self._inside:
            return False
        self._inside = True
        try:
            self._window.event(event)
        finally:
            self._inside = False
        self.painted_at = time.perf_counter()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        return True

    async def press(self, key: str) -> float:
        """Seconds from posting a key (`5`, `*`, `Return`, `F2`) to the end of the last frame it caused.

        `Known("bench.no_paint")` when it painted nothing, `Known("bench.restless")` when the window
        never came to rest.
        """
        begun = time.perf_counter()
        self.post(key)
        if not await self._frame(_SOON_S):
            raise Known("bench.no_paint", key=key)
        for _ in range(_MOST_FRAMES):
            if not await self._frame(_QUIET_S):
                return self.painted_at - begun
        raise Known("bench.restless", key=key)

    async def rest(self) -> None:
        """Wait until nothing is painted any more."""
        for _ in range(_MOST_FRAMES):
            if not await self._frame(_QUIET_S * 2):
                return
        raise Known("bench.restless", key="-")

    def post(self, key: str) -> None:
        """Put a key press and its release into Qt's queue, at the window's handle as the system does."""
        combination = _combination(key)
        handle = self._window.windowHandle()
        text = key if len(key) == 1 else ""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, combination.key(), combination.keyboardModifiers(), text)
            QCoreApplication.postEvent(handle, event)

    async def _frame(self, seconds: float) -> bool:
        """Wait for the end of the next frame; False when none came in time."""
        self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._waiting
        except TimeoutError:
            return False
        finally:
            self._waiting = None
        return True


def _combination(key: str) -> QKeyCombination:
    sequence = QKeySequence(key)
    if sequence.count() != 1:
        raise Bug("ui.no_key", key=key)
    found: QKeyCombination = sequence[0]  # type: ignore[index]  # the stubs lack it
    return found
