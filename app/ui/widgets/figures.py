"""The roulette as tiles: number, picture and name, 38 or 77 of them, all at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.paths import resources
from app.presenters.views import FigureTile
from app.ui.theme import Look
from app.ui.widgets.panel import CHIP_RADIUS, rounded
from app.ui.widgets.pressable import Pressable, at_least, fits, write

_GAP = 4.0
_NARROWEST = 0.6  # the longest names on the smallest tiles
_WIDE_38, _WIDE_77 = 6, 9  # both leave four cells free in the last row


class FigureKey(Pressable):
    """A tile. The picture never stands alone: its number and its name are always beside it."""

    def __init__(self, look: Look, tile: FigureTile, parent: QWidget) -> None:
        super().__init__(look, f"figure.{tile.code}", f"{tile.code} {tile.name}", parent=parent)
        self.setCheckable(True)
        self.tile = tile
        self.setText(f"{tile.code} {tile.name}")
        self.setChecked(tile.chosen)

    def apply(self, tile: FigureTile) -> None:
        """Show `tile`; paints only when it differs."""
        if tile != self.tile:
            self.tile = tile
            spoken = f"{tile.code} {tile.name}"
            self.setAccessibleName(t("ui_sale.sold_out", figure=spoken) if tile.sold_out else spoken)
            self.update()
        self.setChecked(tile.chosen)

    def nextCheckState(self) -> None:
        """Qt: the presenter says what is chosen."""

    def _sizes(self) -> tuple[float, float]:
        """Design sizes of number and name: smaller on the small tiles of the 77."""
        big = self.width() >= self.look.px(66)
        return at_least(self.look, 18.0 if big else 15.0, 14), 13.0 if big else 11.0

    def fits(self) -> bool:
        """Whether the name is whole."""
        font = self.look.font(self._sizes()[1], 600)
        return all(fits(name, font, self.width() - 4, _NARROWEST) for name in self._names(font))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, number, picture, name."""
        painter = QPainter(self)
        look, tile = self.look, self.tile
        rect = QRectF(self.rect())
        if tile.chosen:
            rounded(painter, look, rect, "go_soft", "go", CHIP_RADIUS, width=3.0)
        elif tile.sold_out:
            rounded(painter, look, rect, "stop_soft", "stop", CHIP_RADIUS)
        else:
            rounded(painter, look, rect, "card", "line", CHIP_RADIUS)
        if self.isDown():
            rounded(painter, look, rect, "", "ink", CHIP_RADIUS, width=2.0)
        number, name = (
            look.font(size, weight) for size, weight in zip(self._sizes(), (700, 600), strict=True)
        )
        names = self._names(name)
        low = QFontMetricsF(name).capHeight() + QFontMetricsF(name).descent() + look.px(2)
        top = self._paint_head(painter, number, rect.height() - look.px(4) - low * len(names))
        for index, words in enumerate(names):
            row = QRectF(2, top + index * low, rect.width() - 4, low)
            color = look.color("go_ink" if tile.chosen else "ink")
            write(painter, row, words, name, color, narrowest=_NARROWEST)

    def _paint_head(self, painter: QPainter, font: QFont, room: float) -> float:
        """Number and picture side by side above the name; returns where the name begins."""
        look = self.look
        metrics = QFontMetricsF(font)
        two = metrics.horizontalAdvance("00")
        gap = look.px(3)
        side = min(room - look.px(4), look.px(36), self.width() - two - gap - look.px(6))
        # Numbers of one and of two digits keep the pictures of a column under one another.
        left = (self.width() - two - gap - side) / 2
        top = look.px(3)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        write(painter, QRectF(left, top, two, room - top), self.tile.code, font, look.color("ink"), align)
        if self.tile.sold_out:
            mark = QRectF(self.width() - look.px(20), look.px(2), look.px(18), look.px(18))
            self.icon_at(painter, "ban", "stop_ink", mark, 16)
        picture = figure_picture(self.tile.code, round(side), self.devicePixelRatioF())
        if not picture.isNull():
            painter.drawPixmap(round(left + two + gap), round(top + (room - top - side) / 2), picture)
        return room

    def _names(self, font: QFont) -> tuple[str, ...]:
        """The name in one row, or in two when it is too long for the tile."""
        first, _, rest = self.tile.name.partition(" ")
        if rest and not fits(self.tile.name, font, self.width() - 4):
            return first, rest
        return (self.tile.name,)


