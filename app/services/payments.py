"""Paying prizes: looked at first, paid once, cash only after it is on record that the server paid.

Money leaves the drawer after PAY_CONFIRMED and DISBURSING are durable; one payout per ticket is a
unique rule of the journal. An unanswered payment is settled by reading the ticket's status.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import assert_never

from app.domain.outcome import (
    Done,
    NotSent,
    Outcome,
    ReadFailed,
    ReadRefused,
    Reason,
    Refused,
    SignInLost,
    Unknown,
)
from app.domain.payment import PAY_FINAL, PayEvent, PayState, step
from app.domain.secret import Secret
from app.domain.ticket import DrawResult, Ticket, TicketKey, TicketRow, TicketStatus
from app.money import Money
from app.ports import Journal, Json, Listing, LotteryApi, Operation, OperationType, Record
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.papers import Papers
from app.services.printing import PrintService

log = logging.getLogger("taquilla.payments")
PAY = OperationType.PAY


class Verdict(Enum):
    """What a ticket is to the paying desk."""

    WINNER = "winner"
    NOT_WINNER = "not_winner"
    PENDING = "pending"
    ALREADY_PAID = "already_paid"
    EXPIRED = "expired"
    NOT_FOUND = "not_found"
    VOIDED = "voided"
    WRONG_PIN = "wrong_pin"


@dataclass(frozen=True, slots=True)
class Check:
    """A ticket looked at: the verdict, the server's prize, its wagers and what came out in their draws."""

    verdict: Verdict
    key: TicketKey
    ticket: Ticket | None = None
    prize: Money | None = None
    expires: date | None = None
    results: tuple[DrawResult, ...] = ()
    pin: Secret | None = None


class PayResult(Enum):
    """What became of a payment."""

    PAID = "paid"
    DENIED = "denied"
    NOT_SENT = "not_sent"
    DOUBT = "doubt"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Paid:
    """The end of a payment attempt; `prize` is what to hand over when PAID."""

    result: PayResult
    operation: str
    prize: Money
    reason: Reason | None = None
    text: str = ""
    slip_printed: bool = False


