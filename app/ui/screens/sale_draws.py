"""Left column of the sale screen: games, products with their draws, a search, how many are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import DrawsView
from app.ui.theme import Look
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.draws import DrawList
from app.ui.widgets.entry import EntryKeys
from app.ui.widgets.fields import Field
from app.ui.widgets.hints import Hints
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.product import DrawActs
from app.ui.widgets.tabs import CategoryTabs
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.sale import SalePresenter

_STEPS = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_PageUp: (-1, 0),
    Qt.Key.Key_PageDown: (1, 0),
}


class DrawsColumn(Card):
    """Draws a `DrawsView`. The search has the focus only while somebody searches.

    `searching` tells when a search begins and when it is over.
    """

    searching = Signal(bool)

    def __init__(self, look: Look, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(look, name="sale.draws", parent=parent)
        self._presenter = presenter
        self.tabs = CategoryTabs(look, presenter.choose_tab)
        self._field = Field(
            look, t("ui_sale.search").upper(), name="sale.search", size=20, height=58, icon="search"
        )
        self.search = self._field.edit
        self._field.edited.connect(presenter.search)
        EntryKeys(self.search, self._search_key)
        self.moving = Banner(look, name="sale.moving")
        acts = DrawActs(
            presenter.toggle_draw, presenter.choose_all_of, presenter.toggle_more, presenter.toggle_pin
        )
        self.list = DrawList(look, acts)
        self.empty = Text(look, size=16, weight=500, color="muted", name="sale.draws.empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.chosen = Button(look, name="sale.chosen", kind="ghost", icon="circle-check", size=14, weight=600)
        self.chosen.clicked.connect(presenter.choose_none)
        self.next_key = Button(look, t("ui_sale.next"), name="draws.next", kind="quiet", hint="///", size=14)
        self.next_key.clicked.connect(presenter.choose_next)
        self.find_key = Button(
            look,
            name="draws.search",
            kind="quiet",
            icon="search",
            hint="Ctrl+F",
            size=14,
            spoken=t("ui_sale.search"),
        )
        self.find_key.clicked.connect(self.toggle_search)
        keys = ("←↑→↓", "move"), (t("ui_sale.key.space"), "choose"), ("F8", "game")
        self._hints = Hints(look, tuple((key, t(f"ui_sale.hint.{deed}")) for key, deed in keys))
        self._lay_out()
        look.changed.connect(self._make_room)

    def _lay_out(self) -> None:
        acts = Row(self.look, gap=6)
        self.chosen.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        acts.addWidget(self.chosen, 1)
        acts.addWidget(self.next_key)
        acts.addWidget(self.find_key)
        column = Column(self.look, self, margins=(12, 12, 12, 8), gap=8)
        column.addWidget(self.tabs)
        column.addWidget(self._field)
        column.addWidget(self.moving)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(acts)
        column.addWidget(self._hints)
        self._field.hide()
        self.empty.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: in a narrow column the keys keep their words and leave out what presses them."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        hinted = ((self.next_key, "///"), (self.find_key, "Ctrl+F"))
        for button, hint in hinted:
            button.set_hint(hint)
        needed = sum(one.sizeHint().width() for one in (self.chosen, self.next_key, self.find_key))
        if needed > self.width() - self.look.px(24 + 12):
            for button, _ in hinted:
                button.set_hint("")

    # ------------------------------------------------------------ search

    def begin_search(self) -> None:
        """Ctrl+F: the letters go to the search until it ends."""
        self._presenter.search(self.search.text())
        if self._field.isHidden():
            self._field.show()
            self.searching.emit(True)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def toggle_search(self) -> None:
        """The search key: begin it, or end it."""
        if self._field.isVisible():
            self._presenter.search(None)
        else:
            self.begin_search()

    def end_search(self) -> None:
        """No more searching, if somebody was."""
        if not self._field.isHidden():
            self._presenter.search(None)

    def _search_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if key is Qt.Key.Key_F:
                self._presenter.search(None)
                return True
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._presenter.take_found()
        elif key is Qt.Key.Key_Escape:
            self._presenter.search(None)
        elif key in _STEPS:
            self._presenter.move_cursor(*_STEPS[key])
        else:
            return False
        return True

    def _end_search(self) -> None:
        """Back to the entry line, if the search had the focus."""
        had = self.search.hasFocus()
        self._field.hide()
        self.search.clear()
        self.searching.emit(False)
        screen = self.parentWidget()
        if had and screen is not None:
            screen.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ state

    def apply(self, view: DrawsView) -> None:
        """Show `view`."""
        self.tabs.apply(view.tabs)
        self.moving.show_text(view.moving)
        self.list.apply(view.products)
        self.list.setVisible(not view.empty)
        self.empty.setVisible(bool(view.empty))
        self.empty.setText(view.empty)
        if view.chosen_text != self.chosen.text():
            self.chosen.setText(view.chosen_text)
            self._make_room()
        self.chosen.set_icon("x" if view.count else "circle-check")
        self.chosen.set_spoken(f"{view.chosen_text}: {t('ui_sale.none')}" if view.count else view.chosen_text)
        self.chosen.setEnabled(view.count > 0)
        if view.search is None and not self._field.isHidden():
            self._end_search()
