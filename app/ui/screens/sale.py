"""The sale screen: what is on sale, the line being typed, the ticket; no dialog between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.presenters.views import EntryMode, EntryView
from app.presenters.views_order import OrderView
from app.ui.screens.sale_draws import DrawsColumn
from app.ui.screens.sale_entry import EntryColumn
from app.ui.screens.sale_order import OrderPanel
from app.ui.screens.sale_ticket import TicketColumn
from app.ui.theme import Look
from app.ui.widgets.entry import EntryKeys
from app.ui.widgets.layout import Row
from app.ui.widgets.letter_keys import LetterKeys

if TYPE_CHECKING:
    from app.presenters.sale import SalePresenter

_ARROWS = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_LAST_PARKED = 8
# Shares of the width: the roulette of 77 needs more of it than digits do.
_SHARES, _SHARES_77 = (43, 47, 34), (33, 57, 34)


class SaleScreen(QWidget):
    """Three columns. The entry line keeps the focus; every key of the sale works from anywhere on it."""

    def __init__(self, look: Look, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sale")
        self.look = look
        self._presenter = presenter
        self._mode: EntryMode | None = None
        self._letters: LetterKeys | None = None
        self.draws = DrawsColumn(look, presenter)
        self.entry = EntryColumn(look, presenter)
        self.order = OrderPanel(look, presenter.order)
        self.ticket = TicketColumn(look, presenter, self._type_amount, self._type_cash)
        self._row = Row(look, self, margins=(12, 12, 12, 12), gap=12)
        for column in (self.draws, self.entry, self.ticket):
            self._row.addWidget(column)
        self._row.insertWidget(0, self.order)  # takes the room of draws and entry while it is open
        self.entry.paste.clicked.connect(self.key_paste)
        self.line = self.entry.box.edit
        self.setFocusProxy(self.line)
        EntryKeys(self.line, self._line_key)
        self.draws.searching.connect(self._show_letters)
        self.entry.box.edit.focused.connect(self._line_focused)
        self._stops = (
            presenter.draws.watch(self.draws.apply),
            presenter.entry.watch(self._show_entry),
            presenter.ticket.watch(self.ticket.show_ticket),
            presenter.closing.state.watch(self.ticket.closing.apply),
            presenter.parked.state.watch(self.ticket.show_parked),
            presenter.cash.state.watch(self.ticket.cash.apply),
            presenter.tender.state.watch(self.ticket.show_tenders),
            presenter.sell.watch(self.ticket.show_sell),
            presenter.order.view.watch(self._show_order),
        )

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        for stop in self._stops:
            stop()

    def _show_entry(self, view: EntryView) -> None:
        changed = view.mode is not self._mode
        self._mode = view.mode
        if changed:
            shares = _SHARES_77 if view.mode is EntryMode.FIGURES_77 else _SHARES
            self._row.setStretch(0, shares[0] + shares[1])
            for index, share in enumerate(shares, start=1):
                self._row.setStretch(index, share)
        self.entry.apply(view)
        if changed:  # in one go: the layouts would pass the new sizes up one event after another
            self.entry.stack.updateGeometry()
            for layout in (self.entry.column, self._row):
                layout.invalidate()
                layout.activate()

    def _show_order(self, view: OrderView) -> None:
        """The order panel comes up in place of draws and entry, and goes away."""
        self.order.apply(view)
        if view.shown == self.order.isVisibleTo(self):
            return
        for column in (self.draws, self.entry):
            column.setVisible(not view.shown)
        self.order.setVisible(view.shown)
        if view.shown:
            self.setFocusProxy(self.order)
            self.order.open()
        else:
            self.setFocusProxy(self.line)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the entry line is ready to be typed into."""
        super().showEvent(event)
        if self._presenter.order.shown:
            self.order.open()
        else:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ search

    def _show_letters(self, searching: bool) -> None:
        """The search by touch: letters where the numbers are tapped, beside what they find."""
        self.entry.show_letters(self.letters if searching else None)

    @property
    def letters(self) -> LetterKeys:
        """The letters of the search; made when they are first wanted."""
        if self._letters is None:
            self._letters = keys = LetterKeys(self.look)
            keys.typed.connect(self.draws.search.insert)
            keys.erased.connect(self.draws.search.backspace)
            keys.entered.connect(self._presenter.take_found)
            keys.closed.connect(self.draws.end_search)
        return self._letters

    def _line_focused(self, on: bool) -> None:
        """Whoever goes back to the line wants its numbers: the search is over."""
        if on:
            self.draws.end_search()

    # ------------------------------------------------------------ keys

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took; True when it meant something here. Letters go to the entry line."""
        if self._presenter.order.shown:
            return self._order_key(event)
        if self._line_key(event):
            return True
        if self.draws.search.hasFocus():
            return False
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if plain and event.text().isprintable() and event.text() and not self.line.hasFocus():
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.insert(event.text())
            return True
        return False

    def _order_key(self, event: QKeyEvent) -> bool:
        """While an order is open its panel has the keys; F12 tells that it is not in the ticket yet."""
        if self.order.handle_key(event):
            return True
        if Qt.Key(event.key()) is Qt.Key.Key_F12:
            self.key_submit(event.isAutoRepeat())
            return True
        return False

    def _line_key(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.AltModifier:
            return self._alt_key(event)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return self._control_key(event)
        key = Qt.Key(event.key())
        if self.ticket.list.marked >= 0 and not self.line.text() and self._mark_key(key):
            return True
        if key in _ARROWS:
            return self._arrow(key)
        if key in _ENTER:
            self.key_enter()
        elif key is Qt.Key.Key_Escape:
            self.key_escape()
        elif key is Qt.Key.Key_Space and not self.line.text():
            self._presenter.toggle_cursor()
        elif key is Qt.Key.Key_Delete:
            self.key_clear()
        elif key is Qt.Key.Key_Insert:
            self._presenter.parked.toggle()
        elif key is Qt.Key.Key_F7:
            self.key_repeat()
        elif key is Qt.Key.Key_F8:
            self.key_next_tab()
        elif key is Qt.Key.Key_F12:
            self.key_submit(event.isAutoRepeat())
        elif key in _PAGES:
            self.ticket.list.move_mark(_PAGES[key])
        else:
            return False
        return True

    def _mark_key(self, key: Qt.Key) -> bool:
        """Keys of the ticket's marked row, while the line is empty."""
        rows = self.ticket.list
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            rows.move_mark(1 if key is Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            rows.unfold_marked(opened=key is Qt.Key.Key_Right)
        elif key is Qt.Key.Key_Delete:
            rows.remove_marked()
        elif key in _ENTER:
            self._type_amount()
        else:
            return False
        return True

    def _arrow(self, key: Qt.Key) -> bool:
        across, down = _ARROWS[key]
        if across and self.line.text():
            return False  # inside the line the arrows move its own cursor
        self._presenter.move_cursor(across, down)
        return True

    def _control_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        closing = self._presenter.closing
        acts = {Qt.Key.Key_1: closing.drop, Qt.Key.Key_2: closing.move, Qt.Key.Key_3: closing.keep}
        if key is Qt.Key.Key_Z:
            self.key_undo()
        elif key in (Qt.Key.Key_V, Qt.Key.Key_P):
            self.key_paste()
        elif key in acts:
            acts[key]()
        elif key is Qt.Key.Key_F:
            self.draws.begin_search()
        elif key is Qt.Key.Key_T:
            self._presenter.tender.next()
        elif key is Qt.Key.Key_M:
            self.ticket.list.move_marked()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.ticket.list.remove_marked()
        else:
            return False
        return True

    def _alt_key(self, event: QKeyEvent) -> bool:
        """Alt+1 … Alt+9: the tickets laid aside."""
        place = event.key() - Qt.Key.Key_1.value
        if not 0 <= place <= _LAST_PARKED:
            return False
        if not event.isAutoRepeat():
            self._presenter.parked.take(place)
        return True

    def _type_amount(self) -> None:
        """The marked lines at another amount: the line begins with `*`."""
        self._begin_line("*")

    def _type_cash(self) -> None:
        """What the customer hands over: the line begins with `+`."""
        self._begin_line("+")

    def _begin_line(self, sign: str) -> None:
        """Never over a line that is being typed."""
        if not self.line.text():
            self._presenter.set_text(sign)
            self.entry.show_pad()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def key_enter(self) -> None:
        """Enter: put the line into the ticket."""
        self._presenter.enter()

    def key_escape(self) -> None:
        """Esc: the ticket's mark goes first, then the line is cleared."""
        if self.ticket.list.marked >= 0:
            self.ticket.list.mark(-1)
        else:
            self._presenter.escape()

    def key_submit(self, repeated: bool = False) -> None:
        """F12: sell; a key held down sells once."""
        if not repeated:
            self._presenter.submit()

    def key_repeat(self) -> None:
        """F7: the last ticket again."""
        self._presenter.repeat_last()

    def key_next_tab(self) -> None:
        """F8: the next game."""
        self._presenter.next_tab()

    def key_clear(self) -> None:
        """Supr: empty the ticket; with the cursor inside the line, delete a character of it."""
        if self.line.hasFocus() and self.line.cursorPosition() < len(self.line.text()):
            self.line.del_()
        else:
            self._presenter.clear()

    def key_paste(self) -> None:
        """Ctrl+V, Ctrl+P: the order in the clipboard."""
        self.order.paste_clipboard()

    def key_undo(self) -> None:
        """Ctrl+Z: bring back what was removed last."""
        self._presenter.undo()
