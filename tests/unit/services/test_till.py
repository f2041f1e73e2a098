"""Shifts over a real journal and the training server: the drawer is the book, to the cent."""

from __future__ import annotations

import re

import pytest

from app.domain.outcome import Done, Unknown
from app.domain.paper import ShiftKind
from app.domain.payment import PayState
from app.domain.sale import SaleState
from app.domain.secret import Secret
from app.domain.shift import (
    Count,
    Counted,
    MovementKind,
    Shift,
    Tender,
    balances,
    paid_by,
    sealed,
)
from app.domain.void import VoidAct
from app.errors import Known
from app.money import ZERO, Money, total
from app.ports import OperationType, Record
from app.services.payments import PayResult
from app.services.till import Cut, Now, Opening, TillService
from app.services.till_check import TillCheck
from app.services.till_papers import difference, x_slip, z_slip
from tests.helpers.office import Office, office


@pytest.fixture
async def desk(tmp_path):
    async with office(tmp_path) as found:
        yield found


def till_of(desk: Office, opening: Opening = Opening.BY_ITSELF) -> TillService:
    """The program after a restart: nothing is remembered but the book."""
    return TillService(
        desk.context, desk.journal, desk.session, desk.payments, desk.refunds, desk.operator, opening
    )


async def cut_of(till: TillService) -> Cut:
    found = await till.cut()
    assert isinstance(found, Cut)
    return found


async def closed(till: TillService, cash: Money) -> Shift:
    return await till.close(await cut_of(till), Count(typed=cash))


async def pay_winner(desk: Office, *, hand_over: bool = True) -> tuple[str, Money]:
    """A ticket of Bs 5 sold here wins and is paid; its payment and the prize."""
    draw = desk.draw()
    key = await desk.sell("321", draw=draw)
    desk.server.control().settle(draw.event_id, "321")
    await desk.wait((draw.closes_at - desk.server_clock.now()).total_seconds() + 3600)
    pin = next(one.pin for one in desk.server.control().tickets() if one.number == key.number)
    paid = await desk.payments.pay(await desk.payments.check(key, Secret(str(pin))))
    assert paid.result is PayResult.PAID
    if hand_over:
        await desk.payments.handed_over(paid.operation)
    return paid.operation, paid.prize


async def code_of(work) -> str:
    with pytest.raises(Known) as caught:
        await work
    return caught.value.code


def drawer(now: Now) -> Money:
    return now.expected


# ---------------------------------------------------------------- a day


async def test_a_day_at_the_till_is_exact_and_as_the_server_says(desk: Office):
    """Sales, a ticket taken back and refunded, a prize, movements: drawer = journal = server, to the cent."""
    till = desk.services.till
    shift = await till.open(Money.units(200))
    await desk.sell("123", "456", units=7)
    back = await desk.sell("789", units=20)
    end = await desk.voids.void(back, VoidAct.CANCEL)
    await desk.refunds.handed_back(end.operation)
    await desk.sell("000", units=3)
    _, prize = await pay_winner(desk)
    await till.move(MovementKind.ADDED, Money(500_025), "sencillo")
    await till.move(MovementKind.EXPENSE, Money(1_050), "papel")
    await till.move(MovementKind.BANK, Money.units(100), "parcial")
    now = await till.look()
    figures = now.figures
    assert (figures.sold.count, figures.sold.amount) == (4, Money.units(42))
    assert (figures.back.count, figures.back.amount) == (1, Money.units(20))
    assert (figures.paid.count, figures.paid.amount) == (1, prize)
    by_hand = 20_000 + 1_400 + 2_000 - 2_000 + 300 + 500 - prize.minor + 500_025 - 1_050 - 10_000
    assert drawer(now) == Money(by_hand)
    check = await TillCheck(desk.context, desk.services.api, desk.journal, desk.reports).of(now)
    assert (check.server.sale, check.sale) == (Money.units(22), Money.units(22))
    assert (check.server.prize, check.prize) == (prize, prize)
    assert check.sale == figures.sold.amount - figures.back.amount
    assert check.traced == ()
    done = await closed(till, Money(by_hand - 5))
    assert done.id == shift.id
    assert difference(done) == Money(-5)
    assert await till_of(desk).figures(done) == figures


async def test_a_ticket_sold_elsewhere_is_the_difference(desk: Office):
    till = desk.services.till
    await till.open(ZERO)
    await desk.sell("123")
    outcome = await desk.services.api.create(desk.wagers("555", units=9), "another-terminal")
    check = await TillCheck(desk.context, desk.services.api, desk.journal, desk.reports).of(await till.look())
    assert isinstance(outcome, Done)
    assert check.server.sale - check.sale == Money.units(9)
    (one,) = check.traced
    assert (one.key.number, one.effect) == (outcome.value.number, -Money.units(9))


