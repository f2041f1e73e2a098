"""Results come out on time, and winners follow from them."""

from datetime import UTC, datetime

import pytest

from app.training import Variant
from tests.helpers.training import asked, local_day, terminal, training_server, wager


def drawn(control, name, list_id=0, place=0):
    return [d for d in control.draws() if d.product.name == name and d.list.id == list_id][place]


async def results(till, day="2024-10-22", product=0, sort=None):
    order = sort or [{"name": "event_timestamp", "value": "desc"}]
    body = {"filter": {"between_created_at": local_day(day)}, "order_by": order}
    return await till.post(f"/gaming/result/{product}", body)


async def statuses(till, ticket):
    seen = (await till.post("/user/ticket", asked(ticket))).response
    return [one["status"] for one in seen["wagers"]]


async def test_yesterday_s_results_are_there_from_the_start(till):
    answer = await results(till, "2024-10-21")
    assert (answer.http, answer.status) == (200, 200)
    held = [row["event_timestamp"]["seconds"] for row in answer.response]
    assert held == sorted(held, reverse=True)
    assert {row["game_category"] for row in answer.response} == {"lottery", "animalitos", "animalitos77"}
    assert {row["status"] for row in answer.response} == {"result"}


async def test_a_result_is_written_as_documented(till, control):
    draw = drawn(control, "TRIPLE ZAMORANO", 3)
    control.settle(draw.id, "000-ACU")
    (row,) = [row for row in (await results(till)).response if row["id"] == draw.id]
    assert row == {
        "id": draw.id, "game_product_id": 1, "name": "TRIPLE ZAMORANO", "event_time": "10:00",
        "event_time_utc": "14:00", "closing_timestamp": {"seconds": draw.draw_at - 300},
        "game_category": "lottery", "status": "result", "event_timestamp": {"seconds": draw.draw_at},
        "display_order": draw.display_order, "list": "C", "list_id": 3, "main_result": "000-ACU",
        "event_status": "closed", "zodiac": True,
        "result_created_at": {
            "seconds": int(datetime(2024, 10, 22, 4, 1, tzinfo=UTC).timestamp()), "nanos": 192719000,
        },
    }  # fmt: skip


async def test_the_closing_of_an_old_result_carries_today_s_date(till):
    row = (await results(till, "2024-10-21")).response[0]
    closing = datetime.fromtimestamp(row["closing_timestamp"]["seconds"], UTC)
    assert closing.date().isoformat() in ("2024-10-22", "2024-10-23")
    server = training_server(variant=Variant(results_closing_today=False))
    async with terminal(server) as other:
        for row in (await results(other, "2024-10-21")).response:
            assert row["event_timestamp"]["seconds"] - row["closing_timestamp"]["seconds"] == 300
    server.close()


async def test_a_result_comes_out_a_minute_or_two_after_the_draw(till, control):
    draw = drawn(control, "LOTTO ACTIVO")  # 10:00

    async def out():
        return draw.id in [row["id"] for row in (await results(till)).response]

    control.advance(30 * 60 + 59)
    assert not await out()
    control.advance(61)
    assert await out()


async def test_results_of_one_product(till):
    rows = (await results(till, "2024-10-21", product=9)).response
    assert {row["name"] for row in rows} == {"LOTTO ACTIVO"}
    assert len(rows) == 12
    assert (await results(till, "2024-10-21", product=31)).envelope == {"status": 200}


async def test_no_results_have_no_response(till):
    assert (await results(till, "2024-10-25")).envelope == {"status": 200}


async def test_padded_animals_keep_0_and_00_apart():
    server = training_server(variant=Variant(results_padded=True))
    control = server.control()
    values = ["7", "0", "00"]
    draws = [drawn(control, name) for name in ("LOTTO ACTIVO", "LA GRANJITA", "JUNGLA MILLONARIA")]
    async with terminal(server) as till:
        for draw, value in zip(draws, values, strict=True):
            control.settle(draw.id, value)
        shown = {row["id"]: row["main_result"] for row in (await results(till)).response}
        assert [shown[draw.id] for draw in draws] == ["07", "0", "00"]
    server.close()


PRIZES = [
    ("TRIPLE ZULIA", 1, "345", 1, "345", 600),
    ("TRIPLE ZULIA", 1, "345", 2, "45", 60),
    ("TRIPLE ZULIA", 3, "345-LEO", 3, "345-LEO", 6000),
    ("TRIPLE ZULIA", 3, "345-LEO", 4, "45-LEO", 600),
    ("TRIPLE TACHIRA", 1, "345", 1, "345", 500),
    ("LOTTO ACTIVO", 0, "00", 5, "00", 30),
    ("GUACHARO ACTIVO", 0, "40", 6, "40", 60),
    ("GUACHARO ACTIVO", 0, "75", 6, "75", 120),
]


