"""The server without its web: time, store, handlers, log, all work in one thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from app.training import auth, history, settle
from app.training.call import Call, World
from app.training.clock import VirtualClock
from app.training.faults import Faults, NoFaults, Received
from app.training.refusal import Refused
from app.training.request_log import LogEntry, RequestLog
from app.training.store import Store
from app.training.variant import Variant
from app.training.wire import Reply, decode, refusal
from app.training.worker import Worker

_CLOCK = "clock"  # note: server time and wall time when last saved


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
    ) -> None:
        self.clock = clock
        self.log = RequestLog()
        self.faults: Faults = faults or NoFaults()
        self.worker = Worker()
        self._kept = database is not None
        self._saved: int | None = None
        self._began = clock.now()
        store = self.worker.call(partial(Store, database))
        self.world = World(store, variant, seed)
        self.worker.call(self._restore_clock)
        self.worker.call(self.catch_up)

    def now(self) -> int:
        """Server time in epoch seconds."""
        return int(self.clock.now().timestamp())

    async def answer(self, received: Received) -> Reply:
        """One request, through the faults, to its reply."""
        route = received.route
        entry = self.log.open(self.clock.now(), route.name, route.method, route.path, received.operation)
        work = partial(self.worker.run, partial(self._handle, received, entry))
        reply = await self.faults.around(received, work)
        status = self.http_status(reply)
        self.log.complete(entry, status=status, envelope=reply.status, error=reply.error)
        return reply

    def http_status(self, reply: Reply) -> int:
        """The HTTP status of a reply, by variant."""
        if reply.http is not None:
            return reply.http
        return reply.status if self.world.variant.mirror_status else 200

    def _handle(self, received: Received, entry: LogEntry) -> Reply:
        """In the worker: catch up, know who asks, do it; a refusal leaves no trace."""
        self.catch_up()
        call = Call(self.world, self.now(), path=received.path, token=received.token)
        try:
            with self.world.store.transaction():
                if received.route.token:
                    call = replace(call, signed_in=auth.whose(call))
                    self.log.complete(entry, user=call.account.email)
                if received.route.method == "POST":
                    call = replace(call, body=decode(received.body))
                return received.route.handler(call)
        except Refused as refused:
            return refusal(refused)

    def catch_up(self) -> None:
        """In the worker: results, new days and expiries up to now."""
        with self.world.store.transaction():
            settle.catch_up(self.world, self.now())
            if self._kept and self._saved != self.now():
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
        """In the worker: as born, clock included."""
        self.log.clear()
        with self.world.store.transaction():
            self.world.store.wipe()
        self.clock.set(self._began)
        self.catch_up()

    def close(self) -> None:
        """Save the clock, close the store, end the thread."""
        self.worker.call(self._close_store)
        self.worker.close()

    def _close_store(self) -> None:
        with self.world.store.transaction():
            self.save_clock()
        self.world.store.close()
