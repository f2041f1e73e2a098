"""F12 and what follows: nothing typed is lost or sold twice, whatever becomes of the sale."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from app.domain.outcome import Offline, Reason, RefusedWager, SignInRequired
from app.presenters.views import Screen, SellPhase
from app.services.sales import Stage
from tests.helpers import shop
from tests.helpers.fake_api import LOST_ANSWER, LOST_REQUEST, NOT_SENT, SIGN_IN, Fate, refused
from tests.helpers.fake_printer import NOTHING, UNSURE
from tests.helpers.shop import CHANCE_A, A, B
from tests.helpers.till import Desk, settle


@pytest.fixture
async def desk() -> Desk:
    return await Desk().enter()


def held(desk: Desk) -> asyncio.Event:
    """From now on the server's answers wait for this."""
    desk.api.gate = asyncio.Event()
    return desk.api.gate


async def sold(desk: Desk) -> None:
    desk.sale.submit()
    await settle()


class TestSold:
    async def test_the_ticket_is_empty_and_its_number_is_told_by_its_end(self, desk: Desk):
        desk.type("123*5", "456")
        assert desk.sale.sell.value.can_sell
        assert desk.sale.sell.value.total_text == "Bs 10"
        await sold(desk)
        view = desk.sale.sell.value
        assert (view.phase, view.state_text, view.detail) == (
            SellPhase.SOLD,
            "VENDIDO",
            "Ticket …0001 · Bs 10",
        )
        assert desk.texts == []
        assert not view.can_sell
        assert view.can_repeat
        assert len(desk.printer.tickets()) == 1

    async def test_ready_again_with_the_next_line(self, desk: Desk):
        desk.type("123*5")
        await sold(desk)
        desk.type("456*5")
        assert desk.sale.sell.value.state_text == "LISTO"
        assert desk.sale.sell.value.detail == ""

    async def test_choices_and_amount_stay_for_the_next_customer(self, desk: Desk):
        desk.type("123*5")
        await sold(desk)
        desk.sale.set_text("456")
        desk.sale.enter()
        assert desk.texts == ["456"]

    async def test_what_was_sold_is_not_brought_back(self, desk: Desk):
        desk.type("123*5", "456")
        desk.sale.remove_line(1)
        await sold(desk)
        desk.sale.undo()
        assert desk.texts == []


class TestRefusedToBegin:
    async def test_a_line_not_yet_in_the_ticket_is_neither_sold_nor_lost(self, desk: Desk):
        desk.type("123*5")
        desk.sale.set_text("456")
        await sold(desk)
        assert desk.notice.startswith("Hay una jugada escrita que no está en el ticket.")
        assert (desk.sale.entry.value.text, desk.texts) == ("456", ["123"])
        assert desk.api.count("create") == 0

    async def test_nothing_to_sell(self, desk: Desk):
        await sold(desk)
        assert desk.notice == "El ticket está vacío: no hay nada que vender."

    async def test_two_taps_are_one_sale(self, desk: Desk):
        desk.type("123*5")
        desk.sale.submit()
        desk.sale.submit()
        await settle()
        assert desk.api.count("create") == 1
        assert desk.notice == ""

    async def test_a_tap_while_it_is_sold(self, desk: Desk):
        desk.type("123*5")
        gate = held(desk)
        await sold(desk)
        assert not desk.sale.sell.value.can_sell
        assert not desk.sale.sell.value.can_clear
        await sold(desk)
        assert "todavía se está terminando" in desk.notice
        gate.set()
        await settle()
        assert desk.api.count("create") == 1
        assert desk.sale.sell.value.phase is SellPhase.SOLD

    async def test_without_a_connection_nothing_is_sent_and_all_stays(self, desk: Desk):
        desk.type("123*5")
        session = desk.services.session.current.value
        assert session is not None
        desk.services.resolver.serve(session)
        desk.api.fail["last_ticket"] = [Offline("timeout")]
        await sold(desk)
        assert desk.notice == "El servidor no respondió a tiempo. No cambió nada. Intente otra vez."
        assert desk.texts == ["123"]
        assert desk.sale.sell.value.can_sell
        await sold(desk)
        assert desk.sale.sell.value.phase is SellPhase.SOLD

    async def test_a_full_disk_is_said_and_all_stays(self, desk: Desk):
        desk.type("123*5")
        await settle()
        desk.memory.broken = True
        await sold(desk)
        assert desk.notice.startswith("No se pudo guardar en el disco.")
        assert desk.texts == ["123"]
        assert desk.api.count("create") == 0


