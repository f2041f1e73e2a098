"""Left column of the sale screen: games, products with their draws, how many are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.i18n import t
from app.presenters.views import DrawsView
from app.ui.theme import Look
from app.ui.widgets.draws import DrawList
from app.ui.widgets.hints import Hints
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.product import DrawActs
from app.ui.widgets.tabs import CategoryTabs
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.sale import SalePresenter


class DrawsColumn(Card):
    """Draws a `DrawsView`."""

    def __init__(self, look: Look, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(look, name="sale.draws", parent=parent)
        self.tabs = CategoryTabs(look, presenter.choose_tab)
        acts = DrawActs(presenter.toggle_draw, presenter.choose_all_of, presenter.toggle_more)
        self.list = DrawList(look, acts)
        self.empty = Text(look, size=16, weight=500, color="muted", name="sale.draws.empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.chosen = Text(look, size=14, weight=600, name="sale.chosen")
        keys = ("←↑→↓", "move"), (t("ui_sale.key.space"), "choose"), ("F8", "game")
        self._hints = Hints(look, tuple((key, t(f"ui_sale.hint.{deed}")) for key, deed in keys))
        chosen = Row(look, gap=6)
        chosen.addWidget(Icon(look, "circle-check", color="primary", size=18))
        chosen.addWidget(self.chosen)
        self._footer = Row(look, gap=8)
        self._footer.addLayout(chosen)
        self._footer.addWidget(self._hints, 1)
        column = Column(look, self, margins=(12, 12, 12, 12), gap=8)
        column.addWidget(self.tabs)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(self._footer)
        self.empty.hide()
        look.changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: in a narrow column the hints go under the count."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = self.chosen.sizeHint().width() + self._hints.keys_width() + self.look.px(60)
        narrow = needed > self.width()
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._footer.direction() != way:
            self._footer.setDirection(way)

    def apply(self, view: DrawsView) -> None:
        """Show `view`."""
        self.tabs.apply(view.tabs)
        self.list.apply(view.products)
        self.list.setVisible(not view.empty)
        self.empty.setVisible(bool(view.empty))
        self.empty.setText(view.empty)
        if view.chosen_text != self.chosen.text():
            self.chosen.setText(view.chosen_text)
            self._arrange()
