"""Whether the server answers, what time it is there, and whether this machine's own clock is wrong."""

from __future__ import annotations

import logging
from datetime import timedelta
from enum import Enum

from app.errors import Known
from app.observable import Observable
from app.ports import LotteryApi
from app.services.context import Context

log = logging.getLogger("taquilla.connectivity")


class Link(Enum):
    """The line to the server as the last calls showed it."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    UNSTEADY = "unsteady"
    OFFLINE = "offline"


class MachineClock(Enum):
    """This machine's wall clock beside the server's. Nothing is reckoned by it; it is told, no more."""

    UNKNOWN = "unknown"
    RIGHT = "right"
    AHEAD = "ahead"
    BEHIND = "behind"


WRONG_FROM = timedelta(minutes=2)


class Connectivity:
    """Listens to every call's fate and keeps the server clock fresh."""

    _UNSTEADY_AFTER = 1
    _OFFLINE_AFTER = 2

    def __init__(self, context: Context, api: LotteryApi) -> None:
        self._context = context
        self._api = api
        self._misses = 0
        self.link: Observable[Link] = Observable(Link.UNKNOWN)
        self.machine_clock: Observable[MachineClock] = Observable(MachineClock.UNKNOWN)
        api.watch(self._heard)

    def _heard(self, answered: bool) -> None:
        self._misses = 0 if answered else self._misses + 1
        if answered:
            self.link.set(Link.ONLINE)
        elif self._misses >= self._OFFLINE_AFTER:
            self.link.set(Link.OFFLINE)
        elif self._misses >= self._UNSTEADY_AFTER and self.link.value is Link.ONLINE:
            self.link.set(Link.UNSTEADY)

    async def sync_clock(self, samples: int = 1) -> bool:
        """Read the server's time; False when it could not be read (the old offset stays)."""
        for _ in range(samples):
            try:
                await self.read_clock()
            except Known as error:
                log.info("server time not read: %s", error.code)
                return False
        return True

    async def read_clock(self) -> None:
        """Read the server's time; raises the port's read errors. A surprising answer is asked for again."""
        server = self._context.server
        sample = await self._api.server_time()
        surprising = server.contradicted_by(sample)
        server.add(sample)
        if surprising:
            server.add(await self._api.server_time())
        self.machine_clock.set(self._judged())

    def _judged(self) -> MachineClock:
        server = self._context.server
        off, doubt = server.offset(), timedelta(seconds=server.error_s)
        if abs(off) - doubt <= WRONG_FROM:
            return MachineClock.RIGHT
        return MachineClock.BEHIND if off > timedelta(0) else MachineClock.AHEAD
