"""The catalogue service: what it asks, when the disk stands in, and what never comes back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.clock import Sample
from app.domain.catalog import Catalog, Template
from app.domain.catalog_parts import AgencyAndLimits, CatalogParts, Learnt
from app.domain.outcome import BadReply, Offline, ReadRefused, Reason, Refusal, SignInRequired
from app.domain.secret import Secret
from app.services.catalog import CatalogService
from app.services.catalog_memory import CatalogMemory
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL, OTHER_EMAIL, FakeApi, StillClock
from tests.helpers.till import till

GAMES = shop.agency().games
OLD = Template.of(shop.plays(names=True))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class MemoryCache:
    """The port in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, CatalogParts] = {}
        self.written: list[CatalogParts] = []

    async def read(self, account: str) -> CatalogParts:
        await asyncio.sleep(0)
        return self.kept.get(account, CatalogParts())

    def keep(self, account: str, parts: CatalogParts) -> None:
        self.written.append(parts)
        before = self.kept.get(account, CatalogParts())
        day = parts if parts.agency else replace(before, template=None)
        self.kept[account] = replace(day, template=parts.template or before.template)

    async def close(self) -> None:
        return


class Shelf:
    """A catalogue service of one signed-in user over a fake server and a cache."""

    def __init__(self, cache: MemoryCache | None = None, clock: StillClock | None = None) -> None:
        self.api = FakeApi(clock or StillClock())
        self.cache = cache or MemoryCache()
        self.till = till(api=self.api)
        self.context, self.session = self.till.context, self.till.services.session
        self.service = CatalogService(self.context, self.api, CatalogMemory(self.cache, self.session))

    async def enter(self, email: str = EMAIL) -> Shelf:
        await self.session.sign_in(email, Secret("clave"))
        self.context.server.add(await self.api.server_time())
        return self

    async def load(self, email: str = EMAIL) -> Shelf:
        await self.enter(email)
        await self.service.load()
        return self

    @property
    def shown(self) -> Catalog:
        """The catalogue, which must be there."""
        assert self.service.catalog.value is not None
        return self.service.catalog.value

    @property
    def draws(self) -> set[int]:
        catalog = self.service.catalog.value
        return {draw.event_id for draw in catalog.draws} if catalog else set()

    def later(self, span: timedelta) -> None:
        self.api.clock.elapsed += span.total_seconds()


def kept(at: datetime = shop.NOW, template: Template = OLD) -> CatalogParts:
    """What an earlier sign-in left on the disk."""
    draws = {game: Learnt(tuple(d for d in shop.DRAWS if d.category == game), at) for game in GAMES}
    agency = Learnt(AgencyAndLimits(replace(shop.agency(), name="De antes"), shop.LIMITS), at)
    return CatalogParts(agency, Learnt(shop.PRODUCTS, at), draws, Learnt(template, at))


async def with_kept(age: timedelta) -> Shelf:
    cache = MemoryCache()
    cache.kept[EMAIL] = kept(shop.NOW - age)
    return await Shelf(cache).enter()


# --- sign-in -----------------------------------------------------------------------------------------


async def test_everything_is_learnt_and_kept():
    shelf = await Shelf().load()
    assert shelf.shown == shop.catalog(draws=shelf.shown.draws)
    assert shelf.draws == {draw.event_id for draw in shop.DRAWS}
    (written,) = shelf.cache.written
    assert written.template == Learnt(shop.template(), shop.NOW)
    assert set(written.draws) == set(GAMES)
    assert shelf.service.draws_age() == timedelta(0)


async def test_a_kept_template_younger_than_a_day_is_not_asked_for():
    shelf = await with_kept(DAY - HOUR)
    await shelf.service.load()
    assert shelf.shown.template is OLD
    assert shelf.api.count("template") == 0
    assert shelf.service.template_age() == DAY - HOUR
    assert shelf.shown.agency.name == shop.agency().name
    assert [parts.template for parts in shelf.cache.written] == [None]


@pytest.mark.parametrize("age", [DAY, -HOUR])
async def test_one_that_is_older_or_from_the_future_is_asked_for_again(age):
    shelf = await with_kept(age)
    await shelf.service.load()
    assert shelf.shown.template == shop.template()
    assert shelf.service.template_age() == timedelta(0)


async def test_without_the_servers_time_no_template_counts_as_young():
    cache = MemoryCache()
    cache.kept[EMAIL] = kept()
    shelf = Shelf(cache)
    await shelf.session.sign_in(EMAIL, Secret("clave"))
    await shelf.service.load()
    assert shelf.api.count("template") == 1


