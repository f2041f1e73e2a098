"""What a probe of a lottery server found, as plain values without any secret in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class Verdict(Enum):
    """How the codec judged a reply."""

    OK = "ok"
    REFUSED = "refused"
    BAD_REPLY = "bad_reply"
    OFFLINE = "offline"
    SIGN_IN = "sign_in"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Field:
    """One JSON path of an endpoint's replies.

    `types`: JSON type -> how often; `forms`: the commonest forms or harmless values; `more`: how many
    other forms there were; `parents`: how many objects could have had it.
    """

    path: str
    types: Mapping[str, int]
    forms: tuple[str, ...] = ()
    more: int = 0
    parents: int = 0

    @property
    def count(self) -> int:
        """How often it was there."""
        return sum(self.types.values())


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of the probe and what came back. `about` says of what: a category, a day.

    `media` is the kind of the body by its content, `declared` its content type. `detail`: the path,
    error text or cause that belongs to the verdict, masked.
    """

    name: str
    about: str
    method: str
    path: str
    seconds: float
    http: int | None
    envelope: int | None
    media: str
    declared: str
    size: int
    verdict: Verdict
    detail: str = ""
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between the replies of an endpoint and the document or our models.

    `kind` is the last part of the text key `probe.difference.<kind>`.
    """

    name: str
    kind: str
    path: str
    seen: str = ""
    expected: str = ""


class State(Enum):
    """How far a question is answered."""

    ANSWERED = "answered"
    PARTLY = "partly"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Answer:
    """An open question about the server: `text` is a key below `probe.answer` with its `params`.

    What stays open says how to find out (`probe.how.<question>`).
    """

    question: str
    state: State
    text: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence: a text key and its parameters."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything a probe has to tell. `sale` is what it sold and took back, step by step."""

    server: str
    at: datetime
    version: str
    exchanges: tuple[Exchange, ...]
    fields: Mapping[str, tuple[Field, ...]]
    differences: tuple[Difference, ...]
    answers: tuple[Answer, ...]
    sale: tuple[Told, ...] = ()
    notes: tuple[Told, ...] = ()
