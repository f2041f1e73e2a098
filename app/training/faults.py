"""Where faults are put: around every handler, before and after its work is committed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from app.training.routes import ApiRoute
from app.training.wire import Reply


async def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came in: route, raw body, token, path parameters, operation header.

    `number` is that of its log entry; `gone` tells whether the client has hung up.
    """

    route: ApiRoute
    body: bytes
    token: str
    path: dict[str, object]
    operation: str | None
    number: int = 0
    gone: Callable[[], Awaitable[bool]] = _never


class HalfClosed(EOFError):
    """The server's half of the connection ends; its other half goes on hearing."""


class Faults(Protocol):
    """Stands around a request. What it does before awaiting `handle` happens before the commit,
    what it does after it happens after; it may wait, call twice, never call, or change the reply.

    It breaks the connection by raising: `ConnectionResetError` resets it, `EOFError` closes it
    without an answer, `HalfClosed` ends the server's half. In process, where there is no
    connection, the client's transport gets the exception itself.
    """

    async def around(self, received: Received, handle: Callable[[], Awaitable[Reply]]) -> Reply:
        """Answer the request, with or without the help of `handle`."""
        ...


class NoFaults:
    """Everything works."""

    async def around(self, received: Received, handle: Callable[[], Awaitable[Reply]]) -> Reply:
        """See `Faults.around`."""
        return await handle()
