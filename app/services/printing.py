"""Printing with a record before the first byte and an answer after the last: never a second original."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import assert_never

from app.domain.paper import Mark, Paper
from app.domain.sale import SaleEvent, SaleState, step
from app.domain.ticket import Ticket
from app.ports import (
    Journal,
    NothingPrinted,
    Operation,
    OperationType,
    Prepared,
    Printed,
    Printer,
    PrintOutcome,
    PrintUnsure,
    Record,
    Trail,
)
from app.services.context import Context, Operator
from app.services.papers import Papers
from app.services.records import ticket_from

log = logging.getLogger("taquilla.printing")


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One attempt to bring a sold ticket to paper; `prepared` is None when it could not be laid out.

    `spoiled`: a paper of it came out in part before, which must be marked void first.
    """

    operation: str
    ticket: Ticket
    mark: Mark
    attempt: int
    prepared: Prepared | None
    spoiled: bool = False


class PrintService:
    """Brings sold tickets to paper and writes down how sure that is."""

    def __init__(
        self,
        context: Context,
        journal: Journal,
        printer: Printer,
        papers: Papers,
        operator: Operator,
        *,
        drawer_at_sale: bool = False,
    ) -> None:
        self._context = context
        self._journal = journal
        self._printer = printer
        self._papers = papers
        self._operator = operator
        self._drawer_at_sale = drawer_at_sale
        self._half_slip = False

    async def job_for(
        self, operation: str, ticket: Ticket, mark: Mark, attempt: int, *, spoiled: bool = False
    ) -> PrintJob:
        """Lay out a ticket. A ticket that cannot be laid out is still sold: the job then has no bytes."""
        try:
            prepared = await self._printer.prepare(self._papers.ticket(ticket, mark, attempt))
        except Exception:  # whatever it was, the sale that stands must be recorded next
            log.exception("ticket of %s could not be laid out", operation)
            return self.unprinted(operation, ticket, mark, attempt, spoiled=spoiled)
        if spoiled:
            prepared = replace(prepared, after_spoiled=True)
        return PrintJob(operation, ticket, mark, attempt, prepared, spoiled)

    def unprinted(
        self, operation: str, ticket: Ticket, mark: Mark, attempt: int, *, spoiled: bool = False
    ) -> PrintJob:
        """A job not laid out yet: for `offer`, `run_again` and `ask_paper`, which do so themselves."""
        return PrintJob(operation, ticket, mark, attempt, None, spoiled)

    def job_of(self, operation: Operation) -> PrintJob:
        """The job of a journalled sale, as far as it came, not laid out yet."""
        attempt = operation.body.get("print", 0)
        mark = Mark(str(operation.body.get("mark", Mark.ORIGINAL.value)))
        number = attempt if isinstance(attempt, int) else 0
        spoiled = bool(operation.body.get("spoiled"))
        return self.unprinted(operation.id, ticket_from(operation), mark, number, spoiled=spoiled)

    def start_record(self, job: PrintJob, state: SaleState) -> Record | None:
        """The record that must be durable before the first byte (number of print, mark, digest)."""
        if job.prepared is None:
            return None
        return self._record(
            job,
            state,
            print=job.attempt,
            mark=job.mark.value,
            digest=job.prepared.digest,
            expects=job.prepared.expects.value,
        )

    async def run(self, job: PrintJob) -> bool:
        """Send a job whose start is on record; asks the cashier when nobody can know. True = delivered."""
        if job.prepared is None:
            return False
        outcome = await self._sent(job.prepared)
        match outcome:
            case Printed(evidence, trail):
                await self._delivered(job, SaleState.PRINTING, evidence.value, trail)
                return True
            case NothingPrinted(cause, spoiled, trail):
                return await self._nothing(job, cause, trail, spoiled=spoiled)
            case PrintUnsure(cause, trail):
                await self.doubt(job, cause, trail)
                return await self.ask_paper(job)
            case _:
                assert_never(outcome)

    async def _nothing(self, job: PrintJob, cause: str, trail: Trail, *, spoiled: bool) -> bool:
        """Nothing that could be redeemed is out: the same paper may be printed, now or later."""
        spoiled = spoiled or job.spoiled
        state = step(SaleState.PRINTING, SaleEvent.PRINT_NOT_STARTED)
        record = self._record(job, state, cause=cause, spoiled=spoiled, trail=trail)
        await self._journal.write(record)
        return await self.offer(replace(job, spoiled=spoiled), cause)

    async def _sent(self, prepared: Prepared) -> PrintOutcome:
        """Bring it to the printer; the half of a slip that may hang there is not to be its beginning."""
        if self._half_slip:
            self._half_slip, prepared = False, replace(prepared, after_spoiled=True)
        try:
            return await self._printer.send(prepared)
        except Exception:  # against the port's word: nobody knows what went out
            log.exception("the printer failed")
            return PrintUnsure("failed")

    async def offer(self, job: PrintJob, cause: str) -> bool:
        """None of its bytes went out: ask whether to print it now. False = it stays for later."""
        if not await self._operator.print_again(job.ticket.number, cause):
            return False
        return await self.run_again(job)

    async def run_again(self, job: PrintJob) -> bool:
        """Print a ticket none of whose bytes went out: still the original."""
        fresh = await self.job_for(job.operation, job.ticket, job.mark, job.attempt, spoiled=job.spoiled)
        start = self.start_record(fresh, step(SaleState.ACCEPTED, SaleEvent.START_PRINT))
        if start is None:
            return await self.offer(fresh, "layout")
        await self._journal.write(start)
        return await self.run(fresh)

    async def doubt(self, job: PrintJob, cause: str, trail: Trail | None = None) -> None:
        """Put on record that nobody knows what came out."""
        state = step(SaleState.PRINTING, SaleEvent.PRINT_DOUBT)
        await self._journal.write(self._record(job, state, cause=cause, trail=trail))

    async def ask_paper(self, job: PrintJob) -> bool:
        """A paper may be out, whole or cut: ask; when it is not whole the next one is marked."""
        if await self._operator.paper_complete(job.ticket.number):
            await self._delivered(job, SaleState.PRINT_UNSURE, "operator")
            return True
        return await self._reprint(job)

    async def _reprint(self, job: PrintJob) -> bool:
        again = await self.job_for(job.operation, job.ticket, Mark.REPRINT, job.attempt + 1, spoiled=True)
        start = self.start_record(again, step(SaleState.PRINT_UNSURE, SaleEvent.START_PRINT))
        if start is None:
            again_now = await self._operator.print_again(job.ticket.number, "layout")
            return again_now and await self._reprint(job)
        await self._journal.write(start)
        return await self.run(again)

    async def slip(self, paper: Paper) -> bool:
        """Print a slip; it may be printed again freely, it is worth nothing. True = all bytes went out."""
        try:
            prepared = await self._printer.prepare(paper)
        except Exception:  # the money is out already: a receipt must not say otherwise
            log.exception("slip could not be printed")
            return False
        outcome = await self._sent(prepared)
        self._half_slip = isinstance(outcome, PrintUnsure)
        return isinstance(outcome, Printed)

    async def open_drawer(self, *, sale: bool = False) -> None:
        """Open the cash drawer, where there is one: for money that goes out, already on record, and
        for a sale where the owner wants it. That it stays shut is no reason to stop."""
        if sale and not self._drawer_at_sale:
            return
        try:
            outcome = await self._printer.open_drawer()
        except Exception:  # the money is on the books: a drawer must not say otherwise
            log.exception("the drawer could not be opened")
            return
        if isinstance(outcome, NothingPrinted) and outcome.cause != "no_drawer":
            log.warning("the drawer stayed shut: %s", outcome.cause)

    async def _delivered(
        self, job: PrintJob, state: SaleState, evidence: str, trail: Trail | None = None
    ) -> None:
        after = step(state, SaleEvent.PRINTED)
        await self._journal.write(self._record(job, after, erase_pin=True, evidence=evidence, trail=trail))

    def _record(
        self,
        job: PrintJob,
        state: SaleState,
        *,
        erase_pin: bool = False,
        trail: Trail | None = None,
        **body: str | int,
    ) -> Record:
        return Record(
            job.operation,
            OperationType.SALE,
            state.value,
            self._context.server.now(),
            number=job.ticket.number,
            day=self._context.local_day(job.ticket.created_at),
            amount=job.ticket.total,
            body={**body, **_body(trail)},
            erase_pin=erase_pin,
        )


def _body(trail: Trail | None) -> dict[str, int]:
    """How far it got, for the record: blocks in all, begun, and proved to be on paper."""
    if trail is None or not trail.blocks:
        return {}
    return {"blocks": trail.blocks, "sent": trail.sent, "confirmed": trail.confirmed}
