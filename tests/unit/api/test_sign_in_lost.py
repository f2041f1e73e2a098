"""A token that the server refuses: told once, forgotten, and never by an older call's answer."""

from __future__ import annotations

import asyncio

import pytest

from app.api.wire import Reply, ReplyLost
from app.domain.outcome import Offline, ReadRefused, SignInLost, SignInRequired, Unknown
from app.domain.secret import Secret
from tests.unit.api.support import KEY, WAGERS, Bench, bench, error, ok, sign_in, ticket, wager

FORBIDDEN = Reply(403, {}, error(403, "token expired"))
DOUBT = Reply(401, {}, error(401, "unauthorized"))
LAST = ok(ticket(wagers=[wager()]), 202)


def watched(setting: Bench) -> list[bool]:
    told: list[bool] = []
    setting.client.watch_sign_in(lambda: told.append(True))
    return told


def _broken() -> None:
    raise RuntimeError("a fault of a screen")


async def test_a_read_that_is_forbidden_tells_it_once_and_asks_no_more():
    setting = bench(FORBIDDEN)
    told = watched(setting)
    for _ in range(2):
        with pytest.raises(SignInRequired):
            await setting.client.products()
    await asyncio.sleep(0)
    assert told == [True]
    assert len(setting.line.sent) == 1


async def test_a_sale_that_is_forbidden_tells_it_after_its_outcome():
    setting = bench(FORBIDDEN)
    told = watched(setting)
    assert await setting.client.create(WAGERS, "op") == SignInLost()
    await asyncio.sleep(0)
    assert told == [True]


async def test_a_listener_that_breaks_changes_no_outcome():
    setting = bench(FORBIDDEN)
    broken: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, found: broken.append(found["exception"]))
    setting.client.watch_sign_in(_broken)
    assert await setting.client.create(WAGERS, "op") == SignInLost()
    await asyncio.sleep(0)
    assert len(broken) == 1


async def test_a_doubt_that_the_probe_clears_tells_nothing():
    setting = bench(DOUBT, LAST, DOUBT, ReplyLost("timeout"))
    told = watched(setting)
    with pytest.raises(ReadRefused):
        await setting.client.agency()
    with pytest.raises(Offline):
        await setting.client.products()
    await asyncio.sleep(0)
    assert told == []


async def test_a_wrong_password_is_no_lost_sign_in():
    setting = bench(FORBIDDEN)
    told = watched(setting)
    with pytest.raises(SignInRequired):
        await setting.client.login("a@b.c", Secret("pw"))
    await asyncio.sleep(0)
    assert told == []


async def test_the_answer_to_an_older_token_does_not_end_the_new_session():
    late = asyncio.Event()
    setting = bench(late, FORBIDDEN)
    told = watched(setting)
    read = asyncio.ensure_future(setting.client.products())
    await setting.line.asked.wait()
    sign_in(setting.client)
    late.set()
    with pytest.raises(SignInRequired):
        await read
    await asyncio.sleep(0)
    assert told == []
    setting.line.replies.append(LAST)
    assert await setting.client.last_ticket() is not None


@pytest.mark.parametrize(("window", "deadline"), [(180, 45.0), (60, 15.0)])
async def test_the_cancel_window_bounds_money_calls_and_no_read(window, deadline):
    agency = ok({"entity_id": 213, "entity_data": {"seconds_to_cancel": window}})
    setting = bench(agency, ReplyLost("timeout"), LAST)
    await setting.client.agency()
    assert await setting.client.pay(KEY, Secret("1")) == Unknown("timeout")
    await setting.client.last_ticket()
    assert [request.deadline_s for request in setting.line.sent] == [None, deadline, None]
