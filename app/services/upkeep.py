"""Once a day, in a quiet moment: the journal is copied, the copy checked, and the whole chain walked.

A start checks only the end of the book, so that it takes no longer after years of selling. What is
older is looked at here. A shop may be dark all night, so it is not the hour that counts: the first five
minutes of a new day in which nothing is sold, paid or taken back will do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.errors import Known
from app.ports import Journal, JournalCare
from app.services.context import Context

log = logging.getLogger("taquilla.upkeep")

KEPT = "upkeep_day"
QUIET_S = 300.0
AGAIN_S = 3600.0


class Upkeep:
    """Its owner asks `due` every second, and then starts `run`. `busy` tells whether money is on its way."""

    def __init__(
        self, context: Context, journal: Journal, care: JournalCare, folder: Path, busy: Callable[[], bool]
    ) -> None:
        self._context = context
        self._journal = journal
        self._care = care
        self._folder = folder
        self._busy = busy
        self._quiet_since = context.clock.monotonic()
        self._not_before = 0.0
        self._done: date | None = None

    def due(self) -> bool:
        """Whether it has been quiet for long enough on a day without a copy."""
        now = self._context.clock.monotonic()
        if self._busy():
            self._quiet_since = now
        quiet = now - self._quiet_since >= QUIET_S and now >= self._not_before
        return quiet and self._context.server.trusted and self._done != self._context.server.today()

    async def run(self) -> None:
        """Copy and check. `Known("journal.backup_failed")`: tried again in an hour.

        `Known("journal.damaged")`: an old row is not as it was written; nothing is written any more.
        """
        today = self._context.server.today()
        self._not_before = self._context.clock.monotonic() + AGAIN_S
        if await self._journal.kept(KEPT) != today.isoformat():
            made = await self._care.backup(self._folder, today)
            broken = await self._care.verify_chain()
            if broken is not None:
                log.error("row %d of the journal is not as it was written", broken)
                raise Known("journal.damaged", file=str(self._folder.parent))
            log.info("journal copied and checked: %s", made.name)
            await self._journal.keep(KEPT, today.isoformat())
        self._done = today