class TestWhileItIsSold:
    async def test_the_next_ticket_is_typed_and_stays(self, desk: Desk):
        desk.type("123*5")
        gate = held(desk)
        await sold(desk)
        assert desk.sale.sell.value.state_text == "VENDIENDO"
        desk.sale.set_text("456*5")
        desk.sale.enter()
        assert desk.texts == ["123", "456"]
        gate.set()
        await settle()
        assert desk.texts == ["456"]
        assert [wager.text for wager in desk.api.sold[0].ticket.plain_wagers()] == ["123"]
        await sold(desk)
        assert [wager.text for wager in desk.api.sold[1].ticket.plain_wagers()] == ["456"]

    async def test_its_lines_cannot_be_taken_out(self, desk: Desk):
        desk.type("123*5", "456")
        held(desk)
        await sold(desk)
        desk.sale.remove_line(1)
        desk.sale.clear()
        desk.sale.set_text("-123")
        desk.sale.enter()
        assert desk.texts == ["123", "456"]
        assert "todavía se está terminando" in desk.notice

    async def test_those_of_the_next_one_can(self, desk: Desk):
        desk.type("123*5")
        gate = held(desk)
        await sold(desk)
        desk.type("456*5")
        desk.sale.remove_line(2)
        assert desk.texts == ["123"]
        gate.set()
        await settle()
        assert desk.texts == []

    async def test_a_question_answered_too_late_takes_nothing_out(self, desk: Desk):
        """ "Empty the ticket?" was on the screen when the sale began."""
        desk.type("123*5", "456", "789", "000")
        desk.sale.clear()
        await settle()
        desk.api.create_fates.append(NOT_SENT)
        gate = held(desk)
        await sold(desk)
        desk.notices.answer(yes=True)
        await settle()
        assert len(desk.texts) == 4
        gate.set()
        await settle()
        assert len(desk.texts) == 4

    async def test_a_draw_that_closes_is_asked_about_when_the_sale_has_ended(self, desk: Desk):
        desk.type("123*5")
        gate = held(desk)
        desk.api.create_fates.append(NOT_SENT)
        await sold(desk)
        desk.clock.elapsed += 56 * 60
        desk.sale.tick()
        await settle()
        assert desk.sale.closing.state.value.text == ""
        gate.set()
        await settle()
        desk.sale.tick()
        await settle()
        assert "Cerró TRIPLE ZULIA" in desk.sale.closing.state.value.text

    async def test_a_new_catalogue_changes_nothing(self, desk: Desk):
        desk.type("123*5")
        gate = held(desk)
        await sold(desk)
        desk.api.catalog = shop.catalog(draws=(CHANCE_A,))
        await desk.services.catalog.load()
        assert desk.texts == ["123"]
        gate.set()
        await settle()
        assert desk.texts == []
        assert desk.sale.sell.value.phase is SellPhase.SOLD

    async def test_the_next_ticket_may_be_emptied_while_the_paper_is_asked_about(self, desk: Desk):
        desk.printer.outcomes.append(UNSURE)
        desk.type("123*5")
        await sold(desk)
        assert desk.question == "¿Salió completo el ticket …0001?"
        desk.type("456*5")
        desk.sale.clear()
        assert desk.texts == []
        desk.notices.answer(yes=True)
        await settle()
        assert desk.memory.last().state == "DELIVERED"

    async def test_the_window_does_not_sign_out_under_a_sale(self, desk: Desk):
        desk.type("123*5")
        gate = held(desk)
        await sold(desk)
        desk.shell.lock()
        await settle()
        assert desk.shows(Screen.SALE)
        assert desk.notice.startswith("Hay una operación en curso.")
        gate.set()
        await settle()
        desk.shell.lock()
        await settle()
        assert desk.shows(Screen.SIGN_IN)


