"""A day at a training server, request by request: two servers that answer it alike are alike."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from json import dumps
from typing import Any

from app.money import Money
from app.training import Control, TrainingServer, Variant
from app.training.draws import Draw
from tests.helpers.training import Terminal, asked, local_day, terminal, training_server, wager, with_pin

TOKEN = re.compile(rb"[0-9a-f]{64}")
PROGRAMME: list[Draw] = []
Replies = list[tuple[int, bytes, bytes]]
TOLD = (b"content-type", b"x-auth-token", b"retry-after")


async def exchange(
    app: Any, method: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, bytes, bytes]:
    """One request to an ASGI application: status, the headers that matter, and the body."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    named = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": named, "root_path": "", "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    await app(scope, receive, send)
    told = b"".join(value + b";" for name, value in sent[0]["headers"] if name in TOLD)
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


class Different(Exception):
    """A reply is not the usual one."""


class Day:
    """A day of one agency at a server: whatever is asked, `seen` holds the reply.

    With the replies of a `usual` day it ends with `Different` at the first other one.
    """

    def __init__(self, server: TrainingServer, usual: Replies | None):
        self.server, self.usual = server, usual
        self.control = server.control()
        self.tokens: dict[str, str] = {}
        self.seen: Replies = []

    async def ask(self, path, body=None, *, who="till", key=None, method="POST"):
        """Head and body of the reply."""
        headers = {"x-auth-token": self.tokens.get(who, ""), **({"idempotency-key": key} if key else {})}
        raw = b"" if body is None else dumps(body).encode()
        status, told, content = await exchange(self.server.asgi, method, path, headers, raw)
        assert status < 500
        self.seen.append((status, told, content))
        if self.usual is not None and self.seen[-1] != self.usual[len(self.seen) - 1]:
            raise Different
        return told, content

    async def sign_in(self, who, place):
        account = self.server.accounts[place]
        body = {"email": account.email, "password": account.password}
        found = TOKEN.search(b"".join(await self.ask("/auth/login", body, who=who)))
        assert found
        self.tokens[who] = found[0].decode()

    async def sell(self, *wagers, who="till", key=None):
        """The ticket as the server holds it, or the newest of the others when it was refused."""
        body = {"ticket": {"wagers": wagers}}
        await self.ask("/user/ticket/create", body, who=who, key=key)
        sold = self.control.tickets()
        return {
            "ticket_number": sold[-1].number if sold else 1,
            "pin_number": sold[-1].pin if sold else 1,
        }

    async def lists(self, **between):
        period = between or {"between_created_at": local_day()}
        for status in ("winner", "canceled", "paid", "none"):
            await self.ask("/user/ticket/", {"filter": {**period, "status": status}})
        await self.ask("/user/ticket/", {"filter": {**period, "transaction_type": "wager"}})

    def draws(self, product_id: int) -> list[Draw]:
        """The product's next draws; their ids are the same on every server."""
        if not PROGRAMME:
            PROGRAMME.extend(self.control.draws(open_only=False))
        now = self.control.now().timestamp()
        return [draw for draw in PROGRAMME if draw.product.id == product_id and draw.closes_at > now]

    async def morning(self):
        await self.ask("/auth/login", {"email": "cajero1@taquilla.test", "password": "?"})
        await self.ask("/gaming/time", method="GET")
        for who, place in (("till", 0), ("second", 0), ("mate", 1), ("other", 2)):
            await self.sign_in(who, place)
        await self.ask("/user/ticket/last")
        await self.ask("/gaming/time", method="GET")
        for path in ("get-data", "products/search", "inventory/template"):
            await self.ask(f"/gaming/{path}")
        two_hours = ["2024-10-22T13:30:00.000Z", "2024-10-22T15:30:00.000Z"]
        tomorrow = local_day("2024-10-23")
        for between, category in (
            (two_hours, "lottery"),
            (tomorrow, "animalitos"),
            (local_day(), "tripleta"),
        ):
            wanted = {"between_created_at": between, "game_category": category}
            await self.ask("/gaming/events/search/kiosk", {"filter": wanted})

    async def sales(self):
        lotto, next_lotto = self.draws(9)[:2]
        triple = self.draws(2)[0]
        tripleta = self.draws(31)[0]
        mixed = [
            wager(lotto, 5, "5", 11), wager(next_lotto, 5, "5", 2),
            wager(triple, 1, "001"), wager(triple, 1, "001"), wager(triple, 1, "000"),
        ]  # fmt: skip
        first = await self.sell(*mixed, key="op-1")
        await self.ask("/user/ticket/create", {"ticket": {"wagers": mixed}}, key="op-1")
        await self.sell(*mixed)
        await self.sell(wager(tripleta, 7, "0-5-36"))
        await self.sell(wager(lotto, 5, "6", "5.50"))
        await self.sell(wager(lotto, 5, "6", "5.05"))
        await self.sell(wager(lotto, 5, "DEL", 1))
        await self.sell(wager(self.draws(18)[0], 7, "75", 1))
        await self.sell(wager(tripleta, 7, "0/5/36"))
        await self.sell(wager(tripleta, 7, "0 5 36"))
        await self.sell(wager(triple, 1, "999", 1200))
        await self.sell(wager(self.draws(9)[-1], 5, "1"))
        self.control.set_quota(1, Money.units(100))
        tight = self.draws(1)[0]
        await self.sell(wager(tight, 1, "123", 60))
        await self.sell(wager(tight, 1, "456", 60))
        await self.sell(wager(tight, 1, "123", 60))
        await self.sell(wager(lotto, 5, "7"), who="mate")
        return first

    async def reading(self, ticket):
        (held, *_) = self.control.tickets() or [None]
        uuid = held.uuid if held else "f3f30cdb-2165-487b-bfd0-c990b7ab62c1"
        for who in ("till", "second", "other"):
            await self.ask("/user/ticket", asked(ticket), who=who)
            await self.ask("/user/ticket/last", who=who)
        await self.ask(f"/user/ticket/image/{uuid}", method="GET")
        await self.ask("/user/ticket/copy", asked(ticket))
        await self.lists()
        moment = "2024-10-22T13:30:00.000Z"
        await self.lists(between_created_at=[moment, "2024-10-22T14:00:00.000Z"])
        await self.lists(between_created_at=["2024-10-22T13:00:00.000Z", moment])
        await self.ask("/user/ticket", asked({"ticket_number": 1}))

    async def voids(self):
        lotto = self.draws(9)[0]
        old = await self.sell(wager(lotto, 5, "8"))
        sold = [await self.sell(wager(lotto, 5, "9")) for _ in range(3)]
        self.control.advance(5)
        numbers = [{"ticket_number": ticket["ticket_number"]} for ticket in sold]
        for path in ("revert", "cancel", "cancel"):
            await self.ask(f"/user/ticket/{path}", numbers[0])
        for path in ("revert", "revert", "cancel"):
            await self.ask(f"/user/ticket/{path}", numbers[2])
        await self.ask("/user/ticket/cancel", numbers[1], who="mate")
        self.control.advance(200)
        await self.ask("/user/ticket/revert", {"ticket_number": old["ticket_number"]})
        await self.lists()

    async def results(self, ticket):
        for pin in range(4):
            await self.ask("/user/ticket/pay", asked(ticket, pin_number=pin))
        await self.ask("/user/ticket/pay", with_pin(ticket))
        lotto, next_lotto = self.draws(9)[:2]
        self.control.settle(lotto.id, "5")
        await self.sell(wager(lotto, 5, "1"))
        await self.lists()
        await self.ask("/user/ticket/pay", with_pin(ticket), who="mate")
        self.control.settle(next_lotto.id, "6")
        self.control.advance(6 * 3600)
        for _ in range(2):
            await self.ask("/user/ticket/pay", with_pin(ticket), who="mate")
        await self.lists()
        await self.ask("/user/ticket", asked(ticket))
        await self.ask("/gaming/result/0", {"filter": {"between_created_at": local_day()}})
        report = {"between_timestamp": local_day(), "group": "user"}
        await self.ask("/gaming/reports", report)

    async def night(self):
        self.control.advance(5 * 3600)  # 20:33 in Caracas, tomorrow in UTC
        ticket = await self.sell(wager(self.draws(41)[0], 5, "5", 3))
        for day in ("2024-10-22", "2024-10-23"):
            await self.ask("/user/ticket", asked(ticket, day))
        self.control.settle(self.draws(41)[0].id, "5")
        for draw in self.draws(41):
            self.control.close_draw(draw.id)
        await self.ask("/user/ticket/copy", asked(ticket))
        self.control.advance(4 * 86_400)
        await self.sign_in("till", 0)
        await self.lists()
        await self.ask("/auth/logout", method="GET")


async def story(variant: Variant, usual: Replies | None = None) -> Replies:
    """Every reply of a day at a server of this variant; see `Day`."""
    server = training_server(variant=variant)
    try:
        day = Day(server, usual)
        await day.morning()
        ticket = await day.sales()
        await day.reading(ticket)
        await day.voids()
        await day.results(ticket)
        await day.night()
    finally:
        server.close()
    return day.seen


@asynccontextmanager
async def read_as(**changes: Any) -> AsyncIterator[tuple[Terminal, Control]]:
    """A terminal, and the switches of its server."""
    server = training_server(variant=Variant(**changes))
    async with terminal(server) as till:
        yield till, server.control()
    server.close()


def lotto(control: Control, place: int = 0) -> Draw:
    """The next draw of animals."""
    return control.draws(product_id=9)[place]
