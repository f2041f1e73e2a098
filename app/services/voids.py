"""Taking tickets back: the only owner of a cancel or revert in flight.

A void is part of the journalled sale (SALE: VOIDING, VOIDED, REFUND_DUE, VOID_REFUSED), not an operation
beside it: so a ticket has one state, the journal's unique rule on number and day covers both, and one
fold shows what was sold and what was taken back.

Only a ticket of our own book is taken back, and only while the server shows the very same wagers,
its window is open and its draws are. VOIDING is durable before each call. Anything but a clear yes is
followed by reading the ticket's status; the call goes out again only when that says "sold" and the
window is open, at most six times. Money goes back after VOIDED and REFUND_DUE are on record, never
before (`app.services.refunds` writes what becomes of it). A delivered ticket that stays sold is simply
delivered again.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from app.domain import sale
from app.domain.catalog import Catalog
from app.domain.outcome import (
    Done,
    NotSent,
    Outcome,
    ReadFailed,
    ReadRefused,
    Reason,
    Refusal,
    Refused,
    SignInLost,
    SignInRequired,
    Unknown,
)
from app.domain.paper import VoidSlip
from app.domain.payment import PayState
from app.domain.sale import SaleEvent, SaleState
from app.domain.ticket import TicketKey, same_wagers, sum_of
from app.domain.void import Facts, VoidAct, VoidEvent, VoidState, block, in_time, step
from app.errors import Known
from app.money import Money
from app.observable import Observable
from app.ports import Journal, LotteryApi, OperationType, Record
from app.services.catalog import CatalogService
from app.services.context import Context
from app.services.holdings import Holding, held, holding_of
from app.services.papers import Papers
from app.services.printing import PrintService
from app.services.standing import Standing, StandingReader

log = logging.getLogger("taquilla.voids")
SALE = OperationType.SALE
_ONLY_VOIDING = {
    SALE: frozenset(state.value for state in SaleState if state is not SaleState.VOIDING),
    OperationType.PAY: frozenset(state.value for state in PayState),
}


class VoidStage(Enum):
    """What the cashier is told about the void going on."""

    IDLE = "idle"
    CHECKING = "checking"
    SENDING = "sending"
    VERIFYING = "verifying"


class VoidResult(Enum):
    """What became of a void. Only VOIDED means that money goes back."""

    VOIDED = "voided"
    ALREADY = "already"
    KEPT = "kept"
    NOT_SENT = "not_sent"
    SIGN_IN = "sign_in"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class VoidEnd:
    """The end of a try; `reason` and `text` are the server's own when it refused.

    `refund`: money is to be handed back now (never twice: that of a sale given up went back then).
    """

    result: VoidResult
    key: TicketKey
    amount: Money
    operation: str = ""
    reason: Reason | None = None
    text: str = ""
    slip_printed: bool = False
    refund: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """One void on its way. `unanswered`: a call of ours may have been carried out unheard."""

    holding: Holding
    act: VoidAct
    state: VoidState = VoidState.ASKED
    tries: int = 0
    unanswered: bool = False
    denied: frozenset[VoidAct] = frozenset()
    refusal: Refusal | None = None

    @property
    def claimed_void(self) -> bool:
        """The server said that the ticket was void before, which the lists have yet to show."""
        return self.refusal is not None and self.refusal.reason is Reason.ALREADY_VOID

    def end(self, result: VoidResult) -> VoidEnd:
        """How it ended."""
        holding, refusal = self.holding, self.refusal
        reason, text = (refusal.reason, refusal.text) if refusal else (None, "")
        return VoidEnd(result, holding.key, holding.amount, holding.operation.id, reason, text)


class VoidService:
    """Takes tickets back, one at a time; the caller may go away, the void goes on."""

    _TRIES = 6
    _PAUSES = (1, 2, 4, 8, 16)
    _WINDOW = timedelta(seconds=180)
    _QUIET = timedelta(seconds=75)  # a late call has arrived and the slowest list shows it
    _LOOKS = 60

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        catalog: CatalogService,
        printing: PrintService,
        papers: Papers,
        turn: asyncio.Lock,
    ) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._catalog = catalog
        self._printing = printing
        self._papers = papers
        self._turn = turn
        self._reader = StandingReader(context, api)
        self._running: asyncio.Future[VoidEnd] | None = None
        self.stage: Observable[VoidStage] = Observable(VoidStage.IDLE)
        self.unsettled = False

    @property
    def busy(self) -> bool:
        """Whether a void is being checked, sent or verified."""
        return self._running is not None and not self._running.done()

    def facts(self, holding: Holding) -> Facts:
        """What decides now whether a ticket of ours may be taken back."""
        catalog, server = self._catalog.catalog.value, self._context.server
        return Facts(
            state=holding.state,
            printed=holding.printed,
            created_at=holding.created_at,
            now=server.now(),
            trusted=server.trusted,
            seconds_to_cancel=catalog.agency.seconds_to_cancel if catalog else 0,
            first_close=_first_close(holding, catalog),
        )

    async def void(self, key: TicketKey, act: VoidAct) -> VoidEnd:
        """Take a ticket back. `Known("tickets.void.…")` or a read error when nothing was sent at all."""
        if self.busy:
            raise Known("tickets.void.busy")
        self._running = asyncio.ensure_future(self._void(key, act))
        return await asyncio.shield(self._running)

    async def _void(self, key: TicketKey, act: VoidAct) -> VoidEnd:
        async with self._turn:
            self.stage.set(VoidStage.CHECKING)
            try:
                return await self._decide(key, act)
            finally:
                self.stage.set(VoidStage.IDLE)

    async def _decide(self, key: TicketKey, act: VoidAct) -> VoidEnd:
        holding = await held(self._journal, key)
        if holding is None:
            raise Known("tickets.void.not_ours")
        if holding.state is SaleState.VOIDING:
            read = await self._verify(await self._reopened(holding))
            return read if isinstance(read, VoidEnd) else await self._go_on(read)
        await self._check(holding, act)
        return await self._go_on(_Case(holding, act))

    # --- before anything is sent -------------------------------------------------------------------

    async def _check(self, holding: Holding, act: VoidAct) -> None:
        self._require(act, holding)
        key = holding.key
        ticket = await self._api.ticket(key)
        if ticket.number != key.number or not same_wagers(ticket.plain_wagers(), holding.wagers()):
            raise Known("tickets.void.different")
        if ticket.total != sum_of(holding.wagers()):
            raise Known("tickets.void.different")
        if key.day != self._context.server.today() and await self._number_of_today(key.number):
            raise Known("tickets.void.renumbered")
        match await self._reader.read(key, holding.created_at):
            case Standing.SOLD:
                self._require(act, holding)  # reading took its time
            case Standing.VOID:
                raise Known("tickets.void.already_void")
            case Standing.DRAWN:
                raise Known("tickets.void.drawn")
            case Standing.UNKNOWN:
                raise Known("tickets.void.not_listed")

    def _require(self, act: VoidAct, holding: Holding) -> None:
        reason = block(act, self.facts(holding))
        if reason is not None:
            raise Known(f"tickets.void.{reason.value}")

    async def _number_of_today(self, number: int) -> bool:
        """Whether a ticket of today has the number too: a call, which has no date, would mean that one."""
        try:
            await self._api.ticket(TicketKey(number, self._context.server.today()))
        except ReadRefused as error:
            if error.refusal.reason is Reason.NOT_FOUND:
                return False
            raise
        return True

    # --- sending and reading -----------------------------------------------------------------------

    async def _go_on(self, case: _Case) -> VoidEnd:
        """Send, and on anything but a clear yes read the status; again while the rules allow it."""
        while True:
            sent = await self._sent(case)
            if isinstance(sent, VoidEnd):
                return sent
            read = await self._verify(sent)
            if isinstance(read, VoidEnd):
                return read
            case = read

    async def _sent(self, case: _Case) -> _Case | VoidEnd:
        """Send; while another money call is on its way a void that was begun waits for it."""
        try:
            return await self._send(case)
        except Known as error:
            if error.code != "journal.busy" or not case.tries:
                raise
            await self._context.sleep(self._PAUSES[0])
            return case

    async def _send(self, case: _Case) -> _Case | VoidEnd:
        """One call, on record before its first byte."""
        event = VoidEvent.SUBMIT if case.state is VoidState.ASKED else VoidEvent.RESEND
        case = replace(case, state=step(case.state, event), tries=case.tries + 1)
        await self._write(case)
        self.unsettled = True
        self.stage.set(VoidStage.SENDING)
        number = case.holding.key.number
        outcome: Outcome[None]
        match case.act:
            case VoidAct.CANCEL:
                outcome = await self._api.cancel(number)
            case VoidAct.REVERT:
                outcome = await self._api.revert(number)
            case _:
                assert_never(case.act)
        return await self._judged(case, outcome)

    async def _judged(self, case: _Case, outcome: Outcome[None]) -> _Case | VoidEnd:
        match outcome:
            case Done():
                return await self._voided(case, VoidEvent.CONFIRM, VoidResult.VOIDED)
            case NotSent(cause) if not case.unanswered:
                return await self._nothing_done(case, VoidResult.NOT_SENT, cause)
            case SignInLost() if not case.unanswered:
                return await self._nothing_done(case, VoidResult.SIGN_IN, Reason.SIGN_IN.value)
            case Refused(refusal):
                denied = case.denied | {case.act}
                return await self._unsure(replace(case, refusal=refusal, denied=denied))
            case NotSent() | SignInLost():
                return await self._unsure(case)
            case Unknown(cause):
                log.warning("void of %s unanswered: %s", case.holding.operation.id, cause)
                return await self._unsure(replace(case, unanswered=True))
            case _:
                assert_never(outcome)

    async def _unsure(self, case: _Case) -> _Case:
        case = replace(case, state=step(case.state, VoidEvent.DOUBT))
        await self._write(case)
        return case

    async def _verify(self, case: _Case) -> _Case | VoidEnd:
        """Read the status until it decides, or until it says that a call may go out again."""
        self.stage.set(VoidStage.VERIFYING)
        for look in range(self._LOOKS):
            if look or case.unanswered:
                await self._context.sleep(self._PAUSES[min(look, len(self._PAUSES) - 1)])
            standing: Standing | None
            try:
                standing = await self._reader.read(case.holding.key, case.holding.created_at)
            except (ReadFailed, ReadRefused) as error:
                log.info("void of %s: cannot ask yet: %s", case.holding.operation.id, error.code)
                standing = None
            except SignInRequired:
                return replace(case.end(VoidResult.DOUBT), reason=Reason.SIGN_IN)
            end = await self._concluded(case, standing)
            if end is not None:
                return end
            again = self._again(case) if standing is Standing.SOLD else None
            if again is not None:
                return again
            if self._long_over(case):
                break
        return case.end(VoidResult.DOUBT)

    async def _concluded(self, case: _Case, standing: Standing | None) -> VoidEnd | None:
        """What a status (None: not readable) proves about a void; None while it proves nothing.

        "Already rejected" counts as a success (API document, "Revert ticket") of whoever did it, once
        the server has been asked and does not show the ticket as sold.
        """
        found = VoidResult.VOIDED if case.unanswered else VoidResult.ALREADY
        match standing:
            case Standing.VOID:
                return await self._voided(case, VoidEvent.FIND_VOID, found)
            case Standing.UNKNOWN if case.claimed_void:
                return await self._voided(case, VoidEvent.FIND_VOID, found)
            case Standing.DRAWN:
                return await self._kept(case, "drawn")
            case Standing.SOLD if self._definite(case) or self._long_over(case):
                return None if self._again(case) else await self._kept(case, "sold")
            case Standing.SOLD | Standing.UNKNOWN | None:
                return None
            case _:
                assert_never(standing)

    def _definite(self, case: _Case) -> bool:
        """Refused, and no call of ours can have been carried out before that."""
        return bool(case.denied) and not case.unanswered and not case.claimed_void

    def _long_over(self, case: _Case) -> bool:
        """The window is over and so is the time in which a late call could still arrive."""
        facts = self.facts(case.holding)
        window = max(timedelta(seconds=facts.seconds_to_cancel), self._WINDOW)
        return facts.now >= facts.created_at + window + self._QUIET

    def _again(self, case: _Case) -> _Case | None:
        """What may be sent while it is still sold: the same after silence, after a no the other call once."""
        if case.tries >= self._TRIES or not in_time(self.facts(case.holding)):
            return None
        if not case.denied:
            return case
        if case.unanswered or case.claimed_void or case.act.other in case.denied:
            return None
        return replace(case, act=case.act.other)

    # --- ends --------------------------------------------------------------------------------------

    async def _voided(self, case: _Case, event: VoidEvent, result: VoidResult) -> VoidEnd:
        """On record first, with the debt when there is one; then the slip, then the word to pay it back."""
        void = self._record(replace(case, state=step(case.state, event)), how=event.value)
        if result is not VoidResult.VOIDED or case.holding.money_back:
            await self._journal.write(void)
            return case.end(result)
        due = sale.step(SaleState(void.state), SaleEvent.OWE)
        await self._journal.write(void, replace(void, state=due.value, body={}))
        operation, now = case.holding.operation.id, self._context.server.now()
        header, number = self._papers.header(), case.holding.key.number
        slip = VoidSlip(header, number, now, case.holding.amount, operation)
        await self._printing.open_drawer()
        return replace(case.end(result), refund=True, slip_printed=await self._printing.slip(slip))

    async def _kept(self, case: _Case, how: str) -> VoidEnd:
        await self._write(replace(case, state=step(case.state, VoidEvent.FIND_KEPT)), how=how)
        return case.end(VoidResult.KEPT)

    async def _nothing_done(self, case: _Case, result: VoidResult, cause: str) -> VoidEnd:
        """Proof that the server did nothing: the ticket is as it was."""
        await self._write(replace(case, state=step(case.state, VoidEvent.PROVE_NOTHING_DONE)), how=cause)
        return replace(case.end(result), text=cause)

    # --- what earlier runs left --------------------------------------------------------------------

    async def settle(self) -> tuple[VoidEnd, ...]:
        """Read what became of voids left open by a restart or a dead line. Reads only, nothing is sent.

        First every one of them is taken off the wire in the books, so that selling can go on.
        """
        async with self._turn:
            found = await self._journal.open_operations(_ONLY_VOIDING)
            holdings = [holding_of(operation) for operation in found if operation.type is SALE]
            cases = [await self._reopened(holding) for holding in holdings if holding is not None]
            ends = [await self._look_if_readable(case) for case in cases]
            self.unsettled = None in ends
            return tuple(end for end in ends if end is not None)

    async def _reopened(self, holding: Holding) -> _Case:
        """A void left open; one whose call was on its way may have been carried out."""
        body, on_its_way = holding.operation.body, holding.void_state is VoidState.VOIDING
        tries = body.get("void_tries", 1)
        case = _Case(
            holding,
            holding.void_act,
            holding.void_state,
            tries if isinstance(tries, int) else 1,
            unanswered=on_its_way or body.get("void_unanswered") is True,
        )
        return await self._unsure(case) if on_its_way else case

    async def _look_if_readable(self, case: _Case) -> VoidEnd | None:
        try:
            return await self._look(case)
        except (ReadFailed, ReadRefused, SignInRequired) as error:
            log.info("void of %s stays open: %s", case.holding.operation.id, error.code)
            return None

    async def _look(self, case: _Case) -> VoidEnd | None:
        """One reading; raises the port's read errors."""
        standing = await self._reader.read(case.holding.key, case.holding.created_at)
        return await self._concluded(case, standing)

    # --- the books ---------------------------------------------------------------------------------

    async def _write(self, case: _Case, how: str = "") -> None:
        await self._journal.write(self._record(case, how))

    def _record(self, case: _Case, how: str) -> Record:
        holding = case.holding
        after = _sale_state(case)
        return Record(
            holding.operation.id,
            SALE,
            after.value,
            self._context.server.now(),
            in_flight=case.state is VoidState.VOIDING,
            number=holding.key.number,
            day=holding.key.day,
            amount=holding.amount,
            body={
                "void_state": case.state.value,
                "void_act": case.act.value,
                "void_was": holding.before.value,
                "void_tries": case.tries,
                "void_unanswered": case.unanswered,
                "void_reason": case.refusal.reason.value if case.refusal else "",
                "void_how": how,
            },
            erase_pin=after is SaleState.VOIDED,
        )


def _sale_state(case: _Case) -> SaleState:
    """The sale's state that goes with the void's, over legal moves of the sale's table."""
    holding = case.holding
    voiding = holding.state
    if voiding is not SaleState.VOIDING:
        voiding = sale.step(voiding, SaleEvent.START_VOID)
    match case.state:
        case VoidState.VOIDING | VoidState.UNSURE:
            return voiding
        case VoidState.VOIDED:
            return sale.step(voiding, SaleEvent.VOID_DONE)
        case VoidState.VOID_REFUSED:
            delivered = holding.before is SaleState.DELIVERED
            return sale.step(voiding, SaleEvent.STAYS_SOLD if delivered else SaleEvent.VOID_DENIED)
        case VoidState.ASKED:
            raise ValueError("nothing is written before a void is tried")
        case _:
            assert_never(case.state)


def _first_close(holding: Holding, catalog: Catalog | None) -> datetime | None:
    """The first closing of its draws; None when one of them is no longer on sale."""
    draws = [catalog.draw_by_id.get(wager.event_id) if catalog else None for wager in holding.wagers()]
    closings = [draw.closes_at for draw in draws if draw is not None]
    return min(closings) if closings and len(closings) == len(draws) else None