class TestNotSold:
    async def test_never_sent_is_said_and_all_stays(self, desk: Desk):
        desk.api.create_fates.append(NOT_SENT)
        desk.type("123*5")
        await sold(desk)
        view = desk.sale.sell.value
        assert (view.phase, view.state_text) == (SellPhase.NOT_SOLD, "NO VENDIDO")
        assert view.detail.startswith("Sin conexión con el servidor.")
        assert desk.texts == ["123"]
        assert view.can_sell
        await sold(desk)
        assert desk.sale.sell.value.phase is SellPhase.SOLD

    async def test_closed_draws_take_their_lines_and_the_rest_is_one_key_away(self, desk: Desk):
        desk.api.create_fates.append(refused(Reason.CLOSED, closed_events=(101,)))
        desk.type("123*5", draws=(A, B))
        await sold(desk)
        assert desk.notice == (
            "Cerró TRIPLE ZULIA 1:00 pm A: sus jugadas salieron del ticket. "
            "Lo demás sigue listo: F12 lo vende."
        )
        assert [group.event_id for group in desk.sale.ticket.value.groups] == [102]
        assert desk._chosen() == {102}
        await sold(desk)
        assert desk.sale.sell.value.phase is SellPhase.SOLD
        assert len(desk.memory.states()) == 6

    async def test_all_closed(self, desk: Desk):
        desk.api.create_fates.append(refused(Reason.CLOSED, closed_events=(101, 999)))
        desk.type("123*5")
        await sold(desk)
        assert desk.notice.startswith("Cerró TRIPLE ZULIA 1:00 pm A: no se vendió nada.")
        assert desk.texts == []

    async def test_closed_lines_typed_meanwhile_go_too(self, desk: Desk):
        desk.api.create_fates.append(refused(Reason.CLOSED, closed_events=(101,)))
        desk.type("123*5", draws=(A, B))
        gate = held(desk)
        await sold(desk)
        desk.sale.set_text("456*5")
        desk.sale.enter()
        gate.set()
        await settle()
        assert [(group.event_id, len(group.lines)) for group in desk.sale.ticket.value.groups] == [(102, 2)]

    async def test_without_quota_just_those_numbers_leave(self, desk: Desk):
        fate = refused(Reason.QUOTA, refused_wagers=(RefusedWager("123", 101), RefusedWager("321", 101)))
        desk.api.create_fates.append(fate)
        desk.type("123/*5", "456", "123", draws=(A, B))
        await sold(desk)
        assert desk.notice == (
            "Agotado: 123, 321. Esas jugadas salieron del ticket. Lo demás sigue listo: F12 lo vende."
        )
        first, second = desk.sale.ticket.value.groups
        assert [(line.label, line.amount) for line in first.lines] == [("123", "20"), ("456", "5")]
        assert len(second.lines) == 3
        await sold(desk)
        left = [wager for wager in desk.api.sold[0].ticket.plain_wagers() if wager.event_id == 101]
        assert {"123", "321"}.isdisjoint(wager.text for wager in left)

    async def test_a_reason_we_do_not_know_is_the_servers_word(self, desk: Desk):
        desk.api.create_fates.append(refused(Reason.OTHER, text="mantenimiento"))
        desk.type("123*5")
        await sold(desk)
        assert desk.sale.sell.value.detail.endswith("Dijo: mantenimiento")
        assert desk.texts == ["123"]

    async def test_a_cause_without_a_sentence_gets_the_general_one(self, desk: Desk):
        desk.api.create_fates.append(Fate(lands=False, outcome=replace(_not_sent(), cause="moon")))
        desk.type("123*5")
        await sold(desk)
        assert desk.sale.sell.value.detail == "No se vendió. El ticket sigue en pantalla."

    async def test_a_lost_sign_in_leads_back_to_the_form_and_loses_nothing(self, desk: Desk):
        desk.api.create_fates.append(SIGN_IN)
        desk.type("123*5")
        await sold(desk)
        assert desk.shows(Screen.SIGN_IN)
        assert desk.sign_in.state.value.error
        await desk.enter()
        assert desk.shows(Screen.SALE)
        assert desk.texts == ["123"]
        await sold(desk)
        assert desk.sale.sell.value.phase is SellPhase.SOLD

    async def test_a_sign_in_lost_before_the_sale(self, desk: Desk):
        desk.type("123*5")
        session = desk.services.session.current.value
        assert session is not None
        desk.services.resolver.serve(session)
        desk.api.fail["last_ticket"] = [SignInRequired()]
        await sold(desk)
        assert desk.shows(Screen.SIGN_IN)
        assert desk.texts == ["123"]
        assert desk.api.count("create") == 0


