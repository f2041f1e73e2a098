"""Finding out what became of an unanswered sale, by asking the server and never by sending again.

Identity is: a ticket number that neither the journal nor the baseline knows, created by this user in
the window and not before the baseline, with the same total and the same wagers. Time bounds the
search, it never decides.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.domain.deadlines import quiet_s
from app.domain.outcome import ReadFailed, ReadRefused, SignInRequired
from app.domain.session import Session
from app.domain.ticket import Ticket, TicketKey, TicketRow, TicketStatus, Wager, same_wagers
from app.money import Money
from app.ports import Journal, Json, Listing, LotteryApi
from app.services.context import Context
from app.services.shared_user import SharedUser

log = logging.getLogger("taquilla.recovery")

_VOID = frozenset({TicketStatus.CANCELED, TicketStatus.REJECTED})


@dataclass(frozen=True, slots=True)
class Found:
    """It was sold: this ticket."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Different:
    """The ticket turned up, but no longer as one that may be printed: it was drawn, paid, or is unclear."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Absent:
    """The server answered often and late enough, and it is not there."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The server could not be asked in time, or only as another user."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A ticket like it turned up, but this user sells on another terminal too: nobody knows whose it is."""

    ticket: Ticket


Answer = Found | Different | Disputed | Absent | Unreachable


@dataclass(frozen=True, slots=True)
class Baseline:
    """The newest ticket known to exist before a sale; empty when there was none."""

    number: int | None = None
    created_at: datetime | None = None

    @classmethod
    def of(cls, ticket: Ticket | None) -> Baseline:
        """Of the last ticket."""
        return cls(ticket.number, ticket.created_at) if ticket else cls()

    @classmethod
    def read(cls, body: Mapping[str, Json]) -> Baseline:
        """Out of a journalled sale."""
        number, created = body.get("baseline"), body.get("baseline_at")
        moment = datetime.fromtimestamp(created, UTC) if isinstance(created, int) else None
        return cls(number if isinstance(number, int) else None, moment)

    def body(self) -> dict[str, Json]:
        """As journal data."""
        created = int(self.created_at.timestamp()) if self.created_at else None
        return {"baseline": self.number, "baseline_at": created}

    def precedes(self, row: TicketRow | Ticket) -> bool:
        """Whether a ticket may be newer; in whole seconds, because the journal keeps no more."""
        if self.created_at is None:
            return row.number != self.number
        age = int(row.created_at.timestamp()) - int(self.created_at.timestamp())
        return age > 0 or (age == 0 and row.number != self.number)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sale on its way: what was asked for, by whom, and what was known before it was sent.

    `sent_at` is server time. `old`: sent by a run of this program that has ended.
    """

    operation: str
    wagers: tuple[Wager, ...]
    amount: Money
    baseline: Baseline
    sent_at: datetime
    user: str = ""
    old: bool = False


