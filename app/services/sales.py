"""Selling: the only owner of a sale in flight.

The critical path is one durable record (SENDING), one POST, one durable record (ACCEPTED with the
print job), then paper. Nothing is ever sent twice: an unanswered sale is asked about (`Resolver`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from app.domain.outcome import (
    UNPROVEN,
    Done,
    NotSent,
    Outcome,
    Reason,
    Refusal,
    Refused,
    SignInLost,
    Unknown,
)
from app.domain.paper import Mark
from app.domain.sale import IN_FLIGHT, SaleEvent, SaleState, step
from app.domain.shift import Parts
from app.domain.ticket import Ticket, Wager, same_wagers, sum_of
from app.errors import Known
from app.money import Money
from app.observable import Observable
from app.ports import Journal, Json, LotteryApi, Operation, OperationType, Record
from app.services.context import Context
from app.services.printing import PrintService
from app.services.records import parts_json, ticket_json, wagers_from, wagers_json
from app.services.recovery import Absent, Attempt, Baseline, Different, Disputed, Found, Resolver, Unreachable

log = logging.getLogger("taquilla.sales")
SALE = OperationType.SALE
VOID = "void"
PARK_AFTER_S = 45.0
"""A cashier may stop waiting so long after the answer was lost; the program does after two minutes."""


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
    """The last sale: its stage, and why when it was not sold. `since` (monotonic): it is asked about."""

    stage: Stage = Stage.IDLE
    operation: str = ""
    total: Money = field(default_factory=Money)
    ticket: Ticket | None = None
    code: str = ""
    refusal: Refusal | None = None
    since: float = 0.0


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
        self._old = ""
        self._running: asyncio.Future[Progress] | None = None
        self.progress: Observable[Progress] = Observable(Progress())

    @property
    def busy(self) -> bool:
        """Whether a sale is being sent, verified, recorded or printed, or old doubts are being settled."""
        started = self._running is not None and not self._running.done()
        return started or self._turn.locked()

    async def sell(self, wagers: tuple[Wager, ...], paid_by: Parts = ()) -> Progress:
        """Sell the wagers once and bring the ticket to paper. Returns what became of it.

        `paid_by` says how the customer pays, for the till's own count; empty is all in cash.
        `Known` when nothing was sent, or when the journal failed: `progress` then says HELD.
        """
        if not wagers or self.busy:
            raise Known("sale.busy" if wagers else "sale.empty")
        self._running = asyncio.ensure_future(self._sell(wagers, paid_by))
        return await asyncio.shield(self._running)

    @property
    def verifying_s(self) -> float:
        """For how long the sale going on has been asked about; 0 when none is."""
        progress = self.progress.value
        return self._context.clock.monotonic() - progress.since if progress.stage is Stage.VERIFYING else 0.0

    @property
    def can_park(self) -> bool:
        """Whether the cashier may stop waiting for what is being verified, and sell on."""
        progress = self.progress.value
        old = progress.operation == self._old
        return progress.stage is Stage.VERIFYING and (old or self.verifying_s >= PARK_AFTER_S)

    def park(self) -> bool:
        """Stop asking about the sale going on: its money goes back, and it is looked for in the background.

        False when it is too early, or nothing is being asked about.
        """
        if not self.can_park:
            return False
        self._resolver.give_up()
        return True

    async def answered(self) -> None:
        """Wait until the one POST on its way is answered or given up (its own deadline bounds that)."""
        over = asyncio.Event()

        def heard(progress: Progress) -> None:
            if progress.stage is not Stage.SENDING:
                over.set()

        stop = self.progress.watch(heard)
        await over.wait()
        stop()

    @asynccontextmanager
    async def settling(self) -> AsyncIterator[None]:
        """Nothing new is sold inside: what is open is settled first, with `resume`."""
        async with self._turn:
            yield

    async def _sell(self, wagers: tuple[Wager, ...], paid_by: Parts) -> Progress:
        async with self._turn:
            await self._resolver.freshen()
            attempt = Attempt(
                self._context.new_id(),
                wagers,
                sum_of(wagers),
                self._resolver.baseline,
                self._context.server.now(),
                self._resolver.user,
            )
            body: dict[str, Json] = {
                "wagers": wagers_json(wagers),
                "terminal": self._context.terminal,
                "user": attempt.user,
                **parts_json(paid_by),
                **attempt.baseline.body(),
            }
            await self._record(attempt, SaleState.DRAFT, SaleEvent.SUBMIT, body)
            return await self._watched(attempt, self._send(attempt))

    async def _send(self, attempt: Attempt) -> Progress:
        self._tell(Progress(Stage.SENDING, attempt.operation, attempt.amount))
        return await self._settle(attempt, await self._api.create(attempt.wagers, attempt.operation))

    async def _watched(self, attempt: Attempt, work: Coroutine[object, object, Progress]) -> Progress:
        """When our own side fails, the screen stops waiting; the next start settles what the books say."""
        try:
            return await work
        except Exception as error:
            if self.progress.value.stage in {Stage.SENDING, Stage.VERIFYING}:
                code = "journal.broken" if isinstance(error, Known) else "sale.parked"
                self._tell(Progress(Stage.HELD, attempt.operation, attempt.amount, code=code))
            raise

    async def _settle(self, attempt: Attempt, outcome: Outcome[Ticket]) -> Progress:
        match outcome:
            case Done(ticket):
                return await self._answered(attempt, ticket)
            case Refused(refusal) if refusal.reason in UNPROVEN and not await self._resolver.unsold(attempt):
                return await self._unanswered(attempt, "unclear_refusal")
            case Refused(refusal):
                return await self._not_sold(attempt, SaleEvent.REFUSE, refusal=refusal)
            case SignInLost():
                return await self._not_sold(attempt, SaleEvent.REFUSE, refusal=Refusal(Reason.SIGN_IN))
            case NotSent(cause):
                return await self._not_sold(attempt, SaleEvent.PROVE_NOT_SENT, cause=cause)
            case Unknown(cause):
                return await self._unanswered(attempt, cause)
            case _:
                assert_never(outcome)

    async def _answered(self, attempt: Attempt, ticket: Ticket) -> Progress:
        try:
            if same_wagers(ticket.plain_wagers(), attempt.wagers) and ticket.total == attempt.amount:
                return await self._sold(attempt, SaleState.SENDING, ticket, "answer")
            return await self._different(attempt, SaleState.SENDING, ticket)
        except Known as error:
            if error.code != "journal.duplicate_ticket":
                raise
            # An old answer come again (a proxy's): it says nothing about this sale.
            return await self._unanswered(attempt, "duplicate_ticket")

    async def _unanswered(self, attempt: Attempt, cause: str) -> Progress:
        log.warning("sale %s unanswered: %s", attempt.operation, cause)
        await self._record(attempt, SaleState.SENDING, SaleEvent.LOSE_ANSWER, {"cause": cause})
        return await self._verify(attempt, SaleState.AMBIGUOUS)

    async def resume(self, operation: Operation) -> Progress:
        """Settle a doubt left over from before a restart (journal state SENDING or AMBIGUOUS).

        Only inside `settling`. Another user cannot see the ticket: it is parked. What is parked is looked
        for in the background, when its own user is signed in (`LateArrivals`).
        """
        attempt = Attempt(
            operation.id,
            wagers_from(operation.body.get("wagers")),
            operation.amount or Money(),
            Baseline.read(operation.body),
            operation.started_at,
            str(operation.body.get("user", "")),
            old=True,
        )
        return await self._watched(attempt, self._resume(attempt, SaleState(operation.state)))

    async def _resume(self, attempt: Attempt, state: SaleState) -> Progress:
        if state is SaleState.SENDING:
            await self._record(attempt, state, SaleEvent.LOSE_ANSWER, {"cause": "restart"})
            state = SaleState.AMBIGUOUS
        if attempt.user and attempt.user != self._resolver.user:
            return await self._park(attempt, state)
        return await self._verify(attempt, state)

    async def _verify(self, attempt: Attempt, state: SaleState) -> Progress:
        """Ask the server what became of an unanswered sale; the journal already says so."""
        self._old = attempt.operation if attempt.old else ""
        since = self._context.clock.monotonic()
        self._tell(Progress(Stage.VERIFYING, attempt.operation, attempt.amount, since=since))
        answer = await self._resolver.resolve(attempt)
        match answer:
            case Found(ticket):
                return await self._sold(attempt, state, ticket, "found")
            case Different(ticket):
                return await self._different(attempt, state, ticket)
            case Disputed(ticket):
                return await self._disputed(attempt, state, ticket)
            case Absent():
                await self._record(attempt, state, SaleEvent.FIND_ABSENT)
                return self._tell(
                    Progress(Stage.NOT_SOLD, attempt.operation, attempt.amount, code="sale.absent")
                )
            case Unreachable():
                return await self._park(attempt, state)
            case _:
                assert_never(answer)

    async def _park(self, attempt: Attempt, state: SaleState) -> Progress:
        await self._record(attempt, state, SaleEvent.GIVE_UP_ASKING)
        return self._tell(Progress(Stage.HELD, attempt.operation, attempt.amount, code="sale.parked"))

    async def _sold(self, attempt: Attempt, state: SaleState, ticket: Ticket, how: str) -> Progress:
        if attempt.old:
            return await self._sold_before(attempt, state, ticket, how)
        return await self._sold_now(attempt, state, ticket, how)

    async def _sold_now(self, attempt: Attempt, state: SaleState, ticket: Ticket, how: str) -> Progress:
        """Make it durable together with its print job, say VENDIDO, then print."""
        job = await self._printing.job_for(attempt.operation, ticket, Mark.ORIGINAL, 0)
        first = self._printing.start_record(job, step(SaleState.ACCEPTED, SaleEvent.START_PRINT))
        await self._accept(attempt, state, ticket, {"how": how}, *([first] if first else []))
        done = self._tell(Progress(Stage.SOLD, attempt.operation, ticket.total, ticket))
        if first is not None:
            await self._printing.run(job)
        else:
            await self._printing.run_again(job)
        await self._printing.open_drawer(sale=True)
        return done

    async def _sold_before(self, attempt: Attempt, state: SaleState, ticket: Ticket, how: str) -> Progress:
        """Sold before a restart: whether the customer still waits for the paper is a question."""
        await self._accept(attempt, state, ticket, {"how": how})
        done = self._tell(Progress(Stage.SOLD, attempt.operation, ticket.total, ticket))
        await self._printing.offer(
            self._printing.unprinted(attempt.operation, ticket, Mark.ORIGINAL, 0), "restart"
        )
        return done

    async def _accept(
        self, attempt: Attempt, state: SaleState, ticket: Ticket, body: dict[str, Json], *more: Record
    ) -> None:
        accepted = self._ticket_record(
            attempt, step(state, SaleEvent.ACCEPT), ticket, {**body, **ticket_json(ticket)}
        )
        await self._journal.write(accepted, *more)
        self._resolver.sold(ticket)

    async def _not_sold(
        self, attempt: Attempt, event: SaleEvent, *, refusal: Refusal | None = None, cause: str = ""
    ) -> Progress:
        reason = refusal.reason.value if refusal else "not_sent"
        body: dict[str, Json] = {"reason": reason, "cause": cause or (refusal.text if refusal else "")}
        await self._record(attempt, SaleState.SENDING, event, body)
        code = f"api.refused.{reason}" if refusal else f"api.offline.{cause}"
        done = Progress(Stage.NOT_SOLD, attempt.operation, attempt.amount, code=code, refusal=refusal)
        return self._tell(done)

    async def _different(self, attempt: Attempt, state: SaleState, ticket: Ticket) -> Progress:
        """The server holds something else than was asked, or drew it already: kept, never printed.

        The cashier is told to give the money back at once, so nothing is owed when it is annulled.
        """
        body: dict[str, Json] = {
            "server_wagers": wagers_json(ticket.plain_wagers()),
            "created_at": int(ticket.created_at.timestamp()),
            "disposition": VOID,
        }
        after = step(state, SaleEvent.FIND_DIFFERENT)
        await self._journal.write(self._ticket_record(attempt, after, ticket, body))
        self._resolver.sold(ticket)
        held = Progress(Stage.HELD, attempt.operation, ticket.total, ticket, code="sale.different")
        return self._tell(held)

    async def _disputed(self, attempt: Attempt, state: SaleState, ticket: Ticket) -> Progress:
        """It may be another terminal's ticket: named in the record, but not taken for ours."""
        day = self._context.local_day(ticket.created_at).isoformat()
        body: dict[str, Json] = {"disputed": ticket.number, "disputed_day": day}
        await self._record(attempt, state, SaleEvent.FIND_DIFFERENT, body)
        return self._tell(Progress(Stage.HELD, attempt.operation, attempt.amount, code="sale.shared_user"))

    def _ticket_record(
        self, attempt: Attempt, state: SaleState, ticket: Ticket, body: dict[str, Json]
    ) -> Record:
        return Record(
            attempt.operation,
            SALE,
            state.value,
            self._context.server.now(),
            number=ticket.number,
            day=self._context.local_day(ticket.created_at),
            amount=ticket.total,
            body=body,
            pin=ticket.pin,
        )

    async def _record(
        self, attempt: Attempt, state: SaleState, event: SaleEvent, body: dict[str, Json] | None = None
    ) -> None:
        after = step(state, event)
        await self._journal.write(
            Record(
                attempt.operation,
                SALE,
                after.value,
                self._context.server.now(),
                in_flight=after in IN_FLIGHT,
                amount=attempt.amount,
                body=body or {},
            )
        )

    def _tell(self, progress: Progress) -> Progress:
        """Tell the screens; a fault of theirs must not stop a sale between record and paper."""
        try:
            self.progress.set(progress)
        except Exception:
            log.exception("a listener of the sale's progress failed")
        return progress
