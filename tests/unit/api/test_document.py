"""Every endpoint as the API document shows it: what goes out, and what comes of its sample."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.api import codec, endpoints
from app.api.call import Call, Safety
from app.api.wire import Pace
from app.domain.outcome import BadReply, ReadRefused, Reason
from app.domain.secret import Secret
from app.domain.ticket import DraftWager, TicketKey, TicketStatus, Wager
from app.errors import Bug
from app.money import ZERO, Money
from app.ports import Listing
from tests.unit.api.support import (
    CARACAS,
    END,
    KEY,
    START,
    WAGERS,
    draw,
    error,
    event,
    ok,
    read,
    row,
    ticket,
    wager,
)

PIN = Secret("84038675")
UUID = "f3f30cdb-2165-487b-bfd0-c990b7ab62c1"
BETWEEN = ["2024-08-28T04:00:00.000Z", "2024-08-29T03:59:59.999Z"]

REQUESTS: list[tuple[Call[Any], str, str, Any]] = [
    (
        endpoints.login("username@banklot.net", Secret("secret")),
        "POST",
        "/auth/login",
        {"email": "username@banklot.net", "password": "secret"},
    ),
    (endpoints.logout(), "GET", "/auth/logout", None),
    (endpoints.ticket(KEY), "POST", "/user/ticket", {"ticket_number": 32426439, "date": "2024-10-22"}),
    (endpoints.ticket_image(UUID), "GET", f"/user/ticket/image/{UUID}", None),
    (endpoints.last_ticket(), "POST", "/user/ticket/last", None),
    (
        endpoints.ticket_list(Listing.CANCELED, START, END),
        "POST",
        "/user/ticket/",
        {"filter": {"between_created_at": BETWEEN, "status": "canceled"}, "sort": {"created_at": 1}},
    ),
    (
        endpoints.ticket_list(Listing.WINNER, START, END),
        "POST",
        "/user/ticket/",
        {"filter": {"between_created_at": BETWEEN, "status": "winner"}, "sort": {"created_at": 1}},
    ),
    (
        endpoints.ticket_list(Listing.SOLD, START, END),
        "POST",
        "/user/ticket/",
        {
            "filter": {"between_created_at": BETWEEN, "transaction_type": "wager"},
            "order_by": [{"name": "created_at", "value": "desc"}],
        },
    ),
    (endpoints.agency(), "POST", "/gaming/get-data", None),
    (
        endpoints.pay(TicketKey(10653459, date(2024, 9, 16)), PIN),
        "POST",
        "/user/ticket/pay",
        {"ticket_number": 10653459, "pin_number": 84038675, "date": "2024-09-16"},
    ),
    (
        endpoints.copy(TicketKey(71998218, date(2024, 9, 17))),
        "POST",
        "/user/ticket/copy",
        {"ticket_number": 71998218, "date": "2024-09-17"},
    ),
    (endpoints.cancel(18712010), "POST", "/user/ticket/cancel", {"ticket_number": 18712010}),
    (endpoints.revert(71998218), "POST", "/user/ticket/revert", {"ticket_number": 71998218}),
    (
        endpoints.create(WAGERS, "op-1"),
        "POST",
        "/user/ticket/create",
        {
            "ticket": {
                "wagers": [
                    {"amount": 2000, "event_id": 18859, "game_id": 1, "wager": "341"},
                    {"amount": 2000, "event_id": 18859, "game_id": 1, "wager": "000"},
                ]
            }
        },
    ),
    (
        endpoints.report(START, END, "lottery"),
        "POST",
        "/gaming/reports",
        {"between_timestamp": BETWEEN, "group": "user", "category": "lottery"},
    ),
    (
        endpoints.results(START, END),
        "POST",
        "/gaming/result/0",
        {
            "filter": {"between_created_at": BETWEEN},
            "order_by": [{"name": "event_timestamp", "value": "desc"}],
        },
    ),
    (endpoints.template(), "POST", "/gaming/inventory/template", None),
    (endpoints.server_time(CARACAS, START), "GET", "/gaming/time", None),
    (
        endpoints.draws("lottery", START, END, CARACAS),
        "POST",
        "/gaming/events/search/kiosk",
        {
            "filter": {"between_created_at": BETWEEN, "game_category": "lottery", "status": "open"},
            "sort": {"game_category": "desc", "event_timestamp": "desc", "display_order": "0"},
        },
    ),
    (endpoints.products(), "POST", "/gaming/products/search", None),
]


@pytest.mark.parametrize(("call", "method", "path", "body"), REQUESTS, ids=lambda value: str(value)[:40])
def test_a_request_is_the_documents(call, method, path, body):
    request = codec.encode(call, Secret("tok"))
    assert (request.method, request.path) == (method, path)
    assert (None if request.body is None else json.loads(request.body)) == body
    headers = dict(request.headers)
    assert headers["content-type"] == "application/json"
    assert headers["accept-encoding"] == "identity"
    assert headers.get("x-auth-token") == (None if path == "/auth/login" else "tok")


def test_calls_that_move_money_are_sent_once_and_given_time():
    money = [call for call, *_ in REQUESTS if call.safety is Safety.UNSAFE]
    assert {call.name for call in money} == {"create", "pay", "cancel", "revert", "copy"}
    assert {call.pace for call in money if call.name != "copy"} == {Pace.MONEY}


def test_the_operation_goes_out_as_idempotency_key():
    request = codec.encode(endpoints.create(WAGERS, "op-7"), Secret("tok"))
    assert dict(request.headers)["idempotency-key"] == "op-7"
    with pytest.raises(Bug):
        endpoints.create(WAGERS, "a\r\nb: c")


def test_cents_go_out_as_a_number_of_two_decimals():
    body = endpoints.create((Wager(1, 1, "001", Money(550)), Wager(1, 1, "0", Money(500))), "op").body or b""
    assert b'"amount":5.50' in body
    assert b'"amount":5,' in body


def test_a_pin_that_is_no_number_goes_out_as_text():
    assert json.loads(endpoints.pay(KEY, Secret("AB12")).body or b"")["pin_number"] == "AB12"


def test_an_image_is_asked_for_by_uuid_only():
    with pytest.raises(BadReply):
        endpoints.ticket_image("../../auth/logout")


def test_ticket_view():
    found = read(endpoints.ticket(KEY), ok(ticket(), 201))
    assert (found.number, found.pin.reveal(), found.total) == (32426439, "76479163", Money.units(6))
    assert found.created_at == datetime(2024, 10, 22, 8, 50, 36, tzinfo=UTC)
    assert (found.entity_id, found.entity_name, found.uuid) == (213, "test-1", "")
    line = found.wagers[0]
    assert line.wager == Wager(23173, 3, "444-ARI", Money.units(3))
    assert (line.event_name, line.list_id, line.draw_time) == ("ASTRO ZAMORANO", 3, "12:00 pm")
    assert (line.status, line.current_event_id) == ("sold", 23336)


def test_last_ticket():
    body = ok(ticket(wagers=[wager(list_id=None, game_id=5, wager=text) for text in ("0", "00", "1")]), 202)
    found = read(endpoints.last_ticket(), body)
    assert [line.wager.text for line in found.wagers] == ["0", "00", "1"]
    assert {line.list_id for line in found.wagers} == {0}


def test_ticket_rows_come_newest_first():
    rows = [row(created_at=1, ticket_number=1) | {"created_at": 1728066656}, row(created_at=1728066999)]
    found = read(endpoints.ticket_list(Listing.WINNER, START, END), ok(rows))
    assert [one.number for one in found] == [23315522, 1]
    newest = found[0]
    assert (newest.status, newest.raw_status) == (TicketStatus.WINNER, "winner")
    assert (newest.total, newest.prize) == (Money.units(33), Money.units(330))
    assert (newest.uuid, newest.user_id, newest.email) == (row()["id"], 864, "taquilla@banklot.net")


def test_get_data():
    games = {
        "amount_multiple": 1,
        "commission": 10,
        "game_id": 1,
        "max_bet": 99,
        "max_permutations": 6,
        "max_sequence_size": 10,
        "max_sequences": 2,
        "min_bet": 1,
        "product_id": 2,
        "ticket_max_wagers": 100,
    }
    entity = {
        "address1": "",
        "address2": "",
        "city": "",
        "municipality": 1,
        "rif": "1234",
        "seconds_to_cancel": 180,
        "state": 3,
        "ticket_expiration_days": 3,
        "ticket_footer": "123",
        "ticket_header": "a\nb",
        "time_zone": "America/Caracas",
    }
    body = ok(
        {
            "entity_id": 213,
            "name": "test-1",
            "status": "active",
            "games": ["animalitos77", "lottery"],
            "entity_data": entity,
            "game_data": [games],
        }
    )
    agency, limits = read(endpoints.agency(), body)
    assert (agency.entity_id, agency.name, agency.active) == (213, "test-1", True)
    assert (agency.games, agency.rif, agency.address) == (("animalitos77", "lottery"), "1234", ())
    assert (agency.seconds_to_cancel, agency.ticket_expiration_days) == (180, 3)
    assert (agency.ticket_header, agency.ticket_footer, agency.time_zone) == (
        "a\nb",
        "123",
        "America/Caracas",
    )
    (pair,) = limits
    assert (pair.game_id, pair.product_id, pair.min_bet, pair.max_bet) == (
        1,
        2,
        Money.units(1),
        Money.units(99),
    )
    assert (pair.max_wagers, pair.max_permutations, pair.max_sequence_size, pair.max_sequences) == (
        100,
        6,
        10,
        2,
    )


def test_pay_of_a_loser():
    with pytest.raises(ReadRefused) as caught:
        read(endpoints.pay(KEY, PIN), error(200, "not a winner"))
    assert caught.value.refusal.reason is Reason.NOT_WINNER


def test_copy():
    line = {"amount": 5, "event_id": 23335, "game_id": 1, "old_event_id": 18748, "wager": "001"}
    body = ok({"ticket_uuid": UUID, "ticket_number": 71998218, "num_wagers": 1, "wagers": [line]}, 201)
    assert read(endpoints.copy(KEY), body) == (DraftWager(Wager(23335, 1, "001", Money.units(5)), 18748),)


@pytest.mark.parametrize(
    ("call", "status", "text", "reason"),
    [
        (endpoints.cancel(18712010), 400, "no rows in result set", Reason.NOT_FOUND),
        (endpoints.revert(71998218), 401, "ticket already rejected by user", Reason.ALREADY_VOID),
    ],
)
@pytest.mark.parametrize("mirrored", [True, False])
def test_cancel_and_revert_refused(call, status, text, reason, mirrored):
    with pytest.raises(ReadRefused) as caught:
        read(call, error(status, text), status if mirrored else 200)
    assert caught.value.refusal.reason is reason


def test_create_in_a_closed_draw():
    with pytest.raises(ReadRefused) as caught:
        read(endpoints.create(WAGERS, "op"), error(409, "events are not open. closed events: [18859]"))
    assert caught.value.refusal.reason is Reason.CLOSED
    assert caught.value.refusal.closed_events == (18859,)


def test_report():
    zeros = {"agency": 0, "balance": 0, "parent_balance": 0, "prize": 0, "sale": 0}
    assert read(endpoints.report(START, END, "lottery"), ok(total=zeros)).sale == ZERO
    some = read(endpoints.report(START, END, "lottery"), ok(total=zeros | {"sale": 10.5, "balance": -3}))
    assert (some.sale, some.balance) == (Money(1050), Money(-300))


def test_results():
    animal = event(id=18697, game_product_id=6, main_result="00", game_category="animalitos")
    for name in ("list", "list_id", "zodiac"):
        del animal[name]
    found = read(endpoints.results(START, END), ok([animal, event(event_timestamp={"seconds": 1726603201})]))
    signed, plain = found
    assert (signed.value, signed.list_name, signed.list_id, signed.signed) == ("000-ACU", "C", 3, True)
    assert (signed.event_id, signed.product_id, signed.category) == (18732, 1, "lottery")
    assert (plain.value, plain.list_name, plain.list_id, plain.signed) == ("00", "", 0, False)
    assert plain.draws_at == datetime(2024, 9, 17, 20, tzinfo=UTC)


def test_template():
    rows = [{"game_id": 1, "wager": "001", "code": "001"}, {"game_id": 5, "wager": "DELFIN", "code": "DEL"}]
    found = read(endpoints.template(), ok(rows))
    assert found.games[1].plays == {"001": "001"}
    assert found.games[5].plays == {"DELFIN": "DEL"}


def test_draws():
    assert read(endpoints.draws("lottery", START, END, CARACAS), ok(status=201, total=0)) == ()
    (found,) = read(endpoints.draws("lottery", START, END, CARACAS), ok([draw()], 201, total=1))
    assert (found.event_id, found.product_id, found.name, found.category) == (
        23311,
        2,
        "TRIPLE ZULIA",
        "lottery",
    )
    assert (found.list_name, found.list_id, found.signed, found.order) == ("A", 1, False, 3)
    assert found.draws_at == datetime(2024, 10, 23, 20, 45, tzinfo=UTC)
    assert found.closes_at == datetime(2024, 10, 23, 20, 40, tzinfo=UTC)


def test_products():
    body = {
        "id": 1,
        "name": "TRIPLE ZAMORANO",
        "lottery": "LOTERÍA DEL ZÚLIA",
        "lottery_id": 1,
        "status": "active",
        "quota": 100,
        "game_category": "lottery",
        "lottery_status": "active",
        "data": [
            {
                "event_date": "2024-10-23",
                "event_id": 23316,
                "event_time": "16:00:00",
                "next_event_date": "2024-10-23",
                "next_event_time": None,
            }
        ],
    }
    (found,) = read(endpoints.products(), ok([body], 201))
    assert (found.id, found.name, found.lottery, found.category) == (
        1,
        "TRIPLE ZAMORANO",
        body["lottery"],
        "lottery",
    )
    assert (found.active, found.quota) == (True, Money.units(100))
