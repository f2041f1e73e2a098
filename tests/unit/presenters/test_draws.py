"""The left column of the sale: choosing draws over a catalogue that changes underneath."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.presenters.views import Urgency
from tests.helpers import shop
from tests.helpers.shop import CHANCE_A, CHANCE_C, REY_1, A, B, C
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


def chips(desk: Desk) -> dict[int, object]:
    """The chips shown, by event."""
    return {chip.event_id: chip for card in desk.sale.draws.value.products for chip in card.draws}


def chosen(desk: Desk) -> set[int]:
    return desk._chosen()


def cursor(desk: Desk) -> int:
    cards = desk.sale.draws.value.products
    (there,) = (chip.event_id for card in cards for chip in card.draws if chip.cursor)
    return there


async def later(desk: Desk, delta: timedelta) -> None:
    """Time passes, the second's round runs."""
    desk.clock.elapsed += delta.total_seconds()
    desk.sale.tick()
    await settle()


class TestShown:
    async def test_tabs_in_a_steady_order_and_the_first_is_shown(self, desk: Desk):
        tabs = desk.sale.draws.value.tabs
        assert [tab.title for tab in tabs] == ["Triples", "Animalitos", "Guácharo", "Tripleta"]
        assert [tab.chosen for tab in tabs] == [True, False, False, False]

    async def test_products_that_draw_next_come_first(self, desk: Desk):
        cards = desk.sale.draws.value.products
        assert [card.name for card in cards] == ["TRIPLE ZULIA", "TRIPLE CHANCE"]
        assert [chip.event_id for chip in cards[0].draws] == [101, 102, 103]
        assert [chip.time for chip in cards[1].draws] == ["2:00 pm", "2:00 pm"]

    async def test_how_soon_it_closes(self, desk: Desk):
        assert desk.sale.draws.value.products[0].draws[0].detail == "A · 55:00"
        await later(desk, timedelta(minutes=51))
        chip = desk.sale.draws.value.products[0].draws[0]
        assert (chip.detail, chip.urgency) == ("A · cierra 4:00", Urgency.SOON)
        await later(desk, timedelta(minutes=3, seconds=1))
        assert desk.sale.draws.value.products[0].draws[0].urgency is Urgency.NOW

    async def test_what_is_said_aloud(self, desk: Desk):
        assert desk.sale.draws.value.products[0].draws[1].spoken == "TRIPLE ZULIA 1:00 pm B"

    async def test_before_signing_in(self):
        view = Desk().sale.draws.value
        assert (view.tabs, view.products) == ((), ())
        assert view.empty == "Todavía no hay sorteos: se cargan al entrar."

    async def test_nothing_open_here(self, desk: Desk):
        await later(desk, timedelta(hours=3))
        assert desk.sale.draws.value.empty == "No hay sorteos abiertos aquí. Pruebe otra pestaña (F8)."


class TestChoosing:
    async def test_on_and_off(self, desk: Desk):
        desk.sale.toggle_draw(101)
        desk.sale.toggle_draw(203)
        assert chosen(desk) == {101, 203}
        assert desk.sale.draws.value.chosen_text == "2 elegidos"
        assert desk.sale.draws.value.tabs[0].draws_chosen == 2
        desk.sale.toggle_draw(101)
        assert desk.sale.draws.value.chosen_text == "1 elegido"
        desk.sale.toggle_draw(203)
        assert desk.sale.draws.value.chosen_text == "Sin elegir"

    async def test_what_is_not_on_sale_is_not_chosen(self, desk: Desk):
        desk.sale.toggle_draw(999)
        assert chosen(desk) == set()

    async def test_all_of_a_product_and_none(self, desk: Desk):
        desk.sale.toggle_draw(102)
        desk.sale.choose_all_of(shop.ZULIA)
        assert chosen(desk) == {101, 102, 103}
        desk.sale.choose_all_of(shop.ZULIA)
        assert chosen(desk) == set()

    async def test_all_means_one_day(self, desk: Desk):
        tomorrow = replace(A, event_id=111, draws_at=A.draws_at + timedelta(days=1))
        tomorrow = replace(tomorrow, closes_at=A.closes_at + timedelta(days=1))
        desk.api.catalog = shop.catalog(draws=(*shop.DRAWS, tomorrow))
        await desk.services.catalog.load()
        desk.sale.choose_all_of(shop.ZULIA)
        assert chosen(desk) == {101, 102, 103}

    async def test_a_choice_goes_with_the_tab_but_is_kept(self, desk: Desk):
        desk.sale.toggle_draw(101)
        desk.sale.next_tab()
        desk.sale.toggle_draw(301)
        assert chosen(desk) == {301}
        desk.sale.choose_tab("lottery")
        assert chosen(desk) == {101}
        assert [tab.draws_chosen for tab in desk.sale.draws.value.tabs] == [1, 1, 0, 0]

    async def test_the_tabs_go_round(self, desk: Desk):
        shown = []
        for _ in range(5):
            shown.append(next(tab.category for tab in desk.sale.draws.value.tabs if tab.chosen))
            desk.sale.next_tab()
        assert shown == ["lottery", "animalitos", "animalitos77", "tripleta", "lottery"]

    async def test_all_of_the_chosen_products_by_a_key(self, desk: Desk):
        desk.sale.toggle_draw(201)
        desk.sale.set_text("//")
        desk.sale.enter()
        assert chosen(desk) == {201, 203}
        assert desk.sale.entry.value.text == ""

    async def test_with_none_chosen_those_under_the_cursor(self, desk: Desk):
        desk.sale.set_text("//")
        desk.sale.enter()
        assert chosen(desk) == {101, 102, 103}