@pytest.mark.parametrize(
    "failure", [Offline("timeout"), BadReply("$", "list"), ReadRefused(Refusal(Reason.OTHER))]
)
async def test_what_the_server_does_not_tell_comes_from_the_disk_with_its_age(failure):
    shelf = await with_kept(2 * DAY)
    shelf.api.fail = {name: [failure] * 9 for name in ("agency", "products", "draws", "template")}
    await shelf.service.load()
    catalog = shelf.shown
    assert (catalog.agency.name, catalog.template) == ("De antes", OLD)
    assert shelf.draws == {draw.event_id for draw in shop.DRAWS}
    assert shelf.service.draws_age() == shelf.service.template_age() == 2 * DAY


async def test_kept_draws_that_have_all_closed_are_worth_nothing():
    cache = MemoryCache()
    cache.kept[EMAIL] = kept()
    clock = StillClock()
    clock.elapsed = 10 * 3600
    shelf = await Shelf(cache, clock).enter()
    shelf.api.fail = {"draws": [Offline("timeout")] * 9}
    with pytest.raises(Offline):
        await shelf.service.load()
    assert shelf.service.catalog.value is None


@pytest.mark.parametrize("name", ["agency", "products", "template"])
async def test_what_can_be_had_from_nowhere_ends_the_load_and_leaves_the_old_catalogue(name):
    shelf = await Shelf().load()
    before = shelf.service.catalog.value
    shelf.cache.kept.clear()
    shelf.api.fail = {name: [Offline("timeout")]}
    with pytest.raises(Offline):
        await shelf.service.load()
    assert shelf.service.catalog.value is before


async def test_one_category_without_draws_does_not_stop_the_others():
    shelf = await Shelf().enter()
    shelf.api.fail = {"draws": [BadReply("$", "id")]}
    await shelf.service.load()
    missing = [draw for draw in shop.DRAWS if draw.event_id not in shelf.draws]
    assert {draw.category for draw in missing} == {GAMES[0]}
    await shelf.service.refresh_draws(GAMES[0])
    assert shelf.draws == {draw.event_id for draw in shop.DRAWS}


@pytest.mark.parametrize("name", ["agency", "products", "draws", "template"])
async def test_a_lost_sign_in_is_never_covered_by_the_disk(name):
    shelf = await with_kept(2 * DAY)
    shelf.api.fail = {name: [SignInRequired()]}
    with pytest.raises(SignInRequired):
        await shelf.service.load()


async def test_another_user_sees_nothing_of_it():
    shelf = await Shelf().load()
    shelf.api.fail = {"products": [Offline("timeout")]}
    await shelf.session.sign_out()
    with pytest.raises(Offline):
        await shelf.load(OTHER_EMAIL)
    assert shelf.service.catalog.value is None
    await shelf.load(OTHER_EMAIL)
    assert set(shelf.cache.kept) == {EMAIL, OTHER_EMAIL}


async def test_the_same_user_again_has_the_old_one_until_the_new_one_is_there():
    shelf = await Shelf().load()
    before = shelf.service.catalog.value
    shelf.session.lost()
    seen: list[Catalog | None] = []
    shelf.service.catalog.watch(seen.append, now=False)
    await shelf.load()
    assert shelf.service.catalog.value == before
    assert seen == []


async def test_a_till_without_a_disk():
    shelf = await till().open()
    assert shelf.services.catalog.catalog.value is not None


# --- days --------------------------------------------------------------------------------------------


async def test_draws_are_asked_for_today_and_tomorrow_of_the_agency(monkeypatch):
    shelf = await Shelf().load()
    asked = []

    async def draws(category, start, end):
        asked.append((start, end))
        return ()

    monkeypatch.setattr(shelf.api, "draws", draws)
    await shelf.service.refresh_draws("lottery")
    shelf.later(11 * HOUR + timedelta(minutes=59))
    await shelf.service.refresh_draws("lottery")
    shelf.later(timedelta(minutes=1))
    await shelf.service.refresh_draws("lottery")
    first = (datetime(2024, 10, 22, 4, tzinfo=UTC), datetime(2024, 10, 24, 3, 59, 59, 999_000, tzinfo=UTC))
    assert asked == [first, first, (first[0] + DAY, first[1] + DAY)]


async def test_at_midnight_tomorrows_draws_are_there_already_and_todays_go():
    shelf = await Shelf().load()
    tomorrow = replace(shop.A, event_id=901, draws_at=shop.A.draws_at + DAY, closes_at=shop.A.closes_at + DAY)
    shelf.api.catalog = shop.catalog(draws=(*shop.DRAWS, tomorrow))
    for game in GAMES:
        await shelf.service.refresh_draws(game)
    shelf.later(12 * HOUR)
    await shelf.service.refresh_products()
    assert shelf.draws == {901}


