"""Caja's presenter over real services: what is typed, asked, told and kept."""

from __future__ import annotations

import pytest

from app.domain.shift import Tender
from app.i18n import t
from app.money import Money
from app.ports import NothingPrinted, OperationType, Record
from app.presenters.till import TillChoices, TillPresenter
from app.presenters.till_count import CountDraft, Sheet, faces, rate_of
from app.presenters.views import Screen
from app.presenters.views_office import PagePhase
from app.presenters.views_till import MoveField, TillMode
from app.services.till import Opening
from tests.helpers.till import Desk, settle

OTHERS = (Tender.MOBILE, Tender.FOREIGN)


class Caja(Desk):
    """A till with its sixth screen, wired as the composition root wires it."""

    def __init__(self, tenders: tuple[Tender, ...] = (), opening=Opening.BY_ITSELF, **more) -> None:
        super().__init__(**more)
        self.services.till.opening = opening
        self.caja = TillPresenter(
            self.services, self.notices, TillChoices(tenders=tenders), lambda: self.shell.go(Screen.TILL)
        )
        self.sale.gate = self.caja.may_sell
        self.sale.tender.allow(tenders)

    async def _entered(self) -> None:
        await super()._entered()
        self.caja.entered()

    @property
    def view(self):
        return self.caja.state.value

    async def sell(self, line: str = "123*5") -> None:
        self.type(line)
        self.sale.submit()
        await settle()

    async def main(self, answer: bool | None = None) -> None:
        self.caja.main()
        await settle()
        if answer is not None:
            self.notices.answer(answer)
            await settle()


async def opened(**more) -> Caja:
    caja = Caja(**more)
    await caja.enter()
    caja.shell.go(Screen.TILL)
    caja.caja.opened()
    await settle()
    return caja


class TestOverview:
    async def test_a_shift_opens_by_itself_and_shows_what_moved(self):
        caja = await opened()
        assert caja.view.title.startswith("Turno 1")
        await caja.sell("123*5")
        caja.caja.refresh()
        await settle()
        assert [row.amount for row in caja.view.figures][:2] == ["Bs 0", "Bs 5"]
        assert caja.view.figures[-1].amount == "Bs 5"

    async def test_asked_for_nothing_is_sold_before_it_is_open(self):
        caja = await opened(opening=Opening.ASKED)
        assert caja.view.title == t("till.no_shift")
        caja.shell.go(Screen.SALE)
        await caja.sell()
        assert caja.printer.tickets() == []
        assert caja.texts == ["123"]
        assert caja.shows(Screen.TILL)
        assert caja.notice == t("till.open_first")
        caja.caja.opened()
        await caja.main()
        assert caja.view.mode is TillMode.OPEN
        caja.caja.press("5")
        caja.caja.press("0")
        await caja.main()
        assert caja.notice == t("till.opened", number=1, amount="Bs 50")
        caja.sale.submit()
        await settle()
        assert caja.texts == []

    async def test_tabs_go_round(self):
        caja = await opened()
        for key in ("moves", "server", "shifts", "figures"):
            caja.caja.next_tab()
            await settle()
            assert [tab.key for tab in caja.view.tabs if tab.chosen] == [key]

    async def test_the_server_page_waits_speaks_and_keeps_what_it_had(self):
        caja = await opened()
        await caja.sell("123*5")
        caja.caja.choose_tab("server")
        await settle()
        server = caja.caja.server.state.value
        assert server.page.phase is PagePhase.READY
        assert [row.own for row in server.compare] == ["5", "0"]
        caja.api.down = True
        caja.caja.refresh()
        await settle()
        stale = caja.caja.server.state.value
        assert (stale.page.phase, stale.compare) == (PagePhase.STALE, server.compare)
        assert stale.note != server.note

    async def test_doubts_are_listed_and_named_before_a_count(self):
        caja = await opened()
        now = caja.context.server.now()
        doubt = Record("lost", OperationType.SALE, "AMBIGUOUS", now, in_flight=True, amount=Money.units(5))
        await caja.journal.write(doubt)
        await caja.main()
        assert caja.view.mode is TillMode.OVERVIEW
        assert caja.notice.startswith("Hay una operación en duda")
        assert "Verificando · Bs 5" in caja.notice
        assert "Verificando · Bs 5" in caja.view.doubts[0]


