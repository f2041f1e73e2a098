"""The right column of the sale: the ticket being typed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.presenters.views import Urgency
from tests.helpers import shop
from tests.helpers.shop import REY_1, A, B
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


def line_ids(desk: Desk) -> list[int]:
    return [line.line_id for group in desk.sale.ticket.value.groups for line in group.lines]


class TestShown:
    async def test_empty(self, desk: Desk):
        view = desk.sale.ticket.value
        assert view.groups == ()
        assert view.empty == "Elija sorteos, escriba la jugada y pulse Enter."
        assert not desk.sale.sell.value.can_sell
        assert not desk.sale.sell.value.can_clear

    async def test_grouped_by_draw_in_the_order_typed(self, desk: Desk):
        desk.type("123*5", draws=(B,))
        desk.type("456*10", draws=(A, B))
        groups = desk.sale.ticket.value.groups
        assert [(group.event_id, group.title, group.summary) for group in groups] == [
            (102, "TRIPLE ZULIA 1:00 pm B", "2 · 15"),
            (101, "TRIPLE ZULIA 1:00 pm A", "1 · 10"),
        ]
        assert [line.amount for line in groups[0].lines] == ["5", "10"]
        assert desk.sale.ticket.value.total_text == "Bs 25"

    async def test_what_unfolded_is_one_line(self, desk: Desk):
        desk.type("123/*5", "120/129*1")
        notes = [(line.label, line.note, line.amount) for line in desk.sale.ticket.value.groups[0].lines]
        assert notes == [("123", "permuta · 6 números", "30"), ("120/129", "corrida · 10 números", "10")]

    async def test_figures_have_names(self, desk: Desk):
        desk.sale.choose_tab("animalitos")
        desk.type("5*10", draws=(REY_1,))
        (line,) = desk.sale.ticket.value.groups[0].lines
        assert (line.label, line.note) == ("5", "León")
        assert desk.sale.ticket.value.groups[0].tint == "animalitos"

    async def test_the_count_knows_the_strictest_limit(self, desk: Desk):
        desk.type("123*5", draws=(A, B))
        assert desk.sale.ticket.value.count_text == "2 / 100 jugadas"
        desk.api.catalog = shop.catalog(limits=())
        await desk.services.catalog.load()
        assert desk.sale.ticket.value.count_text == "2 jugadas"

    async def test_a_group_shows_how_soon_it_closes(self, desk: Desk):
        desk.type("123*5")
        desk.clock.elapsed += 51 * 60
        desk.sale.tick()
        assert desk.sale.ticket.value.groups[0].urgency is Urgency.SOON


class TestTakingOut:
    async def test_a_line_and_back(self, desk: Desk):
        desk.type("123*5", "456", "789")
        desk.sale.remove_line(line_ids(desk)[1])
        assert desk.texts == ["123", "789"]
        desk.sale.undo()
        assert desk.texts == ["123", "789", "456"]
        desk.sale.undo()
        assert desk.texts == ["123", "789", "456"]

    async def test_a_line_that_is_not_there(self, desk: Desk):
        desk.type("123*5")
        desk.sale.remove_line(99)
        assert desk.texts == ["123"]

    async def test_three_lines_are_cleared_at_once(self, desk: Desk):
        desk.type("123*5", "456", "789")
        desk.sale.clear()
        assert desk.texts == []
        assert desk.question == ""
        desk.sale.undo()
        assert desk.texts == ["123", "456", "789"]

    async def test_more_are_asked_about(self, desk: Desk):
        desk.type("123*5", "456", "789", "000")
        desk.sale.clear()
        await settle()
        assert desk.question == "¿Vaciar el ticket? Son 4 líneas por Bs 20."
        desk.notices.answer(yes=False)
        await settle()
        assert len(desk.texts) == 4
        desk.sale.clear()
        desk.sale.clear()
        await settle()
        desk.notices.answer(yes=True)
        await settle()
        assert desk.texts == []
        assert desk.question == ""

    async def test_what_was_typed_during_the_question_stays(self, desk: Desk):
        desk.type("123*5", "456", "789", "000")
        desk.sale.clear()
        await settle()
        desk.type("555*5")
        desk.notices.answer(yes=True)
        await settle()
        assert desk.texts == ["555"]

    async def test_an_empty_ticket_is_not_asked_about(self, desk: Desk):
        desk.sale.clear()
        await settle()
        assert (desk.question, desk.notice) == ("", "")


class TestClosing:
    async def test_a_draw_that_closes_is_asked_about_and_never_moved_silently(self, desk: Desk):
        desk.type("123*5", "456", draws=(A, B))
        desk.type("789*5", draws=(shop.CHANCE_A,))
        await closed(desk)
        view = desk.sale.closing.state.value
        assert view.text == "Cerró TRIPLE ZULIA 1:00 pm A, TRIPLE ZULIA 1:00 pm B: 4 jugadas, Bs 20."
        assert (view.drop, view.move, view.keep) == ("Quitar", "", "Dejar")
        assert len(desk.texts) == 5
        desk.sale.closing.drop()
        assert desk.texts == ["789"]
        assert desk.sale.closing.state.value.text == ""
        desk.sale.undo()
        assert len(desk.texts) == 5
        assert "4 jugadas" in desk.sale.closing.state.value.text

    async def test_left_in_it_is_asked_again_at_the_sale_and_not_every_second(self, desk: Desk):
        desk.type("123*5")
        await closed(desk)
        desk.sale.closing.keep()
        desk.sale.tick()
        assert desk.sale.closing.state.value.text == ""
        assert desk.texts == ["123"]
        desk.sale.submit()
        await settle()
        assert "Cerró TRIPLE ZULIA" in desk.sale.closing.state.value.text
        assert "Diga primero" in desk.notice
        assert desk.api.count("create") == 0

    async def test_moved_to_the_next_draw_of_the_same_list(self, desk: Desk):
        later = shop.draw(111, shop.ZULIA, 4, "A"), shop.draw(112, shop.ZULIA, 3, "A")
        desk.api.catalog = shop.catalog(draws=(*shop.DRAWS, *later))
        await desk.services.catalog.load()
        desk.type("123/*5", "77*10", draws=(A,))
        await closed(desk)
        assert desk.sale.closing.state.value.move == "Pasar a 3:00 pm"
        desk.sale.closing.move()
        (group,) = desk.sale.ticket.value.groups
        assert (group.event_id, group.title, group.summary) == (112, "TRIPLE ZULIA 3:00 pm A", "7 · 40")
        assert desk.sale.closing.state.value.text == ""
        desk.sale.undo()
        assert desk.sale.ticket.value.groups[0].event_id == 101

    async def test_a_draw_lost_while_typing_holds_the_line_back_once(self, desk: Desk):
        desk.type(draws=(A, shop.CHANCE_A))
        desk.sale.set_text("123*5")
        await closed(desk)
        view = desk.sale.closing.state.value
        assert view.text == "Cerró TRIPLE ZULIA 1:00 pm A mientras escribía: la jugada ya no entra ahí."
        assert (view.drop, view.keep) == ("Seguir sin él", "")
        desk.sale.enter()
        assert desk.texts == []
        assert "solo entra en los otros" in desk.sale.entry.value.problem
        desk.sale.enter()
        assert desk.texts == ["123"]
        assert desk.sale.closing.state.value.text == ""

    async def test_its_next_draw_can_be_chosen_instead(self, desk: Desk):
        desk.api.catalog = shop.catalog(draws=(*shop.DRAWS, shop.draw(112, shop.ZULIA, 3, "A")))
        await desk.services.catalog.load()
        desk.type(draws=(A, shop.CHANCE_A))
        desk.sale.set_text("123*5")
        await closed(desk)
        desk.sale.closing.move()
        desk.sale.enter()
        assert {group.event_id for group in desk.sale.ticket.value.groups} == {112, 201}

    async def test_a_line_taken_away_asks_no_more(self, desk: Desk):
        desk.type(draws=(A, shop.CHANCE_A))
        desk.sale.set_text("123*5")
        await closed(desk)
        desk.sale.escape()
        assert desk.sale.closing.state.value.text == ""

    async def test_what_came_back_by_undo_is_asked_about_before_it_is_sold(self, desk: Desk):
        desk.type("123*5")
        desk.sale.clear()
        desk.clock.elapsed += 56 * 60
        desk.api.catalog = shop.catalog(draws=(shop.CHANCE_A,))
        await desk.services.catalog.load()
        desk.sale.undo()
        assert desk.sale.ticket.value.groups[0].title == "TRIPLE ZULIA 1:00 pm A"
        desk.sale.submit()
        await settle()
        assert "Cerró TRIPLE ZULIA 1:00 pm A" in desk.sale.closing.state.value.text
        assert desk.api.count("create") == 0

    async def test_the_draws_that_matter_are_the_chosen_and_the_typed(self, desk: Desk):
        desk.type("123*5", draws=(A,))
        desk.type(draws=(B,))
        assert {draw.event_id for draw in desk.sale.watched_draws()} == {101, 102}
        desk.sale.clear()
        assert {draw.event_id for draw in desk.sale.watched_draws()} == {102}

    async def test_an_answer_is_about_what_was_asked(self, desk: Desk):
        """A second draw closes while the first is still asked about: that is another question."""
        desk.type("123*5", draws=(A,))
        desk.type("456*5", draws=(shop.CHANCE_A,))
        await closed(desk)
        desk.clock.elapsed += timedelta(hours=1).total_seconds()
        desk.sale.closing.drop()
        assert desk.texts == ["456"]
        assert "Cerró TRIPLE CHANCE 2:00 pm A" in desk.sale.closing.state.value.text


async def closed(desk: Desk) -> None:
    """The one o'clock draws have closed, and the second has passed."""
    desk.clock.elapsed += 56 * 60
    desk.sale.tick()
    await settle()
