"""Time as a dependency: the machine's clocks behind a port, and the server's time built on them.

The wall clock of a shop's PC is often wrong (dead battery), so it is never used for closings,
cancel windows or "today": those come from `ServerClock`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_ZONE = "America/Caracas"
DRIFT = 1e-4
"""Seconds that a monotonic clock may be off after one second; ordinary quartz stays within."""


class Clock(Protocol):
    """The machine's clocks."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never going back."""
        ...

    def wall(self) -> datetime:
        """The PC's idea of now, aware, UTC. May be wrong by years."""
        ...


class SystemClock:
    """The real clocks; the only place in the program that reads them."""

    def monotonic(self) -> float:
        """See `Clock.monotonic`."""
        return time.monotonic()

    def wall(self) -> datetime:
        """See `Clock.wall`."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading of the server's clock: `server` time at monotonic `at`, known to ± `error_s` seconds."""

    server: datetime
    at: float
    error_s: float

    def server_at(self, at: float) -> datetime:
        """Server time at monotonic `at`, as far as this reading knows."""
        return self.server + timedelta(seconds=at - self.at)

    def error_at(self, at: float) -> float:
        """How far off `server_at(at)` may be, in seconds."""
        return self.error_s + DRIFT * abs(at - self.at)

    def agrees(self, other: Sample) -> bool:
        """Whether both can be true of one clock that was never set meanwhile."""
        apart = abs((self.server_at(other.at) - other.server).total_seconds())
        return apart <= self.error_at(other.at) + other.error_s


class ServerClock:
    """Server time: the best recent sample carried on by the monotonic clock.

    Until the first sample the PC's wall clock stands in and `trusted` is false. One sample that
    contradicts the best is taken for a stray (a cached reply); two in a row that agree mean that the
    server's clock was set, or that this machine slept, and what was known before is forgotten.
    """

    _KEEP = 8

    def __init__(self, clock: Clock, zone: str = DEFAULT_ZONE) -> None:
        self._clock = clock
        self._samples: list[Sample] = []
        self._best: Sample | None = None
        self._stray: Sample | None = None
        self._zone = zone_named(zone)

    @property
    def trusted(self) -> bool:
        """Whether the server has told its time since the start."""
        return self._best is not None

    @property
    def error_s(self) -> float:
        """How far off `now` may be, in seconds (half the round trip of the best sample, and drift)."""
        return self._best.error_at(self._clock.monotonic()) if self._best else float("inf")

    @property
    def zone(self) -> tzinfo:
        """The agency's time zone."""
        return self._zone

    def set_zone(self, name: str) -> None:
        """Use the zone of get-data's `entity_data.time_zone`; an unknown name keeps the present one."""
        self._zone = zone_named(name, default=self._zone)

    def add(self, sample: Sample) -> None:
        """Take in a reading; the most exact of the last eight wins."""
        if not self.contradicted_by(sample):
            self._samples, self._stray = [*self._samples, sample][-self._KEEP :], None
        elif self._stray is not None and self._stray.agrees(sample):
            self._samples, self._stray = [self._stray, sample], None
        else:
            self._stray = sample
            return
        self._best = min(self._samples, key=lambda s: (s.error_at(sample.at), -s.at))

    def contradicted_by(self, sample: Sample) -> bool:
        """Whether `sample` and the present idea of the time cannot both be true: worth asking again."""
        return self._best is not None and not self._best.agrees(sample)

    def now(self) -> datetime:
        """Server time now, aware, UTC."""
        if self._best is None:
            return self._clock.wall()
        return self._best.server_at(self._clock.monotonic())

    def local(self, moment: datetime | None = None) -> datetime:
        """`moment` (default: now) in the agency's time zone."""
        return (moment or self.now()).astimezone(self._zone)

    def today(self) -> date:
        """The agency's calendar day by server time."""
        return self.local().date()

    def offset(self) -> timedelta:
        """Server time minus the PC's wall clock."""
        return self.now() - self._clock.wall()


def zone_named(name: str, default: tzinfo | None = None) -> tzinfo:
    """The IANA zone `name`; an unknown one gives `default`, or Caracas."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return default or ZoneInfo(DEFAULT_ZONE)
