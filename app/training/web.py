"""The ASGI application: routes to the engine, replies to HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import format_datetime
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp

from app.training import auth, envelope
from app.training.engine import Engine
from app.training.faults import Received
from app.training.line import Line, Lines
from app.training.routes import ROUTES, ApiRoute
from app.training.wire import Reply

_NO_CONTENT = 204


def application(engine: Engine, lines: Lines, more: list[Route]) -> ASGIApp:
    """The whole API, and `more` routes beside it. Paths are exact: nothing is redirected."""
    routes: list[BaseRoute] = [
        Route(one.path, _endpoint(engine, lines, one), methods=[one.method], name=one.name) for one in ROUTES
    ]
    app = Starlette(exception_handlers={HTTPException: partial(_no_such_route, engine)})
    app.router = Router([*routes, *more], redirect_slashes=False)
    return app


class _Client:
    """Who asked, and whether it still waits."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.gave_up = False

    async def gone(self) -> bool:
        return self.gave_up or await self._request.is_disconnected()


def _endpoint(engine: Engine, lines: Lines, route: ApiRoute) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        line, client = lines.of(request.scope.get("client")), _Client(request)
        if line:
            line.steady()
        try:
            return await _sent(engine, line, await _answered(engine, route, request, client))
        except asyncio.CancelledError:
            client.gave_up = True
            raise
        except (ConnectionError, EOFError) as broken:
            if line is None:
                raise
            line.break_off(broken)
            return Response()

    return endpoint


async def _answered(engine: Engine, route: ApiRoute, request: Request, client: _Client) -> Reply:
    if engine.away_for > 0:
        raise ConnectionRefusedError("nobody is listening")
    received = Received(
        route,
        await request.body(),
        request.headers.get(auth.HEADER, ""),
        dict(request.path_params),
        request.headers.get("idempotency-key"),
        gone=client.gone,
    )
    return await engine.answer(received)


async def _sent(engine: Engine, line: Line | None, reply: Reply) -> Response:
    """The reply as the line carries it; without a line, as far as that can be told apart."""
    content = envelope.written(reply, engine.world.variant)
    if reply.cut and line is None:
        content = content[: len(content) // 2]
    elif reply.cut and line:
        line.cut_after(len(content) // 2)
    if reply.drip is not None and line is None:
        await engine.waits.sleep(reply.drip * len(content))
    elif reply.drip is not None and line:
        line.drip(reply.drip)
    return _response(engine, reply, content)


def _response(engine: Engine, reply: Reply, content: bytes) -> Response:
    status = envelope.http_status(reply, engine.world.variant)
    # The clock is the server's own, so the date is too.
    date = format_datetime(engine.clock.now().astimezone(UTC), usegmt=True)
    headers = {**reply.headers, "date": date}
    if status == _NO_CONTENT:
        return Response(status_code=status, headers=headers)
    media = None if "content-type" in headers else reply.media
    return Response(content, status, headers, media)


async def _no_such_route(engine: Engine, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    reply = Reply(status, {"error": str(getattr(error, "detail", error)).lower()})
    return _response(engine, reply, envelope.written(reply, engine.world.variant))
