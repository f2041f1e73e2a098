"""The middle column of the sale: the line being typed, by keyboard and by touch."""

from __future__ import annotations

import pytest

from app.presenters import sale_edit
from app.presenters.views import EntryMode
from tests.helpers.shop import CHANCE_A, GUACHARO_1, REY_1, TRIPLETA_1, A, B, C
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


def is_valid(desk: Desk) -> bool:
    """Whether Enter would do something."""
    return desk.sale.entry.value.valid


class TestTyping:
    async def test_what_it_means_while_it_is_typed(self, desk: Desk):
        desk.type(draws=(A, B))
        desk.sale.set_text("123+456*5")
        view = desk.sale.entry.value
        assert (view.meaning, view.count_text, view.cost_text) == (
            "123 456",
            "2 × 2 sorteos = 4 jugadas",
            "Bs 20",
        )
        assert view.valid
        assert (view.problem, view.warning) == ("", "")

    async def test_unfinished_is_no_mistake(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.set_text("123")
        view = desk.sale.entry.value
        assert (view.problem, view.warning) == ("", "Falta el monto: escriba * y cuánto")
        assert not view.valid

    async def test_a_mistake_is_one(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.set_text("12345*5")
        assert desk.sale.entry.value.problem == "Pegados van de 3 en 3 cifras: «12345» no llega"
        assert desk.sale.entry.value.warning == ""

    @pytest.mark.parametrize("line", ["123", "12345*5", "123*", "123*0,5", "-999", "xyz"])
    async def test_enter_on_a_wrong_line_loses_nothing_and_says_why(self, desk: Desk, line: str):
        desk.type(draws=(A,))
        desk.sale.set_text(line)
        desk.sale.enter()
        assert desk.sale.entry.value.text == line
        assert desk.sale.entry.value.problem
        assert desk.texts == []

    async def test_enter_without_a_draw(self, desk: Desk):
        desk.sale.set_text("123*5")
        desk.sale.enter()
        assert desk.sale.entry.value.text == "123*5"
        assert desk.sale.entry.value.problem == "Elija un sorteo"

    async def test_enter_on_nothing(self, desk: Desk):
        desk.sale.enter()
        assert desk.sale.entry.value.problem == "Escriba una jugada y pulse Enter."

    async def test_enter_before_there_is_a_catalogue(self):
        desk = Desk()
        desk.sale.set_text("123*5")
        desk.sale.enter()
        assert desk.sale.entry.value.text == "123*5"

    async def test_enter_adds_and_clears(self, desk: Desk):
        desk.type("123*5")
        assert desk.texts == ["123"]
        view = desk.sale.entry.value
        assert (view.text, view.problem, view.meaning) == ("", "", "")

    async def test_the_amount_stays(self, desk: Desk):
        desk.type("123*5", "456")
        assert desk.texts == ["123", "456"]
        assert desk.sale.entry.value.kept == "monto anterior 5"
        assert desk.sale.ticket.value.total_text == "Bs 10"
        desk.type("789*7,50", "000")
        assert desk.sale.ticket.value.total_text == "Bs 25"

    async def test_a_draw_that_does_not_take_it_is_told(self, desk: Desk):
        desk.type(draws=(A, C))
        desk.sale.set_text("123*5")
        assert desk.sale.entry.value.warning == "No entra en TRIPLE ZULIA: necesita signo"
        assert is_valid(desk)

    async def test_a_twin_is_told_and_goes_in(self, desk: Desk):
        desk.type("123*5")
        desk.sale.set_text("123*5")
        assert desk.sale.entry.value.warning == "123 ya está: se suma y queda en Bs 10"
        desk.sale.enter()
        assert desk.texts == ["123"]
        assert desk.sale.ticket.value.total_text == "Bs 10"
        desk.sale.undo()
        assert desk.sale.ticket.value.total_text == "Bs 5"

    async def test_many_numbers_are_cut_short_on_the_screen(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.set_text("+".join(f"{n:03}" for n in range(14)) + "*5")
        assert desk.sale.entry.value.meaning == "000 001 002 003 004 005 … 013"

    async def test_escape_clears_the_line_and_then_the_notice(self, desk: Desk):
        desk.sale.submit()
        desk.sale.set_text("12")
        desk.sale.escape()
        assert desk.sale.entry.value.text == ""
        assert desk.notice
        desk.sale.escape()
        assert desk.notice == ""

    async def test_a_line_belongs_to_the_tab_it_is_read_in(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.set_text("5*5")
        assert not is_valid(desk)
        desk.sale.choose_tab("animalitos")
        desk.sale.toggle_draw(REY_1.event_id)
        assert desk.sale.entry.value.text == "5*5"
        assert is_valid(desk)
        desk.sale.enter()
        assert desk.sale.ticket.value.groups[0].event_id == REY_1.event_id

    async def test_choosing_reads_the_line_anew(self, desk: Desk):
        desk.sale.set_text("123*5")
        assert not is_valid(desk)
        desk.sale.toggle_draw(A.event_id)
        assert is_valid(desk)

    async def test_a_line_of_the_ticket_is_taken_out_by_typing(self, desk: Desk):
        desk.type("123*5", "456", draws=(A, B))
        desk.sale.set_text("-123")
        desk.sale.enter()
        assert desk.texts == ["456", "456"]


class TestTouch:
    async def test_keys_write_and_take_away(self, desk: Desk):
        for key in "123*5":
            desk.sale.press(key)
        assert desk.sale.entry.value.text == "123*5"
        desk.sale.backspace()
        assert desk.sale.entry.value.text == "123*"

    async def test_permuta(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.set_text("123*5")
        desk.sale.toggle_permuta()
        view = desk.sale.entry.value
        assert (view.text, view.permuta, view.count_text) == ("123/*5", True, "6 jugadas")
        desk.sale.toggle_permuta()
        assert desk.sale.entry.value.text == "123*5"
        assert not desk.sale.entry.value.permuta

    async def test_signs(self, desk: Desk):
        desk.type(draws=(C,))
        desk.sale.set_text("123*5")
        desk.sale.press_sign("LEO")
        assert desk.sale.entry.value.text == "123-leo*5"
        assert is_valid(desk)
        desk.sale.press_sign("ARI")
        assert desk.sale.entry.value.text == "123-ari*5"
        desk.sale.press_sign("ARI")
        assert desk.sale.entry.value.text == "123*5"

    async def test_a_quick_amount_is_enter(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.set_text("123")
        desk.sale.quick_amount(20)
        assert desk.texts == ["123"]
        assert desk.sale.ticket.value.total_text == "Bs 20"

    async def test_a_quick_amount_on_a_wrong_line_loses_nothing(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.set_text("12345")
        desk.sale.quick_amount(20)
        assert desk.sale.entry.value.text == "12345*20"
        assert desk.sale.entry.value.problem

    async def test_a_quick_amount_alone_is_kept(self, desk: Desk):
        desk.type(draws=(A,))
        desk.sale.quick_amount(20)
        assert desk.sale.entry.value.kept == "monto anterior 20"
        desk.sale.set_text("123")
        assert is_valid(desk)
        await settle()
        assert desk.memory.values["kept_amount"] == 2000

    async def test_the_keys_of_each_game(self, desk: Desk):
        modes = []
        for _ in range(4):
            view = desk.sale.entry.value
            modes.append((view.mode, len(view.figures)))
            desk.sale.next_tab()
        assert modes == [
            (EntryMode.DIGITS, 0),
            (EntryMode.FIGURES_38, 38),
            (EntryMode.FIGURES_77, 77),
            (EntryMode.TRIPLETA, 38),
        ]
        assert desk.sale.entry.value.quick_amounts == (5, 10, 20)

    @pytest.mark.parametrize(
        ("tab", "draw", "pressed", "text"),
        [
            ("animalitos", REY_1, ("5", "00", "5"), "00"),
            ("animalitos77", GUACHARO_1, ("75", "0"), "75+0"),
            ("tripleta", TRIPLETA_1, ("5", "12", "30", "7"), "5-12-30+7"),
            ("tripleta", TRIPLETA_1, ("5", "12", "5"), "12"),
        ],
    )
    async def test_figures(self, desk: Desk, tab, draw, pressed, text):
        desk.sale.choose_tab(tab)
        desk.sale.toggle_draw(draw.event_id)
        for code in pressed:
            desk.sale.press_figure(code)
        view = desk.sale.entry.value
        assert view.text == text
        codes = {tile.code for tile in view.figures if tile.chosen}
        assert codes == set(text.replace("-", "+").split("+"))

    async def test_figures_keep_the_amount_typed(self, desk: Desk):
        desk.sale.choose_tab("animalitos")
        desk.sale.set_text("5*10")
        desk.sale.press_figure("7")
        assert desk.sale.entry.value.text == "5+7*10"
        desk.sale.press_figure("5")
        assert desk.sale.entry.value.text == "7*10"

    async def test_other_lists_make_other_offers(self, desk: Desk):
        desk.type(draws=(CHANCE_A,))
        desk.sale.set_text("123-5*5")
        assert desk.sale.entry.value.problem.endswith("lleva signo y los sorteos elegidos no")


class TestEdits:
    """Pure edits, without a catalogue."""

    @pytest.mark.parametrize(
        ("text", "after"),
        [("123", "123/"), ("123*5", "123/*5"), ("123/*5", "123*5"), ("123p", "123"), ("", ""), ("*5", "*5")],
    )
    def test_permuta(self, text, after):
        assert sale_edit.toggle_permuta(text) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [("123", "123*20"), ("123*5", "123*20"), ("123*", "123*20"), ("", "*20")],
    )
    def test_amount(self, text, after):
        assert sale_edit.with_amount(text, 20) == after

    @pytest.mark.parametrize(
        ("text", "after"),
        [("12", "12-cap"), ("12-ari*5", "12-cap*5"), ("12-cap*5", "12*5"), ("", ""), ("*5", "*5")],
    )
    def test_sign(self, text, after):
        assert sale_edit.with_sign(text, "CAP") == after

    def test_a_sign_that_ends_like_a_permuta_is_none(self):
        assert not sale_edit.is_permuta("123-cap*5")
