"""What is settled after sign-in, before anything else: doubts that a power cut or a crash left behind."""

from __future__ import annotations

import logging

from app.domain.payment import PAY_FINAL
from app.domain.sale import FINAL, SaleState
from app.errors import Known
from app.money import Money
from app.ports import Journal, Operation, OperationType
from app.services.context import Context, Operator
from app.services.payments import PaymentService
from app.services.printing import PrintService
from app.services.refunds import RefundService
from app.services.sales import VOID, SalesService

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
        refunds: RefundService,
    ) -> None:
        self._context = context
        self._journal = journal
        self._sales = sales
        self._payments = payments
        self._printing = printing
        self._operator = operator
        self._refunds = refunds

    async def run(self) -> int:
        """Settle what can be settled; returns how many operations are still open afterwards.

        Nothing is sold meanwhile, and a sale of this run that still goes on (the sign-in was lost under
        it) is waited for: only then is what is open really left over.
        """
        async with self._sales.settling():
            for operation in await self._journal.open_operations(FINAL_STATES):
                await self._settle(operation)
            return len(await self._journal.open_operations(FINAL_STATES))

    async def _settle(self, operation: Operation) -> None:
        try:
            if operation.type is OperationType.SALE:
                await self._sale(operation)
            elif operation.type is OperationType.PAY:
                await self._payment(operation)
        except Known:
            raise
        except Exception:  # one that cannot be read must not hold up the others
            log.exception("operation %s stays %s", operation.id, operation.state)

    async def _sale(self, operation: Operation) -> None:
        match SaleState(operation.state):
            case SaleState.SENDING | SaleState.AMBIGUOUS:
                await self._sales.resume(operation)
            case SaleState.ACCEPTED if operation.body.get("disposition") != VOID:
                await self._printing.offer(self._printing.job_of(operation), "restart")
            case SaleState.PRINTING:
                job = self._printing.job_of(operation)
                await self._printing.doubt(job, "restart")
                await self._printing.ask_paper(job)
            case SaleState.PRINT_UNSURE:
                await self._printing.ask_paper(self._printing.job_of(operation))
            case SaleState.REFUND_DUE | SaleState.HOUSE_DUE:
                await self._refunds.ask(operation, self._operator)
            case _:  # a parked one is looked for while the till sells on (`LateArrivals`)
                log.info("operation %s stays %s", operation.id, operation.state)

    async def _payment(self, operation: Operation) -> None:
        if not await self._payments.resume(operation) or operation.number is None:
            log.info("payment %s stays open", operation.id)
            return
        amount = (operation.amount or Money()).text(cents=False)
        given = await self._operator.cash_given(operation.number, amount)
        if given or await self._operator.customer_waits(operation.number, amount):
            await self._payments.handed_over(operation.id)
        else:
            await self._payments.claim(operation.id)
