"""A day's tickets as one painted list: five thousand rows scroll as five do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.presenters.views_office import TicketRowView
from app.ui.theme import Look
from app.ui.widgets.badge import tokens_of
from app.ui.widgets.panel import CHIP_RADIUS, rounded
from app.ui.widgets.pressable import LEFT, RIGHT, Word, put, whole
from app.ui.widgets.touch_scroll import by_finger

AnyIndex = QModelIndex | QPersistentModelIndex
_HIGH = 56.0
_READ_OUT = 12


class TicketModel(QAbstractListModel):
    """The rows, written when they are asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[TicketRowView] = ()
        self._count = 0

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt: how many rows. Laying out five thousand asks for it nine thousand times."""
        return 0 if parent.isValid() else self._count

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Qt: the words of a row."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.rows[index.row()].spoken

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Qt: the list has a cursor of its own."""
        return Qt.ItemFlag.ItemIsEnabled

    def show(self, rows: Sequence[TicketRowView]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.rows, self._count = rows, len(rows)
        self.endResetModel()


class TicketDelegate(QStyledItemDelegate):
    """Paints a row: number and time at the left, total and status at the right."""

    def __init__(self, look: Look, view: TicketRowList) -> None:
        super().__init__(view)
        self.look = look
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Qt: what a finger hits."""
        return QSize(0, self.look.touch(_HIGH))

    def words(self, row: TicketRowView, rect: QRectF) -> tuple[Word, ...]:
        """The words of a row, each with its place."""
        look = self.look
        big, small, tiny = look.font(18, 700), look.font(13, 500), look.font(13, 700)
        pad = look.px(10)
        high, low = QFontMetricsF(big).height(), QFontMetricsF(small).height()
        top = rect.top() + (rect.height() - high - low) / 2
        upper = QRectF(rect.left() + pad, top, rect.width() - 2 * pad, high)
        lower = QRectF(upper.left(), top + high, upper.width(), low)
        money = QFontMetricsF(big).horizontalAdvance(row.total) + 1
        state = QFontMetricsF(tiny).horizontalAdvance(self._state(row)) + 1
        ink = tokens_of(row.hue)[1]
        note = " · ".join(part for part in (row.time, row.tag) if part)
        return (
            Word(row.number, big, "ink", upper.adjusted(0, 0, -money - pad, 0), LEFT),
            Word(row.total, big, "ink", upper.adjusted(upper.width() - money, 0, 0, 0), RIGHT),
            Word(note, small, "muted", lower.adjusted(0, 0, -state - pad, 0), LEFT),
            Word(self._state(row), tiny, ink, lower.adjusted(lower.width() - state, 0, 0, 0), RIGHT),
        )

    @staticmethod
    def _state(row: TicketRowView) -> str:
        return f"{row.status} {row.prize}" if row.prize else row.status

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Qt: paint a row."""
        look, rect = self.look, QRectF(option.rect)
        row = self._view.rows[index.row()]
        if index.row() == self._view.chosen:
            inner = rect.adjusted(0, 1, 0, -2)
            rounded(painter, look, inner, "primary_soft", "primary", CHIP_RADIUS, width=2.0)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), look.color("line"))
        put(painter, look, self.words(row, rect))


class TicketRowList(QListView):
    """The list. A tap chooses a row; arrows are the screen's."""

    def __init__(self, look: Look, name: str, title: str, choose: Callable[[int], None]) -> None:
        super().__init__()
        self.look = look
        self.chosen = -1
        self._title, self._choose = title, choose
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._model = TicketModel(self)
        self.setModel(self._model)
        self._painter = TicketDelegate(look, self)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        by_finger(self)
        self.clicked.connect(lambda index: self._choose(index.row()))
        look.changed.connect(self._restyle)

    @property
    def rows(self) -> Sequence[TicketRowView]:
        """What is shown."""
        return self._model.rows

    def show_rows(self, rows: Sequence[TicketRowView], chosen: int) -> None:
        """Replace the rows, when they are others, and mark the chosen one."""
        if rows is not self._model.rows:
            place = self.verticalScrollBar().value()
            self._model.show(rows)
            self.doItemsLayout()
            self.verticalScrollBar().setValue(place)
            read = "; ".join(rows[at].spoken for at in range(min(_READ_OUT, len(rows))))
            self.setAccessibleName(f"{self._title}: {read}" if read else self._title)
        if chosen != self.chosen:
            before, self.chosen = self.chosen, chosen
            for at in (before, chosen):
                if 0 <= at < len(rows):
                    self.update(self._model.index(at, 0))
        self.show_chosen()

    def show_chosen(self) -> None:
        """Scroll so that the chosen row is seen."""
        if self.chosen >= 0:
            self.scrollTo(self._model.index(self.chosen, 0))

    def page(self) -> int:
        """How many rows there is room for."""
        return max(1, self.viewport().height() // self.look.touch(_HIGH))

    def fits(self) -> bool:
        """Whether the words of every row on screen are whole."""
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        shown = range(max(0, first), min(len(self.rows), max(0, first) + self.page() + 1))
        rects = ((at, QRectF(self.visualRect(self._model.index(at, 0)))) for at in shown)
        return all(whole(self._painter.words(self.rows[at], rect)) for at, rect in rects)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another height, the chosen row stays in sight."""
        super().resizeEvent(event)
        self.show_chosen()

    def _restyle(self) -> None:
        self.doItemsLayout()
        self.viewport().update()
