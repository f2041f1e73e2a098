"""Two terminals on one user: noticed, kept, and from then on nothing found is taken for ours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.outcome import Offline
from app.domain.sale import SaleState
from app.domain.ticket import TicketStatus
from app.services.late import LateArrivals
from app.services.neighbours import Neighbours
from app.services.sales import Stage
from app.services.shared_user import KEPT, Sighting
from tests.helpers.fake_api import EMAIL, LOST_ANSWER, LOST_REQUEST, OTHER_EMAIL
from tests.helpers.till import FakeOperator, Till, play, till

CART = (play("123"), play("456"))
OTHERS = (play("999", units=7),)


class Street:
    """A till at rest and its look for neighbours; `busy` is what the sales service would say."""

    def __init__(self, opened: Till) -> None:
        self.till = opened
        self.busy = False
        services = opened.services
        self.shared = services.resolver.shared
        self.told: list[Sighting | None] = []
        self.shared.seen.watch(self.told.append, now=False)
        self.neighbours = Neighbours(
            opened.context, opened.api, opened.journal, services.resolver, lambda: self.busy
        )

    async def look(self) -> bool:
        """One look; whether the user counts as shared after it."""
        await self.neighbours.look()
        return await self.is_shared()

    async def is_shared(self) -> bool:
        return await self.shared.is_shared(EMAIL)


async def street() -> Street:
    return Street(await till().open())


# --- at rest -----------------------------------------------------------------------------------------


async def test_a_ticket_of_our_user_that_we_did_not_sell_is_noticed_and_told_once_a_day():
    at = await street()
    assert not await at.look()
    at.till.api.put(*OTHERS)
    assert await at.look()
    at.till.api.put(*OTHERS)
    assert await at.look()
    assert [sighting.day.isoformat() for sighting in at.told if sighting] == ["2024-10-22"]
    at.till.clock.elapsed += 24 * 3600
    at.till.api.put(*OTHERS)
    await at.look()
    assert [sighting.day.isoformat() for sighting in at.told if sighting] == ["2024-10-22", "2024-10-23"]
    assert at.till.memory.values[KEPT] == {EMAIL: "2024-10-23"}


async def test_a_look_costs_one_read_and_an_unknown_ticket_one_more():
    at = await street()
    await at.till.services.sales.sell(CART)
    at.till.api.calls.clear()
    await at.look()
    assert at.till.api.calls == ["last_ticket"]
    at.till.api.put(*OTHERS)
    await at.look()
    await at.look()
    assert at.till.api.calls == ["last_ticket", "last_ticket", "tickets", "last_ticket"]


async def test_our_own_tickets_are_no_neighbours():
    at = await street()
    at.till.api.put(*OTHERS)
    again = Street(await at.till.again().open())
    await again.till.services.sales.sell(CART)
    assert not await again.look()
    assert again.told == []


async def test_the_newest_ticket_may_be_another_users_of_the_agency(monkeypatch):
    at = await street()
    row = at.till.api.put(*OTHERS, email=OTHER_EMAIL)

    async def newest_of_all():
        return row.ticket

    monkeypatch.setattr(at.till.api, "last_ticket", newest_of_all)
    assert not await at.look()


async def test_a_sale_on_its_way_is_not_mistaken_for_a_neighbours():
    at = await street()
    at.till.api.put(*OTHERS)
    at.busy = True
    assert not await at.look()
    at.busy = False
    assert await at.look()


async def test_a_late_ticket_of_a_sale_that_was_given_up_is_ours():
    at = await street()
    at.till.api.create_fates.append(LOST_REQUEST)
    assert (await at.till.services.sales.sell(CART)).stage is Stage.NOT_SOLD
    at.till.api.put(*CART)
    assert not await at.look()
    at.till.api.put(*OTHERS)
    assert await at.look()


async def test_a_ticket_that_no_list_shows_yet_is_judged_later():
    at = await street()
    row = at.till.api.put(*OTHERS)
    row.status = TicketStatus.CANCELED
    assert not await at.look()
    row.status = TicketStatus.SOLD
    assert await at.look()


async def test_a_look_that_is_not_answered_says_nothing():
    at = await street()
    at.till.api.put(*OTHERS)
    at.till.api.fail = {"last_ticket": [Offline("timeout")]}
    with pytest.raises(Offline):
        await at.neighbours.look()
    assert not await at.is_shared()


async def test_it_is_remembered_over_a_restart_and_for_a_week():
    at = await street()
    at.till.api.put(*OTHERS)
    await at.look()
    again = Street(await at.till.again().open())
    assert await again.is_shared()
    assert again.told == []
    assert not await again.shared.is_shared(OTHER_EMAIL)
    again.till.clock.elapsed += 7 * 24 * 3600
    assert not await again.is_shared()


@pytest.mark.parametrize("kept", [None, [], {EMAIL: "yesterday"}, {EMAIL: 5}, "x"])
async def test_what_was_kept_and_cannot_be_read_is_not_believed(kept):
    opened = till()
    opened.memory.values[KEPT] = kept
    at = Street(await opened.open())
    assert not await at.is_shared()
    at.till.api.put(*OTHERS)
    assert await at.look()


# --- in a doubt --------------------------------------------------------------------------------------


async def test_a_found_ticket_is_not_adopted_once_the_user_is_shared():
    at = await street()
    at.till.api.put(*OTHERS)
    await at.look()
    at.till.api.create_fates.append(LOST_ANSWER)
    progress = await at.till.services.sales.sell(CART)
    assert (progress.stage, progress.code, progress.ticket) == (Stage.HELD, "sale.shared_user", None)
    operation = at.till.memory.last()
    assert (operation.state, operation.number) == (SaleState.NEEDS_HUMAN.value, None)
    assert operation.body["disputed"] == at.till.api.sold[-1].ticket.number
    assert at.till.printer.sheets == []


async def test_a_stranger_seen_while_asking_stops_the_adoption_too():
    at = await street()
    at.till.api.put(*OTHERS)
    at.till.api.create_fates.append(LOST_ANSWER)
    progress = await at.till.services.sales.sell(CART)
    assert progress.code == "sale.shared_user"
    assert [sighting.user for sighting in at.told if sighting] == [EMAIL]


async def test_without_a_stranger_the_ticket_is_ours():
    at = await street()
    at.till.api.put(*OTHERS, email=OTHER_EMAIL)
    at.till.api.create_fates.append(LOST_ANSWER)
    assert (await at.till.services.sales.sell(CART)).stage is Stage.SOLD
    assert not await at.is_shared()


async def test_a_late_ticket_of_ours_seen_in_a_doubt_is_no_stranger():
    at = await street()
    at.till.api.create_fates.extend([LOST_REQUEST, LOST_ANSWER])
    assert (await at.till.services.sales.sell((play("777", units=9),))).stage is Stage.NOT_SOLD
    at.till.api.put(play("777", units=9))
    assert (await at.till.services.sales.sell(CART)).stage is Stage.SOLD
    assert not await at.is_shared()


async def test_a_sale_that_is_answered_goes_on_as_ever():
    at = await street()
    at.till.api.put(*OTHERS)
    await at.look()
    assert (await at.till.services.sales.sell(CART)).stage is Stage.SOLD


def late_arrivals(one: Till) -> LateArrivals:
    """What looks for parked sales in the background."""
    services = one.services
    return LateArrivals(
        one.context, one.api, one.journal, services.resolver, services.sales, services.office.voids
    )


async def test_a_doubt_of_before_a_restart_is_not_adopted_either():
    at = await street()
    at.till.api.create_fates.append(LOST_ANSWER)
    at.till.api.on_create = lambda _operation: setattr(at.till.api, "down", True)
    progress = await at.till.services.sales.sell(CART)
    assert progress.code == "sale.parked"
    at.till.api.down = False
    at.till.api.put(*OTHERS)
    again = await at.till.again(FakeOperator()).open()
    await again.services.startup.run()
    await late_arrivals(again).run()
    assert again.memory.last().state == SaleState.NEEDS_HUMAN.value
    assert again.memory.last().body["disputed"] == at.till.api.sold[0].ticket.number


async def test_a_short_cancel_window_ends_doubts_sooner():
    spent = []
    for window in (0, 60):
        opened = await till().open()
        opened.services.resolver.fit(window)
        opened.api.create_fates.append(LOST_REQUEST)
        before = opened.clock.elapsed
        assert (await opened.services.sales.sell(CART)).stage is Stage.NOT_SOLD
        spent.append(timedelta(seconds=opened.clock.elapsed - before))
    assert spent[0] >= timedelta(seconds=30) > timedelta(seconds=16) > spent[1]
