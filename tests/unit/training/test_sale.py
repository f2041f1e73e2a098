"""Create: what is sold, and every reason for which nothing is."""

from datetime import timedelta
from decimal import Decimal
from json import dumps
from typing import Any

import pytest

from app.money import Money
from app.training import Variant
from tests.helpers.training import START, local_day, terminal, training_server, wager


def drawn(control, name, list_id=0, place=0):
    found = [d for d in control.draws() if d.product.name == name and d.list.id == list_id]
    return found[place]


async def test_a_sale_gives_the_whole_ticket(till, control):
    draw = drawn(control, "JUNGLA MILLONARIA")
    answer = await till.create([wager(draw, 5, "0", 22), wager(draw, 5, "00", 22)])
    ticket = answer.response
    assert (answer.http, answer.status) == (201, 201)
    assert len(str(ticket["ticket_number"])) == len(str(ticket["pin_number"])) == 8
    assert (ticket["num_wagers"], ticket["amount"]) == (2, 44)
    assert ticket["created_at"] == START.timestamp()
    assert ticket["wagers"][1] == {
        "amount": 22, "current_event_id": draw.id, "event_id": draw.id, "event_name": "JUNGLA MILLONARIA",
        "game_id": 5, "list_id": None, "p_event_time": "10:00 am", "status": "sold", "wager": "00",
    }  # fmt: skip


async def test_every_game_is_sold_on_its_own_lists(till, control):
    a, c = drawn(control, "TRIPLE ZULIA", 1), drawn(control, "TRIPLE ZULIA", 3)
    ticket = await till.sell(
        wager(a, 1, "001"), wager(a, 2, "01"), wager(c, 3, "444-ARI"), wager(c, 4, "44-PIS"),
        wager(drawn(control, "LOTTO ACTIVO"), 5, "36"), wager(drawn(control, "GUACHARO ACTIVO"), 6, "75"),
        wager(drawn(control, "TRIPLETA LOTTO ACTIVO"), 7, "0-5-36"),
    )  # fmt: skip
    wagers = [one["wager"] for one in ticket["wagers"]]
    assert wagers == ["001", "01", "444-ARI", "44-PIS", "36", "75", "0-5-36"]
    assert ticket["wagers"][2]["event_name"] == "ZODÍACO DEL ZULIA"
    assert [one["list_id"] for one in ticket["wagers"]] == [1, 1, 3, 3, None, None, None]


async def test_numbers_and_pins_look_random_and_differ(till, control):
    draw = drawn(control, "LOTTO ACTIVO")
    sold = [await till.sell(wager(draw, 5, "1")) for _ in range(20)]
    numbers = [ticket["ticket_number"] for ticket in sold]
    assert len(set(numbers)) == len({t["pin_number"] for t in sold}) == len({t["id"] for t in sold}) == 20
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))


@pytest.mark.parametrize(("amount", "total"), [(5, 5), ("5", 5), ("5.00", 5), (5.0, 5), (5000, 5000)])
async def test_amounts_are_numbers_or_numeric_texts(till, control, amount, total):
    ticket = await till.sell(wager(drawn(control, "LOTTO ACTIVO"), 5, "1", amount))
    assert ticket["amount"] == ticket["wagers"][0]["amount"] == total


