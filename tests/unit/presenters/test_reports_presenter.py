"""Reports: periods chosen and typed, the server's money beside our own, differences in plain words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import i18n
from app.domain.outcome import ReadRefused, Reason, Refusal
from app.domain.void import VoidAct
from app.presenters.notices import Notices
from app.presenters.office_words import typed_day
from app.presenters.reports import ReportsPresenter
from app.presenters.views_office import Hue, ReportField
from tests.helpers.office import office
from tests.helpers.training import START

TODAY = date(2024, 10, 22)


class Books:
    def __init__(self, office) -> None:
        self.office = office
        self.notices = Notices()
        self.reports = ReportsPresenter(office.services, self.notices)

    @property
    def view(self) -> Any:
        return self.reports.state.value

    async def rest(self) -> None:
        await self.reports._tasks.settle()

    async def open(self) -> None:
        self.reports.opened()
        await self.rest()

    async def typed(self, first: str, last: str) -> None:
        self.reports.choose_period("typed")
        self.reports.set_first(first)
        self.reports.enter()
        self.reports.set_last(last)
        self.reports.enter()
        await self.rest()


@pytest.fixture(autouse=True)
def spanish():
    i18n.use("es")


@pytest.fixture
async def books(tmp_path):
    async with office(tmp_path) as found:
        yield Books(found)


async def test_today_by_game_and_in_all(books: Books):
    await books.office.sell("123", "456")
    void = await books.office.sell("789")
    await books.office.voids.void(void, VoidAct.CANCEL)
    await books.open()
    view = books.view
    assert view.title == "mar 22/10/2024"
    assert [row.title for row in view.rows] == ["Triples", "Animalitos", "Guácharo", "Tripleta", "Total"]
    assert (view.rows[-1].sale, view.rows[-1].strong) == ("10", True)
    sale, prize = view.compare
    assert (sale.server, sale.own, sale.difference, sale.hue) == ("10", "10", "Cuadra", Hue.GO)
    assert prize.difference == "Cuadra"
    assert view.own_note == "2 tickets vendidos, Bs 15 · 1 anulado, Bs 5 · 0 premios, Bs 0"
    assert view.explain == ""


async def test_what_another_machine_sold_is_a_difference(books: Books):
    await books.office.sell("123")
    await books.office.line._client.create(books.office.wagers("321", units=7), "elsewhere")
    await books.open()
    sale = books.view.compare[0]
    assert (sale.server, sale.own, sale.difference, sale.hue) == ("12", "5", "Aquí hay Bs 7 menos", Hue.WARN)
    assert "otro equipo" in books.view.explain


async def test_periods_by_key(books: Books):
    await books.open()
    titles = []
    for _ in range(2):
        books.reports.next_period()
        await books.rest()
        titles.append(books.view.title)
    assert titles == ["lun 21/10/2024", "mié 16/10/2024 a mar 22/10/2024"]
    books.reports.next_period()
    assert books.view.typing


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22/10", TODAY),
        ("2210", TODAY),
        ("1/9", date(2024, 9, 1)),
        ("31/12", date(2023, 12, 31)),
        ("22102024", TODAY),
        ("22-10-24", TODAY),
        ("29/02/2023", None),
        ("32/10", None),
        ("", None),
        ("hoy", None),
        ("22/10/20245", None),
        ("٢٢/١٠", None),
    ],
)
def test_what_a_typed_day_means(text, day):
    assert typed_day(text, TODAY) == day


async def test_a_typed_period(books: Books):
    await books.office.sell("123")
    await books.open()
    await books.typed("1/10", "22102024")
    view = books.view
    assert (view.first, view.last, view.problem) == ("01/10/2024", "22/10/2024", "")
    assert view.title == "mar 01/10/2024 a mar 22/10/2024"
    assert view.rows[-1].sale == "5"


@pytest.mark.parametrize(
    ("first", "last", "problem", "field"),
    [
        ("99/99", "22/10", "Eso no es una fecha: escriba día y mes, por ejemplo 22/10.", ReportField.FIRST),
        ("1/10", "x", "Eso no es una fecha: escriba día y mes, por ejemplo 22/10.", ReportField.LAST),
        ("1/10", "23/10/2024", "Esa fecha todavía no llega.", ReportField.LAST),
        ("20/10", "10/10", "La primera fecha va después de la última.", ReportField.FIRST),
        ("1/1", "22/10", "Son demasiados días: hasta 62.", ReportField.FIRST),
    ],
)
async def test_a_period_that_cannot_be(books: Books, first, last, problem, field):
    await books.open()
    asked = books.office.line.sent("report")
    await books.typed(first, last)
    assert (books.view.problem, books.view.writing) == (problem, field)
    assert books.office.line.sent("report") == asked


async def test_the_keypad_writes_over_a_whole_date(books: Books):
    await books.open()
    books.reports.choose_period("typed")
    assert books.view.first == "22/10/2024"
    for key in "2110":
        books.reports.press(key)
    assert books.view.first == "2110"
    books.reports.backspace()
    assert books.view.first == "211"
    books.reports.escape()
    assert not books.view.typing


async def test_without_a_line(books: Books):
    await books.open()
    books.office.line.down = True
    books.reports.refresh()
    await books.rest()
    assert books.view.page.phase.name == "STALE"
    assert books.view.page.note == "Sin conexión: reporte de las 9:30 am"
    books.reports.choose_period("yesterday")
    await books.rest()
    assert books.view.page.phase.name == "TROUBLE"
    assert books.view.rows == ()


async def test_a_game_without_a_report(books: Books):
    books.office.line.next("report", lambda: ReadRefused(Refusal(Reason.OTHER, "no")))
    await books.open()
    assert [row.sale for row in books.view.rows].count("—") == 1
    assert books.view.page.phase.name == "READY"


async def test_no_report_at_all(books: Books):
    no = lambda: ReadRefused(Refusal(Reason.OTHER, "no"))  # noqa: E731
    books.office.line.next("report", no, no, no, no)
    await books.open()
    assert books.view.page.phase.name == "TROUBLE"
    assert books.view.page.text == "El servidor no informa de ningún juego en este período."


async def test_a_lost_session_asks_for_sign_in(books: Books):
    books.office.line.next("report", *["no_session"] * 4)
    await books.open()
    assert books.office.session.current.value is None


async def test_after_midnight_today_is_another_day(tmp_path):
    async with office(tmp_path, start=START.replace(hour=3, minute=59)) as found:
        books = Books(found)
        await found.sell("123")
        await books.open()
        assert books.view.rows[-1].sale == "5"
        await found.wait(120)
        await books.open()
        assert (books.view.title, books.view.rows[-1].sale) == ("mar 22/10/2024", "0")
