"""What stands round a sale: session, catalogue, line to the server, last tickets, words for paper."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.catalog import Catalog
from app.domain.outcome import ReadRefused, Reason, Refusal, SignInRequired
from app.domain.paper import TicketPaper
from app.domain.secret import Secret
from app.domain.ticket import Wager
from app.errors import Known
from app.money import Money
from app.services.connectivity import Link
from app.services.records import wagers_from, wagers_json
from app.services.tickets import TicketService
from tests.helpers import shop
from tests.helpers.till import Till, play, settle, till


def on_sale(one: Till) -> Catalog:
    """The catalogue, which must be there."""
    found = one.services.catalog.catalog.value
    assert found is not None
    return found


def who(one: Till) -> str | None:
    """Who is signed in."""
    session = one.services.session.current.value
    return session.email if session else None


class TestSession:
    async def test_in_and_out(self):
        one = till()
        await one.services.session.sign_in("  maria@taquilla.test ", Secret("clave"))
        assert who(one) == "maria@taquilla.test"
        await one.services.session.sign_out()
        assert who(one) is None
        assert one.api.calls[-1] == "logout"

    async def test_out_twice_tells_the_server_once(self):
        one = await till().open()
        await one.services.session.sign_out()
        await one.services.session.sign_out()
        assert one.api.count("logout") == 1

    async def test_refused(self):
        one = till()
        one.api.fail["login"] = [SignInRequired("api.sign_in_refused")]
        with pytest.raises(SignInRequired):
            await one.services.session.sign_in("maria@taquilla.test", Secret("?"))
        assert who(one) is None

    async def test_lost_is_not_told_to_the_server(self):
        one = await till().open()
        one.services.session.lost()
        assert who(one) is None
        assert one.api.count("logout") == 0


class TestCatalog:
    async def test_learnt_at_sign_in(self):
        one = await till().open()
        found = on_sale(one)
        assert found.agency.name == "Agencia La Esquina"
        assert [draw.draws_at for draw in found.draws] == sorted(draw.draws_at for draw in found.draws)
        assert found.template.games

    async def test_two_days_of_the_agency_are_asked_for(self):
        one = till()
        asked: list[tuple[datetime, datetime]] = []
        real = one.api.draws

        async def draws(category: str, start: datetime, end: datetime):
            asked.append((start, end))
            return await real(category, start, end)

        one.api.draws = draws  # type: ignore[method-assign]
        await one.open()
        start, end = asked[0]
        assert start == datetime(2024, 10, 22, 4, tzinfo=UTC)
        assert end == datetime(2024, 10, 24, 4, tzinfo=UTC) - timedelta(milliseconds=1)


class TestConnectivity:
    async def test_as_the_last_calls_went(self):
        one = till()
        link = one.services.connectivity.link
        seen: list[Link] = []
        link.watch(seen.append)
        await one.open()
        one.api.down = True
        for _ in range(3):
            assert not await one.services.connectivity.sync_clock()
        one.api.down = False
        assert await one.services.connectivity.sync_clock()
        assert seen == [Link.UNKNOWN, Link.ONLINE, Link.UNSTEADY, Link.OFFLINE, Link.ONLINE]

    async def test_the_best_of_several_readings(self):
        one = till()
        assert await one.services.connectivity.sync_clock(samples=3)
        assert one.api.count("server_time") == 3
        assert one.context.server.now() == one.api.now()

    async def test_a_time_that_is_refused_is_no_time(self):
        one = till()
        one.api.fail["server_time"] = [ReadRefused(Refusal(Reason.OTHER))]
        assert not await one.services.connectivity.sync_clock()
        assert not one.context.server.trusted


class TestLastTickets:
    async def test_the_last_one_as_a_draft(self):
        one = await till().open()
        done = await one.services.sales.sell((play("123"), play("456")))
        draft = await TicketService(one.context, one.api).repeat_last()
        assert done.ticket is not None
        assert (draft.number, draft.lost) == (done.ticket.number, ())
        assert [row.wager for row in draft.wagers] == [play("123"), play("456")]

    async def test_what_has_no_draw_today_is_listed(self):
        one = await till().open()
        one.api.put(play("123"), play("456")._replace(event_id=0))
        draft = await TicketService(one.context, one.api).repeat_last()
        assert [row.wager for row in draft.wagers] == [play("123")]
        assert [one.wager.text for one in draft.lost] == ["456"]

    async def test_none(self):
        one = await till().open()
        with pytest.raises(Known, match=r"sale\.no_last"):
            await TicketService(one.context, one.api).repeat_last()


class TestWords:
    async def test_figures_lists_and_other_days_are_named(self):
        one = till()
        tomorrow = replace(shop.REY_2, draws_at=shop.NOW + timedelta(days=1))
        one.api.catalog = shop.catalog(draws=(shop.A, tomorrow, shop.TRIPLETA_1))
        await one.open()
        await one.services.sales.sell(
            (
                play("123"),
                Wager(302, shop.FIGURE, "5", Money.units(1)),
                Wager(501, shop.TRIPLETAS, "5-12-30", Money.units(1)),
            )
        )
        paper = one.printer.sheets[0].paper
        assert isinstance(paper, TicketPaper)
        zulia, rey, tripleta = paper.wagers
        assert (zulia.draw_title, zulia.draw_time, zulia.draw_day, zulia.label) == (
            "SORTEO 101 A",
            "1:00 pm",
            "",
            "",
        )
        assert (rey.label, rey.draw_day) == ("León", "23/10/2024")
        assert tripleta.label == "León Caballo Caimán"

    async def test_without_a_catalogue_the_ticket_speaks_for_itself(self):
        one = await till().open()
        one.services.catalog.forget()
        await one.services.sales.sell((play("123"),))
        paper = one.printer.sheets[0].paper
        assert isinstance(paper, TicketPaper)
        assert (paper.wagers[0].draw_title, paper.wagers[0].label) == ("SORTEO 101", "")
        assert paper.header.agency.name == ""


class TestRecords:
    def test_there_and_back(self):
        wagers = (play("00"), play("123", shop.B, 20))
        assert wagers_from(wagers_json(wagers)) == wagers

    @pytest.mark.parametrize("data", [None, "x", [1], [[1, 2, 3, 4]], [[1, 2, "3"]], [[1, 2, "3", None]]])
    def test_anything_else_is_refused(self, data):
        with pytest.raises(ValueError, match="wager"):
            wagers_from(data)


async def test_a_day_of_the_agency_has_both_ends():
    one = till()
    start, end = one.context.day_bounds(date(2024, 10, 22))
    assert (end - start) == timedelta(days=1) - timedelta(milliseconds=1)
    assert one.context.local_day(start) == one.context.local_day(end) == date(2024, 10, 22)
    assert one.context.local_day(start - timedelta(milliseconds=1)) == date(2024, 10, 21)


async def test_several_sign_ins_and_sales_leave_no_task_behind():
    one = await till().open()
    await one.services.sales.sell((play("123"),))
    await settle()
    assert asyncio.all_tasks() == {asyncio.current_task()}
