"""Whether the server answers, and what time it is there."""

from __future__ import annotations

import logging
from enum import Enum

from app.domain.outcome import ReadFailed
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


class Connectivity:
    """Listens to every call's fate and keeps the server clock fresh."""

    _UNSTEADY_AFTER = 1
    _OFFLINE_AFTER = 2

    def __init__(self, context: Context, api: LotteryApi) -> None:
        self._context = context
        self._api = api
        self._misses = 0
        self.link: Observable[Link] = Observable(Link.UNKNOWN)
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
                self._context.server.add(await self._api.server_time())
            except ReadFailed as error:
                log.info("server time not read: %s", error.code)
                return False
            except Known as error:
                log.info("server time refused: %s", error.code)
                return False
        return True
