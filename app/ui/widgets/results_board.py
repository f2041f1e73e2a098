"""What came out, product by product, as tiles: the hour, the lists, the animal with its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.presenters.views_office import ResultCell, ResultDraw, ResultProduct
from app.ui.theme import Look
from app.ui.widgets.figures import figure_picture
from app.ui.widgets.panel import CHIP_RADIUS, rounded
from app.ui.widgets.pressable import LEFT, Word, put, whole
from app.ui.widgets.touch_scroll import by_finger

_HEAD, _GAP, _PAD = 40.0, 8.0, 10.0
_FIGURE_TILE, _CELL, _TILE_HIGH = 172.0, 104.0, 78.0
_PICTURE = 50.0
_SECTION_GAP = 12.0


@dataclass(frozen=True, slots=True)
class _Tile:
    rect: QRectF
    draw: ResultDraw
    newest: bool


@dataclass(frozen=True, slots=True)
class _Section:
    head: QRectF
    product: ResultProduct
    tiles: tuple[_Tile, ...]


class ResultsSheet(QWidget):
    """Paints the tiles; as high as they need at the width there is."""

    def __init__(self, look: Look, name: str, title: str) -> None:
        super().__init__()
        self.look = look
        self._title = title
        self._products: tuple[ResultProduct, ...] = ()
        self._sections: tuple[_Section, ...] = ()
        self._mark_newest = False
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._arrange)

    def apply(self, products: tuple[ResultProduct, ...], *, mark_newest: bool) -> None:
        """Show `products`; today the newest hour of each is marked."""
        if (products, mark_newest) == (self._products, self._mark_newest):
            return
        self._products, self._mark_newest = products, mark_newest
        said = "; ".join(
            f"{product.name}: {', '.join(draw.spoken for draw in product.draws)}" for product in products
        )
        self.setAccessibleName(f"{self._title}: {said}" if said else self._title)
        self._arrange()

    def fits(self) -> bool:
        """Whether every word is whole."""
        tiles = (whole(self._words(tile)) for section in self._sections for tile in section.tiles)
        return all(tiles) and all(whole(self._head_words(section)) for section in self._sections)

    # ------------------------------------------------------------ layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width, other columns."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        top, sections = 0.0, []
        for product in self._products:
            section = self._section(product, top)
            sections.append(section)
            top = section.tiles[-1].rect.bottom() + self.look.px(_SECTION_GAP)
        self._sections = tuple(sections)
        self.setMinimumHeight(round(top))
        self.setMaximumHeight(max(1, round(top)))
        self.update()

    def _section(self, product: ResultProduct, top: float) -> _Section:
        look, gap, wide = self.look, self.look.px(_GAP), max(1, self.width())
        most = max(len(draw.cells) for draw in product.draws)
        figures = any(draw.figure for draw in product.draws)
        least = look.px(_FIGURE_TILE if figures else max(2, most) * _CELL)
        columns = max(1, int((wide + gap) // (least + gap)))
        each, high = (wide - gap * (columns - 1)) / columns, look.px(_TILE_HIGH)
        first = top + look.px(_HEAD)
        tiles = []
        for index, draw in enumerate(product.draws):
            row, column = divmod(index, columns)
            rect = QRectF(column * (each + gap), first + row * (high + gap), each, high)
            tiles.append(_Tile(rect, draw, newest=self._mark_newest and index == 0))
        return _Section(QRectF(0, top, wide, look.px(_HEAD)), product, tuple(tiles))

    def sizeHint(self) -> QSize:
        """Qt: the height of all sections."""
        return QSize(self.look.px(400), self.minimumHeight())

    # ------------------------------------------------------------ words

    def _head_words(self, section: _Section) -> tuple[Word, ...]:
        rect = section.head.adjusted(self.look.px(20), 0, 0, 0)
        return (Word(section.product.name, self.look.font(17, 800), "ink", rect, LEFT),)

    def _words(self, tile: _Tile) -> tuple[Word, ...]:
        return self._figure_words(tile) if tile.draw.figure else self._list_words(tile)

    def _figure_words(self, tile: _Tile) -> tuple[Word, ...]:
        look, cell = self.look, tile.draw.cells[0]
        small, big, name = look.font(12, 600), look.font(24, 800), look.font(14, 600)
        rect = tile.rect.adjusted(look.px(_PICTURE + 2 * _PAD), look.px(6), -look.px(6), -look.px(6))
        rows = [QFontMetricsF(font).height() for font in (small, big, name)]
        top = rect.top() + (rect.height() - sum(rows)) / 2
        words = []
        for text, font, token, high in zip(
            (tile.draw.time, cell.value, cell.name),
            (small, big, name),
            ("muted", "ink", "ink"),
            rows,
            strict=True,
        ):
            words.append(Word(text, font, token, QRectF(rect.left(), top, rect.width(), high), LEFT))
            top += high
        return tuple(words)

    def _list_words(self, tile: _Tile) -> tuple[Word, ...]:
        look = self.look
        small = look.font(12, 600)
        rect = tile.rect.adjusted(look.px(_PAD), look.px(6), -look.px(_PAD), -look.px(6))
        head = QRectF(rect.left(), rect.top(), rect.width(), QFontMetricsF(small).height())
        body = QRectF(rect.left(), head.bottom(), rect.width(), rect.bottom() - head.bottom())
        each = body.width() / len(tile.draw.cells)
        words = [Word(tile.draw.time, small, "muted", head, LEFT)]
        for index, cell in enumerate(tile.draw.cells):
            words += self._cell_words(
                cell, QRectF(body.left() + index * each, body.top(), each, body.height())
            )
        return tuple(words)

    def _cell_words(self, cell: ResultCell, rect: QRectF) -> Iterator[Word]:
        """The list's letter and what came out; a sign under it."""
        look = self.look
        letter, value, name = look.font(13, 700), look.font(24, 800), look.font(12, 600)
        lead = QFontMetricsF(letter).horizontalAdvance(cell.label) + look.px(5) if cell.label else 0
        low = QFontMetricsF(name).height()
        upper = rect.adjusted(0, 0, 0, -low)
        if cell.label:
            yield Word(cell.label, letter, "muted", upper.adjusted(0, 0, lead - rect.width(), 0), LEFT)
        yield Word(cell.value, value, "ink", upper.adjusted(lead, 0, -look.px(4), 0), LEFT)
        if cell.name:
            under = QRectF(rect.left() + lead, upper.bottom(), rect.width() - lead - look.px(4), low)
            yield Word(cell.name, name, "muted", under, LEFT)

    # ------------------------------------------------------------ paint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the sections that are in sight."""
        painter, shown = QPainter(self), QRectF(event.rect())
        for section in self._sections:
            if section.head.intersects(shown):
                self._paint_head(painter, section)
            for tile in section.tiles:
                if tile.rect.intersects(shown):
                    self._paint_tile(painter, tile)

    def _paint_head(self, painter: QPainter, section: _Section) -> None:
        look, head = self.look, section.head
        side = look.px(10)
        dot = QRectF(head.left() + look.px(2), head.center().y() - side / 2, side, side)
        rounded(painter, look, dot, look.tokens.tint(section.product.tint), "", 5)
        put(painter, look, self._head_words(section))

    def _paint_tile(self, painter: QPainter, tile: _Tile) -> None:
        look = self.look
        fill, border = ("primary_soft", "primary") if tile.newest else ("ground", "")
        rounded(painter, look, tile.rect, fill, border, CHIP_RADIUS)
        if tile.draw.figure:
            side = look.px(_PICTURE)
            picture = figure_picture(tile.draw.figure, side, self.devicePixelRatioF())
            if not picture.isNull():
                left = round(tile.rect.left() + look.px(_PAD))
                painter.drawPixmap(left, round(tile.rect.center().y() - side / 2), picture)
        put(painter, look, self._words(tile))


class ResultsBoard(QScrollArea):
    """The sheet, scrolled by finger or keys."""

    def __init__(self, look: Look, name: str, title: str) -> None:
        super().__init__()
        self.look = look
        self.sheet = ResultsSheet(look, name, title)
        self.setWidget(self.sheet)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        by_finger(self)
        self.sheet.setAutoFillBackground(False)

    def apply(self, products: tuple[ResultProduct, ...], *, mark_newest: bool) -> None:
        """Show `products`."""
        self.sheet.apply(products, mark_newest=mark_newest)

    def roll(self, steps: int) -> None:
        """By keys: so many rows down."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.look.px(_TILE_HIGH + _GAP))

    def page(self) -> int:
        """How many rows there is room for."""
        return max(1, self.viewport().height() // self.look.px(_TILE_HIGH + _GAP))
