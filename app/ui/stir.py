"""Whether anybody is at the till: keys, taps and the mouse, as they reach the window's handle."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject

_STIRS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class StirFilter(QObject):
    """Tells of every touch and keeps none from anybody. On the handle: an event passes it once."""

    def __init__(self, stirred: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._stirred = stirred

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: never takes anything."""
        if event.type() in _STIRS:
            self._stirred()
        return False
