"""A call to the lottery API as a value: what to send, how safe it is, and how to read the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

from app.api.parse import Envelope, Kind, kind
from app.api.wire import MEGABYTE, Lane, Pace

T = TypeVar("T")


class Safety(Enum):
    """What sending a call twice would do."""

    SAFE = "safe"
    """A read: nothing."""
    IDEMPOTENT = "idempotent"
    """Signing in and out: the same state again."""
    UNSAFE = "unsafe"
    """It may move money a second time: never sent again by this layer."""


class Form(Enum):
    """What an accepted body looks like."""

    ENVELOPE = "envelope"
    """A JSON object, always."""
    ANY = "any"
    """Undocumented: the decoder looks at it (image, time, logout)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply judged a success: its headers, whole body and opened envelope."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    envelope: Envelope = field(repr=False)

    @property
    def has_response(self) -> bool:
        """Whether the envelope holds a `response` that is not null."""
        return kind(self.envelope.response) not in (Kind.ABSENT, Kind.NULL)


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One endpoint with its arguments. `tries` counts the first attempt too.

    `recovery`: passes an open circuit breaker. `no_content`: status 204 is an answer.
    `signed`: carries the token.
    """

    name: str
    method: str
    path: str
    decoder: Callable[[Answer], T]
    body: bytes | None = field(default=None, repr=False)
    safety: Safety = Safety.SAFE
    pace: Pace = Pace.READ
    lane: Lane = Lane.READS
    form: Form = Form.ENVELOPE
    tries: int = 3
    limit: int = 2 * MEGABYTE
    headers: tuple[tuple[str, str], ...] = ()
    recovery: bool = False
    no_content: bool = False
    signed: bool = True
