"""Selling: the only owner of a sale in flight.

The critical path is one durable record (SENDING), one POST, one durable record (ACCEPTED with the
print job), then paper. Nothing is ever sent twice: an unanswered sale is asked about (`Resolver`).
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import assert_never

from app.domain.outcome import Done, NotSent, Outcome, Reason, Refusal, Refused, SignInLost, Unknown
from app.domain.paper import Mark
from app.domain.sale import SaleEvent, SaleState, step
from app.domain.ticket import Ticket, Wager, same_wagers, sum_of
from app.errors import Known
from app.money import Money
from app.observable import Observable
from app.ports import Journal, Json, LotteryApi, Operation, OperationType, Record
from app.services.context import Context
from app.services.printing import PrintJob, PrintService
from app.services.recovery import (
    Absent,
    Different,
    Found,
    Resolver,
    Unreachable,
    wagers_from,
    wagers_json,
)

log = logging.getLogger("taquilla.sales")
SALE = OperationType.SALE


class Stage(Enum):
    """What the cashier is told about the sale going on."""

    IDLE = "idle"
    SENDING = "sending"
    VERIFYING = "verifying"
    SOLD = "sold"
    NOT_SOLD = "not_sold"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Progress:
    """The last sale: its stage, and why when it was not sold."""

    stage: Stage = Stage.IDLE
    operation: str = ""
    total: Money = field(default_factory=Money)
    ticket: Ticket | None = None
    code: str = ""
    refusal: Refusal | None = None


class SalesService:
    """Sells one cart at a time; the caller may go away, the sale goes on."""

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        printing: PrintService,
        resolver: Resolver,
    ) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._printing = printing
        self._resolver = resolver
        self._turn = asyncio.Lock()
        self._running: asyncio.Future[Progress] | None = None
        self.progress: Observable[Progress] = Observable(Progress())

    @property
    def busy(self) -> bool:
        """Whether a sale is being sent, verified or recorded."""
        return self._turn.locked()

    async def sell(self, wagers: tuple[Wager, ...]) -> Progress:
        """Sell the wagers once. Returns what became of it; raises `Known` only when nothing was sent."""
        if not wagers or self.busy:
            raise Known("sale.busy" if wagers else "sale.empty")
        self._running = asyncio.ensure_future(self._sell(wagers))
        return await asyncio.shield(self._running)

    async def _sell(self, wagers: tuple[Wager, ...]) -> Progress:
        async with self._turn:
            operation, amount = self._context.new_id(), sum_of(wagers)
            await self._resolver.freshen()
            body: dict[str, Json] = {
                "wagers": wagers_json(wagers),
                "baseline": self._resolver.baseline,
                "terminal": self._context.terminal,
            }
            await self._record(operation, SaleState.DRAFT, SaleEvent.SUBMIT, amount, body)
            self.progress.set(Progress(Stage.SENDING, operation, amount))
            outcome = await self._api.create(wagers, operation)
            return await self._settle(operation, wagers, amount, outcome)

    async def _settle(
        self, operation: str, wagers: tuple[Wager, ...], amount: Money, outcome: Outcome[Ticket]
    ) -> Progress:
        match outcome:
            case Done(ticket) if same_wagers(ticket.plain_wagers(), wagers) and ticket.total == amount:
                return await self._accepted(operation, SaleState.SENDING, ticket, "answer")
            case Done(ticket):
                return await self._different(operation, SaleState.SENDING, ticket)
            case Refused(refusal):
                return await self._not_sold(operation, SaleEvent.REFUSE, refusal=refusal)
            case SignInLost():
                refusal = Refusal(Reason.SIGN_IN)
                return await self._not_sold(operation, SaleEvent.REFUSE, refusal=refusal)
            case NotSent(cause):
                return await self._not_sold(operation, SaleEvent.PROVE_NOT_SENT, cause=cause)
            case Unknown(cause):
                log.warning("sale %s unanswered: %s", operation, cause)
                await self._record(
                    operation, SaleState.SENDING, SaleEvent.LOSE_ANSWER, amount, {"cause": cause}
                )
                return await self.verify(operation, wagers, amount)
            case _:
                assert_never(outcome)

    async def resume(self, operation: Operation) -> Progress:
        """Settle a doubt left over from before a restart (journal state SENDING, AMBIGUOUS or PARKED)."""
        wagers, amount = wagers_from(operation.body.get("wagers")), operation.amount or Money()
        async with self._turn:
            state = SaleState(operation.state)
            if state is SaleState.SENDING:
                await self._record(operation.id, state, SaleEvent.LOSE_ANSWER, amount, {"cause": "restart"})
                state = SaleState.AMBIGUOUS
            return await self.verify(operation.id, wagers, amount, state, since=operation.started_at)

    async def verify(
        self,
        operation: str,
        wagers: tuple[Wager, ...],
        amount: Money,
        state: SaleState = SaleState.AMBIGUOUS,
        since: datetime | None = None,
    ) -> Progress:
        """Ask the server what became of an ambiguous sale; the journal already says so."""
        self.progress.set(Progress(Stage.VERIFYING, operation, amount))
        answer = await self._resolver.resolve(operation, wagers, amount, since)
        match answer:
            case Found(ticket):
                return await self._accepted(operation, state, ticket, "found")
            case Different(ticket):
                return await self._different(operation, state, ticket)
            case Absent():
                await self._record(operation, state, SaleEvent.FIND_ABSENT, amount)
                return self._finish(Progress(Stage.NOT_SOLD, operation, amount, code="sale.absent"))
            case Unreachable():
                if state is SaleState.AMBIGUOUS:
                    await self._record(operation, state, SaleEvent.GIVE_UP_ASKING, amount)
                return self._finish(Progress(Stage.HELD, operation, amount, code="sale.parked"))
            case _:
                assert_never(answer)

    async def _accepted(self, operation: str, state: SaleState, ticket: Ticket, how: str) -> Progress:
        """Make it durable together with its print job, say VENDIDO, then print."""
        job = await self._printing.job_for(operation, ticket, Mark.ORIGINAL, 0)
        accepted = self._accept_record(operation, step(state, SaleEvent.ACCEPT), ticket, how)
        first = self._printing.start_record(job, step(SaleState.ACCEPTED, SaleEvent.START_PRINT))
        await self._journal.write(accepted, *([first] if first else []))
        self._resolver.sold(ticket)
        done = self._finish(Progress(Stage.SOLD, operation, ticket.total, ticket))
        await self._print(job, started=first is not None)
        return done

    async def _print(self, job: PrintJob, *, started: bool) -> None:
        if started:
            await self._printing.run(job)
        else:
            await self._printing.run_again(job)

    def _accept_record(self, operation: str, state: SaleState, ticket: Ticket, how: str) -> Record:
        return Record(
            operation,
            SALE,
            state.value,
            self._context.server.now(),
            number=ticket.number,
            day=self._context.local_day(ticket.created_at),
            amount=ticket.total,
            body={"how": how, "uuid": ticket.uuid, "created_at": int(ticket.created_at.timestamp())},
            pin=ticket.pin,
        )

    async def _not_sold(
        self, operation: str, event: SaleEvent, *, refusal: Refusal | None = None, cause: str = ""
    ) -> Progress:
        amount = self.progress.value.total
        reason = refusal.reason.value if refusal else "not_sent"
        body: dict[str, Json] = {"reason": reason, "cause": cause or (refusal.text if refusal else "")}
        await self._record(operation, SaleState.SENDING, event, amount, body)
        code = f"api.refused.{reason}" if refusal else f"api.offline.{cause}"
        return self._finish(Progress(Stage.NOT_SOLD, operation, amount, code=code, refusal=refusal))

    async def _different(self, operation: str, state: SaleState, ticket: Ticket) -> Progress:
        """The server holds something else than was asked: kept, never printed."""
        record = Record(
            operation,
            SALE,
            step(state, SaleEvent.FIND_DIFFERENT).value,
            self._context.server.now(),
            number=ticket.number,
            day=self._context.local_day(ticket.created_at),
            amount=ticket.total,
            body={"server_wagers": wagers_json(ticket.plain_wagers())},
            pin=ticket.pin,
        )
        await self._journal.write(record)
        self._resolver.sold(ticket)
        return self._finish(Progress(Stage.HELD, operation, ticket.total, ticket, code="sale.different"))

    async def _record(
        self,
        operation: str,
        state: SaleState,
        event: SaleEvent,
        amount: Money,
        body: dict[str, Json] | None = None,
    ) -> None:
        after = step(state, event)
        in_flight = after in {SaleState.SENDING, SaleState.AMBIGUOUS}
        now = self._context.server.now()
        await self._journal.write(
            Record(operation, SALE, after.value, now, in_flight=in_flight, amount=amount, body=body or {})
        )

    def _finish(self, progress: Progress) -> Progress:
        self.progress.set(progress)
        return progress
