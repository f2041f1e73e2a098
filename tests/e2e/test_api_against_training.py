"""Every endpoint through the client and the built-in server, in one process, in all its variants."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints

import pytest

from app.api import connect
from app.api.client import Client
from app.clock import ServerClock
from app.domain.catalog import Draw
from app.domain.games import Kind
from app.domain.outcome import (
    Done,
    ReadRefused,
    Reason,
    Refused,
    SignInLost,
    SignInRequired,
    Unknown,
)
from app.domain.secret import Secret
from app.domain.ticket import Ticket, TicketKey, TicketStatus, Wager, same_wagers
from app.money import ZERO, Money
from app.ports import Listing
from app.training import TrainingServer
from app.training.variant import Variant
from tests.helpers.training import START, StillClock, training_server

DAY = START.replace(hour=4, minute=0)
NIGHT = DAY + timedelta(days=1) - timedelta(milliseconds=1)


def forms(name: str) -> tuple[Any, ...]:
    """Every reading of a guess of the training server."""
    return get_args(get_type_hints(Variant)[name])


@asynccontextmanager
async def till(variant: Variant | None = None) -> AsyncIterator[tuple[Client, TrainingServer]]:
    """A signed-in client of a new server at 09:30 in Caracas."""
    server = training_server(variant=variant)
    client = connect("http://127.0.0.1", StillClock(), asgi=server.asgi)
    account = server.accounts[0]
    await client.login(account.email, Secret(account.password))
    try:
        yield client, server
    finally:
        await client.close()
        server.close()


async def sell(client: Client, *texts: str) -> Ticket:
    """A ticket of triples at Bs 5 each in the next draw."""
    draw, game = await next_draw(client), await triple(client)
    wagers = tuple(Wager(draw.event_id, game, text, Money.units(5)) for text in texts)
    outcome = await client.create(wagers, "op-1")
    assert isinstance(outcome, Done), outcome
    assert same_wagers(outcome.value.plain_wagers(), wagers)
    return outcome.value


async def next_draw(client: Client) -> Draw:
    return next(draw for draw in await client.draws("lottery", DAY, NIGHT) if not draw.signed)


async def triple(client: Client) -> int:
    return (await client.template()).by_kind[Kind.TRIPLE][0].id


def key(ticket: Ticket) -> TicketKey:
    return TicketKey(ticket.number, (ticket.created_at - timedelta(hours=4)).date())


async def test_sign_in_and_out():
    async with till() as (client, server):
        with pytest.raises(SignInRequired) as caught:
            await client.login(server.accounts[0].email, Secret("wrong"))
        assert caught.value.code == "api.sign_in_refused"
        assert (await client.agency())[0].active
        await client.logout()
        with pytest.raises(SignInRequired):
            await client.agency()


@pytest.mark.parametrize("place", ["response", "root", "header"])
@pytest.mark.parametrize("status", [401, 403])
async def test_the_token_wherever_it_stands_and_however_it_ends(place: Any, status: int):
    variant = Variant(token_place=place, auth_status=status, login_status=status, single_session=True)
    async with till(variant) as (client, server):
        account = server.accounts[0]
        other = connect("http://127.0.0.1", StillClock(), asgi=server.asgi)
        await other.login(account.email, Secret(account.password))
        with pytest.raises(SignInRequired):
            await client.agency()
        assert await client.create((Wager(1, 1, "001", Money.units(1)),), "op") == SignInLost()


@pytest.mark.parametrize("body", ["html", "empty", "envelope"])
async def test_a_token_that_ends_in_a_gateways_way(body: Any):
    async with till(Variant(auth_status=401, auth_body=body)) as (client, server):
        told: list[bool] = []
        client.watch_sign_in(lambda: told.append(True))
        server.control().expire_tokens()
        unanswered = await client.create((Wager(1, 1, "001", Money.units(1)),), "op")
        assert unanswered == (Unknown("broken_reply") if body == "html" else SignInLost())
        with pytest.raises(SignInRequired):
            await client.products()
        await asyncio.sleep(0)
        assert told == [True]


async def test_the_catalogue():
    async with till() as (client, _):
        agency, limits = await client.agency()
        products = {product.id: product for product in await client.products()}
        template = await client.template()
        assert len(products) >= 12
        assert {row.product_id for row in limits} <= set(products)
        assert {game.id for game in template.games.values()} >= {row.game_id for row in limits}
        assert sum(len(game.plays) for game in template.games.values()) > 20_000
        for category in agency.games:
            draws = await client.draws(category, DAY, NIGHT)
            assert draws
            assert [draw.draws_at for draw in draws] == sorted(draw.draws_at for draw in draws)
            assert all(products[draw.product_id].category == draw.category == category for draw in draws)
            assert all(draw.closes_at == draw.draws_at - timedelta(minutes=5) for draw in draws)
            assert all(draw.is_open(START) for draw in draws)


async def test_a_ticket_from_sale_to_list_view_and_copy():
    async with till() as (client, _):
        assert await client.last_ticket() is None
        ticket = await sell(client, "000", "001")
        assert (ticket.total, ticket.created_at) == (Money.units(10), START)
        for again in (await client.ticket(key(ticket)), await client.last_ticket()):
            assert again is not None
            assert again.with_uuid(ticket.uuid) == ticket
        (row,) = await client.tickets(Listing.SOLD, DAY, NIGHT)
        assert (row.number, row.status, row.total, row.prize) == (
            ticket.number,
            TicketStatus.SOLD,
            Money.units(10),
            ZERO,
        )
        draft = await client.copy(key(ticket))
        assert same_wagers(tuple(line.wager for line in draft), ticket.plain_wagers())
        assert len(await client.tickets(Listing.SOLD, DAY, NIGHT)) == 1
        totals = await client.report(DAY, NIGHT, "lottery")
        assert totals.sale == Money.units(10)


@pytest.mark.parametrize("form", forms("image"))
async def test_a_ticket_image(form: Any):
    media = {"base64": "image/png", "empty": "", "nothing": "", "url": "text/uri-list"}
    media |= {"pdf": "application/pdf", "html": "text/html", "text": "text/plain"}
    async with till(Variant(image=form)) as (client, _):
        await sell(client, "123")
        (row,) = await client.tickets(Listing.SOLD, DAY, NIGHT)
        assert (await client.ticket_image(row.uuid)).media == media.get(form, f"image/{form}")


async def test_taking_back():
    async with till() as (client, server):
        ticket = await sell(client, "123")
        assert await client.cancel(ticket.number) == Done(None)
        again = await client.revert(ticket.number)
        assert isinstance(again, Refused)
        assert again.refusal.reason is Reason.ALREADY_VOID
        (row,) = await client.tickets(Listing.CANCELED, DAY, NIGHT)
        assert row.status is TicketStatus.CANCELED
        other = await sell(client, "124")
        assert await client.revert(other.number) == Done(None)
        late = await sell(client, "125")
        server.control().advance(181)
        assert isinstance(await client.cancel(late.number), Refused)


async def test_winning_and_being_paid():
    async with till() as (client, server):
        draw = await next_draw(client)
        game = await triple(client)
        outcome = await client.create((Wager(draw.event_id, game, "777", Money.units(5)),), "op")
        assert isinstance(outcome, Done)
        ticket = outcome.value
        loser = await client.pay(key(ticket), ticket.pin)
        assert isinstance(loser, Refused)
        assert loser.refusal.reason is Reason.NOT_WINNER
        server.control().settle(draw.event_id, "777")
        (row,) = await client.tickets(Listing.WINNER, DAY, NIGHT)
        assert (row.number, row.status) == (ticket.number, TicketStatus.WINNER)
        assert row.prize > ZERO
        assert (
            next(one for one in await client.results(DAY, NIGHT) if one.event_id == draw.event_id).value
            == "777"
        )
        wrong = await client.pay(key(ticket), Secret("1"))
        assert isinstance(wrong, Refused)
        assert wrong.refusal.reason is Reason.WRONG_PIN
        assert await client.pay(key(ticket), ticket.pin) == Done(row.prize)
        twice = await client.pay(key(ticket), ticket.pin)
        assert isinstance(twice, Refused)
        assert twice.refusal.reason is Reason.ALREADY_PAID


async def test_refusals_of_a_sale():
    async with till() as (client, server):
        draw, game = await next_draw(client), await triple(client)
        large = await client.create((Wager(draw.event_id, game, "001", Money.units(10**6)),), "op")
        assert isinstance(large, Refused)
        assert large.refusal.reason is Reason.LIMITS
        server.control().advance((draw.closes_at - START).total_seconds() + 1)
        closed = await client.create((Wager(draw.event_id, game, "001", Money.units(5)),), "op")
        assert isinstance(closed, Refused)
        assert (closed.refusal.reason, closed.refusal.closed_events) == (Reason.CLOSED, (draw.event_id,))


@pytest.mark.parametrize("nested", [True, False])
async def test_a_sold_out_number_is_named(nested: bool):
    async with till(Variant(quota_nested=nested)) as (client, _):
        quotas = {product.id: product.quota for product in await client.products() if product.quota}
        game = await triple(client)
        draws = [one for one in await client.draws("lottery", DAY, NIGHT) if not one.signed]
        draw = min(draws, key=lambda one: quotas[one.product_id])
        wagers = (Wager(draw.event_id, game, "001", quotas[draw.product_id] + Money.units(1)),)
        outcome = await client.create(wagers, "op")
        assert isinstance(outcome, Refused)
        assert outcome.refusal.reason is Reason.QUOTA
        assert [(one.text, one.event_id) for one in outcome.refusal.refused_wagers] == [
            ("001", draw.event_id)
        ]


@pytest.mark.parametrize("form", forms("time_form"))
async def test_the_server_tells_its_time_in_every_form(form: Any):
    async with till(Variant(time_form=form)) as (client, server):
        sample = await client.server_time()
        clock = ServerClock(StillClock(datetime(2005, 1, 1, tzinfo=UTC)))
        clock.add(sample)
        assert abs(clock.now() - server.clock.now()) <= timedelta(seconds=sample.error_s)
        assert sample.error_s <= 1.5


@pytest.mark.parametrize("mirror", [True, False])
@pytest.mark.parametrize("none", ["null", "absent"])
async def test_a_sale_whatever_the_envelope(mirror: bool, none: Any):
    variant = Variant(mirror_status=mirror, list_id_none=none, last_none="empty", copy_missing="zero")
    async with till(variant) as (client, _):
        assert await client.last_ticket() is None
        ticket = await sell(client, "001")
        assert await client.cancel(ticket.number) == Done(None)
        with pytest.raises(ReadRefused) as caught:
            await client.ticket(TicketKey(1, DAY.date()))
        assert caught.value.refusal.reason is Reason.NOT_FOUND


async def test_a_create_that_says_too_little_is_looked_up():
    async with till(Variant(create_reply="numbers")) as (client, _):
        draw, game = await next_draw(client), await triple(client)
        outcome = await client.create((Wager(draw.event_id, game, "001", Money.units(5)),), "op")
        assert isinstance(outcome, Unknown)
        last = await client.last_ticket()
        assert last is not None
        assert outcome.number == last.number


async def test_amounts_may_come_as_texts():
    async with till(Variant(amount_form="text")) as (client, _):
        draw, game = await next_draw(client), await triple(client)
        outcome = await client.create((Wager(draw.event_id, game, "001", Money.units(5)),), "op")
        assert isinstance(outcome, Done)
        assert outcome.value.total == Money.units(5)