REFUSED: dict[str, tuple[int, Any, Any, str]] = {
    "below min": (5, "1", 0, "amount is less than min bet. wager: 1"),
    "negative": (5, "1", -5, "amount is less than min bet. wager: 1"),
    "above max": (5, "1", 5001, "amount is greater than max bet. wager: 1"),
    "not a multiple": (5, "1", "1.50", "amount is not a multiple of the allowed amount. wager: 1"),
    "third decimal": (5, "1", "1.505", "invalid amount"),
    "no number": (5, "1", "cinco", "invalid amount"),
    "boolean": (5, "1", True, "invalid amount"),
    "infinite": (5, "1", "Infinity", "invalid amount"),
    "enormous": (5, "1", "9" * 40, "invalid amount"),
    "missing": (5, "1", None, "invalid amount"),
    "unknown animal": (5, "37", 5, "invalid wager: 37"),
    "padded animal": (5, "01", 5, "invalid wager: 01"),
    "other game": (6, "1", 5, "invalid wager: 1"),
    "unknown game": (99, "1", 5, "invalid wager: 1"),
    "number, not text": (5, 1, 5, "invalid wager"),
    "empty": (5, "", 5, "invalid wager"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_wrong_wager_refuses_the_whole_ticket(till, control, case):
    game, value, amount, error = REFUSED[case]
    draw = drawn(control, "LOTTO ACTIVO")
    answer = await till.create([wager(draw, 5, "2"), wager(draw, game, value, amount)])
    assert (answer.http, answer.status, answer.error) == (400, 400, error)
    assert control.tickets() == ()


@pytest.mark.parametrize("value", ["5-5-30", "30-12-5", "5-12", "5-12-37", "05-12-30", "5-12-30-31"])
async def test_a_tripleta_is_three_sorted_animals(till, control, value):
    answer = await till.create([wager(drawn(control, "TRIPLETA LOTTO ACTIVO"), 7, value)])
    assert answer.error == f"invalid wager: {value}"


async def test_signed_wagers_are_for_list_c_and_plain_ones_are_not(till, control):
    a, c = drawn(control, "TRIPLE ZULIA", 1), drawn(control, "TRIPLE ZULIA", 3)
    assert (await till.create([wager(a, 3, "444-ARI")])).status == 400
    assert (await till.create([wager(c, 1, "444")])).status == 400


@pytest.mark.parametrize("wagers", [[], None, "x", [5], [[]]])
async def test_a_ticket_without_wagers_is_no_ticket(till, control, wagers):
    answer = await till.post("/user/ticket/create", {"ticket": {"wagers": wagers}})
    assert (answer.http, answer.status) == (400, 400)
    assert control.tickets() == ()


async def test_a_hundred_wagers_are_sold_and_one_more_is_not(till, control):
    draw = drawn(control, "TRIPLE ZULIA", 1)
    hundred = [wager(draw, 1, f"{number:03}", 1) for number in range(101)]
    assert (await till.create(hundred)).error == "ticket exceeds the maximum of 100 wagers"
    assert (await till.sell(*hundred[:100]))["num_wagers"] == 100


async def test_closed_draws_are_named(till, control):
    first, second = drawn(control, "LOTTO ACTIVO"), drawn(control, "LA GRANJITA")
    still_open = drawn(control, "LOTTO ACTIVO", place=1)
    control.close_draw(first.id)
    answer = await till.create([wager(first, 5, "1"), wager(still_open, 5, "1")])
    assert (answer.http, answer.status) == (409, 409)
    assert answer.error == f"events are not open. closed events: [{first.id}]"
    control.close_draw(second.id)
    wagers = [wager(second, 5, "1"), wager(first, 5, "1"), wager(second, 5, "2")]
    assert (await till.create(wagers)).error == (
        f"events are not open. closed events: [{second.id} {first.id}]"
    )
    assert control.tickets() == ()


async def test_a_draw_closes_while_the_ticket_is_typed(till, control):
    draw = drawn(control, "LOTTO ACTIVO")
    control.advance(timedelta(minutes=25).total_seconds())
    assert (await till.create([wager(draw, 5, "1")])).error.endswith(f"[{draw.id}]")


async def test_an_unknown_draw_is_not_found(till):
    answer = await till.create([wager(1, 5, "1")])
    assert (answer.status, answer.error) == (400, "no rows in result set")


async def test_sold_out_numbers_are_named_by_wager_and_draw(till, control):
    draw, other = drawn(control, "TRIPLE ZULIA", 1), drawn(control, "TRIPLE ZULIA", 2)
    control.set_quota(2, Money.units(100))
    await till.sell(wager(draw, 1, "123", 60))
    answer = await till.create(
        [wager(draw, 1, "123", 50), wager(other, 1, "123", 50), wager(draw, 1, "456", 100)]
    )
    assert (answer.http, answer.status) == (409, 409)
    assert answer.envelope["error_wagers"] == {
        "123": {"event_inventory": [{"event_id": draw.id, "game_id": 1, "wager_amount": 50, "inventory": 40}]}
    }
    assert len(control.tickets()) == 1
    await till.sell(wager(draw, 1, "123", 40))
    assert (await till.create([wager(draw, 1, "123", 1)])).status == 409


async def test_the_same_number_twice_in_a_ticket_counts_twice(till, control):
    draw = drawn(control, "TRIPLE ZAMORANO", 1)
    answer = await till.create([wager(draw, 1, "123", 60), wager(draw, 1, "123", 60)])
    assert answer.envelope["error_wagers"]["123"]["event_inventory"][0]["wager_amount"] == 120


async def test_a_canceled_ticket_gives_its_quota_back(till, control):
    draw = drawn(control, "TRIPLE ZAMORANO", 1)
    ticket = await till.sell(wager(draw, 1, "123", 100))
    assert (await till.create([wager(draw, 1, "123", 1)])).status == 409
    await till.post("/user/ticket/cancel", {"ticket_number": ticket["ticket_number"]})
    await till.sell(wager(draw, 1, "123", 100))


async def test_error_wagers_may_be_inside_the_error():
    server = training_server(variant=Variant(quota_nested=True))
    async with terminal(server) as till:
        draw = drawn(server.control(), "TRIPLE ZAMORANO", 1)
        answer = await till.create([wager(draw, 1, "123", 101)])
        assert answer.error["error_wagers"]["123"]["event_inventory"][0]["event_id"] == draw.id
    server.close()


VIEW = {
    "ticket_number", "pin_number", "num_wagers", "entity_id", "parent_id", "entity_name", "parent_name",
    "created_at", "wagers", "amount",
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "keys"),
    [("numbers", {"ticket_uuid", "ticket_number", "pin_number"}), ("message", None), ("view", VIEW)],
)
async def test_a_sale_may_tell_less(form, keys):
    server = training_server(variant=Variant(create_reply=form))
    async with terminal(server) as till:
        answer = await till.create([wager(drawn(server.control(), "LOTTO ACTIVO"), 5, "1")])
        assert answer.status == 201
        assert (set(answer.response) if keys else None) == keys
        assert len(server.control().tickets()) == 1
    server.close()


async def test_a_number_may_come_again_on_another_day():
    server = training_server(variant=Variant(numbers_repeat=True))
    control = server.control()
    async with terminal(server) as till:
        numbers = []
        for _ in range(2):
            await till.sign_in(server.accounts[0])
            for _ in range(2):
                ticket = await till.sell(wager(drawn(control, "LOTTO ACTIVO"), 5, "1"))
                numbers.append(ticket["ticket_number"])
            control.advance(86_400)
        assert numbers[:2] == numbers[2:]
        assert len(set(numbers)) == 2
        assert len({one.uuid for one in control.tickets()}) == 4
    server.close()


async def test_an_identical_ticket_may_be_refused():
    server = training_server(variant=Variant(refuse_repeat_seconds=60))
    async with terminal(server) as till:
        one = wager(drawn(server.control(), "LOTTO ACTIVO"), 5, "1")
        await till.sell(one)
        assert (await till.create([one])).error == "duplicated ticket"
        await till.sell(one | {"wager": "2"})
        server.control().advance(60)
        await till.sell(one)
    server.close()


async def test_wagers_may_be_merged_and_sorted():
    server = training_server(variant=Variant(merge_equal_wagers=True, sort_wagers=True))
    async with terminal(server) as till:
        draw = drawn(server.control(), "LOTTO ACTIVO")
        ticket = await till.sell(wager(draw, 5, "9", 5), wager(draw, 5, "1", 3), wager(draw, 5, "9", 2))
        assert [(w["wager"], w["amount"]) for w in ticket["wagers"]] == [("1", 3), ("9", 7)]
        assert ticket["amount"] == 10
    server.close()


async def test_amounts_may_be_texts_and_the_status_always_200():
    server = training_server(variant=Variant(amount_form="text", mirror_status=False))
    async with terminal(server) as till:
        answer = await till.create([wager(drawn(server.control(), "LOTTO ACTIVO"), 5, "1", 7)])
        assert (answer.http, answer.status, answer.response["amount"]) == (200, 201, "7.00")
        refused = await till.create([])
        assert (refused.http, refused.status) == (200, 400)
    server.close()


async def test_a_commission_with_cents_is_an_exact_number(till, control):
    await till.sell(wager(drawn(control, "LOTTO ACTIVO"), 5, "1", 7))
    body = {"between_timestamp": local_day(), "group": "user", "category": "animalitos"}
    answer = await till.post("/gaming/reports", body)
    assert answer.envelope["total"]["agency"] == Decimal("0.70")
    assert b'"agency":0.70' in answer.raw


BROKEN = [b"{", b"[]", b"NaN", b'{"ticket": NaN}', b"\xff", b'"x"', b"[" * 100_000]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
async def test_a_broken_body_is_a_bad_request(till, body):
    reply = await till.client.post("/user/ticket/create", content=body)
    assert (reply.status_code, reply.json()["status"]) == (400, 400)


async def test_odd_texts_and_numbers_are_refused_politely(till):
    odd = [10**30, -1, 1.5, [], {}, None, "1e3", "\ud800", "x" * 10_000]
    for value in odd:
        for path in ("/user/ticket", "/user/ticket/pay", "/user/ticket/copy", "/user/ticket/cancel"):
            body = '{"ticket_number": %s, "pin_number": 1, "date": "\\ud800"}'
            raw = body % dumps(value)
            reply = await till.client.post(path, content=raw.encode())
            assert reply.status_code == 400
