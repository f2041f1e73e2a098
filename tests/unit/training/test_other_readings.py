"""What the less likely readings of the document do, one by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.money import Money
from app.training.figures import ANIMALS
from tests.helpers.training import asked, local_day, wager, with_pin
from tests.unit.training.day import lotto, read_as

LISTS = "/user/ticket/"


async def listed(till, **wanted):
    page = {"page": wanted.pop("page")} if "page" in wanted else {}
    body = {"filter": {"between_created_at": local_day(), **wanted}, **page}
    return await till.post(LISTS, body)


async def statuses(till, **wanted):
    return [row["status"] for row in (await listed(till, **wanted)).envelope.get("response", [])]


# -- lists


async def test_a_lagging_list_knows_the_state_of_some_seconds_ago():
    async with read_as(list_lag_seconds=60) as (till, control):
        ticket = await till.sell(wager(lotto(control), 5, "5"))
        control.advance(100)
        await till.post("/user/ticket/cancel", {"ticket_number": ticket["ticket_number"]})
        control.advance(59)
        assert await statuses(till, transaction_type="wager") == ["sold"]
        assert await statuses(till, status="canceled") == []
        control.advance(1)
        assert await statuses(till, status="canceled") == ["canceled"]
        assert await statuses(till, transaction_type="wager") == []


async def test_a_winner_paid_just_now_is_listed_as_a_winner_still():
    async with read_as(list_lag_seconds=60) as (till, control):
        ticket = await till.sell(wager(lotto(control), 5, "5"))
        control.settle(lotto(control).id, "5")
        control.advance(60)
        await till.post("/user/ticket/pay", with_pin(ticket))
        control.advance(1)
        (row,) = (await listed(till, status="winner")).response
        assert (row["status"], row["prize"]) == ("winner", 150)
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).error == "ticket already paid"


async def test_the_lag_may_reach_view_and_last_and_never_pay():
    async with read_as(list_lag_seconds=60, lag_reaches="reads") as (till, control):
        ticket = await till.sell(wager(lotto(control), 5, "5"))
        assert (await till.post("/user/ticket", asked(ticket))).error == "no rows in result set"
        assert (await till.post("/user/ticket/last")).error == "no rows in result set"
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).error == "not a winner"
        control.advance(60)
        assert (await till.post("/user/ticket", asked(ticket))).status == 201
        assert (await till.post("/user/ticket/last")).status == 202


async def test_a_list_may_come_in_pages():
    async with read_as(page_rows=2) as (till, control):
        sold = []
        for number in range(5):
            sold.append((await till.sell(wager(lotto(control), 5, str(number))))["ticket_number"])
        pages = [await listed(till, transaction_type="wager", page=page) for page in (1, 2, 3, 4)]
        assert [one.envelope["total"] for one in pages] == [5] * 4
        rows = [one.envelope.get("response", []) for one in pages]
        assert [[row["ticket_number"] for row in page] for page in rows] == [
            sold[:2],
            sold[2:4],
            sold[4:],
            [],
        ]
        assert (await listed(till, transaction_type="wager")).envelope == pages[0].envelope
        for page in (0, -1, "x", None):
            assert (await listed(till, transaction_type="wager", page=page)).status == 400


@pytest.mark.parametrize(("form", "empty"), [("null", {"response": None}), ("empty", {"response": []})])
async def test_an_empty_list_has_three_forms(form, empty):
    async with read_as(empty_list=form) as (till, _):
        assert (await listed(till, status="winner")).envelope == {"status": 200, **empty}


async def test_the_lower_end_may_be_outside():
    async with read_as(lower_bound_inclusive=False) as (till, control):
        await till.sell(wager(lotto(control), 5, "1"))
        ends = ["2024-10-22T13:30:00.000Z", "2024-10-22T14:00:00.000Z"]
        assert await statuses(till, transaction_type="wager", between_created_at=ends) == []


async def test_states_have_other_words_everywhere_and_filters_know_both():
    words = {"canceled_status": "cancelled", "lost_status": "lost", "paid_status": "payed"}
    async with read_as(**words) as (till, control):
        draw = lotto(control)
        won, lost, gone = [await till.sell(wager(draw, 5, figure)) for figure in ("5", "6", "7")]
        voided = await till.post("/user/ticket/cancel", {"ticket_number": gone["ticket_number"]})
        assert voided.response["status"] == "cancelled"
        control.settle(draw.id, "5")
        assert (await till.post("/user/ticket/pay", with_pin(won))).response["status"] == "payed"
        for asked_for, word in (("canceled", "cancelled"), ("cancelled", "cancelled"), ("payed", "payed")):
            assert await statuses(till, status=asked_for) == [word]
        seen = (await till.post("/user/ticket", asked(lost))).response
        assert [one["status"] for one in seen["wagers"]] == ["lost"]
        assert (await till.post("/user/ticket/pay", with_pin(gone))).error == "ticket cancelled"


# -- games and wagers


async def test_games_may_change_places():
    async with read_as(swap_games=True) as (till, control):
        animal, tripleta = control.draws(product_id=18)[0], control.draws(product_id=31)[0]
        ticket = await till.sell(wager(animal, 7, "75"), wager(tripleta, 6, "0-5-36"))
        assert [one["game_id"] for one in ticket["wagers"]] == [7, 6]
        assert (await till.create([wager(animal, 6, "75")])).status == 400
        rows = (await till.post("/gaming/inventory/template")).response
        assert (7, "75") in {(row["game_id"], row["wager"]) for row in rows}
        draft = (await till.post("/user/ticket/copy", asked(ticket))).response
        assert [one["game_id"] for one in draft["wagers"]] == [7, 6]
        limits = (await till.post("/gaming/get-data")).response["game_data"]
        assert {row["product_id"] for row in limits if row["game_id"] == 6} == {31, 32}


async def test_animals_may_be_played_by_their_codes():
    async with read_as(animal_wager="code") as (till, control):
        draw, code = lotto(control), ANIMALS["0"]
        ticket = await till.sell(wager(draw, 5, code))
        assert ticket["wagers"][0]["wager"] == code
        assert (await till.create([wager(draw, 5, "0")])).error == "invalid wager: 0"
        control.set_quota(9, Money.units(6))
        refused = await till.create([wager(draw, 5, code)])
        assert list(refused.envelope["error_wagers"]) == [code]
        control.settle(draw.id, "0")
        assert (await till.post("/user/ticket/pay", with_pin(ticket))).response["prize"] == 150


@pytest.mark.parametrize(("form", "text"), [("slash", "0/5/36"), ("space", "0 5 36")])
async def test_a_tripleta_may_be_written_otherwise(form, text):
    async with read_as(tripleta_wager=form) as (till, control):
        draw = control.draws(product_id=31)[0]
        assert (await till.sell(wager(draw, 7, text)))["wagers"][0]["wager"] == text
        assert (await till.create([wager(draw, 7, "0-5-36")])).error == "invalid wager: 0-5-36"


async def test_a_tripleta_may_be_played_on_the_draw_of_its_first_animal():
    async with read_as(tripleta_event="animal") as (till, control):
        animal = lotto(control)
        own = next(one for one in control.draws(product_id=31) if one.draw_at == animal.draw_at)
        ticket = await till.sell(wager(animal, 7, "0-5-36"), wager(animal, 5, "0"))
        assert [one["event_id"] for one in ticket["wagers"]] == [animal.id, animal.id]
        assert [play.draw_id for play in control.tickets()[0].plays] == [own.id, animal.id]
        assert (await till.create([wager(own, 7, "0-5-36")])).error == "no rows in result set"
        assert (await till.create([wager(control.draws(product_id=2)[0], 7, "0-5-36")])).status == 400
        wanted = {"between_created_at": local_day(), "game_category": "tripleta", "status": "open"}
        rows = (await till.post("/gaming/events/search/kiosk", {"filter": wanted})).response
        assert animal.id in {row["id"] for row in rows}
        control.close_draw(own.id)
        refused = await till.create([wager(animal, 7, "0-5-36")])
        assert refused.error == f"events are not open. closed events: [{animal.id}]"


async def test_stakes_may_have_cents():
    async with read_as(multiple_cents=50) as (till, control):
        ticket = await till.sell(wager(lotto(control), 5, "1", "1.50"))
        assert ticket["amount"] == Decimal("1.50")
        assert (await till.create([wager(lotto(control), 5, "1", "1.25")])).status == 400
        limits = (await till.post("/gaming/get-data")).response["game_data"]
        assert {row["amount_multiple"] for row in limits} == {Decimal("0.50")}


# -- create


async def test_a_quota_may_limit_the_draw_in_all():
    async with read_as(quota_counts="draw", quota_left="remaining", quota_status=400) as (till, control):
        draw = control.draws(product_id=1)[0]  # quota 100
        await till.sell(wager(draw, 1, "123", 60))
        refused = await till.create([wager(draw, 1, "456", 30), wager(draw, 1, "789", 20)])
        assert (refused.http, refused.status) == (400, 400)
        rows = [refused.envelope["error_wagers"][text]["event_inventory"][0] for text in ("456", "789")]
        assert [(row["wager_amount"], row["remaining"]) for row in rows] == [(30, 40), (20, 40)]
        await till.sell(wager(draw, 1, "456", 40))


async def test_a_quota_may_mean_nothing_and_its_rest_be_untold():
    async with read_as(quota_counts="nothing") as (till, control):
        await till.sell(wager(control.draws(product_id=1)[0], 1, "123", 5000))
    async with read_as(quota_left="absent") as (till, control):
        refused = await till.create([wager(control.draws(product_id=1)[0], 1, "123", 101)])
        (row,) = refused.envelope["error_wagers"]["123"]["event_inventory"]
        assert set(row) == {"event_id", "game_id", "wager_amount"}


async def test_an_agency_may_run_out_of_funds():
    async with read_as(funds=100) as (till, control):
        await till.sell(wager(lotto(control), 5, "1", 60))
        assert (await till.create([wager(lotto(control), 5, "1", 41)])).error == "not enough funds"
        await till.sell(wager(lotto(control), 5, "1", 40))


async def test_an_agency_that_is_not_active_sells_nothing():
    async with read_as(entity_status="blocked") as (till, control):
        assert (await till.create([wager(lotto(control), 5, "1")])).error == "entity is not active"
        assert (await till.post("/gaming/get-data")).response["status"] == "blocked"


async def test_a_key_may_be_honoured_for_its_user_and_refused_by_others():
    async with read_as(idempotency_key="honoured") as (till, control):
        till.client.headers["idempotency-key"] = "op-1"
        first, second = [await till.sell(wager(lotto(control), 5, "1")) for _ in range(2)]
        assert first == second
        till.client.headers["idempotency-key"] = "op-2"
        assert (await till.sell(wager(lotto(control), 5, "1"))) != first
        assert len(control.tickets()) == 2
        control.reset()
    async with read_as(idempotency_key="refused") as (till, control):
        till.client.headers["idempotency-key"] = "op-1"
        assert (await till.create([wager(lotto(control), 5, "1")])).error == "unknown header: idempotency-key"


@pytest.mark.parametrize("place", ["message", "msg", "response", "detail"])
async def test_a_refusal_s_text_may_stand_elsewhere(place):
    async with read_as(error_place=place) as (till, control):
        assert (await till.create([])).envelope == {"status": 400, place: "ticket has no wagers"}
        ticket = await till.sell(wager(lotto(control), 5, "1"))
        paid = await till.post("/user/ticket/pay", with_pin(ticket))
        assert paid.envelope == {"status": 200, "error": "not a winner"}
