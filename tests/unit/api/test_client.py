"""The client: sessions, retries, doubts, and calls that are sent once."""

import asyncio
import logging

import pytest

from app.api import codec, endpoints
from app.api.wire import NotDelivered, Reply, ReplyLost
from app.domain.outcome import (
    BadReply,
    Done,
    NotSent,
    Offline,
    ReadRefused,
    Reason,
    Refused,
    SignInLost,
    SignInRequired,
    Unknown,
)
from app.domain.secret import Secret
from tests.unit.api.support import KEY, WAGERS, bench, error, ok, ticket, wager

AGENCY = ok({"entity_id": 213})
SOLD = ok(ticket(wagers=[wager()]), 201)
DOUBT = Reply(401, {}, error(401, "unauthorized"))


async def test_signing_in_gives_later_calls_the_token():
    setting = bench(ok({"x_auth_token": "t1"}), AGENCY, Reply(204, {}, b""), AGENCY, signed=False)
    session = await setting.client.login("a@b.c", Secret("pw"))
    assert session.token == Secret("t1")
    await setting.client.agency()
    await setting.client.logout()
    assert [dict(sent.headers).get("x-auth-token") for sent in setting.line.sent] == [None, "t1", "t1"]
    with pytest.raises(SignInRequired):
        await setting.client.agency()
    assert await setting.client.create(WAGERS, "op") == SignInLost()
    assert len(setting.line.sent) == 3


@pytest.mark.parametrize(
    "reply",
    [
        Reply(400, {}, error(400, "x")),
        Reply(401, {}, error(401, "x")),
        Reply(403, {}, error(403, "x")),
        Reply(404, {}, error(404, "x")),
        Reply(401, {}, b""),
        ok(error="invalid email or password"),
    ],
)
async def test_a_refused_sign_in(reply):
    setting = bench(reply, signed=False)
    with pytest.raises(SignInRequired) as caught:
        await setting.client.login("a@b.c", Secret("pw"))
    assert caught.value.code == "api.sign_in_refused"
    assert setting.line.paths() == ["/auth/login"]


@pytest.mark.parametrize(
    "reply", [ReplyLost("timeout"), Reply(500, {}, b""), Reply(400, {}, error(400, "x"))]
)
async def test_logout_forgets_the_token_whatever_the_server_says(reply):
    setting = bench(reply)
    await setting.client.logout()
    assert await setting.client.cancel(1) == SignInLost()
    assert len(setting.line.sent) == 1


async def test_a_slow_logout_does_not_end_the_next_session():
    gate = asyncio.Event()
    setting = bench(gate, ok({"x_auth_token": "t2"}), Reply(204, {}, b""), AGENCY)
    leaving = asyncio.ensure_future(setting.client.logout())
    await setting.line.asked.wait()
    await setting.client.login("b@b.c", Secret("pw"))
    gate.set()
    await leaving
    assert (await setting.client.agency())[0].entity_id == 213
    assert dict(setting.line.sent[-1].headers)["x-auth-token"] == "t2"


async def test_a_read_is_tried_three_times():
    setting = bench(ReplyLost("timeout"), Reply(502, {}, b"<html>"), AGENCY)
    agency, _ = await setting.client.agency()
    assert agency.entity_id == 213
    assert setting.naps == [0.5, 1.0]
    assert setting.heard == [False, False, True]


async def test_a_read_gives_up_after_three_tries():
    setting = bench(*[NotDelivered("dns")] * 3)
    with pytest.raises(Offline) as caught:
        await setting.client.agency()
    assert caught.value.code == "api.offline.dns"
    assert len(setting.line.sent) == 3


async def test_a_wrong_shape_is_not_asked_for_again():
    setting = bench(ok([]))
    with pytest.raises(BadReply):
        await setting.client.agency()
    assert setting.heard == [True]


async def test_the_budget_ends_retries_of_all_calls_together():
    setting = bench(*[ReplyLost("timeout")] * 40)
    setting.client._sleep = lambda seconds: asyncio.sleep(0)
    for _ in range(8):
        with pytest.raises(Offline):
            await setting.client.last_ticket()
    assert len(setting.line.sent) == 8 + 10


async def test_an_open_breaker_stops_ordinary_reads_only():
    setting = bench(*[ReplyLost("timeout")] * 3, SOLD, AGENCY)
    with pytest.raises(Offline):
        await setting.client.agency()
    with pytest.raises(Offline) as caught:
        await setting.client.products()
    assert caught.value.cause == "breaker"
    assert len(setting.line.sent) == 3
    assert (await setting.client.ticket(KEY)).number == 32426439
    assert (await setting.client.agency())[0].entity_id == 213


