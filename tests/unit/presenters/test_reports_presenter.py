"""Reports: periods chosen and typed, the server's money beside our own, differences in plain words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app import i18n
from app.domain.outcome import ReadRefused, Reason, Refusal
from app.domain.paper import ReportSlip
from app.domain.secret import Secret
from app.domain.void import VoidAct
from app.errors import Known
from app.ports import NothingPrinted
from app.presenters.notices import Notices
from app.presenters.office_words import typed_day
from app.presenters.reports import ReportsPresenter
from app.presenters.views_office import Hue, ReportField
from tests.helpers.office import office
from tests.helpers.training import START

TODAY = date(2024, 10, 22)


class Shelf:
    """Where exported files go; `full` refuses them."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.full = False

    async def write(self, name: str, content: str) -> str:
        if self.full:
            raise Known("reports.not_exported", folder="/exports")
        self.files[name] = content
        return f"/exports/{name}"


class Books:
    def __init__(self, office) -> None:
        self.office = office
        self.notices = Notices()
        self.folder = Shelf()
        self.reports = ReportsPresenter(office.services, self.notices, self.folder)

    @property
    def view(self) -> Any:
        return self.reports.state.value

    @property
    def told(self) -> str:
        """The sentence shown."""
        shown = self.notices.notice.value
        return shown.text if shown else ""

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


class TestPages:
    async def test_the_arrows_go_through_them_and_stop_at_the_ends(self, books: Books):
        await books.open()
        shown = []
        for steps in (-1, 1, 1, 1, 1, -1):
            books.reports.move_page(steps)
            shown.append(books.view.shown.value)
        await books.rest()
        assert shown == ["money", "differences", "hours", "products", "products", "hours"]
        assert [one.key for one in books.view.pages if one.chosen] == ["hours"]

    async def test_hours_and_products_of_what_stayed_sold(self, books: Books):
        await books.office.sell("123", "456")
        void = await books.office.sell("789")
        await books.office.voids.void(void, VoidAct.CANCEL)
        await books.open()
        assert [(bar.label, bar.text, bar.note) for bar in books.view.hours] == [("9 am", "10", "1 ticket")]
        (product,) = books.view.products
        assert (product.text, product.permille) == ("10", 1000)

    async def test_the_lists_are_asked_for_when_somebody_looks(self, books: Books):
        await books.office.sell("123")
        await books.office.line._client.create(books.office.wagers("321", units=7), "elsewhere")
        await books.open()
        asked = books.office.line.sent("tickets")
        books.reports.choose_page("differences")
        assert books.view.traced_page.headline.startswith("Comparando")
        await books.rest()
        assert books.office.line.sent("tickets") == asked + 3
        (group,) = books.view.traced
        assert (group.title, group.note) == ("Vendidos en otro equipo", "1 ticket · Aquí hay Bs 7 menos")
        (one,) = group.wagers
        assert (one.amount, one.note[:4]) == ("-7", "por ")

    async def test_nothing_to_trace(self, books: Books):
        await books.office.sell("123")
        await books.open()
        books.reports.choose_page("differences")
        await books.rest()
        assert (books.view.traced, books.view.traced_page.headline) == ((), "Ningún ticket hace diferencia")

    async def test_a_prize_of_an_earlier_ticket_is_told(self, tmp_path):
        async with office(tmp_path, start=START.replace(hour=23)) as found:
            books = Books(found)
            key = await found.sell("123")
            found.server.control().settle(found.draw().event_id, "123")
            await found.wait(6 * 3600)
            pin = next(one.pin for one in found.server.control().tickets() if one.number == key.number)
            check = await found.payments.check(key, Secret(str(pin)))
            await found.payments.pay(check)
            await books.open()
            books.reports.choose_page("differences")
            await books.rest()
            (group,) = books.view.traced
            assert group.title == "Premios de tickets de antes"
            assert group.wagers[0].label == str(key.number)

    async def test_without_a_line(self, books: Books):
        await books.open()
        books.office.line.down = True
        books.reports.choose_page("differences")
        await books.rest()
        assert books.view.traced_page.phase.name == "TROUBLE"
        books.office.line.down = False
        books.reports.refresh()
        await books.rest()
        assert books.view.traced_page.phase.name == "EMPTY"


class TestTakenAlong:
    async def test_on_paper_in_the_words_of_the_screen(self, books: Books):
        await books.office.sell("123", "456")
        await books.open()
        books.reports.print()
        await books.rest()
        (slip,) = books.office.printer.of(ReportSlip)
        assert slip.title == "Reporte mar 22/10/2024"
        groups = {group.title: group for group in slip.groups}
        assert groups["Total"].rows[0] == ("Ventas", "10")
        assert "Triples" in groups
        assert "Animalitos" not in groups
        assert groups["Ventas sin anulados"].total == ("Diferencia", "Cuadra")
        assert groups["Según esta taquilla"].rows[0] == ("Vendidos (1)", "10")
        assert groups["Por hora"].rows == (("9 am", "10"),)

    async def test_a_printer_that_will_not_is_told(self, books: Books):
        await books.open()
        books.office.printer.outcomes.append(NothingPrinted("paper_out"))
        books.reports.print()
        await books.rest()
        assert books.told == "El reporte no se imprimió. Revise la impresora."

    async def test_as_a_file_for_excel(self, books: Books):
        key = await books.office.sell("123", "456")
        await books.open()
        books.reports.export()
        await books.rest()
        ((name, content),) = books.folder.files.items()
        lines = content.removeprefix("\ufeff").splitlines()
        assert name == "reporte-2024-10-22.csv"
        assert lines[0] == "Sección;Nombre;Concepto;Ticket;Cantidad;Monto Bs"
        assert "Servidor;Triples;Ventas;;;10,00" in lines
        assert "Esta taquilla;mar 22/10/2024;Vendidos (1);;1;10,00" in lines
        assert "Por hora;9 am;;;1;10,00" in lines
        assert any(line.startswith("Tickets;22/10/2024") and str(key.number) in line for line in lines)
        assert books.told == f"Guardado para Excel: /exports/{name}"

    async def test_a_disk_that_will_not_is_told(self, books: Books):
        await books.open()
        books.folder.full = True
        books.reports.export()
        await books.rest()
        assert books.told.startswith("No se pudo guardar el reporte en /exports.")

    async def test_nothing_to_take_along_while_there_is_no_report(self, books: Books):
        books.office.line.down = True
        await books.open()
        books.reports.print()
        books.reports.export()
        await books.rest()
        assert (books.folder.files, books.office.printer.papers) == ({}, [])
