"""The rows of a list of tickets: found by number, and written only when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import overload

from app.domain.format import clock_text
from app.domain.ticket import TicketRow, TicketStatus
from app.i18n import t
from app.money import Money, total
from app.presenters.office_words import hue_of, status_word
from app.presenters.views_office import Hue, TicketRowView
from app.services.ticket_lists import DayTickets


class TicketRows(Sequence[TicketRowView]):
    """A day's rows whose number holds `search`. Five thousand of them cost no more than those on screen."""

    def __init__(self, day: DayTickets, search: str, zone: tzinfo) -> None:
        self._day, self._zone = day, zone
        self._rows = tuple(row for row in day.rows if search in str(row.number)) if search else day.rows
        self._written: dict[int, TicketRowView] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> TicketRowView: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[TicketRowView]: ...

    def __getitem__(self, index: int | slice) -> TicketRowView | Sequence[TicketRowView]:
        if isinstance(index, slice):
            return [self._view(at) for at in range(*index.indices(len(self._rows)))]
        return self._view(range(len(self._rows))[index])

    def __iter__(self) -> Iterator[TicketRowView]:
        return (self._view(index) for index in range(len(self._rows)))

    def raw(self, index: int) -> TicketRow:
        """The server's row behind one shown."""
        return self._rows[index]

    def place(self, row: TicketRow | None) -> int:
        """Where a ticket of an earlier reading stands now, or -1."""
        if row is None:
            return -1
        key = (row.number, row.created_at)
        found = (at for at, one in enumerate(self._rows) if (one.number, one.created_at) == key)
        return next(found, -1)

    def of_number(self, number: int) -> int:
        """Where a ticket of that number stands, or -1."""
        return next((at for at, one in enumerate(self._rows) if one.number == number), -1)

    @property
    def total(self) -> Money:
        """What they come to."""
        return total(row.total for row in self._rows)

    def _view(self, index: int) -> TicketRowView:
        found = self._written.get(index)
        if found is None:
            found = self._written[index] = self._write(self._rows[index])
        return found

    def _write(self, row: TicketRow) -> TicketRowView:
        unprinted = row.number in self._day.unprinted and row.status is TicketStatus.SOLD
        return TicketRowView(
            number=str(row.number),
            time=clock_text(row.created_at.astimezone(self._zone)),
            status=t("tickets.status.unprinted") if unprinted else status_word(row.status, row.raw_status),
            hue=Hue.WARN if unprinted else hue_of(row.status),
            total=row.total.digits(cents=False),
            prize=row.prize.digits(cents=False) if row.prize else "",
            tag="" if row.number in self._day.ours else t("tickets.other_till"),
        )
