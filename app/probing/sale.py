"""The one sale of a probe: sold once, looked at, and taken back; nothing is sent twice.

Every step is on the disk before it is taken and is said on the console. Whatever happens after the
request has gone out, the routine goes on until the ticket is known to be void or the console has
said which one may be live.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from app.clock import ServerClock
from app.devtools.probe_findings import Told, Verdict
from app.domain.outcome import Done, Reason, Refused, Unknown
from app.domain.ticket import Ticket, TicketKey, TicketRow, Wager, same_wagers
from app.errors import Known
from app.ports import Listing
from app.probing.line import Line
from app.probing.observed import VOIDED, Observed, Sold, key_of
from app.probing.plan import Plan
from app.probing.trail import Step, Trail

LOOKS, PAUSE_S = 3, 2.0
_CLOCKS = timedelta(minutes=2)
_VOID_WORDS = frozenset({"canceled", "cancelled", "rejected", "reverted"})

Say = Callable[[Told], None]


class Sale:
    """Sells a plan and takes it back; `say` is told every step before it is taken."""

    def __init__(self, line: Line, clock: ServerClock, trail: Trail, observed: Observed, say: Say) -> None:
        self._line = line
        self._api = line.client
        self._clock = clock
        self._trail = trail
        self._observed = observed
        self._say = say

    async def run(self, plan: Plan) -> None:
        """The whole sale. `Known("probe.trail")` when it cannot be written down: then nothing is sold."""
        result = self._observed.sold = Sold()
        before, readable = await self._last()
        if not readable or not plan.in_time(self._clock.now()):
            self._tell("sale.not_now")
            return
        operation = f"probe-{uuid.uuid4().hex}"
        began = self._clock.now()
        self._trail.write(operation, Step.SELLING, began)
        self._tell("sale.selling", draw=plan.draw.name, amount=plan.wager.amount.text(), play=plan.wager.text)
        ticket = await self._sell(operation, plan.wager, before, result)
        if ticket is None:
            return
        result.ticket = ticket
        key = key_of(ticket.number, ticket.created_at, self._clock.zone)
        self._note(operation, Step.SOLD, key)
        self._tell("sale.sold", number=ticket.number)
        await self._look(key, ticket, result)
        await self.undo(operation, key, result)

    async def undo(self, operation: str, key: TicketKey, result: Sold) -> None:
        """Cancel; if that is not proven, revert; then say how the ticket stands."""
        self._note(operation, Step.VOIDING, key)
        self._tell("sale.canceling", number=key.number)
        outcome = await self._line.once("cancel", self._api.cancel(key.number))
        result.cancel = self._line.last.verdict
        void = isinstance(outcome, Done) or _already(outcome)
        if not void and not await self._listed_void(key, result, looks=1):
            self._tell("sale.reverting", number=key.number)
            outcome = await self._line.once("revert", self._api.revert(key.number))
            result.revert = self._line.last.verdict
            void = isinstance(outcome, Done) or _already(outcome)
        result.void = await self._listed_void(key, result, looks=LOOKS) or void
        if result.void:
            self._note(operation, Step.VOID, key)
            rows = await self._rows(Listing.SOLD, key.day)
            result.sold_after = any(row.number == key.number for row in rows)
            self._tell("sale.void" if result.void_word else "sale.void_unlisted", number=key.number)
        else:
            self._tell("sale.live", number=key.number, day=key.day.isoformat())

    # ------------------------------------------------------------------ parts

    async def _sell(self, operation: str, wager: Wager, before: Ticket | None, result: Sold) -> Ticket | None:
        """The ticket sold, by create's own word or, when that is not clear, as the server shows it."""
        outcome = await self._line.once("create", self._api.create((wager,), operation))
        result.create = self._line.last.verdict
        detail = self._line.last.detail
        match outcome:
            case Done(ticket):
                result.said_ticket = True
                return ticket
            case Unknown():
                self._tell("sale.unclear")
                found = await self._find(wager, before)
                if found is None:
                    self._tell("sale.nowhere")
                return found
            case _:  # refused, not sent, not signed in: proof that nothing was sold
                self._note(operation, Step.NOTHING)
                self._tell("sale.refused", why=detail)
                return None

    async def _find(self, wager: Wager, before: Ticket | None) -> Ticket | None:
        """The new ticket with our wager: the user's newest, else one that the list has and did not have."""
        since = self._clock.now() - _CLOCKS
        old = {row.number for row in self._observed.all_rows()} | ({before.number} if before else set())
        for look in range(LOOKS):
            if look:
                await self._line.sleep(PAUSE_S)
            last, _ = await self._last()
            if last and self._ours(last, wager, old, since):
                return last
            for row in await self._rows(Listing.SOLD, self._clock.today()):
                if row.number in old or row.created_at < since or row.total != wager.amount:
                    continue
                key = key_of(row.number, row.created_at, self._clock.zone)
                ticket = await self._line.read("ticket", "after_sale", self._api.ticket(key))
                if ticket and self._ours(ticket, wager, old, since):
                    return ticket
        return None

    def _ours(self, ticket: Ticket, wager: Wager, old: set[int], since: datetime) -> bool:
        fresh = ticket.number not in old and ticket.created_at >= since
        return fresh and same_wagers(ticket.plain_wagers(), (wager,))

    async def _look(self, key: TicketKey, ticket: Ticket, result: Sold) -> None:
        """View, list and picture of the new ticket: how soon do reads show it?"""
        await self._line.read("ticket", "after_sale", self._api.ticket(key))
        rows = await self._rows(Listing.SOLD, key.day)
        result.listed_at_once = any(row.number == key.number for row in rows)
        if ticket.uuid:
            await self._line.read("ticket_image", "after_sale", self._api.ticket_image(ticket.uuid))

    async def _listed_void(self, key: TicketKey, result: Sold, *, looks: int) -> bool:
        """Whether a list, or the ticket itself, shows that it was taken back."""
        for look in range(looks):
            if look:
                await self._line.sleep(PAUSE_S)
            for listing in (Listing.CANCELED, Listing.SOLD):
                for row in await self._rows(listing, key.day):
                    if row.number == key.number and (listing is Listing.CANCELED or row.status in VOIDED):
                        result.void_word = row.raw_status or listing.value
                        return True
            if await self._viewed_void(key, result):
                return True
        return False

    async def _viewed_void(self, key: TicketKey, result: Sold) -> bool:
        """Whether every wager of the ticket says so: reverted tickets may be in no list at all."""
        ticket = await self._line.read("ticket", "after_void", self._api.ticket(key))
        words = {one.status.casefold() for one in ticket.wagers} if ticket else set()
        if not words or not words <= _VOID_WORDS:
            return False
        result.void_word = ", ".join(sorted(words))
        return True

    async def _rows(self, listing: Listing, day: date) -> tuple[TicketRow, ...]:
        start = datetime.combine(day, time(), self._clock.zone).astimezone(UTC)
        end = start + timedelta(days=1) - timedelta(milliseconds=1)
        asked = self._api.tickets(listing, start, end)
        return await self._line.read("tickets", f"{listing.value}, after_sale", asked) or ()

    async def _last(self) -> tuple[Ticket | None, bool]:
        ticket = await self._line.read("last_ticket", "sale", self._api.last_ticket())
        return ticket, self._line.last.verdict is Verdict.OK

    def _note(self, operation: str, step: Step, key: TicketKey | None = None) -> None:
        """After the sale a full disk must not stop the way back."""
        try:
            self._trail.write(operation, step, self._clock.now(), key)
        except Known as error:
            self._say(Told(error.code, error.params))

    def _tell(self, key: str, **params: object) -> None:
        self._say(Told(f"probe.{key}", params))


def _already(outcome: object) -> bool:
    """Refused because it was taken back before: as good as done."""
    return isinstance(outcome, Refused) and outcome.refusal.reason is Reason.ALREADY_VOID
