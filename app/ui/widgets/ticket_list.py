"""The lines of the ticket, each removable by a tap on its cross or by the keyboard's mark."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.presenters.views import TicketGroup, Urgency
from app.ui.theme import Look
from app.ui.widgets.bet_list import BetList, BetRow, HeadRow, Row

_TONES = {
    Urgency.SOON: ("warn", "clock"),
    Urgency.NOW: ("stop", "alarm-clock"),
    Urgency.CLOSED: ("stop", "ban"),
}


class TicketList(BetList):
    """Groups of the ticket. New lines are scrolled into view; a removed one leaves the list where it is."""

    def __init__(self, look: Look, remove: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(look, "sale.ticket", t("ui_sale.ticket"), parent)
        self._remove = remove
        self._pressed: int | None = None

    def apply(self, groups: tuple[TicketGroup, ...]) -> None:
        """Show the groups."""
        rows = tuple(row for group in groups for row in _rows(group))
        if rows == self.rows:
            return
        known = {row.key for row in self.rows if isinstance(row, BetRow)}
        marked = self._key_at(self.marked)
        self.show_rows(rows)
        self._keep_mark(marked)
        fresh = [i for i, row in enumerate(rows) if isinstance(row, BetRow) and row.key not in known]
        if fresh:
            self.scrollTo(self._model.index(fresh[-1], 0))

    def _key_at(self, row: int) -> int | None:
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found.key if isinstance(found, BetRow) else None

    def _keep_mark(self, key: int | None) -> None:
        """The mark stays on its line; when that is gone, on the one in its place."""
        if self.marked < 0:
            return
        places = [i for i, row in enumerate(self.rows) if isinstance(row, BetRow)]
        same = [i for i in places if self._key_at(i) == key]
        near = [i for i in places if i <= self.marked]
        self.mark(same[0] if same else near[-1] if near else places[0] if places else -1)

    def move_mark(self, step: int) -> None:
        """Move the mark to the next (1) or previous (-1) line; beyond the last it goes away."""
        places = [i for i, row in enumerate(self.rows) if isinstance(row, BetRow)]
        if not places:
            return
        if self.marked < 0:
            self.mark(places[-1] if step < 0 else places[0])
            return
        at = places.index(self.marked) + step if self.marked in places else 0
        self.mark(places[at] if 0 <= at < len(places) else -1)

    def remove_marked(self) -> bool:
        """Remove the marked line, else the last one; returns whether there was any."""
        places = [i for i, row in enumerate(self.rows) if isinstance(row, BetRow)]
        if not places:
            return False
        key = self._key_at(self.marked if self.marked in places else places[-1])
        if key is not None:
            self._remove(key)
        return key is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a finger came down."""
        super().mousePressEvent(event)
        self._pressed = self._cross_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a finger went up; a tap is down and up on the same cross."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        left = event.button() is Qt.MouseButton.LeftButton
        if left and pressed is not None and pressed == self._cross_at(event.position().toPoint()):
            self._remove(pressed)

    def _cross_at(self, place: QPoint) -> int | None:
        index = self.indexAt(place)
        if not index.isValid() or not self.cross(self.visualRect(index)).contains(place):
            return None
        return self._key_at(index.row())


def _rows(group: TicketGroup) -> tuple[Row, ...]:
    tone, sign = _TONES.get(group.urgency, ("", ""))
    head = HeadRow(group.title, group.summary, group.tint, tone, sign)
    return (head, *(BetRow(line.label, line.note, line.amount, key=line.line_id) for line in group.lines))
