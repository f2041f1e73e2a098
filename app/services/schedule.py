"""When a terminal at rest reads what: pure, with chance and time given.

The budget is N = 3 reads in any minute, 1.7 a minute at most on average (`app.services.rounds` has the
table). Thousands of terminals share one server, so nothing is ever due for all of them at once:
first reads are spread over their whole interval, later ones vary by a fifth, reads of one terminal
are twenty seconds apart, a line that is down is asked about ever more rarely, and each terminal waits
a part of a minute of its own before it catches up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

READS_A_MINUTE = 3
APART_S = 60.0 / READS_A_MINUTE + 1
VARIATION = 0.2
CATCH_UP_S = 60.0
FIRST_PAUSE_S = 5.0
LONGEST_PAUSE_S = 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """A read done every `every_s` seconds, for the first time within `first_within_s` (0: the same)."""

    name: str
    every_s: float
    first_within_s: float = 0.0


class Schedule:
    """One terminal's plan. `chance` gives numbers in [0, 1); times are monotonic seconds.

    While the line is down only `probe` is done, and it must be among the jobs.
    """

    def __init__(self, chance: Callable[[], float], probe: str) -> None:
        self._chance = chance
        self._probe = probe
        self._jobs: dict[str, Job] = {}
        self._due: dict[str, float] = {}
        self._late: set[str] = set()
        self._not_before = float("-inf")
        self._failures = 0

    @property
    def down(self) -> bool:
        """Whether the last read was not answered."""
        return self._failures > 0

    def plan(self, jobs: Iterable[Job], now: float) -> None:
        """These jobs from now on; those planned already keep their time."""
        self._jobs, known = {job.name: job for job in jobs}, self._due
        self._due = {
            name: known[name] if name in known else self._first(job, now) for name, job in self._jobs.items()
        }

    def _first(self, job: Job, now: float) -> float:
        return now + self._chance() * (job.first_within_s or job.every_s)

    def sooner(self, name: str, now: float) -> None:
        """A read that is wanted before its time is due at once, among all others and as far apart."""
        if name in self._due:
            self._due[name] = min(self._due[name], now)

    def clear(self) -> None:
        """Nothing any more: nobody is signed in."""
        self._jobs, self._due, self._failures = {}, {}, 0
        self._late.clear()

    def next_at(self) -> float:
        """When the next read may be due; infinite without jobs."""
        if not self._due:
            return float("inf")
        earliest = self._due[self._probe] if self.down else min(self._due.values())
        return max(earliest, self._not_before)

    def take(self, now: float) -> str | None:
        """The read to do now, if any; it counts as begun."""
        if now < self.next_at():
            return None
        name = self._probe if self.down else min(self._due, key=lambda one: self._due[one])
        self._due[name] = now + self._jobs[name].every_s * self._share(name)
        self._not_before = now + APART_S
        return name

    def _share(self, name: str) -> float:
        """The part of its interval after which a job follows itself.

        After catching up anything up to the whole: an outage must not leave all terminals in step.
        """
        if name in self._late:
            self._late.discard(name)
            return self._chance()
        return 1 + VARIATION * (2 * self._chance() - 1)

    def answered(self, now: float) -> None:
        """The server was heard; after a silence what is overdue follows within a minute."""
        if not self.down:
            return
        self._failures = 0
        start = now + self._chance() * CATCH_UP_S
        self._late = {name for name, due in self._due.items() if due <= now}
        self._due.update(dict.fromkeys(self._late, start))

    def unanswered(self, name: str, now: float) -> None:
        """A read was not answered: it stays due, and the line is asked about later and later."""
        if name not in self._due:
            return
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**self._failures)
        self._failures += 1
        self._due[name] = now
        self._due[self._probe] = now + pause * (1 + self._chance()) / 2
