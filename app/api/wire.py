"""What the API layer needs of a line to the server: one request out, one reply back, honest failures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

MEGABYTE = 1024 * 1024


class Pace(Enum):
    """How long a call may take as a whole, in seconds: a read, or a call that moves money."""

    READ = 20.0
    MONEY = 45.0


class Lane(Enum):
    """Which connections a call may reuse.

    READS keeps connections for long. MONEY reuses one only within seconds of its last answer: on an
    older one, "closed before it answered" may mean that the server saw the request or did not. Reads
    that come just before a money call use MONEY too, so that the call finds a proven connection.
    """

    READS = "reads"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, shown without its secrets.

    `limit` is the largest reply body accepted, in bytes, after unpacking. `deadline_s` is shorter than
    the pace's own when the caller has less time.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    pace: Pace = Pace.READ
    lane: Lane = Lane.READS
    limit: int = 2 * MEGABYTE
    deadline_s: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete HTTP reply. Header names are lower case; times are monotonic seconds."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    sent_at: float = 0.0
    heard_at: float = 0.0


class WireFailed(Exception):
    """No usable reply; `cause` is the last part of a text key `api.offline.<cause>`."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class NotDelivered(WireFailed):
    """Proof that not one byte of the request left this machine."""


class ReplyLost(WireFailed):
    """Bytes may have left; whether the server acted on them is not known."""


class Wire(Protocol):
    """A line to one server."""

    async def send(self, request: Request) -> Reply:
        """Send once; `NotDelivered` or `ReplyLost` for whatever goes wrong."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
