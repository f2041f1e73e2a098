"""What a cashier does to the ticket and the draws beside typing: amounts, moves, cash, search, favourites."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.ticket import Wager
from app.money import Money
from app.presenters.views import EntryMode
from tests.helpers import shop
from tests.helpers.shop import CHANCE_A, REY_1, A, B, C
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


def held(desk: Desk) -> asyncio.Event:
    """From now on the server's answers wait for this."""
    desk.api.gate = asyncio.Event()
    return desk.api.gate


def line_ids(desk: Desk) -> list[int]:
    return [line.line_id for group in desk.sale.ticket.value.groups for line in group.lines]


def enter(desk: Desk, *lines: str) -> None:
    for line in lines:
        desk.sale.set_text(line)
        desk.sale.enter()


def chosen(desk: Desk) -> set[int]:
    return {c.event_id for p in desk.sale.draws.value.products for c in p.draws if c.chosen}


class TestAnotherAmount:
    async def test_of_the_last_entry_in_every_draw(self, desk: Desk):
        desk.type("123*5", "456*5", draws=(A, B))
        desk.sale.set_text("*8")
        view = desk.sale.entry.value
        assert (view.meaning, view.count_text, view.cost_text) == (
            "Otro monto: 456",
            "1 × 2 sorteos = 2 jugadas",
            "Bs 16",
        )
        desk.sale.enter()
        assert desk.sale.ticket.value.total_text == "Bs 26"
        desk.sale.undo()
        assert desk.sale.ticket.value.total_text == "Bs 20"

    async def test_of_the_line_that_is_marked(self, desk: Desk):
        desk.type("123*5", "456*5")
        desk.sale.lines.point((line_ids(desk)[0],))
        enter(desk, "*8")
        amounts = [line.amount for line in desk.sale.ticket.value.groups[0].lines]
        assert amounts == ["8", "5"]

    async def test_it_is_kept_for_what_follows(self, desk: Desk):
        enter(desk, "*8")
        assert desk.sale.entry.value.kept == "monto anterior 8"
        desk.type("123")
        assert desk.sale.ticket.value.total_text == "Bs 8"

    async def test_beyond_the_limit_it_says_which(self, desk: Desk):
        desk.type("123*5")
        enter(desk, "*100")
        assert desk.sale.entry.value.problem == "Bs 100 es mucho: el máximo es Bs 99"
        assert desk.sale.ticket.value.total_text == "Bs 5"

    async def test_not_of_lines_that_are_being_sold(self, desk: Desk):
        desk.type("123*5")
        gate = held(desk)
        desk.sale.submit()
        await settle()
        enter(desk, "*8", "123*5")
        assert [line.amount for line in desk.sale.ticket.value.groups[0].lines] == ["5", "5"]
        gate.set()
        await settle()
        assert desk.sale.ticket.value.total_text == "Bs 5"
        assert desk.api.sold[-1].ticket.plain_wagers() == (Wager(101, shop.TRIPLE, "123", Money.units(5)),)


class TestUnfolded:
    async def test_its_numbers_are_shown_and_one_can_go(self, desk: Desk):
        desk.type("112/*5")
        (line,) = desk.sale.ticket.value.groups[0].lines
        assert (line.folds, line.opened, line.numbers) == (True, False, ())
        desk.sale.lines.unfold(line.line_id)
        (line,) = desk.sale.ticket.value.groups[0].lines
        assert line.numbers == (("112", "5"), ("121", "5"), ("211", "5"))
        desk.sale.lines.remove_number(line.line_id, "121")
        assert desk.sale.ticket.value.total_text == "Bs 10"
        desk.sale.lines.remove_number(line.line_id, "112")
        desk.sale.lines.remove_number(line.line_id, "211")
        assert desk.texts == []
        for _ in range(3):
            desk.sale.undo()
        assert desk.sale.ticket.value.total_text == "Bs 15"

    async def test_a_plain_number_has_nothing_to_unfold(self, desk: Desk):
        desk.type("123*5")
        desk.sale.lines.unfold(1)
        (line,) = desk.sale.ticket.value.groups[0].lines
        assert (line.folds, line.numbers) == (False, ())


class TestMoved:
    async def test_the_lines_of_a_draw_to_the_one_chosen_next(self, desk: Desk):
        desk.type("123/*5", "77*1", draws=(A,))
        desk.sale.lines.begin_move(A.event_id)
        assert "TRIPLE ZULIA 1:00 pm A" in desk.sale.draws.value.moving
        desk.sale.toggle_draw(CHANCE_A.event_id)
        (group,) = desk.sale.ticket.value.groups
        assert (group.event_id, group.summary) == (CHANCE_A.event_id, "7 · 31")
        assert desk.sale.draws.value.moving == ""
        assert chosen(desk) == {A.event_id}
        desk.sale.undo()
        assert desk.sale.ticket.value.groups[0].event_id == A.event_id

    async def test_a_draw_that_does_not_take_them_is_named(self, desk: Desk):
        desk.type("123*5", draws=(A,))
        desk.sale.lines.begin_move(A.event_id)
        desk.sale.toggle_draw(C.event_id)
        assert "TRIPLE ZULIA 1:00 pm C no admite" in desk.notice
        assert desk.sale.ticket.value.groups[0].event_id == A.event_id

    async def test_escape_leaves_them(self, desk: Desk):
        desk.type("123*5", draws=(A,))
        desk.sale.lines.begin_move(A.event_id)
        desk.sale.escape()
        assert desk.sale.draws.value.moving == ""
        desk.sale.lines.begin_move(999)
        assert desk.sale.draws.value.moving == ""


