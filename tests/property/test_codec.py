"""Mutated replies: whatever comes, only the declared errors leave the codec, and no half-read ticket."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.api import codec, endpoints
from app.api.call import Call
from app.api.decoders.catalog import closing
from app.api.errors import refusal
from app.api.values import amount, clean, moment, wire_amount, wire_time
from app.domain.outcome import BadReply, Offline, ReadRefused, Reason, SignInRequired
from app.domain.secret import Secret
from app.domain.ticket import Ticket, Wager
from app.money import Money
from app.ports import Listing
from tests.unit.api.support import CARACAS, END, KEY, START, draw, error, event, ok, row, ticket

DECLARED = (BadReply, Offline, ReadRefused, SignInRequired)
TOTALS = dict.fromkeys(("agency", "balance", "parent_balance", "prize", "sale"), 0)
PAIRS: list[tuple[Call[Any], bytes]] = [
    (endpoints.login("a@b.c", Secret("x")), ok({"x_auth_token": "t", "user": {"id": 1}})),
    (endpoints.logout(), ok()),
    (endpoints.ticket(KEY), ok(ticket(), 201)),
    (endpoints.ticket_image("f3f30cdb-2165-487b-bfd0-c990b7ab62c1"), ok({"image": "iVBORw0KGgo="})),
    (endpoints.last_ticket(), ok(ticket(), 202)),
    (endpoints.ticket_list(Listing.SOLD, START, END), ok([row(), row()])),
    (
        endpoints.agency(),
        ok({"entity_id": 1, "entity_data": {"rif": "1"}, "game_data": [{"game_id": 1, "product_id": 1}]}),
    ),
    (endpoints.pay(KEY, Secret("1")), ok({"prize": 5})),
    (
        endpoints.copy(KEY),
        ok({"wagers": [{"amount": 5, "event_id": 2, "game_id": 1, "old_event_id": 1, "wager": "1"}]}),
    ),
    (endpoints.cancel(1), error(400, "no rows in result set")),
    (endpoints.revert(1), error(401, "ticket already rejected by user")),
    (endpoints.create((Wager(1, 1, "1", Money(100)),), "op"), ok(ticket(), 201)),
    (endpoints.report(START, END, "lottery"), ok(total=TOTALS)),
    (endpoints.results(START, END), ok([event()])),
    (endpoints.template(), ok([{"game_id": 1, "wager": "001", "code": "001"}])),
    (endpoints.server_time(CARACAS, START), ok({"seconds": 1729587036})),
    (endpoints.draws("lottery", START, END, CARACAS), ok([draw(), draw(list="-")])),
    (endpoints.products(), ok([{"id": 1, "name": "A", "game_category": "lottery", "quota": 1}])),
]
CREATE = endpoints.create((Wager(1, 1, "1", Money(100)),), "op")

statuses = st.one_of(
    st.sampled_from([200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 429, 500, 502]), st.integers(100, 599)
)
headers = st.dictionaries(
    st.sampled_from(["date", "content-type", "retry-after", "x-auth-token"]), st.text(max_size=20)
)
pairs = st.sampled_from(PAIRS)
BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
moments = st.integers(0, 80 * 365 * 86400 * 10**6).map(lambda passed: BEGIN + timedelta(microseconds=passed))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just({"seconds": -1}),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def decoded(call: Call[Any], status: int, seen: dict[str, str], body: bytes) -> Any:
    """The value, or None for a declared error; anything else fails the test."""
    try:
        return codec.decode(call, status, seen, body)
    except DECLARED:
        return None


@given(pairs, statuses, headers, st.binary(max_size=200))
def test_noise(pair, status, seen, body):
    decoded(pair[0], status, seen, body)


@given(pairs, statuses, headers, st.data())
def test_broken_bytes(pair, status, seen, data):
    call, body = pair
    spoiled = bytearray(body)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(spoiled) - 1))
        spoiled[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    decoded(call, status, seen, bytes(spoiled))


@given(pairs, statuses, headers, st.data())
def test_replaced_values(pair, status, seen, data):
    call, body = pair
    shape = json.loads(body)
    place = shape
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            place[key] = data.draw(values)
            break
        place = place[key]
    decoded(call, status, seen, json.dumps(shape).encode())


@given(st.sampled_from(sorted(ticket())), values)
def test_a_ticket_is_whole_or_not_at_all(name, value):
    found = decoded(
        CREATE, 201, {}, json.dumps({"status": 201, "response": ticket(**{name: value})}).encode()
    )
    if found is not None:
        assert isinstance(found, Ticket)
        assert type(found.number) is int
        assert type(found.total) is Money
        assert found.pin
        assert found.created_at.tzinfo is not None
        assert all(type(line.wager.amount) is Money and line.wager.text for line in found.wagers)


@given(st.integers(0, len(ok(ticket())) - 1))
def test_a_cut_reply_is_never_a_sale(length):
    assert decoded(CREATE, 200, {}, ok(ticket())[:length]) is None


@given(st.integers(-(10**13), 10**13))
def test_amounts_survive_the_wire(minor):
    written = wire_amount(Money(minor))
    again = amount(int(written) if isinstance(written, int) else written)
    assert again.money == Money(minor)
    assert isinstance(written, int) == (minor % 100 == 0)


@given(moments)
def test_ranges_are_milliseconds_in_utc(at):
    text = wire_time(at.astimezone(CARACAS))
    assert len(text) == 24
    assert timedelta(0) <= at - moment(text) < timedelta(milliseconds=1)


@given(moments, st.integers(-(10**8), 10**8) | st.none())
def test_a_draw_closes_within_the_hour_before_it(at, off):
    closes = closing(at, None if off is None else at + timedelta(seconds=off))
    assert timedelta(0) < at - closes <= timedelta(hours=1)


@given(st.text())
def test_texts_from_outside_are_one_printable_line(text):
    found = clean(text)
    assert found.isprintable()
    assert len(found) <= 200
    assert clean(found) == found
    assert refusal(text).reason in Reason
