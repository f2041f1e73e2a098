"""A product with its draws: a header that chooses them all, and the chips in even columns."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.presenters.views import DrawChip, ProductCard, Urgency
from app.ui.theme import Look
from app.ui.widgets.chips import DrawButton
from app.ui.widgets.panel import CHIP_RADIUS, CONTROL_RADIUS, rounded
from app.ui.widgets.pressable import LEFT, RIGHT, Pressable, Word, put, whole, write

_PAD, _GAP = 10.0, 6.0
_NAME, _LOTTERY = 16.0, 13.0
_STAR = 34.0
_TIGHT = 0.94  # a detail may be squeezed this far before there is a column less


class ProductHeader(Pressable):
    """Name and lottery of a product; a tap chooses all its open draws, another none."""

    def __init__(self, look: Look, card: ProductCard, parent: QWidget) -> None:
        super().__init__(look, f"product.{card.product_id}", "", parent=parent)
        self.card = card
        self._speak()

    def apply(self, card: ProductCard) -> None:
        """Show `card`; paints only when name or choice differ."""
        before, self.card = self.card, card
        if (before.name, before.lottery, before.tint) != (card.name, card.lottery, card.tint):
            self._speak()
            self.update()
        if chosen(before) != chosen(card):
            self.update()

    def _speak(self) -> None:
        self.setText(self.card.name)
        self.setAccessibleName(t("ui_sale.product", name=self.card.name, lottery=self.card.lottery))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a bar in the game's colour, the name, the lottery, how much of it is chosen."""
        painter = QPainter(self)
        look = self.look
        if self.isDown() or self.underMouse():
            rounded(painter, look, QRectF(self.rect()), "ground", "", CONTROL_RADIUS)
        right = self._paint_choice(painter)
        left = look.px(_STAR)
        put(painter, look, self._names(QRectF(left, 0, right - left - look.px(6), self.height())))

    def fits(self) -> bool:
        """Whether name and lottery are whole."""
        sides = self.look.px(_STAR + _PAD + 18 + 6 + 6)
        return whole(self._names(QRectF(0, 0, self.width() - sides, self.height())))

    def _names(self, room: QRectF) -> tuple[Word, ...]:
        """Name and lottery: in one row, or the lottery below."""
        look, card = self.look, self.card
        big, small = look.font(_NAME, 700), look.font(_LOTTERY, 500)
        wide = QFontMetricsF(big).horizontalAdvance(card.name)
        rest = QFontMetricsF(small).horizontalAdvance(card.lottery)
        if not card.lottery:
            return (Word(card.name, big, "ink", room, LEFT),)
        if wide + rest + look.px(12) <= room.width():
            beside = room.adjusted(wide + look.px(8), 0, 0, 0)
            return Word(card.name, big, "ink", room, LEFT), Word(card.lottery, small, "muted", beside, RIGHT)
        high, low = QFontMetricsF(big).height(), QFontMetricsF(small).height()
        top = (self.height() - high - low) / 2
        above = QRectF(room.left(), top, room.width(), high)
        below = QRectF(room.left(), top + high, room.width(), low)
        return Word(card.name, big, "ink", above, LEFT), Word(card.lottery, small, "muted", below, LEFT)

    def _paint_choice(self, painter: QPainter) -> float:
        """A ring at the right: empty, dotted (some chosen) or ticked (all); returns where it begins."""
        look = self.look
        count, everything = chosen(self.card)
        side = look.px(18)
        place = QRectF(self.width() - look.px(_PAD) - side, (self.height() - side) / 2, side, side)
        if count and everything:
            rounded(painter, look, place, "primary_fill", "", 9)
            self.icon_at(painter, "check", "on_primary", place, 14)
        else:
            rounded(painter, look, place, "", "primary" if count else "faint", 9, width=2.0)
        if count and not everything:
            inset = side * 0.3
            rounded(painter, look, place.adjusted(inset, inset, -inset, -inset), "primary", "", 9)
        return place.left() - look.px(6)


class PinButton(Pressable):
    """The star before a product's name, in the game's colour: filled, the product stands first."""

    def __init__(self, look: Look, card: ProductCard, parent: QWidget) -> None:
        super().__init__(look, f"pin.{card.product_id}", "", parent=parent)
        self.setCheckable(True)
        self.card = card
        self._speak()

    def apply(self, card: ProductCard) -> None:
        """Show `card`."""
        before, self.card = self.card, card
        if (before.pinned, before.tint, before.name) != (card.pinned, card.tint, card.name):
            self._speak()
            self.update()

    def _speak(self) -> None:
        self.setChecked(self.card.pinned)
        self.setAccessibleName(t("ui_sale.unpin" if self.card.pinned else "ui_sale.pin", name=self.card.name))

    def nextCheckState(self) -> None:
        """Qt: what is pinned comes back as a state."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the star, or the game's dot where nothing is pinned."""
        painter = QPainter(self)
        look, tint = self.look, self.look.color(self.look.tokens.tint(self.card.tint))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint, 1.6))
        painter.setBrush(tint if self.card.pinned else Qt.BrushStyle.NoBrush)
        middle = QPointF(look.px(_PAD + 8), self.height() / 2)
        painter.drawPolygon(_star(middle, look.px(9.0)))


