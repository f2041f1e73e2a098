"""A ticket that the list on screen does not hold: the last one, and numbers of other days and lists."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app import i18n
from app.domain.ticket import TicketKey
from app.domain.void import VoidAct
from app.presenters.authority import AuthorityPresenter
from app.presenters.notices import Notices
from app.presenters.tickets import TicketsPresenter
from app.presenters.views_office import TicketListView
from tests.helpers.office import Office, office
from tests.helpers.training import START


class Desk:
    """The screen of tickets over a real office."""

    def __init__(self, found: Office) -> None:
        self.office, self.notices = found, Notices()
        self.tickets = TicketsPresenter(
            found.services,
            self.notices,
            AuthorityPresenter(found.services.access, self.notices),
            lambda _draft: None,
        )
        self.finder = self.tickets.finder

    @property
    def list(self) -> TicketListView:
        return self.tickets.list.value

    @property
    def chosen(self) -> str:
        """The filter and the number chosen."""
        filters = [one.key for one in self.list.filters if one.chosen]
        return f"{filters[0]} {self.list.rows[self.list.chosen].number}"

    @property
    def told(self) -> str:
        shown = self.notices.notice.value
        return shown.text if shown else ""

    async def rest(self) -> None:
        for _ in range(3):
            await self.finder._tasks.settle()
            await self.tickets.desk._tasks.settle()

    async def open(self) -> None:
        self.tickets.opened()
        await self.rest()

    async def enter(self) -> None:
        self.tickets.enter()
        await self.rest()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    i18n.use("es")
    async with office(tmp_path) as found:
        yield Desk(found)


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Desk]:
    """Seven in the evening at the agency."""
    i18n.use("es")
    async with office(tmp_path, start=START.replace(hour=23)) as found:
        yield Desk(found)


async def sold_yesterday(desk: Desk) -> TicketKey:
    key = await desk.office.sell("123")
    await desk.office.wait(6 * 3600)
    return key


class TestElsewhere:
    async def test_enter_finds_it_on_an_earlier_day(self, night: Desk):
        desk, key = night, await sold_yesterday(night)
        await desk.open()
        desk.finder.set_search(str(key.number))
        assert (len(desk.list.rows), desk.list.page.headline) == (0, "Ningún ticket con ese número")
        await desk.enter()
        assert desk.chosen == f"sold {key.number}"
        assert (desk.list.day.text, desk.list.search) == ("Ayer", str(key.number))
        assert desk.tickets.detail.value.number == str(key.number)

    async def test_in_another_list(self, desk: Desk):
        key = await desk.office.sell("123")
        await desk.office.voids.void(key, VoidAct.CANCEL)
        await desk.open()
        desk.finder.choose_filter("winner")
        await desk.rest()
        desk.finder.set_search(str(key.number))
        await desk.enter()
        assert desk.chosen.endswith(str(key.number))

    async def test_nowhere_is_told(self, desk: Desk):
        await desk.open()
        desk.finder.set_search("999999999999")
        await desk.enter()
        assert desk.told == "Ningún ticket con 999999999999 en 15 días."

    async def test_a_few_digits_are_not_looked_for(self, desk: Desk):
        await desk.open()
        desk.finder.set_search("999")
        asked = desk.office.line.sent("tickets")
        await desk.enter()
        assert desk.office.line.sent("tickets") == asked

    async def test_a_number_typed_on_meanwhile_is_not_jumped_away_from(self, night: Desk):
        desk, key = night, await sold_yesterday(night)
        await desk.open()
        desk.finder.set_search(str(key.number))
        desk.tickets.enter()
        desk.finder.set_search("777")
        await desk.rest()
        assert (desk.list.search, desk.list.day.text) == ("777", "Hoy")

    async def test_without_a_line(self, desk: Desk):
        await desk.open()
        desk.finder.set_search("12345678")
        desk.office.line.down = True
        await desk.enter()
        assert desk.told.startswith("Sin conexión")


class TestLast:
    async def test_it_is_chosen_whatever_is_shown(self, desk: Desk):
        key = await desk.office.sell("123")
        await desk.open()
        desk.finder.move_day(-3)
        desk.finder.set_search("999")
        await desk.rest()
        desk.finder.choose_filter("last")
        await desk.rest()
        assert (desk.chosen, desk.list.day.text, desk.list.search) == (f"sold {key.number}", "Hoy", "")

    async def test_of_another_day(self, night: Desk):
        desk, key = night, await sold_yesterday(night)
        await desk.open()
        desk.finder.choose_filter("last")
        await desk.rest()
        assert (desk.chosen, desk.list.day.text) == (f"sold {key.number}", "Ayer")

    async def test_a_lost_sign_in_leads_to_the_form(self, desk: Desk):
        await desk.office.sell("123")
        await desk.open()
        desk.office.line.next("last_ticket", "no_session")
        desk.finder.choose_filter("last")
        await desk.rest()
        assert desk.office.session.current.value is None
