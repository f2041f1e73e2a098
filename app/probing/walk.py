"""The reads, in the order of a cashier's day; each fills in what it learnt and goes on without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from app.api import endpoints
from app.clock import ServerClock
from app.devtools.probe_findings import Verdict
from app.domain.secret import Secret
from app.domain.ticket import Ticket, TicketKey, TicketRow
from app.money import Money
from app.ports import Listing
from app.probing.line import Line
from app.probing.observed import Observed, in_the_evening, key_of

_DAY = timedelta(days=1)
_WEEK = 7
_INSTANT = timedelta(milliseconds=1)
_NEAR = timedelta(seconds=59)
_HEADER = (("idempotency-key", "taquilla-probe"),)
_CATEGORIES = ("lottery",)


class Walk:
    """Asks every read endpoint once or a few times; `say` tells which step begins."""

    def __init__(self, line: Line, clock: ServerClock, say: Callable[[str], None]) -> None:
        self._line = line
        self._api = line.client
        self._clock = clock
        self._say = say
        self.observed = Observed()
        self._token: Secret | None = None

    async def sign_in(self, email: str, password: Secret) -> bool:
        """Login; False when it did not work."""
        self._say("login")
        session = await self._line.read("login", "", self._api.login(email, password))
        self.observed.session = session
        if session:
            self._token = session.token
            self._line.scrubber.learn(session.token.reveal())
        return session is not None

    async def reads(self) -> None:
        """Everything between login and logout but the copy."""
        await self._time()
        await self._catalogue()
        await self._lists()
        await self._ticket()
        await self._bounds()
        await self._reports()
        await self._header()

    async def copy(self, about_to: Callable[[TicketKey], None]) -> None:
        """Copy the cheapest ticket found, the newest ticket read before and after.

        `about_to` is told before: on a server that sells by copying, this is where it shows. Without a
        reading before there is nothing to compare with, so nothing is copied.
        """
        self._say("copy")
        trial, cheapest = self.observed.copy, self._cheapest()
        trial.before, readable = await self._last("before_copy")
        if cheapest is None or not readable:
            return
        key, trial.price = cheapest
        about_to(key)
        trial.drafts = await self._line.read("copy", "", self._api.copy(key))
        trial.after, trial.compared = await self._last("after_copy")

    async def leave(self, email: str, password: Secret) -> None:
        """A second sign-in beside the first, then out, and what a dead token is answered."""
        self._say("logout")
        found, first = self.observed, self._token
        second = await self._line.read("login", "second", self._api.login(email, password))
        if second:
            self._line.scrubber.learn(second.token.reveal())
            found.signed_in_twice = second.token != first
            if found.signed_in_twice:
                found.other_session = await self._line.raw(endpoints.agency(), first, "first_session")
        ended = second.token if second else first
        await self._line.read("logout", "", self._api.logout())
        found.after_logout = await self._line.raw(endpoints.agency(), ended, "after_logout")
        if found.signed_in_twice and found.other_session is Verdict.OK:
            await self._line.raw(endpoints.logout(), first, "first_session")

    # ------------------------------------------------------------------ parts

    async def _time(self) -> None:
        self._say("time")
        sample = await self._line.read("server_time", "", self._api.server_time())
        self.observed.sample = sample
        if sample:
            self._clock.add(sample)

    async def _catalogue(self) -> None:
        self._say("catalogue")
        found = self.observed
        agency = await self._line.read("agency", "", self._api.agency())
        if agency:
            found.agency, found.limits = agency
            self._clock.set_zone(found.agency.time_zone)
        found.products = await self._line.read("products", "", self._api.products()) or ()
        for category in self.categories():
            for name, shift in (("today", 0), ("tomorrow", 1)):
                start, end = self._days(shift, shift)
                asked = self._api.draws(category, start, end)
                draws = await self._line.read("draws", f"{category}, {name}", asked)
                found.draws[category, name] = draws or ()
        found.template = await self._line.read("template", "", self._api.template())

    def categories(self) -> tuple[str, ...]:
        """The game categories of the agency, and those of products it does not name."""
        found = self.observed
        named = [*(found.agency.games if found.agency else ()), *(one.category for one in found.products)]
        return tuple(dict.fromkeys(named)) or _CATEGORIES

    async def _lists(self) -> None:
        self._say("lists")
        found = self.observed
        found.last, found.last_read = await self._last("")
        for listing in Listing:
            rows: dict[tuple[str, int, datetime], TicketRow] = {}
            for name, shift in (("today", 0), ("week", -_WEEK)):
                asked = self._api.tickets(listing, *self._days(shift, 0))
                got = await self._line.read("tickets", f"{listing.value}, {name}", asked)
                rows |= {(row.uuid, row.number, row.created_at): row for row in got or ()}
            found.rows[listing] = tuple(sorted(rows.values(), key=lambda row: row.created_at, reverse=True))

    async def _ticket(self) -> None:
        self._say("ticket")
        found, key, uuid = self.observed, None, ""
        rows = found.all_rows()
        for row in [*found.rows.get(Listing.SOLD, ()), *rows][:1]:
            key, uuid = key_of(row.number, row.created_at, self._clock.zone), row.uuid
        if key is None and found.last:
            key = key_of(found.last.number, found.last.created_at, self._clock.zone)
            uuid = found.last.uuid
        if key is None:
            return
        found.ticket = await self._line.read("ticket", "", self._api.ticket(key))
        if uuid:
            found.image = await self._line.read("ticket_image", "", self._api.ticket_image(uuid))
        await self._evening(rows)

    async def _evening(self, rows: tuple[TicketRow, ...]) -> None:
        """A ticket sold after 20:00 in Caracas has two dates: which one does the server go by?"""
        for row in [*in_the_evening(rows, self._clock.zone)][:1]:
            local = key_of(row.number, row.created_at, self._clock.zone)
            for name, key in (("local", local), ("utc", key_of(row.number, row.created_at, UTC))):
                await self._line.read("ticket", f"{name}_date", self._api.ticket(key))
                self.observed.evening[name] = self._line.last.verdict

    async def _bounds(self) -> None:
        """Whether a period includes its two ends, with a ticket sold exactly then."""
        self._say("bounds")
        for row in self.observed.rows.get(Listing.SOLD, ())[:1]:
            for name, early, late in (("lower", timedelta(0), _NEAR), ("upper", _NEAR, timedelta(0))):
                start, end = row.created_at - early, row.created_at + late
                asked = self._api.tickets(Listing.SOLD, start, end)
                rows = await self._line.read("tickets", f"sold, {name}_bound", asked)
                inside = None if rows is None else any(one.number == row.number for one in rows)
                self.observed.bounds[name] = inside

    async def _reports(self) -> None:
        self._say("reports")
        for category in self.categories():
            asked = self._api.report(*self._days(-_WEEK, 0), category)
            await self._line.read("report", category, asked)
        await self._line.read("results", "", self._api.results(*self._days(-1, 0)))

    async def _header(self) -> None:
        """A read with a header that the document does not know."""
        call = replace(endpoints.agency(), headers=_HEADER)
        self.observed.unknown_header = await self._line.raw(call, self._token, "unknown_header")

    async def _last(self, about: str) -> tuple[Ticket | None, bool]:
        ticket = await self._line.read("last_ticket", about, self._api.last_ticket())
        # "No rows" is refused on the wire and an answer all the same.
        return ticket, self._line.last.verdict is Verdict.OK

    def _cheapest(self) -> tuple[TicketKey, Money] | None:
        """The ticket that would cost least if copying sold it, and its price."""
        rows, last = self.observed.rows.get(Listing.SOLD, ()), self.observed.last
        one = min(rows, key=lambda row: (row.total, row.number), default=None) or last
        return (key_of(one.number, one.created_at, self._clock.zone), one.total) if one else None

    def _days(self, first: int, last: int) -> tuple[datetime, datetime]:
        """From the start of local day `first` (0 = today) to the last millisecond of day `last`."""
        today = self._clock.today()
        return self._midnight(today + first * _DAY), self._midnight(today + (last + 1) * _DAY) - _INSTANT

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._clock.zone).astimezone(UTC)
