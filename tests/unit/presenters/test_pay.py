"""The payment screen: looked at, paid once, and cash only after the server's word is on record."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from app.domain.outcome import Offline, Reason, SignInRequired
from app.domain.ticket import TicketStatus
from app.domain.ticket_code import encode
from app.money import Money
from app.presenters.views import PayField, PayPhase, Screen
from tests.helpers import shop
from tests.helpers.fake_api import (
    LOST_ANSWER,
    LOST_REQUEST,
    NOT_SENT,
    SIGN_IN,
    FakeApi,
    Sold,
    StillClock,
    refused,
)
from tests.helpers.fake_printer import NOTHING
from tests.helpers.shop import REY_1, A, B
from tests.helpers.till import Desk, play, settle

PRIZE = Money.units(330)
TODAY = date(2024, 10, 22)


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


@pytest.fixture
def row(desk: Desk) -> Sold:
    """A winner of today."""
    found = desk.api.put(play("123"), play("456", B))
    desk.api.win(found, PRIZE)
    return found


def pin_of(row: Sold) -> str:
    return row.ticket.pin.reveal()


async def typed(desk: Desk, row: Sold, pin: str = "") -> None:
    """Number, PIN, and Enter through the fields."""
    for text in (str(row.ticket.number), pin or pin_of(row)):
        for key in text:
            desk.pay.press(key)
        desk.pay.enter()
    desk.pay.enter()
    await settle()


async def paid(desk: Desk, row: Sold) -> None:
    await typed(desk, row)
    desk.pay.submit()
    await settle()


def phase(desk: Desk) -> PayPhase:
    return desk.pay.state.value.phase


class TestFields:
    async def test_waiting(self, desk: Desk):
        view = desk.pay.state.value
        assert (view.state_text, view.date_text, view.field) == (
            "ESPERANDO",
            "22/10/2024 · hoy",
            PayField.NUMBER,
        )
        assert not view.can_check
        assert not view.can_pay

    async def test_only_digits_are_a_number(self, desk: Desk):
        desk.pay.set_number(" 12-34²٣x5678901234567")
        assert desk.pay.state.value.number == "123456789012"

    async def test_a_pin_may_have_letters(self, desk: Desk):
        desk.pay.set_pin(" 8403-86AB ")
        assert desk.pay.state.value.pin == "840386AB"

    async def test_keys_go_to_the_field_and_enter_goes_on(self, desk: Desk):
        been = []
        for key in "12":
            desk.pay.press(key)
            been.append(desk.pay.state.value.field)
            desk.pay.enter()
        view = desk.pay.state.value
        assert been == [PayField.NUMBER, PayField.PIN]
        assert (view.number, view.pin, view.field) == ("1", "2", PayField.DATE)
        desk.pay.press("3")
        assert (desk.pay.state.value.number, desk.pay.state.value.pin) == ("1", "2")

    async def test_taking_back(self, desk: Desk):
        desk.pay.set_number("12")
        desk.pay.backspace()
        desk.pay.focus(PayField.PIN)
        desk.pay.set_pin("34")
        desk.pay.backspace()
        desk.pay.focus(PayField.DATE)
        desk.pay.backspace()
        assert (desk.pay.state.value.number, desk.pay.state.value.pin) == ("1", "3")

    async def test_enter_looks_only_when_all_is_there(self, desk: Desk):
        desk.pay.focus(PayField.DATE)
        desk.pay.enter()
        await settle()
        assert desk.api.count("ticket") == 0

    async def test_escape_starts_over(self, desk: Desk, row: Sold):
        await typed(desk, row)
        desk.pay.escape()
        view = desk.pay.state.value
        assert (view.phase, view.number, view.pin, view.groups) == (PayPhase.WAITING, "", "", ())


class TestDates:
    async def test_never_later_than_today_nor_older_than_any_ticket(self, desk: Desk):
        desk.pay.move_day(1)
        assert desk.pay.state.value.date_text == "22/10/2024 · hoy"
        desk.pay.move_day(-1)
        assert desk.pay.state.value.date_text == "21/10/2024 · ayer"
        desk.pay.move_day(-1)
        assert desk.pay.state.value.date_text == "20/10/2024 · hace 2 días"
        desk.pay.move_day(-500)
        assert desk.pay.state.value.date_text == "23/08/2024 · hace 60 días"

    async def test_a_ticket_of_yesterday(self, desk: Desk):
        row = desk.api.put(play("123"), ago=timedelta(days=1))
        desk.api.win(row, PRIZE)
        desk.pay.set_number(str(row.ticket.number))
        desk.pay.set_pin(pin_of(row))
        desk.pay.check()
        await settle()
        assert phase(desk) is PayPhase.NOT_FOUND
        desk.pay.move_day(-1)
        desk.pay.check()
        await settle()
        assert phase(desk) is PayPhase.WINNER

    async def test_the_day_shown_is_the_day_asked_for(self):
        """Typed a moment before midnight, looked at a moment after."""
        api = FakeApi(StillClock(), server_start=shop.NOW.replace(hour=3, minute=59))
        desk = await Desk(api=api).enter()
        row = api.put(play("123"))
        api.win(row, PRIZE)
        desk.pay.set_number(str(row.ticket.number))
        desk.pay.set_pin(pin_of(row))
        shown = desk.pay.state.value.date_text
        api.clock.elapsed += 120
        desk.pay.check()
        await settle()
        assert shown.startswith("21/10/2024")
        assert phase(desk) is PayPhase.WINNER

    async def test_opened_on_another_day_it_is_today_again(self):
        api = FakeApi(StillClock(), server_start=shop.NOW.replace(hour=3, minute=59))
        desk = await Desk(api=api).enter()
        desk.pay.opened()
        assert desk.pay.state.value.date_text == "21/10/2024 · hoy"
        api.clock.elapsed += 120
        desk.pay.opened()
        assert desk.pay.state.value.date_text == "22/10/2024 · hoy"


class TestLooking:
    async def test_a_winner(self, desk: Desk, row: Sold):
        await typed(desk, row)
        view = desk.pay.state.value
        assert (view.state_text, view.prize_text, view.headline) == ("GANADOR", "Bs 330", "Ticket ganador")
        assert view.sold_text == "Vendido 22/10/2024 12:00 pm · 2 jugadas · Bs 10"
        assert view.can_pay
        assert desk.api.count("pay") == 0

    async def test_its_wagers_and_what_came_out(self, desk: Desk, row: Sold):
        await typed(desk, row)
        first, second = desk.pay.state.value.groups
        assert (first.title, first.note) == ("SORTEO 101 A 1:00 pm", "salió 123")
        assert [(bet.label, bet.won, bet.note) for bet in first.wagers] == [("123", True, "ganadora")]
        assert [(bet.label, bet.won, bet.amount) for bet in second.wagers] == [("456", False, "5")]

    async def test_figures_are_named(self, desk: Desk):
        figure = play("5", REY_1)._replace(game_id=shop.FIGURE)
        row = desk.api.put(figure)
        await typed(desk, row)
        (group,) = desk.pay.state.value.groups
        assert (group.tint, group.wagers[0].name) == ("animalitos", "León")

    async def test_how_long_it_can_still_be_collected(self, desk: Desk, row: Sold):
        agency = replace(shop.agency(), ticket_expiration_days=3)
        desk.api.catalog = shop.catalog(agency=agency)
        await desk.services.catalog.load()
        await typed(desk, row)
        assert desk.pay.state.value.headline == "Ticket ganador · vence en 3 días"

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            (TicketStatus.SOLD, "NO GANADOR"),
            (TicketStatus.PAID, "YA PAGADO"),
            (TicketStatus.CANCELED, "ANULADO"),
            (TicketStatus.EXPIRED, "VENCIDO"),
        ],
    )
    async def test_what_is_not_paid(self, desk: Desk, row: Sold, status: TicketStatus, state: str):
        row.status = status
        await typed(desk, row)
        view = desk.pay.state.value
        assert (view.state_text, view.prize_text, view.can_pay) == (state, "", False)
        desk.pay.submit()
        await settle()
        assert desk.api.count("pay") == 0

    async def test_the_wrong_pin(self, desk: Desk, row: Sold):
        await typed(desk, row, pin="0000")
        view = desk.pay.state.value
        assert (view.state_text, view.groups, view.sold_text) == ("PIN INCORRECTO", (), "")
        assert not view.can_pay

    async def test_no_connection_is_said_and_tried_again_by_enter(self, desk: Desk, row: Sold):
        desk.api.fail["ticket"] = [Offline("timeout")]
        await typed(desk, row)
        view = desk.pay.state.value
        assert (view.state_text, view.headline) == ("NO SE PUDO", "No se pagó")
        assert view.detail.startswith("El servidor no respondió a tiempo.")
        assert view.can_check
        desk.pay.enter()
        await settle()
        assert phase(desk) is PayPhase.WINNER

    async def test_a_change_forgets_what_was_looked_at(self, desk: Desk, row: Sold):
        for change in (
            lambda: desk.pay.set_number("1"),
            lambda: desk.pay.set_pin("1"),
            lambda: desk.pay.move_day(-1),
            desk.pay.opened,
        ):
            desk.pay.escape()
            await typed(desk, row)
            assert phase(desk) is PayPhase.WINNER
            change()
            assert phase(desk) is PayPhase.WAITING
            desk.pay.submit()
            await settle()
        assert desk.api.count("pay") == 0

    async def test_typing_while_it_is_looked_at_changes_nothing(self, desk: Desk, row: Sold):
        desk.pay.set_number(str(row.ticket.number))
        desk.pay.set_pin(pin_of(row))
        desk.pay.check()
        await asyncio.sleep(0)
        assert phase(desk) is PayPhase.CHECKING
        desk.pay.set_number("999")
        desk.pay.escape()
        await settle()
        assert phase(desk) is PayPhase.WINNER
        assert desk.pay.state.value.number == str(row.ticket.number)

    async def test_our_own_fault_is_said_and_the_screen_lives(self, desk: Desk, row: Sold):
        desk.api.fail["ticket"] = [RuntimeError("bug")]
        await typed(desk, row)
        assert phase(desk) is PayPhase.TROUBLE
        assert "Algo falló en el programa" in desk.notice
        desk.pay.enter()
        await settle()
        assert phase(desk) is PayPhase.WINNER


class TestScanning:
    async def test_a_code_fills_in_and_looks_and_never_pays(self, desk: Desk, row: Sold):
        desk.pay.scanned(encode(row.ticket.number, TODAY, row.ticket.pin))
        await settle()
        assert phase(desk) is PayPhase.WINNER
        desk.pay.scanned(encode(row.ticket.number, TODAY, row.ticket.pin))
        desk.pay.enter()
        await settle()
        assert phase(desk) is PayPhase.WINNER
        assert desk.api.count("pay") == 0

    async def test_without_a_pin_it_asks_for_it(self, desk: Desk, row: Sold):
        desk.pay.scanned(encode(row.ticket.number, TODAY - timedelta(days=1)))
        await settle()
        view = desk.pay.state.value
        assert (view.number, view.field, view.phase) == (
            str(row.ticket.number),
            PayField.PIN,
            PayPhase.WAITING,
        )
        assert view.date_text == "21/10/2024 · ayer"
        assert desk.api.count("ticket") == 0

    async def test_somebody_elses_code_changes_nothing(self, desk: Desk, row: Sold):
        await typed(desk, row)
        desk.pay.scanned("7501031311309")
        assert desk.notice.startswith("Ese código no es de un ticket.")
        assert phase(desk) is PayPhase.WINNER

    async def test_a_code_while_it_pays_changes_nothing(self, desk: Desk, row: Sold):
        await typed(desk, row)
        gate = desk.api.gate = asyncio.Event()
        desk.pay.submit()
        await settle()
        desk.pay.scanned(encode(99999999, TODAY))
        assert desk.pay.state.value.number == str(row.ticket.number)
        gate.set()
        await settle()
        assert phase(desk) is PayPhase.PAID

    async def test_the_next_code_closes_the_last_payment(self, desk: Desk, row: Sold):
        await paid(desk, row)
        other = desk.api.put(play("999"))
        desk.pay.scanned(encode(other.ticket.number, TODAY, other.ticket.pin))
        await settle()
        assert desk.memory.states()[-1] == "DISBURSED"
        assert desk.pay.state.value.number == str(other.ticket.number)


class TestPaying:
    async def test_hand_over_is_shown_when_it_is_on_record(self, desk: Desk, row: Sold):
        recorded: list[str] = []
        desk.pay.state.watch(
            lambda view: recorded.append(desk.memory.last().state) if view.phase is PayPhase.PAID else None
        )
        await paid(desk, row)
        view = desk.pay.state.value
        assert recorded == ["DISBURSING"]
        assert (view.state_text, view.headline, view.prize_text) == ("PAGADO", "Entregue Bs 330", "Bs 330")
        assert view.detail.startswith("El comprobante salió.")
        assert len(desk.printer.slips()) == 1
        assert view.pin == ""

    async def test_two_taps_pay_once(self, desk: Desk, row: Sold):
        await typed(desk, row)
        desk.pay.submit()
        desk.pay.submit()
        await settle()
        desk.pay.submit()
        await settle()
        assert desk.api.count("pay") == 1

    @pytest.mark.parametrize("act", ["enter", "escape", "number", "pin", "key", "day"])
    async def test_the_next_act_says_that_it_was_handed_over(self, desk: Desk, row: Sold, act: str):
        await paid(desk, row)
        assert desk.memory.states()[-1] == "DISBURSING"
        match act:
            case "enter":
                desk.pay.enter()
            case "escape":
                desk.pay.escape()
            case "number":
                desk.pay.set_number("7")
            case "pin":
                desk.pay.set_pin("7")
            case "key":
                desk.pay.press("7")
            case "day":
                desk.pay.move_day(-1)
        await settle()
        assert desk.memory.states()[-1] == "DISBURSED"
        view = desk.pay.state.value
        assert view.phase is PayPhase.WAITING
        assert view.number == ("7" if act in {"number", "key"} else "")

    async def test_a_look_at_the_sale_screen_does_not(self, desk: Desk, row: Sold):
        """How much to hand over stays readable, whatever was opened in between."""
        await paid(desk, row)
        desk.pay.opened()
        assert desk.pay.state.value.headline == "Entregue Bs 330"
        assert desk.memory.states()[-1] == "DISBURSING"

    async def test_no_slip_is_said(self, desk: Desk, row: Sold):
        desk.printer.outcomes.append(NOTHING)
        await paid(desk, row)
        assert phase(desk) is PayPhase.PAID
        assert "el comprobante no se imprimió" in desk.pay.state.value.detail

    async def test_denied(self, desk: Desk, row: Sold):
        desk.api.pay_fates.append(refused(Reason.EXPIRED))
        await paid(desk, row)
        view = desk.pay.state.value
        assert (view.phase, view.detail) == (PayPhase.TROUBLE, "El ticket caducó. No entregue dinero.")
        assert not view.can_pay

    async def test_denied_in_the_servers_own_words(self, desk: Desk, row: Sold):
        desk.api.pay_fates.append(refused(Reason.OTHER, text="taquilla suspendida"))
        await paid(desk, row)
        assert desk.pay.state.value.detail.endswith("Dijo: taquilla suspendida")

    async def test_never_sent(self, desk: Desk, row: Sold):
        desk.api.pay_fates.append(NOT_SENT)
        await paid(desk, row)
        assert desk.pay.state.value.detail.startswith("Sin conexión: no se pagó nada")
        desk.pay.enter()
        await settle()
        desk.pay.submit()
        await settle()
        assert phase(desk) is PayPhase.PAID

    async def test_a_lost_sign_in_leads_back_to_the_form(self, desk: Desk, row: Sold):
        desk.shell.go(Screen.PAY)
        desk.api.pay_fates.append(SIGN_IN)
        await paid(desk, row)
        assert desk.shows(Screen.SIGN_IN)
        assert desk.sign_in.state.value.error

    async def test_a_lost_sign_in_while_looking(self, desk: Desk, row: Sold):
        desk.api.fail["ticket"] = [SignInRequired()]
        await typed(desk, row)
        assert desk.shows(Screen.SIGN_IN)
        assert desk.memory.records == []

    async def test_a_full_disk_pays_nothing(self, desk: Desk, row: Sold):
        await typed(desk, row)
        desk.memory.broken = True
        desk.pay.submit()
        await settle()
        view = desk.pay.state.value
        assert (view.phase, view.headline) == (PayPhase.TROUBLE, "No se pagó")
        assert view.detail.startswith("No se pudo guardar en el disco.")
        assert desk.api.count("pay") == 0

    async def test_a_failed_closing_does_not_spoil_the_next_ticket(self, desk: Desk, row: Sold):
        await paid(desk, row)
        desk.memory.broken = True
        desk.pay.set_number("7")
        await settle()
        assert phase(desk) is PayPhase.WAITING
        assert desk.pay.state.value.number == "7"
        assert desk.notice.startswith("No se pudo guardar en el disco.")


class TestDoubt:
    async def doubtful(self, desk: Desk, row: Sold, landed: bool) -> None:
        """No answer, and the status could not be read either."""
        await typed(desk, row)
        desk.api.pay_fates.append(LOST_ANSWER if landed else LOST_REQUEST)
        desk.api.fail["tickets"] = [Offline("timeout")]
        desk.pay.submit()
        await settle()

    async def test_it_is_never_called_not_paid(self, desk: Desk, row: Sold):
        await self.doubtful(desk, row, landed=True)
        view = desk.pay.state.value
        assert view.headline == "VERIFICANDO"
        assert view.detail.startswith("No se sabe si el pago quedó hecho.")
        assert not view.can_pay
        assert desk.printer.slips() == []

    async def test_looked_at_again_it_was_ours(self, desk: Desk, row: Sold):
        await self.doubtful(desk, row, landed=True)
        desk.pay.check()
        await settle()
        assert desk.question == "¿Entregó Bs 330 del ticket …0001?"
        desk.notices.answer(yes=False)
        await settle()
        view = desk.pay.state.value
        assert (view.phase, view.headline) == (PayPhase.PAID, "Entregue Bs 330")
        assert desk.memory.states()[-1] == "DISBURSING"
        desk.pay.enter()
        await settle()
        assert desk.memory.states()[-1] == "DISBURSED"
        assert desk.api.count("pay") == 1

    async def test_looked_at_again_it_may_be_paid_again(self, desk: Desk, row: Sold):
        await self.doubtful(desk, row, landed=False)
        desk.pay.check()
        await settle()
        assert phase(desk) is PayPhase.WINNER
        desk.pay.submit()
        await settle()
        assert phase(desk) is PayPhase.PAID
        assert {record.operation for record in desk.memory.records} == {"op-1"}

    async def test_still_unreadable_it_stays_a_doubt(self, desk: Desk, row: Sold):
        await self.doubtful(desk, row, landed=True)
        row.status = TicketStatus.PAID
        real = desk.api.tickets
        calls = 0

        async def once(*arguments):
            nonlocal calls
            calls += 1
            if calls > 2:
                raise Offline("timeout")
            return await real(*arguments)

        desk.api.tickets = once  # type: ignore[method-assign]
        desk.pay.check()
        await settle()
        assert phase(desk) is PayPhase.TROUBLE
        assert "ya empezó a pagar este ticket" in desk.pay.state.value.detail

    async def test_cash_not_given_before_a_restart_can_be_claimed(self, desk: Desk, row: Sold):
        await paid(desk, row)
        after = await Desk(api=desk.api, journal=desk.journal, ids="re").enter()
        assert after.question == "¿Entregó Bs 330 del ticket …0001?"
        after.notices.answer(yes=False)
        await settle()
        assert after.question == "Entregue ahora Bs 330 del ticket …0001. ¿Está aquí el cliente?"
        after.notices.answer(yes=False)
        await settle()
        assert after.memory.states()[-1] == "CLAIM"
        await typed(after, row)
        assert after.pay.state.value.headline == "Entregue Bs 330"
        after.pay.escape()
        await settle()
        assert after.memory.states()[-1] == "DISBURSED"

    async def test_cash_given_at_the_restart_is_closed_and_shown_as_paid(self, desk: Desk, row: Sold):
        await paid(desk, row)
        after = await Desk(api=desk.api, journal=desk.journal, ids="re").enter()
        for yes in (False, True):
            after.notices.answer(yes=yes)
            await settle()
        assert after.memory.states()[-1] == "DISBURSED"
        await typed(after, row)
        assert phase(after) is PayPhase.ALREADY_PAID

    async def test_a_customer_who_left_claims_later_and_may_leave_again(self, desk: Desk, row: Sold):
        await paid(desk, row)
        assert desk.pay.state.value.can_claim
        desk.pay.customer_left()
        desk.pay.customer_left()
        await settle()
        assert desk.memory.states()[-1] == "CLAIM"
        assert desk.notice.startswith("Bs 330 quedan por reclamar.")
        await typed(desk, row)
        assert phase(desk) is PayPhase.PAID
        desk.pay.customer_left()
        await settle()
        assert desk.memory.states()[-3:] == ["CLAIM", "DISBURSING", "CLAIM"]
        assert desk.api.count("pay") == 1

    async def test_without_the_pin_nothing_of_it_is_told(self, desk: Desk, row: Sold):
        """Somebody with the number alone must not learn that cash is waiting."""
        await paid(desk, row)
        after = await Desk(api=desk.api, journal=desk.journal, ids="re").enter()
        for _ in range(2):
            after.notices.answer(yes=False)
            await settle()
        await typed(after, row, pin="0000")
        assert phase(after) is PayPhase.WRONG_PIN
        assert after.question == ""


class TestSecrets:
    async def test_the_pin_is_in_its_own_field_only(self, desk: Desk, row: Sold):
        seen: list[dict[str, object]] = []
        desk.pay.state.watch(lambda view: seen.append(asdict(view)))
        await paid(desk, row)
        assert any(view["pin"] == pin_of(row) for view in seen)
        for view in seen:
            del view["pin"]
            assert pin_of(row) not in repr(view)
        assert pin_of(row) not in desk.notice

    async def test_nothing_is_left_for_the_next_cashier(self, desk: Desk, row: Sold):
        await typed(desk, row)
        desk.shell.lock()
        await settle()
        view = desk.pay.state.value
        assert (view.number, view.pin, view.groups, view.phase) == ("", "", (), PayPhase.WAITING)

    async def test_what_is_to_be_handed_over_stays_through_a_sign_out(self, desk: Desk, row: Sold):
        await paid(desk, row)
        desk.shell.lock()
        await settle()
        assert desk.pay.state.value.headline == "Entregue Bs 330"

    async def test_no_sign_out_under_a_payment(self, desk: Desk, row: Sold):
        await typed(desk, row)
        gate = desk.api.gate = asyncio.Event()
        desk.pay.submit()
        await settle()
        desk.shell.lock()
        await settle()
        assert not desk.shows(Screen.SIGN_IN)
        assert desk.notice.startswith("Hay una operación en curso.")
        gate.set()
        await settle()
        assert phase(desk) is PayPhase.PAID


async def test_a_ticket_of_a_draw_long_gone_is_told_by_the_servers_words(desk: Desk):
    row = desk.api.put(play("123", replace(A, event_id=7)))
    await typed(desk, row)
    (group,) = desk.pay.state.value.groups
    assert group.title == "SORTEO 7 1:00 pm"
