"""The rules are no decoration: each planted fault of protocol breaks one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Known
from tests.sim.check import Violation
from tests.sim.mutants import MUTANTS
from tests.sim.runs import world_of

SEEDS = 1000


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_fault_is_found(name: str, shop_folder: Path):
    mutant = MUTANTS[name]
    with mutant.plant():
        for seed in range(SEEDS):
            try:
                world_of(seed, shop_folder, mutant.rates).run()
            except (Violation, Known) as found:
                print(f"{name}: seed {seed}: {found}")
                return
    pytest.fail(f"{name}: survived {SEEDS} seeds")


def test_without_a_planted_fault_nothing_is_found(shop_folder: Path):
    for seed in range(5):
        world_of(seed, shop_folder).run()
