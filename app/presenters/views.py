"""The frozen view states: all that a screen needs to draw itself, already in the cashier's words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Screen(Enum):
    """What the window shows."""

    STARTING = "starting"
    SIGN_IN = "signin"
    LOCK = "lock"
    SALE = "sale"
    PAY = "pay"
    TICKETS = "tickets"
    RESULTS = "results"
    REPORTS = "reports"
    TILL = "till"
    DOUBTS = "doubts"
    SETTINGS = "settings"


class Health(Enum):
    """Traffic light of the connection and the printer."""

    GOOD = "good"
    POOR = "poor"
    BAD = "bad"
    IDLE = "idle"


class Urgency(Enum):
    """How soon a draw closes."""

    CALM = "calm"
    SOON = "soon"
    NOW = "now"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ClockView:
    """Server time: `time` "12:41:07", `half` "pm"; `trusted` false until the server told it."""

    time: str = ""
    half: str = ""
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class TopView:
    """The top bar. `title` "Agencia … · Taquilla 1"; `subtitle` the cashier; the rest are pills."""

    title: str = ""
    subtitle: str = ""
    connection: Health = Health.IDLE
    connection_text: str = ""
    printer: Health = Health.IDLE
    printer_text: str = ""
    closing_text: str = ""
    closing: Urgency = Urgency.CALM
    training: bool = False


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in form. `hint` tells the practice account in training mode; `error` is a sentence."""

    email: str = ""
    password: str = ""
    busy: bool = False
    error: str = ""
    hint: str = ""
    training: bool = False
    ready: bool = False


@dataclass(frozen=True, slots=True)
class TabView:
    """A category tab: `category` is the API's word, `title` ours, `tint` the theme token of its colour."""

    category: str
    title: str
    tint: str
    chosen: bool
    draws_chosen: int = 0


@dataclass(frozen=True, slots=True)
class DrawChip:
    """A draw of a product. `time` "12:45 pm", `detail` "A · cierra 3:53"; `cursor` = keyboard is here.

    `sold_out`: a number of the line being typed was refused in this draw.
    """

    event_id: int
    time: str
    detail: str
    urgency: Urgency
    chosen: bool
    cursor: bool
    spoken: str
    sold_out: bool = False


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product with its next draws; `tint` as the tab's.

    `more` is the text of the chip that shows the rest ("+9"), or takes it away again ("−"). `pinned`:
    always among the first.
    """

    product_id: int
    name: str
    lottery: str
    tint: str
    draws: tuple[DrawChip, ...]
    more: str = ""
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class DrawsView:
    """Left column: what is on sale. `empty` is a sentence when there is nothing, with what to do.

    `count` draws are chosen. `moving` is a sentence while a group of the ticket waits for its new draw;
    `search` the text searched for, None while nothing is.
    """

    tabs: tuple[TabView, ...] = ()
    products: tuple[ProductCard, ...] = ()
    chosen_text: str = ""
    empty: str = ""
    count: int = 0
    moving: str = ""
    search: str | None = None


class EntryMode(Enum):
    """Which keys the middle column offers."""

    DIGITS = "digits"
    FIGURES_38 = "figures_38"
    FIGURES_77 = "figures_77"
    TRIPLETA = "tripleta"


@dataclass(frozen=True, slots=True)
class FigureTile:
    """An animalito key; `sold_out` when every chosen draw refused it."""

    code: str
    name: str
    chosen: bool
    sold_out: bool = False


@dataclass(frozen=True, slots=True)
class EntryView:
    """Middle column: the line being typed, what it means, what it costs, what is wrong with it."""

    mode: EntryMode = EntryMode.DIGITS
    title: str = ""
    text: str = ""
    kept: str = ""
    meaning: str = ""
    count_text: str = ""
    cost_text: str = ""
    problem: str = ""
    warning: str = ""
    valid: bool = False
    figures: tuple[FigureTile, ...] = ()
    quick_amounts: tuple[int, ...] = ()
    permuta: bool = False


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A line of the ticket: `label` "123", `note` "permuta · 6 números" or a figure's name.

    `numbers` are what it unfolded into when it is `opened`, as (text, amount); `folds` when it can be.
    """

    line_id: int
    label: str
    note: str
    amount: str
    folds: bool = False
    opened: bool = False
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TicketGroup:
    """The lines of one draw: `title` "TRIPLE ZULIA 12:45 pm A", `summary` "8 · 70"."""

    event_id: int
    title: str
    summary: str
    tint: str
    urgency: Urgency
    lines: tuple[TicketLine, ...]


