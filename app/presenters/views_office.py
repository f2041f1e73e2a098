"""The frozen view states of Tickets, Results and Reports, already in the cashier's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from app.presenters.views import PayGroup


class Hue(Enum):
    """What a word's colour means; it never stands without the word."""

    QUIET = "muted"
    PRIMARY = "primary"
    GO = "go"
    WARN = "warn"
    STOP = "stop"


class PagePhase(Enum):
    """How a page that comes from the server stands."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    STALE = "stale"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class PageView:
    """`headline` and `text` speak in place of content; `note` beside it ("12:41 pm", "Sin conexión …").

    `refreshing` while the server is being asked.
    """

    phase: PagePhase = PagePhase.LOADING
    headline: str = ""
    text: str = ""
    note: str = ""
    refreshing: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One of a row of choices: `key` names it in scripts."""

    key: str
    title: str
    chosen: bool
    tint: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """The day shown: `text` "Hoy", `date` "mar 22/10/2024"."""

    text: str = ""
    date: str = ""
    can_back: bool = True
    can_forward: bool = False


@dataclass(frozen=True, slots=True)
class TicketRowView:
    """A row of a list; `tag` is what else must be seen ("otra taquilla")."""

    number: str
    time: str
    status: str
    hue: Hue
    total: str
    prize: str = ""
    tag: str = ""

    @property
    def spoken(self) -> str:
        """What a person reads in it."""
        return " ".join(
            part for part in (self.number, self.time, self.status, self.tag, self.total, self.prize) if part
        )


@dataclass(frozen=True)
class TicketListView:
    """The left half of Tickets. `rows` are written when they are looked at; `chosen` is -1 for none."""

    day: DayView = field(default_factory=DayView)
    filters: tuple[ChoiceView, ...] = ()
    search: str = ""
    rows: Sequence[TicketRowView] = ()
    chosen: int = -1
    summary: str = ""
    page: PageView = field(default_factory=PageView)


@dataclass(frozen=True, slots=True)
class ActView:
    """A button: `ready` when it would do it, else `why` it cannot; `shown` false hides it.

    `told` is the whole reason, said when it is tapped all the same.
    """

    ready: bool = False
    why: str = ""
    told: str = ""
    shown: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class WindowView:
    """The time in which a ticket can still be taken back: `left` of `whole` seconds, `text` "1:32"."""

    left: int
    whole: int
    text: str
    hue: Hue


class DetailPhase(Enum):
    """How the ticket at the right stands."""

    NONE = "none"
    LOADING = "loading"
    READY = "ready"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class PictureView:
    """The picture of the ticket: wanted or not, `content` PNG or JPEG, `note` what else there is to say."""

    wanted: bool = False
    loading: bool = False
    content: bytes = b""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TicketDetailView:
    """The right half of Tickets: one ticket, and what can be done with it."""

    phase: DetailPhase = DetailPhase.NONE
    headline: str = ""
    number: str = ""
    status: str = ""
    hue: Hue = Hue.QUIET
    sold_text: str = ""
    note: str = ""
    total: str = ""
    prize: str = ""
    groups: tuple[PayGroup, ...] = ()
    picture: PictureView = field(default_factory=PictureView)
    reprint: ActView = field(default_factory=ActView)
    repeat: ActView = field(default_factory=ActView)
    cancel: ActView = field(default_factory=ActView)
    revert: ActView = field(default_factory=lambda: ActView(shown=False))
    window: WindowView | None = None
    busy: str = ""


@dataclass(frozen=True, slots=True)
class ResultCell:
    """What came out in one list: `label` "A", `value` "013" or "5", `name` "León" or "Escorpio"."""

    label: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ResultDraw:
    """One hour of a product; `figure` is a file stem in resources/figures when an animal came out."""

    time: str
    cells: tuple[ResultCell, ...]
    figure: str = ""

    @property
    def spoken(self) -> str:
        """What a person reads in it."""
        cells = " ".join(" ".join(p for p in (c.label, c.value, c.name) if p) for c in self.cells)
        return f"{self.time} {cells}"


@dataclass(frozen=True, slots=True)
class ResultProduct:
    """A product and its results of the day, latest first."""

    product_id: int
    name: str
    tint: str
    draws: tuple[ResultDraw, ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The results of a day and a game category."""

    day: DayView = field(default_factory=DayView)
    tabs: tuple[ChoiceView, ...] = ()
    products: tuple[ResultProduct, ...] = ()
    page: PageView = field(default_factory=PageView)
    can_print: bool = False


class ReportField(Enum):
    """Which date of the typed period the keypad writes."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A row of the report: a category, or the sum of all (`strong`)."""

    title: str
    tint: str
    sale: str
    prize: str
    agency: str
    balance: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class CompareRow:
    """The server's figure beside our own, and the difference in words."""

    title: str
    server: str
    own: str
    difference: str
    hue: Hue


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar of a plot: `permille` of the longest one, `text` what it is worth, `note` how many tickets."""

    label: str
    text: str
    permille: int
    note: str = ""
    tint: str = ""


class ReportPage(Enum):
    """What of a report is shown."""

    MONEY = "money"
    DIFFERENCES = "differences"
    HOURS = "hours"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True)
class ReportsView:
    """The money of a period. `typing` while the period is being typed; `problem` what is wrong with it.

    `traced` are the tickets behind a difference, `traced_page` how their reading stands; `shown` which of
    the `pages` is on screen.
    """

    periods: tuple[ChoiceView, ...] = ()
    first: str = ""
    last: str = ""
    writing: ReportField = ReportField.FIRST
    typing: bool = False
    problem: str = ""
    title: str = ""
    rows: tuple[MoneyRow, ...] = ()
    compare: tuple[CompareRow, ...] = ()
    own_note: str = ""
    explain: str = ""
    page: PageView = field(default_factory=PageView)
    pages: tuple[ChoiceView, ...] = ()
    shown: ReportPage = ReportPage.MONEY
    traced: tuple[PayGroup, ...] = ()
    traced_page: PageView = field(default_factory=PageView)
    hours: tuple[BarView, ...] = ()
    products: tuple[BarView, ...] = ()
    can_print: bool = False


@dataclass(frozen=True, slots=True)
class DeedView:
    """What can be done with an open operation: `key` is the digit that does it, `grave` takes back."""

    key: str
    title: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class DoubtsView:
    """Open operations. `what` happened, what comes `next` by itself; `deeds` are of the chosen one.

    `waiting`: how many there are that a person should look at.
    """

    rows: tuple[TicketRowView, ...] = ()
    chosen: int = -1
    headline: str = ""
    total: str = ""
    what: str = ""
    next: str = ""
    deeds: tuple[DeedView, ...] = ()
    empty: str = ""
    waiting: int = 0
