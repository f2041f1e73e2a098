"""The program ended in the middle: what the next start does with every open state."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

import pytest

from app.domain.outcome import Offline
from app.domain.paper import Mark, TicketPaper
from app.domain.ticket import TicketKey, TicketStatus
from app.errors import Known
from app.money import Money
from app.ports import OperationType, Record
from app.services.sales import Stage
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL, LOST_ANSWER, LOST_REQUEST, OTHER_EMAIL, Fate
from tests.helpers.fake_printer import NOTHING, UNSURE
from tests.helpers.till import FakeOperator, Till, play, settle, till

CART = (play("123"), play("456", shop.B, 20))


class PowerCut(BaseException):
    """The program is gone."""


async def cut_in_create(landed: bool) -> Till:
    """Gone between the durable SENDING and the answer."""
    one = await till().open()
    one.api.create_fates.append(Fate() if landed else LOST_REQUEST)
    one.api.on_create = lambda operation: setattr(one.memory, "broken", True)
    with pytest.raises(Known):
        await one.services.sales.sell(CART)
    assert one.memory.states() == ["SENDING"]
    return one


async def restarted(one: Till, operator: FakeOperator | None = None, email: str = EMAIL) -> Till:
    """A new run, signed in, its start-up round done."""
    one.api.on_create = lambda operation: None
    after = await one.again(operator).open(email)
    await after.services.startup.run()
    return after


# --- a sale without an answer --------------------------------------------------------------------


async def test_sold_but_never_heard_of_is_found_although_it_is_now_the_last_ticket():
    """The very ticket looked for is what `last` answers after the restart."""
    one = await cut_in_create(landed=True)
    after = await restarted(one, FakeOperator(again=deque([True])))
    assert one.memory.states()[1:] == ["AMBIGUOUS", "ACCEPTED", "PRINTING", "DELIVERED"]
    assert after.printer.tickets() == [(Mark.ORIGINAL, 0)]
    assert one.api.count("create") == 1


async def test_whether_the_customer_still_waits_is_asked_before_the_paper():
    one = await cut_in_create(landed=True)
    after = await restarted(one, FakeOperator(again=deque([False])))
    assert after.hands.asked == [("again", 10_000_001, "restart")]
    assert after.printer.sheets == []
    assert one.memory.states()[-1] == "ACCEPTED"
    assert after.services.sales.progress.value.stage is Stage.SOLD


async def test_never_sold_is_absent_and_the_till_sells_again():
    one = await cut_in_create(landed=False)
    after = await restarted(one)
    assert one.memory.states()[1:] == ["AMBIGUOUS", "ABSENT"]
    assert after.services.sales.progress.value.code == "sale.absent"
    assert (await after.services.sales.sell(CART)).stage is Stage.SOLD


async def test_long_ago_needs_no_quiet_time():
    one = await cut_in_create(landed=False)
    one.clock.elapsed += 3600
    started = one.clock.elapsed
    await restarted(one)
    assert one.clock.elapsed - started < 30
    assert one.memory.states()[-1] == "ABSENT"


async def test_what_cannot_be_asked_is_parked_and_blocks_nothing():
    one = await cut_in_create(landed=True)
    one.api.on_create = lambda operation: None
    after = await one.again().open()
    one.api.down = True
    assert await after.services.startup.run() == 1
    assert one.memory.states()[-1] == "PARKED"
    one.api.down = False
    assert (await after.services.sales.sell((play("999"),))).stage is Stage.SOLD


@pytest.mark.parametrize("fate", [LOST_ANSWER, LOST_REQUEST])
async def test_a_parked_sale_holds_up_nothing(fate):
    """Its money went back: it is looked for while the till sells on, and never printed."""
    one = await till().open()
    one.api.on_create = lambda operation: setattr(one.api, "down", True)
    one.api.create_fates.append(fate)
    await one.services.sales.sell(CART)
    one.api.on_create, one.api.down = lambda operation: None, False
    began = one.clock.elapsed
    for _ in range(2):
        hands = FakeOperator(again=deque([True]), paper=deque([False]))
        after = await one.again(hands).open()
        assert await after.services.startup.run() == 1
        assert (after.printer.sheets, hands.asked) == ([], [])
    assert one.clock.elapsed == began
    assert one.memory.now("op-1").state == "PARKED"


async def test_another_cashier_parks_it():
    one = await cut_in_create(landed=True)
    other = await restarted(one, email=OTHER_EMAIL)
    assert one.memory.states()[-1] == "PARKED"
    assert (await other.services.sales.sell((play("999"),))).stage is Stage.SOLD


async def test_drawn_before_the_restart_is_kept_for_a_person():
    one = await cut_in_create(landed=True)
    one.api.sold[0].status = TicketStatus.LOST
    after = await restarted(one, FakeOperator(again=deque([True])))
    assert one.memory.states()[-1] == "NEEDS_HUMAN"
    assert after.printer.sheets == []


async def test_one_that_cannot_be_read_does_not_hold_up_the_others(caplog):
    one = await till().open()
    now = one.api.now()
    await one.memory.write(
        Record("damaged", OperationType.SALE, "AMBIGUOUS", now, body={"wagers": "?"}),
        Record("whole", OperationType.SALE, "AMBIGUOUS", now, amount=Money.units(5), body={"wagers": []}),
    )
    with caplog.at_level(logging.ERROR):
        await restarted(one)
    assert one.memory.now("whole").state == "ABSENT"
    assert one.memory.now("damaged").state == "AMBIGUOUS"
    assert "damaged" in caplog.text


async def test_a_journal_that_fails_is_told():
    one = await cut_in_create(landed=True)
    after = await one.again().open()
    one.memory.broken = True
    with pytest.raises(Known, match=r"journal\.broken"):
        await after.services.startup.run()


# --- a ticket without its paper ------------------------------------------------------------------


async def cut_while_printing() -> Till:
    """Gone with bytes on their way."""
    one = await till().open()

    def cut(_digest: str) -> None:
        raise PowerCut

    one.printer.on_bytes = cut
    with pytest.raises(PowerCut):
        await one.services.sales.sell(CART)
    assert one.memory.states()[-1] == "PRINTING"
    return one


async def cut_while_asking() -> Till:
    """Gone with "did it come out whole?" on the screen."""
    one = await till().open()

    async def cut(number: int) -> bool:
        raise PowerCut

    one.printer.outcomes.append(UNSURE)
    one.hands.paper_complete = cut  # type: ignore[method-assign]
    with pytest.raises(PowerCut):
        await one.services.sales.sell(CART)
    assert one.memory.states()[-1] == "PRINT_UNSURE"
    return one


async def left_for_later() -> Till:
    """Nothing printed, and the cashier said "later"."""
    one = await till().open()
    one.printer.outcomes.append(NOTHING)
    await one.services.sales.sell(CART)
    assert one.memory.states()[-1] == "ACCEPTED"
    return one


@pytest.mark.parametrize("cut", [cut_while_printing, cut_while_asking])
async def test_a_paper_that_may_be_out_is_asked_about_and_then_marked(cut):
    one = await cut()
    after = await restarted(one, FakeOperator(paper=deque([False])))
    assert after.hands.asked == [("paper", 10_000_001, "")]
    assert after.printer.tickets() == [(Mark.REPRINT, 1)]
    assert one.memory.states()[-3:] == ["PRINT_UNSURE", "PRINTING", "DELIVERED"]


@pytest.mark.parametrize("cut", [cut_while_printing, cut_while_asking])
async def test_a_whole_paper_is_never_printed_again(cut):
    one = await cut()
    after = await restarted(one, FakeOperator(paper=deque([True])))
    assert after.printer.sheets == []
    assert one.memory.states()[-1] == "DELIVERED"
    assert one.memory.last().pin is None


async def test_a_second_cut_makes_a_second_reprint():
    one = await cut_while_printing()
    middle = await one.again(FakeOperator(paper=deque([False]))).open()
    middle.printer.on_bytes = one.printer.on_bytes
    with pytest.raises(PowerCut):
        await middle.services.startup.run()
    last = await restarted(one, FakeOperator(paper=deque([False])))
    assert last.printer.tickets() == [(Mark.REPRINT, 2)]


async def test_left_for_later_is_still_the_original():
    one = await left_for_later()
    after = await restarted(one, FakeOperator(again=deque([True])))
    (sheet,) = after.printer.sheets
    assert isinstance(sheet.paper, TicketPaper)
    assert (sheet.paper.mark, sheet.paper.copy_number) == (Mark.ORIGINAL, 0)
    assert one.memory.states()[-2:] == ["PRINTING", "DELIVERED"]


async def test_the_paper_after_a_restart_is_the_paper_before_it():
    """Also when its draws are no longer on sale: their names are the server's own."""
    one = await left_for_later()
    after = await one.again(FakeOperator(again=deque([True]))).open()
    after.services.catalog.without_draw(frozenset({101, 102}))
    await after.services.startup.run()
    paper = after.printer.sheets[0].paper
    assert isinstance(paper, TicketPaper)
    assert [(row.draw_title, row.draw_time, row.text) for row in paper.wagers] == [
        ("SORTEO 101", "1:00 pm", "123"),
        ("SORTEO 102", "1:00 pm", "456"),
    ]
    assert paper.ticket.pin == one.api.sold[0].ticket.pin
    assert paper.ticket.created_at == one.api.sold[0].ticket.created_at


