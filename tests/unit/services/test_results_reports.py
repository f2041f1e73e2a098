"""Results by day; the server's money beside our own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.outcome import Offline, ReadRefused, Reason, Refusal
from app.domain.paper import ResultsSlip
from app.domain.void import VoidAct
from app.money import ZERO, Money
from app.services.own_figures import OwnBook, Period
from app.services.payments import PayResult
from tests.helpers.office import Office, office
from tests.helpers.training import START


@pytest.fixture
async def desk(tmp_path):
    async with office(tmp_path) as found:
        yield found


async def test_results_of_a_day_in_order_and_once_each(desk: Office):
    yesterday = desk.server_clock.today() - timedelta(days=1)
    found = await desk.results.of_day(yesterday)
    assert found.results
    assert len({row.event_id for row in found.results}) == len(found.results)
    moments = [row.draws_at for row in found.results]
    assert moments == sorted(moments)
    assert {desk.context.local_day(moment) for moment in moments} == {yesterday}


async def test_twice_the_same_row_is_one(desk: Office):
    today = desk.server_clock.today()
    rows = await desk.line._client.results(*desk.context.day_bounds(today - timedelta(days=1)))
    desk.line.next("results", lambda: rows + rows)
    found = await desk.results.of_day(today - timedelta(days=1))
    assert len(found.results) == len(rows)


async def test_the_last_reading_stays_when_the_line_is_gone(desk: Office):
    day = desk.server_clock.today() - timedelta(days=1)
    assert desk.results.kept(day) is None
    found = await desk.results.of_day(day)
    desk.line.down = True
    with pytest.raises(Offline):
        await desk.results.of_day(day)
    assert desk.results.kept(day) is found


async def test_only_a_few_days_are_kept(desk: Office):
    today = desk.server_clock.today()
    for back in range(12):
        await desk.results.of_day(today - timedelta(days=back))
    assert [desk.results.kept(today - timedelta(days=back)) is not None for back in (11, 4, 3, 0)] == [
        True, True, False, False,
    ]  # fmt: skip


async def test_results_are_printed(desk: Office):
    assert await desk.results.print("Resultados", (("LOTTO REY 9:30 am", "5 León"),))
    (slip,) = desk.printer.of(ResultsSlip)
    assert slip.rows == (("LOTTO REY 9:30 am", "5 León"),)


async def test_a_report_adds_every_category_and_counts_our_own(desk: Office):
    await desk.sell("123", "456")
    void = await desk.sell("789")
    await desk.voids.void(void, VoidAct.CANCEL)
    today = desk.server_clock.today()
    report = await desk.reports.of(Period(today, today))
    assert {row.category for row in report.rows} == {"lottery", "animalitos", "animalitos77", "tripleta"}
    assert report.total.sale == Money.units(10)
    own = report.own
    assert (own.sold.count, own.sold.amount) == (2, Money.units(15))
    assert (own.voided.count, own.voided.amount) == (1, Money.units(5))
    assert own.net == report.total.sale


async def test_a_prize_counts_on_the_day_it_was_paid(tmp_path):
    evening = START.replace(hour=23)
    async with office(tmp_path, start=evening) as desk:
        key = await desk.sell("123")
        desk.server.control().settle(desk.draw().event_id, "123")
        await desk.wait(6 * 3600)
        check = await desk.payments.check(key, pin_of(desk, key))
        assert (await desk.payments.pay(check)).result is PayResult.PAID
        today = desk.server_clock.today()
        assert today == key.day + timedelta(days=1)
        book = OwnBook(desk.context, desk.journal, desk.catalog)
        assert (await book.of(Period(key.day, key.day))).paid.count == 0
        own = await book.of(Period(today, today))
        assert (own.paid.count, own.paid.amount, own.sold.count) == (1, check.prize, 0)
        both = await desk.reports.of(Period(key.day, today))
        assert (both.total.prize, both.own.paid.amount) == (check.prize, check.prize)


def pin_of(desk: Office, key):
    from app.domain.secret import Secret

    pin = next(one.pin for one in desk.server.control().tickets() if one.number == key.number)
    return Secret(str(pin))


async def test_a_category_that_the_server_refuses_is_left_out_and_shown_so(desk: Office):
    desk.line.next("report", lambda: ReadRefused(Refusal(Reason.OTHER, "invalid category")))
    today = desk.server_clock.today()
    report = await desk.reports.of(Period(today, today))
    assert [row.totals is None for row in report.rows].count(True) == 1
    assert report.total.sale == ZERO


async def test_without_a_line_the_last_report_stays(desk: Office):
    period = Period(desk.server_clock.today(), desk.server_clock.today())
    report = await desk.reports.of(period)
    desk.line.down = True
    with pytest.raises(Offline):
        await desk.reports.of(period)
    assert desk.reports.kept(period) is report


async def test_a_period_over_a_month_end():
    from datetime import date

    days = Period(date(2024, 2, 27), date(2024, 3, 1)).days()
    assert [day.day for day in days] == [27, 28, 29, 1]
