"""Which prizes wait for their owners, until when, and what is no longer among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.outcome import Offline
from app.domain.ticket import TicketStatus
from app.money import Money
from tests.helpers import shop
from tests.helpers.fake_api import Sold
from tests.helpers.till import Till, play, till

TODAY = date(2024, 10, 22)


async def shop_with(days: int = 3) -> Till:
    one = till()
    one.api.catalog = shop.catalog(agency=replace(shop.agency(), ticket_expiration_days=days))
    return await one.open()


def winner(one: Till, days_ago: int, prize: int) -> Sold:
    row = one.api.put(play("123"), ago=timedelta(days=days_ago))
    one.api.win(row, Money.units(prize))
    return row


async def test_the_next_to_expire_comes_first_with_the_days_it_has_left():
    one = await shop_with()
    winner(one, 0, 30)
    winner(one, 3, 60)
    winner(one, 1, 90)
    found = await one.services.office.prizes.waiting()
    told = [(prize.row.prize, prize.days_left(TODAY)) for prize in found.waiting]
    assert told == [(Money.units(60), 0), (Money.units(90), 2), (Money.units(30), 3)]


async def test_what_expired_was_paid_or_lost_does_not_wait():
    one = await shop_with()
    winner(one, 4, 10)
    winner(one, 1, 20).status = TicketStatus.PAID
    one.api.put(play("456"))
    assert (await one.services.office.prizes.waiting()).waiting == ()


async def test_what_this_till_paid_does_not_wait_whatever_the_list_says():
    one = await shop_with()
    row = winner(one, 0, 30)
    payments = one.services.payments
    key = (await payments.find(row.ticket.number, row.ticket.pin)).key
    await payments.pay(await payments.check(key, row.ticket.pin))
    row.status = TicketStatus.WINNER
    assert (await one.services.office.prizes.waiting()).waiting == ()


async def test_an_agency_that_tells_no_limit():
    one = await shop_with(days=0)
    winner(one, 5, 30)
    (prize,) = (await one.services.office.prizes.waiting()).waiting
    assert prize.days_left(TODAY) is None


async def test_without_a_line_the_last_reading_stays():
    one = await shop_with()
    winner(one, 0, 30)
    read = await one.services.office.prizes.waiting()
    one.api.fail["tickets"] = [Offline("timeout")]
    with pytest.raises(Offline):
        await one.services.office.prizes.waiting()
    assert one.services.office.prizes.kept == read
    one.services.office.prizes.forget()
    assert one.services.office.prizes.kept is None