async def test_left_again_it_is_asked_again():
    one = await left_for_later()
    assert len((await restarted(one)).hands.asked) == 1
    assert len((await restarted(one)).hands.asked) == 1
    assert one.memory.states()[-1] == "ACCEPTED"


async def test_oldest_first_and_nothing_is_sold_meanwhile():
    one = await left_for_later()
    one.printer.outcomes.append(NOTHING)
    await one.services.sales.sell((play("999"),))
    after = await one.again().open()
    busy: list[bool] = []

    async def look(number: int, cause: str) -> bool:
        busy.append(after.services.sales.busy)
        with pytest.raises(Known, match=r"sale\.busy"):
            await after.services.sales.sell(CART)
        after.hands.asked.append(("again", number, cause))
        return False

    after.hands.print_again = look  # type: ignore[method-assign]
    assert await after.services.startup.run() == 2
    assert [number for _, number, _ in after.hands.asked] == [10_000_001, 10_000_002]
    assert busy == [True, True]
    assert not after.services.sales.busy


async def test_a_sale_of_this_run_is_not_taken_for_a_left_over():
    """Signed in again while the paper of a sale is still being asked about."""
    one = Till()
    await one.open()
    one.printer.outcomes.append(UNSURE)
    selling = asyncio.ensure_future(one.services.sales.sell(CART))
    await settle()
    starting = asyncio.ensure_future(one.services.startup.run())
    await settle()
    one.notices.answer(yes=False)
    await selling
    assert await starting == 0
    assert one.printer.tickets() == [(Mark.ORIGINAL, 0), (Mark.REPRINT, 1)]
    assert one.memory.states().count("PRINT_UNSURE") == 1