@pytest.mark.parametrize(("name", "list_id", "result", "game", "value", "times"), PRIZES)
async def test_a_hit_wins_its_multiplier(till, control, name, list_id, result, game, value, times):
    draw = drawn(control, name, list_id)
    ticket = await till.sell(wager(draw, game, value, 2))
    control.settle(draw.id, result)
    (issued,) = control.tickets()
    assert (issued.status, issued.prize.minor) == ("winner", 2 * times * 100)
    assert await statuses(till, ticket) == ["winner"]


MISSES = [
    ("TRIPLE ZULIA", 1, "345", 1, "346"),
    ("TRIPLE ZULIA", 1, "345", 2, "34"),
    ("TRIPLE ZULIA", 3, "345-LEO", 3, "345-ARI"),
    ("TRIPLE ZULIA", 3, "345-LEO", 4, "45-ARI"),
    ("LOTTO ACTIVO", 0, "0", 5, "00"),
]


@pytest.mark.parametrize(("name", "list_id", "result", "game", "value"), MISSES)
async def test_a_miss_loses(till, control, name, list_id, result, game, value):
    draw = drawn(control, name, list_id)
    ticket = await till.sell(wager(draw, game, value, 2))
    control.settle(draw.id, result)
    (issued,) = control.tickets()
    assert (issued.status, issued.prize.minor) == ("loser", 0)
    assert await statuses(till, ticket) == ["loser"]


async def test_a_ticket_waits_for_all_its_draws(till, control):
    first, second = drawn(control, "LOTTO ACTIVO"), drawn(control, "LOTTO ACTIVO", place=1)
    await till.sell(wager(first, 5, "1"), wager(second, 5, "1"))
    await till.sell(wager(first, 5, "2"), wager(second, 5, "1"))
    control.settle(first.id, "2")
    assert [one.status for one in control.tickets()] == ["sold", "sold"]
    control.settle(second.id, "3")
    assert [one.status for one in control.tickets()] == ["loser", "winner"]


async def test_a_canceled_ticket_wins_nothing(till, control):
    draw = drawn(control, "LOTTO ACTIVO")
    ticket = await till.sell(wager(draw, 5, "1"))
    await till.post("/user/ticket/cancel", {"ticket_number": ticket["ticket_number"]})
    control.settle(draw.id, "1")
    (issued,) = control.tickets()
    assert (issued.status, issued.prize.minor) == ("canceled", 0)
    assert await statuses(till, ticket) == ["canceled"]


async def test_the_seed_s_results_make_winners_without_help(till, control):
    draw = drawn(control, "LOTTO ACTIVO")
    await till.sell(*(wager(draw, 5, animal) for animal in ("0", "00", *map(str, range(1, 37)))))
    control.advance(40 * 60)
    (issued,) = control.tickets()
    assert (issued.status, issued.prize.minor) == ("winner", 5 * 30 * 100)


async def settle_in_turn(control, results):
    """Publish the next Lotto Activo results, today's and, past them, tomorrow's."""
    for draw, value in zip(control.draws(product_id=9), results, strict=False):
        control.settle(draw.id, value)


async def test_a_tripleta_wins_when_its_three_animals_are_out(till, control):
    await till.sell(wager(drawn(control, "TRIPLETA LOTTO ACTIVO"), 7, "5-12-30", 2))
    await settle_in_turn(control, ["30", "1", "5", "5"])
    assert [one.status for one in control.tickets()] == ["sold"]
    await settle_in_turn(control, ["12"])
    (issued,) = control.tickets()
    assert (issued.status, issued.prize.minor) == ("winner", 2 * 50 * 100)


@pytest.mark.parametrize(("place", "status"), [(10, "winner"), (11, "loser")])
async def test_a_tripleta_has_eleven_draws_over_midnight(till, control, place, status):
    await till.sell(wager(drawn(control, "TRIPLETA LOTTO ACTIVO"), 7, "5-12-30", 2))
    out = ["5", "12", *["1"] * (place - 2), "30"]
    await settle_in_turn(control, out)
    assert len({d.day for d in control.draws(product_id=9, open_only=False) if d.result_at}) >= 2
    assert [one.status for one in control.tickets()] == [status]


async def test_earlier_draws_do_not_count_for_a_tripleta(till, control):
    await till.sell(wager(drawn(control, "TRIPLETA LOTTO ACTIVO", place=1), 7, "5-12-30"))
    await settle_in_turn(control, ["30", "5", "12"])
    assert [one.status for one in control.tickets()] == ["sold"]


@pytest.mark.parametrize("value", ["5", "1234", "12", "123-ARI", ""])
async def test_only_what_can_come_out_is_published(control, value):
    with pytest.raises(ValueError, match="no such result"):
        control.settle(drawn(control, "TRIPLE ZULIA", 1).id, value)


async def test_a_draw_has_one_result(control):
    draw = drawn(control, "LOTTO ACTIVO")
    control.settle(draw.id, "1")
    with pytest.raises(ValueError, match="has its result"):
        control.settle(draw.id, "2")
    with pytest.raises(LookupError):
        control.settle(1, "2")
    with pytest.raises(ValueError, match="no such result"):
        control.settle(drawn(control, "TRIPLETA LOTTO ACTIVO").id, "5-12-30")
