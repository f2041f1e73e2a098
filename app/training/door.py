"""The control door: test switches over HTTP, for servers that run in another process.

Not part of the lottery API, needs no token; JSON both ways; every reply carries `now` (ISO).

- `POST /training/advance {"seconds": 90}`: move the clock forward.
- `POST /training/step-clock {"seconds": -600}`: put the clock right or wrong; no time passes.
- `POST /training/result {"event_id": 23311, "value": "123"}`: publish a result and settle tickets.
- `POST /training/close {"event_id": 23311}`: close a draw now.
- `POST /training/quota {"product_id": 1, "quota": 100}`: money sellable on one number of a draw.
- `POST /training/expire-tokens`: end every session.
- `POST /training/faults {"faults": ["create#2 after reset"], "seed": 1}`: play these faults and no
  others; the seed may be left out, an empty list ends them. `GET /training/faults` tells `faults`,
  each with rule, matched and fired.
- `POST /training/variant {"variant": "list_lag_seconds=30"}`: read the document so, the rest as
  usual. `GET /training/variant` tells what differs from the usual.
- `POST /training/other-terminal {"email": "…", "tickets": 3, "every_seconds": 60, "same_as_last": true,
  "wagers": []}`: another terminal of the user sells by itself; every key may be left out. The reply
  has `sold` and `refused` so far; `GET /training/other-terminal` has them for all.
- `GET /training/log`: `plan`, the rules of the fault plan, and `requests`, each with number, at, route,
  method, path, user, operation, status, envelope, error, faults.
- `GET /training/load`: `per_minute`, requests by user and minute.
- `GET /training/tickets`: `tickets` as the server holds them, PINs included.
- `GET /training/openapi.json`: the lottery API's description (alone without `now`).
- `POST /training/reset`: the server as it was born; variant and faults stay.

A wrong request is answered 400 with `error`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.errors import Known
from app.money import Money
from app.training.accounts import ACCOUNTS, by_email
from app.training.control import Control, Issued
from app.training.openapi import openapi
from app.training.other_terminal import OtherTerminal
from app.training.refusal import Refused
from app.training.variant import Variant
from app.training.variant_text import as_text
from app.training.wire import Amount, decode, encode, read_amount, read_int, read_text
from app.training.worker import Worker

Body = Mapping[str, Any]
Act = Callable[[Control, Body], Mapping[str, Any] | None]


def _advance(control: Control, body: Body) -> None:
    control.advance(read_amount(body.get("seconds")) / 100)


def _step_clock(control: Control, body: Body) -> None:
    control.step_clock(read_amount(body.get("seconds")) / 100)


def _result(control: Control, body: Body) -> None:
    control.settle(read_int(body, "event_id"), read_text(body, "value"))


def _close(control: Control, body: Body) -> None:
    control.close_draw(read_int(body, "event_id"))


def _quota(control: Control, body: Body) -> None:
    control.set_quota(read_int(body, "product_id"), Money(read_amount(body.get("quota"))))


def _expire(control: Control, body: Body) -> None:
    control.expire_tokens()


def _reset(control: Control, body: Body) -> None:
    control.reset()


def _set_faults(control: Control, body: Body) -> Body:
    rules = body.get("faults")
    if not isinstance(rules, list) or not all(isinstance(rule, str) for rule in rules):
        raise Refused(400, "invalid faults")
    control.set_faults(rules, seed=read_int(body, "seed") if "seed" in body else None)
    return _faults(control, body)


def _faults(control: Control, body: Body) -> Body:
    found = [{"rule": str(one.rule), "matched": one.matched, "fired": one.fired} for one in control.faults()]
    return {"faults": found}


def _set_variant(control: Control, body: Body) -> Body:
    text = body.get("variant")
    if not isinstance(text, str):
        raise Refused(400, "invalid variant")
    control.set_variant(Variant.parse(text))
    return _variant(control, body)


def _variant(control: Control, body: Body) -> Body:
    return {"variant": as_text(control.variant)}


def _other_terminal(control: Control, body: Body) -> Body:
    email = read_text(body, "email") if "email" in body else ACCOUNTS[0].email
    account = by_email(email, control.terminals)
    wagers = body.get("wagers", [])
    if account is None or not isinstance(wagers, list):
        raise Refused(400, "invalid wagers" if account else "invalid email")
    other = control.other_terminal(
        account,
        tickets=read_int(body, "tickets") if "tickets" in body else 1,
        every_seconds=read_int(body, "every_seconds") if "every_seconds" in body else 0,
        wagers=wagers,
        same_as_last=body.get("same_as_last") is True,
    )
    return _sales(other)


def _other_terminals(control: Control, body: Body) -> Body:
    return {"terminals": [_sales(other) for other in control.other_terminals()]}


def _sales(other: OtherTerminal) -> dict[str, Any]:
    return {"email": other.account.email, "sold": other.sold, "refused": other.refused, "left": other.left}


def _log(control: Control, body: Body) -> Body:
    plan = [str(one.rule) for one in control.faults()]
    entries = [{**asdict(entry), "at": entry.at.isoformat()} for entry in control.request_log()]
    return {"plan": plan, "requests": entries}


def _load(control: Control, body: Body) -> Body:
    log = control.log
    counts = {
        user: {at.isoformat(): count for at, count in log.per_minute(user).items()} for user in log.users()
    }
    return {"per_minute": counts}


def _tickets(control: Control, body: Body) -> Body:
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
    ("POST", "step-clock", _step_clock),
    ("POST", "result", _result),
    ("POST", "close", _close),
    ("POST", "quota", _quota),
    ("POST", "expire-tokens", _expire),
    ("POST", "faults", _set_faults),
    ("GET", "faults", _faults),
    ("POST", "variant", _set_variant),
    ("GET", "variant", _variant),
    ("POST", "other-terminal", _other_terminal),
    ("GET", "other-terminal", _other_terminals),
    ("POST", "reset", _reset),
    ("GET", "log", _log),
    ("GET", "load", _load),
    ("GET", "tickets", _tickets),
)


def door_routes(control: Control, worker: Worker) -> list[Route]:
    """The routes of the door."""
    acts = [
        Route(f"/training/{name}", _endpoint(act, control, worker), methods=[method])
        for method, name, act in _ACTS
    ]
    return [*acts, Route("/training/openapi.json", _described)]


async def _described(request: Request) -> Response:
    return JSONResponse(openapi())


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
    except Known as error:
        return 400, {"error": error.code, **{name: str(value) for name, value in error.params.items()}}
    except (Refused, LookupError, ValueError) as error:
        return 400, {"error": str(error)}
