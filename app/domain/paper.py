"""What is to be printed, as data: the printing layer turns each into a document, cells and bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum

from app.domain.catalog import Agency
from app.domain.ticket import Ticket
from app.money import Money


@dataclass(frozen=True, slots=True)
class Header:
    """Who sells: printed on every paper. `terminal` names this till; `training` marks PRUEBA - SIN VALOR."""

    agency: Agency
    terminal: str
    cashier: str
    zone: tzinfo
    training: bool


class Mark(Enum):
    """What a ticket's paper is. Only one ORIGINAL may ever exist."""

    ORIGINAL = "original"
    COPY = "copy"
    REPRINT = "reprint"


@dataclass(frozen=True, slots=True)
class PrintedWager:
    """A wager with the words for paper: product and list, draw time (server's), play text and its name."""

    draw_title: str
    draw_time: str
    draw_day: str
    text: str
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """A sold ticket. `copy_number` counts from 1 for copies and reprints; wagers keep the ticket's order.

    `with_code` false leaves the code out: a paper that only shows what was sold.
    """

    header: Header
    ticket: Ticket
    wagers: tuple[PrintedWager, ...]
    printed_at: datetime
    mark: Mark = Mark.ORIGINAL
    copy_number: int = 0
    authorisation: str = ""
    warning: str = ""
    pin_in_code: bool = True
    with_code: bool = True


@dataclass(frozen=True, slots=True)
class PaymentSlip:
    """Receipt of a paid prize. Never carries a PIN."""

    header: Header
    number: int
    sold_at: datetime | None
    paid_at: datetime
    prize: Money
    operation: str


@dataclass(frozen=True, slots=True)
class VoidSlip:
    """Receipt of a voided ticket and the money to give back."""

    header: Header
    number: int
    voided_at: datetime
    amount: Money
    operation: str


@dataclass(frozen=True, slots=True)
class ResultsSlip:
    """What came out on a day: `title` names day and game, `rows` are (draw, result) in order."""

    header: Header
    title: str
    printed_at: datetime
    rows: tuple[tuple[str, str], ...]


Paper = TicketPaper | PaymentSlip | VoidSlip | ResultsSlip
