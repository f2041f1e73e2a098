"""Signing in and out, and what happens without a token."""

import pytest

from app.training import Variant
from app.training.routes import ROUTES
from tests.helpers.training import asked, terminal, training_server, wager

WRONG = [
    ("cajero1@taquilla.test", "clave-2"),
    ("nadie@taquilla.test", "clave-1"),
    ("cajero1@taquilla.test", ""),
]


async def test_sign_in_gives_a_token_and_the_user(server):
    async with terminal(server, None) as till:
        answer = await till.post("/auth/login", {"email": "cajero1@taquilla.test", "password": "clave-1"})
        assert (answer.http, answer.status) == (200, 200)
        assert len(answer.response["x_auth_token"]) >= 32
        user = answer.response["user"]
        assert user["email"] == "cajero1@taquilla.test"
        assert "PRÁCTICA" in user["entity_name"]
        assert user["training"] is True


@pytest.mark.parametrize(("email", "password"), WRONG)
async def test_a_wrong_password_gives_no_token(server, email, password):
    async with terminal(server, None) as till:
        answer = await till.post("/auth/login", {"email": email, "password": password})
        assert answer.http in (400, 403)
        assert "response" not in answer.envelope
        assert answer.error


@pytest.mark.parametrize("route", [route for route in ROUTES if route.token], ids=lambda route: route.name)
async def test_every_other_path_wants_a_token(server, route):
    path = route.path.replace("{uuid:uuid}", "f3f30cdb-2165-487b-bfd0-c990b7ab62c1")
    path = path.replace("{product:int}", "0")
    async with terminal(server, None) as till:
        answer = await (till.get(path) if route.method == "GET" else till.post(path, {}))
        assert (answer.http, answer.status, answer.error) == (403, 403, "token is missing")


async def test_sign_out_ends_this_session_only(server):
    async with terminal(server) as one, terminal(server) as two:
        assert (await one.get("/auth/logout")).http == 200
        assert (await one.get("/gaming/time")).error == "token is invalid"
        assert (await two.get("/gaming/time")).http == 200


async def test_a_token_expires_and_can_be_made_to(server, control, till):
    control.advance(24 * 3600 - 1)
    assert (await till.get("/gaming/time")).http == 200
    control.advance(1)
    assert (await till.get("/gaming/time")).error == "token is expired"
    await till.sign_in(server.accounts[0])
    control.expire_tokens()
    assert (await till.get("/gaming/time")).error == "token is expired"


async def test_the_refusing_status_is_a_choice():
    server = training_server(variant=Variant(auth_status=401))
    async with terminal(server, None) as till:
        answer = await till.post("/gaming/get-data")
        assert (answer.http, answer.status) == (401, 401)
    server.close()


async def test_one_session_a_user_is_a_choice():
    server = training_server(variant=Variant(single_session=True))
    async with terminal(server) as one, terminal(server):
        assert (await one.get("/gaming/time")).error == "token is invalid"
    server.close()


@pytest.mark.parametrize("place", ["response", "root", "header"])
async def test_the_token_is_where_the_variant_puts_it(place):
    server = training_server(variant=Variant(token_place=place))
    async with terminal(server, None) as till:
        answer = await till.post("/auth/login", {"email": "cajero2@taquilla.test", "password": "clave-2"})
        found = {
            "response": answer.envelope.get("response", {}).get("x_auth_token"),
            "root": answer.envelope.get("x_auth_token"),
            "header": answer.headers.get("x-auth-token"),
        }
        assert [name for name, token in found.items() if token] == [place]
    server.close()


async def test_another_agency_sees_none_of_our_tickets(server, control, till):
    ticket = await till.sell(wager(control.draws(category="animalitos")[0], 5, "7"))
    async with (
        terminal(server, server.accounts[1]) as colleague,
        terminal(server, server.accounts[2]) as other,
    ):
        assert (await colleague.post("/user/ticket", asked(ticket))).status == 201
        refused = await other.post("/user/ticket", asked(ticket))
        assert (refused.http, refused.status, refused.error) == (400, 400, "no rows in result set")
