"""What can come of a call to the lottery API, as values (money) and as errors (reads).

A call that moves money ends in exactly one `Outcome`; nothing is ever assumed: `NotSent` is proof
that the server saw nothing, `Unknown` is everything that proves neither success nor refusal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from app.errors import Known

T = TypeVar("T")


class Reason(Enum):
    """Why the server said no, read from its error text (API document and client sources)."""

    CLOSED = "closed"
    QUOTA = "quota"
    LIMITS = "limits"
    FUNDS = "funds"
    NOT_WINNER = "not_winner"
    NOT_FOUND = "not_found"
    WRONG_PIN = "wrong_pin"
    ALREADY_PAID = "already_paid"
    ALREADY_VOID = "already_void"
    EXPIRED = "expired"
    NOT_OURS = "not_ours"
    SIGN_IN = "sign_in"
    OTHER = "other"


UNPROVEN = frozenset({Reason.NOT_FOUND, Reason.SIGN_IN, Reason.OTHER})
"""Refusals that say too little ("no rows in result set" has many causes): one look at the server must
bear them out before anybody is told that nothing happened."""


@dataclass(frozen=True, slots=True)
class RefusedWager:
    """A number without quota left in a draw; `available` in minor units when the server told it."""

    text: str
    event_id: int
    available: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A definite no. `text` is the server's own (for the log and for unknown reasons), cleaned."""

    reason: Reason
    text: str = ""
    closed_events: tuple[int, ...] = ()
    refused_wagers: tuple[RefusedWager, ...] = ()


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The server did it and said so completely."""

    value: T


@dataclass(frozen=True, slots=True)
class Refused:
    """The server understood and refused; nothing happened."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class NotSent:
    """Proof that no byte reached the server (DNS, connect, TLS). `cause` names it for the screen."""

    cause: str


@dataclass(frozen=True, slots=True)
class SignInLost:
    """The token is no longer good; the call was not processed."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have happened. `number` when a broken success named a ticket."""

    cause: str
    number: int | None = None


Outcome = Done[T] | Refused | NotSent | SignInLost | Unknown


class ReadFailed(Known):
    """A read ended without an answer; it may be tried again."""


class Offline(ReadFailed):
    """No answer: no connection, a time-out, a broken or foreign reply. Code `api.offline.<cause>`."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"api.offline.{cause}")
        self.cause = cause


class SignInRequired(Known):
    """The server no longer accepts the token, or the e-mail and password were refused."""

    def __init__(self, code: str = "api.sign_in_lost") -> None:
        super().__init__(code)


class ReadRefused(Known):
    """The server answered a read with an error of its own."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"api.refused.{refusal.reason.value}", text=refusal.text)
        self.refusal = refusal


class BadReply(ReadFailed):
    """The reply was not what the document promises; `path` says where (`$.response[3].amount`)."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__("api.bad_reply", path=path, expected=expected)
        self.path = path
