"""The same ticket again: asked about within a minute, and while one like it is not settled."""

from __future__ import annotations

import pytest

from app.presenters.views import SellPhase
from tests.helpers.fake_api import LOST_REQUEST
from tests.helpers.till import Desk, settle


async def sold(desk: Desk, *lines: str) -> None:
    desk.type(*lines)
    desk.sale.submit()
    await settle()


@pytest.fixture
async def desk() -> Desk:
    """Somebody has just bought 123 for Bs 5."""
    one = await Desk().enter()
    await sold(one, "123*5")
    return one


async def test_the_same_again_is_asked_about_and_sold(desk: Desk):
    await sold(desk, "123*5")
    assert desk.question == (
        "Este ticket es idéntico al vendido a las 12:00 pm por Bs 5. ¿Otra jugada idéntica?"
    )
    assert desk.api.count("create") == 1
    desk.notices.answer(yes=True)
    await settle()
    assert desk.api.count("create") == 2
    assert desk.sale.sell.value.phase is SellPhase.SOLD


async def test_no_keeps_the_ticket_and_sends_nothing(desk: Desk):
    await sold(desk, "123*5")
    desk.notices.answer(yes=False)
    await settle()
    assert (desk.api.count("create"), desk.texts) == (1, ["123"])


@pytest.mark.parametrize("line", ["123*6", "124*5"])
async def test_another_ticket_is_not(desk: Desk, line: str):
    await sold(desk, line)
    assert (desk.question, desk.api.count("create")) == ("", 2)


async def test_a_minute_later_neither(desk: Desk):
    desk.clock.elapsed += 60
    await sold(desk, "123*5")
    assert (desk.question, desk.api.count("create")) == ("", 2)


async def test_like_one_that_could_not_be_confirmed_it_is_asked_about_at_any_time():
    desk = await Desk().enter()
    desk.api.create_fates.append(LOST_REQUEST)
    desk.api.on_create = lambda operation: setattr(desk.api, "down", True)
    await sold(desk, "123*5")
    assert desk.memory.last().state == "PARKED"
    desk.api.down, desk.api.on_create = False, lambda operation: None
    desk.clock.elapsed += 600
    await sold(desk, "456*5")
    assert (desk.question, desk.api.count("create")) == ("", 2)
    await sold(desk, "123*5")
    assert desk.question.startswith("Una venta idéntica de las 12:00 pm por Bs 5 no se pudo confirmar")
    desk.notices.answer(yes=True)
    await settle()
    assert desk.api.count("create") == 3
