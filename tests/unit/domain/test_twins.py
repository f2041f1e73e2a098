"""The same number twice in one draw: added up within the limits; amounts changed; lines moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.cart import Cart
from app.domain.grammar import AMOUNT, CASH, NEXT_DRAWS, NO_DRAWS, parse
from app.domain.moving import following, moved
from app.domain.typed import Incomplete, Problem, Typed
from app.money import Money
from tests.helpers import shop
from tests.helpers.shop import CHANCE_A, CHANCE_C, REY_1, REY_2, A, B, C, catalog, enter, sold

SHOP = catalog()


def codes(found) -> list[str]:
    return [problem.code for problem in found.problems]


class TestTwins:
    def test_the_amounts_are_added_and_it_is_said_before_enter(self):
        cart = sold("123+456*5", A)

        found = enter("123+789*10", A, cart=cart)

        assert codes(found) == ["twin"]
        assert found.problems[0].params == {"play": "123", "amount": "Bs 15", "count": 1}
        assert found.changes == ((1, Money.units(15)),)
        assert [line.label for line in found.lines] == ["789"]
        assert (found.count, found.cost) == (2, Money.units(20))

    def test_in_every_draw_by_itself(self):
        cart = sold("123*5", A)

        found = enter("123*7", A, B, cart=cart)

        assert found.changes == ((1, Money.units(12)),)
        assert [(line.event_id, line.amount) for line in found.lines] == [(B.event_id, Money.units(7))]

    def test_beyond_the_most_of_one_wager_it_is_refused_with_the_number(self):
        found = enter("123*60", A, cart=sold("123*50", A))

        assert found.blocked
        assert codes(found) == ["twin_high"]
        assert found.problems[0].params == {"play": "123", "amount": "Bs 110", "limit": "Bs 99"}
        assert not found.acts

    def test_twice_in_one_line_is_one_line(self):
        found = enter("123+123*5", A)

        assert [(line.label, line.amount) for line in found.lines] == [("123", Money.units(10))]
        assert codes(found) == ["twin"]
        assert found.cost == Money.units(10)

    def test_a_permuta_is_the_twin_of_the_same_permuta_only(self):
        cart = sold("123/*5", A)

        assert enter("123/*5", A, cart=cart).changes == ((1, Money.units(10)),)
        assert codes(enter("123*5", A, cart=cart)) == ["duplicate"]
        assert enter("132/*5", A, cart=cart).changes == ((1, Money.units(10)),)

    def test_what_is_added_up_takes_no_place_on_the_ticket(self):
        cart = sold("+".join(f"{n:03}" for n in range(100)) + "*1", A)

        assert not enter("000*1", A, cart=cart).blocked
        assert codes(enter("000+500*1", A, cart=cart)) == ["too_many"]

    def test_figures_and_signs_too(self):
        assert enter("leon*5", REY_1, cart=sold("5*5", REY_1)).changes == ((1, Money.units(10)),)
        assert enter("123-1*5", C, cart=sold("123-1*5", C)).changes == ((1, Money.units(10)),)


class TestAnotherAmount:
    def test_the_lines_pointed_at(self):
        cart = sold("123+456*5", A, B)

        found = enter("*8", A, cart=cart, pointed=(1, 3))

        assert found.changes == ((1, Money.units(8)), (3, Money.units(8)))
        assert (found.count, found.cost) == (2, Money.units(16))
        assert cart.at_amounts(found.changes).total == Money.units(26)

    def test_a_permuta_by_each_of_its_numbers(self):
        cart = sold("123/*5", A)

        after = cart.at_amounts(enter("*2", A, cart=cart, pointed=(1,)).changes)

        assert after.total == Money.units(12)
        assert {wager.amount for wager in after.wagers} == {Money.units(2)}

    @pytest.mark.parametrize(
        ("text", "code"), [("*100", "amount_high"), ("*0,5", "amount_low"), ("*5,25", "amount_multiple")]
    )
    def test_within_the_limits(self, text, code):
        found = enter(text, A, cart=sold("123*5", A), pointed=(1,))

        assert codes(found) == [code]
        assert not found.acts

    def test_with_nothing_to_point_at_it_is_the_amount_to_keep(self):
        found = enter("*8", A)

        assert (found.acts, found.blocked, found.amount) == (False, False, Money.units(8))


class TestCommands:
    def test_cash(self):
        found = enter("+100", A)

        assert found.cash == Money.units(100)
        assert not found.acts

    @pytest.mark.parametrize(
        ("text", "command"), [("///", NEXT_DRAWS), ("-/", NO_DRAWS), ("*5", AMOUNT), ("+5,50", CASH)]
    )
    def test_they_are_read_under_every_tab(self, text, command):
        for category in shop.agency().games:
            found = parse(text, category)
            assert isinstance(found, Typed)
            assert (found.command, found.picks) == (command, ())


class TestRuns:
    @pytest.mark.parametrize(
        ("text", "draw", "labels"),
        [
            ("123456*5", A, ["123", "456"]),
            ("123456789+77*5", A, ["123", "456", "789", "77"]),
            ("00+051036*5", REY_1, ["00", "5", "10", "36"]),
            ("0005*5", REY_1, ["00", "5"]),
            ("051230*5", shop.TRIPLETA_1, ["5-12-30"]),
            ("051230010203*5", shop.TRIPLETA_1, ["5-12-30", "1-2-3"]),
        ],
    )
    def test_numbers_need_nothing_between_them(self, text, draw, labels):
        assert [line.label for line in enter(text, draw).lines] == labels

    def test_they_come_out_again_run_together(self):
        cart = sold("123456*5", A)

        assert enter("-123456", A, cart=cart).removes == (1, 2)

    @pytest.mark.parametrize("text", ["1234", "12345", "1234567"])
    def test_one_digit_too_many_is_never_another_number(self, text):
        assert isinstance(parse(text, "lottery"), Incomplete)
        assert isinstance(parse(text + "*5", "lottery"), Problem)
        assert not enter(text, A).acts


class TestMoved:
    def test_the_same_numbers_in_another_draw(self):
        cart = sold("123/*5", A, cart=sold("77*10", A))

        found = moved(cart.lines, B, SHOP)

        assert not isinstance(found, Problem)
        after = cart.put(found)
        assert after.draws() == (B.event_id,)
        assert (after.total, after.count) == (cart.total, cart.count)
        assert [line.id for line in after.lines] == [1, 2]

    def test_another_product_of_the_same_kind(self):
        found = moved(sold("123*5", A).lines, CHANCE_A, SHOP)

        assert not isinstance(found, Problem)
        assert found[0].wagers[0].event_id == CHANCE_A.event_id

    @pytest.mark.parametrize(("text", "draw", "to"), [("123*5", A, C), ("123-1*5", C, A), ("5*5", REY_1, A)])
    def test_a_draw_that_does_not_sell_it_refuses_all(self, text, draw, to):
        found = moved(sold(text, draw).lines, to, SHOP)

        assert isinstance(found, Problem)
        assert found.code == "not_sold"

    def test_its_own_limits_bind(self):
        low = tuple(
            row if row.product_id != shop.CHANCE else replace(row, max_bet=Money.units(3))
            for row in shop.LIMITS
        )
        found = moved(sold("123*5", A).lines, CHANCE_A, catalog(limits=low))

        assert isinstance(found, Problem)
        assert found.code == "amount_high"

    def test_figures_by_name_on_the_wire(self):
        named = catalog(template=shop.template(names=True))
        cart = Cart().add(enter("5*5", REY_1, shop=named).lines)

        found = moved(cart.lines, REY_2, named)

        assert not isinstance(found, Problem)
        assert found[0].wagers[0].text == "LEÓN"

    def test_the_next_draw_is_of_the_same_product_and_list(self):
        later = shop.draw(111, shop.ZULIA, 4, "A"), shop.draw(112, shop.ZULIA, 3, "A")
        wide = catalog(draws=(*shop.DRAWS, *later, shop.draw(113, shop.ZULIA, 2, "B")))
        lines = sold("123*5", A).lines

        assert following(lines, A, wide) == later[1]
        assert following(lines, A, SHOP) is None
        assert following(sold("123-1*5", CHANCE_C).lines, CHANCE_C, SHOP) is None
