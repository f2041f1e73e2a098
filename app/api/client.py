"""The lottery API as the services see it (`app.ports.LotteryApi`)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, TypeVar

from app.api import codec, endpoints, retry
from app.api.breaker import Breaker
from app.api.call import Call
from app.api.errors import SignInDoubt, TryLater
from app.api.wire import NotDelivered, Pace, Reply, Wire, WireFailed
from app.clock import Clock, Sample
from app.domain.catalog import Agency, Draw, Limits, Product, Template
from app.domain.deadlines import money_deadline_s
from app.domain.outcome import (
    BadReply,
    Done,
    NotSent,
    Offline,
    Outcome,
    ReadRefused,
    Reason,
    Refused,
    SignInLost,
    SignInRequired,
    Unknown,
)
from app.domain.secret import Secret
from app.domain.session import Session
from app.domain.ticket import DraftWager, DrawResult, PeriodTotals, Ticket, TicketKey, TicketRow, Wager
from app.errors import Known
from app.money import Money
from app.ports import Listing, TicketImage

T = TypeVar("T")
THREAD_FROM = 64 * 1024
_log = logging.getLogger("taquilla.api")


class Client:
    """One terminal's line to the lottery server; its token lives in memory only.

    `sleep` and `random` (0..1) are injected for retries; `zone` gives the agency's time zone.
    """

    def __init__(
        self,
        wire: Wire,
        clock: Clock,
        *,
        zone: Callable[[], tzinfo],
        sleep: Callable[[float], Awaitable[object]],
        random: Callable[[], float],
    ) -> None:
        self._wire = wire
        self._clock = clock
        self._zone = zone
        self._sleep = sleep
        self._random = random
        self._token: Secret | None = None
        self._budget = retry.Budget(at=clock.monotonic())
        self._breaker = Breaker()
        self._listeners: list[Callable[[bool], None]] = []
        self._lost: list[Callable[[], None]] = []
        self._money_s = money_deadline_s(0)

    # ------------------------------------------------------------------ signing in and out

    async def login(self, email: str, password: Secret) -> Session:
        """See `LotteryApi.login`. `SignInRequired("api.sign_in_refused")` for wrong credentials."""
        try:
            session = await self._read(endpoints.login(email, password))
        except (SignInRequired, ReadRefused):
            raise SignInRequired("api.sign_in_refused") from None
        self._token = session.token
        return session

    async def logout(self) -> None:
        """See `LotteryApi.logout`."""
        token = self._token
        try:
            if token:
                await self._read(endpoints.logout())
        except Known as error:
            _log.info("logout not confirmed: %s", error.code)
        finally:
            if self._token is token:  # somebody else may have signed in meanwhile
                self._token = None

    # ------------------------------------------------------------------ tickets

    async def ticket(self, key: TicketKey) -> Ticket:
        """See `LotteryApi.ticket`."""
        return await self._read(endpoints.ticket(key))

    async def ticket_image(self, uuid: str) -> TicketImage:
        """See `LotteryApi.ticket_image`."""
        return await self._read(endpoints.ticket_image(uuid))

    async def last_ticket(self) -> Ticket | None:
        """See `LotteryApi.last_ticket`. "No rows" is how the server says that there is none."""
        try:
            return await self._read(endpoints.last_ticket())
        except ReadRefused as refused:
            if refused.refusal.reason is Reason.NOT_FOUND:
                return None
            raise

    async def tickets(self, listing: Listing, start: datetime, end: datetime) -> tuple[TicketRow, ...]:
        """See `LotteryApi.tickets`."""
        return await self._read(endpoints.ticket_list(listing, start, end))

    async def copy(self, key: TicketKey) -> tuple[DraftWager, ...]:
        """See `LotteryApi.copy`."""
        return await self._read(endpoints.copy(key))

    # ------------------------------------------------------------------ what moves money

    async def create(self, wagers: tuple[Wager, ...], operation: str) -> Outcome[Ticket]:
        """See `LotteryApi.create`."""
        return await self._once(endpoints.create(wagers, operation))

    async def pay(self, key: TicketKey, pin: Secret) -> Outcome[Money | None]:
        """See `LotteryApi.pay`."""
        return await self._once(endpoints.pay(key, pin))

    async def cancel(self, number: int) -> Outcome[None]:
        """See `LotteryApi.cancel`."""
        return await self._once(endpoints.cancel(number))

    async def revert(self, number: int) -> Outcome[None]:
        """See `LotteryApi.revert`."""
        return await self._once(endpoints.revert(number))

    # ------------------------------------------------------------------ catalogue, results, reports

    async def agency(self) -> tuple[Agency, tuple[Limits, ...]]:
        """See `LotteryApi.agency`. Its cancel window decides how long a money call may take."""
        agency, limits = await self._read(endpoints.agency())
        self._money_s = money_deadline_s(agency.seconds_to_cancel)
        return agency, limits

    async def products(self) -> tuple[Product, ...]:
        """See `LotteryApi.products`."""
        return await self._read(endpoints.products())

    async def draws(self, category: str, start: datetime, end: datetime) -> tuple[Draw, ...]:
        """See `LotteryApi.draws`."""
        return await self._read(endpoints.draws(category, start, end, self._zone()))

    async def template(self) -> Template:
        """See `LotteryApi.template`."""
        return await self._read(endpoints.template())

    async def results(self, start: datetime, end: datetime) -> tuple[DrawResult, ...]:
        """See `LotteryApi.results`."""
        return await self._read(endpoints.results(start, end))

    async def report(self, start: datetime, end: datetime, category: str) -> PeriodTotals:
        """See `LotteryApi.report`."""
        return await self._read(endpoints.report(start, end, category))

    async def server_time(self) -> Sample:
        """See `LotteryApi.server_time`."""
        reading, reply = await self._ask(endpoints.server_time(self._zone(), self._clock.wall()))
        half = max(0.0, reply.heard_at - reply.sent_at) / 2
        return Sample(reading.at + timedelta(seconds=half), reply.heard_at, reading.error_s + half)

    # ------------------------------------------------------------------ the line

    def watch(self, heard: Callable[[bool], None]) -> None:
        """See `LotteryApi.watch`."""
        self._listeners.append(heard)

    def watch_sign_in(self, lost: Callable[[], None]) -> None:
        """See `LotteryApi.watch_sign_in`."""
        self._lost.append(lost)

    async def close(self) -> None:
        """See `LotteryApi.close`."""
        await self._wire.close()

    async def _read(self, call: Call[T]) -> T:
        value, _ = await self._ask(call)
        return value

    async def _ask(self, call: Call[T]) -> tuple[T, Reply]:
        """A read; a refused token is forgotten."""
        token = self._token if call.signed else None
        try:
            return await self._patiently(call)
        except SignInRequired:
            self._forget(token)
            raise

    async def _patiently(self, call: Call[T]) -> tuple[T, Reply]:
        """A read, tried again while its call, the budget and the breaker allow."""
        attempt, last = 1, Offline("breaker")
        while True:
            if not call.recovery and not self._breaker.allows(self._clock.monotonic()):
                raise last
            try:
                return await self._try(call, attempt)
            except SignInDoubt as doubt:
                if not call.signed or not await self._still_signed_in(call):
                    raise SignInRequired() from None
                raise ReadRefused(doubt.refusal) from None
            except Offline as failed:
                wait = retry.pause(call, failed, attempt, self._random())
                if wait is None or not self._budget.take(self._clock.monotonic()):
                    raise
                last = failed
            await self._sleep(wait)
            attempt += 1

    async def _try(self, call: Call[T], attempt: int) -> tuple[T, Reply]:
        """One attempt of a read."""
        try:
            reply = await self._send(call, attempt)
        except WireFailed as failed:
            raise Offline(failed.cause) from failed
        return await self._decode(call, reply), reply

    def _forget(self, token: Secret | None) -> None:
        """The server refused `token`: nothing is asked with it again. An older one says nothing."""
        if token is None or token is not self._token:
            return
        self._token = None
        for listener in self._lost:  # soon, not now: a fault of theirs must not change an outcome
            asyncio.get_running_loop().call_soon(listener)

    async def _still_signed_in(self, doubted: Call[Any]) -> bool:
        """Ask something cheap: whether the token is still good. `Offline` when that is not answered."""
        probe: Call[Any] = endpoints.agency() if doubted.name == "last_ticket" else endpoints.last_ticket()
        if doubted.name == probe.name:
            return False
        try:
            await self._try(probe, 1)
        except SignInRequired:
            return False
        except (ReadRefused, BadReply):
            return True
        return True

    # ------------------------------------------------------------------ once only

    async def _once(self, call: Call[T]) -> Outcome[T]:
        """A call that moves money. Cancelling waits for its end: what it did must not be lost."""
        task = asyncio.ensure_future(self._concluded(call))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            while not task.done():
                try:
                    await asyncio.wait({task})
                except asyncio.CancelledError:
                    continue
            raise

    async def _concluded(self, call: Call[T]) -> Outcome[T]:
        token = self._token
        outcome = await self._outcome(call)
        if isinstance(outcome, SignInLost):
            self._forget(token)
        return outcome

    async def _outcome(self, call: Call[T]) -> Outcome[T]:
        """The one attempt as a value, whatever happens."""
        if self._token is None:
            return SignInLost()
        try:
            reply = await self._send(call, 1)
        except NotDelivered as failed:
            return NotSent(failed.cause)
        except WireFailed as failed:
            return Unknown(failed.cause)
        except asyncio.CancelledError:
            return Unknown("interrupted")
        except Exception:
            _log.exception("%s: a fault of ours on the wire", call.name)
            return Unknown("broken_reply")
        return await self._judged(call, reply)

    async def _judged(self, call: Call[T], reply: Reply) -> Outcome[T]:
        try:
            return Done(await self._decode(call, reply))
        except ReadRefused as refused:
            return Refused(refused.refusal)
        except SignInDoubt as doubt:
            return await self._resolved(call, doubt)
        except SignInRequired:
            return SignInLost()
        except Offline as failed:
            return Unknown(failed.cause, codec.named_ticket(reply.body))
        except BadReply as bad:
            _log.warning("%s: %s is not what was promised", call.name, bad.path)
            return Unknown("bad_reply", codec.named_ticket(reply.body))
        except asyncio.CancelledError:
            return Unknown("interrupted", codec.named_ticket(reply.body))
        except Exception:
            _log.exception("%s: a fault of ours in reading the reply", call.name)
            return Unknown("broken_reply", codec.named_ticket(reply.body))

    async def _resolved(self, call: Call[T], doubt: SignInDoubt) -> Outcome[T]:
        """A 401 on a money call: lost sign-in or plain refusal, as a probe says."""
        try:
            signed_in = await self._still_signed_in(call)
        except (Offline, asyncio.CancelledError):
            return Unknown("sign_in_doubt")
        return Refused(doubt.refusal) if signed_in else SignInLost()

    # ------------------------------------------------------------------ one exchange

    async def _send(self, call: Call[Any], attempt: int) -> Reply:
        """Put one request on the wire and log how it ended, never what it carried."""
        if call.signed and self._token is None:
            raise SignInRequired()
        started = self._clock.monotonic()
        request = codec.encode(call, self._token)
        if call.pace is Pace.MONEY:
            request = replace(request, deadline_s=self._money_s)
        try:
            reply = await self._wire.send(request)
        except WireFailed as failed:
            self._note(call, f"{type(failed).__name__}:{failed.cause}", started, attempt)
            self._tell(answered=False)
            raise
        self._note(call, str(reply.status), started, attempt)
        return reply

    async def _decode(self, call: Call[T], reply: Reply) -> T:
        """Read a reply, a large one in a thread, and take note whether it was one of the server's."""
        try:
            if len(reply.body) > THREAD_FROM:
                value = await asyncio.to_thread(codec.decode, call, reply.status, reply.headers, reply.body)
            else:
                value = codec.decode(call, reply.status, reply.headers, reply.body)
        except Offline as failed:
            self._tell(answered=isinstance(failed, TryLater) and failed.cause == "busy")
            raise
        except Known:
            self._tell(answered=True)
            raise
        self._tell(answered=True)
        return value

    def _note(self, call: Call[Any], ended: str, started: float, attempt: int) -> None:
        spent = round((self._clock.monotonic() - started) * 1000)
        _log.info("%s %s %d ms attempt %d", call.name, ended, spent, attempt)

    def _tell(self, *, answered: bool) -> None:
        self._breaker.heard(answered, self._clock.monotonic(), self._random())
        for listener in self._listeners:
            listener(answered)
