"""Many terminals: their accounts, what each asks in a minute, and a server that limits it."""

from __future__ import annotations

import pytest

from app.errors import Known
from app.training import Variant
from app.training.accounts import by_user
from tests.helpers.training import START, terminal, training_server


async def test_requests_are_counted_by_user_and_minute(server, control, till):
    log, email = control.log, server.accounts[0].email
    async with terminal(server, server.accounts[1]) as mate:
        for _ in range(3):
            await till.get("/gaming/time")
        control.advance(60)
        await till.get("/gaming/time")
        await mate.get("/gaming/time")
    first, second = START, START.replace(minute=31)
    assert log.per_minute(email) == {first: 4, second: 1}  # the sign-in too
    assert log.per_minute(server.accounts[1].email) == {first: 1, second: 1}
    assert log.per_minute() == {first: 5, second: 2}
    assert log.users() == (email, server.accounts[1].email)
    assert log.per_minute("nobody@taquilla.test") == {}
    control.reset()
    assert log.per_minute() == {}


async def test_refused_requests_count_for_whom_the_token_was(server, control, till):
    control.expire_tokens()
    for _ in range(2):
        assert (await till.get("/gaming/time")).http == 403
    await till.post("/auth/login", {"email": server.accounts[0].email, "password": "wrong"})
    async with terminal(server, None) as stranger:
        await stranger.get("/gaming/time")
    assert control.log.per_minute(server.accounts[0].email) == {START: 4}
    assert control.log.per_minute() == {START: 5}


async def test_numbered_terminals_have_users_and_agencies_of_their_own():
    server = training_server(terminals=5000)
    assert len(server.accounts) == 5003
    assert len({account.user_id for account in server.accounts}) == 5003
    one, last = server.accounts[3], server.accounts[-1]
    assert (one.email, last.email) == ("terminal1@taquilla.test", "terminal5000@taquilla.test")
    assert by_user(last.user_id) == last
    async with terminal(server, one) as till, terminal(server, last) as other:
        seen = [(await each.post("/gaming/get-data")).response["entity_id"] for each in (till, other)]
        assert seen == [one.entity.id, last.entity.id]
        body = {"between_timestamp": ["2024-10-22", "2024-10-22"], "group": "entity"}
        assert (await till.post("/gaming/reports", body)).envelope["total"]["sale"] == 0
    async with terminal(server, None) as nobody:
        for number in (0, 5001, 99_999):
            wrong = {"email": f"terminal{number}@taquilla.test", "password": f"clave-{number}"}
            assert (await nobody.post("/auth/login", wrong)).http == 403
    server.close()


def test_an_unknown_user_is_an_error():
    with pytest.raises(LookupError):
        by_user(1)


@pytest.mark.parametrize("count", [-1, 100_001])
def test_there_are_so_many_terminals_at_most(count):
    with pytest.raises(Known) as caught:
        training_server(terminals=count)
    assert caught.value.code == "training.terminals"


async def test_a_server_may_limit_requests():
    server = training_server(variant=Variant(requests_per_minute=3))
    server.control().advance(20)
    async with terminal(server) as till, terminal(server, server.accounts[1]) as mate:
        answers = [await till.get("/gaming/time") for _ in range(3)]
        assert [answer.http for answer in answers] == [200, 200, 429]  # the sign-in was the first
        assert (answers[2].headers["retry-after"], answers[2].error) == ("40", "too many requests")
        assert (await mate.get("/gaming/time")).http == 200
        server.control().advance(40)
        assert (await till.get("/gaming/time")).http == 200
    server.close()
