"""The training server's faults as the kiosk's own client meets them: in process and over TCP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from app.api.client import Client
from app.api.transport import Transport
from app.clock import SystemClock
from app.domain.outcome import Done, NotSent, Refused, SignInLost, SignInRequired, Unknown
from app.domain.secret import Secret
from app.domain.ticket import Wager
from app.money import Money
from app.ports import Listing
from app.training import TrainingServer, Variant
from app.training.effects import EFFECTS
from tests.helpers.training import (
    START,
    Terminal,
    local_day,
    no_lines,
    served,
    terminal,
    training_server,
    wager,
)
from tests.unit.api.support import CARACAS

VIAS = ("process", "tcp")


@asynccontextmanager
async def kiosk(server: TrainingServer, via: str) -> AsyncIterator[Client]:
    """A signed-in client that never waits between tries."""

    async def no_wait(seconds: float) -> None:
        del seconds

    clock = SystemClock()
    async with AsyncExitStack() as stack:
        if via == "tcp":
            wire = Transport(await stack.enter_async_context(served(server)), monotonic=clock.monotonic)
        else:
            wire = Transport("http://127.0.0.1", monotonic=clock.monotonic, asgi=server.asgi)
        client = Client(wire, clock, zone=lambda: CARACAS, sleep=no_wait, random=lambda: 0.5)
        stack.push_async_callback(client.close)
        await sign_in(client, server)
        yield client


async def sign_in(client: Client, server: TrainingServer) -> None:
    account = server.accounts[0]
    await client.login(account.email, Secret(account.password))


@pytest.fixture
async def server() -> AsyncIterator[TrainingServer]:
    server = training_server()
    yield server
    server.close()


async def sell(client: Client, server: TrainingServer) -> Any:
    draw = server.control().draws(product_id=9)[0]
    return await client.create((Wager(draw.id, 5, "5", Money.units(5)),), "op-1")


def told(outcome: Any) -> str:
    match outcome:
        case Done():
            return "sold"
        case Unknown(cause):
            return f"unknown: {cause}"
        case NotSent(cause):
            return f"not sent: {cause}"
        case Refused(refusal):
            return f"refused: {refusal.reason.value}"
        case SignInLost():
            return "sign in"
    return repr(outcome)


# What the cashier's program makes of a sale with this fault; sold in truth, when after the commit.
MEETS = {
    "refused": "unknown: no_connection",
    "reset": "unknown: no_connection",
    "closed": "unknown: broken_reply",
    "half-closed": "unknown: broken_reply",
    "truncated": "unknown: broken_reply",
    "drip=0": "sold",
    "html": "unknown: server_error",
    "html=404": "unknown: broken_reply",
    "portal": "unknown: broken_reply",
    **dict.fromkeys(("301", "307=/elsewhere"), "unknown: redirect"),
    "503": "unknown: server_error",
    "504": "unknown: server_error",
    "429": "unknown: busy",
    "500": "unknown: server_error",
    "nan": "unknown: broken_reply",
    "twice": "unknown: broken_reply",
    "bom": "unknown: broken_reply",
    "utf16": "unknown: broken_reply",
    "bomb=8": "unknown: too_big",
    "huge=4": "unknown: too_big",
    **dict.fromkeys(("clock=-600", "clock=+600", "lag=30"), "sold"),
}
SPECIAL = {
    "create before 403": ("sign in", 0),
    "create before token-expired": ("sign in", 0),
    "create after token-expired": ("sold", 1),
    "create before draw-closes": ("refused: closed", 0),
    "create after draw-closes": ("sold", 1),
    "create before duplicated": ("sold", 2),
    "create after duplicated": ("sold", 2),
}


def expected() -> dict[str, tuple[str, int]]:
    found = dict(SPECIAL)
    for text, outcome in MEETS.items():
        if not EFFECTS[text.partition("=")[0]].after_only:
            found[f"create before {text}"] = (outcome, int(outcome == "sold"))
        found[f"create after {text}"] = (outcome, 1)
    return found


def test_every_effect_is_met():
    assert {text.split()[2].partition("=")[0] for text in expected()} == set(EFFECTS) - {"late"}


@pytest.mark.parametrize("via", VIAS)
async def test_every_fault_of_a_sale_ends_in_its_class_and_is_logged(server, via):
    control, met = server.control(), {}
    async with kiosk(server, via) as client:
        for rule in expected():
            control.clear_faults()
            control.advance(3600)
            control.reset()
            await answering(client, server)
            control.set_faults([rule])
            met[rule] = (told(await sell(client, server)), len(control.tickets()))
            assert [one.faults for one in control.request_log() if one.route == "create"] == [(rule,)]
    assert met == expected()


async def answering(client: Client, server: TrainingServer) -> None:
    """Sign in, as soon as somebody listens."""
    async with asyncio.timeout(10):
        while True:
            try:
                return await sign_in(client, server)
            except Exception as error:
                if getattr(error, "cause", "") != "no_connection":
                    raise
                await asyncio.sleep(0)


async def test_while_nobody_listens_nothing_is_sent(server):
    async with kiosk(server, "tcp") as client:
        server.control().set_faults(["create#1 before refused=10"])
        assert told(await sell(client, server)) == "unknown: no_connection"
        for _ in range(3):
            assert told(await sell(client, server)) == "not sent: no_connection"
        server.control().advance(9)
        assert told(await sell(client, server)) == "not sent: no_connection"
        server.control().advance(1)
        await answering(client, server)
        assert told(await sell(client, server)) == "sold"
    assert len(server.control().tickets()) == 1


@asynccontextmanager
async def impatient(server: TrainingServer, via: str) -> AsyncIterator[Terminal]:
    """A terminal that hangs up when its sale is cancelled."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(served(server)) if via == "tcp" else None
        yield await stack.enter_async_context(terminal(server, url=url))


