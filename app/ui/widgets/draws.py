"""What is on sale: the list of products with their draws, scrolled by finger or by the cursor."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.presenters.views import ProductCard
from app.ui.theme import Look
from app.ui.widgets.chips import DrawButton
from app.ui.widgets.product import DrawActs, ProductBox
from app.ui.widgets.touch_scroll import by_finger

_GAP = 8.0


class DrawList(QScrollArea):
    """Product cards one under another. Widgets are kept; only what differs is painted."""

    def __init__(
        self,
        look: Look,
        acts: DrawActs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._acts = acts
        self._boxes: dict[int, ProductBox] = {}
        self._cursor: int | None = None
        self._inner = QWidget()
        self.setWidget(self._inner)
        self._inner.setAutoFillBackground(False)  # `setWidget` turns it on
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        by_finger(self)
        look.changed.connect(self._place)

    def apply(self, products: tuple[ProductCard, ...]) -> None:
        """Show `products`; the list is laid out anew only when products or draws came or went."""
        if [card.product_id for card in products] != list(self._boxes):
            self._rebuild(products)
            self._place()
        elif any([self._boxes[card.product_id].apply(card) for card in products]):
            self._place()
        self._follow_cursor(products)

    def chip(self, event_id: int) -> DrawButton | None:
        """The chip of a draw, when it is on the list."""
        for box in self._boxes.values():
            if event_id in box.chips:
                return box.chips[event_id]
        return None

    def _rebuild(self, products: tuple[ProductCard, ...]) -> None:
        wanted = {card.product_id for card in products}
        for product_id in [known for known in self._boxes if known not in wanted]:
            box = self._boxes.pop(product_id)
            box.hide()
            box.deleteLater()
        kept, self._boxes = self._boxes, {}
        for card in products:
            box = kept.get(card.product_id) or ProductBox(self.look, card, self._acts, self._inner)
            box.apply(card)
            box.show()
            self._boxes[card.product_id] = box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width, other columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def _place(self) -> None:
        width = self.viewport().width()
        top, gap = 0, self.look.px(_GAP)
        for box in self._boxes.values():
            high = box.place(width)
            box.setGeometry(QRect(0, top, width, high))
            top += high + gap
        self._inner.resize(width, max(0, top - gap))

    def _follow_cursor(self, products: tuple[ProductCard, ...]) -> None:
        cursor = next((draw.event_id for card in products for draw in card.draws if draw.cursor), None)
        if cursor == self._cursor:
            return
        self._cursor = cursor
        chip = self.chip(cursor) if cursor is not None else None
        if chip is not None:
            middle = chip.mapTo(self._inner, chip.rect().center())
            self.ensureVisible(middle.x(), middle.y(), 0, self.look.px(90))
