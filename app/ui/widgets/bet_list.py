"""Wagers grouped by draw as one painted list: a hundred lines scroll and repaint within a frame."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.panel import rounded
from app.ui.widgets.pressable import LEFT, RIGHT, Word, put, whole
from app.ui.widgets.touch_scroll import by_finger

AnyIndex = QModelIndex | QPersistentModelIndex
#: A line, or one number (text) of a line that unfolded into several.
Key = int | tuple[int, str]
_ARROW = 18.0
_FOLDS = {"closed": "chevron-right", "open": "chevron-down"}


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A draw: `tone` is "", warn or stop (it closes), `sign` the icon that goes with it.

    `key` is whose lines the arrow at the right takes to another draw (None: no arrow).
    """

    title: str
    summary: str
    tint: str
    tone: str = ""
    sign: str = ""
    key: int | None = None


@dataclass(frozen=True, slots=True)
class BetRow:
    """A wager: `won` puts it on green; `key` is what a tap on its cross removes (None: no cross).

    `fold` is "", "closed" or "open": it unfolds into rows of its own, which are `part`s of it.
    """

    label: str
    note: str
    amount: str
    won: bool = False
    key: Key | None = None
    fold: str = ""
    part: bool = False


Row = HeadRow | BetRow


class BetModel(QAbstractListModel):
    """The rows; their words are there for screen readers and scripts, the delegate paints from `rows`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Qt: the words of a row."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return spoken(self.rows[index.row()])

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: rows are not selected by Qt; the list has a cursor of its own."""
        return Qt.ItemFlag.ItemIsEnabled

    def show(self, rows: tuple[Row, ...]) -> tuple[int, ...]:
        """Replace the rows; returns those that differ when only their content did, else ()."""
        before, same = self.rows, len(rows) == len(self.rows)
        if same:
            differ = tuple(i for i, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new)
            if all(type(before[i]) is type(rows[i]) for i in differ):
                self.rows = rows
                return differ
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return ()


def spoken(row: Row) -> str:
    """What a person reads in a row."""
    if isinstance(row, HeadRow):
        return " ".join(part for part in (row.title, row.summary) if part)
    return " ".join(part for part in (row.label, row.note, row.amount) if part)