@dataclass(frozen=True, slots=True)
class TicketView:
    """Right column: the ticket being typed."""

    groups: tuple[TicketGroup, ...] = ()
    count_text: str = ""
    total_text: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ClosingView:
    """Draws that closed under the ticket or the line; `text` is empty when there is nothing to decide.

    `drop`, `move` and `keep` are the answers; an empty one is not offered.
    """

    text: str = ""
    drop: str = ""
    move: str = ""
    keep: str = ""


@dataclass(frozen=True, slots=True)
class ParkedTicket:
    """A ticket laid aside: `total` "Bs 90", `time` "12:41 pm", `spoken` with its count."""

    total: str
    time: str
    spoken: str


@dataclass(frozen=True, slots=True)
class ParkedView:
    """The tickets laid aside, oldest first; `can_park` when there is one to lay aside or to bring back."""

    tickets: tuple[ParkedTicket, ...] = ()
    can_park: bool = False


@dataclass(frozen=True, slots=True)
class CashView:
    """What the customer hands over and gets back: `text` "Paga con Bs 100", `change` "Vuelto Bs 15"."""

    text: str = ""
    change: str = ""
    short: bool = False


class SellPhase(Enum):
    """`sale.state`: LISTO, VENDIENDO, VERIFICANDO, VENDIDO, NO VENDIDO."""

    READY = "ready"
    SELLING = "selling"
    VERIFYING = "verifying"
    SOLD = "sold"
    NOT_SOLD = "not_sold"


@dataclass(frozen=True, slots=True)
class SellView:
    """The sell button and what became of the last sale. `state_text` is the one word in capitals."""

    phase: SellPhase = SellPhase.READY
    state_text: str = ""
    detail: str = ""
    total_text: str = ""
    can_sell: bool = False
    can_repeat: bool = False
    can_clear: bool = False


class PayPhase(Enum):
    """`pay.state`."""

    WAITING = "waiting"
    CHECKING = "checking"
    WINNER = "winner"
    NOT_WINNER = "not_winner"
    ALREADY_PAID = "already_paid"
    EXPIRED = "expired"
    NOT_FOUND = "not_found"
    VOIDED = "voided"
    PENDING = "pending"
    WRONG_PIN = "wrong_pin"
    NOT_OURS = "not_ours"
    LOCKED = "locked"
    PAYING = "paying"
    VERIFYING = "verifying"
    PAID = "paid"
    TROUBLE = "trouble"


class PayField(Enum):
    """Which field the keypad writes to."""

    NUMBER = "number"
    PIN = "pin"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class PayWager:
    """A wager of the ticket looked at; `note` tells what came out, when known."""

    label: str
    name: str
    note: str
    amount: str
    won: bool


@dataclass(frozen=True, slots=True)
class PayGroup:
    """The wagers of one draw."""

    title: str
    note: str
    tint: str
    wagers: tuple[PayWager, ...]


@dataclass(frozen=True, slots=True)
class PayView:
    """The payment screen. `pin` fills the masked field; no other text may show its digits.

    `groups` are the wagers of the ticket looked at; `prizes` those that wait, for while none is.
    """

    phase: PayPhase = PayPhase.WAITING
    state_text: str = ""
    number: str = ""
    pin: str = ""
    date_text: str = ""
    field: PayField = PayField.NUMBER
    headline: str = ""
    detail: str = ""
    prize_text: str = ""
    sold_text: str = ""
    groups: tuple[PayGroup, ...] = ()
    prizes: tuple[PayGroup, ...] = ()
    can_check: bool = False
    can_pay: bool = False
    can_claim: bool = False
