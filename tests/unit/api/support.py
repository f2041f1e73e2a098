"""Replies as the API document shows them, and a line to a server that is only a list of replies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.api import codec
from app.api.call import Call
from app.api.client import Client
from app.api.wire import Reply, Request, WireFailed
from app.domain.secret import Secret
from app.domain.ticket import TicketKey, Wager
from app.money import Money

CARACAS = ZoneInfo("America/Caracas")
START = datetime(2024, 8, 28, 4, tzinfo=UTC)
END = datetime(2024, 8, 29, 3, 59, 59, 999000, tzinfo=UTC)
KEY = TicketKey(32426439, datetime(2024, 10, 22, tzinfo=UTC).date())
WAGERS = (Wager(18859, 1, "341", Money.units(2000)), Wager(18859, 1, "000", Money.units(2000)))


def ok(response: Any = None, status: int = 200, **more: Any) -> bytes:
    """An envelope with a response."""
    return json.dumps(
        {"status": status} | ({} if response is None else {"response": response}) | more
    ).encode()


def error(status: int, text: Any, **more: Any) -> bytes:
    """An envelope with an error."""
    return json.dumps({"status": status, "error": text} | more).encode()


def wager(**change: Any) -> dict[str, Any]:
    """A wager of the document's ticket view."""
    return {
        "amount": 3,
        "current_event_id": 23336,
        "event_id": 23173,
        "event_name": "ASTRO ZAMORANO",
        "game_id": 3,
        "list_id": 3,
        "p_event_time": "12:00 pm",
        "status": "sold",
        "wager": "444-ARI",
    } | change


def ticket(**change: Any) -> dict[str, Any]:
    """The document's ticket view."""
    return {
        "ticket_number": 32426439,
        "pin_number": 76479163,
        "num_wagers": 2,
        "entity_id": 213,
        "parent_id": 212,
        "entity_name": "test-1",
        "parent_name": "test",
        "created_at": 1729587036,
        "wagers": [wager(), wager(wager="444-CAN")],
        "amount": 6,
    } | change


def row(**change: Any) -> dict[str, Any]:
    """A row of the document's winner list."""
    return {
        "id": "af681029-87a2-4834-b7f9-56d88ee3a74e",
        "ticket_number": 23315522,
        "created_at": 1728066656,
        "user_id": 864,
        "email": "taquilla@banklot.net",
        "status": "winner",
        "total": 33,
        "prize": 330,
        "entity_id": 213,
        "parent_id": 212,
        "entity_name": "test-1",
        "parent_name": "test",
    } | change


def event(**change: Any) -> dict[str, Any]:
    """A row of the document's results report."""
    return {
        "id": 18732,
        "game_product_id": 1,
        "name": "TRIPLE ZAMORANO",
        "event_time": "16:00",
        "event_time_utc": "20:00",
        "closing_timestamp": {"seconds": 1729713300},
        "game_category": "lottery",
        "status": "result",
        "event_timestamp": {"seconds": 1726603200},
        "display_order": 19,
        "list": "C",
        "list_id": 3,
        "main_result": "000-ACU",
        "event_status": "closed",
        "zodiac": True,
        "result_created_at": {"seconds": 1726545660, "nanos": 192719000},
    } | change


def draw(**change: Any) -> dict[str, Any]:
    """A plausible row of the draw search: the document shows an empty one only."""
    return {
        "id": 23311,
        "game_product_id": 2,
        "name": "TRIPLE ZULIA",
        "event_time": "16:45",
        "event_time_utc": "20:45",
        "closing_timestamp": {"seconds": 1729716000},
        "event_timestamp": {"seconds": 1729716300},
        "game_category": "lottery",
        "status": "open",
        "display_order": 3,
        "list": "A",
        "list_id": 1,
        "zodiac": False,
    } | change


def without(shape: dict[str, Any], *names: str) -> dict[str, Any]:
    """A shape with keys left out, as Go leaves out zeros."""
    return {name: value for name, value in shape.items() if name not in names}


def read(call: Call[Any], body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Any:
    """The value of a reply."""
    return codec.decode(call, status, headers or {}, body)


@dataclass
class StillClock:
    """The machine's clocks, moved by hand."""

    now: float = 100.0
    at: datetime = datetime(2024, 10, 22, 13, 30, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.now

    def wall(self) -> datetime:
        return self.at


@dataclass
class Line:
    """A wire that gives what it was told to, in order: a reply, a failure, or a wait."""

    replies: list[Any] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    async def send(self, request: Request) -> Reply:
        self.sent.append(request)
        self.asked.set()
        reply = self.replies.pop(0)
        if isinstance(reply, asyncio.Event):
            await reply.wait()
            reply = self.replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        if isinstance(reply, bytes):
            return Reply(200, {}, reply)
        assert isinstance(reply, Reply)
        return reply

    async def close(self) -> None:
        self.closed = True

    def paths(self) -> list[str]:
        return [request.path for request in self.sent]


@dataclass
class Bench:
    """A client on such a line; `naps` are the seconds it waited."""

    line: Line
    clock: StillClock
    client: Client
    naps: list[float]
    heard: list[bool]


def bench(*replies: Reply | bytes | WireFailed | asyncio.Event | Exception, signed: bool = True) -> Bench:
    """A signed-in client that will hear `replies`."""
    line, clock = Line(list(replies)), StillClock()
    naps: list[float] = []
    heard: list[bool] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        clock.now += seconds

    client = Client(line, clock, zone=lambda: CARACAS, sleep=sleep, random=lambda: 0.5)
    client.watch(heard.append)
    if signed:
        sign_in(client)
    return Bench(line, clock, client, naps, heard)


def sign_in(client: Client) -> None:
    """Give the client a token without the call."""
    client._token = Secret("canary-token")
