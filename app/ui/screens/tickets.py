"""Tickets (F3): find one at the left, see and handle it at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.screens.tickets_detail import TicketsDetail
from app.ui.screens.tickets_list import TicketsList
from app.ui.theme import Look
from app.ui.widgets.entry import EntryKeys
from app.ui.widgets.layout import Row

if TYPE_CHECKING:
    from app.presenters.tickets import TicketsPresenter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALL = 1_000_000


class TicketsScreen(QWidget):
    """Arrows choose and change the day, digits search, F7 repeats, F9 prints again, Supr takes back."""

    def __init__(self, look: Look, presenter: TicketsPresenter) -> None:
        super().__init__()
        self.setObjectName("tickets")
        self._presenter = presenter
        self.left = TicketsList(look, presenter)
        self.right = TicketsDetail(look, presenter.desk)
        row = Row(look, self, margins=(12, 12, 12, 12), gap=12)
        row.addWidget(self.left, 36)
        row.addWidget(self.right, 64)
        EntryKeys(self.left.search.edit, self._key)
        self.setFocusProxy(self.left.search.edit)
        self._stops = (
            presenter.list.watch(self.left.apply),
            presenter.detail.watch(self.right.apply),
        )

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        for stop in self._stops:
            stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: ready for the keys; the list is read anew."""
        super().showEvent(event)
        self._presenter.opened()
        self.left.search.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ keys

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took; digits search wherever the focus is."""
        if self._key(event):
            return True
        text = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        searching = self.left.search.edit.hasFocus()
        if plain and text.isdecimal() and text.isascii() and not searching:
            self._presenter.finder.press(text)
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_R:
            self._presenter.refresh()
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        return self._moves(key) or self._acts(key, again=event.isAutoRepeat())

    def _moves(self, key: Qt.Key) -> bool:
        finder, picture = self._presenter.finder, self._presenter.detail.value.picture.wanted
        page = self.left.rows.page()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -_ALL,
            Qt.Key.Key_End: _ALL,
        }.get(key)
        if steps is not None:
            if picture:
                self.right.picture.roll(max(-5, min(5, steps)))
            else:
                finder.move(steps)
            return True
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self.left.search.text():
            finder.move_day(1 if key is Qt.Key.Key_Right else -1)
            return True
        return False

    def _acts(self, key: Qt.Key, *, again: bool) -> bool:
        presenter, desk = self._presenter, self._presenter.desk
        if key in _ENTER and isinstance(QApplication.focusWidget(), type(self.right.image)):
            return False
        acts = {
            Qt.Key.Key_Return: presenter.enter,
            Qt.Key.Key_Enter: presenter.enter,
            Qt.Key.Key_F7: desk.repeat,
            Qt.Key.Key_F8: presenter.finder.next_filter,
            Qt.Key.Key_F9: desk.reprint,
            Qt.Key.Key_Delete: desk.cancel,
            Qt.Key.Key_Escape: presenter.escape,
        }
        act = acts.get(key)
        if act is not None and not again:
            act()
        return act is not None
