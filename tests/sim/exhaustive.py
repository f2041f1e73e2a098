"""One operation, every way it can go: each fate of the wire, each fate of the paper, a power cut anywhere."""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Any

from tests.helpers.long_run import LongRun, cores
from tests.sim.check import Violation
from tests.sim.faults import GOOD_PAPER, NOT_SENT, WELL, Fate, Net, Paper, PaperFate, Rates
from tests.sim.runs import Totals
from tests.sim.world import World


class Story(Enum):
    """What happens; the fate is that of its own money call."""

    SALE = "create"
    PAYMENT = "pay"
    CANCEL = "cancel"
    REVERT = "revert"
    SIGN_IN = "login"
    LATE = "revert of a late arrival"

    @property
    def call(self) -> str:
        """The call whose fate the case gives."""
        return "revert" if self is Story.LATE else self.value


@dataclass(frozen=True, slots=True)
class Case:
    """A story, the fate of its call, of the first papers, and the boundaries at which the power fails.

    `cuts` are counted from the first boundary of the story, recovery included.
    """

    story: Story
    fate: Fate
    paper: PaperFate = GOOD_PAPER
    cuts: tuple[int, ...] = ()
    leaves: bool = False


class Script:
    """In the place of the weather: everything goes well but what the case says."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.begun: Callable[[], bool] = lambda: True
        self._calls = self._papers = self.crossed = 0
        self._landed = False
        self.points: list[str] = []

    def fate(self, name: str) -> Fate:
        if name == "create" and self._case.story is Story.LATE and not self._landed:
            self._landed = True
            return Fate(Net.LATE, 90)
        if name != self._case.story.call:
            return WELL
        self._calls += 1
        return self._case.fate if self._calls == 1 else WELL

    def paper(self) -> PaperFate:
        self._papers += 1
        if self._case.story is Story.REVERT and self._papers == 1:
            return PaperFate(Paper.REFUSED)
        return self._case.paper if self._papers == 1 else GOOD_PAPER

    def cut(self, point: str) -> bool:
        if not self.begun():
            return False
        self.points.append(point)
        self.crossed += 1
        return self.crossed - 1 in self._case.cuts


_RATES = {
    Story.SALE: Rates(net=0, paper=0, cut=0, colleague=0, regrets=0, pays=0, leaves=0),
    Story.PAYMENT: Rates(net=0, paper=0, cut=0, colleague=0, regrets=0, pays=1, leaves=0),
    Story.CANCEL: Rates(net=0, paper=0, cut=0, colleague=0, regrets=1, pays=0, leaves=0),
    Story.REVERT: Rates(net=0, paper=0, cut=0, colleague=0, regrets=0, pays=0, leaves=1),
    Story.SIGN_IN: Rates(net=0, paper=0, cut=0, colleague=0, regrets=0, pays=0, leaves=0),
    Story.LATE: Rates(net=0, paper=0, cut=0, colleague=0, regrets=0, pays=0, leaves=0),
}


def play(case: Case, folder: Path, *, keeps: bool = False) -> tuple[World, Script]:
    """One world in which just that happens; a server that `keeps` tickets never annuls one."""
    script = Script(case)
    rates = replace(_RATES[case.story], leaves=1.0) if case.leaves else _RATES[case.story]
    world = World(7, folder, sales=2, rates=rates, weather=script, quiet_s=100, stay=True)
    world.truth.keeps = keeps
    if case.story is Story.SIGN_IN:
        script.begun = lambda: not world.customers
    elif case.story is Story.SALE and case.fate.net is not Net.LATE:
        script.begun = lambda: len(world.customers) <= 1
    elif case.story is Story.PAYMENT:
        script.begun = lambda: bool(world.claimants)
    elif case.story is Story.CANCEL:
        script.begun = lambda: any(one.regrets for one in world.customers)
    elif case.story is Story.REVERT:
        script.begun = lambda: any(not one.present for one in world.customers)
    elif case.story is Story.LATE:
        script.begun = lambda: any("ACCEPTED" in world.auditor.path(id_) for id_ in world.auditor.absent())
    world.run()
    return world, script


def fates(story: Story) -> list[Fate]:
    """Every fate that the story's call can have."""
    found = []
    for net in Net:
        if story is Story.SIGN_IN and net in {Net.LATE, Net.TOKEN_EXPIRED}:
            continue
        if net in {Net.ALTERED, Net.DUPLICATED} or (story is not Story.SALE and net is Net.QUOTA):
            continue
        if net is Net.DRAW_CLOSES and story is not Story.SALE:
            continue
        if net is Net.LATE:
            found += [Fate(net, seconds) for seconds in (20, 60, 300)]
        elif net is Net.SLOW:
            found += [Fate(net, seconds) for seconds in (10, 60)]
        elif net in {Net.HTML_502, Net.ERROR_500, Net.AWAY_503}:
            found += [Fate(net, done=True), Fate(net, done=False)]
        else:
            found.append(Fate(net))
    return found


