"""A sale without an answer: asked about until it is known, never sent again, never mistaken for another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.outcome import Offline, SignInRequired
from app.domain.secret import Secret
from app.domain.session import Session
from app.domain.ticket import TicketStatus
from app.services.sales import Stage
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL, LOST_ANSWER, LOST_REQUEST, OTHER_EMAIL, FakeApi, StillClock
from tests.helpers.till import Till, play, till

CART = (play("123"), play("456"))


async def unanswered(one: Till, landed: bool, cart=CART):
    """Sell with the answer lost, or the request."""
    one.api.create_fates.append(LOST_ANSWER if landed else LOST_REQUEST)
    return await one.services.sales.sell(cart)


async def test_sold_after_all_is_found_by_asking_and_printed():
    one = await till().open()
    done = await unanswered(one, landed=True)
    assert done.stage is Stage.SOLD
    assert done.ticket is not None
    assert (done.ticket.number, done.ticket.uuid) == (10_000_001, "uuid-10000001")
    assert one.memory.states() == ["SENDING", "AMBIGUOUS", "ACCEPTED", "PRINTING", "DELIVERED"]
    assert one.memory.last().body["how"] == "found"
    assert one.api.count("create") == 1
    assert len(one.printer.tickets()) == 1


async def test_absent_only_after_two_looks_and_the_quiet_time():
    one = await till().open()
    before = one.api.count("tickets")
    done = await unanswered(one, landed=False)
    assert (done.stage, done.code) == (Stage.NOT_SOLD, "sale.absent")
    assert one.memory.states() == ["SENDING", "AMBIGUOUS", "ABSENT"]
    assert one.clock.elapsed >= 30
    assert one.api.count("tickets") - before >= 2
    assert one.api.count("create") == 1
    assert one.printer.sheets == []


async def test_a_late_arrival_within_the_quiet_time_is_found():
    one = await till().open()
    looks = one.api.count("tickets") + 3

    def late(name: str) -> None:
        if one.api.count("tickets") == looks and not one.api.sold:
            one.api.put(*CART)

    one.api.on_read = late
    assert (await unanswered(one, landed=False)).stage is Stage.SOLD
    assert one.api.count("create") == 1


async def test_one_look_late_enough_is_not_two():
    one = await till().open()
    one.api.fail["tickets"] = [Offline("timeout")] * 5  # until 31 seconds have passed
    before = one.api.count("tickets")
    await unanswered(one, landed=False)
    assert one.api.count("tickets") - before == 5 + 2


async def test_a_server_that_cannot_be_asked_parks_the_sale():
    one = await till().open()
    one.api.on_create = lambda operation: setattr(one.api, "down", True)
    done = await unanswered(one, landed=True)
    assert (done.stage, done.code) == (Stage.HELD, "sale.parked")
    assert one.memory.states() == ["SENDING", "AMBIGUOUS", "PARKED"]
    assert not one.memory.last().in_flight
    assert one.clock.elapsed >= 120
    one.api.down = False
    assert (await one.services.sales.sell((play("999"),))).stage is Stage.SOLD


async def test_a_lost_sign_in_parks_the_sale_at_once():
    one = await till().open()
    one.api.fail["tickets"] = [SignInRequired()]
    done = await unanswered(one, landed=True)
    assert done.stage is Stage.HELD
    assert one.memory.states()[-1] == "PARKED"


async def test_the_baseline_is_never_taken_for_the_sale():
    one = till()
    one.api.put(*CART)
    await one.open()
    done = await unanswered(one, landed=False)
    assert done.stage is Stage.NOT_SOLD


async def test_a_ticket_older_than_the_baseline_is_never_taken():
    one = till()
    one.api.put(*CART, ago=timedelta(minutes=2))
    one.api.put(play("777"))
    await one.open()
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD


async def test_a_ticket_of_our_book_is_never_taken():
    one = await till().open()
    await one.services.sales.sell(CART)
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD
    assert (await unanswered(one, landed=True)).stage is Stage.SOLD
    assert [sold.ticket.number for sold in one.api.sold] == [10_000_001, 10_000_002]
    assert one.memory.last().number == 10_000_002


async def test_a_ticket_of_our_book_sold_in_the_same_second_is_never_taken():
    """The last ticket is another one, and the seconds cannot tell them apart: the book can."""
    one = await till().open()
    await one.services.sales.sell(CART)
    await one.services.sales.sell((play("777"),))
    assert one.clock.elapsed == 0
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD


async def test_an_old_ticket_that_turns_up_does_not_move_the_baseline_back():
    one = await till().open()
    await one.services.sales.sell(CART)
    newest = one.services.resolver.baseline
    one.services.resolver.sold(one.api.put(play("999"), ago=timedelta(minutes=1)).ticket)
    assert one.services.resolver.baseline == newest


async def test_a_ticket_of_our_book_is_known_across_midnight():
    clock = StillClock()
    api = FakeApi(clock, server_start=shop.NOW.replace(hour=3, minute=57))  # 11:57 pm in Caracas
    one = await till(api=api).open()
    await one.services.sales.sell(CART)
    await one.services.sales.sell((play("777"),))
    clock.elapsed += 5 * 60
    await one.services.sales.sell((play("777"),))
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD


async def test_a_number_of_another_day_is_another_ticket():
    clock = StillClock()
    api = FakeApi(clock, server_start=shop.NOW.replace(hour=3, minute=59))
    one = await till(api=api).open()
    await one.services.sales.sell(CART)
    clock.elapsed += 5 * 60
    api.next_number = 10_000_001
    assert (await unanswered(one, landed=True)).stage is Stage.SOLD


async def test_the_same_ticket_of_a_colleague_is_never_taken():
    one = await till().open()
    one.api.on_create = lambda operation: one.api.put(*CART, email=OTHER_EMAIL)
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD
    assert one.printer.sheets == []


async def test_other_wagers_for_the_same_money_are_never_taken():
    one = await till().open()
    one.api.on_create = lambda operation: one.api.put(play("123"), play("457"))
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD


async def test_the_order_of_the_wagers_decides_nothing():
    one = await till().open()
    one.api.on_create = lambda operation: one.api.put(*reversed(CART))
    assert (await unanswered(one, landed=False)).stage is Stage.SOLD


async def test_a_voided_ticket_is_not_ours_any_more():
    one = await till().open()
    one.api.on_create = lambda operation: setattr(one.api.put(*CART), "status", TicketStatus.CANCELED)
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD


@pytest.mark.parametrize("status", [TicketStatus.WINNER, TicketStatus.LOST, TicketStatus.UNKNOWN])
async def test_what_was_drawn_meanwhile_is_kept_but_never_printed(status: TicketStatus):
    one = await till().open()
    one.api.on_create = lambda operation: setattr(one.api.put(*CART), "status", status)
    done = await unanswered(one, landed=False)
    assert (done.stage, done.code) == (Stage.HELD, "sale.different")
    assert one.memory.last().state == "NEEDS_HUMAN"
    assert one.printer.sheets == []


async def test_the_pc_clock_decides_nothing():
    for years in (-10, 10):
        clock = StillClock(shop.NOW + timedelta(days=365 * years))
        one = await till(clock=clock).open()
        assert (await unanswered(one, landed=True)).stage is Stage.SOLD
        assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD


async def test_another_user_cannot_tell_what_became_of_it():
    """The sign-in was lost and a colleague's came, while the first one's sale was still asked about."""
    one = await till().open()
    other = Session(OTHER_EMAIL, Secret("token"))
    one.api.on_read = lambda name: one.services.resolver.serve(other)
    assert (await unanswered(one, landed=False)).stage is Stage.HELD
    assert one.memory.states()[-1] == "PARKED"


async def test_rows_without_an_email_go_by_the_user_id():
    one = await till().open()
    one.services.resolver.serve(Session(EMAIL, Secret("token"), user_id=7))
    one.api.on_create = lambda operation: one.api.put(*CART, email="", user_id=8)
    assert (await unanswered(one, landed=False)).stage is Stage.NOT_SOLD
    one.api.on_create = lambda operation: one.api.put(play("777"), email="", user_id=7)
    assert (await unanswered(one, landed=False, cart=(play("777"),))).stage is Stage.SOLD
