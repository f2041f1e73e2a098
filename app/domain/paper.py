"""What is to be printed, as data: the printing layer turns each into a document, cells and bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum

from app.domain.catalog import Agency
from app.domain.games import Kind
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
    """A wager with the words for paper: product and list, draw time (server's), play text and its name.

    `kind` is named on the paper where the draw's title does not tell it (a terminal of a triple's draw).
    """

    draw_title: str
    draw_time: str
    draw_day: str
    text: str
    label: str
    amount: Money
    kind: Kind = Kind.OTHER


class TicketBlock(Enum):
    """What a ticket is made of, in the usual order. `CODE` and `PIN` always stand last."""

    AGENCY = "agency"
    SELLER = "seller"
    HEADER = "header"
    TOP = "top"
    NUMBER = "number"
    WAGERS = "wagers"
    TOTAL = "total"
    EXPIRY = "expiry"
    AUTHORISATION = "authorisation"
    PROBABILITY = "probability"
    FOOTER = "footer"
    WARNING = "warning"
    BOTTOM = "bottom"
    CODE = "code"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class TicketLayout:
    """How the owner wants tickets: blocks in order, own lines, numbers a line (0: what fits, at most 4).

    From `tight_from` wagers on (0: always) the lines stand closer. `probability` is the regulator's
    sentence about the chance to win.
    """

    blocks: tuple[TicketBlock, ...] = tuple(TicketBlock)
    top: str = ""
    bottom: str = ""
    probability: str = ""
    numbers_across: int = 0
    tight_from: int = 25


USUAL_LAYOUT = TicketLayout()


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
    layout: TicketLayout = USUAL_LAYOUT


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
class RefundSlip:
    """Money handed back for a ticket that was voided or never came about; the customer signs it.

    The agency keeps it with the ticket. `sold_at` is None for a sale that the server never had.
    """

    header: Header
    number: int
    sold_at: datetime | None
    refunded_at: datetime
    amount: Money
    operation: str


class Claim(Enum):
    """Why a winner leaves without the money."""

    VERIFYING = "verifying"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class ClaimSlip:
    """For a winner who comes back: the payment is still being verified, or confirmed but not handed over.

    `prize` is None while nobody knows it. Never carries a PIN.
    """

    header: Header
    claim: Claim
    number: int
    sold_at: datetime | None
    claimed_at: datetime
    prize: Money | None
    operation: str


@dataclass(frozen=True, slots=True)
class ResultsSlip:
    """What came out on a day: `title` names day and game, `rows` are (draw, result) in order."""

    header: Header
    title: str
    printed_at: datetime
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """Figures under one heading, in order; `total` stands last and bold where there is one."""

    title: str
    rows: tuple[tuple[str, str], ...]
    total: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReportSlip:
    """The money of a period, group by group, in the words of the screen; `title` names the period."""

    header: Header
    title: str
    printed_at: datetime
    groups: tuple[ReportGroup, ...]
    note: str = ""


class ShiftKind(Enum):
    """X looks into an open shift and changes nothing; Z closes it."""

    X = "x"
    Z = "z"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of something and what they come to."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class TenderLine:
    """One way of paying: what should be there, and what was counted (None: not counted).

    `note` says more in words: the phone bank, or a foreign amount and its rate.
    """

    name: str
    expected: Money
    counted: Money | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShiftSlip:
    """A shift's money. All sums come from the till: nothing is added up on the way to the paper.

    `number` counts the closed shifts of this terminal; `until` is the moment of the X or of the close.
    `voided` is the money given back, `paid` the prizes handed out, `added` and `withdrawn` the drawer's
    movements. `counted` is None where nobody counted; `doubts` operations are still open. `seal` chains a
    closing to the one before it, `place` and `mac` say how far the book went and with which seal.
    `moves` are the movements one by one, in words, below zero where money left.
    """

    header: Header
    kind: ShiftKind
    number: int
    opened_at: datetime
    until: datetime
    opening: Money
    sold: Tally
    voided: Tally
    paid: Tally
    added: Tally
    withdrawn: Tally
    expected: Money
    counted: Money | None = None
    tenders: tuple[TenderLine, ...] = ()
    doubts: int = 0
    seal: str = ""
    place: int = 0
    mac: str = ""
    moves: tuple[tuple[str, Money], ...] = ()


Paper = TicketPaper | PaymentSlip | VoidSlip | RefundSlip | ClaimSlip | ResultsSlip | ReportSlip | ShiftSlip
