"""View, last, copy and the printed picture."""

import base64
import struct
import zlib

import pytest

from app.money import Money
from app.training import Variant
from tests.helpers.training import asked, terminal, training_server, wager


def drawn(control, name, list_id=0, place=0):
    return [d for d in control.draws() if d.product.name == name and d.list.id == list_id][place]


async def test_view_shows_the_ticket_as_documented(till, control):
    draw = drawn(control, "TRIPLE ZAMORANO", 3)
    sold = await till.sell(wager(draw, 3, "444-ARI", 3), wager(draw, 3, "444-CAN", 3))
    answer = await till.post("/user/ticket", asked(sold))
    assert (answer.http, answer.status) == (201, 201)
    assert answer.response == {name: sold[name] for name in sold if name != "id"}
    assert answer.response | {"wagers": []} == {
        "ticket_number": sold["ticket_number"], "pin_number": sold["pin_number"], "num_wagers": 2,
        "entity_id": 213, "parent_id": 212, "entity_name": "AGENCIA PRÁCTICA",
        "parent_name": "GRUPO PRÁCTICA", "created_at": 1729603800, "wagers": [], "amount": 6,
    }  # fmt: skip
    assert answer.response["wagers"][0]["event_name"] == "ASTRO ZAMORANO"
    assert answer.response["wagers"][0]["p_event_time"] == "10:00 am"


async def test_noon_is_12_pm(till, control):
    sold = await till.sell(wager(drawn(control, "TRIPLE ZAMORANO", 1, place=1), 1, "444"))
    assert sold["wagers"][0]["p_event_time"] == "12:00 pm"


@pytest.mark.parametrize("day", ["2024-10-21", "2024-10-23", "22/10/2024", ""])
async def test_the_date_must_be_the_day_of_the_sale(till, control, day):
    sold = await till.sell(wager(drawn(control, "LOTTO ACTIVO"), 5, "1"))
    assert (await till.post("/user/ticket", asked(sold, day))).status == 400


async def test_an_unknown_ticket_is_not_found(till):
    answer = await till.post("/user/ticket", {"ticket_number": 10653459, "date": "2024-10-22"})
    assert (answer.http, answer.status, answer.error) == (400, 400, "no rows in result set")


async def test_late_at_night_the_local_day_counts_or_by_variant_the_utc_day():
    for variant, day in ((Variant(), "2024-10-22"), (Variant(ticket_date="utc"), "2024-10-23")):
        server = training_server(variant=variant)
        server.control().advance(11.5 * 3600)  # 21:00 local, 01:00 of the 23rd in UTC
        async with terminal(server) as till:
            sold = await till.sell(wager(drawn(server.control(), "ANIMALITOS 24 HORAS"), 5, "1"))
            assert (await till.post("/user/ticket", asked(sold, day))).status == 201
        server.close()


async def test_a_held_draw_has_an_equivalent_that_is_open(till, control):
    draw = drawn(control, "TRIPLE ZULIA", 2)
    later = drawn(control, "TRIPLE ZULIA", 2, place=1)
    sold = await till.sell(wager(draw, 1, "123"))
    control.advance(3.5 * 3600)  # 13:00
    seen = (await till.post("/user/ticket", asked(sold))).response["wagers"][0]
    assert (seen["event_id"], seen["current_event_id"]) == (draw.id, later.id)


async def test_no_list_may_be_null_or_absent(till, control):
    sold = await till.sell(wager(drawn(control, "TRIPLE DORADO"), 1, "123"))
    assert sold["wagers"][0]["list_id"] is None
    server = training_server(variant=Variant(list_id_none="absent"))
    async with terminal(server) as other:
        sold = await other.sell(wager(drawn(server.control(), "TRIPLE DORADO"), 1, "123"))
        assert "list_id" not in sold["wagers"][0]
    server.close()


async def test_last_is_the_newest_ticket_of_the_user(server, till, control):
    draw = drawn(control, "LOTTO ACTIVO")
    assert (await till.post("/user/ticket/last")).error == "no rows in result set"
    await till.sell(wager(draw, 5, "1"))
    mine = await till.sell(wager(draw, 5, "2"))
    async with terminal(server, server.accounts[1]) as colleague:
        await colleague.sell(wager(draw, 5, "3"))
    answer = await till.post("/user/ticket/last")
    assert (answer.http, answer.status) == (202, 202)
    assert answer.response == {name: mine[name] for name in mine if name != "id"}