async def test_the_agencys_zone_says_when_a_day_begins():
    shelf = Shelf()
    shelf.api.catalog = shop.catalog(agency=replace(shop.agency(), time_zone="Pacific/Auckland"))
    await shelf.load()
    assert shelf.context.server.today() == datetime(2024, 10, 23, tzinfo=UTC).date()


async def test_a_pc_clock_wrong_by_years_changes_nothing():
    wrong = await Shelf(clock=StillClock(datetime(2002, 1, 1, tzinfo=UTC))).load()
    right = await Shelf().load()
    assert wrong.service.catalog.value == right.service.catalog.value
    assert wrong.service.draws_age() == timedelta(0)


# --- in the background -------------------------------------------------------------------------------


async def test_a_refresh_that_fails_leaves_the_draws_and_their_age_grows():
    shelf = await Shelf().load()
    shelf.later(timedelta(minutes=20))
    shelf.api.down = True
    for refresh in (
        shelf.service.refresh_products,
        shelf.service.refresh_agency,
        shelf.service.refresh_template,
    ):
        with pytest.raises(Offline):
            await refresh()
    with pytest.raises(Offline):
        await shelf.service.refresh_draws("lottery")
    assert shelf.draws == {draw.event_id for draw in shop.DRAWS}
    assert shelf.service.draws_age() == shelf.service.template_age() == timedelta(minutes=20)


async def test_ages_are_of_the_oldest_category():
    shelf = await Shelf().load()
    shelf.later(timedelta(minutes=3))
    for game in GAMES[1:]:
        await shelf.service.refresh_draws(game)
    assert shelf.service.draws_age() == timedelta(minutes=3)
    await shelf.service.refresh_draws(GAMES[0])
    assert shelf.service.draws_age() == timedelta(0)


async def test_a_draw_that_the_server_called_closed_stays_away_for_a_while():
    shelf = await Shelf().load()
    shelf.service.without_draw(frozenset({shop.A.event_id}))
    assert shop.A.event_id not in shelf.draws
    await shelf.service.refresh_draws("lottery")
    assert shop.A.event_id not in shelf.draws
    shelf.later(timedelta(minutes=11))
    await shelf.service.refresh_draws("lottery")
    assert shop.A.event_id in shelf.draws


async def test_a_draw_closed_while_the_list_was_on_its_way_stays_away():
    shelf = await Shelf().load()
    reading = asyncio.ensure_future(shelf.service.refresh_draws("lottery"))
    await asyncio.sleep(0)
    shelf.service.without_draw(frozenset({shop.A.event_id}))
    await reading
    assert shop.A.event_id not in shelf.draws
    assert shop.B.event_id in shelf.draws


async def test_an_answer_that_comes_after_another_user_came_is_dropped():
    shelf = await Shelf().load()
    reading = asyncio.ensure_future(shelf.service.refresh_products())
    await asyncio.sleep(0)
    shelf.service.forget()
    await reading
    assert shelf.service.catalog.value is None


async def test_what_is_read_anew_is_used_and_written_where_it_matters():
    shelf = await Shelf().load()
    shelf.cache.written.clear()
    shelf.api.catalog = shop.catalog(
        agency=replace(shop.agency(), ticket_footer="Nuevo"),
        products=shop.PRODUCTS[:3],
        template=OLD,
        limits=(),
    )
    await shelf.service.refresh_agency()
    await shelf.service.refresh_products()
    await shelf.service.refresh_template()
    catalog = shelf.shown
    assert (catalog.agency.ticket_footer, catalog.limits, catalog.template) == ("Nuevo", (), OLD)
    assert [bool(parts.products) for parts in shelf.cache.written] == [True, False]
    assert [bool(parts.template) for parts in shelf.cache.written] == [False, True]


async def test_what_is_not_loaded_is_not_refreshed():
    shelf = await Shelf().enter()
    await shelf.service.refresh_draws("lottery")
    assert shelf.service.catalog.value is None
    assert shelf.service.draws_age() is None


async def test_a_server_clock_set_back_makes_no_negative_age():
    shelf = await Shelf().load()
    for _ in range(2):
        shelf.context.server.add(Sample(shop.NOW - HOUR, shelf.api.clock.monotonic(), 0.05))
    assert shelf.context.server.now() == shop.NOW - HOUR
    assert shelf.service.draws_age() == timedelta(0)
