"""The line to the server: the client's `Wire`, with a fate for each request."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from app.api.wire import NotDelivered, Pace, Reply, ReplyLost, Request
from tests.sim.faults import BEFORE, EITHER, MONEY, NOT_SENT, Fate, Net

if TYPE_CHECKING:
    from tests.sim.life import Life

_HTML = b"<html><body><h1>Bad Gateway</h1></body></html>"
_JSON = {"content-type": "application/json"}
_PAGE = {"content-type": "text/html"}
_PAGES = {
    Net.HTML_200: (200, _HTML, _PAGE),
    Net.HTML_502: (502, _HTML, _PAGE),
    Net.MOVED_301: (301, b"", {"location": "http://portal.test/"}),
    Net.FORBIDDEN_403: (403, _HTML, _PAGE),
    Net.BUSY_429: (429, b'{"status":429,"error":"too many requests"}', _JSON),
    Net.ERROR_500: (500, b'{"status":500,"error":"internal"}', _JSON),
    Net.AWAY_503: (503, _HTML, _PAGE),
}


def name_of(path: str) -> str:
    """What a request is called in plans: `create`, `list`, `view`, …"""
    if path == "/user/ticket/":
        return "list"
    return "view" if path == "/user/ticket" else path.rsplit("/", 1)[1]


class SimWire:
    """One life's line. Bytes leave, the server commits, the answer comes back: a boundary before each."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._world = life.world
        self._chance = life.world.stream("latency")

    async def close(self) -> None:
        """Nothing is open."""

    async def send(self, request: Request) -> Reply:
        life, name = self._life, name_of(request.path)
        money = name in MONEY
        fate = self._world.fate(name)
        if money:
            life.boundary(f"{name}:before_send")
        began = life.clock.monotonic()
        wait_s = request.deadline_s or (45.0 if request.pace is Pace.MONEY else 20.0)
        try:
            async with asyncio.timeout(wait_s):
                return await self._exchange(name, request, fate, began)
        except TimeoutError:
            raise ReplyLost("timeout") from None

    async def _exchange(self, name: str, request: Request, fate: Fate, began: float) -> Reply:
        net = fate.net
        if net in NOT_SENT:
            await self._pass(self._chance.uniform(0.01, 3))
            raise NotDelivered(net.value)
        await self._pass(self._chance.uniform(0.05, 0.4))
        self._life.bytes_left(name, request)
        if net is Net.LOST:
            await self._pass(1000)
        if net is Net.LATE:
            arrives = self._life.loop.time() + fate.seconds
            self._world.truth.later(arrives, lambda: self._handled(name, request))
            await self._pass(1000)
        if net is Net.SLOW:
            await self._pass(fate.seconds)
        if net in BEFORE or (net in EITHER and not fate.done):
            return self._reply(*_PAGES[net], began)
        self._prepare(net, request)
        status, body = self._handled(name, request)
        if net is Net.DUPLICATED:
            again = self._life.loop.time() + fate.seconds
            self._world.truth.later(again, lambda: self._handled(name, request))
        if name in MONEY:
            self._life.boundary(f"{name}:arrived")
        await self._pass(self._chance.uniform(0.05, 0.4))
        return self._told(net, status, body, began)

    def _told(self, net: Net, status: int, body: bytes, began: float) -> Reply:
        match net:
            case Net.TIMEOUT:
                raise ReplyLost("timeout")
            case Net.RESET:
                raise ReplyLost("no_connection")
            case Net.EOF:
                raise ReplyLost("broken_reply")
            case Net.TRUNCATED:
                return self._reply(status, body[: len(body) // 2], _JSON, began)
            case Net.NAN:
                return self._reply(status, body.replace(b'"amount":', b'"amount":NaN,"x":'), _JSON, began)
        if net in EITHER:
            return self._reply(*_PAGES[net], began)
        return self._reply(status, body, _JSON, began)

    def _prepare(self, net: Net, request: Request) -> None:
        """What the server's own side does at the worst moment."""
        truth = self._world.truth
        wagers = (
            json.loads(request.body or b"{}")["ticket"]["wagers"]
            if net in {Net.DRAW_CLOSES, Net.QUOTA}
            else []
        )
        if net is Net.TOKEN_EXPIRED:
            truth.expire(dict(request.headers).get("x-auth-token", ""))
        elif net is Net.ALTERED:
            truth.altering = True
        elif net is Net.DRAW_CLOSES:
            truth.shut.update(wager["event_id"] for wager in wagers)
        elif net is Net.QUOTA:
            truth.spent.update(wager["wager"] for wager in wagers[:1])

    def _handled(self, name: str, request: Request) -> tuple[int, bytes]:
        truth, headers = self._world.truth, dict(request.headers)
        truth.catch_up()
        token, operation = headers.get("x-auth-token", ""), headers.get("idempotency-key", "")
        return truth.answer(request.path, request.body, token, operation)

    def _reply(self, status: int, body: bytes, headers: dict[str, str], began: float) -> Reply:
        return Reply(status, headers, body, began, self._life.clock.monotonic())

    async def _pass(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if self._life.dead:
            self._life.end()
