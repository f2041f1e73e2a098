"""What the less likely readings of the document reply, one by one."""

from __future__ import annotations

import re

import pytest

from app.money import Money
from app.training.accounts import ACCOUNTS
from tests.helpers.training import START, asked, local_day, wager
from tests.unit.training.day import lotto, read_as

# -- sign-in


@pytest.mark.parametrize(("body", "raw"), [("empty", b""), ("html", b"<html>")])
async def test_a_refused_token_may_come_without_an_envelope(body, raw):
    async with read_as(auth_body=body, auth_status=401) as (till, control):
        control.expire_tokens()
        refused = await till.get("/gaming/time")
        assert (refused.http, refused.headers["content-type"]) == (401, "text/html; charset=utf-8")
        assert refused.raw.startswith(raw)


async def test_signing_out_may_answer_nothing():
    async with read_as(logout_reply="no_content") as (till, _):
        gone = await till.get("/auth/logout")
        assert (gone.http, gone.raw) == (204, b"")
        assert (await till.get("/gaming/time")).http == 403


# -- reading


async def test_the_last_ticket_may_be_the_session_s():
    async with read_as(last_scope="session") as (till, control):
        mine = await till.sell(wager(lotto(control), 5, "1"))
        control.other_terminal()
        assert (await till.post("/user/ticket/last")).response["ticket_number"] == mine["ticket_number"]
        await till.sign_in(ACCOUNTS[0])
        assert (await till.post("/user/ticket/last")).error == "no rows in result set"


IMAGES = {
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "pdf": ("application/pdf", b"%PDF-1.4\n"),
    "html": ("text/html; charset=utf-8", b"<!doctype html>\n<html><body><pre>PRUEBA"),
    "text": ("text/plain; charset=utf-8", b"PRUEBA - SIN VALOR\n"),
    "url": ("application/json", b'{"status":200,"response":"https://images.taquilla.test/'),
    "empty": ("image/png", b""),
}


@pytest.mark.parametrize("kind", IMAGES)
async def test_the_printed_ticket_comes_in_many_kinds(kind):
    async with read_as(image=kind) as (till, control):
        ticket = await till.sell(wager(lotto(control), 5, "1"))
        shown = await till.get(f"/user/ticket/image/{ticket['id']}")
        media, begins = IMAGES[kind]
        assert (shown.http, shown.headers["content-type"]) == (200, media)
        assert shown.raw.startswith(begins)
        assert (shown.raw == b"") == (kind == "empty")


