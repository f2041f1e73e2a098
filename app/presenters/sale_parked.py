"""Tickets laid aside: the customer went for the money, the next one is served meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.cart import NewLine
from app.domain.format import clock_text
from app.domain.ticket import sum_of
from app.i18n import t
from app.ports import Json
from app.presenters import sale_draft
from app.presenters.base import Observable
from app.presenters.notices import Level
from app.presenters.sale_parts import SaleParts
from app.presenters.views import ParkedTicket, ParkedView

MOST = 9


@dataclass(frozen=True, slots=True)
class Parked:
    """The lines of a ticket and when it was laid aside (server time)."""

    lines: tuple[NewLine, ...]
    at: datetime


class ParkedPresenter:
    """Lays the ticket aside and brings one back. They are kept with the draft: on the disk in one write."""

    def __init__(self, parts: SaleParts, enter: Callable[[tuple[NewLine, ...]], None]) -> None:
        self._parts = parts
        self._enter = enter
        self._tickets: tuple[Parked, ...] = ()
        self.state: Observable[ParkedView] = Observable(ParkedView())

    def toggle(self) -> None:
        """Insert: lay the ticket aside; with an empty one, bring back the one laid aside last."""
        if self._parts.desk.free.lines:
            self.park()
        elif self._tickets:
            self.take(len(self._tickets) - 1)
        else:
            self._parts.notices.show(Level.INFO, t("sale.aside.none"))

    def park(self) -> None:
        """Lay the ticket aside."""
        if not self._parts.desk.free.lines:
            return
        if len(self._tickets) >= MOST:
            self._parts.notices.show(Level.WARN, t("sale.aside.full", count=MOST))
            return
        self._lay_aside()
        self._parts.changed()

    def take(self, index: int) -> None:
        """Bring one back (0 the oldest); a ticket that is being typed is laid aside in exchange."""
        if not 0 <= index < len(self._tickets):
            return
        wanted = self._tickets[index]
        self._tickets = self._tickets[:index] + self._tickets[index + 1 :]
        if self._parts.desk.free.lines:
            self._lay_aside()
        known = tuple(ln for ln in wanted.lines if self._parts.desk.knows(ln.event_id, self._parts.catalog))
        self._enter(known)
        lost = sum(len(line.wagers) for line in wanted.lines if line not in known)
        if lost:
            self._parts.notices.show(Level.WARN, t("sale.aside.lost", count=lost))

    def _lay_aside(self) -> None:
        lines = self._parts.desk.take_all()
        self._tickets = (*self._tickets, Parked(lines, self._parts.now))

    def show(self) -> None:
        """After any change of the ticket."""
        rows = tuple(self._row(ticket) for ticket in self._tickets)
        self.state.set(ParkedView(rows, bool(rows or self._parts.desk.free.lines)))

    def _row(self, ticket: Parked) -> ParkedTicket:
        wagers = tuple(wager for line in ticket.lines for wager in line.wagers)
        total = sum_of(wagers).text(cents=False)
        time = clock_text(self._parts.services.context.server.local(ticket.at))
        count = t("sale.wagers", count=len(wagers))
        return ParkedTicket(total, time, t("sale.aside.spoken", total=total, time=time, count=count))

    # --- on the disk -------------------------------------------------------------------------------

    def to_json(self) -> Json:
        """All of them as journal data."""
        return [
            {"at": int(ticket.at.timestamp()), "ticket": sale_draft.lines_json(ticket.lines)}
            for ticket in self._tickets
        ]

    def restore(self, data: Json) -> int:
        """What was kept; returns how many lines could not be read."""
        found, unreadable = [], 0
        for row in data if isinstance(data, list) else ():
            match row:
                case {"at": int(at), "ticket": list(rows)}:
                    lines, bad = sale_draft.lines_from(rows)
                    unreadable += bad
                    if lines:
                        found.append(Parked(lines, datetime.fromtimestamp(at, UTC)))
                case _:
                    unreadable += 1
        self._tickets = tuple(found[:MOST])
        self.show()
        return unreadable