class PaymentService:
    """Checks and pays tickets, one at a time."""

    _RESENDS = 3
    _PAUSES = (1, 3, 6)

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        catalog: CatalogService,
        printing: PrintService,
        papers: Papers,
    ) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._catalog = catalog
        self._printing = printing
        self._papers = papers
        self._turn = asyncio.Lock()
        self._running: asyncio.Future[Paid] | None = None

    @property
    def busy(self) -> bool:
        """Whether a payment is in flight."""
        return self._turn.locked()

    async def check(self, key: TicketKey, pin: Secret) -> Check:
        """Look at a ticket. Reads only; raises the port's read errors other than "not found"."""
        try:
            ticket = await self._api.ticket(key)
        except ReadRefused as error:
            if error.refusal.reason is Reason.NOT_FOUND:
                return Check(Verdict.NOT_FOUND, key)
            raise
        if ticket.pin and ticket.pin != pin:
            return Check(Verdict.WRONG_PIN, key)
        row = await self._row(key)
        results = await self._results(ticket)
        verdict = self._verdict(ticket, row, results)
        prize = row.prize if row and verdict in {Verdict.WINNER, Verdict.ALREADY_PAID} else None
        return Check(verdict, key, ticket, prize, self._expires(ticket), results, pin)

    async def _row(self, key: TicketKey) -> TicketRow | None:
        start, end = self._context.day_bounds(key.day)
        for listing in (Listing.WINNER, Listing.SOLD, Listing.CANCELED):
            for row in await self._api.tickets(listing, start, end):
                if row.number == key.number:
                    return row
        return None

    async def _results(self, ticket: Ticket) -> tuple[DrawResult, ...]:
        events = {wager.wager.event_id for wager in ticket.wagers}
        start, _ = self._context.day_bounds(self._context.local_day(ticket.created_at))
        try:
            found = await self._api.results(start, self._context.server.now())
        except (ReadFailed, ReadRefused) as error:
            log.info("results not read for a payment: %s", error.code)
            return ()
        return tuple(result for result in found if result.event_id in events)

    def _verdict(self, ticket: Ticket, row: TicketRow | None, results: tuple[DrawResult, ...]) -> Verdict:
        status = row.status if row else TicketStatus.UNKNOWN
        match status:
            case TicketStatus.WINNER:
                expires = self._expires(ticket)
                late = expires is not None and self._context.server.today() > expires
                return Verdict.EXPIRED if late else Verdict.WINNER
            case TicketStatus.PAID:
                return Verdict.ALREADY_PAID
            case TicketStatus.CANCELED | TicketStatus.REJECTED:
                return Verdict.VOIDED
            case TicketStatus.EXPIRED:
                return Verdict.EXPIRED
            case TicketStatus.LOST:
                return Verdict.NOT_WINNER
            case TicketStatus.SOLD | TicketStatus.UNKNOWN:
                events = {wager.wager.event_id for wager in ticket.wagers}
                drawn = {result.event_id for result in results}
                return Verdict.NOT_WINNER if events <= drawn else Verdict.PENDING
            case _:
                assert_never(status)

    def _expires(self, ticket: Ticket) -> date | None:
        catalog = self._catalog.catalog.value
        days = catalog.agency.ticket_expiration_days if catalog else 0
        return self._context.local_day(ticket.created_at) + timedelta(days=days) if days else None

    async def pay(self, check: Check) -> Paid:
        """Pay a checked winner once. The caller may go away, the payment goes on."""
        self._running = asyncio.ensure_future(self._pay(check))
        return await asyncio.shield(self._running)

    async def _pay(self, check: Check) -> Paid:
        if check.verdict is not Verdict.WINNER or check.pin is None or check.prize is None:
            raise ValueError("only a checked winner is paid")
        async with self._turn:
            operation = self._context.new_id()
            sold_at = check.ticket.created_at if check.ticket else None
            await self._write(operation, PayState.CHECKED, PayEvent.SUBMIT, check, pin=check.pin)
            for turn in range(self._RESENDS + 1):
                outcome = await self._api.pay(check.key, check.pin)
                paid = await self._settle(operation, check, outcome, sold_at, resent=turn > 0)
                if paid is not None:
                    return paid
                if not await self._may_resend(operation, check, turn):
                    break
            return Paid(PayResult.DOUBT, operation, check.prize)

    async def _settle(
        self,
        operation: str,
        check: Check,
        outcome: Outcome[Money | None],
        sold_at: datetime | None,
        *,
        resent: bool,
    ) -> Paid | None:
        """What an answer means; None = no answer, now on record as ambiguous."""
        state, prize = PayState.SENDING, check.prize or Money()
        match outcome:
            case Done(amount):
                return await self._confirmed(operation, state, check, amount or prize, sold_at)
            case Refused(refusal) if refusal.reason is Reason.ALREADY_PAID and resent:
                return await self._confirmed(operation, state, check, prize, sold_at)
            case Refused(refusal):
                body: dict[str, Json] = {"reason": refusal.reason.value, "text": refusal.text}
                await self._write(operation, state, PayEvent.DENY, check, body=body, erase=True)
                return Paid(PayResult.DENIED, operation, prize, refusal.reason, refusal.text)
            case NotSent(cause) if not resent:
                await self._write(operation, state, PayEvent.DENY, check, body={"reason": cause}, erase=True)
                return Paid(PayResult.NOT_SENT, operation, prize, text=cause)
            case SignInLost() if not resent:
                await self._write(
                    operation, state, PayEvent.DENY, check, body={"reason": "sign_in"}, erase=True
                )
                return Paid(PayResult.SIGN_IN, operation, prize)
            case NotSent() | SignInLost() | Unknown():
                await self._write(operation, state, PayEvent.LOSE_ANSWER, check)
                return None
            case _:
                assert_never(outcome)

    async def _may_resend(self, operation: str, check: Check, turn: int) -> bool:
        """Read the status: still a winner = unpaid, so the same payment may be sent again."""
        if turn >= self._RESENDS:
            return False
        await self._context.sleep(self._PAUSES[turn])
        try:
            row = await self._row(check.key)
        except (ReadFailed, ReadRefused) as error:
            log.info("payment %s: status not readable: %s", operation, error.code)
            return False
        if row is None or row.status not in {TicketStatus.WINNER, TicketStatus.PAID}:
            return False
        await self._write(operation, PayState.AMBIGUOUS, PayEvent.RESEND, check)
        return True

    async def _confirmed(
        self, operation: str, state: PayState, check: Check, prize: Money, sold_at: datetime | None
    ) -> Paid:
        confirmed = step(state, PayEvent.CONFIRM)
        await self._journal.write(
            self._record(operation, confirmed, check, prize=prize),
            self._record(operation, step(confirmed, PayEvent.DISBURSE), check, prize=prize, erase=True),
        )
        paper = self._papers.payment(check.key.number, sold_at, prize, operation)
        printed = await self._printing.slip(paper)
        return Paid(PayResult.PAID, operation, prize, slip_printed=printed)

    async def handed_over(self, operation: str) -> None:
        """The cash left the drawer: the payment is closed."""
        found = await self._journal.operation(operation)
        if found is not None and found.state == PayState.DISBURSING.value:
            await self._journal.write(
                Record(
                    operation,
                    PAY,
                    step(PayState.DISBURSING, PayEvent.HANDED_OVER).value,
                    self._context.server.now(),
                    number=found.number,
                    day=found.day,
                    amount=found.amount,
                )
            )

    async def unfinished(self, key: TicketKey) -> Operation | None:
        """A payment of ours for this ticket that is not closed yet, or None."""
        final = {state.value for state in PAY_FINAL}
        found = await self._journal.by_ticket(key, PAY)
        return next((operation for operation in found if operation.state not in final), None)

    async def _write(
        self,
        operation: str,
        state: PayState,
        event: PayEvent,
        check: Check,
        *,
        pin: Secret | None = None,
        body: dict[str, Json] | None = None,
        erase: bool = False,
    ) -> None:
        await self._journal.write(
            self._record(operation, step(state, event), check, pin=pin, body=body, erase=erase)
        )

    def _record(
        self,
        operation: str,
        state: PayState,
        check: Check,
        *,
        prize: Money | None = None,
        pin: Secret | None = None,
        body: dict[str, Json] | None = None,
        erase: bool = False,
    ) -> Record:
        return Record(
            operation,
            PAY,
            state.value,
            self._context.server.now(),
            in_flight=state is PayState.SENDING,
            number=check.key.number,
            day=check.key.day,
            amount=prize or check.prize,
            body=body or {},
            pin=pin,
            erase_pin=erase,
        )