async def test_a_pdf_s_table_says_where_its_objects_are():
    async with read_as(image="pdf") as (till, control):
        ticket = await till.sell(wager(control.draws(product_id=2)[0], 1, "123"))
        raw = (await till.get(f"/user/ticket/image/{ticket['id']}")).raw
        start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", raw)[0])
        assert raw[start:].startswith(b"xref\n0 6\n")
        places = [int(one) for one in re.findall(rb"(\d{10}) 00000 n \n", raw[start:])]
        assert [raw[place:].split(b"\n", 1)[0] for place in places] == [b"%d 0 obj" % n for n in range(1, 6)]
        length, content = re.findall(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", raw, re.DOTALL)[0]
        assert int(length) == len(content)
        assert b"(TICKET %d" % ticket["ticket_number"] in content


TIMES = {
    "bare": b"1729603800",
    "server_time": b'{"status":200,"server_time":1729603800}',
    "timestamp": b'{"status":200,"response":{"timestamp":1729603800}}',
    "now": b'{"status":200,"response":{"now":"2024-10-22T13:30:00+00:00"}}',
}


@pytest.mark.parametrize("form", TIMES)
async def test_the_time_in_further_forms(form):
    async with read_as(time_form=form) as (till, _):
        assert (await till.get("/gaming/time")).raw == TIMES[form]


async def test_draws_in_other_forms():
    wanted = {"filter": {"between_created_at": local_day("2024-10-23"), "game_category": "lottery"}}
    async with read_as(draw_keys="older", draw_moments="iso", draw_closing="today") as (till, _):
        rows = (await till.post("/gaming/events/search/kiosk", wanted)).response
        row = next(row for row in rows if row["name"] == "TRIPLE ZULIA")
        assert {"event_id", "product_id"} < set(row)
        assert not {"id", "game_product_id"} & set(row)
        assert row["event_timestamp"].startswith("2024-10-23T")
        assert row["closing_timestamp"].startswith("2024-10-22T")
    async with read_as(draw_moments="seconds", draw_closing="absent") as (till, _):
        row = (await till.post("/gaming/events/search/kiosk", wanted)).response[0]
        assert row["event_timestamp"] > START.timestamp()
        assert "closing_timestamp" not in row


async def test_a_range_of_draws_may_mean_when_their_rows_were_made():
    async with read_as(draw_range="created") as (till, control):
        for between, expected in (
            (local_day(), True),
            (["2024-10-22T13:30:00.000Z", "2024-10-23T02:00:00.000Z"], False),
        ):
            wanted = {"filter": {"between_created_at": between, "status": "open"}}
            answer = await till.post("/gaming/events/search/kiosk", wanted)
            days = {draw.day for draw in control.draws() if draw.id in ids(answer)}
            assert days == ({"2024-10-22"} if expected else set())


def ids(answer):
    return {row["id"] for row in answer.envelope.get("response", [])}


async def test_every_object_may_have_more_fields():
    async with read_as(extra_fields=True) as (till, control):
        ticket = await till.sell(wager(lotto(control), 5, "1"))
        assert "x_trace" in ticket
        assert "x_trace" in ticket["wagers"][0]
        control.set_quota(9, Money.units(5))
        refused = await till.create([wager(lotto(control), 5, "1")])
        assert set(refused.envelope["error_wagers"]) == {"1"}


async def test_amounts_may_always_have_decimals():
    async with read_as(amount_form="decimal") as (till, control):
        answer = await till.create([wager(lotto(control), 5, "1", 7)])
        assert b'"amount":7.00' in answer.raw


# -- taking back, copying, reporting


async def test_a_second_void_may_succeed():
    async with read_as(void_again="repeat") as (till, control):
        for path, status in (("cancel", "canceled"), ("revert", "rejected")):
            ticket = await till.sell(wager(lotto(control), 5, "1"))
            body = {"ticket_number": ticket["ticket_number"]}
            for _ in range(2):
                answer = await till.post(f"/user/ticket/{path}", body)
                assert answer.response == {"ticket_number": ticket["ticket_number"], "status": status}


async def test_revert_may_be_for_the_newest_ticket_alone():
    async with read_as(revert_newest_only=True) as (till, control):
        old, new = [await till.sell(wager(lotto(control), 5, figure)) for figure in ("1", "2")]
        refused = await till.post("/user/ticket/revert", {"ticket_number": old["ticket_number"]})
        assert refused.error == "no rows in result set"
        done = await till.post("/user/ticket/revert", {"ticket_number": new["ticket_number"]})
        assert done.status == 200


@pytest.mark.parametrize(("form", "event"), [("zero", 0), ("null", None)])
async def test_a_copy_may_show_what_fell_out(form, event):
    async with read_as(copy_missing=form) as (till, control):
        ticket = await till.sell(wager(lotto(control), 5, "1"))
        for draw in control.draws(product_id=9):
            control.close_draw(draw.id)
        draft = (await till.post("/user/ticket/copy", asked(ticket))).response
        assert [one["event_id"] for one in draft["wagers"]] == [event]


async def test_a_report_may_have_rows():
    async with read_as(report_rows=True) as (till, control):
        await till.sell(wager(lotto(control), 5, "1", 10))
        body = {"between_timestamp": local_day(), "group": "entity"}
        answer = await till.post("/gaming/reports", body)
        assert [(row["user_id"], row["sale"]) for row in answer.response] == [(864, 10), (865, 0)]
        assert answer.envelope["total"]["sale"] == 10
