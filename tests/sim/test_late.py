"""A ticket that lands after its sale was given up: on the books, annulled or borne, never on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sim.exhaustive import Case, Story, play
from tests.sim.faults import Fate, Net
from tests.sim.world import World


def late_by(seconds: float, folder: Path, keeps: bool = False) -> World:
    """A sale whose request is queued for so long somewhere on its way."""
    world, _ = play(Case(Story.SALE, Fate(Net.LATE, seconds)), folder, keeps=keeps)
    return world


def states(world: World, operation: str = "op-1") -> list[str]:
    return world.auditor.path(operation)


@pytest.mark.parametrize("seconds", [90, 200, 300])
def test_it_is_annulled_and_the_money_went_back(seconds: int, shop_folder: Path):
    world = late_by(seconds, shop_folder)
    assert states(world) == ["SENDING", "AMBIGUOUS", "ABSENT", "ACCEPTED", "VOIDING", "VOIDED"]
    (ticket,) = [one for one in world.truth.tickets if one.operation == "op-1"]
    assert ticket.status == "rejected"
    assert ticket.number not in {one.number for one in world.sheets}
    assert world.customers[0].cash == 0


def test_one_that_lands_while_it_is_asked_about_is_the_customers(shop_folder: Path):
    world = late_by(50, shop_folder)
    assert states(world)[-1] == "DELIVERED"
    assert world.customers[0].cash == world.customers[0].amount


def test_one_that_the_server_keeps_is_the_houses(shop_folder: Path):
    world = late_by(90, shop_folder, keeps=True)
    assert states(world)[-1] == "HOUSE"
    assert [one.status for one in world.truth.tickets if one.operation == "op-1"] == ["sold"]
    assert world.customers[0].cash == 0


def test_the_sale_after_it_is_not_disturbed(shop_folder: Path):
    assert states(late_by(90, shop_folder), "op-2")[-1] == "DELIVERED"


def test_at_rest_nothing_is_read(shop_folder: Path):
    """Politeness: without a lost sale and without a new one, a round asks the server nothing."""
    calm, _ = play(Case(Story.SALE, Fate()), shop_folder)
    assert calm.requests["list"] <= 2
