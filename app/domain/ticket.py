"""A wager, a ticket as the server knows it, and the rows of its lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import NamedTuple

from app.domain.secret import Secret
from app.money import Money, total


class Wager(NamedTuple):
    """One number in one draw for one amount: what `/user/ticket/create` takes. `text` is never a number.

    A named tuple, as `TicketWager` is: a hundred are made while the customer waits for the ticket, and a
    frozen dataclass takes three times as long.
    """

    event_id: int
    game_id: int
    text: str
    amount: Money


class TicketWager(NamedTuple):
    """A wager as a ticket shows it. `draw_time` is the server's own text ("12:00 pm")."""

    wager: Wager
    event_name: str = ""
    list_id: int = 0
    draw_time: str = ""
    status: str = ""
    current_event_id: int = 0


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket (replies of create, ticket view and last). `number` is unique only with its date."""

    number: int
    pin: Secret
    created_at: datetime
    wagers: tuple[TicketWager, ...]
    total: Money
    uuid: str = ""
    entity_id: int = 0
    entity_name: str = ""

    def plain_wagers(self) -> tuple[Wager, ...]:
        """The wagers alone, to compare with what was asked for."""
        return tuple(row.wager for row in self.wagers)

    def with_uuid(self, uuid: str) -> Ticket:
        """The same ticket with its global key (views do not give it)."""
        return replace(self, uuid=uuid)


class TicketStatus(Enum):
    """Statuses of the list endpoint. Only some spellings are documented; the rest are `UNKNOWN`."""

    SOLD = "sold"
    WINNER = "winner"
    PAID = "paid"
    CANCELED = "canceled"
    REJECTED = "rejected"
    LOST = "lost"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A row of `/user/ticket/`. `raw_status` is the server's word; an unknown one never pays or voids."""

    uuid: str
    number: int
    created_at: datetime
    status: TicketStatus
    raw_status: str
    total: Money
    prize: Money
    user_id: int = 0
    email: str = ""


@dataclass(frozen=True, slots=True)
class TicketKey:
    """What names a ticket to a person: its number and its local sale date."""

    number: int
    day: date


@dataclass(frozen=True, slots=True)
class DraftWager:
    """A line of `/user/ticket/copy`: the wager moved to an open draw, or `event_id` 0 when it has none."""

    wager: Wager
    old_event_id: int


@dataclass(frozen=True, slots=True)
class PeriodTotals:
    """`/gaming/reports`: sale, prizes, the agency's commission, balance, balance due to the parent."""

    sale: Money
    prize: Money
    agency: Money
    balance: Money
    parent_balance: Money


@dataclass(frozen=True, slots=True)
class DrawResult:
    """A row of the results report: what came out in one list of one draw (text: "5", "000-ACU")."""

    event_id: int
    product_id: int
    name: str
    category: str
    draws_at: datetime
    value: str
    list_name: str = ""
    list_id: int = 0
    signed: bool = False


def same_wagers(one: tuple[Wager, ...], other: tuple[Wager, ...]) -> bool:
    """Whether two tickets hold the same wagers, order aside (identity of a recovered ticket)."""
    return Counter(one) == Counter(other)


def sum_of(wagers: tuple[Wager, ...]) -> Money:
    """What the wagers cost together."""
    return total(wager.amount for wager in wagers)
