"""The lines of the ticket under finger and keyboard: out, unfolded, at another amount, to another draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.presenters.views import TicketGroup, TicketLine, Urgency
from app.ui.theme import Look
from app.ui.widgets.bet_list import BetList, BetRow, HeadRow, Key, Row

_TONES = {
    Urgency.SOON: ("warn", "clock"),
    Urgency.NOW: ("stop", "alarm-clock"),
    Urgency.CLOSED: ("stop", "ban"),
}
_AMOUNT_WIDE = 84.0


@dataclass(frozen=True, slots=True)
class TicketActs:
    """What is asked for: ids are of lines, `move` takes the event id of a draw's group."""

    remove: Callable[[int], None]
    remove_number: Callable[[int, str], None]
    unfold: Callable[[int], None]
    move: Callable[[int], None]
    amount: Callable[[], None]
    point: Callable[[tuple[int, ...]], None]


class TicketList(BetList):
    """Groups of the ticket. New lines are scrolled into view; a removed one leaves the list where it is.

    The keyboard's mark stands on any row: a draw's title means all of its lines. A tap on the cross
    removes, on the amount asks for another one, on a folded line unfolds it, on the arrow moves.
    """

    def __init__(self, look: Look, acts: TicketActs, parent: QWidget | None = None) -> None:
        super().__init__(look, "sale.ticket", t("ui_sale.ticket"), parent)
        self._acts = acts
        self._pressed: tuple[int, str] | None = None

    def apply(self, groups: tuple[TicketGroup, ...]) -> None:
        """Show the groups."""
        rows = tuple(row for group in groups for row in _rows(group))
        if rows == self.rows:
            return
        known = {row.key for row in self.rows}
        marked = self._key_at(self.marked)
        self.show_rows(rows)
        self._keep_mark(marked)
        fresh = [i for i, row in enumerate(rows) if _is_line(row) and row.key not in known]
        parts = [i for i, row in enumerate(rows) if row.key not in known and not _is_line(row)]
        if fresh:
            self.scrollTo(self._model.index(fresh[-1], 0))
        elif parts and self.marked >= 0:  # unfolded: its numbers, and never the line itself out of sight
            self.scrollTo(self._model.index(parts[-1], 0))
            self.scrollTo(self._model.index(self.marked, 0))

    # --- the mark ----------------------------------------------------------------------------------

    def _key_at(self, row: int) -> Key | None:
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found.key if found is not None else None

    def _keep_mark(self, key: Key | None) -> None:
        """The mark stays on its line; when that is gone, on the one in its place."""
        if self.marked < 0:
            return
        same = [i for i in range(len(self.rows)) if self._key_at(i) == key]
        near = [i for i, row in enumerate(self.rows) if _is_line(row) and i <= self.marked]
        self.mark(same[0] if same else near[-1] if near else 0 if self.rows else -1)

    def mark(self, row: int) -> None:
        """Put the mark on a row (-1: none); what it stands on is pointed at."""
        super().mark(row)
        self._acts.point(self.marked_lines())

    def marked_lines(self) -> tuple[int, ...]:
        """The lines that the mark means."""
        if not 0 <= self.marked < len(self.rows):
            return ()
        row = self.rows[self.marked]
        if isinstance(row, BetRow):
            return () if row.key is None else (_line_of(row.key),)
        rest = self.rows[self.marked + 1 :]
        end = next((i for i, one in enumerate(rest) if isinstance(one, HeadRow)), len(rest))
        lines = [one.key for one in rest[:end] if isinstance(one, BetRow) and isinstance(one.key, int)]
        return tuple(lines)

    def move_mark(self, step: int) -> None:
        """To the next (1) or previous (-1) row; the first step stands on a line; beyond the ends it goes."""
        if not self.rows:
            return
        if self.marked < 0:
            self.mark(len(self.rows) - 1 if step < 0 else min(1, len(self.rows) - 1))
            return
        at = self.marked + step
        self.mark(at if 0 <= at < len(self.rows) else -1)

    def remove_marked(self) -> bool:
        """Remove what is marked, else the last line; returns whether there was any."""
        places = [i for i, row in enumerate(self.rows) if _is_line(row)]
        if not places:
            return False
        row = self.rows[self.marked if self.marked >= 0 else places[-1]]
        if isinstance(row, HeadRow):
            for line in self.marked_lines():
                self._acts.remove(line)
        else:
            self._remove(row)
        return True

    def unfold_marked(self, *, opened: bool) -> None:
        """Unfold the marked line, or fold it."""
        row = self.rows[self.marked] if 0 <= self.marked < len(self.rows) else None
        if not isinstance(row, BetRow) or row.key is None or not (row.fold or row.part):
            return
        if opened is not (row.fold == "open" or row.part):
            self._acts.unfold(_line_of(row.key))

    def move_marked(self) -> None:
        """The lines of the marked draw wait for another one."""
        heads = [i for i, row in enumerate(self.rows) if isinstance(row, HeadRow)]
        at = max((i for i in heads if i <= self.marked), default=heads[-1] if heads else -1)
        row = self.rows[at] if at >= 0 else None
        if isinstance(row, HeadRow) and row.key is not None:
            self._acts.move(row.key)

    def _remove(self, row: BetRow) -> None:
        if isinstance(row.key, tuple):
            self._acts.remove_number(*row.key)
        elif row.key is not None:
            self._acts.remove(row.key)

    # --- fingers -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a finger came down."""
        super().mousePressEvent(event)
        self._pressed = self._hit(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a finger went up; a tap is down and up on the same thing."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        left = event.button() is Qt.MouseButton.LeftButton
        if left and pressed is not None and pressed == self._hit(event.position().toPoint()):
            self._tapped(*pressed)

    def _tapped(self, index: int, what: str) -> None:
        row = self.rows[index]
        if isinstance(row, HeadRow):
            if what == "cross" and row.key is not None:
                self._acts.move(row.key)
        elif what == "cross":
            self._remove(row)
        elif what == "amount" and not row.part:
            self.mark(index)
            self._acts.amount()
        elif row.fold and row.key is not None:
            self._acts.unfold(_line_of(row.key))

    def _hit(self, place: QPoint) -> tuple[int, str] | None:
        """Which row a finger is on, and on which part of it."""
        index = self.indexAt(place)
        if not index.isValid():
            return None
        cross = self.cross(self.visualRect(index))
        if cross.contains(place):
            return index.row(), "cross"
        amount = cross.adjusted(-self.look.touch(_AMOUNT_WIDE), 0, 0, 0)
        return index.row(), "amount" if amount.contains(place) else "words"


def _is_line(row: Row) -> bool:
    return isinstance(row, BetRow) and not row.part


def _line_of(key: Key) -> int:
    return key if isinstance(key, int) else key[0]


def _rows(group: TicketGroup) -> tuple[Row, ...]:
    tone, sign = _TONES.get(group.urgency, ("", ""))
    head = HeadRow(group.title, group.summary, group.tint, tone, sign, group.event_id)
    return (head, *(row for line in group.lines for row in _line_rows(line)))


def _line_rows(line: TicketLine) -> tuple[Row, ...]:
    fold = ("open" if line.opened else "closed") if line.folds else ""
    own = BetRow(line.label, line.note, line.amount, key=line.line_id, fold=fold)
    parts = (BetRow(text, "", amount, key=(line.line_id, text), part=True) for text, amount in line.numbers)
    return (own, *parts)
