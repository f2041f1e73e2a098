"""The judgement of a reply, row by row: what a read raises and what becomes of a call that moves money."""

import json

import pytest

from app.api import codec, endpoints
from app.api.errors import SignInDoubt, TryLater
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
from tests.unit.api.support import WAGERS, bench, error, ok, read, ticket, wager

READ = endpoints.agency()
CREATE = endpoints.create(WAGERS, "op")
AGENCY = {"entity_id": 1}
HTML = b"<html><body>Bad gateway</body></html>"
SOLD = [wager(event_id=18859, game_id=1, amount=2000, wager=text) for text in ("341", "000")]


def reply(status, body, headers=None):
    return Reply(status, headers or {}, body)


async def sold(*replies):
    return await bench(*replies).client.create(WAGERS, "op")


async def test_not_sent_is_proof():
    assert await sold(NotDelivered("dns")) == NotSent("dns")


@pytest.mark.parametrize("cause", ["timeout", "no_connection", "too_big", "broken_reply"])
async def test_a_lost_reply_is_unknown(cause):
    assert await sold(ReplyLost(cause)) == Unknown(cause)


@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [
        (200, HTML, "broken_reply"),
        (404, HTML, "broken_reply"),
        (200, b"", "broken_reply"),
        (204, b"", "broken_reply"),
        (200, b"   ", "broken_reply"),
        (200, ok(ticket())[:-9], "broken_reply"),
        (200, b'{"status":200,"response":NaN}', "broken_reply"),
        (200, b'{"status":1e9999999999999999999}', "broken_reply"),
        (200, b'{"status":200,"response":' + b"[" * 5000 + b"]" * 5000 + b"}", "broken_reply"),
        (200, b'{"status":200,"response":"\xff"}', "broken_reply"),
        (200, b'\xef\xbb\xbf{"status":200}', "broken_reply"),
        (200, ok(ticket()).decode().encode("utf-16"), "broken_reply"),
        (400, b"[]", "broken_reply"),
        (400, b"{}", "broken_reply"),
        (301, b"", "redirect"),
        (307, ok(ticket()), "redirect"),
        (100, b"", "broken_reply"),
        (403, HTML, "portal"),
        (407, HTML, "portal"),
        (511, HTML, "portal"),
        (429, error(429, "slow down"), "busy"),
        (408, b"", "busy"),
        (500, ok(ticket()), "server_error"),
        (502, HTML, "server_error"),
        (503, error(409, "events are not open. closed events: [1]"), "server_error"),
        (200, error(500, "not a winner"), "server_error"),
        (200, error(301, "moved"), "redirect"),
    ],
)
async def test_no_answer_at_all(status, body, cause):
    with pytest.raises(Offline) as caught:
        read(READ, body, status)
    assert caught.value.cause == cause
    outcome = await sold(reply(status, body))
    assert (type(outcome), outcome.cause) == (Unknown, cause)


@pytest.mark.parametrize("status", [200, 201, 202])
@pytest.mark.parametrize("inner", [200, 201, 202, None, "200", "success"])
async def test_success_is_any_2xx_without_an_error(status, inner):
    body = json.dumps({"status": inner, "response": ticket(wagers=SOLD, amount=4000), "error": None}).encode()
    assert codec.decode(endpoints.create(WAGERS, "x"), status, {}, body).number == 32426439
    assert isinstance(await sold(reply(status, body)), Done)


async def test_a_success_without_its_fields_is_unknown_and_names_its_ticket():
    for body in (ok({"ticket_number": 5}), ok(**{"number": 5})):
        assert await sold(reply(201, body)) == Unknown("bad_reply", 5)
    assert await sold(reply(201, ok())) == Unknown("bad_reply", None)


@pytest.mark.parametrize("status", [0, 99, 600, True, "done", 2.5, [], {}])
async def test_a_status_that_is_none(status):
    body = json.dumps({"status": status, "response": ticket()}).encode()
    if status is not True:
        assert await sold(reply(200, body)) == Unknown("bad_reply", 32426439)


@pytest.mark.parametrize("status", [200, 201, 202])
async def test_2xx_with_an_error_is_a_refusal(status):
    with pytest.raises(ReadRefused):
        read(READ, error(status, "whatever"), status)
    outcome = await sold(reply(status, error(status, "not enough funds")))
    assert (type(outcome), outcome.refusal.reason) == (Refused, Reason.FUNDS)


@pytest.mark.parametrize("empty", ["", None, {}, [], False])
def test_an_empty_error_is_none(empty):
    assert read(READ, ok(AGENCY, error=empty, message="done"))[0].entity_id == 1


@pytest.mark.parametrize(("status", "inner"), [(400, 400), (409, 409), (404, 404), (200, 409), (409, 200)])
async def test_a_4xx_envelope_is_a_refusal_whichever_side_says_so(status, inner):
    body = error(inner, "events are not open. closed events: [18859, 7]")
    with pytest.raises(ReadRefused) as caught:
        read(READ, body, status)
    assert caught.value.refusal.closed_events == (18859, 7)
    outcome = await sold(reply(status, body))
    assert (type(outcome), outcome.refusal.reason) == (Refused, Reason.CLOSED)


