"""What is settled after sign-in, before anything else: doubts that a power cut or a crash left behind."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from app.domain.paper import Mark
from app.domain.payment import PAY_FINAL, PayState
from app.domain.sale import FINAL, SaleEvent, SaleState, step
from app.domain.secret import Secret
from app.domain.ticket import Ticket, TicketWager
from app.money import Money
from app.ports import Journal, Operation, OperationType, Record
from app.services.context import Context, Operator
from app.services.payments import PaymentService
from app.services.printing import PrintJob, PrintService
from app.services.recovery import wagers_from
from app.services.sales import SalesService

log = logging.getLogger("taquilla.startup")

FINAL_STATES = {
    OperationType.SALE: frozenset(state.value for state in FINAL),
    OperationType.PAY: frozenset(state.value for state in PAY_FINAL),
    OperationType.VOID: frozenset[str](),
    OperationType.GHOST: frozenset[str](),
}


class StartUp:
    """Walks the open operations, oldest first, and brings each as far as it goes without guessing."""

    def __init__(
        self,
        context: Context,
        journal: Journal,
        sales: SalesService,
        payments: PaymentService,
        printing: PrintService,
        operator: Operator,
    ) -> None:
        self._context = context
        self._journal = journal
        self._sales = sales
        self._payments = payments
        self._printing = printing
        self._operator = operator

    async def run(self) -> int:
        """Settle what can be settled; returns how many operations are still open afterwards."""
        for operation in await self._journal.open_operations(FINAL_STATES):
            if operation.type is OperationType.SALE:
                await self._sale(operation)
            elif operation.type is OperationType.PAY:
                await self._payment(operation)
        return len(await self._journal.open_operations(FINAL_STATES))

    async def _sale(self, operation: Operation) -> None:
        match SaleState(operation.state):
            case SaleState.SENDING | SaleState.AMBIGUOUS | SaleState.PARKED:
                await self._sales.resume(operation)
            case SaleState.ACCEPTED:
                job = await self._job(operation)
                if await self._operator.print_again(job.ticket.number, "restart"):
                    await self._printing.run_again(job)
            case SaleState.PRINTING:
                await self._doubt(operation)
                await self._printing.ask_paper(await self._job(operation))
            case SaleState.PRINT_UNSURE:
                await self._printing.ask_paper(await self._job(operation))
            case _:
                log.info("operation %s stays %s", operation.id, operation.state)

    async def _payment(self, operation: Operation) -> None:
        if operation.state == PayState.DISBURSING.value and operation.number is not None:
            amount = (operation.amount or Money()).text(cents=False)
            if await self._operator.cash_given(operation.number, amount):
                await self._payments.handed_over(operation.id)
        else:
            log.info("payment %s stays %s", operation.id, operation.state)

    async def _doubt(self, operation: Operation) -> None:
        after = step(SaleState.PRINTING, SaleEvent.PRINT_DOUBT)
        await self._journal.write(
            Record(
                operation.id,
                OperationType.SALE,
                after.value,
                self._context.server.now(),
                number=operation.number,
                day=operation.day,
                amount=operation.amount,
                body={"cause": "restart"},
            )
        )

    async def _job(self, operation: Operation) -> PrintJob:
        attempt = operation.body.get("print", 0)
        mark = Mark(str(operation.body.get("mark", Mark.ORIGINAL.value)))
        number = attempt if isinstance(attempt, int) else 0
        return await self._printing.job_for(operation.id, ticket_from(operation), mark, number)


def ticket_from(operation: Operation) -> Ticket:
    """The ticket that a journalled sale stands for, as far as the journal knows it."""
    wagers = wagers_from(operation.body.get("wagers"))
    created = operation.body.get("created_at", 0)
    moment = datetime.fromtimestamp(created if isinstance(created, int) else 0, UTC)
    return Ticket(
        number=operation.number or 0,
        pin=operation.pin or Secret(""),
        created_at=moment,
        wagers=tuple(TicketWager(wager) for wager in wagers),
        total=operation.amount or Money(),
        uuid=str(operation.body.get("uuid", "")),
    )
