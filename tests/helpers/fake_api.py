"""A lottery server in one object: it sells and pays honestly unless a test scripts a call's fate."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.clock import Sample
from app.domain.catalog import Agency, Catalog, Draw, Limits, Product, Template
from app.domain.outcome import (
    Done,
    NotSent,
    Offline,
    Outcome,
    ReadRefused,
    Reason,
    Refusal,
    Refused,
    SignInLost,
    Unknown,
)
from app.domain.secret import Secret
from app.domain.session import Session
from app.domain.ticket import (
    DraftWager,
    DrawResult,
    PeriodTotals,
    Ticket,
    TicketKey,
    TicketRow,
    TicketStatus,
    TicketWager,
    Wager,
    sum_of,
)
from app.money import ZERO, Money
from app.ports import Listing, TicketImage
from tests.helpers import shop

EMAIL, PASSWORD = "maria@taquilla.test", "clave"
OTHER_EMAIL = "jose@taquilla.test"
_LISTED = {
    Listing.SOLD: lambda status: status not in {TicketStatus.CANCELED, TicketStatus.REJECTED},
    Listing.WINNER: lambda status: status is TicketStatus.WINNER,
    Listing.CANCELED: lambda status: status is TicketStatus.CANCELED,
}


class StillClock:
    """The machine's clocks: they move when somebody sleeps, or by hand. The wall may be wrong."""

    def __init__(self, wall: datetime = shop.NOW) -> None:
        self.elapsed = 0.0
        self.started = wall

    def monotonic(self) -> float:
        return self.elapsed

    def wall(self) -> datetime:
        return self.started + timedelta(seconds=self.elapsed)

    async def sleep(self, seconds: float) -> None:
        """Time passes at once; the others have their turn."""
        self.elapsed += max(0.0, seconds)
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Fate:
    """What becomes of a call that moves money: whether it `lands`, what comes back (None: the truth)."""

    lands: bool = True
    outcome: Outcome[Any] | None = None
    changed: Callable[[Ticket], Ticket] | None = None


LOST_ANSWER = Fate(outcome=Unknown("timeout"))
LOST_REQUEST = Fate(lands=False, outcome=Unknown("timeout"))
NOT_SENT = Fate(lands=False, outcome=NotSent("no_connection"))
SIGN_IN = Fate(lands=False, outcome=SignInLost())


def refused(reason: Reason, **more: Any) -> Fate:
    """The server says no."""
    return Fate(lands=False, outcome=Refused(Refusal(reason, **more)))


@dataclass
class Sold:
    """A ticket as the server keeps it."""

    ticket: Ticket
    status: TicketStatus = TicketStatus.SOLD
    prize: Money = ZERO
    email: str = EMAIL
    user_id: int = 0