async def test_last_may_be_the_agency_s_and_none_may_be_silent():
    server = training_server(variant=Variant(last_scope="entity", last_none="empty"))
    async with terminal(server) as till, terminal(server, server.accounts[1]) as colleague:
        assert (await till.post("/user/ticket/last")).envelope == {"status": 202}
        sold = await colleague.sell(wager(drawn(server.control(), "LOTTO ACTIVO"), 5, "3"))
        last = (await till.post("/user/ticket/last")).response
        assert last["ticket_number"] == sold["ticket_number"]
    server.close()


async def test_copy_moves_the_wagers_to_open_draws_and_sells_nothing(server, till, control):
    zulia, lotto = drawn(control, "TRIPLE ZULIA", 3), drawn(control, "LOTTO ACTIVO")
    sold = await till.sell(wager(zulia, 3, "001-LEO", 5), wager(lotto, 5, "00", 7))
    control.advance(86_400)
    await till.sign_in(server.accounts[0])
    answer = await till.post("/user/ticket/copy", asked(sold))
    assert (answer.http, answer.status) == (201, 201)
    draft = answer.response
    assert (draft["ticket_uuid"], draft["ticket_number"]) == (sold["id"], sold["ticket_number"])
    assert draft["num_wagers"] == 2
    assert draft["wagers"] == [
        {"amount": 5, "event_id": drawn(control, "TRIPLE ZULIA", 3).id, "game_id": 3,
         "old_event_id": zulia.id, "wager": "001-LEO"},
        {"amount": 7, "event_id": drawn(control, "LOTTO ACTIVO").id, "game_id": 5,
         "old_event_id": lotto.id, "wager": "00"},
    ]  # fmt: skip
    assert len(control.tickets()) == 1


@pytest.mark.parametrize("missing", ["omit", "zero"])
async def test_a_draw_without_an_equivalent_falls_out_of_the_copy(missing):
    server = training_server(variant=Variant(copy_missing=missing))
    control = server.control()
    async with terminal(server) as till:
        dorado = drawn(control, "TRIPLE DORADO")
        sold = await till.sell(wager(dorado, 1, "123"), wager(drawn(control, "LOTTO ACTIVO"), 5, "1"))
        for draw in control.draws(product_id=dorado.product.id):
            control.close_draw(draw.id)
        draft = (await till.post("/user/ticket/copy", asked(sold))).response
        ids = [one["event_id"] for one in draft["wagers"]]
        assert len(ids) == draft["num_wagers"] == {"omit": 1, "zero": 2}[missing]
        assert (0 in ids) is (missing == "zero")
    server.close()


async def test_a_server_on_which_copy_sells_can_be_had():
    server = training_server(variant=Variant(copy_sells=True))
    async with terminal(server) as till:
        sold = await till.sell(wager(drawn(server.control(), "LOTTO ACTIVO"), 5, "1"))
        await till.post("/user/ticket/copy", asked(sold))
        assert [one.total for one in server.control().tickets()] == [Money.units(5)] * 2
    server.close()


def opened(png):
    """Width, height and the rows of a one-bit PNG; checks every chunk."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        at += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    return width, height, zlib.decompress(chunks[b"IDAT"])


async def test_the_picture_is_a_png(till, control):
    sold = await till.sell(wager(drawn(control, "TRIPLE ZULIA", 3), 3, "123-ARI"))
    reply = await till.client.get(f"/user/ticket/image/{sold['id']}")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "image/png")
    width, height, rows = opened(reply.content)
    assert len(rows) == height * (1 + -(-width // 8))
    assert set(rows) != {0, 255}


async def test_the_picture_may_be_base64_or_nothing():
    for kind in ("base64", "nothing"):
        server = training_server(variant=Variant(image=kind))
        async with terminal(server) as till:
            sold = await till.sell(wager(drawn(server.control(), "LOTTO ACTIVO"), 5, "1"))
            reply = await till.client.get(f"/user/ticket/image/{sold['id']}")
            if kind == "nothing":
                assert (reply.status_code, reply.content) == (204, b"")
            else:
                opened(base64.b64decode(reply.json()["response"]))
        server.close()


@pytest.mark.parametrize(
    ("uuid", "status"), [("f3f30cdb-2165-487b-bfd0-c990b7ab62c1", 400), ("32426439", 404)]
)
async def test_a_picture_of_no_ticket_is_an_error(till, uuid, status):
    answer = await till.get(f"/user/ticket/image/{uuid}")
    assert (answer.http, answer.status) == (status, status)
