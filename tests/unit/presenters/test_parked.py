"""Tickets laid aside: several, back by one key, kept over a restart, none lost and none twice."""

from __future__ import annotations

import asyncio

import pytest

from app.presenters.sale_parked import MOST
from tests.helpers import shop
from tests.helpers.shop import A, B
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


def held(desk: Desk) -> asyncio.Event:
    """From now on the server's answers wait for this."""
    desk.api.gate = asyncio.Event()
    return desk.api.gate


def labels(desk: Desk) -> list[str]:
    return [f"{ticket.total} · {ticket.time}" for ticket in desk.sale.parked.state.value.tickets]


async def restarted(desk: Desk) -> Desk:
    """The program started anew over the same journal."""
    await settle()
    return await Desk(api=desk.api, journal=desk.journal, clock=desk.clock, ids="re").enter()


async def test_laid_aside_and_brought_back_with_one_key(desk: Desk):
    desk.type("123/*5", draws=(A,))
    desk.sale.parked.toggle()
    assert desk.texts == []
    assert labels(desk) == ["Bs 30 · 12:00 pm"]
    assert desk.sale.parked.state.value.tickets[0].spoken == (
        "Ticket guardado a las 12:00 pm: 6 jugadas, Bs 30"
    )
    desk.sale.parked.toggle()
    assert desk.texts == ["123"]
    assert labels(desk) == []


async def test_another_customer_meanwhile(desk: Desk):
    desk.type("123*5", draws=(A,))
    desk.sale.parked.park()
    desk.type("456*5", draws=(A,))
    desk.sale.submit()
    await settle()
    assert desk.api.sold[-1].ticket.plain_wagers()[0].text == "456"
    desk.sale.parked.take(0)
    desk.sale.submit()
    await settle()
    assert [wager.text for wager in desk.api.sold[-1].ticket.plain_wagers()] == ["123"]


async def test_two_tickets_change_places(desk: Desk):
    desk.type("123*5")
    desk.sale.parked.park()
    desk.type("456*9")
    desk.sale.parked.take(0)
    assert desk.texts == ["123"]
    assert labels(desk) == ["Bs 9 · 12:00 pm"]


async def test_undo_does_not_reach_over_to_the_next_customer(desk: Desk):
    desk.type("123*5", "456*5")
    desk.sale.remove_line(1)
    desk.sale.parked.park()
    desk.sale.undo()
    assert desk.texts == []


async def test_nothing_to_lay_aside_or_bring_back(desk: Desk):
    desk.sale.parked.toggle()
    assert desk.notice == "No hay tickets guardados."
    desk.sale.parked.park()
    desk.sale.parked.take(0)
    assert not desk.sale.parked.state.value.can_park


async def test_there_is_an_end_to_it(desk: Desk):
    for number in range(MOST + 1):
        desk.type(f"{number:03}*5")
        desk.sale.parked.park()
    assert len(labels(desk)) == MOST
    assert desk.texts == [f"{MOST:03}"]
    assert desk.notice == "Ya hay 9 tickets guardados. Retome uno antes de guardar otro."


async def test_they_are_there_after_a_restart(desk: Desk):
    desk.type("123/*5", "77*10", draws=(A, B))
    desk.sale.parked.park()
    desk.type("456*5", draws=(A,))
    again = await restarted(desk)
    assert labels(again) == ["Bs 80 · 12:00 pm"]
    assert again.texts == ["456"]
    again.sale.clear()
    again.sale.parked.toggle()
    assert again.texts == ["123", "77", "123", "77"]
    assert again.sale.ticket.value.total_text == "Bs 80"


async def test_what_is_sold_is_not_laid_aside(desk: Desk):
    desk.type("123*5")
    gate = held(desk)
    desk.sale.submit()
    await settle()
    desk.type("456*5")
    desk.sale.parked.park()
    assert desk.texts == ["123"]
    assert labels(desk) == ["Bs 5 · 12:00 pm"]
    gate.set()
    await settle()
    assert desk.texts == []


async def test_a_draw_that_closed_meanwhile_is_asked_about(desk: Desk):
    desk.type("123*5", draws=(A,))
    desk.sale.parked.park()
    desk.clock.elapsed += 56 * 60
    desk.api.catalog = shop.catalog(draws=(shop.CHANCE_A,))
    await desk.services.catalog.load()
    desk.sale.parked.take(0)
    assert "Cerró TRIPLE ZULIA 1:00 pm A: 1 jugada, Bs 5." in desk.sale.closing.state.value.text


async def test_a_draw_nobody_knows_any_more_is_counted(desk: Desk):
    desk.type("123/*5", draws=(A,))
    desk.type("123*5", draws=(shop.CHANCE_A,))
    desk.sale.parked.park()
    await settle()
    desk.api.catalog = shop.catalog(draws=(shop.CHANCE_A,))
    again = await restarted(desk)
    again.sale.parked.toggle()
    assert again.texts == ["123"]
    assert again.notice == "6 jugadas no volvieron: sus sorteos ya no están a la venta."


@pytest.mark.parametrize(
    "kept",
    [
        None,
        5,
        {"after": "", "lines": [], "parked": 7},
        {"after": "", "lines": [], "parked": [3, {"at": "x"}, {"at": 1, "ticket": [{"event": 1}]}]},
    ],
)
async def test_what_cannot_be_read_is_no_ticket(kept):
    desk = Desk()
    await desk.journal.keep("draft", kept)
    await desk.enter()
    assert labels(desk) == []
