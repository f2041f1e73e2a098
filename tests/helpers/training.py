"""A training server with a clock that stands still, and terminals that talk to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from json import loads
from typing import Any

import httpx

from app.training import TrainingServer, build
from app.training.accounts import ACCOUNTS, Account
from app.training.draws import Draw
from app.training.serve import serve
from app.training.variant import Variant

START = datetime(2024, 10, 22, 13, 30, tzinfo=UTC)
"""A Tuesday, 09:30 in Caracas."""


class StillClock:
    """The machine's clocks, moved by hand."""

    def __init__(self, wall: datetime = START) -> None:
        self.elapsed = 0.0
        self.started = wall

    def monotonic(self) -> float:
        return self.elapsed

    def wall(self) -> datetime:
        return self.started


def training_server(start: datetime = START, variant: Variant | None = None, **more: Any) -> TrainingServer:
    """A server whose time moves by its control alone. Close it."""
    return build(start=start, variant=variant or Variant(), machine=StillClock(start), **more)


@dataclass(frozen=True)
class Answer:
    """A reply: HTTP status and envelope."""

    http: int
    envelope: dict[str, Any]
    headers: httpx.Headers
    raw: bytes

    @property
    def status(self) -> int:
        return int(self.envelope["status"])

    @property
    def response(self) -> Any:
        assert "error" not in self.envelope, self.envelope
        return self.envelope["response"]

    @property
    def error(self) -> Any:
        return self.envelope["error"]


class Terminal:
    """One client of the server."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def get(self, path: str) -> Answer:
        return _answer(await self.client.get(path))

    async def post(self, path: str, body: Any = None) -> Answer:
        content = None if body is None else httpx.Request("POST", "http://x", json=body).content
        return _answer(
            await self.client.post(path, content=content, headers={"content-type": "application/json"})
        )

    async def sign_in(self, account: Account) -> None:
        body = {"email": account.email, "password": account.password}
        answer = await self.post("/auth/login", body)
        self.client.headers["x-auth-token"] = answer.response["x_auth_token"]

    async def create(self, wagers: Iterable[dict[str, Any]]) -> Answer:
        return await self.post("/user/ticket/create", {"ticket": {"wagers": list(wagers)}})

    async def sell(self, *wagers: dict[str, Any]) -> dict[str, Any]:
        """The `response` of a sale that must succeed."""
        return dict((await self.create(wagers)).response)


def _answer(reply: httpx.Response) -> Answer:
    is_json = reply.headers.get("content-type") == "application/json"
    envelope = loads(reply.content, parse_float=Decimal) if is_json else {}
    return Answer(reply.status_code, envelope, reply.headers, reply.content)


@asynccontextmanager
async def terminal(
    server: TrainingServer, account: Account | None = ACCOUNTS[0], url: str | None = None
) -> AsyncIterator[Terminal]:
    """A terminal in process, or over TCP to the `url`; signed in unless `account` is `None`."""
    transport = httpx.AsyncHTTPTransport() if url else httpx.ASGITransport(app=server.asgi)
    async with httpx.AsyncClient(transport=transport, base_url=url or "http://training") as client:
        till = Terminal(client)
        if account is not None:
            await till.sign_in(account)
        yield till


@asynccontextmanager
async def served(server: TrainingServer) -> AsyncIterator[str]:
    """The URL of the server over TCP, until the block ends."""
    url: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.ensure_future(serve(server, "127.0.0.1", 0, announce=url.set_result))
    try:
        yield await url
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def no_lines(server: TrainingServer, *, but: int = 0) -> None:
    """Until the server has seen all connections end, but so many."""
    async with asyncio.timeout(10):
        while len(server.lines) > but:  # noqa: ASYNC110 - the loop's own turns are what it waits for
            await asyncio.sleep(0)


def wager(draw: Draw | int, game_id: int, value: str, amount: Any = 5) -> dict[str, Any]:
    """A wager as create wants it."""
    event_id = draw if isinstance(draw, int) else draw.id
    return {"amount": amount, "event_id": event_id, "game_id": game_id, "wager": value}


def asked(ticket: dict[str, Any], day: str = "2024-10-22", **more: Any) -> dict[str, Any]:
    """The body that names a sold ticket: `ticket_number` and `date`."""
    return {"ticket_number": ticket["ticket_number"], "date": day, **more}


def with_pin(ticket: dict[str, Any], day: str = "2024-10-22") -> dict[str, Any]:
    """The body of pay."""
    return asked(ticket, day, pin_number=ticket["pin_number"])


def local_day(day: str = "2024-10-22", until: str | None = None) -> list[str]:
    """A local day (or days) of Caracas as the API's filters write it."""
    last = datetime.fromisoformat(until or day)
    end = last.replace(day=last.day + 1).date().isoformat()
    return [f"{day}T04:00:00.000Z", f"{end}T03:59:59.999Z"]
