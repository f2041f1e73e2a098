"""Numbers without quota: they leave the ticket, are remembered for their draw, and asked about once."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.outcome import Reason, RefusedWager
from app.presenters.views import SellPhase
from tests.helpers.fake_api import refused
from tests.helpers.shop import A, B
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    """A desk where 123 in draw A was refused a moment ago (12:00 pm there)."""
    one = await Desk().enter()
    one.api.create_fates.append(refused(Reason.QUOTA, refused_wagers=(RefusedWager("123", A.event_id),)))
    one.type("123*5")
    await sold(one)
    one.notices.dismiss()
    return one


async def sold(desk: Desk) -> None:
    desk.sale.submit()
    await settle()


async def test_told_with_what_is_left_and_that_nothing_else_was_in_it():
    desk = await Desk().enter()
    fate = refused(Reason.QUOTA, refused_wagers=(RefusedWager("123", A.event_id, 2000),))
    desk.api.create_fates.append(fate)
    desk.type("123*50")
    await sold(desk)
    assert desk.notice == "Agotado: 123 (quedan Bs 20). No se vendió nada y el ticket quedó vacío."
    assert desk.texts == []


async def test_warned_while_typing_and_added_by_a_second_enter(desk: Desk):
    desk.sale.set_text("123*5")
    assert desk.sale.entry.value.warning == "123: agotado a las 12:00 pm"
    desk.sale.enter()
    assert desk.sale.entry.value.problem == ("123: agotado a las 12:00 pm. ¿Igual? Enter otra vez lo agrega.")
    assert (desk.texts, desk.sale.entry.value.text) == ([], "123*5")
    desk.sale.enter()
    assert desk.texts == ["123"]
    (group,) = desk.sale.ticket.value.groups
    assert group.lines[0].note == "agotado 12:00 pm"
    await sold(desk)
    assert desk.question == ""
    assert desk.sale.sell.value.phase is SellPhase.SOLD


async def test_an_enter_for_another_line_is_not_the_second_one(desk: Desk):
    desk.sale.set_text("123*5")
    desk.sale.enter()
    desk.sale.escape()
    desk.sale.set_text("123*5")
    desk.sale.enter()
    assert desk.texts == []


async def test_other_numbers_and_other_draws_are_not_warned_of(desk: Desk):
    desk.type("456*5")
    desk.type("123*5", draws=(B,))
    assert desk.texts == ["456", "123"]


async def test_sold_after_all_it_is_forgotten(desk: Desk):
    desk.sale.set_text("123*5")
    desk.sale.enter()
    desk.sale.enter()
    await sold(desk)
    assert desk.services.quota.refused(A.event_id, "123") is None
    desk.sale.set_text("123*5")
    assert desk.sale.entry.value.warning == ""


async def test_refused_again_it_is_warned_of_again(desk: Desk):
    desk.sale.set_text("123*5")
    desk.sale.enter()
    desk.sale.enter()
    desk.api.create_fates.append(refused(Reason.QUOTA, refused_wagers=(RefusedWager("123", A.event_id),)))
    await sold(desk)
    desk.sale.set_text("123*5")
    desk.sale.enter()
    assert "¿Igual?" in desk.sale.entry.value.problem
    assert desk.texts == []


async def test_forgotten_when_its_draw_closes(desk: Desk):
    quota = desk.services.quota
    assert quota.in_draw(A.event_id) == {"123"}
    desk.clock.elapsed += 55 * 60
    assert quota.refused(A.event_id, "123") is None
    assert quota.in_draw(A.event_id) == frozenset()


async def test_it_survives_a_restart(desk: Desk):
    again = await Desk(api=desk.api, journal=desk.journal, clock=desk.clock, ids="re").enter()
    found = again.services.quota.refused(A.event_id, "123")
    assert found == desk.services.quota.refused(A.event_id, "123")
    assert again.services.quota.in_draw(A.event_id) == {"123"}


async def test_what_cannot_be_read_is_left_out(desk: Desk):
    desk.memory.values["refused_wagers"] = ["?", [1, 2, 3, 4, 5], [7, "9", 0, 2_000_000_000, None]]
    again = await Desk(api=desk.api, journal=desk.journal, clock=desk.clock, ids="re").enter()
    assert again.services.quota.in_draw(7) == {"9"}


class TestBeforeASale:
    """Lines that came back (repeated, undone) were never insisted on: asked about at F12, once."""

    @pytest.fixture
    async def asked(self, desk: Desk) -> Desk:
        desk.type("456*5", "123")
        desk.sale.enter()
        await desk.services.quota.learn((RefusedWager("456", A.event_id),))
        desk.sale.submit()
        await settle()
        return desk

    async def test_asked(self, asked: Desk):
        assert asked.question == "456: agotado a las 12:00 pm. ¿Intentar venderlo igual?"
        assert asked.api.count("create") == 1

    async def test_tried_all_the_same(self, asked: Desk):
        asked.notices.answer(yes=True)
        await settle()
        assert asked.sale.sell.value.phase is SellPhase.SOLD
        assert [wager.text for wager in asked.api.sold[-1].ticket.plain_wagers()] == ["456", "123"]

    async def test_taken_out_and_the_rest_waits_for_its_own_f12(self, asked: Desk):
        asked.notices.answer(yes=False)
        await settle()
        assert (asked.texts, asked.api.count("create")) == (["123"], 1)
        await sold(asked)
        assert [wager.text for wager in asked.api.sold[-1].ticket.plain_wagers()] == ["123"]

    async def test_a_tap_meanwhile_sells_nothing(self, asked: Desk):
        asked.sale.submit()
        await asyncio.sleep(0)
        assert asked.api.count("create") == 1
