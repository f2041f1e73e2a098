"""The locked till: PIN, wait, whoever comes next; what was being done is there afterwards."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.outcome import SignInRequired
from app.domain.secret import Secret
from app.domain.staff import Member, Role
from app.domain.tries import SLIPS, wait_after
from app.presenters.notices import Level
from app.presenters.reentry import REFUSED
from app.presenters.views import Screen
from tests.helpers.fake_api import EMAIL, PASSWORD
from tests.helpers.till import Desk, settle

LUIS, ANA, WRONG = "904817", "271828", "555123"


class Locked(Desk):
    """A desk with a supervisor and a cashier."""

    luis: Member
    ana: Member

    async def staffed(self) -> Locked:
        await self.enter()
        access = self.services.access
        await access.load()
        self.luis = await access.add("Luis", Role.SUPERVISOR, Secret(LUIS))
        self.ana = await access.add("Ana", Role.CASHIER, Secret(ANA), by=self.luis)
        return self

    async def press_lock(self) -> None:
        self.shell.lock()
        await settle()

    async def give(self, pin: str, who: Member | None = None) -> None:
        if who is not None:
            self.lock.desk.choose(who.id)
        self.lock.desk.submit(pin)
        await settle()

    @property
    def told(self) -> str:
        return self.lock.desk.state.value.error


@pytest.fixture
async def desk() -> Locked:
    return await Locked(idle_minutes=3).staffed()


class TestLock:
    async def test_the_session_goes_on_and_nothing_is_reached(self, desk: Locked):
        await desk.press_lock()
        assert desk.shows(Screen.LOCK)
        assert "logout" not in desk.api.calls
        desk.shell.go(Screen.PAY)
        assert desk.shows(Screen.LOCK)

    async def test_the_half_typed_ticket_and_the_screen_are_there_again(self, desk: Locked):
        desk.type("123*5")
        desk.sale.set_text("45")
        desk.shell.go(Screen.PAY)
        await desk.press_lock()
        await desk.give(LUIS)
        assert desk.shows(Screen.PAY)
        assert desk.texts == ["123"]
        assert desk.sale.entry.value.text == "45"

    async def test_whoever_was_here_is_offered_first_and_another_begins_at_the_sale(self, desk: Locked):
        desk.shell.go(Screen.PAY)
        await desk.press_lock()
        assert desk.lock.desk.state.value.chosen == desk.luis.id
        await desk.give(ANA, desk.ana)
        assert desk.shows(Screen.SALE)
        assert desk.shell.top.value.subtitle == "Ana"
        await desk.press_lock()
        assert desk.lock.desk.state.value.chosen == desk.ana.id

    async def test_a_wrong_pin_is_told_and_forgotten(self, desk: Locked):
        await desk.press_lock()
        before = desk.lock.desk.state.value.attempt
        await desk.give(WRONG)
        assert desk.shows(Screen.LOCK)
        assert desk.told == "PIN equivocado. Escríbalo otra vez."
        assert desk.lock.desk.state.value.attempt != before

    async def test_the_wait_runs_down_and_ends(self, desk: Locked):
        await desk.press_lock()
        for _ in range(SLIPS + 1):
            await desk.give(WRONG)
        assert desk.lock.desk.state.value.waiting
        assert "0:15" in desk.told
        await desk.give(LUIS)
        assert desk.shows(Screen.LOCK)
        desk.clock.elapsed += 5
        desk.shell.tick()
        assert "0:10" in desk.told
        desk.clock.elapsed += wait_after(SLIPS + 1)
        desk.shell.tick()
        assert (desk.told, desk.lock.desk.state.value.waiting) == ("", False)
        await desk.give(LUIS)
        assert desk.shows(Screen.SALE)

    async def test_one_who_waits_keeps_nobody_else_out(self, desk: Locked):
        await desk.press_lock()
        for _ in range(SLIPS + 1):
            await desk.give(WRONG)
        await desk.give(ANA, desk.ana)
        assert desk.shows(Screen.SALE)

    async def test_arrows_go_round(self, desk: Locked):
        await desk.press_lock()
        desk.lock.desk.move(1)
        assert desk.lock.desk.state.value.chosen == desk.ana.id
        desk.lock.desk.move(1)
        assert desk.lock.desk.state.value.chosen == desk.luis.id

    async def test_a_double_tap_is_one_try(self, desk: Locked):
        await desk.press_lock()
        looks = desk.vault.looks
        desk.lock.desk.submit(WRONG)
        desk.lock.desk.submit(WRONG)
        await settle()
        assert desk.vault.looks == looks + 1

    async def test_a_broken_disk_is_told_and_the_password_still_opens(self, desk: Locked):
        await desk.press_lock()
        desk.memory.broken = True
        await desk.give(LUIS)
        assert desk.shows(Screen.LOCK)
        assert desk.told != ""
        desk.lock.password()
        await settle()
        assert desk.shows(Screen.SIGN_IN)
        await desk.enter()
        assert desk.shows(Screen.SALE)

    async def test_the_password_stands_for_the_pin(self, desk: Locked):
        await desk.press_lock()
        desk.lock.password()
        await settle()
        assert desk.shows(Screen.SIGN_IN)
        assert desk.api.calls[-1] == "logout"
        await desk.enter()
        assert desk.shows(Screen.SALE)
        assert desk.memory.records[-1].body["by"] == "user"

    async def test_after_an_ordinary_sign_in_the_pin_says_who(self, desk: Locked):
        desk.services.session.lost()
        await settle()
        assert desk.shows(Screen.SIGN_IN)
        await desk.enter()
        assert desk.shows(Screen.LOCK)
        await desk.give(ANA, desk.ana)
        assert desk.shows(Screen.SALE)

    async def test_the_pay_desk_is_cleared(self, desk: Locked):
        desk.shell.go(Screen.PAY)
        desk.pay.set_number("4711")
        desk.pay.set_pin("12345678")
        await desk.press_lock()
        assert (desk.pay.state.value.number, desk.pay.state.value.pin) == ("", "")

    async def test_whoever_is_removed_is_out_at_once(self, desk: Locked):
        await desk.press_lock()
        await desk.give(ANA, desk.ana)
        await desk.services.access.remove(desk.ana.id, by=desk.luis)
        assert desk.shows(Screen.LOCK)


class TestIdle:
    async def idle(self, desk: Locked, seconds: float) -> None:
        desk.clock.elapsed += seconds
        desk.shell.tick()
        await settle()

    async def test_three_minutes_without_a_touch(self, desk: Locked):
        desk.idle.touched()
        await self.idle(desk, 179)
        assert desk.shows(Screen.SALE)
        await self.idle(desk, 1)
        assert desk.shows(Screen.LOCK)
        assert desk.memory.records[-1].body["cause"] == "idle"

    async def test_a_touch_begins_anew(self, desk: Locked):
        for _ in range(10):
            desk.idle.touched()
            await self.idle(desk, 170)
        assert desk.shows(Screen.SALE)

    async def test_never_while_something_is_asked(self, desk: Locked):
        desk.idle.touched()
        question = desk.notices.ask("¿Salió completo?", "Sí", "No", Level.WARN)
        answer = asyncio.ensure_future(question)
        await settle()
        await self.idle(desk, 600)
        assert desk.shows(Screen.SALE)
        desk.notices.answer(True)
        await answer
        await self.idle(desk, 0)
        assert desk.shows(Screen.LOCK)

    async def test_never_while_money_moves(self, desk: Locked):
        desk.type("123*5")
        desk.idle.touched()
        desk.api.gate = asyncio.Event()
        desk.sale.submit()
        await settle()
        assert desk.services.sales.busy
        await self.idle(desk, 600)
        assert desk.shows(Screen.SALE)
        desk.shell.lock()
        await settle()
        assert desk.shows(Screen.SALE)
        desk.api.gate.set()
        await settle()
        await self.idle(desk, 0)
        assert desk.shows(Screen.LOCK)

    async def test_zero_never_locks(self):
        desk = await Locked(idle_minutes=0).staffed()
        await self.idle(desk, 10**5)
        assert desk.shows(Screen.SALE)

    async def test_without_pins_it_is_a_sign_out_after_a_quarter_of_an_hour(self):
        desk = Locked(idle_minutes=3)
        await desk.enter()
        desk.type("123*5")
        desk.idle.touched()
        await self.idle(desk, 14 * 60)
        assert desk.shows(Screen.SALE)
        await self.idle(desk, 60)
        assert desk.shows(Screen.SIGN_IN)
        assert "15 minutos" in desk.notice
        await desk.enter()
        assert desk.texts == ["123"]


class TestReentry:
    async def remembered(self, desk: Locked) -> None:
        await desk.services.remembered.keep(EMAIL, Secret(PASSWORD))

    async def again(self, desk: Locked) -> Locked:
        """The program started anew over the same journal and store."""
        new = Locked(api=desk.api, journal=desk.journal)
        new.vault.kept.update(desk.vault.kept)
        new.luis, new.ana = desk.luis, desk.ana
        await new.services.access.load()
        new.reentry.look()
        await settle()
        return new

    async def test_a_pin_is_enough_at_the_start(self, desk: Locked):
        await self.remembered(desk)
        new = await self.again(desk)
        assert new.shows(Screen.LOCK)
        await new.give(ANA, new.ana)
        assert new.shows(Screen.SALE)
        assert new.shell.top.value.subtitle == "Ana"

    async def test_without_a_kept_password_the_form_asks(self, desk: Locked):
        new = await self.again(desk)
        assert new.shows(Screen.SIGN_IN)

    async def test_no_wrong_pin_reaches_the_server(self, desk: Locked):
        await self.remembered(desk)
        new = await self.again(desk)
        calls = len(new.api.calls)
        await new.give(WRONG)
        assert len(new.api.calls) == calls
        assert new.shows(Screen.LOCK)

    async def test_a_dead_line_is_told_and_the_pin_tries_again(self, desk: Locked):
        await self.remembered(desk)
        new = await self.again(desk)
        new.api.down = True
        await new.give(LUIS)
        assert new.shows(Screen.LOCK)
        assert new.notice != ""
        new.api.down = False
        await new.give(LUIS)
        assert new.shows(Screen.SALE)

    async def test_a_changed_password_is_forgotten_and_asked_for(self, desk: Locked):
        await self.remembered(desk)
        new = await self.again(desk)
        new.api.fail["login"] = [SignInRequired(REFUSED)]
        await new.give(LUIS)
        assert new.shows(Screen.SIGN_IN)
        assert new.sign_in.state.value.error != ""
        assert not new.services.remembered.there
        await new.enter()
        assert new.shows(Screen.LOCK)

    async def test_the_lost_session_comes_back_with_a_pin(self, desk: Locked):
        await self.remembered(desk)
        desk.type("123*5")
        desk.services.session.lost()
        await settle()
        assert desk.shows(Screen.LOCK)
        await desk.give(LUIS)
        assert desk.shows(Screen.SALE)
        assert desk.texts == ["123"]
