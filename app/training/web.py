"""The ASGI application: routes to the engine, replies to HTTP."""

from __future__ import annotations

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

from app.training import auth
from app.training.engine import Engine
from app.training.faults import Received
from app.training.routes import ROUTES, ApiRoute
from app.training.wire import Reply, encode

_NO_CONTENT = 204


def application(engine: Engine, more: list[Route]) -> ASGIApp:
    """The whole API, and `more` routes beside it. Paths are exact: nothing is redirected."""
    routes: list[BaseRoute] = [
        Route(one.path, _endpoint(engine, one), methods=[one.method], name=one.name) for one in ROUTES
    ]
    app = Starlette(exception_handlers={HTTPException: partial(_no_such_route, engine)})
    app.router = Router([*routes, *more], redirect_slashes=False)
    return app


def _endpoint(engine: Engine, route: ApiRoute) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        received = Received(
            route,
            await request.body(),
            request.headers.get(auth.HEADER, ""),
            dict(request.path_params),
            request.headers.get("idempotency-key"),
        )
        return _written(engine, await engine.answer(received))

    return endpoint


def _written(engine: Engine, reply: Reply) -> Response:
    status = engine.http_status(reply)
    if isinstance(reply.body, bytes):
        content = reply.body
    else:
        envelope = {"status": reply.status, **reply.body}
        content = encode(envelope, engine.world.variant.amount_form)
    # The clock is the server's own, so the date is too.
    date = format_datetime(engine.clock.now().astimezone(UTC), usegmt=True)
    headers = {**reply.headers, "date": date}
    if status == _NO_CONTENT:
        return Response(status_code=status, headers=headers)
    return Response(content, status, headers, reply.media)


async def _no_such_route(engine: Engine, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _written(engine, Reply(status, {"error": str(getattr(error, "detail", error)).lower()}))
