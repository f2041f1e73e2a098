"""Cash that goes back to a customer: a record before it leaves the drawer, one after.

What was never sold is owed to nobody: the customer keeps the money, or gets it back over the counter,
before anything is on the books. A refund is on the books where a ticket was: annulled (REFUND_DUE,
REFUNDED), or still sold though its customer has no ticket (HOUSE_DUE, HOUSE: the agency's loss).
Between the two records lies the cash itself: after a power cut there, the cashier is asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from app.domain.sale import SaleEvent, SaleState, step
from app.errors import Known
from app.ports import Journal, Json, Operation, OperationType, Record
from app.services.context import Context, Operator
from app.services.holdings import holding_of

log = logging.getLogger("taquilla.refunds")

SALE = OperationType.SALE
DUE = frozenset({SaleState.REFUND_DUE, SaleState.HOUSE_DUE})


class RefundService:
    """Keeps the books of cash that goes back. Every act reads the sale anew: a second tap does nothing."""

    def __init__(self, context: Context, journal: Journal) -> None:
        self._context = context
        self._journal = journal
        self._turn = asyncio.Lock()

    async def handed_back(self, operation: str) -> bool:
        """The cash left the drawer. False when it was not (or no longer) owed."""
        return await self._move(operation, DUE, SaleEvent.HAND_BACK)

    async def owe(self, operation: str) -> bool:
        """A ticket without a customer stays sold: its price goes back, at the agency's cost.

        `Known("doubts.money_back")` when the money went back before.
        """
        found = await self._journal.operation(operation)
        holding = holding_of(found) if found is not None else None
        if holding is not None and holding.money_back:
            raise Known("doubts.money_back")
        states = frozenset({SaleState.ACCEPTED, SaleState.PRINT_UNSURE, SaleState.VOID_REFUSED})
        return await self._move(operation, states, SaleEvent.OWE, {"house": "cashier"})

    async def bear(self, operation: str) -> bool:
        """A ticket whose money went back stays sold, at the agency's cost."""
        states = frozenset({SaleState.NEEDS_HUMAN, SaleState.VOID_REFUSED})
        return await self._move(operation, states, SaleEvent.BEAR, {"house": "cashier"})

    async def ask(self, operation: Operation, operator: Operator) -> bool:
        """After a restart: whether the cash that was owed went back. False = it is owed still."""
        amount = operation.amount.text(cents=False) if operation.amount else ""
        if operation.number is None or not await operator.cash_returned(operation.number, amount):
            return False
        return await self.handed_back(operation.id)

    async def _move(
        self,
        id_: str,
        states: frozenset[SaleState],
        event: SaleEvent,
        body: Mapping[str, Json] | None = None,
    ) -> bool:
        async with self._turn:
            found = await self._journal.operation(id_)
            state = SaleState(found.state) if found is not None and found.type is SALE else None
            if state is None or state not in states:
                return False
            after = step(state, event)
            log.info("sale %s: %s", id_, after.value)
            await self._journal.write(
                Record(
                    id_,
                    SALE,
                    after.value,
                    self._context.server.now(),
                    body=body or {},
                    erase_pin=True,
                )
            )
            return True
