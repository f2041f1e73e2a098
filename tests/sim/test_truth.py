"""The simulation's server and the training server are one server: asked the same, they answer the same.

Two of them were written apart, so a misreading of the API document in one shows. What they choose by
themselves (numbers, PINs, uuids, tokens, ids of draws) is told apart by whose it is.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import httpx
import pytest

from app.money import Money
from app.training import TrainingServer
from app.training.accounts import ACCOUNTS
from tests.helpers.training import training_server
from tests.sim.chance import stream
from tests.sim.truth import DRAWS, GAME, PASSWORD, START, USERS, WINDOW_S, Held, Truth

SEEDS, STEPS = 12, 60
PAYS = 600
EVENTS = [draw["id"] for draw in DRAWS]
DAY = date(2024, 10, 22)
EMAILS = dict(zip(USERS, (one.email for one in ACCOUNTS), strict=False))


class Pair:
    """Both servers, and what the one calls what the other calls otherwise."""

    def __init__(self, seed: int, server: TrainingServer, client: httpx.AsyncClient) -> None:
        self.chance = Random(f"pair {seed}")
        self.server, self.control, self.client = server, server.control(), client
        self.passed = 0.0
        self.truth = Truth(lambda: self.passed, stream(seed, "server"))
        found = [one for one in self.control.draws(product_id=27) if one.list.id == 1]
        later = [one for one in found if one.closes_at > self.truth.now() + 3 * WINDOW_S]
        self.events = dict(zip(EVENTS, (one.id for one in later), strict=False))
        self.tokens: dict[str, tuple[str, str]] = {}
        self.quota = 0
        self.log: list[str] = []

    # --- asking -------------------------------------------------------------------------------------

    async def ask(self, path: str, body: Any, email: str) -> Any:
        """The answer of both, which must be one."""
        ours, theirs = self.tokens.get(email, ("", ""))
        operation = f"op-{len(self.log)}"
        content, translated = None if body is None else json.dumps(body).encode(), self._translated(body)
        _, raw = self.truth.answer(path, content, ours, operation)
        method = "GET" if path in {"/gaming/time", "/auth/logout"} else "POST"
        reply = await self.client.request(
            method, path, json=translated,
            headers={"idempotency-key": operation} | ({"x-auth-token": theirs} if theirs else {}),
        )  # fmt: skip
        first, second = json.loads(raw), reply.json()
        self.log.append(f"{path} {body} by {email}: {first} | {second}")
        mine, other = self._plain(path, first, 0), self._plain(path, second, 1)
        assert mine == other, "\n".join([*self.log[-6:], f"{mine} | {other}"])
        return first, second

    def _translated(self, body: Any) -> Any:
        """The request as the training server wants it: its own numbers, PINs and draws."""
        if body is None:
            return None
        asked = json.loads(json.dumps(body))
        if "email" in asked:
            account = next((one for one in ACCOUNTS if one.email == EMAILS.get(asked["email"])), None)
            asked["email"] = account.email if account else asked["email"]
            if account and asked["password"] == PASSWORD:
                asked["password"] = account.password
        for wager in asked.get("ticket", {}).get("wagers", []):
            wager["event_id"] = self.events[wager["event_id"]]
        number = asked.get("ticket_number")
        for mine, other in self._both():
            if mine.number == number:
                asked["ticket_number"] = other.number
                if "pin_number" in asked:
                    asked["pin_number"] += other.pin - mine.pin
        return asked

    def _both(self) -> list[tuple[Held, Any]]:
        return list(zip(self.truth.tickets, self.control.tickets(), strict=True))

    # --- comparing ----------------------------------------------------------------------------------

    def _plain(self, path: str, envelope: dict[str, Any], which: int) -> Any:
        """What of an answer means something, in names that both share."""
        if "error" in envelope:
            refused = envelope.get("error_wagers", {}).items()
            rows = sorted(
                (text, *self._wager({**cell, "wager": text, "amount": cell["wager_amount"]}, which))
                for text, found in refused
                for cell in found["event_inventory"]
            )
            text = envelope["error"]
            for mine, other in self.events.items():
                text = text.replace(str(other), str(mine)) if which else text
            return envelope["status"], text, rows
        response: Any = envelope.get("response")
        match path:
            case "/auth/login":
                return envelope["status"], sorted(response)
            case "/gaming/time":
                return envelope["status"], response
            case "/user/ticket/":
                rows = [self._row(one, which) for one in response or []]
                return envelope["status"], sorted(rows)
            case "/user/ticket/pay" | "/user/ticket/cancel" | "/user/ticket/revert":
                return envelope["status"], self._index(response["ticket_number"], which), response["status"]
            case "/auth/logout":
                return envelope["status"]
        wagers = [self._wager(one, which) for one in response["wagers"]]
        names = sorted(set(response) - {"uuid"})
        number = self._index(response["ticket_number"], which)
        return envelope["status"], names, number, response["amount"], response["created_at"], wagers

    def _index(self, number: int, which: int) -> int:
        """A ticket's place in the order of the sales."""
        return [pair[which].number for pair in self._both()].index(number)

    def _row(self, row: dict[str, Any], which: int) -> tuple[Any, ...]:
        number = self._index(row["ticket_number"], which)
        email = row["email"] if which else EMAILS[row["email"]]
        return number, email, row["status"], row["total"], row["prize"], row["created_at"], row["user_id"]

    def _wager(self, wager: dict[str, Any], which: int) -> tuple[Any, ...]:
        event = wager["event_id"]
        if which:
            event = next(mine for mine, other in self.events.items() if other == event)
        return event, wager["game_id"], wager["wager"], wager.get("amount")

    def state(self) -> None:
        """What both hold in the end."""
        for mine, other in self._both():
            plays = [(event, game, text, cents) for event, game, text, cents in mine.plays]
            theirs = [(one.draw_id, one.game_id, one.wager, one.amount) for one in other.plays]
            assert [(self.events[event], *more) for event, *more in plays] == theirs
            prize = mine.prize if mine.status in {"winner", "paid"} else 0
            found = other.status, other.email, other.total.minor, other.prize.minor, other.day
            assert found == (mine.status, EMAILS[mine.email], mine.total, prize, str(mine.day)), self.log[-8:]

    # --- what happens -------------------------------------------------------------------------------

    async def step(self) -> None:
        """Something by chance."""
        act = self.chance.choice(
            ["sell"] * 5 + ["view", "last", "list", "list", "pay", "pay", "cancel", "revert", "revert"]
            + ["pass", "pass", "draw", "shut", "spend", "enter", "expire", "leave", "time"]
        )  # fmt: skip
        await getattr(self, f"_{act}")(self.chance.choice(list(USERS)))

    async def _enter(self, email: str) -> None:
        wrong = self.chance.random() < 0.2
        found = await self.ask("/auth/login", {"email": email, "password": "x" if wrong else PASSWORD}, "")
        if not wrong:
            first, second = (one["response"]["x_auth_token"] for one in found)
            self.tokens[email] = first, second

    async def _leave(self, email: str) -> None:
        if self.chance.random() < 0.3:
            await self.ask("/auth/logout", None, email)

    async def _expire(self, email: str) -> None:
        if self.chance.random() < 0.3:
            self.control.expire_tokens()
            for ours, _ in self.tokens.values():
                self.truth.expire(ours)

    async def _time(self, email: str) -> None:
        await self.ask("/gaming/time", None, email)

    async def _pass(self, email: str) -> None:
        seconds = self.chance.choice([1, 20, WINDOW_S - 1, WINDOW_S + 1])
        self.passed += seconds
        self.control.advance(seconds)

    async def _sell(self, email: str) -> None:
        event = self.chance.choice(EVENTS)
        lines = {f"{self.chance.randrange(20):03}" for _ in range(self.chance.choice([1, 1, 2]))}
        wagers = [
            {"event_id": event, "game_id": GAME, "wager": text, "amount": self.chance.choice([5, 20])}
            for text in sorted(lines)
        ]
        await self.ask("/user/ticket/create", {"ticket": {"wagers": wagers}}, email)

    def _named(self) -> dict[str, Any]:
        if not self.truth.tickets or self.chance.random() < 0.1:
            return {"ticket_number": 12345678, "date": DAY.isoformat()}
        ticket = self.chance.choice(self.truth.tickets[-6:])
        days = self.chance.choice([0, 0, 0, 1])
        return {"ticket_number": ticket.number, "date": (ticket.day + timedelta(days=days)).isoformat()}

    async def _view(self, email: str) -> None:
        await self.ask("/user/ticket", self._named(), email)

    async def _last(self, email: str) -> None:
        await self.ask("/user/ticket/last", None, email)

    async def _list(self, email: str) -> None:
        now = START + timedelta(seconds=self.passed)
        window = [(now + timedelta(seconds=s)).isoformat() for s in (-self.chance.choice([60, 9000]), 600)]
        kinds = [{"transaction_type": "wager"}, {"status": "winner"}, {"status": "canceled"}]
        body = {"filter": {**self.chance.choice(kinds), "between_created_at": window}}
        await self.ask("/user/ticket/", body, email)

    async def _pay(self, email: str) -> None:
        asked = self._named()
        pins = [one.pin for one in self.truth.tickets if one.number == asked["ticket_number"]]
        wrong = self.chance.random() < 0.2
        await self.ask("/user/ticket/pay", {**asked, "pin_number": (pins or [1])[0] + wrong}, email)

    async def _cancel(self, email: str) -> None:
        await self.ask("/user/ticket/cancel", {"ticket_number": self._named()["ticket_number"]}, email)

    async def _revert(self, email: str) -> None:
        await self.ask("/user/ticket/revert", {"ticket_number": self._named()["ticket_number"]}, email)

    async def _shut(self, email: str) -> None:
        if self.chance.random() < 0.2:
            event = self.chance.choice(EVENTS)
            self.control.close_draw(self.events[event])
            self.truth.shut.add(event)

    async def _spend(self, email: str) -> None:
        """From now on no money is left on any number of the product, or there is again."""
        if self.chance.random() < 0.3:
            self.truth.spent ^= {f"{number:03}" for number in range(20)}
            self.control.set_quota(27, Money.units(0 if self.truth.spent else 1_000_000))

    async def _draw(self, email: str) -> None:
        """A result comes out: who has it wins, the others have lost."""
        event = self.chance.choice(EVENTS)
        sold = [one for one in self.truth.tickets if one.status == "sold" and one.plays[0][0] == event]
        if event in self.truth.shut or not sold:
            return
        value = self.chance.choice(sold).plays[0][2]
        self.control.settle(self.events[event], value)
        self.truth.shut.add(event)
        for one in sold:
            one.prize = sum(cents * PAYS for _, _, text, cents in one.plays if text == value)
            one.status = "winner" if one.prize else "loser"


@asynccontextmanager
async def pair(seed: int) -> AsyncIterator[Pair]:
    server = training_server(START, seed=seed)
    transport = httpx.ASGITransport(app=server.asgi)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://training") as client:
            yield Pair(seed, server, client)
    finally:
        server.close()


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_two_servers_are_one(seed: int):
    async with pair(seed) as both:
        assert len(both.events) == len(EVENTS)
        for email in USERS:
            while email not in both.tokens:
                await both._enter(email)
        for _ in range(STEPS):
            await both.step()
            both.state()


async def test_the_generated_questions_meet_every_answer():
    """A comparison that only met refusals would prove little."""
    told: set[str] = set()
    for seed in range(4):
        async with pair(seed) as both:
            for email in USERS:
                await both._enter(email)
            for _ in range(2 * STEPS):
                await both.step()
            told |= {line.split(" ")[0] + (" no" if "'error'" in line else " yes") for line in both.log}
    paths = ("create", "pay", "cancel", "revert", "last")
    wanted = {f"/user/ticket/{path} {end}" for path in paths for end in ("yes", "no")}
    assert wanted | {"/user/ticket yes", "/user/ticket no", "/user/ticket/ yes"} <= told
