"""What can happen to a request, and to a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from random import Random

MONEY = frozenset({"create", "pay", "cancel", "revert"})


class Net(Enum):
    """What becomes of one request. LOST, LATE, … say what the server sees; the rest, what comes back."""

    WELL = "well"
    DNS = "dns"
    NO_CONNECTION = "no_connection"
    TLS = "tls"
    LOST = "lost"
    LATE = "late"
    DUPLICATED = "duplicated"
    TIMEOUT = "timeout"
    RESET = "reset"
    EOF = "eof"
    HTML_200 = "html_200"
    HTML_502 = "html_502"
    TRUNCATED = "truncated"
    NAN = "nan"
    MOVED_301 = "moved_301"
    FORBIDDEN_403 = "forbidden_403"
    BUSY_429 = "busy_429"
    ERROR_500 = "error_500"
    AWAY_503 = "away_503"
    SLOW = "slow"
    TOKEN_EXPIRED = "token_expired"
    DRAW_CLOSES = "draw_closes"
    QUOTA = "quota"
    ALTERED = "altered"


NOT_SENT = {Net.DNS, Net.NO_CONNECTION, Net.TLS}
#: Answered by something before the server: it did nothing. (The others' work is done.)
BEFORE = {Net.MOVED_301, Net.FORBIDDEN_403, Net.BUSY_429, Net.HTML_200}
EITHER = {Net.HTML_502, Net.ERROR_500, Net.AWAY_503}
CREATE_ONLY = {Net.DRAW_CLOSES, Net.QUOTA, Net.ALTERED}
_REFUSALS = [Net.DRAW_CLOSES, Net.QUOTA]


@dataclass(frozen=True, slots=True)
class Fate:
    """A request's fate. `seconds`: how late or slow; `done`: whether the server did it although it fails."""

    net: Net = Net.WELL
    seconds: float = 0.0
    done: bool = True


WELL = Fate()


class Paper(Enum):
    """What becomes of one paper; those that strike do it at some byte of it."""

    WELL = "well"
    REFUSED = "refused"
    PAPER_OUT = "paper_out"
    STOPS = "stops"
    RUNS_OUT = "runs_out"
    POWER_OFF = "power_off"
    UNPLUGGED = "unplugged"
    LOST_BUFFER = "lost_buffer"
    SILENT = "silent"
    DEAF = "deaf"
    STUCK = "stuck"
    DIES = "dies"

    @property
    def strikes(self) -> bool:
        return self not in {Paper.WELL, Paper.REFUSED, Paper.PAPER_OUT, Paper.SILENT}

    @property
    def stops(self) -> str:
        """What the printer says that it was stopped by; empty when it does not stop."""
        return {Paper.STOPS: "cutter", Paper.RUNS_OUT: "paper", Paper.PAPER_OUT: "paper"}.get(self, "")


@dataclass(frozen=True, slots=True)
class PaperFate:
    """A paper's fate: after which share of its bytes it strikes, and how soon somebody sees to it."""

    kind: Paper = Paper.WELL
    share: float = 0.5
    mended_after: float = 1000.0


GOOD_PAPER = PaperFate()


@dataclass(frozen=True, slots=True)
class Rates:
    """How bad it is. Shares of 1; `cut` at each boundary."""

    net: float = 0.25
    paper: float = 0.12
    cut: float = 0.01
    lie: float = 0.0
    second_terminal: float = 0.0
    colleague: float = 0.15
    same_cart: float = 0.6
    pays: float = 0.3
    leaves: float = 0.3
    regrets: float = 0.06
    duplicates: bool = False
    alters: bool = False


CALM = Rates(net=0, paper=0, cut=0, colleague=0, leaves=0, regrets=0)
_READ_FATES = [n for n in Net if n not in CREATE_ONLY | {Net.LATE, Net.DUPLICATED, Net.WELL}]
_MONEY_FATES = [
    *(Net.LOST,) * 5, *(Net.LATE,) * 4, *(Net.TIMEOUT,) * 4, *(Net.RESET,) * 3, *(Net.EOF,) * 2,
    *_READ_FATES,
]  # fmt: skip
Fates = Callable[[str], Fate]
Papers = Callable[[], PaperFate]
Cuts = Callable[[str], bool]


class Weather:
    """Random fates: each stream has its own chance."""

    def __init__(self, rates: Rates, net: Random, paper: Random, cut: Random) -> None:
        self.rates = rates
        self._net, self._paper, self._cut = net, paper, cut

    def fate(self, name: str) -> Fate:
        if self._net.random() >= self.rates.net:
            return WELL
        return self.bad(name)

    def bad(self, name: str) -> Fate:
        """Something goes wrong with this request."""
        if name not in MONEY:
            return Fate(self._net.choice(_READ_FATES), self._net.uniform(2, 25))
        fates = _MONEY_FATES + (_REFUSALS if name == "create" else [])
        if self.rates.duplicates:
            fates = [*fates, Net.DUPLICATED, Net.DUPLICATED]
        if self.rates.alters and name == "create":
            fates = [*fates, Net.ALTERED, Net.ALTERED]
        net = self._net.choice(fates)
        most = 400 if net is Net.LATE else 50
        return Fate(net, self._net.uniform(1, most), done=self._net.random() < 0.6)

    def paper(self) -> PaperFate:
        if self._paper.random() >= self.rates.paper:
            return GOOD_PAPER
        kind = self._paper.choice([one for one in Paper if one is not Paper.WELL])
        share = 0.0 if kind is Paper.LOST_BUFFER else self._paper.random()
        return PaperFate(kind, share, self._paper.choice((2, 15, 60, 1000)))

    def cut(self, point: str) -> bool:
        return bool(self.rates.cut) and self._cut.random() < self.rates.cut
