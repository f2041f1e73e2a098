"""The payment desk around a payment: days looked back, wrong PINs, large prizes, prizes that wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.outcome import Offline
from app.domain.ticket import TicketStatus
from app.money import Money
from app.presenters.views import PayPhase, PayView
from tests.helpers import shop
from tests.helpers.fake_api import Sold
from tests.helpers.till import Desk, play, settle

PRIZE = Money.units(330)


@pytest.fixture
async def desk() -> Desk:
    """A till of an agency whose tickets can be collected for three days."""
    one = Desk(pay_above=1_000)
    one.api.catalog = shop.catalog(agency=replace(shop.agency(), ticket_expiration_days=3))
    return await one.enter()


def winner(desk: Desk, days_ago: int = 0, prize: Money = PRIZE) -> Sold:
    row = desk.api.put(play("123"), ago=timedelta(days=days_ago))
    desk.api.win(row, prize)
    return row


async def looked(desk: Desk, row: Sold, pin: str = "") -> PayView:
    desk.pay.escape()
    desk.pay.set_number(str(row.ticket.number))
    desk.pay.set_pin(pin or row.ticket.pin.reveal())
    desk.pay.check()
    await settle()
    return desk.pay.state.value


class TestDays:
    @pytest.mark.parametrize("days", [0, 1, 3])
    async def test_the_day_is_looked_for_back_to_the_last_that_pays(self, desk: Desk, days: int):
        view = await looked(desk, winner(desk, days))
        assert view.phase is PayPhase.WINNER
        assert view.date_text.startswith(f"{22 - days}/10/2024")

    async def test_no_further_and_it_is_said_how_far(self, desk: Desk):
        view = await looked(desk, winner(desk, 4))
        assert view.phase is PayPhase.NOT_FOUND
        assert view.headline == "No hay un ticket con ese número desde el sáb 19/10/2024"

    async def test_a_day_that_was_said_is_the_only_one(self, desk: Desk):
        row = winner(desk, 2)
        desk.pay.set_number(str(row.ticket.number))
        desk.pay.set_pin(row.ticket.pin.reveal())
        desk.pay.move_day(-1)
        desk.pay.check()
        await settle()
        assert desk.pay.state.value.headline == "No hay un ticket con ese número en esa fecha"
        assert desk.api.count("ticket") == 1

    async def test_a_number_of_two_days_means_the_one_with_that_pin(self, desk: Desk):
        old, new = winner(desk, 2), winner(desk)
        new.ticket = replace(new.ticket, number=old.ticket.number)
        view = await looked(desk, old)
        assert (view.phase, view.date_text[:10]) == (PayPhase.WINNER, "20/10/2024")

    async def test_an_expired_ticket_is_called_expired_when_its_day_is_said(self, desk: Desk):
        row = winner(desk, 5)
        desk.pay.set_number(str(row.ticket.number))
        desk.pay.set_pin(row.ticket.pin.reveal())
        desk.pay.move_day(-5)
        desk.pay.check()
        await settle()
        assert desk.pay.state.value.phase is PayPhase.EXPIRED


async def test_a_ticket_of_another_agency_has_a_face_of_its_own(desk: Desk):
    row = winner(desk)
    row.status = TicketStatus.REJECTED
    view = await looked(desk, row)
    assert (view.state_text, view.can_pay, view.prize_text) == ("DE OTRA AGENCIA", False, "")


class TestWrongPins:
    async def test_the_sixth_try_is_not_made(self, desk: Desk):
        row = winner(desk)
        faces = [(await looked(desk, row, pin=f"000{turn}")).phase for turn in range(5)]
        asked = desk.api.count("ticket")
        view = await looked(desk, row)
        assert faces == [PayPhase.WRONG_PIN] * 5
        assert view.headline == "Demasiados PIN errados: espere hasta las 12:10 pm"
        assert (view.state_text, desk.api.count("ticket")) == ("BLOQUEADO", asked)

    async def test_other_tickets_go_on_and_in_ten_minutes_this_one(self, desk: Desk):
        row, other = winner(desk), winner(desk)
        for turn in range(5):
            await looked(desk, row, pin=f"000{turn}")
        assert (await looked(desk, other)).phase is PayPhase.WINNER
        desk.clock.elapsed += 601
        assert (await looked(desk, row)).phase is PayPhase.WINNER

    async def test_a_restart_forgives_none(self, desk: Desk):
        row = winner(desk)
        for turn in range(5):
            await looked(desk, row, pin=f"000{turn}")
        after = await Desk(api=desk.api, journal=desk.journal, ids="re").enter()
        assert (await looked(after, row)).phase is PayPhase.LOCKED

    async def test_no_pin_is_kept(self, desk: Desk):
        row = winner(desk)
        await looked(desk, row, pin="98765432")
        assert "98765432" not in repr(await desk.journal.kept("payment.wrong_pins"))


class TestLeftAlone:
    async def test_a_pin_is_forgotten_after_half_a_minute(self, desk: Desk):
        desk.pay.set_number("123")
        desk.pay.set_pin("456")
        for _ in range(29):
            desk.pay.tick()
        assert desk.pay.state.value.pin == "456"
        desk.pay.tick()
        view = desk.pay.state.value
        assert (view.number, view.pin, view.can_check) == ("123", "", False)

    async def test_typing_begins_the_time_anew(self, desk: Desk):
        desk.pay.set_pin("45")
        for _ in range(29):
            desk.pay.tick()
        desk.pay.press("6")
        for _ in range(29):
            desk.pay.tick()
        assert desk.pay.state.value.pin == "456"

    async def test_a_ticket_looked_at_is_forgotten_after_two(self, desk: Desk):
        await looked(desk, winner(desk))
        for _ in range(119):
            desk.pay.tick()
        assert desk.pay.state.value.phase is PayPhase.WINNER
        desk.pay.tick()
        view = desk.pay.state.value
        assert (view.phase, view.number, view.pin, view.can_pay) == (PayPhase.WAITING, "", "", False)

    async def test_cash_to_be_handed_over_stays(self, desk: Desk):
        await looked(desk, winner(desk))
        desk.pay.submit()
        await settle()
        for _ in range(500):
            desk.pay.tick()
        assert desk.pay.state.value.headline == "Entregue Bs 330"


class TestLargePrizes:
    async def test_one_above_the_limit_is_asked_about(self, desk: Desk):
        await looked(desk, winner(desk, prize=Money.units(1_001)))
        desk.pay.submit()
        await settle()
        assert desk.question.startswith("Va a pagar Bs 1.001 del ticket …0001.")
        desk.notices.answer(yes=False)
        await settle()
        assert (desk.pay.state.value.phase, desk.api.count("pay")) == (PayPhase.WINNER, 0)
        desk.pay.submit()
        await settle()
        desk.notices.answer(yes=True)
        await settle()
        assert (desk.pay.state.value.phase, desk.api.count("pay")) == (PayPhase.PAID, 1)

    async def test_one_at_the_limit_is_not(self, desk: Desk):
        await looked(desk, winner(desk, prize=Money.units(1_000)))
        desk.pay.submit()
        await settle()
        assert desk.pay.state.value.phase is PayPhase.PAID

    async def test_a_yes_to_what_is_no_longer_shown_pays_nothing(self, desk: Desk):
        await looked(desk, winner(desk, prize=Money.units(5_000)))
        desk.pay.submit()
        await settle()
        desk.pay.escape()
        desk.notices.answer(yes=True)
        await settle()
        assert desk.api.count("pay") == 0


class TestWaitingPrizes:
    async def test_they_are_shown_while_nothing_is_looked_at(self, desk: Desk):
        winner(desk, 3, Money.units(60))
        winner(desk)
        desk.pay.opened()
        await settle()
        (group,) = desk.pay.state.value.prizes
        assert (group.title, group.note) == ("PREMIOS POR PAGAR", "2 tickets · Bs 390 en efectivo")
        told = [(bet.label, bet.name, bet.note, bet.amount) for bet in group.wagers]
        assert told == [
            ("…0001", "vendido sáb 19/10/2024", "vence hoy", "60"),
            ("…0002", "vendido mar 22/10/2024", "vence en 3 días", "330"),
        ]

    async def test_a_payment_takes_its_own_away(self, desk: Desk):
        row = winner(desk)
        desk.pay.opened()
        await settle()
        await looked(desk, row)
        desk.pay.submit()
        await settle()
        assert desk.pay.state.value.prizes == ()

    async def test_without_a_line_those_read_before_stay_with_their_hour(self, desk: Desk):
        winner(desk)
        desk.pay.opened()
        await settle()
        desk.api.fail["tickets"] = [Offline("timeout")]
        desk.pay.refresh_prizes()
        await settle()
        (group,) = desk.pay.state.value.prizes
        assert group.note.endswith("sin conexión, lista de las 12:00 pm")
        assert desk.notice == ""

    async def test_the_next_cashier_reads_them_anew(self, desk: Desk):
        winner(desk)
        desk.pay.opened()
        await settle()
        desk.shell.lock()
        await settle()
        assert desk.pay.state.value.prizes == ()
