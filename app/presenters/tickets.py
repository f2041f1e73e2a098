"""Tickets (F3): the lists of a day at the left, one ticket at the right."""

from __future__ import annotations

from collections.abc import Callable

from app.presenters.base import Observable
from app.presenters.notices import Notices
from app.presenters.ticket_desk import TicketDesk
from app.presenters.ticket_finder import TicketFinder
from app.presenters.views_office import TicketDetailView, TicketListView
from app.services.context import Authority
from app.services.set import Services
from app.services.tickets import Draft

_SETTLE_EVERY = 30


class TicketsPresenter:
    """Joins `finder` (what is listed) and `desk` (the ticket looked at)."""

    def __init__(
        self,
        services: Services,
        notices: Notices,
        authority: Authority,
        take_draft: Callable[[Draft], None],
    ) -> None:
        self._notices = notices
        self.desk = TicketDesk(services, notices, authority, take_draft, self._list_changed)
        self.finder = TicketFinder(services, notices, self.desk.show)
        self._seconds = 0
        services.session.current.watch(lambda _session: self._forget(), now=False)

    @property
    def list(self) -> Observable[TicketListView]:
        """The left half."""
        return self.finder.state

    @property
    def detail(self) -> Observable[TicketDetailView]:
        """The right half."""
        return self.desk.state

    def opened(self) -> None:
        """The screen is shown: today, read anew."""
        self.desk.forget()
        self.finder.today()

    def refresh(self) -> None:
        """Read list and ticket again."""
        self.desk.forget()
        self.finder.refresh()

    def _list_changed(self) -> None:
        self.finder.refresh()

    def enter(self) -> None:
        """Look for the number elsewhere when this list has none; else show the ticket's picture."""
        if not self.finder.enter():
            self.desk.toggle_picture()

    def escape(self) -> None:
        """Away with the picture, else the search, else the notice."""
        if self.detail.value.picture.wanted:
            self.desk.toggle_picture()
        elif self.list.value.search:
            self.finder.set_search("")
        else:
            self._notices.dismiss()

    def tick(self) -> None:
        """A second has passed."""
        self._seconds += 1
        self.finder.tick()
        self.desk.tick()
        if self._seconds % _SETTLE_EVERY == 0:
            self.desk.settle_now_and_then()

    async def settle(self) -> None:
        """After sign-in, before anything is sold: voids that an earlier run left open."""
        await self.desk.settle()

    def _forget(self) -> None:
        self.finder.forget()
        self.desk.forget()
