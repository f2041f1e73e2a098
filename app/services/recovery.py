"""Finding out what became of an unanswered sale, by asking the server and never by sending again.

Identity is: a ticket number that neither the journal nor the baseline knows, created by this user in
the window, with the same total and the same wagers. Time bounds the window, it never decides.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.outcome import ReadFailed, ReadRefused, SignInRequired
from app.domain.ticket import Ticket, TicketKey, TicketRow, TicketStatus, Wager, same_wagers
from app.money import Money
from app.ports import Journal, Json, Listing, LotteryApi
from app.services.context import Context

log = logging.getLogger("taquilla.recovery")


@dataclass(frozen=True, slots=True)
class Found:
    """It was sold: this ticket."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Different:
    """A ticket of ours turned up that holds something else."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Absent:
    """The server answered often and late enough, and it is not there."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The server could not be asked in time."""


Answer = Found | Different | Absent | Unreachable


def wagers_json(wagers: Sequence[Wager]) -> Json:
    """Wagers as journal data: [event id, game id, text, minor units]."""
    return [[w.event_id, w.game_id, w.text, w.amount.minor] for w in wagers]


def wagers_from(data: Json) -> tuple[Wager, ...]:
    """The inverse of `wagers_json`; `ValueError` when the data is not of that shape."""
    if not isinstance(data, list):
        raise ValueError("wagers are a list")
    found = []
    for row in data:
        match row:
            case [int(event), int(game), str(text), int(minor)]:
                found.append(Wager(event, game, text, Money(minor)))
            case _:
                raise ValueError("a wager is [event, game, text, minor]")
    return tuple(found)


class Resolver:
    """Keeps the baseline ticket and asks about doubts.

    The baseline is the newest ticket known to exist before a sale: a found ticket must not be it.
    It is read at sign-in and moves on with each sale, so that selling costs no extra read.
    """

    _PAUSES = (1, 2, 4, 8, 16, 20)
    _QUIET_S = 30.0
    _GIVE_UP_S = 120.0
    _WINDOW = timedelta(minutes=10)
    _SHARED_LOOKS = 2

    def __init__(self, context: Context, api: LotteryApi, journal: Journal) -> None:
        self._context = context
        self._api = api
        self._journal = journal
        self._baseline: int | None = None
        self._known = False

    @property
    def baseline(self) -> int | None:
        """Number of the newest ticket known, None when there is none."""
        return self._baseline

    async def freshen(self) -> None:
        """Learn the baseline when it is not known yet; raises the port's read errors."""
        if self._known:
            return
        last = await self._api.last_ticket()
        self._baseline = last.number if last else None
        self._known = True

    def forget(self) -> None:
        """Another user signs in: their last ticket is another one."""
        self._known = False

    def sold(self, ticket: Ticket) -> None:
        """A ticket of ours is known: it is the baseline from now on."""
        self._baseline, self._known = ticket.number, True

    async def resolve(
        self, operation: str, wagers: tuple[Wager, ...], amount: Money, since: datetime | None = None
    ) -> Answer:
        """Ask until the answer is definite or two minutes have passed. Reads only."""
        clock = self._context.clock
        started, absent_looks, turn = clock.monotonic(), 0, 0
        since = since or self._context.server.now()
        quiet_until = since + timedelta(seconds=self._QUIET_S)
        while clock.monotonic() - started < self._GIVE_UP_S:
            await self._context.sleep(self._PAUSES[min(turn, len(self._PAUSES) - 1)])
            turn += 1
            try:
                asked_at = self._context.server.now()
                answer = await self._look(wagers, amount, since)
            except (ReadFailed, ReadRefused) as error:
                log.info("sale %s: cannot ask yet: %s", operation, error.code)
                continue
            except SignInRequired:
                return Unreachable()
            if answer is not None:
                return answer
            absent_looks += 1
            if absent_looks >= self._SHARED_LOOKS and asked_at >= quiet_until:
                return Absent()
        return Unreachable()

    async def _look(self, wagers: tuple[Wager, ...], amount: Money, since: datetime) -> Answer | None:
        now = self._context.server.now()
        rows = await self._api.tickets(Listing.SOLD, since - self._WINDOW, now + self._WINDOW)
        known: set[int] = set()
        for day in {self._context.local_day(since), self._context.local_day(now)}:
            known |= await self._journal.numbers(day)
        for row in sorted(rows, key=lambda r: r.created_at):
            if self._could_be(row, known, amount):
                ticket = await self._api.ticket(
                    TicketKey(row.number, self._context.local_day(row.created_at))
                )
                if same_wagers(ticket.plain_wagers(), wagers):
                    return Found(ticket.with_uuid(row.uuid))
        return None

    def _could_be(self, row: TicketRow, known: set[int], amount: Money) -> bool:
        fresh = row.number not in known and row.number != self._baseline
        return fresh and row.total == amount and row.status is TicketStatus.SOLD
