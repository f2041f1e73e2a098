"""`kill -9` of a real kiosk over real TCP at every failpoint: nothing lost, nothing twice.

A process dies and its disk lives on: this proves what is written when, not that it was flushed
(`test_order.py` and `test_power_cut.py` do).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.helpers.lives import POINTS, serve
from tests.helpers.long_run import LongRun, cores

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kiosks are forked: not on Windows")
LIVES, SHOPS = 100, 100
BAD_LINE = ("create%12 after reset", "create%6 before reset", "pay%25 after reset")


def test_a_hundred_lives(tmp_path: Path) -> None:
    shop = serve(tmp_path / "shop", 1, LIVES)
    assert set(POINTS) <= shop.killed.keys()
    assert shop.settled["adopted"] > 0
    assert shop.settled["PAY DISBURSED"] > 0


def test_lives_on_a_bad_line(tmp_path: Path) -> None:
    """Answers are lost as well: some kiosks die while they ask what became of a sale."""
    shop = serve(tmp_path / "shop", 2, 30, BAD_LINE)
    assert shop.settled["adopted"] > 0


@pytest.mark.long
def test_ten_thousand_lives(tmp_path: Path, long_run: Callable[[str], LongRun]) -> None:
    """A hundred shops, every other one on a bad line."""

    def shop(piece: str) -> dict[str, dict[str, int]]:
        seed = int(piece)
        served = serve(tmp_path / piece, seed, LIVES, BAD_LINE if seed % 2 else ())
        return {"killed": served.killed, "settled": served.settled, "lives": {"lives": served.lives}}

    def summed(ends: list[dict[str, dict[str, int]]], name: str) -> Counter[str]:
        return sum((Counter(end[name]) for end in ends), Counter[str]())

    def report(ends: list[dict[str, dict[str, int]]]) -> str:
        return "\n".join(f"{name}: {dict(summed(ends, name))}" for name in ("lives", "killed", "settled"))

    with ThreadPoolExecutor(cores()) as pool:
        pieces = [str(seed) for seed in range(100, 100 + SHOPS)]
        ends = long_run("lives").go(pool, pieces, shop, report)
    print(report(ends))
    killed = summed(ends, "killed")
    assert all(killed[point] >= SHOPS for point in POINTS)
