"""A supervisor's leave: asked for over the screen, on record before anything is done."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.secret import Secret
from app.domain.staff import Member, Privilege, Role, Thresholds, Wish
from app.domain.ticket import TicketKey
from app.money import Money
from app.services.access import ADMIN
from tests.helpers import shop
from tests.helpers.till import Desk, settle

LUIS, ANA, WRONG, OWNER = "904817", "271828", "555123", "llave-del-dueño"
KEY = TicketKey(4711, shop.NOW.date())
LARGE = Wish(Privilege.VOID, Money.units(101))


class Shop(Desk):
    """Ana at the till; Luis is the supervisor."""

    luis: Member
    ana: Member

    async def staffed(self) -> Shop:
        await self.enter()
        access = self.services.access
        access._thresholds = Thresholds(Money.units(100), Money.units(500), 2)
        await access.load()
        self.luis = await access.add("Luis", Role.SUPERVISOR, Secret(LUIS))
        self.ana = await access.add("Ana", Role.CASHIER, Secret(ANA), by=self.luis)
        access.present.set(self.ana)
        return self

    async def ask(self, wish: Wish = LARGE) -> asyncio.Task[bool]:
        task = asyncio.ensure_future(self.authority.permit(wish, KEY))
        await settle()
        return task

    async def give(self, pin: str) -> None:
        self.authority.desk.submit(pin)
        await settle()

    @property
    def asked(self) -> str:
        shown = self.authority.state.value
        return f"{shown.title}: {shown.text}" if shown else ""


@pytest.fixture
async def desk() -> Shop:
    return await Shop().staffed()


async def test_what_a_cashier_may_do_is_neither_asked_nor_written(desk: Shop):
    before = len(desk.memory.records)
    assert await desk.authority.permit(Wish(Privilege.VOID, Money.units(100)), KEY)
    assert desk.asked == ""
    assert len(desk.memory.records) == before


async def test_a_supervisor_is_asked_and_stands_in_the_journal(desk: Shop):
    task = await desk.ask()
    assert desk.asked == "Hace falta el PIN de un supervisor: Anular el ticket …4711 de Bs 101."
    assert [one.name for one in desk.authority.desk.state.value.people] == ["Luis"]
    await desk.give(LUIS)
    assert await task
    assert desk.asked == ""
    record = desk.memory.records[-1]
    assert (record.state, record.number, record.amount) == ("PERMITTED", 4711, Money.units(101))
    assert record.body == {
        "by": desk.luis.id, "name": "Luis", "role": "supervisor", "cashier": desk.ana.id,
        "cashier_name": "Ana", "user": "maria@taquilla.test", "privilege": "void",
    }  # fmt: skip


async def test_nobody_gives_leave(desk: Shop):
    task = await desk.ask()
    desk.authority.cancel()
    assert not await task
    assert all(record.state != "PERMITTED" for record in desk.memory.records)


async def test_a_till_that_locks_gives_up_the_wish(desk: Shop):
    task = await desk.ask()
    desk.shell.lock()
    await settle()
    assert desk.asked == ""
    assert not await task


async def test_the_cashiers_own_pin_is_no_leave(desk: Shop):
    task = await desk.ask()
    await desk.give(ANA)
    assert not task.done()
    assert desk.authority.desk.state.value.error == "PIN equivocado. Escríbalo otra vez."
    desk.authority.cancel()
    assert not await task


async def test_a_supervisor_at_the_till_need_not_ask_but_is_written_down(desk: Shop):
    desk.services.access.present.set(desk.luis)
    assert await desk.authority.permit(LARGE, KEY)
    assert desk.asked == ""
    assert desk.memory.records[-1].state == "PERMITTED"


async def test_changes_of_the_staff_are_always_proved_anew(desk: Shop):
    desk.services.access.present.set(desk.luis)
    task = await desk.ask(Wish(Privilege.STAFF))
    assert "Cambiar quién tiene PIN" in desk.asked
    await desk.give(LUIS)
    assert await task


async def test_a_broken_disk_means_no(desk: Shop):
    task = await desk.ask()
    desk.memory.broken = True
    await desk.give(LUIS)
    assert not task.done()
    desk.authority.cancel()
    assert not await task


async def test_one_wish_after_another(desk: Shop):
    first, second = await desk.ask(), await desk.ask(Wish(Privilege.PRIZE, Money.units(900)))
    await desk.give(LUIS)
    assert first.done()
    assert "Pagar Bs 900" in desk.asked
    desk.authority.cancel()
    assert await first
    assert not await second


async def test_the_end_takes_the_admin_secret(desk: Shop):
    assert not desk.authority.asks(Wish(Privilege.EXIT))
    await desk.services.access.set_admin(Secret(OWNER), by=desk.luis)
    assert desk.authority.asks(Wish(Privilege.EXIT))
    task = await desk.ask(Wish(Privilege.EXIT))
    assert desk.asked == "Hace falta la clave de administrador: Cerrar Taquilla."
    assert desk.authority.desk.state.value.secret
    await desk.give(LUIS)
    assert desk.authority.desk.state.value.error == "Clave de administrador equivocada. Escríbala otra vez."
    await desk.give(OWNER)
    assert await task
    assert desk.memory.records[-1].body["by"] == ADMIN.id


async def test_a_shop_without_pins_is_never_asked():
    desk = Shop()
    await desk.enter()
    for privilege in Privilege:
        assert await desk.authority.permit(Wish(privilege, Money.units(10**6), 99), KEY)
    assert desk.asked == ""
