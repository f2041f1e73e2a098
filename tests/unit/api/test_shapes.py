"""Where the document is silent: every other shape a server may plausibly answer with."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.api import endpoints
from app.api.decoders.image import LINK, NO_IMAGE
from app.domain.outcome import BadReply, ReadRefused, Reason, SignInRequired
from app.domain.secret import Secret
from app.domain.ticket import TicketStatus
from app.money import ZERO, Money
from app.ports import Listing, TicketImage
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
    without,
)

LOGIN = endpoints.login("a@b.c", Secret("pw"))
DRAWS = endpoints.draws("lottery", START, END, CARACAS)
SOLD = endpoints.ticket_list(Listing.SOLD, START, END)
CREATE = endpoints.create(WAGERS, "op")
PAY = endpoints.pay(KEY, Secret("1"))
IMAGE = endpoints.ticket_image("f3f30cdb-2165-487b-bfd0-c990b7ab62c1")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


@pytest.mark.parametrize("name", ["x_auth_token", "x-auth-token", "token", "access_token"])
@pytest.mark.parametrize("place", ["root", "response", "data", "response.data"])
def test_the_token_under_any_name_and_place(name, place):
    inner: dict[str, Any] = {name: "t0k3n", "user": {"id": 7, "name": "Ana\x07"}}
    body = {
        "root": ok(**inner),
        "response": ok(inner),
        "data": ok(data=inner),
        "response.data": ok({"data": inner}),
    }[place]
    session = read(LOGIN, body)
    assert (session.token.reveal(), session.user_id, session.name) == ("t0k3n", 7, "Ana")


def test_the_token_as_a_header_and_a_status_in_words():
    session = read(LOGIN, b'{"status":"ok","user":null}', headers={"x-auth-token": "t0k3n"})
    assert (session.email, session.token.reveal(), session.user_id) == ("a@b.c", "t0k3n", 0)


@pytest.mark.parametrize("data", [[], "bye", 5, None])
def test_a_token_beside_a_data_that_is_something_else(data):
    assert read(LOGIN, ok(x_auth_token="t0k3n", data=data)).token.reveal() == "t0k3n"


@pytest.mark.parametrize("token", ["", "a b", "a\nx-evil: 1", "ñ", "x" * 9000, None])
def test_an_unusable_token_is_no_sign_in(token):
    with pytest.raises(BadReply):
        read(LOGIN, ok({"x_auth_token": token}))


@pytest.mark.parametrize("status", [400, 404])
def test_a_refused_sign_in(status):
    with pytest.raises(ReadRefused):
        read(LOGIN, error(status, "wrong"), status)
    with pytest.raises(SignInRequired):
        read(LOGIN, error(403, "wrong"), 403)


def test_logout_takes_any_success():
    for status, body in ((204, b""), (200, b""), (200, b'{"status":200}'), (200, b"bye")):
        assert read(endpoints.logout(), body, status) is None


@pytest.mark.parametrize(
    "at",
    [
        1729587036,
        1729587036000,
        "1729587036",
        {"seconds": 1729587036},
        {"seconds": "1729587036", "nanos": 0},
        "2024-10-22T08:50:36Z",
        "2024-10-22T04:50:36-04:00",
        "2024-10-22T08:50:36.000Z",
        1729587036.0,
    ],
)
def test_a_time_in_any_form(at):
    found = read(endpoints.ticket(KEY), ok(ticket(created_at=at)))
    assert found.created_at == datetime(2024, 10, 22, 8, 50, 36, tzinfo=UTC)


@pytest.mark.parametrize(
    "at",
    [
        None,
        "",
        "12:00 pm",
        "2024-10-22",
        True,
        -1,
        0,
        99,
        {},
        {"seconds": None},
        [],
        {"seconds": 1729587036, "nanos": -1},
        10**17,
        "9" * 30,
        1e300,
    ],
)
def test_a_time_that_is_none(at):
    with pytest.raises(BadReply) as caught:
        read(endpoints.ticket(KEY), ok(ticket(created_at=at)))
    assert caught.value.path == "$.response.created_at"


@pytest.mark.parametrize("name", ["id", "uuid", "ticket_uuid"])
def test_create_answers_with_other_names_or_without_an_envelope(name):
    shape = without(ticket(), "ticket_number", "pin_number", "amount")
    shape |= {"number": 5, "pin": "0042", "total": 6, name: "u-1"}
    for body in (ok(shape, 201), ok(**shape)):
        found = read(CREATE, body)
        assert (found.number, found.pin.reveal(), found.total, found.uuid) == (
            5,
            "0042",
            Money.units(6),
            "u-1",
        )


def test_an_id_that_is_no_text_is_not_a_uuid():
    assert read(endpoints.ticket(KEY), ok(ticket(id=7, uuid="u-1"))).uuid == "u-1"
    assert read(endpoints.ticket(KEY), ok(ticket(id=7))).uuid == ""


@pytest.mark.parametrize("missing", ["ticket_number", "pin_number", "wagers", "amount", "created_at"])
def test_an_incomplete_ticket_names_what_is_missing(missing):
    with pytest.raises(BadReply) as caught:
        read(CREATE, ok(without(ticket(), missing), 201))
    assert caught.value.path == f"$.response.{missing}"


@pytest.mark.parametrize("amount", [None, "five", "5,00", "1e3", "1.005", True, 1.005, 1e30, 10**15, [], {}])
def test_a_mistyped_amount_is_an_error_with_its_path(amount):
    with pytest.raises(BadReply) as caught:
        read(endpoints.ticket(KEY), ok(ticket(wagers=[wager(), wager(amount=amount)])))
    assert caught.value.path == "$.response.wagers[1].amount"


def test_an_amount_of_too_many_digits_is_not_rounded():
    body = ok(ticket()).replace(b'"amount": 6', b'"amount": 6.' + b"0" * 40 + b"1")
    with pytest.raises(BadReply):
        read(endpoints.ticket(KEY), body)


def test_a_missing_amount_is_an_error_with_its_path():
    with pytest.raises(BadReply) as caught:
        read(endpoints.ticket(KEY), ok(ticket(wagers=[without(wager(), "amount")])))
    assert caught.value.path == "$.response.wagers[0].amount"
    with pytest.raises(BadReply) as caught:
        read(SOLD, ok([row(), without(row(), "total")]))
    assert caught.value.path == "$.response[1].total"


@pytest.mark.parametrize("number", [5.5, 5.25])
def test_cents_are_exact(number):
    found = read(endpoints.ticket(KEY), ok(ticket(amount=number)))
    assert found.total == Money(round(number * 100))


@pytest.mark.parametrize("text", [1, None, "", "x" * 41])
def test_a_wager_is_text(text):
    with pytest.raises(BadReply):
        read(endpoints.ticket(KEY), ok(ticket(wagers=[wager(wager=text)])))


def test_nothing_sold_yet():
    for body in (ok(status=202), b'{"status":202,"response":null}'):
        assert read(endpoints.last_ticket(), body) is None
    assert read(endpoints.last_ticket(), b"", 204) is None


@pytest.mark.parametrize("call", [SOLD, DRAWS, endpoints.products(), endpoints.results(START, END)])
def test_an_empty_list_in_every_form(call):
    for body in (ok(), ok([]), b'{"status":201,"response":null,"total":0}'):
        assert read(call, body) == ()
    assert read(call, b"", 204) == ()


def test_a_row_without_a_prize_won_nothing():
    (found,) = read(SOLD, ok([without(row(status="sold"), "prize", "user_id", "email", "id")]))
    assert (found.prize, found.user_id, found.email, found.uuid) == (ZERO, 0, "", "")


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("CANCELLED", TicketStatus.CANCELED),
        ("paid", TicketStatus.PAID),
        ("loser", TicketStatus.LOST),
        ("pending", TicketStatus.UNKNOWN),
        (None, TicketStatus.UNKNOWN),
    ],
)
def test_statuses_beyond_the_documented(raw, status):
    (found,) = read(SOLD, ok([row(status=raw)]))
    assert (found.status, found.raw_status) == (status, raw or "")


@pytest.mark.parametrize(
    ("response", "prize"),
    [
        ({"ticket_number": KEY.number, "prize": 330, "status": "paid"}, Money.units(330)),
        ({"prize": 0}, ZERO),
        ({"amount": 12.5}, Money(1250)),
        ({"total": 7, "paid": True}, Money.units(7)),
        ({"paid": 330}, Money.units(330)),
        ({"paid": "12.50"}, Money(1250)),
        ({"paid": True}, None),
        ({"paid": "yes"}, None),
        ({"paid": 1.005}, None),
        ({"paid": {"seconds": 1}}, None),
        ({"amount": 33, "wagers": []}, None),
        ("ticket paid", None),
        (None, None),
    ],
)
def test_paid(response, prize):
    assert read(PAY, ok(response, 201)) == prize


def test_paid_without_an_envelope():
    assert read(PAY, ok(prize=330)) == Money.units(330)
    assert read(PAY, ok(message="paid", total=1)) is None


def test_a_success_about_another_ticket_is_none():
    for call in (PAY, endpoints.cancel(KEY.number), endpoints.revert(KEY.number)):
        with pytest.raises(BadReply):
            read(call, ok({"ticket_number": KEY.number + 1}))


def test_taking_back_says_little():
    for body in (ok(), ok("ticket canceled"), ok({"ticket_number": 1}), ok(message="canceled")):
        assert read(endpoints.cancel(1), body) is None


def test_a_copy_whose_draw_is_gone():
    lines = [{"amount": 5, "game_id": 1, "wager": "001", "event_id": gone} for gone in (0, None)]
    found = read(endpoints.copy(KEY), ok({"wagers": lines}, 201))
    assert [(one.wager.event_id, one.old_event_id) for one in found] == [(0, 0), (0, 0)]


@pytest.mark.parametrize("none", [{"list": None, "list_id": None}, {"list": "-", "list_id": "-"}, {}])
def test_a_draw_without_lists(none):
    (found,) = read(DRAWS, ok([without(draw(), "list", "list_id", "zodiac") | none]))
    assert (found.list_name, found.list_id, found.signed) == ("", 0, False)


def test_list_c_of_a_lottery_is_signed_unless_the_server_says_not():
    shapes = [without(draw(list="C", list_id=3), "zodiac"), draw(list="C", list_id=3, zodiac=False)]
    assert [one.signed for shape in shapes for one in read(DRAWS, ok([shape]))] == [True, False]


def test_a_draw_under_its_second_names():
    shape = without(draw(), "id", "game_product_id", "game_category") | {"event_id": 9, "product_id": 8}
    (found,) = read(DRAWS, ok([shape]))
    assert (found.event_id, found.product_id, found.category) == (9, 8, "lottery")


@pytest.mark.parametrize("name", ["id", "game_product_id", "event_timestamp"])
def test_a_draw_that_cannot_be_sold_names_what_is_missing(name):
    with pytest.raises(BadReply) as caught:
        read(DRAWS, ok([draw(), without(draw(), name, "event_time")]))
    assert caught.value.path == f"$.response[1].{name}"


@pytest.mark.parametrize("time", ["16:45", "16:45:00"])
def test_a_draw_dated_by_its_local_time(time):
    shape = without(draw(event_time=time), "event_timestamp", "closing_timestamp")
    for more, day in (({}, 28), ({"event_date": "2024-08-30"}, 30)):
        (found,) = read(DRAWS, ok([shape | more]))
        assert found.draws_at == datetime(2024, 8, day, 20, 45, tzinfo=UTC)


AT = datetime(2024, 9, 17, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("closing", "minutes"),
    [
        (AT - timedelta(minutes=5), 5),
        (AT - timedelta(minutes=60), 60),
        (AT - timedelta(minutes=10) + timedelta(days=36), 10),
        (AT - timedelta(minutes=10) - timedelta(days=3), 10),
        (AT, 5),
        (AT + timedelta(minutes=1), 5),
        (AT - timedelta(minutes=61), 5),
        (None, 5),
    ],
)
def test_a_nonsense_closing_is_repaired(closing, minutes):
    told = {"closing_timestamp": {"seconds": int(closing.timestamp())}} if closing else {}
    shape = without(draw(event_timestamp={"seconds": int(AT.timestamp())}), "closing_timestamp")
    (found,) = read(DRAWS, ok([shape | told]))
    assert found.draws_at - found.closes_at == timedelta(minutes=minutes)


def test_draws_that_no_longer_sell_are_left_out():
    rows = [draw(status="closed"), draw(event_status="result"), draw(id=1), without(draw(id=2), "status")]
    assert [one.event_id for one in read(DRAWS, ok(rows))] == [1, 2]


def test_results_not_yet_out_are_left_out():
    rows = [event(main_result=""), without(event(), "main_result"), event(list="-")]
    (found,) = read(endpoints.results(START, END), ok(rows))
    assert found.list_name == ""


def test_an_agency_that_says_little():
    agency, limits = read(endpoints.agency(), ok({"entity_id": 1}))
    assert (agency.active, agency.games, agency.time_zone, limits) == (True, (), "America/Caracas", ())
    closed, limits = read(
        endpoints.agency(),
        ok(
            {
                "entity_id": 1,
                "status": "Blocked",
                "entity_data": None,
                "game_data": [{"game_id": 1, "product_id": 2, "max_bet": 0}],
            }
        ),
    )
    assert not closed.active
    assert (limits[0].max_bet, limits[0].amount_multiple, limits[0].max_wagers) == (None, None, None)


def test_a_product_is_active_when_its_lottery_is_too():
    shape = {"id": 1, "name": "A", "game_category": "lottery"}
    states = [
        {},
        {"status": "active", "lottery_status": "active"},
        {"status": "inactive"},
        {"lottery_status": "off"},
    ]
    found = read(endpoints.products(), ok([shape | state for state in states]))
    assert [one.active for one in found] == [True, True, False, False]


def test_a_report_without_its_total():
    with pytest.raises(BadReply) as caught:
        read(endpoints.report(START, END, "lottery"), ok([]))
    assert caught.value.path == "$.total"
    with pytest.raises(BadReply) as caught:
        read(
            endpoints.report(START, END, "lottery"),
            ok(total={"sale": 1, "prize": 0, "agency": 0, "balance": 0}),
        )
    assert caught.value.path == "$.total.parent_balance"


def test_a_template_row_without_a_code():
    assert read(endpoints.template(), ok([{"game_id": 1, "wager": "001"}])).games[1].plays == {"001": "001"}


@pytest.mark.parametrize(
    ("body", "headers", "media"),
    [
        (PNG, {}, "image/png"),
        (b"\xff\xd8\xff\xe0", {"content-type": "image/png"}, "image/jpeg"),
        (b"%PDF-1.4", {}, "application/pdf"),
        (b"<!DOCTYPE html><p>", {"content-type": "text/html"}, "text/html"),
        (b"TICKET 1", {"content-type": "text/plain; charset=utf-8"}, "text/plain"),
        (b"<style>p{}</style><p>1", {"content-type": "Text/HTML;charset=utf-8"}, "text/html"),
    ],
)
def test_an_image_by_its_content(body, headers, media):
    assert read(IMAGE, body, headers=headers) == TicketImage(media, body)


@pytest.mark.parametrize(
    "text",
    [
        "iVBORw0KGgoAAAAAAAAAAA==",
        "data:image/png;base64,iVBORw0KGgoAAAAAAAAAAA==",
        "iVBORw0KGgo\r\nAAAAAAAAAAA==\n",
    ],
)
def test_an_image_in_json(text):
    bodies = [ok(text), ok({"image": text}), ok(image=text), ok({"data": text}), json.dumps(text).encode()]
    assert {read(IMAGE, body) for body in bodies} == {TicketImage("image/png", PNG)}


def test_a_link_to_an_image():
    for body in (
        ok("https://x.test/t.png"),
        ok({"url": "https://x.test/t.png"}),
        ok(url="https://x.test/t.png"),
    ):
        assert read(IMAGE, body) == TicketImage(LINK, b"https://x.test/t.png")


def test_no_image():
    for status, body in ((200, b""), (204, b""), (200, b"{}"), (200, ok(""))):
        assert read(IMAGE, body, status) == NO_IMAGE
    for body in (b"\x00\x01", ok("not base64!"), b'{"a'):
        with pytest.raises(BadReply):
            read(IMAGE, body)
    with pytest.raises(ReadRefused) as caught:
        read(IMAGE, error(404, "ticket not found"), 404)
    assert caught.value.refusal.reason is Reason.NOT_FOUND


def test_a_list_that_says_there_is_more_is_no_answer():
    with pytest.raises(BadReply) as caught:
        read(SOLD, ok([], total=3))
    assert caught.value.path == "$.total"
    assert read(SOLD, ok([], total=0)) == ()