async def test_what_was_sold_while_counting_belongs_to_the_next_shift(desk: Office):
    till = desk.services.till
    await till.ensure()
    await desk.sell("123", units=10)
    cut = await cut_of(till)
    await desk.sell("456", units=4)
    done = await till.close(cut, Count(typed=Money.units(10)))
    assert difference(done) == ZERO
    now = await till.look()
    assert now.open_shift is None
    assert (now.figures.sold.amount, drawer(now)) == (Money.units(4), Money.units(14))
    assert await till.ensure()
    again = await till.look()
    assert again.open_shift is not None
    assert (again.open_shift.number, again.opening) == (2, Money.units(10))
    assert drawer(again) == Money.units(14)


async def test_a_refund_of_an_earlier_shift_leaves_the_drawer_of_this_one(desk: Office):
    till = desk.services.till
    await till.ensure()
    key = await desk.sell("123", units=10)
    await closed(till, Money.units(10))
    await till.ensure()
    end = await desk.voids.void(key, VoidAct.CANCEL)
    await desk.refunds.handed_back(end.operation)
    now = await till.look()
    assert (now.figures.sold.count, now.figures.back.amount) == (0, Money.units(10))
    assert drawer(now) == ZERO


async def test_other_tenders_are_counted_apart(desk: Office):
    till = desk.services.till
    await till.open(Money.units(100))
    await desk.sales.sell(desk.wagers("123", units=30), paid_by(Money.units(30), Tender.MOBILE))
    parts = paid_by(Money.units(20), Tender.FOREIGN, Money.units(36))
    await desk.sales.sell(desk.wagers("456", units=20), parts)
    now = await till.look()
    assert drawer(now) == Money.units(100 - 16)
    assert now.figures.of(Tender.MOBILE) == Money.units(30)
    assert now.figures.of(Tender.FOREIGN) == Money.units(36)
    count = Count(
        typed=Money.units(84),
        others=(
            Counted(Tender.MOBILE, Money.units(30)),
            Counted(Tender.FOREIGN, Money.units(35), 100, 350_000),
        ),
    )
    done = await till.close(await cut_of(till), count)
    assert difference(done) == -Money.units(1)
    slip = z_slip(desk.papers.header(), done, lambda tender: tender.value)
    assert [(one.name, one.expected, one.counted) for one in slip.tenders] == [
        ("cash", Money.units(84), Money.units(84)),
        ("mobile", Money.units(30), Money.units(30)),
        ("foreign", Money.units(36), Money.units(35)),
    ]
    assert slip.tenders[2].note == "1,00 x 35,0000"


# ---------------------------------------------------------------- doubts


async def test_no_count_while_money_is_in_doubt_and_the_doubt_is_named(desk: Office):
    till = desk.services.till
    await till.ensure()
    await desk.journal.write(
        Record("lost", OperationType.SALE, SaleState.AMBIGUOUS.value, desk.server_clock.now(), in_flight=True,
               amount=Money.units(5))
    )  # fmt: skip
    found = await till.cut()
    assert isinstance(found, tuple)
    assert [(one.id, one.state) for one in found] == [("lost", "AMBIGUOUS")]
    assert await till.is_open()
    await desk.journal.write(
        Record("lost", OperationType.SALE, SaleState.ABSENT.value, desk.server_clock.now())
    )
    assert isinstance(await till.cut(), Cut)


@pytest.mark.parametrize("given", [True, False])
async def test_a_prize_on_its_way_is_asked_about_before_the_count(desk: Office, given: bool):
    till = desk.services.till
    await till.open(Money.units(5_000))
    operation, prize = await pay_winner(desk, hand_over=False)
    desk.operator.cash = given
    await cut_of(till)
    state = PayState.DISBURSED if given else PayState.CLAIM
    found = await desk.journal.operation(operation)
    assert found is not None
    assert found.state == state.value
    assert drawer(await till.look()) == Money.units(5_005) - (prize if given else ZERO)


async def test_money_that_goes_back_is_asked_about_and_may_stay_owed(desk: Office):
    till = desk.services.till
    await till.ensure()
    key = await desk.sell("123", units=10)
    await desk.voids.void(key, VoidAct.CANCEL)
    desk.operator.returned = False
    await cut_of(till)
    assert drawer(await till.look()) == Money.units(10)
    desk.operator.returned = True
    await cut_of(till)
    assert drawer(await till.look()) == ZERO


# ---------------------------------------------------------------- opening, movements, reopening


async def test_one_shift_at_a_time(desk: Office):
    till = desk.services.till
    await till.open(Money.units(5))
    assert await code_of(till.open(Money.units(9))) == "till.already_open"
    record = Record("other", OperationType.SHIFT, "SHIFT_OPEN", desk.server_clock.now())
    assert await code_of(desk.journal.write(record)) == "journal.shift_open"
    await desk.sell("123")  # a refused record harms nothing


