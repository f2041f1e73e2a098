"""A code scanner that poses as a keyboard: told from a person by its speed.

A burst is at least `LEAST` characters with at most `GAP_MS` between them, ended by Enter (or Tab)
as quickly. Times are those of the key events, in milliseconds, never of the clock on the wall.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

GAP_MS = 35
LEAST = 6
AGAIN_MS = 1000
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr})
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


@dataclass(frozen=True, slots=True)
class Scan:
    """A code read; `repeated` when it is the one read less than a second ago."""

    text: str
    repeated: bool


class Burst:
    """Finds bursts in a stream of characters; knows nothing of Qt."""

    def __init__(self) -> None:
        self._text = ""
        self._last = 0
        self._read = ""
        self._read_at = -AGAIN_MS

    def character(self, text: str, at: int) -> bool:
        """A character was typed at `at`; whether it may be the first of a burst."""
        first = not self._text or at - self._last > GAP_MS
        self._text = text if first else self._text + text
        self._last = at
        return first

    def end(self, at: int) -> Scan | None:
        """Enter came at `at`: the code if it ends a burst."""
        text, quick = self._text, at - self._last <= GAP_MS
        self._text = ""
        if not quick or len(text) < LEAST:
            return None
        repeated = text == self._read and at - self._read_at < AGAIN_MS
        self._read, self._read_at = text, at
        return Scan(text, repeated)

    def interrupt(self) -> None:
        """Another key: no burst."""
        self._text = ""


class ScanFilter(QObject):
    """Sits on the window's handle and watches the keys go by.

    The characters have reached the focused line when a burst shows itself by its Enter, so `remember`
    is asked at every possible first character for a way to put things back as they were, and the
    Enter is kept from everybody: a scan confirms nothing. `scanned` gets the code.
    """

    def __init__(
        self,
        scanned: Callable[[str], None],
        remember: Callable[[], Callable[[], None]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._scanned = scanned
        self._remember = remember
        self._restore: Callable[[], None] | None = None
        self._burst = Burst()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: True keeps the key from the widget."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return False
        if key in _ENDS and not event.isAutoRepeat():
            return self._end(event.timestamp())
        if event.isAutoRepeat() or not event.text().isprintable() or not event.text():
            self._burst.interrupt()
        elif self._burst.character(event.text(), event.timestamp()):
            self._restore = self._remember()
        return False

    def _end(self, at: int) -> bool:
        scan = self._burst.end(at)
        if scan is None:
            return False
        restore, self._restore = self._restore, None
        if restore is not None:
            restore()
        if not scan.repeated:
            self._scanned(scan.text)
        return True
