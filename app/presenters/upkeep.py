"""Starts the day's upkeep of the journal when it is quiet, and tells what is wrong in plain words."""

from __future__ import annotations

from app.errors import Known
from app.presenters.base import Tasks
from app.presenters.notices import Level, Notices, sentence
from app.services.upkeep import Upkeep


class UpkeepRounds:
    """`tick` is called once a second."""

    def __init__(self, upkeep: Upkeep, notices: Notices) -> None:
        self._upkeep = upkeep
        self._notices = notices
        self._tasks = Tasks(self._failed)

    def tick(self) -> None:
        """One second has passed."""
        if not self._tasks.busy("upkeep") and self._upkeep.due():
            self._tasks.start("upkeep", self._upkeep.run)

    def _failed(self, error: BaseException) -> None:
        grave = not isinstance(error, Known) or error.code == "journal.damaged"
        self._notices.show(Level.STOP if grave else Level.WARN, sentence(error))
