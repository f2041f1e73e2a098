"""Who may do what, what a PIN may be, and how long wrong ones wait."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.staff import (
    ADMIN_LEAST,
    PIN_LEAST,
    PIN_MOST,
    Member,
    Powers,
    Privilege,
    Role,
    Thresholds,
    Wish,
    admin_problem,
    may_leave,
    name_problem,
    needed,
    pin_problem,
)
from app.domain.tries import MOST, SLIPS, Tries, wait_after
from app.money import Money

HALF_HOUR, DAY = 30 * 60, 24 * 3600
FULL = Powers(supervisor=True, admin=True)
LIMITS = Thresholds(void_above=Money.units(100), prize_above=Money.units(500), copies=2)


def role(privilege: Privilege, amount: int | None = None, count: int = 0, powers: Powers = FULL) -> Role:
    money = Money.units(amount) if amount is not None else None
    return needed(Wish(privilege, money, count), LIMITS, powers)


class TestNeeded:
    @pytest.mark.parametrize("privilege", Privilege)
    def test_a_shop_that_arranged_nothing_keeps_nobody_from_anything(self, privilege: Privilege):
        assert role(privilege, 10**6, 99, Powers()) is Role.CASHIER

    @pytest.mark.parametrize(
        ("privilege", "limit"), [(Privilege.VOID, 100), (Privilege.PRIZE, 500)], ids=["void", "prize"]
    )
    def test_above_the_limit_and_not_at_it(self, privilege: Privilege, limit: int):
        assert role(privilege, limit) is Role.CASHIER
        assert role(privilege, limit + 1) is Role.SUPERVISOR

    @pytest.mark.parametrize("privilege", [Privilege.VOID, Privilege.PRIZE])
    def test_an_amount_nobody_knows_is_above_every_limit(self, privilege: Privilege):
        assert role(privilege, None) is Role.SUPERVISOR
        assert needed(Wish(privilege), Thresholds(), FULL) is Role.CASHIER

    def test_copies(self):
        asked = [role(Privilege.REPRINT, count=out) for out in range(4)]
        assert asked == [Role.CASHIER, Role.CASHIER, Role.SUPERVISOR, Role.SUPERVISOR]

    @pytest.mark.parametrize("privilege", [Privilege.ADOPT, Privilege.SHIFT, Privilege.STAFF])
    def test_always_a_supervisor(self, privilege: Privilege):
        assert role(privilege) is Role.SUPERVISOR

    def test_the_end_takes_the_admin_secret_as_soon_as_there_is_one(self):
        assert role(Privilege.EXIT) is Role.ADMIN
        assert role(Privilege.EXIT, powers=Powers(supervisor=True)) is Role.CASHIER

    def test_the_admin_secret_is_changed_with_itself_and_made_by_a_supervisor(self):
        assert role(Privilege.ADMIN) is Role.ADMIN
        assert role(Privilege.ADMIN, powers=Powers(supervisor=True)) is Role.SUPERVISOR

    def test_roles_are_in_order(self):
        covers = {(one, two) for one, two in product(Role, Role) if one.covers(two)}
        order = [Role.CASHIER, Role.SUPERVISOR, Role.ADMIN]
        assert covers == {(one, two) for i, one in enumerate(order) for two in order[: i + 1]}


class TestPins:
    @pytest.mark.parametrize(
        ("pin", "problem"),
        [
            ("27182818", ""), ("314159", ""), ("904817", ""),
            ("", "digits"), ("12a456", "digits"), ("٣١٤١٥٩", "digits"), ("31 4159", "digits"),
            ("31415", "length"), ("31415926535", "length"),
            ("000000", "easy"), ("121212", "easy"), ("123456", "easy"), ("987654", "easy"),
            ("890123", "easy"),
        ],
    )  # fmt: skip
    def test_what_it_may_be(self, pin: str, problem: str):
        assert pin_problem(pin) == problem

    @given(st.text(max_size=14))
    def test_whatever_passes_is_digits_of_a_right_length(self, pin: str):
        if pin_problem(pin) == "":
            assert pin.isascii()
            assert pin.isdigit()
            assert PIN_LEAST <= len(pin) <= PIN_MOST
            assert len(set(pin)) > 2

    @given(st.integers(0, 9), st.integers(PIN_LEAST, PIN_MOST), st.sampled_from([-1, 0, 1]))
    def test_no_run_passes(self, first: int, length: int, step: int):
        assert pin_problem("".join(str((first + step * at) % 10) for at in range(length))) == "easy"

    @pytest.mark.parametrize(
        ("secret", "problem"),
        [
            ("clave-larga", ""),
            ("x" * (ADMIN_LEAST - 1), "length"),
            ("aaaaaaaaaa", "easy"),
            ("a" * 65, "length"),
        ],
    )
    def test_the_admin_secret(self, secret: str, problem: str):
        assert admin_problem(secret) == problem

    @pytest.mark.parametrize(
        ("name", "problem"),
        [("Ana", ""), ("", "name"), ("x" * 25, "name"), ("An\x1ba", "name"), ("MARÍA", "name_twice")],
    )
    def test_names(self, name: str, problem: str):
        assert name_problem(name, ["María"]) == problem


def test_the_last_supervisor_stays_while_anybody_does():
    boss, ana = Member("1", "Luis", Role.SUPERVISOR), Member("2", "Ana", Role.CASHIER)
    assert not may_leave("1", [boss, ana])
    assert may_leave("2", [boss, ana])
    assert may_leave("1", [boss])
    assert may_leave("1", [boss, ana, Member("3", "Eva", Role.SUPERVISOR)])


class TestWaits:
    def test_slips_are_free_and_the_tenth_costs_half_an_hour(self):
        assert [wait_after(n) for n in range(SLIPS + 1)] == [0] * (SLIPS + 1)
        assert wait_after(MOST) == HALF_HOUR

    @given(st.integers(0, 10_000))
    def test_it_never_gets_shorter_and_never_ends(self, wrong: int):
        assert wait_after(wrong) <= wait_after(wrong + 1) <= DAY
        if wrong >= MOST:
            assert wait_after(wrong) >= HALF_HOUR

    @given(st.integers(SLIPS + 1, MOST + 4))
    def test_it_doubles(self, wrong: int):
        if wrong != MOST - 1:
            assert wait_after(wrong + 1) == 2 * wait_after(wrong)

    @given(st.integers(0, 30), st.integers(0, 10**6), st.integers(0, 2 * DAY))
    def test_what_is_left(self, wrong: int, at: int, later: int):
        left = Tries(wrong, at).left(at + later)
        assert left == max(0, wait_after(wrong) - later)

    def test_a_part_of_a_second_counts_as_a_whole_one(self):
        tries = Tries(SLIPS + 1, 100)
        assert tries.left(100 + wait_after(SLIPS + 1) - 0.25) == 1
        assert tries.left(100 + wait_after(SLIPS + 1)) == 0

    def test_how_many_guesses_a_day_buys(self):
        """Whoever never stops gets so few tries that six digits hold for years."""
        now, tries, wrong = 0, Tries(), 0
        while now < 365 * DAY:
            now += tries.left(now)
            tries = tries.again(now)
            wrong += 1
        assert wrong < 400
