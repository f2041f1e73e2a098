"""Where the screens ask for leave: copies, prizes and doubtful tickets go on with it and stop without."""

from __future__ import annotations

import pytest

from app.domain.paper import Mark
from app.domain.secret import Secret
from app.domain.staff import Member, Role, Thresholds
from app.money import Money
from app.presenters.authority import AuthorityPresenter
from app.presenters.views import PayPhase
from app.services.access import AccessService
from tests.helpers import shop
from tests.helpers.till import Desk, play, settle
from tests.unit.presenters import test_doubts, test_pay, test_tickets_presenter
from tests.unit.presenters.test_tickets_presenter import desk as tickets

LUIS, ANA = "904817", "271828"
TODAY = shop.NOW.date()
__all__ = ["tickets"]


async def staffed(access: AccessService) -> Member:
    """Luis is the supervisor, Ana stands at the till; whatever is above nothing takes leave."""
    access._thresholds = Thresholds(Money.units(0), Money.units(100), 1)
    await access.load()
    luis = await access.add("Luis", Role.SUPERVISOR, Secret(LUIS))
    access.present.set(await access.add("Ana", Role.CASHIER, Secret(ANA), by=luis))
    return luis


async def give(authority: AuthorityPresenter, pin: str = LUIS) -> None:
    assert asked(authority), "leave is asked for"
    authority.desk.submit(pin)
    await settle()


def asked(authority: AuthorityPresenter) -> str:
    shown = authority.state.value
    return shown.text if shown is not None else ""


@pytest.fixture
async def pays() -> Desk:
    desk = await Desk().enter()
    await staffed(desk.services.access)
    return desk


async def look_at_winner(desk: Desk, prize: int) -> None:
    row = desk.api.put(play("123"))
    desk.api.win(row, Money.units(prize))
    await test_pay.typed(desk, row)
    desk.pay.submit()
    await settle()


class TestPrize:
    async def test_a_large_one_is_paid_with_leave(self, pays: Desk):
        await look_at_winner(pays, 330)
        assert pays.api.count("pay") == 0
        assert "Pagar Bs 330 por el ticket" in asked(pays.authority)
        await give(pays.authority)
        assert pays.pay.state.value.phase is PayPhase.PAID
        assert pays.api.count("pay") == 1

    async def test_and_not_without(self, pays: Desk):
        await look_at_winner(pays, 330)
        pays.authority.cancel()
        await settle()
        assert pays.pay.state.value.phase is PayPhase.WINNER
        assert pays.api.count("pay") == 0

    async def test_a_small_one_needs_none(self, pays: Desk):
        await look_at_winner(pays, 100)
        assert asked(pays.authority) == ""
        assert pays.pay.state.value.phase is PayPhase.PAID

    async def test_what_was_looked_at_is_gone_when_leave_comes(self, pays: Desk):
        """The till was locked, or the customer went: nothing is paid behind anybody's back."""
        await look_at_winner(pays, 330)
        pays.pay.escape()
        await give(pays.authority)
        assert pays.api.count("pay") == 0


class TestAdopt:
    async def test_a_doubtful_ticket_is_taken_for_ours_with_leave_alone(self):
        desk = test_doubts.Doubtful()
        await desk.enter()
        await staffed(desk.services.access)
        row = desk.api.put(play("123"))
        await desk.put("NEEDS_HUMAN", number=None, disputed=row.ticket.number, disputed_day=TODAY.isoformat())
        await desk.act(1, True)
        desk.authority.cancel()
        await settle()
        assert desk.memory.states("op") == ["NEEDS_HUMAN"]
        await desk.act(1, True)
        await give(desk.authority)
        assert desk.memory.states("op") == ["NEEDS_HUMAN", "ACCEPTED", "HOUSE"]
        permitted = [one for one in desk.memory.records if one.state == "PERMITTED"]
        assert [(one.number, one.day, one.body["privilege"]) for one in permitted] == [
            (row.ticket.number, TODAY, "adopt")
        ]


class TestCopies:
    async def test_the_first_is_free_and_the_next_takes_leave(self, tickets: test_tickets_presenter.Desk):
        office, desk = tickets.office, tickets.desk
        await staffed(office.services.access)
        await office.sell("123")
        await tickets.open()
        desk.reprint()
        await tickets.rest()
        assert asked(tickets.authority) == ""
        desk.reprint()
        await settle()
        assert "ya salieron 1" in asked(tickets.authority)
        tickets.authority.cancel()
        await tickets.rest()
        assert copies(tickets) == 1
        desk.reprint()
        await settle()
        await give(tickets.authority)
        await tickets.rest()
        assert copies(tickets) == 2


def copies(tickets: test_tickets_presenter.Desk) -> int:
    return [paper.mark for paper in tickets.office.printer.tickets].count(Mark.COPY)
