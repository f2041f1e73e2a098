"""What was asked of the server, in order; never a password, a token or a PIN."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request. `status` is the HTTP status, `None` while (or when never) answered.

    `operation` is the client's `Idempotency-Key` header. `faults` are the rules of the fault plan
    that were applied to it, in order.
    """

    number: int
    at: datetime
    route: str
    method: str
    path: str
    user: str | None = None
    operation: str | None = None
    status: int | None = None
    envelope: int | None = None
    error: str | None = None
    faults: tuple[str, ...] = ()


class RequestLog:
    """The last requests, the oldest first. Written to by the loop's thread and the server's own."""

    def __init__(self) -> None:
        self._entries: dict[int, LogEntry] = {}
        self._count = 0
        self._minutes: dict[str | None, Counter[datetime]] = {None: Counter()}

    def open(self, at: datetime, route: str, method: str, path: str, operation: str | None) -> LogEntry:
        """Note that a request has come in."""
        self._count += 1
        entry = LogEntry(self._count, at, route, method, path, operation=operation)
        self._entries[entry.number] = entry
        self._entries.pop(entry.number - _KEPT, None)
        self._minutes[None][_minute(at)] += 1
        return entry

    def complete(self, entry: LogEntry, **known: object) -> None:
        """Fill in what is known by now (`user`, `status`, `envelope`, `error`)."""
        noted = self._entries.get(entry.number)
        if noted is None:
            return
        self._entries[entry.number] = replaced = replace(noted, **known)  # type: ignore[arg-type]
        if replaced.user and not noted.user:
            self._minutes.setdefault(replaced.user, Counter())[_minute(noted.at)] += 1

    def add_fault(self, number: int, fault: str) -> None:
        """Note that a rule was applied to the request of this number."""
        noted = self._entries.get(number)
        if noted is not None:
            self._entries[number] = replace(noted, faults=(*noted.faults, fault))

    def entries(self) -> tuple[LogEntry, ...]:
        """Everything kept: the last 200,000 requests."""
        return tuple(self._entries.values())

    def per_minute(self, user: str | None = None) -> dict[datetime, int]:
        """Requests in each minute of server time that had any: a user's (e-mail), or everybody's.

        It counts every request since the last `clear`, also those that `entries` keeps no more.
        Requests whose token was never known are in everybody's only.
        """
        return dict(self._minutes.get(user, {}))

    def in_minute(self, user: str, at: datetime) -> int:
        """A user's requests so far in the minute of `at`."""
        return self._minutes.get(user, Counter())[_minute(at)]

    def users(self) -> tuple[str, ...]:
        """Who has asked anything, in the order of their first request."""
        return tuple(user for user in self._minutes if user)

    def clear(self) -> None:
        """Forget everything; counting goes on."""
        self._entries.clear()
        self._minutes = {None: Counter()}


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
