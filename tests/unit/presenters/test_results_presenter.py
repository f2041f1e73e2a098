"""Results: by day and game, every list, animals by figure and name; the last reading without a line."""

from __future__ import annotations

from typing import Any

import pytest

from app import i18n
from app.domain.paper import ResultsSlip
from app.domain.ticket import DrawResult
from app.ports import NothingPrinted
from app.presenters.notices import Level, Notices
from app.presenters.result_words import figure_code, number_and_sign
from app.presenters.results import ResultsPresenter
from app.training.variant import Variant
from tests.helpers.office import office
from tests.helpers.training import START


class Board:
    def __init__(self, office) -> None:
        self.office = office
        self.notices = Notices()
        self.results = ResultsPresenter(office.services, self.notices)

    @property
    def view(self) -> Any:
        return self.results.state.value

    async def rest(self) -> None:
        await self.results._tasks.settle()

    async def yesterday(self, tab: str = "lottery") -> None:
        self.results.opened()
        self.results.move_day(-1)
        await self.rest()
        self.results.choose_tab(tab)

    def products(self):
        return {product.name: product for product in self.view.products}


@pytest.fixture(autouse=True)
def spanish():
    i18n.use("es")


@pytest.fixture
async def board(tmp_path):
    async with office(tmp_path) as found:
        yield Board(found)


async def test_a_lottery_shows_its_lists_beside_one_another(board: Board):
    await board.yesterday()
    assert board.view.day.text == "Ayer"
    zulia = board.products()["TRIPLE ZULIA"]
    assert [cell.label for cell in zulia.draws[0].cells] == ["A", "B", "C"]
    last = zulia.draws[0].cells[2]
    assert len(last.value) == 3
    assert last.name
    times = [draw.time for draw in zulia.draws]
    assert times[0].endswith("pm")
    assert len(times) == len(set(times))


async def test_an_animal_has_its_figure_and_its_name(board: Board):
    await board.yesterday("animalitos")
    product = next(iter(board.view.products))
    draw = product.draws[0]
    assert draw.figure == draw.cells[0].value
    assert draw.cells[0].name
    assert len(product.draws) > 5


async def test_padded_animals_are_the_same_animals(tmp_path):
    async with office(tmp_path, Variant(results_padded=True)) as found:
        board = Board(found)
        await board.yesterday("animalitos")
        figures = {draw.figure for product in board.view.products for draw in product.draws}
        assert all(figures)
        assert not any(len(code) == 2 and code[0] == "0" and code != "00" for code in figures)


@pytest.mark.parametrize(
    ("value", "code"),
    [("0", "0"), ("00", "00"), ("5", "5"), ("05", "5"), ("LEON", "5"), ("000", ""), ("", ""), ("99", "")],
)
def test_which_figure_a_result_is(value, code):
    assert figure_code(value) == code


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("589-ESC", ("589", "Escorpio")),
        ("000", ("000", "")),
        ("5-12-30", ("5-12-30", "")),
        ("589-XXX", ("589-XXX", "")),
        ("-", ("-", "")),
    ],
)
def test_a_number_and_its_sign(value, shown):
    assert number_and_sign(value) == shown


async def test_tabs_are_the_agencys_games_with_a_result(board: Board):
    await board.yesterday()
    assert [tab.key for tab in board.view.tabs] == ["lottery", "animalitos", "animalitos77"]
    board.results.next_tab()
    assert [tab.chosen for tab in board.view.tabs] == [False, True, False]


async def test_a_game_that_we_do_not_know_is_shown_as_it_comes(board: Board):
    row = DrawResult(1, 999, "QUINIELA <b>", "quiniela", START, "12 34", "Z")
    board.office.line.next("results", lambda: (row,))
    board.results.opened()
    await board.rest()
    board.results.choose_tab("quiniela")
    (product,) = board.view.products
    assert (product.name, product.draws[0].cells[0].value) == ("QUINIELA <b>", "12 34")
    assert board.view.tabs[-1].title == "quiniela"


async def test_nothing_yet(tmp_path):
    async with office(tmp_path, start=START.replace(hour=4, minute=0, second=30)) as found:
        board = Board(found)
        board.results.opened()
        await board.rest()
        assert board.view.page.phase.name == "EMPTY"
        assert not board.view.can_print
        board.results.print()
        await board.rest()
        assert not found.printer.papers


async def test_without_a_line_the_last_reading_with_its_hour(board: Board):
    await board.yesterday()
    board.office.line.down = True
    board.results.refresh()
    await board.rest()
    assert board.view.page.phase.name == "STALE"
    assert board.view.page.note == "Sin conexión: resultados de las 9:30 am"
    assert board.view.products
    board.results.move_day(-1)
    await board.rest()
    assert board.view.page.phase.name == "TROUBLE"
    assert not board.view.products


async def test_opening_again_soon_asks_nothing(board: Board):
    board.results.opened()
    await board.rest()
    board.results.opened()
    await board.rest()
    assert board.office.line.sent("results") == 1
    await board.office.wait(60)
    board.results.opened()
    await board.rest()
    assert board.office.line.sent("results") == 2


async def test_printing_what_is_shown(board: Board):
    await board.yesterday("animalitos")
    board.results.print()
    board.results.print()
    await board.rest()
    (slip,) = board.office.printer.of(ResultsSlip)
    assert slip.title == "Resultados Animalitos lun 21/10/2024"
    assert len(slip.rows) == sum(len(product.draws) for product in board.view.products)
    board.office.printer.outcomes.append(NothingPrinted("paper_out"))
    board.results.print()
    await board.rest()
    notice = board.notices.notice.value
    assert notice is not None
    assert notice.level is Level.WARN


async def test_a_lost_session_asks_for_sign_in(board: Board):
    board.office.line.next("results", "no_session")
    board.results.opened()
    await board.rest()
    assert board.office.session.current.value is None
