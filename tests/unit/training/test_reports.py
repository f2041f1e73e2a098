"""The money of a period."""

from decimal import Decimal

import pytest

from app.training import Variant
from tests.helpers.training import local_day, terminal, training_server, wager, with_pin


def drawn(control, name, list_id=0):
    return next(d for d in control.draws() if d.product.name == name and d.list.id == list_id)


async def totals(till, category="animalitos", group="user", day="2024-10-22"):
    body = {"between_timestamp": local_day(day), "group": group, "category": category}
    answer = await till.post("/gaming/reports", body)
    assert (answer.http, answer.status, set(answer.envelope)) == (200, 200, {"status", "total"})
    return answer.envelope["total"]


ZERO = {"agency": 0, "balance": 0, "parent_balance": 0, "prize": 0, "sale": 0}


async def test_nothing_sold_is_all_zero(till):
    assert await totals(till) == ZERO


async def test_sales_commission_prizes_and_balance(till, control):
    lotto, zulia = drawn(control, "LOTTO ACTIVO"), drawn(control, "TRIPLE ZULIA", 1)
    ticket = await till.sell(wager(lotto, 5, "5", 11), wager(zulia, 1, "123", 40))
    control.settle(lotto.id, "5")
    assert await totals(till) == ZERO | {
        "sale": 11, "agency": Decimal("1.10"), "balance": Decimal("9.90"), "parent_balance": Decimal("9.90"),
    }  # fmt: skip
    control.settle(zulia.id, "000")
    await till.post("/user/ticket/pay", with_pin(ticket))
    owed = Decimal("-320.10")
    assert await totals(till) == {
        "sale": 11, "agency": Decimal("1.10"), "prize": 330, "balance": owed, "parent_balance": owed,
    }  # fmt: skip
    assert await totals(till, "lottery") == ZERO | {
        "sale": 40, "agency": 4, "balance": 36, "parent_balance": 36,
    }  # fmt: skip
    assert (await totals(till, None))["sale"] == 51
    assert await totals(till, "tripleta") == ZERO


async def test_voided_tickets_do_not_count(till, control):
    ticket = await till.sell(wager(drawn(control, "LOTTO ACTIVO"), 5, "5", 11))
    await till.post("/user/ticket/cancel", {"ticket_number": ticket["ticket_number"]})
    assert await totals(till) == ZERO


async def test_a_user_s_and_an_agency_s_totals(server, till, control):
    draw = drawn(control, "LOTTO ACTIVO")
    async with terminal(server, server.accounts[1]) as mate, terminal(server, server.accounts[2]) as other:
        for one, amount in ((till, 10), (mate, 20), (other, 40)):
            await one.sell(wager(draw, 5, "1", amount))
        assert (await totals(till))["sale"] == 10
        assert (await totals(till, group="entity"))["sale"] == 30
        assert (await totals(other, group="entity"))["sale"] == 40


@pytest.mark.parametrize(("counted", "seller", "payer"), [("payer", 0, 150), ("seller", 150, 0)])
async def test_a_prize_counts_for_who_paid_or_who_sold(counted, seller, payer):
    server = training_server(variant=Variant(prize_counted_for=counted))
    control = server.control()
    async with terminal(server) as till, terminal(server, server.accounts[1]) as mate:
        draw = drawn(control, "LOTTO ACTIVO")
        ticket = await till.sell(wager(draw, 5, "5"))
        control.settle(draw.id, "5")
        await mate.post("/user/ticket/pay", with_pin(ticket))
        assert ((await totals(till))["prize"], (await totals(mate))["prize"]) == (seller, payer)
    server.close()


async def test_a_day_is_the_local_day(till, control):
    control.advance(14.25 * 3600)  # 23:45
    await till.sell(wager(drawn(control, "ANIMALITOS 24 HORAS"), 5, "5", 10))
    control.advance(20 * 60)
    await till.sell(wager(drawn(control, "ANIMALITOS 24 HORAS"), 5, "5", 20))
    assert (await totals(till))["sale"] == 10
    assert (await totals(till, day="2024-10-23"))["sale"] == 20


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"between_timestamp": ["2024-10-22"], "group": "user"},
        {"between_timestamp": local_day(), "group": "moon"},
        {"between_timestamp": local_day(), "category": "roulette"},
    ],
)
async def test_a_wrong_question_is_refused(till, body):
    assert (await till.post("/gaming/reports", body)).status == 400
