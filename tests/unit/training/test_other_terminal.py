"""A second terminal on the same user, selling by itself."""

from __future__ import annotations

import pytest

from app.training import Variant
from tests.helpers.training import local_day, terminal, training_server, wager


def lotto(control, place=0):
    return control.draws(product_id=9)[place]


async def numbers(till):
    body = {"filter": {"between_created_at": local_day(), "transaction_type": "wager"}}
    return [
        row["ticket_number"] for row in (await till.post("/user/ticket/", body)).envelope.get("response", [])
    ]


async def test_it_sells_on_our_user_and_the_last_ticket_is_not_ours(server, control, till):
    mine = await till.sell(wager(lotto(control), 5, "1"))
    control.advance(1)
    other = control.other_terminal()
    (sold,) = other.sold
    assert await numbers(till) == [mine["ticket_number"], sold]
    assert (await till.post("/user/ticket/last")).response["ticket_number"] == sold
    assert {one.email for one in control.tickets()} == {server.accounts[0].email}
    assert (await till.get("/gaming/time")).http == 200


async def test_it_goes_on_as_time_passes(control, till):
    other = control.other_terminal(tickets=4, every_seconds=60)
    assert len(other.sold) == 1
    control.advance(125)
    assert (len(other.sold), other.left) == (3, 1)
    control.advance(3600)
    assert (len(other.sold), other.left) == (4, 0)
    first = control.tickets()[0].created_at
    assert [one.created_at - first for one in control.tickets()] == [0, 60, 120, 180]
    assert sorted(await numbers(till)) == sorted(other.sold)


async def test_it_can_sell_our_last_ticket_once_more(control, till):
    await till.sell(wager(lotto(control), 5, "1"), wager(lotto(control), 5, "2"))
    control.other_terminal(same_as_last=True)
    mine, twin = control.tickets()
    assert mine.plays == twin.plays
    assert mine.number != twin.number


async def test_it_sells_what_it_is_told_and_tells_what_was_refused(control, till):
    draw = lotto(control)
    control.close_draw(draw.id)
    other = control.other_terminal(wagers=[wager(draw, 5, "7")])
    assert (other.sold, other.refused) == ([], [f"events are not open. closed events: [{draw.id}]"])
    control.other_terminal(wagers=[wager(lotto(control), 5, "7")])
    assert control.tickets()[0].plays[0].wager == "7"


async def test_the_same_seed_sells_the_same():
    sold = []
    for _ in range(2):
        server = training_server(seed=5)
        server.control().other_terminal(tickets=10)
        sold.append([(one.number, one.plays) for one in server.control().tickets()])
        server.close()
    assert sold[0] == sold[1]
    assert len({plays for _, plays in sold[0]}) > 5


async def test_its_sign_in_ends_ours_where_a_user_has_one_session():
    server = training_server(variant=Variant(single_session=True))
    async with terminal(server) as till:
        server.control().other_terminal()
        assert (await till.get("/gaming/time")).error == "token is invalid"
    server.close()


@pytest.mark.parametrize("wrong", [{"tickets": -1}, {"tickets": 10_001}, {"every_seconds": -1}])
def test_it_does_not_sell_without_end(control, wrong):
    with pytest.raises(ValueError, match="10000"):
        control.other_terminal(**wrong)


async def test_a_new_server_has_no_other_terminals(control):
    control.other_terminal(tickets=5, every_seconds=60)
    control.reset()
    control.advance(3600)
    assert control.tickets() == ()
    assert control.other_terminals() == ()