class TestCounting:
    async def test_a_blind_count_closes_the_shift_and_says_the_difference(self):
        caja = await opened()
        await caja.sell("123*5")
        await caja.main()
        assert caja.view.mode is TillMode.COUNT
        caja.caja.mark("500")
        caja.caja.press("2")
        assert caja.view.count.total == "Bs 10"
        assert [row.value for row in caja.view.count.rows if row.marked] == ["Bs 10"]
        await caja.main(answer=True)
        result = caja.view.result
        assert (caja.view.mode, result.amount) == (TillMode.RESULT, "Sobran Bs 5")
        assert result.note == t("till.result.printed")
        caja.caja.enter()
        await settle()
        caja.caja.choose_tab("shifts")
        await settle()
        assert caja.view.history[0].cells[-1] == "Sobran Bs 5"

    async def test_no_is_no(self):
        caja = await opened()
        await caja.main()
        await caja.main(answer=False)
        assert caja.view.mode is TillMode.COUNT
        assert await caja.services.till.is_open()

    async def test_a_z_that_is_not_printed_is_closed_all_the_same(self):
        caja = await opened()
        await caja.main()
        caja.printer.outcomes.append(NothingPrinted("paper_out"))
        await caja.main(answer=True)
        assert caja.view.result.note == t("till.result.not_printed")
        assert not await caja.services.till.is_open()
        sheets = len(caja.printer.sheets)
        caja.caja.print_slip()
        await settle()
        assert caja.notice == t("till.printed")
        assert len(caja.printer.sheets) == sheets + 1

    async def test_a_wrong_count_closes_nothing(self):
        caja = await opened(tenders=OTHERS)
        await caja.main()
        caja.caja.mark("foreign")
        caja.caja.press("5")
        await caja.main()
        assert caja.notice == t("till.problem.rate")
        caja.caja.mark("rate")
        for sign in "36,5":
            caja.caja.press(sign)
        assert caja.view.count.total == "Bs 182,50"

    async def test_after_a_power_cut_the_half_typed_count_is_back(self):
        caja = await opened()
        await caja.sell("123*5")
        await caja.main()
        caja.caja.mark("500")
        caja.caja.press("7")
        caja.caja.step(1)
        caja.caja.press("4")
        await settle()
        again = Caja(api=caja.api, journal=caja.journal, clock=caja.clock, ids="again")
        await again.enter()
        assert again.view.mode is TillMode.COUNT
        assert [row.text for row in again.view.count.rows if row.text] == ["7", "4"]
        assert again.view.count.total == "Bs 39"
        await again.main(answer=True)
        assert again.view.result.amount == "Sobran Bs 34"
        third = Caja(api=caja.api, journal=caja.journal, clock=caja.clock, ids="third")
        await third.enter()
        assert third.view.mode is TillMode.OVERVIEW

    async def test_a_count_that_is_left_is_asked_about_and_gone(self):
        caja = await opened()
        await caja.main()
        caja.caja.press("7")
        caja.caja.escape()
        await settle()
        assert caja.question == t("till.ask.drop")
        caja.notices.answer(True)
        await settle()
        assert caja.view.mode is TillMode.OVERVIEW
        assert await caja.journal.kept("till.count") is None

    async def test_keys_move_among_the_lines(self):
        caja = await opened()
        await caja.main()
        first = next(at for at, row in enumerate(caja.view.count.rows) if row.marked)
        caja.caja.enter()
        caja.caja.step(1)
        caja.caja.step(-5)
        assert next(at for at, row in enumerate(caja.view.count.rows) if row.marked) == first == 0
        caja.caja.step(99)
        caja.caja.enter()
        assert caja.view.count.rows[0].marked
        caja.caja.press("1")
        caja.caja.press("2")
        caja.caja.backspace()
        assert caja.view.count.rows[0].text == "1"
        caja.caja.clear()
        assert caja.view.count.total == "Bs 0"


