"""Tickets of a day as the server lists them, one of them looked at, its picture, its wagers again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.outcome import ReadFailed, ReadRefused
from app.domain.payment import PayState
from app.domain.sale import ANNULLED, FINAL
from app.domain.ticket import Ticket, TicketKey, TicketRow, TicketStatus
from app.money import ZERO
from app.ports import Journal, Listing, LotteryApi, OperationType, Printer
from app.services.context import Context
from app.services.copies import CopyService
from app.services.holdings import Holding, held, holding_of
from app.services.tickets import Draft, draft_of

log = logging.getLogger("taquilla.tickets")
SHOWN_MEDIA = frozenset({"image/png", "image/jpeg"})
_OPEN_SALES = {
    OperationType.SALE: frozenset(state.value for state in FINAL),
    OperationType.PAY: frozenset(state.value for state in PayState),
}


@dataclass(frozen=True, slots=True)
class DayTickets:
    """One list of one day, newest first. `own`: the server was not reached, these are our book's alone.

    `ours` are the numbers that this terminal sold; `unprinted` those of them that never came on paper.
    """

    listing: Listing
    day: date
    rows: tuple[TicketRow, ...]
    taken_at: datetime
    own: bool = False
    ours: frozenset[int] = frozenset()
    unprinted: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """In which list of which day a ticket stands."""

    listing: Listing
    key: TicketKey


@dataclass(frozen=True, slots=True)
class Looked:
    """A ticket looked at: the server's view, or our book's when `offline`; `holding` when it is ours.

    `early`: our book's while the server is still to be asked.
    """

    key: TicketKey
    ticket: Ticket
    holding: Holding | None
    offline: bool = False
    early: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What a ticket looks like, as PNG or JPEG.

    `preview`: the server has no picture, this is our own paper as it would print. `kept` is then the
    media type of what it has instead (a PDF, a page, a text, a link), which is not shown here.
    """

    content: bytes
    preview: bool = False
    kept: str = ""


class TicketListService:
    """Reads tickets; sells, pays and voids nothing."""

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        printer: Printer,
        copies: CopyService,
    ) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._printer = printer
        self._copies = copies

    async def of_day(self, listing: Listing, day: date) -> DayTickets:
        """The server's list of a local day; raises the port's read errors."""
        rows = await self._api.tickets(listing, *self._context.day_bounds(day))
        rows = tuple(row for row in rows if self._context.local_day(row.created_at) == day)
        ours, unprinted = await self._journal.numbers(day), await self._unprinted(day)
        return DayTickets(listing, day, rows, self._context.server.now(), ours=ours, unprinted=unprinted)

    async def own_of_day(self, listing: Listing, day: date) -> DayTickets:
        """What our own book knows of a day: no prizes, and nothing that others did to the tickets."""
        found = [holding_of(operation) for operation in await self._journal.sold(day)]
        rows = [_own_row(holding) for holding in found if holding is not None]
        numbers = await self._journal.numbers(day)
        wanted = {
            Listing.SOLD: {TicketStatus.SOLD},
            Listing.CANCELED: {TicketStatus.CANCELED},
            Listing.WINNER: set[TicketStatus](),
        }[listing]
        kept = sorted((r for r in rows if r.status in wanted), key=lambda r: r.created_at, reverse=True)
        unprinted = await self._unprinted(day)
        now = self._context.server.now()
        return DayTickets(listing, day, tuple(kept), now, own=True, ours=numbers, unprinted=unprinted)

    async def last(self) -> Place | None:
        """Where the ticket sold last is listed (`/user/ticket/last`), None when there is none. Raises as
        `of_day`."""
        last = await self._api.last_ticket()
        if last is None:
            return None
        return await self._placed(str(last.number), self._context.local_day(last.created_at))

    async def find(self, digits: str, back: int) -> Place | None:
        """The newest ticket of the last `back` days whose number holds these digits, in whichever list.
        Raises as `of_day`."""
        today = self._context.server.today()
        return await self._placed(digits, today - timedelta(days=back), today)

    async def _placed(self, digits: str, first: date, last: date | None = None) -> Place | None:
        start, _ = self._context.day_bounds(first)
        _, end = self._context.day_bounds(last or first)
        for listing in (Listing.SOLD, Listing.WINNER, Listing.CANCELED):
            rows = await self._api.tickets(listing, start, end)
            found = [row for row in rows if digits in str(row.number)]
            if found:
                newest = max(found, key=lambda row: row.created_at)
                day = self._context.local_day(newest.created_at)
                return Place(listing, TicketKey(newest.number, day))
        return None

    async def _unprinted(self, day: date) -> frozenset[int]:
        found = await self._journal.open_operations(_OPEN_SALES)
        holdings = [h for operation in found if (h := holding_of(operation)) is not None]
        return frozenset(h.key.number for h in holdings if h.key.day == day and not h.printed)

    async def own(self, key: TicketKey) -> Looked | None:
        """A ticket of ours as our book has it, at once; None for any other."""
        holding = await held(self._journal, key)
        return Looked(key, holding.without_pin(), holding, early=True) if holding else None

    async def look(self, key: TicketKey) -> Looked:
        """One ticket. Without a line a ticket of ours is still shown, as our book has it."""
        holding = await held(self._journal, key)
        try:
            return Looked(key, await self._api.ticket(key), holding)
        except ReadFailed:
            if holding is None:
                raise
            return Looked(key, holding.without_pin(), holding, offline=True)

    async def picture(self, looked: Looked, uuid: str) -> Picture:
        """The server's picture of a ticket, else our own paper of it, without PIN or code."""
        try:
            image = await self._api.ticket_image(uuid) if uuid else None
        except (ReadFailed, ReadRefused) as error:
            log.info("no picture of the ticket from the server: %s", error.code)
            image = None
        if image is not None and image.media in SHOWN_MEDIA:
            return Picture(image.content)
        kept = image.media if image is not None else ""
        return Picture(await self._preview(looked), preview=True, kept=kept)

    async def _preview(self, looked: Looked) -> bytes:
        number = looked.holding.copies + 1 if looked.holding else 1
        return await self._printer.picture(self._copies.paper(looked.ticket, number))

    async def draft(self, looked: Looked) -> Draft:
        """The ticket's wagers in open draws (`/user/ticket/copy`), to be sold as a new sale."""
        return draft_of(looked.ticket, await self._api.copy(looked.key))


def _own_row(holding: Holding) -> TicketRow:
    status = TicketStatus.CANCELED if holding.state in ANNULLED else TicketStatus.SOLD
    uuid = str(holding.operation.body.get("uuid", ""))
    return TicketRow(uuid, holding.key.number, holding.created_at, status, status.value, holding.amount, ZERO)
