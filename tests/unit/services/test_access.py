"""The lock: PINs checked on a clock that the test moves, and everything of it in the journal."""

from __future__ import annotations

import pytest

from app.domain.secret import Secret
from app.domain.staff import Member, Privilege, Role, Wish
from app.domain.ticket import TicketKey
from app.domain.tries import MOST, SLIPS, wait_after
from app.errors import Known
from app.money import Money
from app.ports import OperationType
from app.services.access import ADMIN, USER, AccessService, Cause, Event
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL
from tests.helpers.till import Till, till

PIN, OTHER, WRONG = Secret("904817"), Secret("271828"), Secret("555123")
ADMIN_SECRET = Secret("llave-del-dueño")


async def opened() -> tuple[Till, AccessService, Member]:
    """A till with one supervisor, who stands at it."""
    one = await till().open()
    access = one.services.access
    await access.load()
    return one, access, await access.add("Luis", Role.SUPERVISOR, PIN)


async def fail(access: AccessService, who: str, times: int) -> None:
    for _ in range(times):
        assert (await access.prove(who, WRONG)).member is None


def locked(access: AccessService) -> bool:
    return access.locked


def events(one: Till) -> list[str]:
    return [record.state for record in one.memory.records if record.type is OperationType.ACCESS]


class TestDoor:
    async def test_without_members_nothing_is_locked(self):
        one = await till().open()
        await one.services.access.load()
        assert not locked(one.services.access)
        await one.services.access.lock(Cause.KEY)
        assert events(one) == []

    async def test_locked_and_opened(self):
        one, access, luis = await opened()
        assert access.present.value == luis
        await access.lock(Cause.KEY)
        assert locked(access)
        assert (await access.unlock(luis.id, WRONG)).member is None
        assert locked(access)
        assert (await access.unlock(luis.id, PIN)).member == luis
        assert not locked(access)
        assert events(one) == ["ADDED", "LOCKED", "WRONG", "UNLOCKED"]

    async def test_who_when_and_with_which_user(self):
        one, access, luis = await opened()
        one.clock.elapsed += 60
        await access.lock(Cause.IDLE)
        record = one.memory.records[-1]
        assert record.at == one.context.server.now()
        assert record.body == {
            "by": luis.id, "name": "Luis", "role": "supervisor", "user": EMAIL, "cause": "idle",
        }  # fmt: skip

    async def test_another_member(self):
        _, access, luis = await opened()
        ana = await access.add("Ana", Role.CASHIER, OTHER, by=luis)
        await access.lock(Cause.KEY)
        assert (await access.unlock(ana.id, PIN)).member is None
        assert (await access.unlock(ana.id, OTHER)).member == ana
        assert access.present.value == ana

    async def test_the_password_stands_for_a_pin_and_is_a_cashier_without_a_name(self):
        one, access, _ = await opened()
        await access.lock(Cause.KEY)
        await access.unlock_by_password()
        present = access.present.value
        assert present == Member(USER, "María G.", Role.CASHIER)
        assert one.memory.records[-1].body["by"] == USER

    async def test_the_session_ends(self):
        _, access, _ = await opened()
        access.leave()
        assert locked(access)

    async def test_members_outlive_a_restart(self):
        one, _, luis = await opened()
        again = await one.again().open()
        again.vault = one.vault
        access = AccessService(again.context, again.journal, one.vault, again.services.session)
        await access.load()
        assert access.members.value == (luis,)
        assert locked(access)
        assert (await access.unlock(luis.id, PIN)).member == luis

    async def test_a_damaged_list_is_read_as_far_as_it_goes(self):
        one = await till().open()
        one.memory.values["staff"] = {
            "members": [7, {"id": "a", "name": "Ana", "role": "queen", "hash": "x"},
                        {"id": "b", "name": "Eva", "role": "cashier", "hash": "x"}],
            "admin": None,
        }  # fmt: skip
        one.memory.values["staff_tries"] = {"b": "many"}
        await one.services.access.load()
        assert [member.name for member in one.services.access.members.value] == ["Eva"]


