"""When to ask whether a draw has come out: soon after it, then ever more rarely, at last no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
SPREAD = timedelta(minutes=2)
GIVEN_UP = timedelta(hours=2)


def due(moments: Iterable[datetime], asked: datetime | None, now: datetime, chance: float) -> bool:
    """Whether to ask now about draws held at these moments whose result is not known.

    `asked` is when it was asked last. `chance` in [0, 1) is the terminal's own: it asks first one to three
    minutes after a draw, so that not all of them ask at once, and each time after twice as long.
    """
    return any(_due(moment, asked, now, chance) for moment in moments)


def _due(moment: datetime, asked: datetime | None, now: datetime, chance: float) -> bool:
    if not moment <= now < moment + GIVEN_UP:
        return False
    wait = FIRST + SPREAD * chance
    latest = None
    while moment + wait <= now:
        latest = moment + wait
        wait *= 2
    return latest is not None and (asked is None or asked < latest)
