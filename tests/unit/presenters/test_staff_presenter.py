"""Personal in Ajustes: people come and go, PINs and the admin secret are given, each with leave."""

from __future__ import annotations

import pytest

from app.domain.secret import Secret
from app.presenters.views_access import StaffMode
from app.services.remembered import SERVER
from tests.helpers.fake_api import PASSWORD
from tests.helpers.till import Desk, settle

LUIS, ANA = "904817", "271828"


@pytest.fixture
async def desk() -> Desk:
    desk = await Desk().enter()
    await desk.services.access.load()
    desk.staff.opened()
    await settle()
    return desk


async def save(desk: Desk, name: str = "", secret: str = "", again: str | None = None) -> None:
    desk.staff.save(name, secret, secret if again is None else again)
    await settle()


async def leave(desk: Desk, pin: str = LUIS) -> None:
    desk.authority.desk.submit(pin)
    await settle()


async def with_luis(desk: Desk) -> None:
    desk.staff.add()
    await save(desk, "Luis", LUIS)


def names(desk: Desk) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in desk.staff.state.value.people]


def facts(desk: Desk) -> list[str]:
    return [fact.text for fact in desk.staff.state.value.facts]


async def test_nobody_yet(desk: Desk):
    view = desk.staff.state.value
    assert (view.headline, view.people, view.remember) == ("Nadie tiene PIN todavía", (), "")
    desk.staff.new_pin()
    desk.staff.admin()
    desk.staff.password()
    desk.staff.remove()
    assert desk.staff.state.value.mode is StaffMode.LIST


async def test_the_first_is_a_supervisor_and_stands_at_the_till(desk: Desk):
    desk.staff.add()
    assert desk.staff.state.value.roles == ()
    await save(desk, "Luis", LUIS)
    assert names(desk) == [("Luis", "Supervisor")]
    assert desk.notice == "Listo: ya puede entrar con su PIN."
    assert not desk.services.access.locked


async def test_a_cashier_comes_with_leave(desk: Desk):
    await with_luis(desk)
    desk.staff.add()
    await save(desk, "Ana", ANA)
    assert names(desk) == []
    assert desk.authority.state.value is not None
    await leave(desk)
    assert names(desk) == [("Luis", "Supervisor"), ("Ana", "Cajero")]


async def test_leave_refused_changes_nothing(desk: Desk):
    await with_luis(desk)
    desk.staff.add()
    await save(desk, "Ana", ANA)
    desk.authority.cancel()
    await settle()
    assert desk.staff.state.value.mode is StaffMode.NEW
    assert len(desk.services.access.members.value) == 1


async def test_another_role(desk: Desk):
    await with_luis(desk)
    desk.staff.add()
    desk.staff.move_role(1)
    await save(desk, "Eva", ANA)
    await leave(desk)
    assert names(desk)[1] == ("Eva", "Supervisor")


@pytest.mark.parametrize(
    ("name", "secret", "again", "told"),
    [
        ("Ana", ANA, "271829", "Las dos veces no son iguales. Escríbalo otra vez."),
        ("", LUIS, LUIS, "Escriba un nombre de hasta 24 letras."),
        ("Ana", "123456", "123456", "Ese PIN se adivina enseguida"),
        ("Ana", "9048", "9048", "El PIN lleva de 6 a 10 números."),
    ],
)
async def test_what_is_wrong_is_told_and_the_form_stays(
    desk: Desk, name: str, secret: str, again: str, told: str
):
    desk.staff.add()
    attempt = desk.staff.state.value.attempt
    await save(desk, name, secret, again)
    view = desk.staff.state.value
    assert view.error.startswith(told)
    assert (view.mode, view.attempt) == (StaffMode.NEW, attempt)


async def test_a_new_pin(desk: Desk):
    await with_luis(desk)
    desk.staff.new_pin()
    assert desk.staff.state.value.headline == "PIN nuevo para Luis"
    await save(desk, "", ANA)
    await leave(desk)
    luis = desk.services.access.members.value[0]
    assert (await desk.services.access.prove(luis.id, Secret(ANA))).member == luis


async def test_gone_after_a_question_and_with_leave(desk: Desk):
    await with_luis(desk)
    desk.staff.add()
    await save(desk, "Ana", ANA)
    await leave(desk)
    desk.staff.move(1)
    desk.staff.remove()
    await settle()
    assert "¿Quitar a Ana?" in desk.question
    desk.notices.answer(True)
    await settle()
    await leave(desk)
    assert names(desk) == [("Luis", "Supervisor")]


async def test_the_last_supervisor_is_told_why_not(desk: Desk):
    await with_luis(desk)
    desk.staff.add()
    await save(desk, "Ana", ANA)
    await leave(desk)
    desk.staff.choose(desk.services.access.members.value[0].id)
    desk.staff.remove()
    await settle()
    desk.notices.answer(True)
    await settle()
    await leave(desk)
    assert desk.notice.startswith("Es el único supervisor")


async def test_the_admin_secret(desk: Desk):
    await with_luis(desk)
    assert "Cualquiera puede: no hay clave de administrador" in facts(desk)
    desk.staff.admin()
    await save(desk, "", "llave-del-dueño")
    await leave(desk)
    assert "Solo con la clave de administrador" in facts(desk)
    desk.staff.admin()
    await save(desk, "", "otra-llave-larga")
    assert desk.authority.desk.state.value.secret, "it is changed with itself, not with a supervisor's PIN"
    await leave(desk, "llave-del-dueño")
    assert desk.notice == "Listo: Taquilla solo se cierra con esa clave."


async def test_the_password_is_kept_when_the_server_takes_it_and_forgotten_again(desk: Desk):
    await with_luis(desk)
    assert desk.staff.state.value.remember == "Recordar clave"
    desk.staff.password()
    await save(desk, "", PASSWORD)
    await leave(desk)
    assert desk.api.calls[-1] == "login"
    assert PASSWORD in desk.vault.kept[SERVER].reveal()
    assert "Basta el PIN" in facts(desk)
    desk.staff.password()
    await settle()
    await leave(desk)
    assert desk.vault.kept == {}


async def test_no_store_no_keeping(desk: Desk):
    desk.vault.store = False
    desk.staff.opened()
    await with_luis(desk)
    assert desk.staff.state.value.remember == ""
    assert "En un archivo: esta PC no tiene almacén seguro" in facts(desk)


async def test_a_form_can_be_left(desk: Desk):
    desk.staff.add()
    assert desk.staff.back()
    assert not desk.staff.back()
    assert desk.staff.state.value.mode is StaffMode.LIST


async def test_no_secret_is_in_any_state(desk: Desk):
    seen: list[str] = []
    for watched in (desk.staff.state, desk.authority.desk.state, desk.lock.desk.state, desk.notices.notice):
        watched.watch(lambda value: seen.append(repr(value)))
    await with_luis(desk)
    desk.staff.add()
    await save(desk, "Ana", ANA)
    await leave(desk)
    assert len(seen) > 10
    assert not any(pin in text for pin in (LUIS, ANA) for text in seen)
