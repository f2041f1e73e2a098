"""What was asked of the server, in order; never a password, a token or a PIN."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request. `status` is the HTTP status, `None` while (or when never) answered.

    `operation` is the client's `Idempotency-Key` header, which the server notes and ignores.
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


class RequestLog:
    """The last requests, the oldest first."""

    def __init__(self) -> None:
        self._entries: deque[LogEntry] = deque(maxlen=_KEPT)
        self._count = 0

    def open(self, at: datetime, route: str, method: str, path: str, operation: str | None) -> LogEntry:
        """Note that a request has come in."""
        self._count += 1
        entry = LogEntry(self._count, at, route, method, path, operation=operation)
        self._entries.append(entry)
        return entry

    def complete(self, entry: LogEntry, **known: object) -> None:
        """Fill in what is known by now (`user`, `status`, `envelope`, `error`)."""
        place = entry.number - self._count - 1
        if -place <= len(self._entries) and self._entries[place].number == entry.number:
            self._entries[place] = replace(self._entries[place], **known)  # type: ignore[arg-type]

    def entries(self) -> tuple[LogEntry, ...]:
        """Everything kept."""
        return tuple(self._entries)

    def clear(self) -> None:
        """Forget everything; counting goes on."""
        self._entries.clear()
