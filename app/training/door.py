"""The control door: test switches over HTTP, for servers that run in another process.

Not part of the lottery API, needs no token; JSON both ways; every reply carries `now` (ISO).

- `POST /training/advance {"seconds": 90}`: move the clock forward.
- `POST /training/result {"event_id": 23311, "value": "123"}`: publish a result and settle tickets.
- `POST /training/close {"event_id": 23311}`: close a draw now.
- `POST /training/quota {"product_id": 1, "quota": 100}`: money sellable on one number of a draw.
- `POST /training/expire-tokens`: end every session.
- `GET /training/log`: `requests`, each with number, at, route, method, path, user, operation,
  status, envelope, error.
- `GET /training/tickets`: `tickets` as the server holds them, PINs included.
- `POST /training/reset`: the server as it was born.

A wrong request is answered 400 with `error`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.money import Money
from app.training.control import Control, Issued
from app.training.refusal import Refused
from app.training.wire import Amount, decode, encode, read_amount, read_int, read_text
from app.training.worker import Worker

Act = Callable[[Control, Mapping[str, Any]], Mapping[str, Any] | None]


def _advance(control: Control, body: Mapping[str, Any]) -> None:
    control.advance(read_amount(body.get("seconds")) / 100)


def _result(control: Control, body: Mapping[str, Any]) -> None:
    control.settle(read_int(body, "event_id"), read_text(body, "value"))


def _close(control: Control, body: Mapping[str, Any]) -> None:
    control.close_draw(read_int(body, "event_id"))


def _quota(control: Control, body: Mapping[str, Any]) -> None:
    control.set_quota(read_int(body, "product_id"), Money(read_amount(body.get("quota"))))


def _expire(control: Control, body: Mapping[str, Any]) -> None:
    control.expire_tokens()


def _reset(control: Control, body: Mapping[str, Any]) -> None:
    control.reset()


def _log(control: Control, body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"requests": [{**asdict(entry), "at": entry.at.isoformat()} for entry in control.request_log()]}


def _tickets(control: Control, body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"tickets": [_written(one) for one in control.tickets()]}


def _written(one: Issued) -> dict[str, Any]:
    amounts = {name: Amount(getattr(one, name).minor) for name in ("total", "prize", "paid")}
    wagers = [
        {"event_id": p.draw_id, "game_id": p.game_id, "wager": p.wager, "amount": Amount(p.amount)}
        for p in one.plays
    ]
    plain = {name: getattr(one, name) for name in ("uuid", "number", "pin", "day", "email", "status")}
    return {**plain, "created_at": one.created_at, **amounts, "wagers": wagers}


_ACTS: tuple[tuple[str, str, Act], ...] = (
    ("POST", "advance", _advance),
    ("POST", "result", _result),
    ("POST", "close", _close),
    ("POST", "quota", _quota),
    ("POST", "expire-tokens", _expire),
    ("POST", "reset", _reset),
    ("GET", "log", _log),
    ("GET", "tickets", _tickets),
)


def door_routes(control: Control, worker: Worker) -> list[Route]:
    """The routes of the door."""
    return [
        Route(f"/training/{name}", _endpoint(act, control, worker), methods=[method])
        for method, name, act in _ACTS
    ]


def _endpoint(act: Act, control: Control, worker: Worker) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        status, answer = await worker.run(partial(_tried, act, control, raw))
        content = encode({**answer, "now": control.now().isoformat()})
        return Response(content, status, media_type="application/json")

    return endpoint


def _tried(act: Act, control: Control, raw: bytes) -> tuple[int, Mapping[str, Any]]:
    try:
        return 200, act(control, decode(raw)) or {}
    except (Refused, LookupError, ValueError) as error:
        return 400, {"error": str(error)}