class TestLockOut:
    async def test_ten_wrong_ones_lock_for_half_an_hour(self):
        one, access, luis = await opened()
        for wrong in range(1, MOST + 1):
            one.clock.elapsed += access.wait_s(luis.id)
            tried = await access.prove(luis.id, WRONG)
            assert tried.wait_s == wait_after(wrong)
            assert tried.slips == max(0, SLIPS - wrong)
        assert access.wait_s(luis.id) == 30 * 60
        one.clock.elapsed += 30 * 60 - 1
        looks = one.vault.looks
        assert (await access.prove(luis.id, PIN)).wait_s == 1
        assert one.vault.looks == looks, "the right one is not even looked at while locked"
        one.clock.elapsed += 1
        assert (await access.prove(luis.id, PIN)).member == luis
        assert events(one).count("LOCKED_OUT") == MOST - SLIPS

    async def test_a_right_one_forgives(self):
        _, access, luis = await opened()
        await fail(access, luis.id, SLIPS)
        await access.prove(luis.id, PIN)
        await fail(access, luis.id, SLIPS)
        assert access.wait_s(luis.id) == 0

    async def test_each_has_tries_of_their_own(self):
        _, access, luis = await opened()
        ana = await access.add("Ana", Role.CASHIER, OTHER, by=luis)
        await fail(access, luis.id, SLIPS + 1)
        assert access.wait_s(luis.id) > 0
        assert access.wait_s(ana.id) == 0

    async def test_pulling_the_plug_gives_no_try_back_and_no_second(self):
        one, access, luis = await opened()
        await fail(access, luis.id, SLIPS + 1)
        one.clock.elapsed += access.wait_s(luis.id) - 1
        again = AccessService(one.context, one.journal, one.vault, one.services.session)
        await again.load()
        assert again.wait_s(luis.id) == wait_after(SLIPS + 1)

    async def test_the_plug_pulled_while_a_pin_is_looked_at(self):
        one, access, luis = await opened()

        async def plug(secret: Secret, made: str) -> bool:
            raise KeyboardInterrupt

        one.vault.fits = plug  # type: ignore[method-assign]
        with pytest.raises(KeyboardInterrupt):
            await access.prove(luis.id, WRONG)
        assert one.memory.values["staff_tries"] == {luis.id: 1}

    async def test_the_clock_of_the_pc_changes_nothing(self):
        one, access, luis = await opened()
        await fail(access, luis.id, SLIPS + 1)
        before = access.wait_s(luis.id)
        one.clock.started = one.clock.started.replace(year=2040)
        assert access.wait_s(luis.id) == before

    async def test_a_new_pin_from_a_supervisor_ends_the_wait(self):
        _, access, luis = await opened()
        ana = await access.add("Ana", Role.CASHIER, OTHER, by=luis)
        await fail(access, ana.id, SLIPS + 1)
        await access.set_pin(ana.id, Secret("314159"), by=luis)
        assert (await access.prove(ana.id, Secret("314159"))).member == ana

    async def test_the_admin_secret_is_locked_out_too(self):
        _, access, luis = await opened()
        await access.set_admin(ADMIN_SECRET, by=luis)
        await fail(access, ADMIN.id, SLIPS + 1)
        assert (await access.prove(ADMIN.id, ADMIN_SECRET)).wait_s > 0


class TestMembers:
    @pytest.mark.parametrize(
        ("name", "role", "pin", "code"),
        [
            ("Ana", Role.CASHIER, "123456", "access.pin_easy"),
            ("Ana", Role.CASHIER, "9048", "access.pin_length"),
            ("Ana", Role.CASHIER, "clave1", "access.pin_digits"),
            (" luis ", Role.CASHIER, "904817", "access.name_twice"),
            ("", Role.CASHIER, "904817", "access.name"),
        ],
    )
    async def test_refused_with_a_reason(self, name: str, role: Role, pin: str, code: str):
        one, access, luis = await opened()
        before = len(one.memory.records)
        with pytest.raises(Known) as told:
            await access.add(name, role, Secret(pin), by=luis)
        assert told.value.code == code
        assert access.members.value == (luis,)
        assert len(one.memory.records) == before

    async def test_the_first_is_a_supervisor(self):
        one = await till().open()
        with pytest.raises(Known, match="first_supervisor"):
            await one.services.access.add("Ana", Role.CASHIER, PIN)

    async def test_the_last_supervisor_leaves_last(self):
        one, access, luis = await opened()
        ana = await access.add("Ana", Role.CASHIER, OTHER, by=luis)
        with pytest.raises(Known, match="last_supervisor"):
            await access.remove(luis.id, by=luis)
        await access.remove(ana.id, by=luis)
        await access.remove(luis.id, by=luis)
        assert access.members.value == ()
        assert not locked(access)
        assert events(one)[-1] in (Event.REMOVED.value, Event.LOCKED.value)

    async def test_no_more_than_a_dozen(self):
        _, access, luis = await opened()
        for at in range(11):
            await access.add(f"Cajero {at}", Role.CASHIER, Secret(f"9048{at:02}"), by=luis)
        with pytest.raises(Known, match="too_many"):
            await access.add("Uno más", Role.CASHIER, OTHER, by=luis)

    async def test_whoever_is_gone_gets_in_no_more(self):
        _, access, luis = await opened()
        ana = await access.add("Ana", Role.CASHIER, OTHER, by=luis)
        await access.remove(ana.id, by=luis)
        with pytest.raises(Known, match="nobody"):
            await access.unlock(ana.id, OTHER)

    async def test_a_lost_pepper_is_told_and_not_counted_as_wrong(self):
        one, access, luis = await opened()
        await access.lock(Cause.KEY)
        one.vault.gone = True
        for _ in range(SLIPS + 2):
            with pytest.raises(Known, match="pepper_lost"):
                await access.unlock(luis.id, PIN)
        assert access.wait_s(luis.id) == 0

    async def test_the_admin_secret_has_ten_letters(self):
        _, access, luis = await opened()
        with pytest.raises(Known, match="admin_length"):
            await access.set_admin(Secret("corta"), by=luis)
        assert not access.powers.admin
        await access.set_admin(ADMIN_SECRET, by=luis)
        assert (await access.prove(ADMIN.id, ADMIN_SECRET)).member == ADMIN


async def test_leave_is_on_record_with_what_it_was_for():
    one, access, luis = await opened()
    key = TicketKey(4711, shop.NOW.date())
    await access.permitted(Wish(Privilege.VOID, Money.units(600)), luis, key)
    record = one.memory.records[-1]
    assert (record.state, record.number, record.day, record.amount) == (
        "PERMITTED", 4711, shop.NOW.date(), Money.units(600),
    )  # fmt: skip
    assert record.body["privilege"] == "void"


async def test_no_pin_is_written_anywhere():
    one, access, luis = await opened()
    await access.set_admin(ADMIN_SECRET, by=luis)
    await access.set_pin(luis.id, OTHER, by=luis)
    await fail(access, luis.id, 2)
    written = repr(one.memory.records) + repr(one.memory.values)
    for secret in (PIN, OTHER, WRONG, ADMIN_SECRET):
        assert secret.reveal() not in written
