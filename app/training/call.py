"""What a handler gets: the request, the world it acts on, and who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.training.accounts import Account
from app.training.store import Store
from app.training.variant import Variant
from app.training.wire import Reply


@dataclass(frozen=True, slots=True)
class World:
    """What lasts between requests."""

    store: Store
    variant: Variant
    seed: int
    terminals: int = 0
    """How many numbered accounts can sign in (`app.training.accounts.terminal_account`)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a handler. `now` is server time in epoch seconds."""

    world: World
    now: int
    body: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, Any] = field(default_factory=dict)
    token: str = ""
    signed_in: Account | None = None

    @property
    def store(self) -> Store:
        """The world's store."""
        return self.world.store

    @property
    def variant(self) -> Variant:
        """The world's variant."""
        return self.world.variant

    @property
    def account(self) -> Account:
        """Who is signed in; only handlers behind a token ask."""
        if self.signed_in is None:
            raise LookupError("this route asks for no token")
        return self.signed_in


Handler = Callable[[Call], Reply]


def rows_reply(call: Call, status: int, rows: Sequence[Any], **more: Any) -> Reply:
    """A list; without rows the key is dropped as Go drops zero values, or by variant kept."""
    empty: dict[str, dict[str, Any]] = {"absent": {}, "null": {"response": None}, "empty": {"response": []}}
    return Reply(status, {**more, **({"response": rows} if rows else empty[call.variant.empty_list])})


def done(call: Call, message: str, response: Mapping[str, Any]) -> Reply:
    """Success of pay, cancel or revert: the document shows none, so the variant chooses."""
    forms: dict[str, Mapping[str, Any]] = {
        "object": {"response": response},
        "message": {"response": message},
        "empty": {},
    }
    return Reply(200, forms[call.variant.action_reply])