@pytest.mark.parametrize(
    "reply",
    [
        ReplyLost("timeout"),
        NotDelivered("dns"),
        Reply(503, {"retry-after": "0"}, b""),
        Reply(200, {}, b"<html>"),
        Reply(429, {}, b""),
    ],
)
async def test_what_moves_money_goes_out_once(reply):
    for call in ("create", "pay", "cancel", "revert"):
        setting = bench(reply, SOLD, SOLD)
        arguments = {"create": (WAGERS, "op"), "pay": (KEY, Secret("1"))}.get(call, (1,))
        outcome = await getattr(setting.client, call)(*arguments)
        assert isinstance(outcome, NotSent | Unknown)
        assert len(setting.line.sent) == 1
        assert setting.heard == [isinstance(reply, Reply) and reply.status == 429]


async def test_copy_goes_out_once():
    setting = bench(ReplyLost("timeout"), SOLD)
    with pytest.raises(Offline):
        await setting.client.copy(KEY)
    assert len(setting.line.sent) == 1


async def test_a_sale():
    setting = bench(SOLD)
    outcome = await setting.client.create(WAGERS, "op")
    assert isinstance(outcome, Done)
    assert outcome.value.number == 32426439


@pytest.mark.parametrize(
    ("probe", "outcome"),
    [
        (Reply(401, {}, error(401, "unauthorized")), SignInLost()),
        (Reply(403, {}, error(403, "forbidden")), SignInLost()),
        (ok(ticket(), 202), Refused),
        (error(400, "no rows in result set"), Refused),
        (ok([]), Refused),
        (ReplyLost("timeout"), Unknown("sign_in_doubt")),
    ],
)
async def test_a_doubtful_401_is_settled_by_a_probe(probe, outcome):
    setting = bench(DOUBT, probe)
    found = await setting.client.create(WAGERS, "op")
    assert type(found) is outcome or found == outcome
    assert setting.line.paths() == ["/user/ticket/create", "/user/ticket/last"]


async def test_a_doubtful_401_on_a_read():
    with pytest.raises(SignInRequired):
        await bench(DOUBT, DOUBT).client.products()
    with pytest.raises(ReadRefused) as caught:
        await bench(DOUBT, SOLD).client.products()
    assert caught.value.refusal.reason is Reason.SIGN_IN
    setting = bench(DOUBT, AGENCY)
    with pytest.raises(ReadRefused):
        await setting.client.last_ticket()
    assert setting.line.paths() == ["/user/ticket/last", "/gaming/get-data"]


async def test_no_last_ticket():
    assert await bench(error(400, "no rows in result set")).client.last_ticket() is None
    with pytest.raises(ReadRefused):
        await bench(error(400, "ticket expired")).client.last_ticket()


async def test_cancelling_a_sale_waits_for_its_end():
    gate = asyncio.Event()
    setting = bench(gate, SOLD)
    selling = asyncio.ensure_future(setting.client.create(WAGERS, "op"))
    await setting.line.asked.wait()
    for _ in range(3):
        selling.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        assert not selling.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await selling
    assert setting.heard == [True]


async def test_a_fault_of_ours_during_a_sale_is_unknown(caplog):
    assert await bench(RuntimeError("boom")).client.create(WAGERS, "op") == Unknown("broken_reply")
    assert "RuntimeError" in caplog.text


async def test_a_large_reply_is_read_in_a_thread():
    rows = [{"game_id": 1, "wager": f"{number:03d}", "code": f"{number:03d}"} for number in range(1000)]
    body = ok(rows, padding="x" * 70_000)
    template = await bench(body).client.template()
    assert len(template.games[1].plays) == 1000


async def test_the_log_names_calls_and_never_what_they_carry(caplog):
    caplog.set_level(logging.DEBUG)
    setting = bench(
        ok({"x_auth_token": "canary-token"}),
        ok(ticket(pin_number=76479163)),
        ReplyLost("timeout"),
        ok(ticket(amount="canary-amount")),
        signed=False,
    )
    await setting.client.login("canary@b.c", Secret("canary-password"))
    await setting.client.ticket(KEY)
    await setting.client.pay(KEY, Secret("99887766"))
    await setting.client.create(WAGERS, "op")
    assert "ticket 200 0 ms attempt 1" in caplog.text
    assert "pay ReplyLost:timeout" in caplog.text
    for secret in ("canary", "76479163", "99887766"):
        assert secret not in caplog.text


def test_what_goes_and_comes_hides_its_secrets_when_shown():
    call = endpoints.login("a@b.c", Secret("canary-1"))
    shown = [
        call,
        codec.encode(call, Secret("canary-2")),
        Reply(200, {"x-auth-token": "canary-3"}, b"canary-4"),
    ]
    shown.append(codec.judge(call, 200, {"x-auth-token": "canary-5"}, ok({"token": "canary-6"})))
    assert "canary" not in repr(shown)


async def test_closing_closes_the_line():
    setting = bench()
    await setting.client.close()
    assert setting.line.closed
