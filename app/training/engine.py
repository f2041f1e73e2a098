"""The server without its web: time, store, handlers, log, all work in one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from app.training import auth, envelope, history, settle
from app.training.accounts import Account
from app.training.call import Call, World
from app.training.clock import VirtualClock
from app.training.fault_plan import FaultPlan, Rule
from app.training.faults import Faults, NoFaults, Received
from app.training.other_terminal import OtherTerminal
from app.training.refusal import Refused
from app.training.request_log import LogEntry, RequestLog
from app.training.stage import Stage
from app.training.store import Store
from app.training.variant import Variant
from app.training.waits import Waits
from app.training.wire import Reply, decode, refusal
from app.training.worker import Worker

_CLOCK = "clock"  # note: server time and wall time when last saved


def _nothing() -> None:
    """Nobody wants to know."""


class Engine:
    """Answers requests. Construct and close on any thread; `clock` may be moved at any time."""

    def __init__(
        self,
        *,
        seed: int,
        clock: VirtualClock,
        database: Path | None,
        variant: Variant,
        faults: Faults | None = None,
        terminals: int = 0,
    ) -> None:
        self.clock = clock
        self.waits = Waits(clock)
        self.log = RequestLog()
        self.faults: Faults = NoFaults()
        self.use_faults(faults or self.faults)
        self.others: list[OtherTerminal] = []
        self.worker = Worker()
        self._kept = database is not None
        self._saved: int | None = None
        self._began = clock.now()
        self._away_until = 0.0
        self.on_away: Callable[[], None] = _nothing
        self._first_replies: dict[tuple[int, str, str], Reply] = {}
        store = self.worker.call(partial(Store, database))
        self.world = World(store, variant, seed, terminals)
        self.worker.call(self._restore_clock)
        self.worker.call(self.catch_up)

    def now(self) -> int:
        """Server time in epoch seconds."""
        return int(self.clock.now().timestamp())

    def use_faults(self, faults: Faults) -> None:
        """Put these faults around every request from now on."""
        if isinstance(faults, FaultPlan):
            faults.attach(Stage(self))
        self.faults = faults

    def plan(self, rules: Iterable[Rule | str], seed: int | None = None) -> FaultPlan:
        """A plan by the server's own seed, unless another is given."""
        return FaultPlan(rules, seed=self.world.seed if seed is None else seed)

    def set_variant(self, variant: Variant) -> None:
        """Read the document otherwise from now on."""
        self.world = replace(self.world, variant=variant)

    def go_away(self, seconds: float) -> None:
        """Nobody is listening for so many server seconds."""
        self._away_until = self.clock.elapsed() + seconds
        self.on_away()

    @property
    def away_for(self) -> float:
        """Server seconds for which nobody will be listening yet; 0 or less: somebody is."""
        return self._away_until - self.clock.elapsed()

    async def answer(self, received: Received) -> Reply:
        """One request, through the faults, to its reply."""
        route = received.route
        entry = self.log.open(self.clock.now(), route.name, route.method, route.path, received.operation)
        received = replace(received, number=entry.number)
        reply = await self.faults.around(received, partial(self._carry_out, received, entry))
        variant = self.world.variant
        self.log.complete(
            entry,
            status=envelope.http_status(reply, variant),
            envelope=envelope.status_of(reply, variant),
            error=reply.error,
        )
        return reply

    async def _carry_out(self, received: Received, entry: LogEntry) -> Reply:
        if not self.world.variant.commit_when_abandoned and await received.gone():
            raise EOFError("the client has hung up")
        return await self.worker.run(partial(self._handle, received, entry))

    def _handle(self, received: Received, entry: LogEntry) -> Reply:
        """In the worker: catch up, know who asks, do it; a refusal leaves no trace."""
        self.catch_up()
        call = Call(self.world, self.now(), path=received.path, token=received.token)
        try:
            with self.world.store.transaction():
                if received.route.token:
                    known = auth.known(call)
                    self.log.complete(entry, user=known.email if known else None)
                    call = replace(call, signed_in=auth.whose(call))
                    self._check_rate(call.account)
                return self._once(received, call)
        except Refused as refused:
            return refusal(refused)
        finally:
            if received.route.name == "login":
                self._note_login(received, entry)

    def _once(self, received: Received, call: Call) -> Reply:
        """The reply; by variant the first one again to a request with the same key."""
        rule, operation = call.variant.idempotency_key, received.operation
        if operation is None or rule == "ignored":
            return self._do(received, call)
        if rule == "refused":
            raise Refused(400, "unknown header: idempotency-key")
        key = call.signed_in.user_id if call.signed_in else 0, received.route.name, operation
        if key not in self._first_replies:
            self._first_replies[key] = self._do(received, call)
        return self._first_replies[key]

    def _do(self, received: Received, call: Call) -> Reply:
        if received.route.method == "POST":
            call = replace(call, body=decode(received.body))
        return received.route.handler(call)

    def _check_rate(self, account: Account) -> None:
        most, now = self.world.variant.requests_per_minute, self.clock.now()
        if most and self.log.in_minute(account.email, now) > most:
            wait = {"retry-after": str(60 - now.second)}
            raise Refused(429, "too many requests", http=429, headers=wait)

    def _note_login(self, received: Received, entry: LogEntry) -> None:
        """Who tried to sign in, if there is such an account."""
        account = auth.asked_for(received.body, self.world.terminals)
        self.log.complete(entry, user=account.email if account else None)

    def catch_up(self) -> None:
        """In the worker: results, new days, expiries and the other terminals' sales up to now."""
        now = self.now()
        with self.world.store.transaction():
            for other in self.others:
                other.sell_due(self.world, now)
            settle.catch_up(self.world, now)
            if self._kept and self._saved != now:
                self.save_clock()

    def write_history(self) -> None:
        """Yesterday's practice tickets; call on any thread."""

        def write() -> None:
            with self.world.store.transaction():
                history.write(self.world, self.now())

        self.worker.call(write)

    def save_clock(self) -> None:
        """In the worker: remember the clock, so that a restart goes on from it."""
        self._saved = self.now()
        wall = self.clock.machine.wall()
        self.world.store.write_note(_CLOCK, f"{self.clock.now().isoformat()} {wall.isoformat()}")

    def _restore_clock(self) -> None:
        """A kept server's clock is as far from the wall clock as it was, and never goes back."""
        noted = self.world.store.note(_CLOCK)
        if noted is None:
            return
        then, wall = (datetime.fromisoformat(part) for part in noted.split())
        self.clock.set(max(then, then + (self.clock.machine.wall() - wall)).astimezone(UTC))

    def reset(self) -> None:
        """In the worker: as born, clock included; variant and faults stay."""
        self.log.clear()
        self.others.clear()
        self._first_replies.clear()
        with self.world.store.transaction():
            self.world.store.wipe()
        self.clock.set(self._began)
        self.catch_up()

    def close(self) -> None:
        """Save the clock, close the store, end the thread and whoever waits for server time."""
        self.waits.stop()
        self.worker.call(self._close_store)
        self.worker.close()

    def _close_store(self) -> None:
        with self.world.store.transaction():
            self.save_clock()
        self.world.store.close()
