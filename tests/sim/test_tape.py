"""Worlds whose every turn of fate is chosen by hypothesis, so that what breaks a rule shrinks to a story.

Three customers, a winner, tickets brought back; fates of money calls and reads, papers, power cuts at any
boundary, one after the other, the recovery included.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sim.faults import CALM, CREATE_ONLY, GOOD_PAPER, MONEY, WELL, Fate, Net, Paper, PaperFate
from tests.sim.world import World

LONG = os.environ.get("TAQUILLA_LONG") == "1"
EXAMPLES = 5_000 if LONG else 60
_READ = [net for net in Net if net not in CREATE_ONLY | {Net.LATE, Net.DUPLICATED, Net.ALTERED}]
_CREATE = [net for net in Net if net not in {Net.DUPLICATED, Net.ALTERED}]
_SECONDS = st.sampled_from([1.0, 20.0, 60.0, 170.0, 300.0])
FATES = st.builds(Fate, st.sampled_from(_CREATE), _SECONDS, st.booleans())
READS = st.builds(Fate, st.sampled_from(_READ), st.just(5.0))
PAPERS = st.builds(
    PaperFate, st.sampled_from(Paper), st.sampled_from([0.0, 0.3, 0.97]), st.sampled_from([4.0, 1000.0])
)


class Tape:
    """In the place of the weather: what comes next is next on the tape; at its end all goes well."""

    def __init__(
        self, money: list[Fate], reads: list[Fate], papers: list[PaperFate], cuts: list[int]
    ) -> None:
        self._money, self._reads = iter(money), iter(reads)
        self._papers, self._gaps = iter(papers), iter(cuts)
        self._left = next(self._gaps, -1)

    def fate(self, name: str) -> Fate:
        found = next(self._money if name in MONEY else self._reads, WELL)
        return WELL if name != "create" and found.net in CREATE_ONLY else found

    def paper(self) -> PaperFate:
        return next(self._papers, GOOD_PAPER)

    def cut(self, point: str) -> bool:
        """After so many boundaries, counted from the last cut."""
        self._left -= 1
        if self._left != 0:
            return False
        self._left = next(self._gaps, -1)
        return True


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    money=st.lists(FATES, max_size=8),
    reads=st.lists(READS, max_size=12),
    papers=st.lists(PAPERS, max_size=6),
    cuts=st.lists(st.integers(1, 60), max_size=6),
    habits=st.sampled_from(
        [{}, {"regrets": 1.0}, {"pays": 1.0}, {"leaves": 1.0}, {"regrets": 0.5, "pays": 1.0}]
    ),
    seed=st.integers(0, 3),
)
def test_no_story_breaks_a_rule(money, reads, papers, cuts, habits, seed, shop_folder: Path):
    tape = Tape(money, reads, papers, cuts)
    rates = replace(CALM, **{"pays": 0.0, **habits})
    World(seed, shop_folder, sales=3, rates=rates, weather=tape).run()
