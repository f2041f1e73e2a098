"""The frozen view states of Caja, already in the cashier's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.presenters.views_office import ActView, ChoiceView, CompareRow, Hue, PageView


class TillMode(Enum):
    """What is being done at the till."""

    OVERVIEW = "overview"
    COUNT = "count"
    OPEN = "open"
    MOVE = "move"
    RESULT = "result"


class MoveField(Enum):
    """Which line of a movement the keys write."""

    AMOUNT = "amount"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of the shift: what, how often, how much; `strong` for what must be there."""

    title: str
    count: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A movement or an older shift: cells from left to right, and what its last one means."""

    cells: tuple[str, ...]
    hue: Hue | None = None


@dataclass(frozen=True, slots=True)
class CountRow:
    """A line of the count sheet: `title` "Bs 100", `text` what was typed, `value` what it comes to."""

    key: str
    title: str
    text: str = ""
    value: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CountView:
    """The count sheet. `total` is what was counted; what should be there is not shown while counting."""

    title: str = ""
    note: str = ""
    rows: tuple[CountRow, ...] = ()
    total: str = ""
    problem: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class MoveView:
    """A movement being typed."""

    title: str = ""
    kinds: tuple[ChoiceView, ...] = ()
    tenders: tuple[ChoiceView, ...] = ()
    amount: str = ""
    reason: str = ""
    reasons: tuple[str, ...] = ()
    writing: MoveField = MoveField.AMOUNT
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ResultView:
    """A shift just closed: over, short or exact, and what became of its paper."""

    headline: str = ""
    hue: Hue = Hue.GO
    amount: str = ""
    lines: tuple[FigureRow, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TillServerView:
    """The open shift beside the server's report; `traces` are the tickets that make the difference."""

    compare: tuple[CompareRow, ...] = ()
    traces: tuple[LedgerRow, ...] = ()
    note: str = ""
    page: PageView = field(default_factory=PageView)


@dataclass(frozen=True, slots=True)
class TillView:
    """Caja. `state` is the shift's ("TURNO ABIERTO"); `doubts` what is not settled, one sentence each."""

    mode: TillMode = TillMode.OVERVIEW
    title: str = ""
    state: str = ""
    hue: Hue = Hue.QUIET
    tabs: tuple[ChoiceView, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    doubts: tuple[str, ...] = ()
    note: str = ""
    movements: tuple[LedgerRow, ...] = ()
    history: tuple[LedgerRow, ...] = ()
    page: PageView = field(default_factory=PageView)
    main: ActView = field(default_factory=ActView)
    x: ActView = field(default_factory=ActView)
    moves: ActView = field(default_factory=ActView)
    reopen: ActView = field(default_factory=lambda: ActView(shown=False))
    reprint: ActView = field(default_factory=lambda: ActView(shown=False))
    count: CountView = field(default_factory=CountView)
    result: ResultView = field(default_factory=ResultView)