async def test_asked_for_none_opens_by_itself(desk: Office):
    till = till_of(desk, Opening.ASKED)
    assert not await till.ensure()
    assert (await till.look()).shift is None
    await till.open(Money.units(50), ((5_000, 1),))
    assert await till.ensure()
    assert drawer(await till.look()) == Money.units(50)


async def test_movements_need_a_shift_an_amount_a_reason_and_the_money(desk: Office):
    till = desk.services.till
    assert await code_of(till.move(MovementKind.ADDED, Money(1), "x")) == "till.not_open"
    await till.open(Money.units(10))
    assert await code_of(till.move(MovementKind.ADDED, ZERO, "x")) == "till.no_amount"
    assert await code_of(till.move(MovementKind.ADDED, Money(1), "  ")) == "till.no_reason"
    assert await code_of(till.move(MovementKind.TAKEN, Money(1_001), "x")) == "till.not_there"
    assert await code_of(till.move(MovementKind.BANK, Money(1), "x", Tender.CARD)) == "till.not_there"
    await till.move(MovementKind.TAKEN, Money.units(10), "resguardo")
    now = await till.look()
    assert (drawer(now), now.movements[0].reason) == (ZERO, "resguardo")
    session = desk.session.current.value
    assert session is not None
    assert now.movements[0].by in {session.name, session.email}


async def test_only_the_last_shift_is_opened_again_and_then_reaches_on(desk: Office):
    till = desk.services.till
    first = await till.open(Money.units(10))
    await desk.sell("123", units=5)
    closed_once = await closed(till, Money.units(15))
    await desk.sell("456", units=2)
    assert await code_of(till.reopen("another")) == "till.not_last"
    await till.reopen(first.id)
    assert await code_of(till.reopen(first.id)) == "till.already_open"
    now = await till.look()
    assert now.open_shift is not None
    assert (now.open_shift.reopened, drawer(now)) == (1, Money.units(17))
    again = await closed(till, Money.units(17))
    assert (again.number, difference(again)) == (1, ZERO)
    assert again.closing is not None
    assert closed_once.closing is not None
    assert again.closing == sealed(again, again.closing, closed_once.closing.seal)


async def test_a_cut_of_another_shift_closes_nothing(desk: Office):
    till = desk.services.till
    await till.ensure()
    cut = await cut_of(till)
    await till.close(cut, Count())
    assert await code_of(till.close(cut, Count())) == "till.not_open"
    assert await code_of(till.cut()) == "till.not_open"
    await till.ensure()
    assert await code_of(till.close(cut, Count())) == "till.not_open"


async def test_the_chain_of_closings_holds_and_shows_a_change(desk: Office):
    till = desk.services.till
    for cash in (5, 9, 13):
        await till.ensure()
        await desk.sell("123", units=5)
        await closed(till, Money.units(cash))
    before = ""
    for shift in reversed(await till.history(10)):
        assert shift.closing is not None
        assert shift.closing == sealed(shift, shift.closing, before)
        before = shift.closing.seal
    newest = (await till.history(1))[0]
    assert newest.closing is not None
    found = balances(newest.opening, newest.closing.figures, newest.closing.count)
    assert total(one.over for one in found) == difference(newest) == -Money.units(1)


# ---------------------------------------------------------------- papers


async def test_x_changes_nothing_and_z_says_what_was_counted(desk: Office):
    till = desk.services.till
    await till.open(Money.units(10))
    await desk.sell("123", units=5)
    place = await desk.journal.place()
    x = x_slip(desk.papers.header(), await till.look(), lambda tender: tender.value)
    assert (x.kind, x.expected, x.counted, x.seal) == (ShiftKind.X, Money.units(15), None, "")
    assert x.place == await desk.journal.place() == place
    done = await closed(till, Money.units(16))
    z = z_slip(desk.papers.header(), done, lambda tender: tender.value)
    assert (z.kind, z.number, z.expected, z.counted) == (ShiftKind.Z, 1, Money.units(15), Money.units(16))
    assert re.fullmatch(r"[0-9A-F]{4}( [0-9A-F]{4}){3}", z.seal)
    assert z.place == place
    assert z.mac == x.mac


async def test_a_lost_answer_later_found_is_in_the_shift_in_which_it_was_found(desk: Office):
    """The money of a parked sale went back; when it turns up late the drawer has nothing of it."""
    till = desk.services.till
    await till.ensure()
    desk.line.next("create", lambda: Unknown("timeout"))
    await desk.sales.sell(desk.wagers("123"))
    assert drawer(await till.look()) == ZERO
