"""Cancel and revert."""

import pytest

from app.training import Variant
from tests.helpers.training import terminal, training_server, wager


def lotto(control):
    return next(d for d in control.draws() if d.product.name == "LOTTO ACTIVO")


def named(ticket):
    return {"ticket_number": ticket["ticket_number"]}


VOIDS = [("cancel", "canceled"), ("revert", "rejected")]


@pytest.mark.parametrize(("path", "status"), VOIDS)
async def test_a_ticket_is_taken_back(till, control, path, status):
    ticket = await till.sell(wager(lotto(control), 5, "1"))
    answer = await till.post(f"/user/ticket/{path}", named(ticket))
    assert (answer.http, answer.status) == (200, 200)
    assert answer.response == {**named(ticket), "status": status}
    assert control.tickets()[0].status == status


@pytest.mark.parametrize("path", ["cancel", "revert"])
async def test_only_within_180_seconds(till, control, path):
    first, second = [await till.sell(wager(lotto(control), 5, value)) for value in ("1", "2")]
    control.advance(180)
    assert (await till.post(f"/user/ticket/{path}", named(first))).status == 200
    control.advance(1)
    late = await till.post(f"/user/ticket/{path}", named(second))
    assert (late.http, late.status, late.error) == (400, 400, "no rows in result set")
    assert control.tickets()[1].status == "sold"


@pytest.mark.parametrize("path", ["cancel", "revert"])
async def test_only_before_the_first_closing(till, control, path):
    control.advance(24 * 60)  # 09:54
    later = control.draws(product_id=10)[1]
    ticket = await till.sell(wager(lotto(control), 5, "1"), wager(later, 5, "1"))
    control.advance(60)
    assert (await till.post(f"/user/ticket/{path}", named(ticket))).error == "no rows in result set"


async def test_cancel_tells_nothing_about_why(server, till, control):
    ticket = await till.sell(wager(lotto(control), 5, "1"))
    async with terminal(server, server.accounts[2]) as other:
        assert (await other.post("/user/ticket/cancel", named(ticket))).error == "no rows in result set"
    await till.post("/user/ticket/cancel", named(ticket))
    again = await till.post("/user/ticket/cancel", named(ticket))
    assert (again.status, again.error) == (400, "no rows in result set")
    unknown = await till.post("/user/ticket/cancel", {"ticket_number": 18712010})
    assert (unknown.status, unknown.error) == (400, "no rows in result set")


async def test_a_second_revert_is_answered_with_401_and_the_token_lives(till, control):
    ticket = await till.sell(wager(lotto(control), 5, "1"))
    await till.post("/user/ticket/revert", named(ticket))
    again = await till.post("/user/ticket/revert", named(ticket))
    assert (again.http, again.envelope) == (401, {"status": 401, "error": "ticket already rejected by user"})
    assert (await till.get("/gaming/time")).status == 200


async def test_a_canceled_ticket_is_not_reverted_nor_the_other_way(till, control):
    one, two = [await till.sell(wager(lotto(control), 5, value)) for value in ("1", "2")]
    await till.post("/user/ticket/cancel", named(one))
    assert (await till.post("/user/ticket/revert", named(one))).status == 401
    await till.post("/user/ticket/revert", named(two))
    assert (await till.post("/user/ticket/cancel", named(two))).status == 400
    assert [issued.status for issued in control.tickets()] == ["canceled", "rejected"]


async def test_a_winner_is_not_taken_back(till, control):
    draw = lotto(control)
    ticket = await till.sell(wager(draw, 5, "1"))
    control.settle(draw.id, "1")
    for path in ("cancel", "revert"):
        assert (await till.post(f"/user/ticket/{path}", named(ticket))).status == 400


@pytest.mark.parametrize(
    ("form", "envelope"),
    [("message", {"status": 200, "response": "ticket canceled"}), ("empty", {"status": 200})],
)
async def test_success_may_tell_less(form, envelope):
    server = training_server(variant=Variant(action_reply=form))
    async with terminal(server) as till:
        ticket = await till.sell(wager(lotto(server.control()), 5, "1"))
        assert (await till.post("/user/ticket/cancel", named(ticket))).envelope == envelope
        assert server.control().tickets()[0].status == "canceled"
    server.close()


@pytest.mark.parametrize(("scope", "status"), [("entity", 200), ("user", 400)])
async def test_a_colleague_s_ticket(scope, status):
    server = training_server(variant=Variant(void_scope=scope))
    async with terminal(server) as till, terminal(server, server.accounts[1]) as colleague:
        ticket = await till.sell(wager(lotto(server.control()), 5, "1"))
        assert (await colleague.post("/user/ticket/cancel", named(ticket))).status == status
    server.close()
