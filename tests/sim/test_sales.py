"""Ten thousand sales in the worst of worlds: no ticket lost, none sold twice, no prize paid twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.long_run import LongRun
from tests.sim.cells import missing_rare
from tests.sim.faults import Net, Paper, Rates
from tests.sim.runs import SALES, Totals, in_pieces, run, run_on_all_cores

PER_COMMIT = 10_000 // SALES
BRUTAL = Rates(net=0.6, cut=0.04, paper=0.3, regrets=0.2)
_BOUNDARIES = (
    "before_send", "arrived", "printer:before", "printer:half", "printer:after",
    "journal:before_begin", "journal:before_commit", "journal:after_commit",
    "operator:", "cash:before", "cash:after", "waiting",
)  # fmt: skip


def _well(totals: Totals, title: str, into: Path) -> None:
    report = totals.report(title)
    (into / "coverage.txt").write_text(report, "utf-8")
    print(report.partition("\n")[0])
    assert totals.violations == []


def _saw_everything(totals: Totals) -> None:
    """A test that met no trouble proves nothing."""
    for net in set(Net) - {Net.WELL, Net.DUPLICATED, Net.ALTERED}:
        assert totals.counts[f"net {net.value}"], net
    for paper in set(Paper) - {Paper.WELL}:
        assert totals.counts[f"paper {paper.value}"], paper
    for point in _BOUNDARIES:
        assert any(name.startswith("cut ") and point in name for name in totals.counts), point
    for fact in ("adopted", "ghosts", "ABSENT", "PARKED", "HOUSE", "VOIDED", "PAY_AMBIGUOUS", "DISBURSED"):
        assert totals.facts[fact], fact


def test_ten_thousand_sales(tmp_path: Path):
    totals = run_on_all_cores(range(PER_COMMIT))
    assert totals.sales == PER_COMMIT * SALES
    _well(totals, "sales", tmp_path)
    _saw_everything(totals)
    assert missing_rare(totals.cells) == []


@pytest.mark.parametrize(
    ("name", "rates"),
    [
        ("brutal", BRUTAL),
        ("a cashier who is wrong about papers", Rates(lie=0.2, paper=0.3)),
        ("another terminal on the same user", Rates(second_terminal=0.3)),
        ("requests repeated on their way", Rates(duplicates=True)),
        ("a server that sells something else", Rates(alters=True)),
    ],
)
def test_a_worse_world(name: str, rates: Rates, tmp_path: Path):
    _well(run(range(25), rates), name, tmp_path)


@pytest.mark.long
def test_a_million_sales(tmp_path: Path, long_run: Callable[[str], LongRun]):
    totals = in_pieces(long_run("sales"), 1_000_000)
    _well(totals, "long", tmp_path)
    assert missing_rare(totals.cells, very=True) == []


@pytest.mark.long
def test_a_hundred_thousand_brutal_sales(tmp_path: Path, long_run: Callable[[str], LongRun]):
    _well(in_pieces(long_run("brutal"), 100_000, BRUTAL), "brutal", tmp_path)
