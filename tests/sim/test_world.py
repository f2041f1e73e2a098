"""The world itself: it works when nothing goes wrong, and the same seed gives the same bytes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.sim.faults import Rates
from tests.sim.world import World, quiet

SOME = 8


def test_on_a_good_day_everybody_gets_a_ticket(shop_folder: Path):
    world = quiet(1, shop_folder, sales=20).run()
    assert [one.status for one in world.truth.tickets].count("sold") + len(world.claimants) == 20
    assert world.auditor.facts["DELIVERED"] == 20
    assert world.lives == 2


def test_the_same_seed_gives_the_same_journal(shop_folder: Path):
    for seed in range(SOME):
        first, second = (World(seed, shop_folder, rates=Rates(cut=0.02)).run() for _ in range(2))
        assert first.image == second.image
        assert first.counts == second.counts


def test_two_seeds_differ(shop_folder: Path):
    first, second = (World(seed, shop_folder).run() for seed in (1, 2))
    assert first.image != second.image


def test_the_clock_of_the_machine_decides_nothing(shop_folder: Path):
    """A dead battery (I16): the same tickets, states and papers whatever the PC believes."""
    for seed in range(SOME):
        right, wrong = (
            World(seed, shop_folder, skew=skew).run() for skew in (timedelta(0), timedelta(days=-1200))
        )
        assert right.outline() == wrong.outline()
