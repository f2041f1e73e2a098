"""A small table of money: names at the left, figures under one another at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views_office import Hue
from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.panel import rounded
from app.ui.widgets.pressable import LEFT, RIGHT, Word, put, whole

_HEAD, _ROW, _PAD = 34.0, 46.0, 12.0
_ICON = 20.0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the first text is its name, with a dot of `tint`; the last may have a `hue` and an icon."""

    texts: tuple[str, ...]
    tint: str = ""
    strong: bool = False
    hue: Hue | None = None
    icon: str = ""


class Table(QWidget):
    """`shares` are the widths of the columns, as parts of the whole; the first `words` are no figures."""

    def __init__(
        self,
        look: Look,
        name: str,
        heads: tuple[str, ...],
        shares: tuple[float, ...],
        spoken: str,
        words: int = 1,
    ) -> None:
        super().__init__()
        self.look = look
        self._heads, self._spoken, self._left = heads, spoken, words
        whole_width = sum(shares)
        self._shares = tuple(share / whole_width for share in shares)
        self._rows: tuple[TableRow, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._restyle)

    def apply(self, rows: tuple[TableRow, ...]) -> None:
        """Show `rows`."""
        if rows == self._rows:
            return
        grown = len(rows) != len(self._rows)
        self._rows = rows
        said = "; ".join(" ".join(row.texts) for row in rows)
        self.setAccessibleName(f"{self._spoken}: {said}" if said else self._spoken)
        if grown:
            self.updateGeometry()
        self.update()

    def fits(self) -> bool:
        """Whether every text is whole."""
        lines = (self._words(at) for at in range(len(self._rows)))
        return all(whole(words) for words in (self._head_words(), *lines))

    def sizeHint(self) -> QSize:
        """Qt: the head and the rows."""
        return QSize(self.look.px(300), self.look.px(_HEAD) + len(self._rows) * self.look.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Qt: as the hint."""
        return self.sizeHint()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _cells(self, top: float, high: float) -> list[QRectF]:
        left, found, pad = 0.0, [], self.look.px(_PAD)
        for share in self._shares:
            wide = share * self.width()
            found.append(QRectF(left + pad, top, wide - 2 * pad, high))
            left += wide
        return found

    def _head_words(self) -> tuple[Word, ...]:
        font, cells = self.look.font(12, 700), self._cells(0, self.look.px(_HEAD))
        return tuple(
            Word(text, font, "muted", cell, LEFT if at < self._left else RIGHT)
            for at, (text, cell) in enumerate(zip(self._heads, cells, strict=True))
        )

    def _words(self, at: int) -> tuple[Word, ...]:
        look, row = self.look, self._rows[at]
        top = look.px(_HEAD) + at * look.px(_ROW)
        cells = self._cells(top, look.px(_ROW))
        name = look.font(16, 800 if row.strong else 600)
        figures = look.font(18, 800 if row.strong else 700)
        words = [Word(row.texts[0], name, "ink", cells[0].adjusted(self._lead(row), 0, 0, 0), LEFT)]
        for at_cell, (text, cell) in enumerate(zip(row.texts[1:], cells[1:], strict=True), start=1):
            is_word = at_cell < self._left
            words.append(Word(text, name if is_word else figures, "ink", cell, LEFT if is_word else RIGHT))
        if row.hue is not None:
            room = cells[-1].adjusted(look.px(_ICON + 8), 0, 0, 0)
            words[-1] = Word(row.texts[-1], look.font(15, 700), f"{row.hue.value}_ink", room, RIGHT)
        return tuple(words)

    def _lead(self, row: TableRow) -> int:
        return self.look.px(18) if row.tint else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: head, rules, rows."""
        painter, look = QPainter(self), self.look
        put(painter, look, self._head_words())
        for at, row in enumerate(self._rows):
            top = look.px(_HEAD) + at * look.px(_ROW)
            if row.strong:
                rounded(painter, look, QRectF(0, top + 1, self.width(), look.px(_ROW) - 1), "ground", "", 8)
            painter.fillRect(QRectF(0, top, self.width(), 1), look.color("line"))
            self._paint_signs(painter, row, top)
            put(painter, look, self._words(at))

    def _paint_signs(self, painter: QPainter, row: TableRow, top: float) -> None:
        look, middle = self.look, top + self.look.px(_ROW) / 2
        if row.tint:
            side = look.px(10)
            dot = QRectF(look.px(_PAD), middle - side / 2, side, side)
            rounded(painter, look, dot, look.tokens.tint(row.tint), "", 5)
        if row.icon and row.hue is not None:
            side, words = look.px(_ICON), self._words(self._rows.index(row))
            text = QFontMetricsF(words[-1].font).horizontalAdvance(words[-1].text)
            left = max(
                words[-1].rect.left() - side - look.px(6), words[-1].rect.right() - text - side - look.px(6)
            )
            color = look.color(f"{row.hue.value}_ink")
            picture = icons.pixmap(row.icon, color, side, self.devicePixelRatioF())
            painter.drawPixmap(round(left), round(middle - side / 2), picture)
