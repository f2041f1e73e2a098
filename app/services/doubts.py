"""Operations that are not finished: what each of them is, and what can be done with it here and now.

What goes on by itself is done elsewhere (`late`, `voids`, `startup`); this is where a person looks, and
from where a person decides what no program can know: paper, cash, and whose a ticket is.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import assert_never

from app.domain.payment import PayState
from app.domain.sale import SaleEvent, SaleState, step
from app.domain.ticket import TicketKey
from app.domain.void import VoidAct, block
from app.ports import Journal, Json, LotteryApi, Operation, OperationType, Record
from app.services.context import Context
from app.services.holdings import Holding, holding_of
from app.services.printing import PrintService
from app.services.records import ticket_json
from app.services.sales import VOID, SalesService
from app.services.startup import FINAL_STATES
from app.services.voids import VoidService

log = logging.getLogger("taquilla.doubts")

SALE = OperationType.SALE


class Kind(Enum):
    """What is not finished."""

    VERIFYING = "verifying"
    PARKED = "parked"
    UNPRINTED = "unprinted"
    PAPER = "paper"
    LATE = "late"
    DIFFERENT = "different"
    DISPUTED = "disputed"
    VOID_OPEN = "void_open"
    VOID_KEPT = "void_kept"
    REFUND = "refund"
    HOUSE = "house"
    PAYMENT = "payment"
    CASH = "cash"
    CLAIM = "claim"


class Deed(Enum):
    """What a person can do with it; each is one key."""

    PARK = "park"
    LOOK = "look"
    PRINT = "print"
    PAPER = "paper"
    TAKE_BACK = "take_back"
    OWE = "owe"
    BEAR = "bear"
    OURS = "ours"
    NOT_OURS = "not_ours"
    HANDED_BACK = "handed_back"
    HANDED_OVER = "handed_over"
    TO_CLAIM = "to_claim"
    PAY_CLAIM = "pay_claim"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One open operation. `busy`: it is being worked on at this moment, so nothing is to be done."""

    operation: Operation
    kind: Kind
    deeds: tuple[Deed, ...] = ()
    busy: bool = False

    @property
    def number(self) -> int | None:
        """The ticket it is about, as far as one is known; a disputed one is not taken for ours."""
        named = self.operation.body.get("disputed")
        return self.operation.number or (named if isinstance(named, int) else None)


def kind_of(operation: Operation) -> Kind:
    """What an open operation is."""
    if operation.type is OperationType.PAY:
        return _payment_kind(PayState(operation.state))
    nobodys = operation.body.get("disposition") == VOID
    match SaleState(operation.state):
        case SaleState.SENDING | SaleState.AMBIGUOUS:
            return Kind.VERIFYING
        case SaleState.PARKED:
            return Kind.PARKED
        case SaleState.ACCEPTED:
            return Kind.LATE if nobodys else Kind.UNPRINTED
        case SaleState.PRINTING | SaleState.PRINT_UNSURE:
            return Kind.PAPER
        case SaleState.NEEDS_HUMAN:
            return Kind.DISPUTED if "disputed" in operation.body else Kind.DIFFERENT
        case SaleState.VOIDING:
            return Kind.LATE if nobodys else Kind.VOID_OPEN
        case SaleState.VOID_REFUSED:
            return Kind.LATE if nobodys else Kind.VOID_KEPT
        case SaleState.REFUND_DUE:
            return Kind.REFUND
        case SaleState.HOUSE_DUE:
            return Kind.HOUSE
        case other:
            raise ValueError(f"{other} is not open")


def _payment_kind(state: PayState) -> Kind:
    match state:
        case PayState.SENDING | PayState.AMBIGUOUS:
            return Kind.PAYMENT
        case PayState.CONFIRMED | PayState.DISBURSING:
            return Kind.CASH
        case PayState.CLAIM:
            return Kind.CLAIM
        case PayState.CHECKED | PayState.DENIED | PayState.DISBURSED:
            raise ValueError(f"{state} is not open")
        case _:
            assert_never(state)


_ALWAYS: dict[Kind, tuple[Deed, ...]] = {
    Kind.PARKED: (Deed.LOOK,),
    Kind.LATE: (Deed.LOOK,),
    Kind.DISPUTED: (Deed.OURS, Deed.NOT_OURS),
    Kind.VOID_OPEN: (Deed.LOOK,),
    Kind.REFUND: (Deed.HANDED_BACK,),
    Kind.HOUSE: (Deed.HANDED_BACK,),
    Kind.PAYMENT: (Deed.LOOK,),
    Kind.CASH: (Deed.HANDED_OVER, Deed.TO_CLAIM),
    Kind.CLAIM: (Deed.PAY_CLAIM,),
}
_PAPER_IN_DOUBT = frozenset({SaleState.PRINTING, SaleState.PRINT_UNSURE})