ENDS = (
    GOOD_PAPER,
    PaperFate(Paper.REFUSED),
    PaperFate(Paper.POWER_OFF, 0.5),
    PaperFate(Paper.POWER_OFF, 0.97),
    PaperFate(Paper.SILENT),
    PaperFate(Paper.DIES),
)
"""One for each thing that a printing can come to: whole, nothing, spoiled, part or whole unknown, a fault."""
OUTCOMES = (ENDS[0], ENDS[1], ENDS[3], ENDS[4])
"""The four that the program is told: printed, nothing, unsure with a part, unsure with the whole."""
_EACH_END = (WELL, Fate(Net.TIMEOUT), Fate(Net.LATE, 20))
PAPERS = (
    *ENDS,
    PaperFate(Paper.PAPER_OUT, mended_after=10),
    PaperFate(Paper.PAPER_OUT),
    PaperFate(Paper.LOST_BUFFER, 0.0),
    *(
        PaperFate(kind, share, mended)
        for kind in Paper if kind.strikes and kind is not Paper.LOST_BUFFER
        for share in (0.01, 0.5, 0.97)
        for mended in ((5.0, 1000.0) if kind.stops else (1000.0,))
    ),
)  # fmt: skip
"""Every way to come to it."""
_NO_PAPER = NOT_SENT | {Net.TOKEN_EXPIRED, Net.DRAW_CLOSES, Net.QUOTA}


def cases() -> Iterator[Case]:
    """Without a power cut."""
    for story in Story:
        for fate in fates(story):
            plain = story is not Story.SALE or fate.net in _NO_PAPER
            papers = ENDS if fate in _EACH_END else OUTCOMES
            for paper in (GOOD_PAPER,) if plain else papers:
                yield Case(story, fate, paper)
    for paper in (one for one in PAPERS if one not in ENDS):
        yield Case(Story.SALE, WELL, paper)
    for net, paper in product((Net.WELL, Net.TIMEOUT, Net.LOST), ENDS):
        yield Case(Story.SALE, Fate(net), paper, leaves=True)


def with_cuts(case: Case, folder: Path, totals: Totals, pairs: bool = False) -> None:
    """The case as it is, then with the power failing at each boundary it has."""
    _, script = _one(case, folder, totals)
    for first in range(script.crossed if script else 0):
        cut = replace(case, cuts=(first,))
        _, after = _one(cut, folder, totals)
        if pairs and after is not None:
            for second in range(first + 1, after.crossed):
                _one(replace(case, cuts=(first, second)), folder, totals)


def _one(case: Case, folder: Path, totals: Totals) -> tuple[World | None, Script | None]:
    try:
        world, script = play(case, folder)
    except (Violation, Exception) as broken:
        totals.violations.append((totals.seeds, f"{case}: {broken!r}"))
        return None, None
    totals.add(world)
    return world, script


def run(share: tuple[int, int]) -> Totals:
    """The share (which, of how many) of all cases."""
    logging.disable(logging.CRITICAL)
    totals, (which, of) = Totals(), share
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(cases()):
            if number % of == which:
                with_cuts(case, Path(folder), totals)
    return totals


def all_ways(shares: int = 2) -> Totals:
    """Every case, with each single power cut."""
    totals = Totals()
    with ProcessPoolExecutor(shares, mp_context=multiprocessing.get_context("spawn")) as pool:
        for found in pool.map(run, [(which, shares) for which in range(shares)]):
            totals.merge(found)
    return totals


def pairs_of_cuts(long: LongRun) -> Totals:
    """Every case, with each pair of power cuts, those of the recovery included; a case is a piece."""
    pieces = [str(number) for number, _ in enumerate(cases())]
    with ProcessPoolExecutor(cores(), mp_context=multiprocessing.get_context("spawn")) as pool:
        done = long.go(pool, pieces, _pairs_of, lambda all_: Totals.sum_of(all_).report("so far"))
    return Totals.sum_of(done)


def _pairs_of(piece: str) -> dict[str, Any]:
    logging.disable(logging.CRITICAL)
    totals = Totals()
    with tempfile.TemporaryDirectory() as folder:
        with_cuts(list(cases())[int(piece)], Path(folder), totals, pairs=True)
    return totals.as_json()