@dataclass
class FakeApi:
    """`calls` names every call in order; `fail` scripts errors of reads by method, `down` fails them all."""

    clock: StillClock
    catalog: Catalog = field(default_factory=shop.catalog)
    server_start: datetime = shop.NOW
    create_fates: deque[Fate] = field(default_factory=deque)
    pay_fates: deque[Fate] = field(default_factory=deque)
    calls: list[str] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    drawn: list[DrawResult] = field(default_factory=list)
    fail: dict[str, list[Exception]] = field(default_factory=dict)
    down: bool = False
    on_create: Callable[[str], object] = lambda operation: None
    on_pay: Callable[[TicketKey], object] = lambda key: None
    on_read: Callable[[str], object] = lambda name: None
    gate: asyncio.Event | None = None
    user: str = EMAIL
    next_number: int = 10_000_001
    closed: bool = False
    listeners: list[Callable[[bool], None]] = field(default_factory=list)
    lost_listeners: list[Callable[[], None]] = field(default_factory=list)

    # --- what a test asks and does ---------------------------------------------------------------

    def now(self) -> datetime:
        """Server time."""
        return self.server_start + timedelta(seconds=self.clock.elapsed)

    def count(self, name: str) -> int:
        """How often a call was made."""
        return self.calls.count(name)

    def put(
        self, *wagers: Wager, email: str = EMAIL, user_id: int = 0, ago: timedelta = timedelta(0)
    ) -> Sold:
        """A ticket sold without this till."""
        row = Sold(self._ticket(wagers, self.now() - ago), email=email, user_id=user_id)
        self.sold.append(row)
        return row

    def win(self, row: Sold, prize: Money) -> None:
        """All its draws came out, and it won."""
        row.status, row.prize = TicketStatus.WINNER, prize
        self.draw_all(row.ticket)

    def draw_all(self, ticket: Ticket) -> None:
        """The results of all draws of a ticket; its first play comes out in each."""
        for wager in ticket.plain_wagers():
            self.drawn.append(
                DrawResult(wager.event_id, 1, "", "lottery", self.now(), ticket.plain_wagers()[0].text)
            )

    def _ticket(self, wagers: tuple[Wager, ...], at: datetime) -> Ticket:
        number, self.next_number = self.next_number, self.next_number + 1
        at = at.replace(microsecond=0)
        rows = tuple(TicketWager(wager, f"SORTEO {wager.event_id}", draw_time="1:00 pm") for wager in wagers)
        return Ticket(number, Secret(f"77{number}"), at, rows, sum_of(wagers), f"uuid-{number}")

    def _found(self, key: TicketKey) -> Sold:
        for row in self.sold:
            if row.ticket.number == key.number and _local_day(row.ticket.created_at) == key.day:
                return row
        raise ReadRefused(Refusal(Reason.NOT_FOUND))

    async def _read(self, name: str) -> None:
        self.calls.append(name)
        self.on_read(name)
        await asyncio.sleep(0)
        errors = self.fail.get(name)
        if errors:
            raise errors.pop(0)
        if self.down:
            self._heard(False)
            raise Offline("timeout")
        self._heard(True)

    def _heard(self, answered: bool) -> None:
        for listener in self.listeners:
            listener(answered)

    # --- the port ---------------------------------------------------------------------------------

    async def login(self, email: str, password: Secret) -> Session:
        await self._read("login")
        self.user = email
        return Session(email, Secret("token"), name="María G.")

    async def logout(self) -> None:
        self.calls.append("logout")

    async def ticket(self, key: TicketKey) -> Ticket:
        await self._read("ticket")
        return replace(self._found(key).ticket, uuid="")

    async def ticket_image(self, uuid: str) -> TicketImage:
        await self._read("ticket_image")
        return TicketImage("", b"")

    async def last_ticket(self) -> Ticket | None:
        await self._read("last_ticket")
        own = [row.ticket for row in self.sold if row.email == self.user]
        return replace(own[-1], uuid="") if own else None

    async def tickets(self, listing: Listing, start: datetime, end: datetime) -> tuple[TicketRow, ...]:
        await self._read("tickets")
        rows = [
            TicketRow(
                row.ticket.uuid, row.ticket.number, row.ticket.created_at, row.status, row.status.value,
                row.ticket.total, row.prize, row.user_id, row.email,
            )
            for row in self.sold
            if start <= row.ticket.created_at <= end and _LISTED[listing](row.status)
        ]  # fmt: skip
        return tuple(reversed(rows))

    async def agency(self) -> tuple[Agency, tuple[Limits, ...]]:
        await self._read("agency")
        return self.catalog.agency, self.catalog.limits

    async def pay(self, key: TicketKey, pin: Secret) -> Outcome[Money | None]:
        self.calls.append("pay")
        self.on_pay(key)
        fate = self.pay_fates.popleft() if self.pay_fates else Fate()
        await self._gate()
        row = self._found(key)
        truth: Outcome[Money | None] = Done(row.prize)
        if row.status is TicketStatus.PAID:
            truth = Refused(Refusal(Reason.ALREADY_PAID))
        elif row.status is not TicketStatus.WINNER:
            truth = Refused(Refusal(Reason.NOT_WINNER))
        elif fate.lands:
            row.status = TicketStatus.PAID
        return fate.outcome or truth

    async def copy(self, key: TicketKey) -> tuple[DraftWager, ...]:
        await self._read("copy")
        return tuple(DraftWager(wager, wager.event_id) for wager in self._found(key).ticket.plain_wagers())

    async def cancel(self, number: int) -> Outcome[None]:
        raise AssertionError("nothing is cancelled here")

    async def revert(self, number: int) -> Outcome[None]:
        raise AssertionError("nothing is reverted here")

    async def create(self, wagers: tuple[Wager, ...], operation: str) -> Outcome[Ticket]:
        self.calls.append("create")
        self.operations.append(operation)
        self.on_create(operation)
        fate = self.create_fates.popleft() if self.create_fates else Fate()
        await self._gate()
        ticket = None
        if fate.lands:
            ticket = self._ticket(wagers, self.now())
            if fate.changed:
                ticket = fate.changed(ticket)
            self.sold.append(Sold(ticket, email=self.user))
        if fate.outcome is not None:
            return fate.outcome
        assert ticket is not None
        return Done(ticket)

    async def _gate(self) -> None:
        await asyncio.sleep(0)
        if self.gate is not None:
            await self.gate.wait()

    async def report(self, start: datetime, end: datetime, category: str) -> PeriodTotals:
        await self._read("report")
        return PeriodTotals(ZERO, ZERO, ZERO, ZERO, ZERO)

    async def results(self, start: datetime, end: datetime) -> tuple[DrawResult, ...]:
        await self._read("results")
        return tuple(self.drawn)

    async def template(self) -> Template:
        await self._read("template")
        return self.catalog.template

    async def server_time(self) -> Sample:
        await self._read("server_time")
        return Sample(self.now(), self.clock.monotonic(), 0.05)

    async def draws(self, category: str, start: datetime, end: datetime) -> tuple[Draw, ...]:
        await self._read("draws")
        return tuple(draw for draw in self.catalog.draws if draw.category == category)

    async def products(self) -> tuple[Product, ...]:
        await self._read("products")
        return self.catalog.products

    def watch(self, heard: Callable[[bool], None]) -> None:
        self.listeners.append(heard)

    def watch_sign_in(self, lost: Callable[[], None]) -> None:
        self.lost_listeners.append(lost)

    async def close(self) -> None:
        self.closed = True


def _local_day(moment: datetime) -> date:
    return (moment.astimezone(UTC) - timedelta(hours=4)).date()
