"""The count sheet: a line for each note, coin and tender; the marked one is written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.presenters.views_till import CountRow
from app.ui.theme import Look
from app.ui.widgets.layout import Column, Grid
from app.ui.widgets.panel import CONTROL_RADIUS, rounded
from app.ui.widgets.pressable import LEFT, RIGHT, Pressable, Word, put, whole
from app.ui.widgets.touch_scroll import by_finger

_HIGH, _PAD = 54.0, 14.0
_TITLE, _TYPED = 0.36, 0.28


class CountLine(Pressable):
    """Title, what is typed in a box of its own, and what it comes to."""

    def __init__(self, look: Look, row: CountRow) -> None:
        super().__init__(look, f"till.line.{row.key}", row.title, wide=160, high=_HIGH)
        self._row = CountRow("", "")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.take(row)

    def take(self, row: CountRow) -> None:
        """Show `row`; paints only what differs."""
        self.setChecked(row.marked)
        if row == self._row:
            return
        self._row = row
        self.setText(row.title)
        said = " ".join(part for part in (row.title, row.text, row.value) if part)
        self.setAccessibleName(said)
        self.update()

    def nextCheckState(self) -> None:
        """Qt: the presenter says which line is written."""

    def _boxes(self) -> tuple[QRectF, QRectF, QRectF]:
        pad, wide, high = self.look.px(_PAD), self.width(), float(self.height())
        title = QRectF(pad, 0, wide * _TITLE - pad, high)
        typed = QRectF(wide * _TITLE + pad / 2, 6, wide * _TYPED, high - 12)
        left = typed.right() + pad / 2
        return title, typed, QRectF(left, 0, wide - left - pad, high)

    def _words(self) -> tuple[Word, ...]:
        look, row = self.look, self._row
        title, typed, value = self._boxes()
        inner = typed.adjusted(look.px(8), 0, -look.px(8), 0)
        return (
            Word(row.title, look.font(16, 700), "ink", title, LEFT),
            Word(row.text, look.font(22, 800), "ink", inner, RIGHT),
            Word(row.value, look.font(16, 700), "ink", value, RIGHT),
        )

    def fits(self) -> bool:
        """Whether all of it has room."""
        return whole(self._words())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, box, words."""
        look, painter, marked = self.look, QPainter(self), self._row.marked
        self.frame(painter, "primary_soft" if marked else "card", "primary" if marked else "line")
        _, typed, _ = self._boxes()
        border = "primary" if marked else "line"
        rounded(painter, look, typed, "field", border, CONTROL_RADIUS - 4, width=2.0 if marked else 1.0)
        put(painter, look, self._words())


class CountGrid(QScrollArea):
    """The lines, two in a row, first down then across; rolled by finger where they do not fit."""

    def __init__(self, look: Look, name: str, mark: Callable[[str], None]) -> None:
        super().__init__()
        self.look = look
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self._mark = mark
        self.lines: dict[str, CountLine] = {}
        by_finger(self)

    def apply(self, rows: tuple[CountRow, ...]) -> None:
        """Show `rows`."""
        if [row.key for row in rows] != list(self.lines):
            self._rebuild(rows)
        for row in rows:
            self.lines[row.key].take(row)
            if row.marked:
                self.ensureWidgetVisible(self.lines[row.key])

    def _rebuild(self, rows: tuple[CountRow, ...]) -> None:
        page = QWidget()
        column = Column(self.look, page)
        grid = Grid(self.look, gap=8)
        self.lines = {}
        half = (len(rows) + 1) // 2
        for at, row in enumerate(rows):
            line = CountLine(self.look, row)
            line.clicked.connect(lambda _=False, key=row.key: self._mark(key))
            grid.addWidget(line, at % half, at // half)
            self.lines[row.key] = line
        for place in range(2):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addStretch()
        self.setWidget(page)
        page.setAutoFillBackground(False)  # the scroll area has just set it
