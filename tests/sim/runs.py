"""Many worlds, counted: how much happened, and what was seen of all that can."""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.sim.chance import stream
from tests.sim.check import Violation
from tests.sim.faults import Rates
from tests.sim.world import World

SALES = 20
_SKEWS = (0, 0, 0, 1, -1, -1200, 400)
Cell = tuple[str, str, str]


@dataclass
class Totals:
    """The sums of many worlds. `violations`: (seed, text)."""

    seeds: int = 0
    sales: int = 0
    lives: int = 0
    cuts: int = 0
    asked: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    cells: Counter[Cell] = field(default_factory=Counter)
    violations: list[tuple[int, str]] = field(default_factory=list)

    def add(self, world: World) -> None:
        """One more world."""
        self.seeds += 1
        self.sales += len(world.customers)
        self.lives += world.lives
        self.cuts += world.cuts
        self.asked += world.asked
        self.facts += world.auditor.facts
        self.counts += world.counts
        self.cells += world.cells

    def merge(self, other: Totals) -> None:
        """Of another process."""
        for name in ("seeds", "sales", "lives", "cuts", "asked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.facts += other.facts
        self.counts += other.counts
        self.cells += other.cells
        self.violations += other.violations

    def report(self, title: str) -> str:
        """For the note: figures, and every cell with how often it was met."""
        facts = self.facts
        head = (
            f"{title}: {self.sales} sales, {self.lives} lives, {self.cuts} power cuts, "
            f"{facts['AMBIGUOUS']} doubts, {facts['adopted']} adopted, {facts['ABSENT']} absent, "
            f"{facts['PARKED']} parked, {facts['ghosts']} ghosts, {facts['HOUSE']} borne by the house, "
            f"{facts['VOIDED']} annulled, {facts['PAY_SENDING']} payments, "
            f"{facts['PAY_AMBIGUOUS']} doubtful, {self.asked} questions, {len(self.cells)} cells, "
            f"{len(self.violations)} violations"
        )
        lines = [f"{count:8d}  {' | '.join(cell)}" for cell, count in sorted(self.cells.items())]
        return "\n".join([head, *(f"  {name}: {n}" for name, n in sorted(self.counts.items())), *lines])


def world_of(seed: int, folder: Path, rates: Rates | None = None, sales: int = SALES) -> World:
    """The world of a seed, its machine's clock right or wrong."""
    days = stream(seed, "skew").choice(_SKEWS)
    return World(seed, folder, sales=sales, rates=rates, skew=timedelta(days=days))


def run(seeds: Iterable[int], rates: Rates | None = None, sales: int = SALES) -> Totals:
    """Worlds one after the other; a broken rule is noted, anything else is raised."""
    logging.disable(logging.CRITICAL)
    totals = Totals()
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            world = world_of(seed, Path(folder), rates, sales)
            try:
                world.run()
            except Violation as broken:
                totals.violations.append((seed, str(broken)))
            totals.add(world)
    return totals


def run_on_all_cores(seeds: Sequence[int], rates: Rates | None = None, cores: int = 2) -> Totals:
    """The same, shared out."""
    shares = [seeds[core::cores] for core in range(cores)]
    totals = Totals()
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        for found in pool.map(run, shares, [rates] * cores):
            totals.merge(found)
    return totals