class TestMovements:
    async def test_one_is_typed_and_on_record(self):
        caja = await opened()
        caja.caja.start_move("added")
        for sign in "25,50":
            caja.caja.press(sign)
        caja.caja.enter()
        assert caja.caja.moves.state.value.writing is MoveField.REASON
        caja.caja.moves.set_reason(t("till.reason.added_1"))
        await caja.main()
        assert caja.notice == t("till.moved", kind="Entrada", amount="Bs 25,50")
        assert caja.view.movements[0].cells[1:] == ("Entrada", "Sencillo", "Bs 25,50")
        assert caja.view.figures[-1].amount == "Bs 25,50"

    @pytest.mark.parametrize(
        ("amount", "reason", "problem"),
        [("", "x", "till.no_amount"), ("0", "x", "till.no_amount"), ("5", " ", "till.no_reason")],
    )
    async def test_what_is_missing_is_said_at_its_line(self, amount, reason, problem):
        caja = await opened()
        caja.caja.start_move("added")
        caja.caja.moves.set_amount(amount)
        caja.caja.moves.set_reason(reason)
        await caja.main()
        assert caja.caja.moves.state.value.problem == t(problem)
        assert caja.view.mode is TillMode.MOVE

    async def test_more_than_there_is_does_not_go_out(self):
        caja = await opened()
        caja.caja.start_move("bank")
        caja.caja.moves.set_amount("5")
        caja.caja.moves.set_reason("parcial")
        await caja.main()
        assert caja.caja.moves.state.value.problem == t("till.not_there", amount="Bs 0")

    async def test_without_a_shift_none_is_begun(self):
        caja = await opened(opening=Opening.ASKED)
        caja.caja.start_move("added")
        assert caja.view.mode is TillMode.OVERVIEW
        assert caja.notice == t("till.not_open")


class TestReopening:
    async def test_a_supervisor_reopens_the_last_one(self):
        caja = await opened()
        await caja.main()
        await caja.main(answer=True)
        caja.caja.enter()
        caja.caja.choose_tab("shifts")
        await settle()
        assert caja.view.reopen.shown
        caja.caja.reopen()
        await settle()
        assert caja.question == t("till.ask.reopen", number=1)
        caja.notices.answer(True)
        await settle()
        assert caja.notice == t("till.reopened", number=1)
        assert not caja.view.reopen.shown


class TestTender:
    async def test_cash_costs_no_key_and_another_tender_is_for_one_ticket(self):
        caja = await opened(tenders=OTHERS)
        await caja.sell("123*5")
        caja.type("456*7")
        caja.sale.tender.next()
        assert [one.key for one in caja.sale.tender.state.value if one.chosen] == ["mobile"]
        caja.sale.submit()
        await settle()
        assert [one.key for one in caja.sale.tender.state.value if one.chosen] == ["cash"]
        caja.caja.refresh()
        await settle()
        assert caja.view.figures[-1].amount == "Bs 5"
        assert caja.view.figures[-2].title == t("till.row.aside", name="Pago móvil")

    async def test_off_by_default(self):
        caja = await opened()
        caja.sale.tender.next()
        caja.sale.tender.choose("mobile")
        assert caja.sale.tender.state.value == ()
        assert caja.sale.tender.parts(Money(5)) == ()


def test_a_sheet_has_each_face_once_largest_first():
    assert faces((100, 5, 100), (50, 100)) == (10_000, 500, 100, 50)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("36,5", 365_000), ("36.5", 365_000), ("1", 10_000), ("0,0001", 1)]
    + [(wrong, None) for wrong in ("", "0", "0,0", ",5", "1,23456", "x", "1,2,3", "-1", "1e3")],
)
def test_a_rate_has_four_decimals_at_most(text: str, rate: int | None):
    assert rate_of(text) == rate


def test_a_sum_and_pieces_are_not_both_counted():
    draft = CountDraft(Sheet((10_000, 500)), {"10000": "2", "typed": "5"})
    assert draft.count() == "both"
    assert CountDraft(Sheet((500,)), {"typed": "x"}).count() == "typed"
