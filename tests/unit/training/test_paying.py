"""Pay: once, with the paper's PIN, in time."""

import pytest

from app.training import Variant
from tests.helpers.training import asked, local_day, terminal, training_server, wager, with_pin


def lotto(control, place=0):
    return [d for d in control.draws() if d.product.name == "LOTTO ACTIVO"][place]


async def winner(till, control, stake=11):
    draw = lotto(control)
    ticket = await till.sell(wager(draw, 5, "5", stake), wager(draw, 5, "6", 22))
    control.settle(draw.id, "5")
    return ticket


async def test_a_winner_is_paid_once(till, control):
    ticket = await winner(till, control)
    answer = await till.post("/user/ticket/pay", with_pin(ticket))
    assert (answer.http, answer.status) == (200, 200)
    assert answer.response == {"ticket_number": ticket["ticket_number"], "prize": 330, "status": "paid"}
    again = await till.post("/user/ticket/pay", with_pin(ticket))
    assert (again.http, again.status, again.error) == (200, 200, "ticket already paid")
    (issued,) = control.tickets()
    assert (issued.status, issued.paid.minor) == ("paid", 330_00)
    seen = (await till.post("/user/ticket", asked(ticket))).response
    assert [one["status"] for one in seen["wagers"]] == ["paid", "loser"]


async def test_a_loser_and_a_pending_ticket_are_not_winners(till, control):
    draw = lotto(control)
    ticket = await till.sell(wager(draw, 5, "1"))
    for _ in ("pending", "lost"):
        answer = await till.post("/user/ticket/pay", with_pin(ticket))
        assert (answer.http, answer.envelope) == (200, {"status": 200, "error": "not a winner"})
        if draw.result_at is None and control.tickets()[0].status == "sold":
            control.settle(draw.id, "2")
    assert control.tickets()[0].status == "loser"


async def test_a_wrong_pin_pays_nothing(till, control):
    ticket = await winner(till, control)
    for pin in (ticket["pin_number"] + 1, 0):
        answer = await till.post("/user/ticket/pay", with_pin(ticket) | {"pin_number": pin})
        assert (answer.http, answer.status, answer.error) == (400, 400, "invalid pin number")
    assert control.tickets()[0].status == "winner"
    assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 330


async def test_wrong_pins_may_lock_a_ticket():
    server = training_server(variant=Variant(pin_tries=2))
    async with terminal(server) as till:
        ticket = await winner(till, server.control())
        for error in ("invalid pin number", "invalid pin number", "ticket is locked"):
            answer = await till.post("/user/ticket/pay", with_pin(ticket) | {"pin_number": 1})
            assert answer.error == error
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).error == "ticket is locked"
    server.close()


@pytest.mark.parametrize(("path", "error"), [("cancel", "ticket canceled"), ("revert", "ticket rejected")])
async def test_a_voided_ticket_is_not_paid(till, control, path, error):
    ticket = await till.sell(wager(lotto(control), 5, "5"))
    await till.post(f"/user/ticket/{path}", {"ticket_number": ticket["ticket_number"]})
    assert (await till.post("/user/ticket/pay", with_pin(ticket))).error == error


async def test_the_wrong_date_or_number_is_not_found(till, control):
    ticket = await winner(till, control)
    for body in (with_pin(ticket, "2024-10-21"), with_pin(ticket) | {"ticket_number": 10653459}):
        answer = await till.post("/user/ticket/pay", body)
        assert (answer.status, answer.error) == (400, "no rows in result set")


async def test_a_prize_expires_three_days_after_its_result(server, till, control):
    ticket = await winner(till, control)
    control.advance(3 * 86_400 - 1)
    await till.sign_in(server.accounts[0])
    assert control.tickets()[0].status == "winner"
    control.advance(1)
    answer = await till.post("/user/ticket/pay", with_pin(ticket))
    assert (answer.status, answer.error) == (200, "ticket expired")
    seen = (await till.post("/user/ticket", asked(ticket))).response
    assert [one["status"] for one in seen["wagers"]] == ["expired", "loser"]


async def test_a_paid_ticket_does_not_expire(till, control):
    ticket = await winner(till, control)
    await till.post("/user/ticket/pay", with_pin(ticket))
    control.advance(4 * 86_400)
    assert control.tickets()[0].status == "paid"


async def test_a_colleague_pays_and_another_agency_does_not(server, till, control):
    ticket = await winner(till, control)
    async with terminal(server, server.accounts[2]) as other, terminal(server, server.accounts[1]) as mate:
        assert (await other.post("/user/ticket/pay", with_pin(ticket))).error == "no rows in result set"
        assert (await mate.post("/user/ticket/pay", with_pin(ticket))).response["status"] == "paid"


async def test_any_agency_may_pay_by_variant():
    server = training_server(variant=Variant(ticket_scope="any"))
    async with terminal(server) as till, terminal(server, server.accounts[2]) as other:
        ticket = await winner(till, server.control())
        assert (await other.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 330
    server.close()


async def won_with_more_to_come(till, control):
    """Three bolívares that won Bs 30 · 3 in the first of two draws, and the second draw."""
    first, second = lotto(control), lotto(control, 1)
    ticket = await till.sell(wager(first, 5, "5", 3), wager(second, 5, "5", 2))
    control.settle(first.id, "5")
    return ticket, second


async def listed(till, status):
    body = {"filter": {"between_created_at": local_day(), "status": status}}
    rows = (await till.post("/user/ticket/", body)).envelope.get("response", [])
    return [(row["ticket_number"], row["prize"]) for row in rows]


async def test_a_ticket_is_paid_when_its_last_draw_is_out(till, control):
    ticket, second = await won_with_more_to_come(till, control)
    answer = await till.post("/user/ticket/pay", with_pin(ticket))
    assert (answer.http, answer.error) == (200, "ticket has open events")
    assert await listed(till, "winner") == []
    assert await listed(till, "sold") == [(ticket["ticket_number"], 0)]
    control.settle(second.id, "5")
    assert await listed(till, "winner") == [(ticket["ticket_number"], 150)]
    assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 150
    assert (await till.post("/user/ticket/pay", with_pin(ticket))).error == "ticket already paid"


async def test_a_winner_with_more_to_come_may_be_listed_and_not_paid_yet():
    server = training_server(variant=Variant(pay_pending="listed"))
    control = server.control()
    async with terminal(server) as till:
        ticket, second = await won_with_more_to_come(till, control)
        assert await listed(till, "winner") == [(ticket["ticket_number"], 90)]
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).error == "ticket has open events"
        control.settle(second.id, "6")
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 90
    server.close()


@pytest.mark.parametrize(("result", "again"), [("5", 60), ("6", None)])
async def test_a_winner_may_be_paid_as_it_wins(result, again):
    server = training_server(variant=Variant(pay_pending="partial"))
    control = server.control()
    async with terminal(server) as till:
        ticket, second = await won_with_more_to_come(till, control)
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 90
        control.settle(second.id, result)
        if again:
            assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == again
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).error == "ticket already paid"
        assert control.tickets()[0].paid.minor == 9000 + 100 * (again or 0)
    server.close()


async def test_paid_again_may_be_told_otherwise():
    variant = Variant(paid_again_status=409, paid_again_error="already paid out", paid_status="payed")
    server = training_server(variant=variant)
    async with terminal(server) as till:
        ticket = await winner(till, server.control())
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["status"] == "payed"
        again = await till.post("/user/ticket/pay", with_pin(ticket))
        assert (again.http, again.status, again.error) == (409, 409, "already paid out")
    server.close()