async def test_an_unknown_4xx_text_is_a_refusal_with_its_text():
    outcome = await sold(reply(400, error(400, "weird\x1b[31m\n thing")))
    assert (type(outcome), outcome.refusal.reason, outcome.refusal.text) == (
        Refused,
        Reason.OTHER,
        "weird [31m thing",
    )


@pytest.mark.parametrize("name", ["message", "msg", "response", "detail"])
def test_the_text_under_any_name(name):
    with pytest.raises(ReadRefused) as caught:
        read(READ, json.dumps({"status": 400, name: "not a winner"}).encode(), 400)
    assert caught.value.refusal.reason is Reason.NOT_WINNER


async def test_a_4xx_that_shows_a_ticket_is_no_refusal():
    for more in ({}, {"message": "sold"}):
        assert await sold(reply(400, ok(ticket(), 200, **more))) == Unknown("broken_reply", 32426439)


@pytest.mark.parametrize("status", [200, 401])
async def test_an_envelope_401_with_already_is_business(status):
    outcome = await bench(reply(status, error(401, "ticket already rejected by user"))).client.revert(1)
    assert isinstance(outcome, Refused)
    assert outcome.refusal.reason is Reason.ALREADY_VOID


@pytest.mark.parametrize("status", [200, 401])
def test_another_401_is_a_doubt(status):
    for text in ("unauthorized", "something else"):
        with pytest.raises(SignInDoubt):
            read(READ, error(401, text), status)


def test_a_401_or_403_with_nothing_in_it_is_a_doubt():
    for status in (401, 403):
        with pytest.raises(SignInDoubt):
            read(READ, b"", status)


@pytest.mark.parametrize(
    ("status", "body"), [(401, HTML), (401, b"Unauthorized"), (401, b"[]"), (403, b"no")]
)
async def test_a_gateways_401_is_a_doubt_of_a_read_and_tells_nothing_of_a_sale(status, body):
    with pytest.raises(SignInDoubt):
        read(READ, body, status)
    assert await sold(reply(status, body)) == Unknown("broken_reply")


async def test_an_envelope_403_is_sign_in_lost():
    for status, inner in ((403, 403), (200, 403), (403, 200)):
        with pytest.raises(SignInRequired) as caught:
            read(READ, error(inner, "forbidden"), status)
        assert not isinstance(caught.value, SignInDoubt)
        assert await sold(reply(status, error(inner, "forbidden"))) == SignInLost()


async def test_a_403_that_names_a_reason_of_business_is_one():
    outcome = await sold(reply(403, error(403, "invalid pin number")))
    assert (type(outcome), outcome.refusal.reason) == (Refused, Reason.WRONG_PIN)


async def test_quota_wherever_it_stands():
    wagers = {
        "341": {"event_inventory": [{"event_id": 18859, "wager_amount": 5, "available": 1.5}]},
        "000": {"event_inventory": [{"event_id": 18859, "wager_amount": 5}, {"event_id": "x"}, 3]},
        "bad": 7,
    }
    for body in (
        json.dumps({"status": 409, "error_wagers": wagers}).encode(),
        json.dumps({"status": 409, "error": {"error_wagers": wagers, "error": "no inventory"}}).encode(),
        json.dumps({"status": 200, "error": "quota", "error_wagers": wagers}).encode(),
        json.dumps({"status": 409, "response": {"error_wagers": wagers}}).encode(),
    ):
        outcome = await sold(reply(200, body))
        assert isinstance(outcome, Refused)
        assert outcome.refusal.reason is Reason.QUOTA
        refused = outcome.refusal.refused_wagers
        assert [(one.text, one.event_id, one.available) for one in refused] == [
            ("341", 18859, 150),
            ("000", 18859, None),
        ]


async def test_a_key_given_twice_is_unknown_where_money_moves():
    twice = ok(ticket()).replace(
        b'"ticket_number": 32426439', b'"ticket_number": 1, "ticket_number": 32426439'
    )
    assert twice != ok(ticket())
    outcome = await sold(reply(200, twice))
    assert (type(outcome), outcome.cause) == (Unknown, "broken_reply")


async def test_nesting_too_deep_is_unknown_where_money_moves():
    for depth, kind in ((28, Done), (40, Unknown)):
        body = ok(ticket(), extra="@").replace(b'"@"', b"[" * depth + b"]" * depth)
        assert type(await sold(reply(200, body))) is kind


def test_retry_after_is_kept():
    for value, seconds in (("7", 7.0), ("", None), ("soon", None), ("-1", None), ("9" * 20, None)):
        with pytest.raises(TryLater) as caught:
            read(READ, b"", 503, {"retry-after": value})
        assert caught.value.retry_after == seconds


def test_a_read_of_the_wrong_shape_names_the_place():
    for body, path in (
        (b"[]", "$"),
        (ok([]), "$.response"),
        (ok({"entity_id": "1"}), "$.response.entity_id"),
    ):
        with pytest.raises(BadReply) as caught:
            read(READ, body)
        assert caught.value.path == path


def test_a_total_longer_than_any_number_is_no_count():
    for digits in (17, 40, 5000):
        with pytest.raises(BadReply) as caught:
            read(endpoints.products(), b'{"status":200,"total":' + b"9" * digits + b"}")
        assert caught.value.path == "$.total"