class DoubtService:
    """Lists what is open, oldest first, and does what a person decided about it."""

    def __init__(
        self,
        context: Context,
        api: LotteryApi,
        journal: Journal,
        sales: SalesService,
        printing: PrintService,
        voids: VoidService,
    ) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._sales = sales
        self._printing = printing
        self._voids = voids

    async def list(self) -> tuple[Doubt, ...]:
        """Every open operation; one of another kind of record than this program writes is left out."""
        found = await self._journal.open_operations(FINAL_STATES)
        known = [one for one in found if one.type in {SALE, OperationType.PAY}]
        return tuple(self._doubt(one) for one in known)

    def _doubt(self, operation: Operation) -> Doubt:
        kind = kind_of(operation)
        running = self._sales.busy and self._sales.progress.value.operation == operation.id
        if kind is Kind.VERIFYING:
            return Doubt(operation, kind, (Deed.PARK,) if running and self._sales.can_park else ())
        return Doubt(operation, kind, () if running else self._deeds(operation, kind), busy=running)

    def _deeds(self, operation: Operation, kind: Kind) -> tuple[Deed, ...]:
        if kind in _ALWAYS:
            return _ALWAYS[kind]
        holding = holding_of(operation)
        if holding is None:
            return ()
        try:
            back = block(self._act(holding), self._voids.facts(holding)) is None
        except ValueError:
            log.error("the wagers of sale %s cannot be read", operation.id)
            return ()
        if kind is Kind.DIFFERENT or holding.before is SaleState.NEEDS_HUMAN:
            return (Deed.TAKE_BACK,) if back else (Deed.BEAR,)
        paper = Deed.PAPER if holding.before in _PAPER_IN_DOUBT else Deed.PRINT
        return paper, Deed.TAKE_BACK if back else Deed.OWE

    @staticmethod
    def _act(holding: Holding) -> VoidAct:
        return VoidAct.CANCEL if holding.printed else VoidAct.REVERT

    # --- what a person decided ----------------------------------------------------------------------

    def void_of(self, doubt: Doubt) -> tuple[TicketKey, VoidAct] | None:
        """The ticket to take back, and by which call."""
        holding = holding_of(doubt.operation)
        return (holding.key, self._act(holding)) if holding is not None else None

    async def print(self, doubt: Doubt) -> bool:
        """Bring a ticket to paper, or ask about the paper that may be out. True = delivered."""
        async with self._sales.settling():
            fresh = await self._journal.operation(doubt.operation.id)
            if fresh is None or fresh.state != doubt.operation.state:
                return False
            job = self._printing.job_of(fresh)
            if Deed.PAPER not in doubt.deeds:
                return await self._printing.run_again(job)
            if fresh.state == SaleState.PRINTING.value:
                await self._printing.doubt(job, "restart")
            return await self._printing.ask_paper(job)

    async def ours(self, doubt: Doubt) -> None:
        """The disputed ticket was sold here: its money went back, so it is on the books to be annulled.

        Raises the port's read errors, `Known("journal.duplicate_ticket")` when another sale has it.
        """
        number, day = doubt.number, doubt.operation.body.get("disputed_day")
        if number is None or not isinstance(day, str):
            return
        ticket = await self._api.ticket(TicketKey(number, date.fromisoformat(day)))
        body: dict[str, Json] = {"how": "person", "disposition": VOID, **ticket_json(ticket)}
        after = step(SaleState.NEEDS_HUMAN, SaleEvent.ACCEPT)
        await self._journal.write(
            Record(
                doubt.operation.id,
                SALE,
                after.value,
                self._context.server.now(),
                number=ticket.number,
                day=self._context.local_day(ticket.created_at),
                amount=ticket.total,
                body=body,
            )
        )

    async def not_ours(self, doubt: Doubt) -> None:
        """The disputed ticket is another terminal's: this sale never was."""
        after = step(SaleState.NEEDS_HUMAN, SaleEvent.DISMISS)
        await self._journal.write(
            Record(doubt.operation.id, SALE, after.value, self._context.server.now(), body={"how": "person"})
        )
