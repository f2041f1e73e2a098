"""Keys that work from anywhere: one table from keys to acts, and the filter that applies it.

The keys of one screen (F12, F7, Supr ...) are the screen's own: what no widget takes is offered to its
`handle_key`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent


class Act(Enum):
    """What a key does, whatever has the focus."""

    SALE = "sale"
    PAY = "pay"
    TICKETS = "tickets"
    RESULTS = "results"
    REPORTS = "reports"
    TILL = "till"
    SETTINGS = "settings"
    LOCK = "lock"
    BACK = "back"
    CUSTOMER = "customer"
    HELP = "help"
    HELP_HELD = "help_held"


_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
BINDINGS: dict[tuple[Qt.Key, Qt.KeyboardModifier], Act] = {
    (Qt.Key.Key_F1, _NONE): Act.SALE,
    (Qt.Key.Key_F2, _NONE): Act.PAY,
    (Qt.Key.Key_F3, _NONE): Act.TICKETS,
    (Qt.Key.Key_F4, _NONE): Act.RESULTS,
    (Qt.Key.Key_F5, _NONE): Act.REPORTS,
    (Qt.Key.Key_F6, _NONE): Act.TILL,
    (Qt.Key.Key_F10, _NONE): Act.SETTINGS,
    (Qt.Key.Key_F11, _NONE): Act.CUSTOMER,
    (Qt.Key.Key_L, _CTRL): Act.LOCK,
    (Qt.Key.Key_Escape, _NONE): Act.BACK,
}


def act_of(event: QKeyEvent) -> Act | None:
    """The act of a key press, if it has one: `?` wherever a keyboard has it, F1 held down as well."""
    if event.text() == "?":
        return Act.HELP
    if event.key() == Qt.Key.Key_F1 and event.isAutoRepeat():
        return Act.HELP_HELD
    return BINDINGS.get((Qt.Key(event.key()), event.modifiers()))


class KeyFilter(QObject):
    """Sits on the window's handle: sees each key once, before the widget with the focus.

    `perform` says whether it took the act; what it did not take goes on to the widget. A key held
    down acts once.
    """

    def __init__(self, perform: Callable[[Act], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._perform = perform

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: True keeps the key from the widget."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        act = act_of(event)
        if act is None:
            return False
        if event.isAutoRepeat() and act is not Act.HELP_HELD:
            return True
        return self._perform(act)