def _star(middle: QPointF, radius: float) -> QPolygonF:
    """Five points."""
    points = []
    for step in range(10):
        size = radius if step % 2 == 0 else radius * 0.46
        angle = math.pi * (step / 5 - 0.5)
        points.append(QPointF(middle.x() + size * math.cos(angle), middle.y() + size * math.sin(angle)))
    return QPolygonF(points)


class MoreButton(Pressable):
    """The chip after the last one: shows a product's other draws, or takes them away again."""

    def __init__(self, look: Look, product_id: int, parent: QWidget) -> None:
        super().__init__(look, f"more.{product_id}", t("ui_sale.more"), parent=parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a quiet chip."""
        painter = QPainter(self)
        rounded(
            painter, self.look, QRectF(self.rect()), "ground", "ink" if self.isDown() else "", CHIP_RADIUS
        )
        font = self.look.font(15, 700)
        write(painter, QRectF(self.rect()), self.text(), font, self.look.color("muted"))


def chosen(card: ProductCard) -> tuple[int, bool]:
    """How many draws of a product are chosen, and whether these are all that are open."""
    open_draws = [draw for draw in card.draws if draw.urgency is not Urgency.CLOSED]
    count = sum(draw.chosen for draw in open_draws)
    return count, count == len(open_draws)


@dataclass(frozen=True, slots=True)
class DrawActs:
    """What a tap in the list does: `toggle` takes a draw's event id, the others a product's id."""

    toggle: Callable[[int], None]
    choose_all: Callable[[int], None]
    more: Callable[[int], None]
    pin: Callable[[int], None]


class ProductBox(QWidget):
    """The card of one product. `place` lays the chips out for a width and tells the height it takes."""

    def __init__(
        self,
        look: Look,
        card: ProductCard,
        acts: DrawActs,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._acts = acts
        self.card = card
        self.header = ProductHeader(look, card, self)
        self.header.clicked.connect(lambda: acts.choose_all(self.card.product_id))
        self.pin = PinButton(look, card, self)
        self.pin.clicked.connect(lambda: acts.pin(self.card.product_id))
        self.more = MoreButton(look, card.product_id, self)
        self.more.clicked.connect(lambda: acts.more(self.card.product_id))
        self.chips: dict[int, DrawButton] = {}
        self._take(card)
        look.changed.connect(self.update)

    def apply(self, card: ProductCard) -> bool:
        """Show `card`; returns whether the chips have to be laid out anew."""
        if card == self.card:
            return False
        same = [draw.event_id for draw in card.draws] == list(self.chips) and card.more == self.card.more
        framed = bool(chosen(self.card)[0]) != bool(chosen(card)[0])
        self.header.apply(card)
        self.pin.apply(card)
        if not same:
            self._take(card)
            return True
        self.card = card
        wider = False
        for draw in card.draws:
            chip = self.chips[draw.event_id]
            wider |= chip.apply(draw) and chip.needed() * _TIGHT > chip.width()
        if framed:
            self.update()
        return wider

    def _take(self, card: ProductCard) -> None:
        self.card = card
        self.more.setText(card.more)
        self.more.setVisible(bool(card.more))
        wanted = [draw.event_id for draw in card.draws]
        for event_id in [known for known in self.chips if known not in wanted]:
            chip = self.chips.pop(event_id)
            chip.hide()
            chip.deleteLater()
        self.chips = {draw.event_id: self._chip(draw) for draw in card.draws}

    def _chip(self, draw: DrawChip) -> DrawButton:
        chip = self.chips.get(draw.event_id)
        if chip is None:
            chip = DrawButton(self.look, draw, self)
            chip.clicked.connect(lambda _=False, event_id=draw.event_id: self._acts.toggle(event_id))
            chip.show()
        else:
            chip.apply(draw)
        return chip

    def place(self, width: int) -> int:
        """Lay out for `width` logical pixels; returns the height."""
        look = self.look
        pad, gap = look.px(_PAD), look.px(_GAP)
        head, high = look.touch(40), look.touch()
        self.header.setGeometry(0, 0, width, head)
        self.pin.setGeometry(0, 0, look.touch(), head)
        room = width - 2 * pad
        widest = max((chip.sizeHint().width() for chip in self.chips.values()), default=1)
        columns = max(1, min(int((room + gap) / (widest * _TIGHT + gap)), 5))
        cell = (room - gap * (columns - 1)) // columns
        cells: list[QWidget] = [*self.chips.values(), *([self.more] if self.card.more else [])]
        for index, chip in enumerate(cells):
            row, column = divmod(index, columns)
            chip.setGeometry(QRect(pad + column * (cell + gap), head + row * (high + gap), cell, high))
        rows = -(-len(cells) // columns)
        return head + rows * (high + gap) - (gap if rows else 0) + pad

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frame, in the main colour when a draw of it is chosen."""
        border, width = ("primary", 2.0) if chosen(self.card)[0] else ("line", 1.0)
        rounded(QPainter(self), self.look, QRectF(self.rect()), "card", border, CONTROL_RADIUS, width=width)
