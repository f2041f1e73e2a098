"""What is on sale: get-data, products, draws, valid plays, time."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from app.money import Money
from app.training import Variant
from tests.helpers.training import START, local_day, terminal, training_server

CATEGORIES = ["animalitos77", "animalitos", "tripleta", "lottery"]


async def draws_of(till, *, category=None, status="open", day="2024-10-22", until=None, sort=None):
    wanted = {"between_created_at": local_day(day, until)}
    wanted |= {"game_category": category} if category else {}
    wanted |= {"status": status} if status else {}
    body = {"filter": wanted, "sort": sort or {"event_timestamp": "asc"}}
    return await till.post("/gaming/events/search/kiosk", body)


async def test_get_data_tells_the_agency_and_its_limits(till):
    answer = await till.post("/gaming/get-data")
    data = answer.response
    assert (answer.http, answer.status) == (200, 200)
    assert (data["status"], data["games"]) == ("active", CATEGORIES)
    assert "PRÁCTICA" in data["name"]
    assert set(data["entity_data"]) == {
        "address1", "address2", "city", "municipality", "rif", "seconds_to_cancel", "state",
        "ticket_expiration_days", "ticket_footer", "ticket_header", "time_zone",
    }  # fmt: skip
    assert data["entity_data"]["seconds_to_cancel"] == 180
    assert data["entity_data"]["ticket_expiration_days"] == 3
    assert data["entity_data"]["time_zone"] == "America/Caracas"
    assert "PRÁCTICA" in data["entity_data"]["ticket_header"]
    assert "PRÁCTICA" in data["entity_data"]["ticket_footer"]


async def test_game_data_has_one_row_for_each_game_and_product(till):
    rows = (await till.post("/gaming/get-data")).response["game_data"]
    pairs = [(row["game_id"], row["product_id"]) for row in rows]
    assert pairs == sorted(set(pairs))
    assert {game for game, _ in pairs} == {1, 2, 3, 4, 5, 6, 7}
    row = rows[pairs.index((3, 1))]
    assert row == {
        "amount_multiple": 1, "commission": 10, "game_id": 3, "max_bet": 5000, "max_permutations": 6,
        "max_sequence_size": 10, "max_sequences": 2, "min_bet": 1, "product_id": 1,
        "ticket_max_wagers": 100,
    }  # fmt: skip


async def test_products_are_of_all_categories_with_their_next_draws(till):
    answer = await till.post("/gaming/products/search")
    rows = answer.response
    assert (answer.http, answer.status) == (201, 201)
    assert len(rows) >= 12
    assert {row["game_category"] for row in rows} == set(CATEGORIES)
    names = {row["name"]: row for row in rows}
    assert {"TRIPLE ZULIA", "LOTTO ACTIVO", "GUACHARO ACTIVO", "TRIPLE DORADO"} <= set(names)
    assert names["TRIPLE ZAMORANO"]["quota"] == 100
    assert names["TRIPLE ZULIA"]["data"][0] | {"event_id": 0} == {
        "event_date": "2024-10-22", "event_id": 0, "event_time": "12:45:00",
        "next_event_date": "2024-10-22", "next_event_time": "16:45:00",
    }  # fmt: skip


async def test_nothing_later_today_is_a_null_time(till, control):
    control.advance(7.5 * 3600)  # 17:00
    rows = {row["name"]: row for row in (await till.post("/gaming/products/search")).response}
    assert rows["TRIPLE ZULIA"]["data"][0]["event_time"] == "19:05:00"
    assert rows["TRIPLE ZULIA"]["data"][0]["next_event_time"] is None


async def test_a_draw_list_is_an_event_of_its_own(till):
    rows = [row for row in (await draws_of(till, category="lottery")).response if row["game_product_id"] == 2]
    first = [row for row in rows if row["event_time"] == "12:45"]
    assert [(row["list"], row["list_id"], row.get("zodiac")) for row in first] == [
        ("A", 1, None),
        ("B", 2, None),
        ("C", 3, True),
    ]
    assert len({row["id"] for row in first}) == 3


async def test_a_draw_is_written_as_documented(till):
    rows = (await draws_of(till, category="animalitos")).response
    row = next(row for row in rows if row["name"] == "LOTTO ACTIVO" and row["event_time"] == "10:00")
    held = int(datetime(2024, 10, 22, 14, tzinfo=UTC).timestamp())
    assert row == {
        "id": row["id"], "game_product_id": 9, "name": "LOTTO ACTIVO", "event_time": "10:00",
        "event_time_utc": "14:00", "closing_timestamp": {"seconds": held - 300},
        "game_category": "animalitos", "status": "open", "event_timestamp": {"seconds": held},
        "display_order": row["display_order"],
    }  # fmt: skip


async def test_draws_are_counted_filtered_and_sorted(till):
    every = await draws_of(till, status=None)
    still_open = await draws_of(till)
    assert every.envelope["total"] == len(every.response) > len(still_open.response)
    down = await draws_of(till, category="lottery", sort={"event_timestamp": "desc", "display_order": "0"})
    held = [row["event_timestamp"]["seconds"] for row in down.response]
    assert held == sorted(held, reverse=True)
    assert {row["game_category"] for row in down.response} == {"lottery"}


async def test_no_draws_have_no_response(till):
    answer = await draws_of(till, day="2023-01-05")
    assert answer.envelope == {"status": 201, "total": 0}


async def test_a_draw_closes_five_minutes_before_it_is_held(till, control):
    async def ten_o_clock():
        rows = (await draws_of(till, category="animalitos")).response
        return [r for r in rows if r["name"] == "LOTTO ACTIVO" and r["event_time"] == "10:00"]

    control.advance(25 * 60 - 1)  # 09:54:59
    assert await ten_o_clock()
    control.advance(1)
    assert not await ten_o_clock()


@pytest.mark.parametrize("hour", range(24))
async def test_something_is_on_sale_at_every_hour(hour):
    server = training_server(datetime(2024, 10, 22, hour, 57, tzinfo=UTC))
    soon = server.control().now() + timedelta(minutes=66)
    drawn = [d for d in server.control().draws() if d.draw_at <= soon.timestamp()]
    assert {"animalitos", "lottery"} <= {draw.product.category for draw in drawn}
    everything = {draw.product.category for draw in server.control().draws()}
    assert everything == set(CATEGORIES)
    server.close()


async def test_tomorrow_is_on_sale_today(till):
    rows = (await draws_of(till, day="2024-10-23")).response
    assert {"TRIPLE ZULIA", "LOTTO ACTIVO"} <= {row["name"] for row in rows}


async def test_advance_sale_is_a_choice():
    server = training_server(variant=Variant(advance_sale=False))
    async with terminal(server) as till:
        assert (await draws_of(till, day="2024-10-23")).envelope == {"status": 201, "total": 0}
        assert (await draws_of(till)).response
    server.close()


async def test_midnight_brings_a_new_day(till, control):
    control.advance(14.5 * 3600)  # 00:00 of the 23rd
    rows = (await draws_of(till, day="2024-10-24")).response
    assert "TRIPLE ZULIA" in {row["name"] for row in rows}
    days = await draws_of(till, day="2024-10-22", until="2024-10-24", status=None)
    ids = [row["id"] for row in days.response]
    assert len(ids) == len(set(ids))


async def test_a_month_without_anybody_is_caught_up_with(till, control, server):
    control.advance(40 * 86_400)
    await till.sign_in(server.accounts[0])
    answer = await draws_of(till, day="2024-12-01")
    assert "TRIPLE ZULIA" in {row["name"] for row in answer.response}


async def test_the_template_holds_every_valid_play(till):
    answer = await till.post("/gaming/inventory/template")
    plays: dict[int, list[dict[str, Any]]] = {game: [] for game in range(1, 8)}
    for row in answer.response:
        plays[row["game_id"]].append(row)
    assert {game: len(rows) for game, rows in plays.items()} == {
        1: 1000, 2: 100, 3: 12_000, 4: 1_200, 5: 38, 6: 77, 7: 8_436,
    }  # fmt: skip
    wagers = {game: {row["wager"] for row in rows} for game, rows in plays.items()}
    assert all(len(wagers[game]) == len(plays[game]) for game in plays)
    assert {"000", "001", "999"} <= wagers[1]
    assert {"444-ARI", "000-ACU"} <= wagers[3]
    assert wagers[5] == {"0", "00", *(str(n) for n in range(1, 37))}
    assert wagers[6] == {"0", "00", *(str(n) for n in range(1, 76))}
    assert "5-12-30" in wagers[7]
    assert "12-5-30" not in wagers[7]
    assert len(wagers[7]) == len(list(combinations(range(38), 3)))


async def test_animals_have_short_codes(till):
    rows = (await till.post("/gaming/inventory/template")).response
    codes = {row["wager"]: row["code"] for row in rows if row["game_id"] == 5}
    assert [codes[n] for n in ("0", "00", "5", "23", "36")] == ["DEL", "BAL", "LEO", "CEB", "CUL"]
    more = [row["code"] for row in rows if row["game_id"] == 6]
    assert len(set(more)) == 77


FORMS: dict[str, dict[str, Any]] = {
    "object": {"response": {"seconds": 1729603800}},
    "number": {"response": 1729603800},
    "root": {"time": 1729603800},
    "milliseconds": {"response": 1729603800000},
    "iso": {"response": "2024-10-22T13:30:00Z"},
    "clock": {"response": "09:30:00"},
    "empty": {},
}


@pytest.mark.parametrize("form", FORMS)
async def test_the_time_comes_in_the_variant_s_form(form):
    server = training_server(variant=Variant(time_form=form))
    async with terminal(server) as till:
        answer = await till.get("/gaming/time")
        assert answer.envelope == {"status": 200, **FORMS[form]}
        assert answer.headers["date"] == "Tue, 22 Oct 2024 13:30:00 GMT"
    server.close()


async def test_a_changed_quota_shows(till, control):
    control.set_quota(2, Money.units(50))
    rows = {row["id"]: row for row in (await till.post("/gaming/products/search")).response}
    assert rows[2]["quota"] == 50


async def test_the_same_seed_has_the_same_draws_and_results():
    one, two, other = training_server(seed=7), training_server(seed=7), training_server(seed=8)
    known = [server.control().draws(open_only=False) for server in (one, two, other)]
    assert known[0] == known[1]
    assert [d.result for d in known[0]] != [d.result for d in known[2]]
    assert one.clock.now() == START
    for server in (one, two, other):
        server.close()
