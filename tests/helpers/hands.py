"""Fingers and keys on a window: presses as Qt delivers them, and an eye on what gets painted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget


def named(root: QWidget, name: str) -> Any:
    found = [w for w in root.findChildren(QWidget, name) if w.isVisibleTo(root)]
    assert len(found) == 1, f"{name}: {len(found)} widgets"
    return found[0]


def tap(root: QWidget, name: str) -> None:
    """A finger in the middle of a button that can be reached."""
    button = named(root, name)
    assert isinstance(button, QAbstractButton)
    assert button.isEnabled(), name
    assert not button.visibleRegion().isEmpty(), f"{name} is covered or scrolled away"
    tap_at(button, button.rect().center())


def tap_at(widget: QWidget, place: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    paint_now()


def drag(window: QWidget, start: QPoint, way: QPoint, followed: Callable[[], None]) -> None:
    """A finger that comes down at `start` (of the window), moves in eight steps and lifts.

    Qt moves the content frame by frame: the finger stays down until `followed` returns.
    """
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    handle = window.windowHandle()
    # Qt looks for the target of a gesture on the screen, and the one in memory is 800 pixels wide.
    window.move(min(0, 700 - start.x()), min(0, 700 - start.y()))
    QTest.mousePress(handle, left, none, start)
    for step in range(1, 9):
        QTest.mouseMove(handle, start + way * step / 8)
        paint_now()
    followed()
    QTest.mouseRelease(handle, left, none, start + way)
    paint_now()


def press(window: QWidget, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """A key as the window system brings it: through the window's own filters first."""
    QTest.keyClick(window.windowHandle(), key, modifiers)
    paint_now()


def type_text(window: QWidget, text: str) -> None:
    for character in text:
        QTest.keyClick(window.windowHandle(), character)  # type: ignore[call-overload]  # the stubs lack it
    paint_now()


def paint_now() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


class PaintEye(QObject):
    """Counts the paint events of the named widgets under `root`."""

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        paint_now()
        self.painted: Counter[str] = Counter()
        self._watched = [w for w in root.findChildren(QWidget) if w.objectName()]
        for widget in self._watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted[watched.objectName()] += 1
        return False

    def look(self) -> Counter[str]:
        """What was painted since the last look."""
        paint_now()
        seen, self.painted = self.painted, Counter()
        return seen