class FigureGrid(QWidget):
    """All tiles without scrolling; the corner keys fill the free cells of the last row."""

    def __init__(self, look: Look, press: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._press = press
        self._corner: list[QWidget] = []
        self.keys: dict[str, FigureKey] = {}
        self._made: dict[str, FigureKey] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self._restyle)

    def add_corner(self, widget: QWidget) -> None:
        """Put a key into the free cells of the last row; the one added last takes the rest of the row."""
        widget.setParent(self)
        widget.show()
        self._corner.append(widget)
        self._place()

    def apply(self, tiles: tuple[FigureTile, ...]) -> None:
        """Show `tiles`."""
        if [tile.code for tile in tiles] != list(self.keys):
            self._rebuild(tiles)
        for tile in tiles:
            self.keys[tile.code].apply(tile)

    def _rebuild(self, tiles: tuple[FigureTile, ...]) -> None:
        self.keys = {tile.code: self._made.get(tile.code) or self._key(tile) for tile in tiles}
        for code, key in self._made.items():
            key.setVisible(code in self.keys)
        self._restyle()

    def _key(self, tile: FigureTile) -> FigureKey:
        key = self._made[tile.code] = FigureKey(self.look, tile, self)
        key.clicked.connect(lambda: self._press(tile.code))
        return key

    def _rows(self) -> int:
        return -(-(len(self.keys) + len(self._corner)) // self._columns()) or 1

    def _columns(self) -> int:
        return _WIDE_77 if len(self.keys) > 48 else _WIDE_38

    def minimumSizeHint(self) -> QSize:
        """Qt: tiles of the size of a finger."""
        columns, cell, gap = self._columns(), self.look.touch(), self.look.px(_GAP)
        rows = self._rows()
        return QSize(columns * (cell + gap) - gap, rows * (cell + gap) - gap)

    def sizeHint(self) -> QSize:
        """Qt: as the minimum; it takes all the room there is."""
        return self.minimumSizeHint()

    def _restyle(self) -> None:
        self.updateGeometry()
        self._place()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another size, other tiles."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        columns, rows, gap = self._columns(), self._rows(), self.look.px(_GAP)

        def cell(row: int, first: int, last: int) -> QRect:
            left = first * (self.width() + gap) // columns
            right = (last + 1) * (self.width() + gap) // columns - gap
            top = row * (self.height() + gap) // rows
            bottom = (row + 1) * (self.height() + gap) // rows - gap
            return QRect(left, top, right - left, bottom - top)

        for index, key in enumerate(self.keys.values()):
            row, column = divmod(index, columns)
            key.setGeometry(cell(row, column, column))
        used = max(0, len(self.keys) - (rows - 1) * columns)
        for index, widget in enumerate(self._corner):
            last = index == len(self._corner) - 1
            widget.setGeometry(cell(rows - 1, used + index, columns - 1 if last else used + index))


@lru_cache(maxsize=512)
def figure_picture(code: str, side: int, dpr: float) -> QPixmap:
    """The picture of a figure, `side` logical pixels square; a null pixmap when there is none."""
    file = resources() / "figures" / f"{code}.png"
    picture = QPixmap(str(file)) if file.is_file() else QPixmap()
    if picture.isNull() or side < 8:
        return QPixmap()
    whole = round(side * dpr)
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = picture.scaled(whole, whole, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    scaled.setDevicePixelRatio(dpr)
    return scaled
