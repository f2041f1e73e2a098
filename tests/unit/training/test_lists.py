"""The lists of /user/ticket/, with the slash: sold, winners, canceled."""

import pytest

from app.training import Variant
from tests.helpers.training import local_day, terminal, training_server, wager


def lotto(control):
    return next(d for d in control.draws() if d.product.name == "LOTTO ACTIVO")


async def listed(till, *, between=None, sort=None, **wanted):
    body = {
        "filter": {"between_created_at": local_day() if between is None else between, **wanted},
        **(sort or {}),
    }
    return await till.post("/user/ticket/", body)


async def numbers(till, **wanted):
    return [row["ticket_number"] for row in (await listed(till, **wanted)).envelope.get("response", [])]


async def sold_in_turn(till, control, count=3):
    tickets = []
    for number in range(count):
        tickets.append(await till.sell(wager(lotto(control), 5, str(number + 1), number + 1)))
        control.advance(10)
    return tickets


async def test_a_sold_ticket_is_listed_as_documented(till, control):
    sold = await till.sell(wager(lotto(control), 5, "1", 10))
    answer = await listed(till, transaction_type="wager")
    assert (answer.http, answer.status) == (200, 200)
    assert answer.response == [
        {
            "id": sold["id"], "ticket_number": sold["ticket_number"], "created_at": sold["created_at"],
            "user_id": 864, "email": "cajero1@taquilla.test", "status": "sold", "total": 10, "prize": 0,
            "entity_id": 213, "parent_id": 212, "entity_name": "AGENCIA PRÁCTICA",
            "parent_name": "GRUPO PRÁCTICA",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["canceled", "winner", "sold", "paid", "never heard of"])
async def test_an_empty_list_has_no_response(till, status):
    assert (await listed(till, status=status)).envelope == {"status": 200}


async def test_both_dialects_of_sorting(till, control):
    up = [ticket["ticket_number"] for ticket in await sold_in_turn(till, control)]
    kind = {"transaction_type": "wager"}
    for down in ({"sort": {"created_at": -1}}, {"order_by": [{"name": "created_at", "value": "desc"}]}):
        assert await numbers(till, sort=down, **kind) == up[::-1]
    for upward in ({"sort": {"created_at": 1}}, {"order_by": [{"name": "created_at", "value": "asc"}]}):
        assert await numbers(till, sort=upward, **kind) == up
    assert await numbers(till, sort={"order_by": [{"name": "total", "value": "desc"}]}, **kind) == up[::-1]


async def test_a_period_counts_its_ends(till, control):
    first, second, third = await sold_in_turn(till, control)  # 13:30:00, :10 and :20 UTC
    kind = {"transaction_type": "wager"}
    ends = ["2024-10-22T13:30:00.000Z", "2024-10-22T13:30:10.000Z"]
    assert await numbers(till, between=ends, **kind) == [first["ticket_number"], second["ticket_number"]]
    inside = ["2024-10-22T13:30:00.001Z", "2024-10-22T13:30:19.999Z"]
    assert await numbers(till, between=inside, **kind) == [second["ticket_number"]]
    assert third["ticket_number"] in await numbers(till, between=["2024-10-22", "2024-10-22"], **kind)
    assert await numbers(till, between=local_day("2024-10-21"), **kind) == []
    assert await numbers(till, between=local_day("2024-10-23"), **kind) == []


async def test_the_upper_end_may_be_outside():
    server = training_server(variant=Variant(upper_bound_inclusive=False))
    async with terminal(server) as till:
        await till.sell(wager(lotto(server.control()), 5, "1"))
        ends = ["2024-10-22T13:29:00.000Z", "2024-10-22T13:30:00.000Z"]
        assert await numbers(till, between=ends, transaction_type="wager") == []
    server.close()


@pytest.mark.parametrize(
    "between", [[], ["2024-10-22"], "2024-10-22", ["x", "y"], [1, 2], ["9999-12-31"] * 2]
)
async def test_a_period_must_be_one(till, between):
    assert (await listed(till, between=between, status="sold")).status == 400


async def test_a_list_without_a_filter_is_refused(till):
    assert (await till.post("/user/ticket/", {"filter": {"between_created_at": local_day()}})).status == 400
    assert (await till.post("/user/ticket/")).status == 400


async def test_voided_tickets_leave_the_sold_list(till, control):
    one, two, three = await sold_in_turn(till, control)
    await till.post("/user/ticket/cancel", {"ticket_number": one["ticket_number"]})
    await till.post("/user/ticket/revert", {"ticket_number": two["ticket_number"]})
    assert await numbers(till, transaction_type="wager") == [three["ticket_number"]]
    assert await numbers(till, status="sold") == [three["ticket_number"]]
    assert await numbers(till, status="canceled") == [one["ticket_number"]]
    assert await numbers(till, status="rejected") == [two["ticket_number"]]


async def test_voided_tickets_may_stay_in_the_sold_list():
    server = training_server(variant=Variant(sold_includes_void=True))
    async with terminal(server) as till:
        one, two = await sold_in_turn(till, server.control(), 2)
        await till.post("/user/ticket/cancel", {"ticket_number": one["ticket_number"]})
        rows = (await listed(till, transaction_type="wager")).response
        assert [row["status"] for row in rows] == ["canceled", "sold"]
        assert rows[1]["ticket_number"] == two["ticket_number"]
    server.close()


async def test_winners_show_their_prize_and_leave_when_paid(till, control):
    draw = lotto(control)
    ticket = await till.sell(wager(draw, 5, "5", 11), wager(draw, 5, "6", 22))
    control.settle(draw.id, "5")
    (row,) = (await listed(till, status="winner")).response
    assert (row["total"], row["prize"], row["status"]) == (33, 330, "winner")
    paid = {"pin_number": ticket["pin_number"], "date": "2024-10-22"}
    await till.post("/user/ticket/pay", {"ticket_number": ticket["ticket_number"], **paid})
    assert await numbers(till, status="winner") == []
    (row,) = (await listed(till, status="paid")).response
    assert (row["prize"], row["status"]) == (330, "paid")
    assert await numbers(till, transaction_type="wager") == [ticket["ticket_number"]]


async def test_winners_may_stay_when_paid_under_another_word():
    server = training_server(variant=Variant(winners_keep_paid=True, paid_status="payed"))
    control = server.control()
    async with terminal(server) as till:
        draw = lotto(control)
        ticket = await till.sell(wager(draw, 5, "5"))
        control.settle(draw.id, "5")
        paid = {"pin_number": ticket["pin_number"], "date": "2024-10-22"}
        await till.post("/user/ticket/pay", {"ticket_number": ticket["ticket_number"], **paid})
        (row,) = (await listed(till, status="winner")).response
        assert row["status"] == "payed"
    server.close()


@pytest.mark.parametrize(("scope", "count"), [("entity", 2), ("user", 1)])
async def test_a_list_is_the_agency_s_or_the_user_s(scope, count):
    server = training_server(variant=Variant(list_scope=scope))
    draw = lotto(server.control())
    async with (
        terminal(server) as till,
        terminal(server, server.accounts[1]) as colleague,
        terminal(server, server.accounts[2]) as other,
    ):
        for one in (till, colleague, other):
            await one.sell(wager(draw, 5, "1"))
        assert len(await numbers(till, transaction_type="wager")) == count
        assert len(await numbers(other, transaction_type="wager")) == 1
    server.close()


async def test_a_lagging_list_shows_a_ticket_later():
    server = training_server(variant=Variant(list_lag_seconds=60))
    async with terminal(server) as till:
        await till.sell(wager(lotto(server.control()), 5, "1"))
        server.control().advance(59)
        assert await numbers(till, transaction_type="wager") == []
        server.control().advance(1)
        assert len(await numbers(till, transaction_type="wager")) == 1
    server.close()
