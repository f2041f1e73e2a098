"""The window goes away and comes back: as it was, for practice, or for the real thing again."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from app.i18n import t
from app.presenters.base import Observable
from app.presenters.notices import Level, Notices


class Reopen(Enum):
    """What is to come back."""

    SAME = "same"
    PRACTICE = "practice"
    LIVE = "live"


class Reopening:
    """`wanted` ends the window when it is set. `busy` says whether money is on its way: nothing ends then.

    `offers` are the ways that this program knows.
    """

    def __init__(self, notices: Notices, busy: Callable[[], bool], offers: frozenset[Reopen]) -> None:
        self._notices, self._busy = notices, busy
        self.offers = offers
        self.wanted: Observable[Reopen | None] = Observable(None)

    def ask(self, how: Reopen) -> None:
        """Leave and come back; refused in a sentence while an operation is under way."""
        if how not in self.offers:
            return
        if self._busy():
            self._notices.show(Level.WARN, t("top.lock_busy"))
        else:
            self.wanted.set(how)
