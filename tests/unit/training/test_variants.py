"""Variants by name, and that every other reading of every guess shows."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from dataclasses import fields, replace
from json import dumps
from typing import Any

import httpx
import pytest

from app.errors import Known
from app.i18n import LANGUAGES, catalogue
from app.money import Money
from app.training import TrainingServer, Variant
from app.training.draws import Draw
from app.training.variant_text import PRESETS, alternatives, as_text, parse
from tests.helpers.training import asked, local_day, terminal, training_server, wager, with_pin

USUAL = Variant()


def test_a_variant_is_written_as_names_and_values():
    assert Variant.parse("") == USUAL
    assert Variant.parse(" list_lag_seconds = 30 , image=pdf,mirror_status=false") == Variant(
        list_lag_seconds=30, image="pdf", mirror_status=False
    )
    assert Variant.parse("list-lag-seconds=30") == Variant(list_lag_seconds=30)
    assert Variant.parse("paid_again_error=once is enough").paid_again_error == "once is enough"


def test_presets_come_first_and_later_parts_win():
    assert Variant.parse("replica").page_rows == 50
    assert Variant.parse("replica,page_rows=2") == replace(Variant.parse("replica"), page_rows=2)
    assert Variant.parse("always-200,texts").amount_form == "text"


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_read_and_written(name):
    variant = Variant.parse(name)
    assert parse(as_text(variant)) == variant
    assert (variant == USUAL) == (name == "document")


WRONG = {
    "list_lag_secons=3": ("misspelt_variant", {"name": "list_lag_secons", "meant": "list_lag_seconds"}),
    "replika": ("misspelt_variant", {"name": "replika", "meant": "replica"}),
    "image": ("variant_form", {"text": "image"}),
    "image=gif": ("variant_value", {"name": "image", "value": "gif"}),
    "list_lag_seconds=-1": ("variant_value", {"value": "-1"}),
    "list_lag_seconds=": ("variant_value", {"value": ""}),
    "list_lag_seconds=9999999999": ("variant_value", {}),
    "mirror_status=maybe": ("variant_value", {"allowed": "false, true"}),
    "paid_status=": ("variant_value", {}),
    "qqq=1": ("unknown_variant", {"name": "qqq"}),
    "qqq": ("unknown_variant", {"name": "qqq"}),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_name_or_value_is_told(text):
    code, params = WRONG[text]
    with pytest.raises(Known) as caught:
        Variant.parse(text)
    assert caught.value.code == f"training.{code}"
    assert params.items() <= caught.value.params.items()
    for language in LANGUAGES:
        assert catalogue(language)[caught.value.code].format_map(caught.value.params)


def test_every_guess_has_another_reading():
    changed = {
        one.name
        for variant in alternatives()
        for one in fields(Variant)
        if getattr(variant, one.name) != getattr(USUAL, one.name)
    }
    assert changed == {one.name for one in fields(Variant)}


TOKEN = re.compile(rb"[0-9a-f]{64}")
KIND = {"transaction_type": "wager"}


PROGRAMME: list[Draw] = []
Replies = list[tuple[int, Any, bytes]]


class Different(Exception):
    """A reply is not the usual one."""


class Day:
    """A day of one agency at a server: whatever is asked, `seen` holds the reply.

    With the replies of a `usual` day it ends with `Different` at the first other one.
    """

    def __init__(self, server: TrainingServer, clients: dict[str, httpx.AsyncClient], usual: Replies | None):
        self.clients, self.server, self.usual = clients, server, usual
        self.control = server.control()
        self.seen: Replies = []

    async def ask(self, path, body=None, *, who="till", key=None, method="POST"):
        headers = {"idempotency-key": key} if key else {}
        raw = b"" if body is None else dumps(body).encode()
        reply = await self.clients[who].request(method, path, content=raw, headers=headers)
        told = [reply.headers.get(name) for name in ("content-type", "x-auth-token", "retry-after")]
        assert reply.status_code < 500
        self.seen.append((reply.status_code, told, reply.content))
        if self.usual is not None and self.seen[-1] != self.usual[len(self.seen) - 1]:
            raise Different
        return reply

    async def sign_in(self, who, place):
        account = self.server.accounts[place]
        body = {"email": account.email, "password": account.password}
        reply = await self.ask("/auth/login", body, who=who)
        found = TOKEN.search(reply.headers.get("x-auth-token", "").encode() + reply.content)
        assert found
        self.clients[who].headers["x-auth-token"] = found[0].decode()

    async def sell(self, *wagers, who="till", key=None):
        """The ticket as the server holds it, or the newest of the others when it was refused."""
        body = {"ticket": {"wagers": wagers}}
        await self.ask("/user/ticket/create", body, who=who, key=key)
        one = self.control.tickets()[-1:]
        return (
            {"ticket_number": one[0].number, "pin_number": one[0].pin}
            if one
            else {"ticket_number": 1, "pin_number": 1}
        )

    async def lists(self, **between):
        period = between or {"between_created_at": local_day()}
        for wanted in (
            {"status": "winner"},
            {"status": "canceled"},
            {"status": "paid"},
            KIND,
            {"status": "none"},
        ):
            await self.ask("/user/ticket/", {"filter": {**period, **wanted}})

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


async def story(variant, usual=None):
    """Every reply of a day at a server of this variant; see `Day`."""
    server = training_server(variant=variant)
    async with AsyncExitStack() as stack:
        names = ("till", "second", "mate", "other")
        tills = [await stack.enter_async_context(terminal(server, None)) for _ in names]
        stack.callback(server.close)
        day = Day(server, dict(zip(names, (till.client for till in tills), strict=True)), usual)
        await day.morning()
        ticket = await day.sales()
        await day.reading(ticket)
        await day.voids()
        await day.results(ticket)
        await day.night()
    return day.seen


UNSEEN = {"commit_when_abandoned", "lag_reaches"}
"""Guesses that alone change nothing in a day without breaks."""
OTHERS = {as_text(variant): variant for variant in alternatives()}


async def differs(variant, usual):
    try:
        await story(variant, usual)
    except Different:
        return True
    return False


async def test_the_same_day_twice_is_the_same():
    assert await story(USUAL) == await story(USUAL)


async def test_every_other_reading_of_every_guess_is_seen():
    usual = await story(USUAL)
    for name, variant in OTHERS.items():
        if name.partition("=")[0] not in UNSEEN:
            assert await differs(variant, usual), name


@pytest.mark.long
@pytest.mark.parametrize("name", OTHERS)
async def test_a_whole_day_at_every_other_reading(name):
    assert await story(OTHERS[name])


@pytest.mark.parametrize("name", PRESETS)
async def test_a_day_at_every_preset(name):
    assert await story(Variant.parse(name))
