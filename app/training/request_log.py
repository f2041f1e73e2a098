"""What was asked of the server, in order; never a password, a token or a PIN."""

from __future__ import annotations

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
    """The last requests, the oldest first. Written to by the loop's thread and the server's own."""

    def __init__(self) -> None:
        self._entries: dict[int, LogEntry] = {}
        self._count = 0

    def open(self, at: datetime, route: str, method: str, path: str, operation: str | None) -> LogEntry:
        """Note that a request has come in."""
        self._count += 1
        entry = LogEntry(self._count, at, route, method, path, operation=operation)
        self._entries[entry.number] = entry
        self._entries.pop(entry.number - _KEPT, None)
        return entry

    def complete(self, entry: LogEntry, **known: object) -> None:
        """Fill in what is known by now (`user`, `status`, `envelope`, `error`)."""
        noted = self._entries.get(entry.number)
        if noted is not None:
            self._entries[entry.number] = replace(noted, **known)  # type: ignore[arg-type]

    def entries(self) -> tuple[LogEntry, ...]:
        """Everything kept."""
        return tuple(self._entries.values())

    def clear(self) -> None:
        """Forget everything; counting goes on."""
        self._entries.clear()