class Resolver:
    """Keeps the baseline ticket and asks about doubts.

    The baseline is read at sign-in and moves on with each sale, so that selling costs no extra read.
    """

    _PAUSES = (1, 2, 4, 8, 16, 20)
    _GIVE_UP_S = 120.0
    _WINDOW = timedelta(minutes=10)
    _LOOKS = 2

    def __init__(self, context: Context, api: LotteryApi, journal: Journal) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._session: Session | None = None
        self._baseline = Baseline()
        self._known = False
        self._quiet_s = quiet_s(0)
        self._given_up = asyncio.Event()
        self.shared = SharedUser(context, journal)

    @property
    def known(self) -> bool:
        """Whether `baseline` is this user's."""
        return self._known

    @property
    def baseline(self) -> Baseline:
        """The newest ticket known."""
        return self._baseline

    @property
    def user(self) -> str:
        """The e-mail of who sells, empty before the first sign-in."""
        return self._session.email.casefold() if self._session else ""

    def serve(self, session: Session) -> None:
        """Somebody signed in: from now on the lists show their tickets, and their last one is another."""
        self._session, self._known = session, False

    def fit(self, seconds_to_cancel: int) -> None:
        """Doubts end in time for the agency's cancel window (0: none told)."""
        self._quiet_s = quiet_s(seconds_to_cancel)

    async def freshen(self) -> None:
        """Learn server time and baseline when they are not known yet; raises the port's read errors.

        Without server time the window of a search would be the PC's, which may be years off.
        """
        if not self._context.server.trusted:
            self._context.server.add(await self._api.server_time())
        if not self._known:
            self._baseline = Baseline.of(await self._api.last_ticket())
            self._known = True

    def sold(self, ticket: Ticket) -> None:
        """A ticket of ours is known: it is the baseline from now on, unless a newer one was."""
        if not self._known or self._baseline.precedes(ticket):
            self._baseline, self._known = Baseline.of(ticket), True

    def give_up(self) -> None:
        """Stop asking about what is being asked about now, even in the middle of a read."""
        self._given_up.set()

    async def resolve(self, attempt: Attempt) -> Answer:
        """Ask until the answer is definite, two minutes have passed, or it is given up. Reads only."""
        self._given_up = asyncio.Event()
        asking = asyncio.ensure_future(self._ask(attempt))
        stopping = asyncio.ensure_future(self._given_up.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else Unreachable()
        finally:
            asking.cancel()
            stopping.cancel()

    async def _ask(self, attempt: Attempt) -> Answer:
        monotonic, user = self._context.clock.monotonic, self.user
        started, absent, turn = monotonic(), 0, 0
        while monotonic() - started < self._GIVE_UP_S:
            await self._context.sleep(self._PAUSES[min(turn, len(self._PAUSES) - 1)])
            turn += 1
            quiet = monotonic() - started >= self._quiet_s or self._long_ago(attempt)
            try:
                answer = await self._look(attempt)
            except (ReadFailed, ReadRefused) as error:
                log.info("sale %s: cannot ask yet: %s", attempt.operation, error.code)
                continue
            except SignInRequired:
                return Unreachable()
            if user != self.user:
                return Unreachable()
            if answer is not None:
                return answer
            absent += 1
            if absent >= self._LOOKS and quiet:
                return Absent()
        return Unreachable()

    async def unsold(self, attempt: Attempt) -> bool:
        """One look, at once: whether the server answers and shows no such ticket."""
        try:
            return await self._look(attempt) is None
        except (ReadFailed, ReadRefused, SignInRequired) as error:
            log.info("sale %s: refused, and cannot ask: %s", attempt.operation, error.code)
            return False

    def _long_ago(self, attempt: Attempt) -> bool:
        """Whether a sale of before a restart can no longer be on its way."""
        gone = self._context.server.now() - attempt.sent_at
        return attempt.old and gone >= timedelta(seconds=self._quiet_s)

    async def _look(self, attempt: Attempt) -> Answer | None:
        now = self._context.server.now()
        rows = await self._api.tickets(
            Listing.SOLD, min(attempt.sent_at, now) - self._WINDOW, now + self._WINDOW
        )
        fresh = [row for row in rows if attempt.baseline.precedes(row) and self.is_ours(row)]
        known = await self._known_keys(self._day(row) for row in fresh)
        unknown = sorted(
            (row for row in fresh if self._key(row) not in known), key=lambda row: row.created_at
        )
        await self.shared.judge(self.user, (row for row in unknown if row.total != attempt.amount))
        for row in unknown:
            if row.total != attempt.amount or row.status in _VOID:
                continue
            ticket = (await self._api.ticket(self._key(row))).with_uuid(row.uuid)
            if same_wagers(ticket.plain_wagers(), attempt.wagers):
                return await self._recognised(ticket, row.status)
        return None

    async def _recognised(self, ticket: Ticket, status: TicketStatus) -> Answer:
        if await self.shared.is_shared(self.user):
            return Disputed(ticket)
        return Found(ticket) if status is TicketStatus.SOLD else Different(ticket)

    async def _known_keys(self, days: Iterable[date]) -> set[TicketKey]:
        """The tickets of our own book, by number and day: numbers come back on other days."""
        return {TicketKey(number, day) for day in set(days) for number in await self._journal.numbers(day)}

    def is_ours(self, row: TicketRow) -> bool:
        """Whether this user sold it; the list may show a whole agency's tickets."""
        session = self._session
        if session is None:
            return True
        if row.email:
            return row.email.casefold() == session.email.casefold()
        return not (row.user_id and session.user_id) or row.user_id == session.user_id

    def _key(self, row: TicketRow) -> TicketKey:
        return TicketKey(row.number, self._day(row))

    def _day(self, row: TicketRow) -> date:
        return self._context.local_day(row.created_at)
