"""A ticket of our own book: what the journal says of its paper and of tries to take it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.sale import ANNULLED, SaleState
from app.domain.secret import Secret
from app.domain.ticket import Ticket, TicketKey, Wager
from app.domain.void import VoidAct, VoidState
from app.money import Money
from app.ports import Journal, Operation, OperationType
from app.services.records import ticket_from, wagers_from
from app.services.sales import VOID

_TAKING_BACK = frozenset({SaleState.VOIDING, SaleState.VOID_REFUSED})
_NEVER_PAPER = frozenset({SaleState.ACCEPTED, SaleState.NEEDS_HUMAN})


@dataclass(frozen=True, slots=True)
class Holding:
    """A ticket that this terminal sold, over its journalled sale."""

    operation: Operation
    key: TicketKey

    @property
    def state(self) -> SaleState:
        """Where the sale stands."""
        return SaleState(self.operation.state)

    @property
    def before(self) -> SaleState:
        """Where it stood before it was being taken back."""
        if self.state not in _TAKING_BACK:
            return self.state
        return SaleState(str(self.operation.body.get("void_was", SaleState.DELIVERED.value)))

    @property
    def printed(self) -> bool:
        """Whether a paper of it may be out: any but the first print follows one that was begun."""
        body = self.operation.body
        return self.before not in _NEVER_PAPER or bool(body.get("print")) or self.copies > 0

    @property
    def copies(self) -> int:
        """Copies printed or begun so far."""
        found = self.operation.body.get("copies", 0)
        return found if isinstance(found, int) else 0

    @property
    def money_back(self) -> bool:
        """Whether its money went back before it was known to be sold: it is nobody's, and to be annulled."""
        return self.operation.body.get("disposition") == VOID

    @property
    def amount(self) -> Money:
        """What the customer paid."""
        return self.operation.amount or Money()

    @property
    def created_at(self) -> datetime:
        """When the server sold it; for one whose time is not on record, when we began to."""
        found = self.operation.body.get("created_at")
        if isinstance(found, int) and found > 0:
            return datetime.fromtimestamp(found, UTC)
        return self.operation.started_at

    def ticket(self) -> Ticket:
        """The ticket, its PIN as far as the journal still keeps it."""
        return ticket_from(self.operation)

    def without_pin(self) -> Ticket:
        """The ticket as anybody may see it."""
        found = self.ticket()
        return replace(found, pin=Secret(""), created_at=self.created_at)

    def wagers(self) -> tuple[Wager, ...]:
        """What the server holds: its own wagers when they are not those asked for."""
        body = self.operation.body
        return wagers_from(body.get("server_wagers", body.get("wagers")))

    @property
    def void_state(self) -> VoidState:
        """Where a try to take it back stands."""
        if self.state is SaleState.VOIDING:
            return VoidState(str(self.operation.body.get("void_state", VoidState.VOIDING.value)))
        return VoidState.VOIDED if self.state in ANNULLED else VoidState.ASKED

    @property
    def void_act(self) -> VoidAct:
        """The call last tried."""
        return VoidAct(str(self.operation.body.get("void_act", VoidAct.CANCEL.value)))


async def held(journal: Journal, key: TicketKey) -> Holding | None:
    """Our own sale of that ticket, or None; a ticket belongs to one sale (a unique rule of the journal)."""
    found = await journal.by_ticket(key, OperationType.SALE)
    return Holding(found[0], key) if found else None


def holding_of(operation: Operation) -> Holding | None:
    """The holding of an operation that has a ticket."""
    if operation.number is None or operation.day is None:
        return None
    return Holding(operation, TicketKey(operation.number, operation.day))
