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
from functools import partial
from pathlib import Path
from typing import Any

from tests.helpers.long_run import LongRun, cores
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

    def as_json(self) -> dict[str, Any]:
        """To be kept; `of_json` reads it."""
        plain = {name: getattr(self, name) for name in ("seeds", "sales", "lives", "cuts", "asked")}
        counters = {"facts": dict(self.facts), "counts": dict(self.counts)}
        cells = [[*cell, count] for cell, count in self.cells.items()]
        return {**plain, **counters, "cells": cells, "violations": self.violations}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Totals:
        """What `as_json` wrote."""
        plain = {name: kept[name] for name in ("seeds", "sales", "lives", "cuts", "asked")}
        cells = Counter({(first, second, third): count for first, second, third, count in kept["cells"]})
        violations = [(int(seed), str(text)) for seed, text in kept["violations"]]
        return cls(**plain, facts=Counter(kept["facts"]), counts=Counter(kept["counts"]), cells=cells,
                   violations=violations)  # fmt: skip

    @classmethod
    def sum_of(cls, all_kept: Iterable[dict[str, Any]]) -> Totals:
        """Of many pieces."""
        totals = cls()
        for kept in all_kept:
            totals.merge(cls.of_json(kept))
        return totals

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


def piece_of(name: str, rates: Rates | None = None) -> dict[str, Any]:
    """A piece of a long run: the worlds of the seeds `first-end`."""
    first, end = map(int, name.split("-"))
    return run(range(first, end), rates).as_json()


def in_pieces(long: LongRun, sales: int, rates: Rates | None = None, first: int = 10_000) -> Totals:
    """So many sales, fifty worlds a piece, on all cores; goes on where it was stopped."""
    ends = range(first, first + sales // SALES, 50)
    pieces = [f"{begin}-{min(begin + 50, first + sales // SALES)}" for begin in ends]
    with ProcessPoolExecutor(cores(), mp_context=multiprocessing.get_context("spawn")) as pool:
        done = long.go(pool, pieces, partial(piece_of, rates=rates), _so_far)
    return Totals.sum_of(done)


def _so_far(done: list[dict[str, Any]]) -> str:
    totals = Totals.sum_of(done)
    return "\n".join([totals.report("so far"), *map(str, totals.violations)])