class TestCursor:
    async def test_it_moves_along_and_across_and_stops_at_the_ends(self, desk: Desk):
        been = [cursor(desk)]
        for step in ((1, 0), (1, 0), (1, 0), (0, 1), (1, 0), (0, 1), (0, -1), (-1, 0), (-1, 0)):
            desk.sale.move_cursor(*step)
            been.append(cursor(desk))
        assert been == [101, 102, 103, 103, 203, 203, 203, 102, 101, 101]

    async def test_space_chooses_where_it_stands(self, desk: Desk):
        desk.sale.move_cursor(1, 0)
        desk.sale.toggle_cursor()
        assert chosen(desk) == {102}

    async def test_the_slash_chooses_and_goes_down(self, desk: Desk):
        desk.sale.set_text("/")
        desk.sale.enter()
        assert (chosen(desk), cursor(desk)) == ({101}, 201)

    async def test_it_follows_a_tap(self, desk: Desk):
        desk.sale.toggle_draw(203)
        assert cursor(desk) == 203

    async def test_it_finds_a_place_when_its_draw_closes(self, desk: Desk):
        await later(desk, timedelta(minutes=56))
        assert cursor(desk) == 201

    async def test_without_draws_it_goes_nowhere(self, desk: Desk):
        await later(desk, timedelta(hours=3))
        desk.sale.move_cursor(1, 1)
        desk.sale.toggle_cursor()
        assert chosen(desk) == set()


class TestChanging:
    async def test_a_chosen_draw_that_closes_leaves_and_is_told_of(self, desk: Desk):
        desk.sale.toggle_draw(101)
        desk.sale.toggle_draw(201)
        await later(desk, timedelta(minutes=56))
        assert chosen(desk) == {201}
        assert desk.notice == "Ya cerró: TRIPLE ZULIA 1:00 pm A."

    async def test_a_new_catalogue_keeps_choices_and_cursor(self, desk: Desk):
        desk.sale.toggle_draw(101)
        desk.sale.toggle_draw(201)
        desk.api.catalog = shop.catalog(draws=(A, B, CHANCE_A, REY_1))
        await desk.services.catalog.load()
        assert (chosen(desk), cursor(desk)) == ({101, 201}, 201)
        assert desk.notice == ""

    async def test_a_choice_that_is_gone_from_the_catalogue_is_told_of(self, desk: Desk):
        desk.sale.toggle_draw(101)
        desk.sale.toggle_draw(102)
        desk.api.catalog = shop.catalog(draws=(B, C, CHANCE_C))
        await desk.services.catalog.load()
        assert chosen(desk) == {102}
        assert desk.notice == "Ya cerró: TRIPLE ZULIA 1:00 pm A."

    async def test_a_closing_that_moves_moves_for_the_choice_too(self, desk: Desk):
        desk.sale.toggle_draw(101)
        earlier = replace(A, closes_at=shop.NOW + timedelta(minutes=1))
        desk.api.catalog = shop.catalog(draws=(earlier, B))
        await desk.services.catalog.load()
        desk.sale.set_text("123*5")
        await later(desk, timedelta(minutes=2))
        assert chosen(desk) == set()
        desk.sale.enter()
        assert desk.texts == []

    async def test_a_later_closing_keeps_it(self, desk: Desk):
        desk.sale.toggle_draw(101)
        desk.type("123*5")
        late = replace(A, closes_at=A.closes_at + timedelta(minutes=4))
        desk.api.catalog = shop.catalog(draws=(late, B))
        await desk.services.catalog.load()
        await later(desk, timedelta(minutes=56))
        assert chosen(desk) == {101}
        assert desk.question == ""

    async def test_signing_out_forgets_what_the_catalogue_forgot(self, desk: Desk):
        desk.sale.toggle_draw(101)
        desk.services.catalog.forget()
        assert desk.sale.draws.value.products == ()
        desk.sale.next_tab()
        desk.sale.toggle_cursor()

    async def test_many_draws_show_the_next_few_until_asked(self, desk: Desk):
        draws = tuple(
            replace(A, event_id=1000 + n, draws_at=A.draws_at + timedelta(minutes=n)) for n in range(12)
        )
        desk.api.catalog = shop.catalog(draws=draws)
        await desk.services.catalog.load()
        assert (len(chips(desk)), desk.sale.draws.value.products[0].more) == (7, "+5")
        desk.sale.toggle_more(shop.ZULIA)
        assert (len(chips(desk)), desk.sale.draws.value.products[0].more) == (12, "−")
        desk.sale.toggle_draw(1010)
        desk.sale.toggle_more(shop.ZULIA)
        assert {1010} <= chips(desk).keys()