class TestUnanswered:
    async def test_verifying_is_shown_and_the_lines_wait(self, desk: Desk):
        desk.api.create_fates.append(LOST_REQUEST)
        desk.type("123*5")
        seen: list[tuple[str, list[str]]] = []
        desk.sale.sell.watch(lambda view: seen.append((view.state_text, desk.texts)))
        await sold(desk)
        assert ("VERIFICANDO", ["123"]) in seen
        assert desk.sale.sell.value.state_text == "NO VENDIDO"
        assert desk.texts == ["123"]

    async def test_found_it_is_sold(self, desk: Desk):
        desk.api.create_fates.append(LOST_ANSWER)
        desk.type("123*5")
        await sold(desk)
        assert desk.sale.sell.value.state_text == "VENDIDO"
        assert desk.texts == []

    async def test_parked_its_lines_are_gone_and_selling_goes_on(self, desk: Desk):
        """Its money went back: kept on the screen it would be sold a second time by the next key."""
        desk.api.create_fates.append(LOST_ANSWER)
        desk.type("123*5")
        desk.api.on_create = lambda operation: setattr(desk.api, "down", True)
        await sold(desk)
        view = desk.sale.sell.value
        assert view.detail.startswith("No se pudo confirmar esta venta.")
        assert desk.texts == []
        desk.api.down = False
        desk.type("456*5")
        assert desk.sale.sell.value.can_sell
        await sold(desk)
        assert desk.sale.sell.value.phase is SellPhase.SOLD

    async def test_something_else_sold_is_held(self, desk: Desk):
        desk.api.create_fates.append(Fate(changed=lambda ticket: replace(ticket, total=ticket.total * 2)))
        desk.type("123*5")
        await sold(desk)
        assert desk.sale.sell.value.detail.startswith("El servidor guardó algo distinto")
        assert desk.texts == []

    async def test_a_disk_that_fails_in_the_middle_leaves_no_screen_waiting(self, desk: Desk):
        desk.type("123*5")
        await settle()
        desk.api.on_create = lambda operation: setattr(desk.memory, "broken", True)
        await sold(desk)
        view = desk.sale.sell.value
        assert view.detail.startswith("No se pudo guardar en el disco.")
        assert desk.services.sales.progress.value.stage is Stage.HELD
        assert desk.notice.startswith("No se pudo guardar en el disco.")
        assert desk.texts == []


class TestPaper:
    async def test_left_for_later_the_next_sale_goes_on(self, desk: Desk):
        desk.printer.outcomes.append(NOTHING)
        desk.type("123*5")
        await sold(desk)
        assert desk.question == (
            "El ticket …0001 está vendido pero no se imprimió: la impresora no tiene papel. "
            "¿Imprimirlo ahora?"
        )
        desk.notices.answer(yes=False)
        await settle()
        desk.type("456*5")
        await sold(desk)
        assert len(desk.printer.tickets()) == 1

    async def test_ready_is_shown_again_without_anybodys_touch(self, desk: Desk):
        """An old doubt was settled by the start-up round: nothing else would refresh the buttons."""
        desk.printer.outcomes.append(NOTHING)
        desk.type("123*5")
        await sold(desk)
        desk.notices.answer(yes=False)
        await settle()
        starting = asyncio.ensure_future(desk.services.startup.run())
        await settle()
        desk.sale.tick()
        assert not desk.sale.sell.value.can_repeat
        desk.notices.answer(yes=True)
        await starting
        desk.sale.tick()
        assert desk.sale.sell.value.can_repeat


class TestRepeat:
    async def test_the_last_ticket_as_lines(self, desk: Desk):
        desk.type("123*5", "456")
        await sold(desk)
        desk.sale.repeat_last()
        await settle()
        assert desk.texts == ["123", "456"]
        assert desk.notice == ""
        assert desk.api.count("create") == 1

    async def test_a_permuta_is_one_line_again(self, desk: Desk):
        desk.type("123/*5", "777")
        await sold(desk)
        desk.sale.repeat_last()
        await settle()
        assert desk.texts == ["123", "777"]
        assert desk.sale.ticket.value.count_text.startswith("7 ")

    async def test_what_cannot_be_repeated_is_listed(self, desk: Desk):
        desk.type("123*5", draws=(A, CHANCE_A))
        await sold(desk)
        desk.clock.elapsed += 56 * 60
        desk.sale.repeat_last()
        await settle()
        assert [group.event_id for group in desk.sale.ticket.value.groups] == [201]
        assert desk.notice == "1 jugada no se pudo repetir, su sorteo no está abierto: 123 (TRIPLE ZULIA)."

    async def test_none_yet(self, desk: Desk):
        desk.sale.repeat_last()
        await settle()
        assert desk.notice == "Todavía no hay un ticket anterior que repetir."

    async def test_a_sign_in_lost(self, desk: Desk):
        desk.api.fail["last_ticket"] = [SignInRequired()]
        desk.sale.repeat_last()
        await settle()
        assert desk.shows(Screen.SIGN_IN)


def _not_sent():
    outcome = NOT_SENT.outcome
    assert outcome is not None
    return outcome