class BetDelegate(QStyledItemDelegate):
    """Paints rows from the tokens."""

    def __init__(self, look: Look, view: BetList) -> None:
        super().__init__(view)
        self.look = look
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: draws are a little lower than wagers, which a finger must hit."""
        head = isinstance(self._view.rows[index.row()], HeadRow)
        return QSize(0, self.look.px(38) if head else self.look.touch(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: paint a row."""
        row = self._view.rows[index.row()]
        rect = QRectF(option.rect)
        if isinstance(row, HeadRow):
            self._head(painter, rect, row, marked=index.row() == self._view.marked)
        else:
            self._bet(painter, rect, row, marked=index.row() == self._view.marked)

    def words(self, row: Row, rect: QRectF, *, marked: bool = False) -> tuple[Word, ...]:
        """The words of a row, each with its place."""
        return self._head_words(row, rect) if isinstance(row, HeadRow) else self._bet_words(row, rect, marked)

    def _head_words(self, row: HeadRow, rect: QRectF) -> tuple[Word, ...]:
        look = self.look
        small, big = look.font(14, 600), look.font(15, 700)
        wide = QFontMetricsF(small).horizontalAdvance(row.summary)
        left = rect.left() + look.px(20 + (20 if row.sign else 0))
        title = QRectF(left, rect.top(), rect.right() - wide - look.px(12) - left, rect.height())
        right = rect.right() - (0 if row.key is None else look.px(_ARROW + 8))
        title.setRight(right - wide - look.px(12))
        summary = QRectF(right - wide - look.px(4), rect.top(), wide + 1, rect.height())
        tone = f"{row.tone}_ink" if row.tone else ""
        return (
            Word(row.title, big, tone or "ink", title, LEFT),
            Word(row.summary, small, tone or "muted", summary, RIGHT),
        )

    def _head(self, painter: QPainter, rect: QRectF, row: HeadRow, *, marked: bool) -> None:
        look = self.look
        if marked:
            rounded(painter, look, rect.adjusted(0, 1, 0, -2), "primary_soft", "primary", 8, width=2.0)
        side, middle = look.px(10), rect.center().y()
        dot = QRectF(rect.left() + look.px(2), middle - side / 2, side, side)
        rounded(painter, look, dot, look.tokens.tint(row.tint), "", 5)
        if row.sign:
            self._icon(painter, row.sign, f"{row.tone}_ink", QPointF(dot.right() + look.px(8), middle), 16)
        if row.key is not None:
            place = QPointF(rect.right() - look.px(_ARROW + 4), middle)
            self._icon(painter, "arrow-right", "ink" if marked else "muted", place, _ARROW)
        put(painter, look, self._head_words(row, rect))

    def _bet_words(self, row: BetRow, rect: QRectF, marked: bool) -> tuple[Word, ...]:
        look = self.look
        big = look.font(16, 600) if row.part else look.font(19, 800)
        middling = look.font(15, 500) if row.part else look.font(18, 700)
        small = look.font(14, 500)
        end = rect.right() - look.px(8)
        if row.key is not None:
            end = self._view.cross(rect.toRect()).left() + look.px(8)
        wide = QFontMetricsF(middling).horizontalAdvance(row.amount)
        amount = QRectF(end - wide - 1, rect.top(), wide + 1, rect.height())
        left = rect.left() + look.px(8 if row.won or marked else 2) + (look.px(28) if row.won else 0)
        left += look.px(22) if row.fold or row.part else 0
        room = amount.left() - left - look.px(8)
        label = QRectF(
            left, rect.top(), min(QFontMetricsF(big).horizontalAdvance(row.label), room) + 1, rect.height()
        )
        note = QRectF(label.right() + look.px(9), rect.top(), 0, rect.height())
        note.setRight(amount.left() - look.px(8))
        return (
            Word(row.label, big, "ink", label, LEFT),
            Word(row.note, small, "go_ink" if row.won else "muted", note, LEFT),
            Word(row.amount, middling, "ink", amount, RIGHT),
        )

    def _bet(self, painter: QPainter, rect: QRectF, row: BetRow, *, marked: bool) -> None:
        look = self.look
        if row.won:
            rounded(painter, look, rect.adjusted(0, 2, 0, -2), "go_soft", "go", 8)
        elif marked:
            rounded(painter, look, rect.adjusted(0, 1, 0, -2), "primary_soft", "primary", 8, width=2.0)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), look.color("line"))
        middle = rect.center().y()
        if row.key is not None:
            cross = self._view.cross(rect.toRect())
            self._icon(painter, "x", "ink" if marked else "muted", QPointF(cross.center().x(), middle), 18)
        if row.fold:
            place = QPointF(rect.left() + look.px(4 if marked else 0), middle)
            self._icon(painter, _FOLDS[row.fold], "ink" if marked else "muted", place, 18)
        if row.won:
            self._icon(painter, "trophy", "go_ink", QPointF(rect.left() + look.px(8), middle), 20)
        put(painter, look, self._bet_words(row, rect, marked))

    def _icon(self, painter: QPainter, name: str, token: str, left_middle: QPointF, size: float) -> None:
        side = self.look.px(size)
        picture = icons.pixmap(name, self.look.color(token), side, self._view.devicePixelRatioF())
        painter.drawPixmap(round(left_middle.x()), round(left_middle.y() - side / 2), picture)


class BetList(QListView):
    """A list of rows without frame, focus or bars; scrolls by finger. `marked` is the keyboard's line."""

    def __init__(self, look: Look, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.marked = -1
        self._title = title
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._model = BetModel(self)
        self.setModel(self._model)
        self._painter = BetDelegate(look, self)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        by_finger(self)
        look.changed.connect(self._restyle)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._model.rows

    def fits(self) -> bool:
        """Whether the words of every row are whole."""
        painter = self._painter
        rects = (self.visualRect(self._model.index(i, 0)) for i in range(len(self.rows)))
        return all(
            whole(painter.words(row, QRectF(rect))) for row, rect in zip(self.rows, rects, strict=True)
        )

    def show_rows(self, rows: tuple[Row, ...], title: str = "") -> None:
        """Replace the rows; only rows that differ are painted when none came or went.

        `title`: what they are from now on, for who does not see them.
        """
        if rows == self.rows and (not title or title == self._title):
            return
        self._title = title or self._title
        said = "; ".join(spoken(row) for row in rows)  # what scripts and screen readers read
        self.setAccessibleName(f"{self._title}: {said}" if said else self._title)
        bar = self.verticalScrollBar()
        place = bar.value()
        before = len(self.rows)
        for index in self._model.show(rows):
            self.update(self._model.index(index, 0))
        if len(rows) != before:
            self.doItemsLayout()
            bar.setValue(place)

    def cross(self, row: QRect) -> QRect:
        """Where a row's cross can be hit: as wide as a finger at the right edge."""
        side = self.look.touch()
        return QRect(row.right() - side + 1, row.top(), side, row.height())

    def mark(self, row: int) -> None:
        """Put the keyboard's mark on a row (-1: none) and show it."""
        if row == self.marked:
            return
        before, self.marked = self.marked, row
        for index in (before, row):
            if 0 <= index < len(self.rows):
                self.update(self._model.index(index, 0))
        if row >= 0:
            self.scrollTo(self._model.index(row, 0))

    def _restyle(self) -> None:
        self.doItemsLayout()
        self.viewport().update()
