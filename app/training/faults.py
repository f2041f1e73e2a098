"""Where faults are put: around every handler, before and after its work is committed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from app.training.routes import ApiRoute
from app.training.wire import Reply


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came in: route, raw body, token, path parameters, operation header."""

    route: ApiRoute
    body: bytes
    token: str
    path: dict[str, object]
    operation: str | None


class Faults(Protocol):
    """Stands around a request. What it does before awaiting `handle` happens before the commit,
    what it does after it happens after; it may wait, call twice, never call, change the reply, or
    raise to break the connection.
    """

    async def around(self, received: Received, handle: Callable[[], Awaitable[Reply]]) -> Reply:
        """Answer the request, with or without the help of `handle`."""
        ...


class NoFaults:
    """Everything works."""

    async def around(self, received: Received, handle: Callable[[], Awaitable[Reply]]) -> Reply:
        """See `Faults.around`."""
        return await handle()