async def test_nothing_open_asks_nothing():
    one = await till().open()
    await one.services.sales.sell(CART)
    after = await one.again().open()
    reads = len(one.api.calls)
    assert await after.services.startup.run() == 0
    assert after.hands.asked == []
    assert len(one.api.calls) == reads


# --- a payment cut short -------------------------------------------------------------------------


async def cut_in_pay(landed: bool) -> Till:
    """Gone between the durable PAY_SENDING and the answer."""
    one = await till().open()
    row = one.api.put(play("123"))
    one.api.win(row, Money.units(330))
    check = await one.services.payments.check(
        TicketKey(row.ticket.number, one.context.server.today()), row.ticket.pin
    )

    def cut(_key: TicketKey) -> None:
        if landed:
            row.status = TicketStatus.PAID
        raise PowerCut

    one.api.on_pay = cut
    with pytest.raises(PowerCut):
        await one.services.payments.pay(check)
    one.api.on_pay = lambda key: None
    assert one.memory.states() == ["PAY_SENDING"]
    return one


async def test_a_payment_that_landed_is_ours_and_the_cash_is_asked_about():
    one = await cut_in_pay(landed=True)
    after = await restarted(one, FakeOperator(cash=deque([True])))
    assert after.hands.asked == [("cash", 10_000_001, "Bs 330")]
    assert one.memory.states()[1:] == ["PAY_AMBIGUOUS", "PAY_CONFIRMED", "DISBURSING", "DISBURSED"]
    assert one.memory.last().pin is None
    assert one.api.count("pay") == 1


async def test_cash_not_handed_over_is_handed_over_now():
    one = await cut_in_pay(landed=True)
    after = await restarted(one, FakeOperator(cash=deque([False]), waits=deque([True])))
    assert [kind for kind, _, _ in after.hands.asked] == ["cash", "waits"]
    assert one.memory.states()[-1] == "DISBURSED"


