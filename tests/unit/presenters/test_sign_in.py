"""Signing in: what is wrong in plain words, and nothing half done."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from app.domain.outcome import Offline, ReadRefused, Reason, Refusal, SignInRequired
from app.errors import Bug
from app.presenters.views import Screen
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL, PASSWORD
from tests.helpers.fake_printer import NOTHING
from tests.helpers.till import Desk, play, settle


def error(desk: Desk) -> str:
    return desk.sign_in.state.value.error


def signed_in(desk: Desk) -> bool:
    return desk.services.session.current.value is not None


async def tried(desk: Desk, email: str = EMAIL, password: str = PASSWORD) -> None:
    desk.sign_in.submit(email, password)
    await settle()


class TestIn:
    async def test_to_the_sale(self):
        desk = Desk()
        await tried(desk, f" {EMAIL} ")
        assert desk.shows(Screen.SALE)
        assert error(desk) == ""
        assert not desk.sign_in.state.value.busy
        assert desk.sale.draws.value.products

    async def test_time_and_last_ticket_are_known_before_the_first_sale(self):
        desk = Desk()
        old = desk.api.put(play("777"))
        await tried(desk)
        assert desk.context.server.trusted
        assert desk.services.resolver.baseline.number == old.ticket.number

    async def test_busy_meanwhile_and_a_second_tap_is_dropped(self):
        desk = Desk()
        desk.sign_in.submit(EMAIL, PASSWORD)
        desk.sign_in.submit(EMAIL, PASSWORD)
        await asyncio.sleep(0)
        assert desk.sign_in.state.value.busy
        await settle()
        assert desk.api.count("login") == 1

    async def test_the_practice_account_is_offered(self):
        desk = Desk()
        desk.sign_in.offer("cajero@taquilla.test", "1234")
        view = desk.sign_in.state.value
        assert (view.email, view.password) == ("cajero@taquilla.test", "1234")
        assert "cajero@taquilla.test" in view.hint


class TestNotIn:
    @pytest.mark.parametrize(("email", "password"), [("", PASSWORD), (" ", PASSWORD), (EMAIL, "")])
    async def test_something_missing(self, email: str, password: str):
        desk = Desk()
        await tried(desk, email, password)
        assert error(desk) == "Escriba el correo y la clave."
        assert desk.api.calls == []

    @pytest.mark.parametrize(
        ("call", "failure", "sentence"),
        [
            ("login", SignInRequired("api.sign_in_refused"), "El correo o la contraseña no son correctos."),
            ("login", Offline("no_connection"), "Sin conexión con el servidor."),
            ("login", Offline("clock_wrong"), "La fecha de este equipo está atrasada"),
            ("last_ticket", Offline("timeout"), "El servidor no respondió a tiempo."),
            ("agency", Offline("server_error"), "El servidor tiene una falla."),
            ("agency", ReadRefused(Refusal(Reason.OTHER, "no")), "El servidor no lo aceptó."),
        ],
    )
    async def test_in_plain_words_and_signed_out_again(self, call: str, failure: Exception, sentence: str):
        desk = Desk()
        desk.api.fail[call] = [failure]
        await tried(desk)
        assert error(desk).startswith(sentence)
        assert not signed_in(desk)
        assert desk.shows(Screen.SIGN_IN)
        assert not desk.sign_in.state.value.busy
        await tried(desk)
        assert desk.shows(Screen.SALE)

    async def test_no_selling_without_the_servers_time(self):
        desk = Desk()
        desk.api.fail["server_time"] = [Offline("timeout")] * 2
        await tried(desk)
        assert not signed_in(desk)
        assert error(desk).startswith("El servidor no respondió a tiempo.")

    async def test_an_agency_that_may_not_sell(self):
        desk = Desk()
        desk.api.catalog = shop.catalog(agency=replace(shop.agency(), active=False))
        await tried(desk)
        assert error(desk).startswith("La agencia Agencia La Esquina no está activa")
        assert not signed_in(desk)

    async def test_a_fault_of_ours_signs_out_too(self):
        desk = Desk()
        desk.api.fail["agency"] = [Bug("catalog.broken")]
        await tried(desk)
        assert not signed_in(desk)
        assert not desk.sign_in.state.value.busy
        assert "catalog.broken" in desk.notice

    async def test_the_password_is_nowhere_to_be_read(self):
        desk = Desk()
        desk.api.fail["login"] = [SignInRequired("api.sign_in_refused")]
        await tried(desk, password="secreto-9")
        assert "secreto-9" not in repr(desk.sign_in.state.value)


class TestOldDoubts:
    async def test_they_do_not_keep_the_form(self):
        """The sign-in is lost while an old doubt is still asked about: one can come in again."""
        desk = await Desk().enter()
        desk.printer.outcomes.append(NOTHING)
        desk.type("123*5")
        desk.sale.submit()
        await settle()
        desk.notices.answer(yes=False)
        await settle()
        after = await Desk(api=desk.api, journal=desk.journal, ids="re").enter()
        assert after.question
        after.services.session.lost()
        await settle()
        assert not after.sign_in.state.value.busy
        await after.enter()
        assert after.shows(Screen.SALE)
        after.notices.answer(yes=True)
        await settle()
        assert after.question == ""
        assert len(after.printer.tickets()) == 1

    async def test_a_journal_that_fails_then_is_said(self):
        desk = Desk()
        desk.type()
        desk.memory.broken = True
        await tried(desk)
        assert desk.notice.startswith("No se pudo guardar en el disco.")
