"""The left half of Tickets: the lists of a day, found by number, one row chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from app.domain.format import clock_text
from app.domain.outcome import ReadFailed, ReadRefused, SignInRequired
from app.domain.ticket import TicketRow
from app.errors import Known
from app.i18n import t
from app.ports import Listing
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices, sentence
from app.presenters.office_words import day_view, moved
from app.presenters.ticket_rows import TicketRows
from app.presenters.views_office import ChoiceView, PagePhase, PageView, TicketListView
from app.services.set import Services
from app.services.ticket_lists import DayTickets, Place

_LISTINGS = (Listing.SOLD, Listing.WINNER, Listing.CANCELED)
LAST = "last"
_MAX_SEARCH = 12
_KEPT_LISTS = 12
_LEAST_SEARCH, _DAYS_SEARCHED = 4, 15


class TicketFinder:
    """Owns the list. `chosen` is told of the row that is looked at, None when there is none."""

    def __init__(
        self, services: Services, notices: Notices, chosen: Callable[[TicketRow | None], None]
    ) -> None:
        self._services = services
        self._notices = notices
        self._chosen = chosen
        self._tasks = Tasks(notices.failed)
        self._listing = Listing.SOLD
        self._day: date | None = None
        self._lists: dict[tuple[Listing, date], DayTickets] = {}
        self._shown = self._nothing()
        self._rows = TicketRows(self._shown, "", services.context.server.zone)
        self._row: TicketRow | None = None
        self._wanted: int | None = None
        self._turn = 0
        self.state: Observable[TicketListView] = Observable(TicketListView())

    # --- what is shown -----------------------------------------------------------------------------

    def today(self) -> None:
        """Today, read anew."""
        self._day = self._services.context.server.today()
        self._show_kept()
        self.refresh()

    def move_day(self, days: int) -> None:
        """A day earlier (-1) or later."""
        wanted = moved(self._of_day(), days, self._services.context.server.today())
        if wanted != self._of_day():
            self._day = wanted
            self._another_list()

    def choose_filter(self, key: str) -> None:
        """Sold, winners or canceled; or the last one sold."""
        if key == LAST:
            self.last()
            return
        wanted = Listing(key)
        if wanted is not self._listing:
            self._listing = wanted
            self._another_list()

    def next_filter(self) -> None:
        """F8."""
        at = _LISTINGS.index(self._listing) + 1
        self.choose_filter(_LISTINGS[at % len(_LISTINGS)].value)

    # --- finding in other lists and on other days ---------------------------------------------------

    def last(self) -> None:
        """The ticket sold last, whenever that was."""
        self._tasks.start("find", self._last)

    def enter(self) -> bool:
        """Enter looks for a number that this list does not hold in the others, day by day back. False when
        there is nothing to look for."""
        digits = self.state.value.search
        if len(digits) < _LEAST_SEARCH or len(self._rows) or self.state.value.page.refreshing:
            return False
        self._tasks.start("find", lambda: self._find(digits))
        return True

    async def _last(self) -> None:
        place = await self._asked(self._services.office.lists.last())
        if place is None:
            self._notices.show(Level.INFO, t("tickets.no_last"))
        else:
            self._go(place, "")

    async def _find(self, digits: str) -> None:
        place = await self._asked(self._services.office.lists.find(digits, _DAYS_SEARCHED))
        if digits != self.state.value.search:
            return
        if place is None:
            self._notices.show(Level.INFO, t("tickets.nowhere", number=digits, count=_DAYS_SEARCHED))
        else:
            self._go(place, digits)

    async def _asked(self, work: Awaitable[Place | None]) -> Place | None:
        """A lost sign-in leads to the form; other failures are told by whoever owns the task."""
        try:
            return await work
        except SignInRequired:
            self._services.session.lost()
            raise

    def _go(self, place: Place, search: str) -> None:
        """Its day and list, with it chosen."""
        self._listing, self._day, self._wanted = place.listing, place.key.day, place.key.number
        self._row = None
        self.state.set(replace(self.state.value, search=search))
        self._show_kept()
        self.refresh()

    def _another_list(self) -> None:
        self._wanted = None
        self._row = None
        self._show_kept()
        self.refresh()

    def set_search(self, text: str) -> None:
        """The number as typed; only digits stay."""
        digits = "".join(c for c in text if c in "0123456789")[:_MAX_SEARCH]
        if digits != self.state.value.search:
            self.state.set(replace(self.state.value, search=digits))
            self._show(self._shown, self._page_of(self._shown))

    def press(self, key: str) -> None:
        """A keypad key."""
        self.set_search(self.state.value.search + key)

    def backspace(self) -> None:
        """Take the last digit away."""
        self.set_search(self.state.value.search[:-1])

    def choose(self, index: int) -> None:
        """Look at a row."""
        if 0 <= index < len(self._rows) and self._rows.raw(index) != self._row:
            self._row = self._rows.raw(index)
            self.state.set(replace(self.state.value, chosen=index))
            self._chosen(self._row)

    def move(self, rows: int) -> None:
        """Arrow keys: so many rows down."""
        if len(self._rows):
            at = self.state.value.chosen
            self.choose(max(0, min(len(self._rows) - 1, at + rows)) if at >= 0 else 0)

    def tick(self) -> None:
        """A second has passed: past midnight the day shown is yesterday."""
        view = self.state.value
        if view.day.date:
            today = self._services.context.server.today()
            self.state.set(replace(view, day=day_view(self._of_day(), today)))

    def forget(self) -> None:
        """Another cashier may see other tickets."""
        self._wanted = None
        self._lists.clear()
        self._row = None

    def _of_day(self) -> date:
        return self._day or self._services.context.server.today()

    def _nothing(self) -> DayTickets:
        return DayTickets(self._listing, self._of_day(), (), self._services.context.server.now())

    # --- reading -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list from the server again; an answer to an older question is dropped."""
        if self._services.session.current.value is None:
            return
        self._turn += 1
        turn = self._turn
        self._set_page(replace(self.state.value.page, refreshing=True))
        self._tasks.start(f"list-{turn}", lambda: self._load(turn))

    async def _load(self, turn: int) -> None:
        listing, day = self._listing, self._of_day()
        try:
            found = await self._services.office.lists.of_day(listing, day)
        except (ReadFailed, ReadRefused) as error:
            if turn == self._turn:
                await self._without_line(listing, day, error)
            return
        except SignInRequired as error:
            self._set_page(PageView(PagePhase.TROUBLE, t("tickets.trouble"), sentence(error)))
            self._services.session.lost()
            return
        self._keep(found)
        if turn == self._turn:
            self._show(found, self._page_of(found))

    async def _without_line(self, listing: Listing, day: date, error: Known) -> None:
        """What was read before, with its hour; else our own book; else the reason."""
        kept = self._lists.get((listing, day))
        if kept is None:
            kept = await self._services.office.lists.own_of_day(listing, day)
        if not kept.rows:
            self._set_page(PageView(PagePhase.TROUBLE, t("tickets.trouble"), sentence(error)))
            return
        self._show(kept, self._page_of(kept, stale=True))
        self._notices.show(Level.WARN, sentence(error))

    def _keep(self, found: DayTickets) -> None:
        self._lists[found.listing, found.day] = found
        while len(self._lists) > _KEPT_LISTS:
            del self._lists[next(iter(self._lists))]

    # --- states ------------------------------------------------------------------------------------

    def _show_kept(self) -> None:
        """The list of the day and filter as last read, or that it is being read."""
        kept = self._lists.get((self._listing, self._of_day()))
        loading = PageView(PagePhase.LOADING, t("tickets.loading"))
        self._show(kept or self._nothing(), self._page_of(kept) if kept else loading)

    def _page_of(self, found: DayTickets, *, stale: bool = False) -> PageView:
        hour = clock_text(self._services.context.server.local(found.taken_at))
        if found.own:
            return PageView(PagePhase.STALE, note=t("tickets.note_own"))
        if stale:
            return PageView(PagePhase.STALE, note=t("tickets.note_stale", hour=hour))
        if not found.rows:
            return PageView(PagePhase.EMPTY, t(f"tickets.empty.{found.listing.value}"), note=hour)
        return PageView(PagePhase.READY, note=t("tickets.note", hour=hour))

    def _set_page(self, page: PageView) -> None:
        self.state.set(replace(self.state.value, page=page))

    def _show(self, found: DayTickets, page: PageView) -> None:
        view, server = self.state.value, self._services.context.server
        self._shown, self._rows = found, TicketRows(found, view.search, server.zone)
        at = self._rows.place(self._row)
        if self._wanted is not None and (found_at := self._rows.of_number(self._wanted)) >= 0:
            at, self._wanted = found_at, None
        if at < 0 and len(self._rows):
            at = 0
        elif not len(self._rows) and (found.rows or (view.search and page.phase is PagePhase.EMPTY)):
            page = PageView(PagePhase.EMPTY, t("tickets.not_found"), t("tickets.not_found_hint"), page.note)
        self._row = self._rows.raw(at) if at >= 0 else None
        filters = (
            *(
                ChoiceView(one.value, t(f"tickets.filter.{one.value}"), one is self._listing)
                for one in _LISTINGS
            ),
            ChoiceView(LAST, t("tickets.filter.last"), chosen=False),
        )
        day = day_view(self._of_day(), server.today())
        summary = self._summary()
        self.state.set(TicketListView(day, filters, view.search, self._rows, at, summary, page))
        self._chosen(self._row)

    def _summary(self) -> str:
        count = len(self._rows)
        return t("tickets.summary", count=count, total=self._rows.total.text(cents=False)) if count else ""
