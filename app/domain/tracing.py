"""Where a difference between the server's sales and our own book comes from, ticket by ticket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.ticket import TicketKey, TicketRow, TicketStatus
from app.money import ZERO, Money, total

_VOID = frozenset({TicketStatus.CANCELED, TicketStatus.REJECTED})


class Gap(Enum):
    """Why a ticket counts on one side and not, or not equally, on the other.

    ==========  ==========================================================================
    ELSEWHERE   the server has it, this terminal did not sell it
    MISSING     this terminal sold it, the server does not list it
    VOID_THERE  sold here, annulled at the server without this terminal
    VOID_HERE   annulled here, at the server it stays sold
    AMOUNT      both have it, with another amount
    ==========  ==========================================================================
    """

    ELSEWHERE = "elsewhere"
    MISSING = "missing"
    VOID_THERE = "void_there"
    VOID_HERE = "void_here"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """A ticket of our own book; `parts` are its money by product, in the server's or catalogue's words."""

    key: TicketKey
    sold_at: datetime
    amount: Money
    voided: bool = False
    parts: tuple[tuple[str, Money], ...] = ()

    @property
    def counts(self) -> Money:
        """What it adds to the sales: nothing once it is annulled."""
        return ZERO if self.voided else self.amount


@dataclass(frozen=True, slots=True)
class Traced:
    """One ticket that makes a difference: what it counts here and there; `who` sold it elsewhere."""

    gap: Gap
    key: TicketKey
    sold_at: datetime
    here: Money
    there: Money
    who: str = ""

    @property
    def effect(self) -> Money:
        """How much more (negative: less) there is here because of it."""
        return self.here - self.there


def trace(own: Iterable[OwnTicket], rows: Iterable[tuple[TicketKey, TicketRow]]) -> tuple[Traced, ...]:
    """Every ticket that counts differently, earliest first.

    Their effects come to exactly what our own tickets count more than the rows. A ticket that several
    rows name (it is among the sold and the winners) is annulled when one of them says so.
    """
    there: dict[TicketKey, TicketRow] = {}
    for key, row in rows:
        if key not in there or row.status in _VOID:
            there[key] = row
    tickets = tuple(own)
    ours = {ticket.key for ticket in tickets}
    found = [one for ticket in tickets if (one := _of_ours(ticket, there.get(ticket.key))).effect]
    for key, row in there.items():
        if key not in ours and row.status not in _VOID and row.total:
            found.append(Traced(Gap.ELSEWHERE, key, row.created_at, ZERO, row.total, row.email))
    return tuple(sorted(found, key=lambda one: (one.sold_at, one.key.number)))


def _of_ours(ticket: OwnTicket, row: TicketRow | None) -> Traced:
    if row is None:
        return Traced(Gap.MISSING, ticket.key, ticket.sold_at, ticket.counts, ZERO)
    void = row.status in _VOID
    counts = ZERO if void else row.total
    gap = Gap.VOID_THERE if void else Gap.VOID_HERE if ticket.voided else Gap.AMOUNT
    return Traced(gap, ticket.key, ticket.sold_at, ticket.counts, counts)


def effect_of(traced: Iterable[Traced]) -> Money:
    """What they explain together."""
    return total(one.effect for one in traced)