async def test_cash_of_a_customer_who_left_stays_to_be_claimed():
    one = await cut_in_pay(landed=True)
    after = await restarted(one, FakeOperator(cash=deque([False])))
    assert one.memory.states()[-1] == "CLAIM"
    assert await after.services.payments.unfinished(TicketKey(10_000_001, after.context.server.today()))
    again = await restarted(one)
    assert again.hands.asked == []
    operation = one.memory.records[-1].operation
    assert await again.services.payments.reopen(operation)
    assert not await again.services.payments.reopen(operation)
    await again.services.payments.handed_over(operation)
    assert one.memory.states()[-3:] == ["CLAIM", "DISBURSING", "DISBURSED"]


# --- a refund cut short --------------------------------------------------------------------------


async def owed(state: str = "REFUND_DUE") -> Till:
    """Gone between the record of a refund and the cash."""
    one = await till().open()
    now, day = one.api.now(), one.context.server.today()
    await one.memory.write(
        Record("void", OperationType.SALE, state, now, number=7, day=day, amount=Money.units(5))
    )
    return one


@pytest.mark.parametrize(("state", "end"), [("REFUND_DUE", "REFUNDED"), ("HOUSE_DUE", "HOUSE")])
async def test_money_that_was_to_go_back_is_asked_about(state, end):
    one = await owed(state)
    after = await restarted(one, FakeOperator(returned=deque([True])))
    assert after.hands.asked == [("returned", 7, "Bs 5")]
    assert one.memory.states("void") == [state, end]


async def test_not_yet_handed_back_it_stays_owed():
    one = await owed()
    assert (await restarted(one)).hands.asked == [("returned", 7, "Bs 5")]
    assert one.memory.states("void") == ["REFUND_DUE"]
    after = await restarted(one, FakeOperator(returned=deque([True])))
    assert not await after.services.office.refunds.handed_back("void")
    assert one.memory.states("void") == ["REFUND_DUE", "REFUNDED"]


async def test_a_payment_that_did_not_land_blocks_nothing_and_is_not_sent_by_itself():
    one = await cut_in_pay(landed=False)
    after = await restarted(one)
    assert one.memory.states() == ["PAY_SENDING", "PAY_AMBIGUOUS"]
    assert one.api.count("pay") == 1
    assert (await after.services.sales.sell(CART)).stage is Stage.SOLD


async def test_an_unreadable_status_leaves_the_payment_open():
    one = await cut_in_pay(landed=True)
    after = await one.again().open()
    one.api.fail["tickets"] = [Offline("timeout")]
    assert await after.services.startup.run() == 1
    assert one.memory.states()[-1] == "PAY_AMBIGUOUS"
    await restarted(one, FakeOperator(cash=deque([True])))
    assert one.memory.states()[-1] == "DISBURSED"


async def test_confirmed_and_cut_before_the_cash_is_asked_about():
    one = await till().open()
    now, day = one.api.now(), one.context.server.today()
    await one.memory.write(
        Record("pay", OperationType.PAY, "PAY_CONFIRMED", now, number=7, day=day, amount=Money.units(5))
    )
    after = await restarted(one, FakeOperator(cash=deque([True])))
    assert after.hands.asked == [("cash", 7, "Bs 5")]
    assert one.memory.states("pay") == ["PAY_CONFIRMED", "DISBURSING", "DISBURSED"]


async def test_the_same_on_a_real_journal(journal):
    one = await till(journal=journal).open()

    def cut(_digest: str) -> None:
        raise PowerCut

    one.printer.on_bytes = cut
    with pytest.raises(PowerCut):
        await one.services.sales.sell(CART)
    after = await Till(one.api, journal, FakeOperator(paper=deque([False])), one.clock, "re").open()
    assert await after.services.startup.run() == 0
    assert after.printer.tickets() == [(Mark.REPRINT, 1)]
    paper = after.printer.sheets[0].paper
    assert isinstance(paper, TicketPaper)
    assert paper.ticket.pin == one.api.sold[0].ticket.pin
    found = await journal.operation("op-1")
    assert found is not None
    assert (found.state, found.pin) == ("DELIVERED", None)
