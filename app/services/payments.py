"""Paying prizes: looked at first, paid once, cash only after it is on record that the server paid.

Money leaves the drawer after PAY_CONFIRMED and DISBURSING are durable; one payout per ticket is a
unique rule of the journal. An unanswered payment is settled by reading the ticket's status: paid is
ours, still a winner may be sent again, because a ticket is paid once whoever asks.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import assert_never

from app.domain.outcome import (
    UNPROVEN,
    Done,
    NotSent,
    Outcome,
    ReadFailed,
    ReadRefused,
    Reason,
    Refused,
    SignInLost,
    SignInRequired,
    Unknown,
)
from app.domain.paper import Claim
from app.domain.payment import PAID_OUT, PAY_FINAL, PayEvent, PayState, step
from app.domain.secret import Secret
from app.domain.ticket import DrawResult, Ticket, TicketKey, TicketRow, TicketStatus
from app.errors import Bug, Known
from app.money import Money
from app.ports import Journal, Json, Listing, LotteryApi, Operation, OperationType, Record
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.papers import Papers
from app.services.printing import PrintService
from app.services.wrong_pins import WrongPins

log = logging.getLogger("taquilla.payments")
PAY = OperationType.PAY
_LOST = frozenset({"loser", "lost"})
_FIRST = (PayState.CHECKED, PayEvent.SUBMIT)
_AGAIN = (PayState.AMBIGUOUS, PayEvent.RESEND)


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
    NOT_OURS = "not_ours"
    LOCKED = "locked"


_REFUSED_READ = {Reason.NOT_FOUND: Verdict.NOT_FOUND, Reason.NOT_OURS: Verdict.NOT_OURS}


@dataclass(frozen=True, slots=True)
class Check:
    """A ticket looked at: the verdict, the server's prize, its wagers and what came out in their draws.

    `locked_until`: when a PIN may be tried again, for `LOCKED`. `since`: the earliest day looked at, when
    it was looked for.
    """

    verdict: Verdict
    key: TicketKey
    ticket: Ticket | None = None
    prize: Money | None = None
    expires: date | None = None
    results: tuple[DrawResult, ...] = ()
    pin: Secret | None = None
    locked_until: datetime | None = None
    since: date | None = None


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


@dataclass(frozen=True, slots=True)
class _Payment:
    """One payment on its way: which ticket, and how much the server says it won."""

    operation: str
    key: TicketKey
    prize: Money
    sold_at: datetime | None = None


class PaymentService:
    """Checks and pays tickets, one at a time."""

    _PAUSES = (1, 3, 6, 10)

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
        self._wrong_pins = WrongPins(context, journal)
        self._turn = asyncio.Lock()
        self._running: asyncio.Future[Paid] | None = None

    @property
    def busy(self) -> bool:
        """Whether a payment is in flight."""
        started = self._running is not None and not self._running.done()
        return started or self._turn.locked()

    def days_back(self) -> tuple[date, ...]:
        """The days on which a ticket may have been sold that can still be paid, today first."""
        catalog = self._catalog.catalog.value
        days = catalog.agency.ticket_expiration_days if catalog else 0
        today = self._context.server.today()
        return tuple(today - timedelta(days=back) for back in range(days + 1))

    async def find(self, number: int, pin: Secret) -> Check:
        """Look at a ticket whose day nobody said: today's first, then back to the last that can be paid.

        Another day's ticket of the same number is not meant when the PIN is not its own. Raises as `check`.
        """
        wrong: Check | None = None
        days = self.days_back()
        for day in days:
            found = await self._look(TicketKey(number, day), pin)
            if found.verdict is Verdict.WRONG_PIN:
                wrong = wrong or found
            elif found.verdict is not Verdict.NOT_FOUND:
                return found
        return await self._noted(
            wrong or Check(Verdict.NOT_FOUND, TicketKey(number, days[0]), since=days[-1])
        )

    async def check(self, key: TicketKey, pin: Secret) -> Check:
        """Look at a ticket. Reads only; raises the port's read errors other than "not found".

        A drawn ticket that is in none of our lists is `NOT_OURS`, never "did not win". A ticket whose PIN
        was tried too often is `LOCKED`, and the server is not asked.
        """
        return await self._noted(await self._look(key, pin))

    async def _noted(self, check: Check) -> Check:
        if check.verdict is Verdict.WRONG_PIN:
            await self._wrong_pins.note(check.key)
        return check

    async def _look(self, key: TicketKey, pin: Secret) -> Check:
        until = await self._wrong_pins.locked(key)
        if until is not None:
            return Check(Verdict.LOCKED, key, locked_until=until)
        try:
            ticket = await self._api.ticket(key)
        except ReadRefused as error:
            verdict = _REFUSED_READ.get(error.refusal.reason)
            if verdict is None:
                raise
            return Check(verdict, key)
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
                if not events <= {result.event_id for result in results}:
                    return Verdict.PENDING
                if row is None and not all(wager.status in _LOST for wager in ticket.wagers):
                    return Verdict.NOT_OURS
                return Verdict.NOT_WINNER
            case _:
                assert_never(status)

    def _expires(self, ticket: Ticket) -> date | None:
        catalog = self._catalog.catalog.value
        days = catalog.agency.ticket_expiration_days if catalog else 0
        return self._context.local_day(ticket.created_at) + timedelta(days=days) if days else None

    async def pay(self, check: Check) -> Paid:
        """Pay a checked winner once, going on with an unanswered payment of before if there is one.

        The caller may go away, the payment goes on. `Known` only when nothing was sent.
        """
        self._running = asyncio.ensure_future(self._pay(check))
        return await asyncio.shield(self._running)

    async def _pay(self, check: Check) -> Paid:
        if check.verdict is not Verdict.WINNER or check.pin is None or check.prize is None:
            raise ValueError("only a checked winner is paid")
        async with self._turn:
            before = await self._journal.by_ticket(check.key, PAY)
            paid_out = next((one for one in before if one.state in PAID_OUT), None)
            if paid_out is not None:
                return Paid(PayResult.DENIED, paid_out.id, check.prize, Reason.ALREADY_PAID)
            doubt = next((one for one in before if one.state == PayState.AMBIGUOUS.value), None)
            payment = _Payment(
                doubt.id if doubt else self._context.new_id(),
                check.key,
                check.prize,
                check.ticket.created_at if check.ticket else None,
            )
            state, event = _AGAIN if doubt else _FIRST
            await self._write(payment, state, event, pin=check.pin)
            return await self._send(payment, check.pin, asked_before=doubt is not None)

    async def _send(self, payment: _Payment, pin: Secret, *, asked_before: bool) -> Paid:
        """Until there is an answer; what fails on our side once it is recorded is a doubt, never a no."""
        try:
            for turn, pause in enumerate(self._PAUSES):
                if turn:
                    await self._write(payment, *_AGAIN)
                outcome = await self._api.pay(payment.key, pin)
                paid = await self._settle(payment, outcome, asked_before=asked_before or turn > 0)
                if paid is not None:
                    return paid
                await self._context.sleep(pause)
                status = await self._status(payment)
                if status is TicketStatus.PAID:
                    return await self._confirmed(payment, PayState.AMBIGUOUS, payment.prize)
                if status is not TicketStatus.WINNER:
                    break
        except Exception:
            log.exception("payment %s", payment.operation)
        await self._claim_slip(payment, Claim.VERIFYING)
        return Paid(PayResult.DOUBT, payment.operation, payment.prize)

    async def _settle(
        self, payment: _Payment, outcome: Outcome[Money | None], *, asked_before: bool
    ) -> Paid | None:
        """What an answer means; None = no answer, now on record as ambiguous."""
        operation, prize, state = payment.operation, payment.prize, PayState.SENDING
        match outcome:
            case Done(amount):
                return await self._confirmed(payment, state, amount or prize)
            case Refused(refusal) if refusal.reason is Reason.ALREADY_PAID and asked_before:
                return await self._confirmed(payment, state, prize)
            case Refused(refusal) if refusal.reason in UNPROVEN and await self._maybe_paid(payment):
                await self._write(payment, state, PayEvent.LOSE_ANSWER)
                return None
            case Refused(refusal):
                if refusal.reason is Reason.WRONG_PIN:
                    await self._wrong_pins.note(payment.key)
                await self._deny(payment, state, refusal.reason.value, refusal.text)
                return Paid(PayResult.DENIED, operation, prize, refusal.reason, refusal.text)
            case NotSent(cause) if not asked_before:
                await self._deny(payment, state, cause)
                return Paid(PayResult.NOT_SENT, operation, prize, text=cause)
            case SignInLost() if not asked_before:
                await self._deny(payment, state, Reason.SIGN_IN.value)
                return Paid(PayResult.SIGN_IN, operation, prize)
            case NotSent() | SignInLost() | Unknown():
                await self._write(payment, state, PayEvent.LOSE_ANSWER)
                return None
            case _:
                assert_never(outcome)

    async def _maybe_paid(self, payment: _Payment) -> bool:
        """Whether a refusal that says too little may hide a payment: it is listed as one, or not at all."""
        return await self._status(payment) in {TicketStatus.PAID, None}

    async def _status(self, payment: _Payment) -> TicketStatus | None:
        """What the server's lists say of the ticket, None when they cannot be read now."""
        try:
            row = await self._row(payment.key)
        except (ReadFailed, ReadRefused, SignInRequired) as error:
            log.info("payment %s: status not readable: %s", payment.operation, error.code)
            return None
        return row.status if row else None

    async def _confirmed(
        self, payment: _Payment, state: PayState, prize: Money, *, slip: bool = True
    ) -> Paid:
        """On record first, that it is paid and that cash may leave the drawer; then the slip."""
        paid = replace(payment, prize=prize)
        confirmed = step(state, PayEvent.CONFIRM)
        try:
            await self._journal.write(
                self._record(paid, confirmed),
                self._record(paid, step(confirmed, PayEvent.DISBURSE), erase=True),
            )
        except Known as error:
            if error.code != "journal.paid":
                raise
            await self._deny(payment, state, error.code)
            return Paid(PayResult.DENIED, payment.operation, payment.prize, Reason.ALREADY_PAID)
        if slip:
            await self._printing.open_drawer()
        printed = slip and await self._printing.slip(
            self._papers.payment(payment.key.number, payment.sold_at, prize, payment.operation)
        )
        return Paid(PayResult.PAID, payment.operation, prize, slip_printed=printed)

    async def resume(self, operation: Operation) -> bool:
        """Bring an open payment as far as reading goes; True when its cash is to be handed over.

        Nothing is sent: whether the customer still waits is not known.
        """
        async with self._turn:
            found = await self._journal.operation(operation.id) or operation
            payment, state = _payment_of(found), PayState(found.state)
            if state is PayState.SENDING:
                await self._write(payment, state, PayEvent.LOSE_ANSWER)
                state = PayState.AMBIGUOUS
            if state is PayState.AMBIGUOUS and await self._status(payment) is TicketStatus.PAID:
                paid = await self._confirmed(payment, state, payment.prize, slip=False)
                return paid.result is PayResult.PAID
            if state is PayState.CONFIRMED:
                await self._write(payment, state, PayEvent.DISBURSE, erase=True)
                state = PayState.DISBURSING
            return state is PayState.DISBURSING

    async def handed_over(self, operation: str) -> None:
        """The cash left the drawer: the payment is closed."""
        await self._moved(operation, PayState.DISBURSING, PayEvent.HANDED_OVER)

    async def claim(self, operation: str) -> bool:
        """The customer left without the cash: it stays owed. False when it was not to be handed over."""
        if not await self._moved(operation, PayState.DISBURSING, PayEvent.CUSTOMER_LEFT):
            return False
        found = await self._journal.operation(operation)
        if found is not None:
            await self._claim_slip(_payment_of(found), Claim.OWED)
        return True

    async def _claim_slip(self, payment: _Payment, claim: Claim) -> None:
        number, prize, operation = payment.key.number, payment.prize, payment.operation
        await self._printing.slip(self._papers.claim(claim, number, prize, operation))

    async def reopen(self, operation: str) -> bool:
        """The customer is back for a claim: its cash may leave the drawer. False when it is no claim."""
        return await self._moved(operation, PayState.CLAIM, PayEvent.DISBURSE)

    async def _moved(self, operation: str, state: PayState, event: PayEvent) -> bool:
        async with self._turn:
            found = await self._journal.operation(operation)
            if found is None or found.state != state.value:
                return False
            await self._write(_payment_of(found), state, event)
            return True

    async def unfinished(self, key: TicketKey) -> Operation | None:
        """A payment of ours for this ticket that is not closed yet, or None."""
        final = {state.value for state in PAY_FINAL}
        found = await self._journal.by_ticket(key, PAY)
        return next((operation for operation in found if operation.state not in final), None)

    async def _deny(self, payment: _Payment, state: PayState, reason: str, text: str = "") -> None:
        body: dict[str, Json] = {"reason": reason, "text": text}
        await self._write(payment, state, PayEvent.DENY, body=body, erase=True)

    async def _write(
        self,
        payment: _Payment,
        state: PayState,
        event: PayEvent,
        *,
        pin: Secret | None = None,
        body: dict[str, Json] | None = None,
        erase: bool = False,
    ) -> None:
        record = self._record(payment, step(state, event), pin=pin, body=body, erase=erase)
        await self._journal.write(record)

    def _record(
        self,
        payment: _Payment,
        state: PayState,
        *,
        pin: Secret | None = None,
        body: dict[str, Json] | None = None,
        erase: bool = False,
    ) -> Record:
        return Record(
            payment.operation,
            PAY,
            state.value,
            self._context.server.now(),
            in_flight=state is PayState.SENDING,
            number=payment.key.number,
            day=payment.key.day,
            amount=payment.prize,
            body=body or {},
            pin=pin,
            erase_pin=erase,
        )


def _payment_of(operation: Operation) -> _Payment:
    """A journalled payment; `Bug` when it names no ticket."""
    if operation.number is None or operation.day is None:
        raise Bug("payment.no_ticket")
    key = TicketKey(operation.number, operation.day)
    return _Payment(operation.id, key, operation.amount or Money())
