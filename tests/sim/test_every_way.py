"""Sale, payment, cancel, revert: each fate of call and paper, and a power cut at each boundary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.long_run import LongRun
from tests.sim.cells import missing
from tests.sim.exhaustive import all_ways, pairs_of_cuts


def test_every_single_power_cut(tmp_path: Path):
    totals = all_ways()
    (tmp_path / "coverage.txt").write_text(totals.report("every way"), "utf-8")
    print(totals.report("every way").partition("\n")[0])
    assert totals.violations == []
    assert totals.cuts > 5_000
    assert missing(totals.cells) == []


@pytest.mark.long
def test_every_pair_of_power_cuts(tmp_path: Path, long_run: Callable[[str], LongRun]):
    totals = pairs_of_cuts(long_run("pairs"))
    (tmp_path / "coverage.txt").write_text(totals.report("pairs"), "utf-8")
    assert totals.violations == []
