"""A shift beside the server's report of the same span, and the tickets that make the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.payment import PAID_OUT
from app.domain.sale import ANNULLED
from app.domain.ticket import PeriodTotals, TicketKey, TicketRow
from app.domain.tracing import OwnTicket, Traced, trace
from app.money import Money, total
from app.ports import Journal, Listing, LotteryApi, Operation, OperationType
from app.services.context import Context
from app.services.holdings import holding_of
from app.services.reports import ReportService
from app.services.till import Now

_PIECE = 1000
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ShiftCheck:
    """The server's sums from `start` to `end`, ours of the shift, and the tickets that count differently."""

    start: datetime
    end: datetime
    server: PeriodTotals
    sale: Money
    prize: Money
    traced: tuple[Traced, ...]


class TillCheck:
    """Reads only; the server counts this user on any terminal."""

    def __init__(self, context: Context, api: LotteryApi, journal: Journal, reports: ReportService) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._reports = reports

    async def of(self, now: Now) -> ShiftCheck:
        """The present shift. Raises the port's read errors; `ValueError` without a shift."""
        shift = now.open_shift
        if shift is None:
            raise ValueError("no shift, nothing to compare")
        touched = await self._touched(shift.start)
        sold = tuple(one for one in map(_ticket, touched) if one is not None)
        start = min((shift.opened_at, *(one.sold_at for one in sold)))
        end = self._context.server.now() + _SECOND
        server = await self._reports.between(start, end)
        mine = tuple(one for one in sold if one.sold_at >= start)
        rows = await self._rows(start, end)
        payments = (one for one in touched if one.type is OperationType.PAY)
        paid = (one.amount or Money() for one in payments if one.state in PAID_OUT)
        sale = total(one.counts for one in mine)
        return ShiftCheck(start, end, server, sale, total(paid), trace(mine, rows))

    async def _touched(self, start: int) -> tuple[Operation, ...]:
        """The operations that began in the shift, as they are at its end."""
        found: dict[str, Operation] = {}
        while True:
            piece = await self._journal.stretch(start, _PIECE)
            for before, after in piece.changes:
                if before is None or after.id in found:
                    found[after.id] = after
            start = piece.until
            if piece.whole:
                return tuple(found.values())

    async def _rows(self, start: datetime, end: datetime) -> list[tuple[TicketKey, TicketRow]]:
        rows: list[tuple[TicketKey, TicketRow]] = []
        for listing in (Listing.SOLD, Listing.WINNER, Listing.CANCELED):
            for row in await self._api.tickets(listing, start, end):
                rows.append((TicketKey(row.number, self._context.local_day(row.created_at)), row))
        return rows


def _ticket(operation: Operation) -> OwnTicket | None:
    holding = holding_of(operation) if operation.type is OperationType.SALE else None
    if holding is None:
        return None
    return OwnTicket(holding.key, holding.created_at, holding.amount, holding.state in ANNULLED)
