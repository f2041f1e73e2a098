"""What comes out of the printer, read from its bytes, whatever happens to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sim.exhaustive import PAPERS, Case, Story, play
from tests.sim.faults import Fate, Paper, PaperFate
from tests.sim.roll import VOID, Extent, Sheet
from tests.sim.world import World


def sheets(world: World, operation: str = "op-1") -> list[Sheet]:
    number = world.auditor.number_of(operation)
    return [one for one in world.sheets if one.number == number]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda one: f"{one.kind.value} {one.share} {one.mended_after}")
def test_the_customer_gets_one_whole_ticket(paper: PaperFate, shop_folder: Path):
    world, _ = play(Case(Story.SALE, Fate(), paper), shop_folder)
    whole = [one for one in sheets(world) if one.extent is Extent.WHOLE]
    originals = [one for one in whole if not one.marked]
    assert world.auditor.path("op-1")[-1] == "DELIVERED"
    assert whole
    assert len(originals) <= 1
    if paper.kind in {Paper.WELL, Paper.REFUSED, Paper.PAPER_OUT}:
        assert [(one.extent, one.marked) for one in sheets(world)] == [(Extent.WHOLE, False)]


@pytest.mark.parametrize("kind", [Paper.POWER_OFF, Paper.STUCK, Paper.DEAF])
def test_a_spoiled_beginning_is_marked_void_and_the_ticket_is_the_original(kind: Paper, shop_folder: Path):
    """PIN and code never went out, so the second paper needs no mark; the first one gets it."""
    world, _ = play(Case(Story.SALE, Fate(), PaperFate(kind, 0.5)), shop_folder)
    spoiled, whole = sheets(world)
    assert VOID in spoiled.text
    assert not spoiled.codes
    assert (whole.extent, whole.marked) == (Extent.WHOLE, False)


@pytest.mark.parametrize("kind", [Paper.POWER_OFF, Paper.STOPS])
def test_a_ticket_broken_off_in_its_last_block_is_reprinted_with_a_mark(kind: Paper, shop_folder: Path):
    world, _ = play(Case(Story.SALE, Fate(), PaperFate(kind, 0.97)), shop_folder)
    whole = [one for one in sheets(world) if one.extent is Extent.WHOLE]
    assert [one.marked for one in whole[-1:]] == [any(not one.cut for one in sheets(world))]


def test_what_a_stuck_thread_left_behind_is_marked_before_the_next_paper(shop_folder: Path):
    """Whoever's paper that is: the customer went away meanwhile."""
    world, _ = play(Case(Story.SALE, Fate(), PaperFate(Paper.STUCK, 0.5), leaves=True), shop_folder)
    torn, after = world.sheets[:2]
    assert torn.number == world.auditor.number_of("op-1")
    assert VOID in torn.text
    assert after.number != torn.number
