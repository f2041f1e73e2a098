"""Hands and eyes on the real window, for the tour and the tests: by object name, as a person would.

Keys go to whatever has the focus, taps to the middle of a widget that a person could reach; nothing
is called behind the widgets' backs. Each act raises `Known("tour.…")` when a person could not do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QIODevice, QKeyCombination, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from app.errors import Known
from app.ui.trees import dump

_TAB_PREFIX, _DRAW_PREFIX, _MORE_PREFIX = "tab.", "draw.", "more."
_PERSON_MS, _SCANNER_MS = 120, 6
_TEXTS = {"Space": " ", "Return": "\r", "Enter": "\r"}
_NAMED_KEYS = {"Enter": "Return", "Esc": "Escape", "Supr": "Delete", "Espacio": "Space"}


class WindowDriver:
    """`app.devtools.tour.Driver` over a window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._time_ms = 1_000

    # --- acts ------------------------------------------------------------------------------------

    def key(self, name: str) -> None:
        """Press and release a key or combination (`F12`, `Return`, `Ctrl+L`)."""
        parts = [_NAMED_KEYS.get(part, part) for part in name.split("+")] if name != "+" else ["+"]
        combination = _combination("+".join(parts))
        if combination is None:
            raise Known("tour.no_key", key=name)
        plain = combination.keyboardModifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        text = _TEXTS.get(name, name if plain and len(name) == 1 else "")
        self._send_key(combination.key(), combination.keyboardModifiers(), text)

    def type(self, name: str, text: str) -> None:
        """Type text, character by character, into a widget or (`-`) whatever has the focus."""
        if name != "-":
            widget = self._reachable(name)
            if isinstance(widget, QLineEdit):
                widget.setFocus(Qt.FocusReason.MouseFocusReason)
                widget.selectAll()
            else:
                self.tap(name)
        for character in text:
            self._press(character, _PERSON_MS)

    def _show_all(self, wanted: set[str]) -> None:
        """Open every product's list while a wanted draw is not on screen."""
        for more in [w.objectName() for w in self._widgets() if w.objectName().startswith(_MORE_PREFIX)]:
            if all(self._find(name) is not None for name in wanted):
                return
            self.tap(more)

    def _press(self, character: str, gap_ms: int) -> None:
        combination = _combination(character)
        key = combination.key() if combination else Qt.Key.Key_unknown
        self._send_key(key, Qt.KeyboardModifier.NoModifier, character, gap_ms)

    def tap(self, name: str) -> None:
        """Press and release in the middle of a widget, through the window as the system would."""
        widget = self._reachable(name)
        spot = widget.mapTo(self._window, widget.rect().center())
        handle = self._handle()
        for kind, buttons in (
            (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            event = QMouseEvent(
                kind,
                QPointF(spot),
                QPointF(self._window.mapToGlobal(spot)),
                Qt.MouseButton.LeftButton,
                buttons,
                Qt.KeyboardModifier.NoModifier,
            )
            event.setTimestamp(self._later(_PERSON_MS))
            QCoreApplication.sendEvent(handle, event)

    def scan(self, text: str) -> None:
        """What a HID scanner does: a burst of keys and Enter."""
        for character in text:
            self._press(character, _SCANNER_MS)
        self._send_key(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", _SCANNER_MS)

    def choose(self, names: tuple[str, ...]) -> None:
        """Choose exactly these draws, tab by tab."""
        wanted, found = set(names), set[str]()
        tabs = [tab.objectName() for tab in self._widgets() if tab.objectName().startswith(_TAB_PREFIX)]
        start = next((t for t in tabs if _checked(self._find(t))), None)
        landing = None
        for tab in tabs:
            self.tap(tab)
            self._show_all(wanted - found)
            for chip in [w.objectName() for w in self._widgets() if w.objectName().startswith(_DRAW_PREFIX)]:
                if chip in wanted:
                    found.add(chip)
                    landing = landing or tab
                if _checked(self._find(chip)) != (chip in wanted):
                    self.tap(chip)
        if wanted - found:
            raise Known("tour.no_draw", names=", ".join(sorted(wanted - found)))
        if landing or start:
            self.tap(landing or start or "")

    def _send_key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, gap_ms: int = _PERSON_MS
    ) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self._later(gap_ms // 2))
            QCoreApplication.sendEvent(self._handle(), event)

    def _later(self, milliseconds: int) -> int:
        """Keys bear the time at which a person would have pressed them: no scanner is that slow."""
        self._time_ms += milliseconds
        return self._time_ms

    def _handle(self) -> QWindow:
        handle = self._window.windowHandle()
        if handle is None:
            raise Known("tour.hidden", name=self._window.objectName())
        return handle

    # --- eyes ------------------------------------------------------------------------------------

    def text(self, name: str) -> str | None:
        """What a person reads in a widget; None when it is not on screen. A masked field reads as dots."""
        widget = self._find(self.full_name(name, missing_ok=True))
        if widget is None or not widget.isVisible():
            return None
        if isinstance(widget, QLineEdit):
            return widget.displayText()
        if isinstance(widget, QLabel | QAbstractButton):
            return widget.text()
        return widget.accessibleName()

    def picture(self) -> bytes:
        """The window as PNG."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._window.grab().save(buffer, "PNG")
        return bytes(buffer.data().data())

    def tree(self) -> str:
        """All widgets of the window as text."""
        return dump(self._window)

    def full_name(self, name: str, *, missing_ok: bool = False) -> str:
        """`name`, or for `prefix*` the first visible widget whose name begins with the prefix."""
        if not name.endswith("*"):
            return name
        for widget in self._widgets():
            if widget.objectName().startswith(name[:-1]):
                return widget.objectName()
        if missing_ok:
            return name
        raise Known("tour.no_widget", name=name)

    # --- finding ---------------------------------------------------------------------------------

    def _widgets(self) -> Iterator[QWidget]:
        """Visible named widgets in reading order of the tree."""
        for widget in self._window.findChildren(QWidget):
            if widget.objectName() and widget.isVisible():
                yield widget

    def _find(self, name: str) -> QWidget | None:
        found = self._window.findChildren(QWidget, name)
        return next((w for w in found if w.isVisible()), found[0] if found else None)

    def _reachable(self, name: str) -> QWidget:
        widget = self._find(self.full_name(name))
        if widget is None:
            raise Known("tour.no_widget", name=name)
        if not widget.isVisible():
            raise Known("tour.hidden", name=name)
        if not widget.isEnabled():
            raise Known("tour.disabled", name=name)
        self._bring_into_view(widget)
        spot = widget.mapTo(self._window, widget.rect().center())
        over = self._window.childAt(spot)
        if over is not None and over is not widget and not _inside(over, widget):
            raise Known("tour.covered", name=name, by=over.objectName() or type(over).__name__)
        return widget

    def _bring_into_view(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            inner = parent.widget() if isinstance(parent, QScrollArea) else None
            if isinstance(parent, QScrollArea) and inner is not None:
                spot = widget.mapTo(inner, QPoint(widget.width() // 2, widget.height() // 2))
                parent.ensureVisible(spot.x(), spot.y(), widget.width() // 2, widget.height() // 2 + 8)
            parent = parent.parentWidget()


def _combination(text: str) -> QKeyCombination | None:
    """One key with its modifiers, from Qt's portable text (`Ctrl+L`); None when it is none."""
    sequence = QKeySequence(text)
    combination = sequence[0] if sequence.count() == 1 else None  # type: ignore[index]  # the stubs lack it
    if combination is None or combination.key() == Qt.Key.Key_unknown:
        return None
    return QKeyCombination(combination)


def _inside(inner: QWidget, outer: QWidget) -> bool:
    """A label drawn in a button does not cover it."""
    return outer.isAncestorOf(inner)


def _checked(widget: QWidget | None) -> bool:
    return isinstance(widget, QAbstractButton) and widget.isChecked()
