"""The catalogue put together from its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.catalog_parts import AgencyAndLimits, CatalogParts, Learnt
from tests.helpers import shop

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PARTS = CatalogParts(
    Learnt(AgencyAndLimits(shop.agency(), shop.LIMITS), shop.NOW),
    Learnt(shop.PRODUCTS, shop.NOW),
    {"lottery": Learnt((shop.CHANCE_A, shop.A), shop.NOW), "tripleta": Learnt((shop.TRIPLETA_1,), LONG_AGO)},
    Learnt(shop.template(), shop.NOW),
)


def test_draws_of_all_categories_are_in_the_order_of_time():
    whole = PARTS.whole(since=LONG_AGO)
    assert whole is not None
    assert [draw.event_id for draw in whole.draws] == [501, 101, 201]
    assert (whole.agency, whole.limits, whole.products) == (shop.agency(), shop.LIMITS, shop.PRODUCTS)


def test_draws_of_before_midnight_are_gone():
    whole = PARTS.whole(since=shop.A.draws_at + timedelta(hours=2))
    assert whole is not None
    assert whole.draws == ()


def test_without_one_part_there_is_no_catalogue():
    for parts in (replace(PARTS, agency=None), replace(PARTS, products=None), replace(PARTS, template=None)):
        assert parts.whole(since=LONG_AGO) is None


def test_a_category_that_the_agency_no_longer_sells_is_left_out():
    told = Learnt(AgencyAndLimits(shop.agency(["lottery"])), shop.NOW)
    parts = replace(PARTS, agency=told)
    whole = parts.whole(since=LONG_AGO)
    assert whole is not None
    assert {draw.category for draw in whole.draws} == {"lottery"}
    assert (PARTS.draws_at, parts.draws_at) == (LONG_AGO, shop.NOW)


def test_a_draw_of_an_unlisted_product_is_sold_under_its_own_name():
    stray = replace(shop.A, event_id=999, product_id=77, name="TRIPLE NUEVO")
    parts = PARTS.with_draws("lottery", Learnt((stray,), shop.NOW))
    whole = parts.whole(since=LONG_AGO)
    assert whole is not None
    assert whole.product_by_id[77].name == "TRIPLE NUEVO"


def test_draws_are_taken_out_of_any_category():
    assert [
        draw.event_id for told in PARTS.without_draws({101, 501}).draws.values() for draw in told.value
    ] == [201]
