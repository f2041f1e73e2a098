"""What an interrupted probe leaves, and what a probe would sell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.catalog import Agency, Catalog, Draw, Limits, Play, Product, Template
from app.domain.ticket import TicketKey
from app.errors import Known
from app.money import Money
from app.probing import plan, trail
from app.probing.trail import Step, Trail

NOW = datetime(2024, 10, 22, 13, 30, tzinfo=UTC)
KEY = TicketKey(61917549, date(2024, 10, 22))


class TestTrail:
    """The small book."""

    def test_what_ended_is_not_left(self, tmp_path):
        book = Trail(tmp_path)
        for step in (Step.SELLING, Step.SOLD, Step.VOIDING, Step.VOID):
            book.write("a", step, NOW, KEY)
        book.write("b", Step.SELLING, NOW)
        book.write("b", Step.NOTHING, NOW)
        assert book.left() == ()

    def test_a_ticket_sold_and_not_voided_is_left_with_its_number(self, tmp_path):
        book = Trail(tmp_path / "profile")
        book.write("a", Step.SELLING, NOW)
        book.write("a", Step.SOLD, NOW + timedelta(seconds=1), KEY)
        book.write("a", Step.VOIDING, NOW + timedelta(seconds=2))
        (left,) = book.left()
        assert (left.key, left.at) == (KEY, NOW.isoformat())

    def test_a_sale_cut_off_before_any_number_is_left_too(self, tmp_path):
        book = Trail(tmp_path)
        book.write("a", Step.SELLING, NOW)
        assert [one.key for one in book.left()] == [None]

    def test_a_torn_line_hides_nothing(self, tmp_path):
        book = Trail(tmp_path)
        book.write("a", Step.SOLD, NOW, KEY)
        file = tmp_path / trail.FILE
        file.write_bytes(file.read_bytes() + b'{"at": "2024-10-22T13:30:01", "opera')
        assert [one.key for one in book.left()] == [KEY]

    @pytest.mark.parametrize(
        "line", ["[]", "1", '{"step": "dancing"}', '{"operation": "a", "step": "sold"}', "\x00"]
    )
    def test_foreign_lines_are_passed_over(self, line):
        assert trail.left([line]) == ()

    def test_a_folder_that_cannot_be_written(self, tmp_path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(Known) as caught:
            Trail(tmp_path / "file").write("a", Step.SELLING, NOW)
        assert caught.value.code == "probe.trail"


def catalog(*, seconds=180, active=True, **limits):
    """Two draws, in half an hour and in two hours, at two prices."""
    agency = Agency(213, "A", active, ("lottery",), seconds_to_cancel=seconds)
    draws = tuple(
        Draw(id_, id_, f"DRAW {id_}", "lottery", NOW + wait, NOW + wait - timedelta(minutes=5))
        for id_, wait in ((1, timedelta(minutes=30)), (2, timedelta(hours=2)), (3, timedelta(minutes=12)))
    )
    products = tuple(Product(id_, f"P{id_}", "L", "lottery") for id_ in (1, 2, 3))
    template = Template.of([Play(1, f"{n:03}", f"{n:03}") for n in range(1000)])
    rows = tuple(Limits(1, id_, **limits) for id_ in (1, 2, 3))
    return Catalog(agency, products, draws, template, rows)


class TestPlan:
    """The one sale."""

    def test_the_least_stake_in_the_first_draw_with_time_to_take_it_back(self):
        found = plan.choose(catalog(min_bet=Money.units(2), amount_multiple=Money(150)), NOW, min)
        assert found is not None
        assert found.draw.event_id == 1
        assert (found.wager.text, found.wager.amount) == ("000", Money.units(3))

    def test_the_cheaper_draw_wins(self):
        dear = catalog(min_bet=Money.units(5))
        limits = (*dear.limits[:1], Limits(1, 2, min_bet=Money.units(1)), *dear.limits[2:])
        found = plan.choose(Catalog(dear.agency, dear.products, dear.draws, dear.template, limits), NOW, max)
        assert found is not None
        assert (found.draw.event_id, found.wager.text) == (2, "999")

    @pytest.mark.parametrize(
        "options",
        [
            {"seconds": 0},
            {"active": False},
            {"seconds": 7200},
            {"min_bet": Money(900), "max_bet": Money(500)},
        ],
    )
    def test_nothing_that_could_not_be_taken_back_or_sold(self, options):
        assert plan.choose(catalog(**options), NOW, min) is None

    def test_a_confirmation_that_comes_late_sells_nothing(self):
        found = plan.choose(catalog(), NOW, min)
        assert found is not None
        assert found.in_time(NOW)
        assert not found.in_time(NOW + timedelta(minutes=21))