class TestCash:
    async def test_what_goes_back_is_shown_while_typed_and_stays(self, desk: Desk):
        desk.type("123/*5", draws=(A, B))
        desk.sale.set_text("+100")
        view = desk.sale.entry.value
        assert (view.title, view.meaning, view.count_text) == ("Paga con", "Paga con Bs 100", "Vuelto Bs 40")
        desk.sale.enter()
        cash = desk.sale.cash.state.value
        assert (cash.text, cash.change, cash.short) == ("Paga con Bs 100", "Vuelto Bs 40", False)
        assert desk.sale.entry.value.text == ""

    async def test_too_little(self, desk: Desk):
        desk.type("123*50")
        enter(desk, "+20")
        assert desk.sale.cash.state.value.change == "Faltan Bs 30"

    async def test_for_the_ticket_just_sold_until_the_next_begins(self, desk: Desk):
        desk.type("123*5")
        desk.sale.submit()
        await settle()
        enter(desk, "+20")
        assert desk.sale.cash.state.value.change == "Vuelto Bs 15"
        desk.type("456*5")
        assert desk.sale.cash.state.value.text == ""

    async def test_a_quick_amount_is_a_note(self, desk: Desk):
        desk.type("123*5")
        desk.sale.set_text("+")
        desk.sale.quick_amount(20)
        assert desk.sale.cash.state.value.change == "Vuelto Bs 15"
        desk.sale.escape()
        assert desk.sale.cash.state.value.text == ""


class TestLargeStake:
    @pytest.fixture
    async def careful(self) -> Desk:
        return await Desk(ask_above=50).enter()

    async def test_a_dear_ticket_is_asked_about(self, careful: Desk):
        careful.type("123/*9")
        careful.sale.submit()
        await settle()
        assert careful.question == "El ticket cuesta Bs 54 (6 jugadas). ¿Venderlo?"
        careful.notices.answer(yes=False)
        await settle()
        assert careful.api.count("create") == 0
        careful.sale.submit()
        await settle()
        careful.notices.answer(yes=True)
        await settle()
        assert careful.api.count("create") == 1

    async def test_up_to_the_amount_it_is_not(self, careful: Desk):
        careful.type("123*50")
        careful.sale.submit()
        await settle()
        assert careful.api.count("create") == 1


class TestDraws:
    async def test_the_next_of_each_product_and_none(self, desk: Desk):
        enter(desk, "///")
        assert chosen(desk) == {A.event_id, CHANCE_A.event_id}
        enter(desk, "///")
        assert chosen(desk) == set()
        enter(desk, "///", "-/")
        assert chosen(desk) == set()
        desk.sale.choose_next()
        assert desk.sale.draws.value.count == 2
        desk.sale.choose_none()
        assert desk.sale.draws.value.count == 0

    async def test_search_under_all_tabs(self, desk: Desk):
        desk.sale.search("rey")
        names = [card.name for card in desk.sale.draws.value.products]
        assert names == ["LOTTO REY", "TRIPLETA REY"]
        desk.sale.search("chan c")
        (card,) = desk.sale.draws.value.products
        assert [chip.event_id for chip in card.draws] == [203]
        desk.sale.search("orien 2")
        assert [chip.event_id for chip in desk.sale.draws.value.products[0].draws] == [201, 203]
        desk.sale.search("nada")
        assert "Ningún sorteo abierto" in desk.sale.draws.value.empty

    async def test_enter_takes_the_first_and_shows_its_tab(self, desk: Desk):
        desk.sale.search("lotto 1")
        desk.sale.take_found()
        assert desk.sale.draws.value.search is None
        assert desk.sale.entry.value.mode is EntryMode.FIGURES_38
        assert chosen(desk) == {REY_1.event_id}

    async def test_enter_on_nothing_found_ends_it(self, desk: Desk):
        desk.sale.search("")
        desk.sale.take_found()
        desk.sale.search("nada")
        desk.sale.take_found()
        assert desk.sale.draws.value.search is None
        assert chosen(desk) == set()

    async def test_a_pinned_product_stands_first_and_stays_so(self, desk: Desk):
        desk.sale.toggle_pin(shop.CHANCE)
        first = desk.sale.draws.value.products[0]
        assert (first.product_id, first.pinned) == (shop.CHANCE, True)
        await settle()
        again = await Desk(api=desk.api, journal=desk.journal, clock=desk.clock, ids="re").enter()
        assert again.sale.draws.value.products[0].product_id == shop.CHANCE
        again.sale.toggle_pin(shop.CHANCE)
        assert again.sale.draws.value.products[0].product_id == shop.ZULIA

    async def test_what_is_sold_most_stands_first_from_the_next_start_on(self, desk: Desk):
        for units in range(5, 10):
            desk.type(f"123*{units}", draws=(CHANCE_A,))
            desk.sale.submit()
            await settle()
        assert desk.sale.draws.value.products[0].product_id == shop.ZULIA
        again = await Desk(api=desk.api, journal=desk.journal, clock=desk.clock, ids="re").enter()
        assert again.sale.draws.value.products[0].product_id == shop.CHANCE