async def give_up(till: Terminal, server: TrainingServer) -> None:
    """A sale that its client leaves while the server holds it back."""
    draw = server.control().draws(product_id=9)[0]
    selling = asyncio.ensure_future(till.create([wager(draw, 5, "5")]))
    await server.waiting()
    selling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await selling
    await no_lines(server)


@pytest.mark.parametrize("via", VIAS)
async def test_a_sale_arrives_long_after_its_client_gave_up(server, via):
    control = server.control()
    control.set_faults(["create before late=400"])
    async with impatient(server, via) as till:
        await give_up(till, server)
        control.advance(399)
        assert control.tickets() == ()
        control.advance(1)
        await server.settled()
        (late,) = control.tickets()
        assert late.created_at == START.timestamp() + 400


@pytest.mark.parametrize("via", VIAS)
async def test_a_server_may_drop_what_nobody_waits_for(via):
    server = training_server(variant=Variant(commit_when_abandoned=False), faults=["create before late=40"])
    async with impatient(server, via) as till:
        await give_up(till, server)
        server.control().advance(40)
        await server.settled()
        assert server.control().tickets() == ()
        patient = asyncio.ensure_future(till.create([wager(server.control().draws(product_id=9)[0], 5, "5")]))
        await server.waiting()
        server.control().advance(40)
        assert (await patient).status == 201
    server.close()


@pytest.mark.parametrize("via", VIAS)
async def test_a_late_answer_is_an_answer(server, via):
    server.control().set_faults(["create after late=20"])
    async with kiosk(server, via) as client:
        selling = asyncio.ensure_future(sell(client, server))
        await server.waiting()
        assert len(server.control().tickets()) == 1
        server.control().advance(20)
        assert told(await selling) == "sold"


async def test_a_server_that_ends_forgets_who_waits():
    server = training_server(faults=["create before late=400"])
    draw = server.control().draws(product_id=9)[0]
    async with impatient(server, "process") as till:
        selling = asyncio.ensure_future(till.create([wager(draw, 5, "5")]))
        await server.waiting()
        server.close()
        with pytest.raises(asyncio.CancelledError):
            await selling


async def test_one_sale_for_one_key_where_the_server_honours_keys():
    variant = Variant(idempotency_key="honoured")
    server = training_server(variant=variant, faults=["create before duplicated", "create#1 after reset"])
    async with kiosk(server, "process") as client:
        assert told(await sell(client, server)) == "unknown: no_connection"
        again = await sell(client, server)
        (ticket,) = server.control().tickets()
        assert again.value.number == ticket.number
    server.close()


async def test_the_token_ends_after_the_sale_and_the_next_read_asks_to_sign_in(server):
    server.control().set_faults(["create#1 after token-expired"])
    async with kiosk(server, "process") as client:
        assert told(await sell(client, server)) == "sold"
        with pytest.raises(SignInRequired):
            await client.agency()


async def test_a_list_lags_from_the_fault_on(server):
    server.control().set_faults(["create#1 before lag=30"])
    async with kiosk(server, "process") as client:
        await sell(client, server)
        first, last = (START.fromisoformat(text) for text in local_day())
        assert await client.tickets(Listing.SOLD, first, last) == ()
        server.control().advance(30)
        assert len(await client.tickets(Listing.SOLD, first, last)) == 1


async def test_one_draw_closes_by_its_number(server):
    draw = server.control().draws(product_id=9)[0]
    server.control().set_faults([f"get-data before draw-closes={draw.id}"])
    async with kiosk(server, "process") as client:
        await client.agency()
        assert draw.id not in {one.id for one in server.control().draws()}


async def test_rules_apply_in_order_until_one_breaks_the_line(server):
    control = server.control()
    rules = [
        "create before clock=60", "* before clock=60", "create after draw-closes",
        "create after reset", "create after 500", "tickets after portal",
    ]  # fmt: skip
    control.set_faults(rules)
    async with kiosk(server, "process") as client:
        assert told(await sell(client, server)) == "unknown: no_connection"
    entries = {one.route: one for one in control.request_log()}
    assert entries["create"].faults == tuple(rules[:4])
    assert entries["create"].status is None
    assert entries["login"].faults == ("* before clock=60",)
    assert control.tickets()[0].created_at == START.timestamp() + 180
    counts = [(one.matched, one.fired) for one in control.faults()]
    assert counts == [(1, 1), (2, 2), (1, 1), (1, 1), (1, 1), (0, 0)]
