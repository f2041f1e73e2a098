"""A typed line against the catalogue: what Enter would put into the ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.cart import Cart, Shape
from app.domain.catalog import Catalog, Template
from app.domain.ticket import Wager
from app.money import Money
from tests.helpers import shop
from tests.helpers.shop import (
    CHANCE_A,
    FIGURE,
    FIGURE_77,
    GUACHARO_1,
    LIMITS,
    REY_1,
    REY_2,
    TERMINAL,
    TERMINAL_SIGN,
    TRIPLE,
    TRIPLE_SIGN,
    TRIPLETA_1,
    TRIPLETAS,
    A,
    B,
    C,
    catalog,
    enter,
    sold,
)


def codes(found) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_number_in_two_lists_is_two_lines():
    found = enter("123*5", A, B)

    assert [(line.event_id, line.label, line.shape) for line in found.lines] == [
        (101, "123", Shape.PLAIN),
        (102, "123", Shape.PLAIN),
    ]
    assert found.lines[0].wagers == (Wager(101, TRIPLE, "123", Money.units(5)),)
    assert (found.count, found.cost, found.amount) == (2, Money.units(10), Money.units(5))
    assert (found.meaning.numbers, found.meaning.draws) == (("123",), 2)
    assert not found.problems
    assert not found.skipped


def test_the_trades_example_of_count_and_money():
    found = enter("123/*5", A, B, CHANCE_A)

    assert (found.count, found.cost) == (18, Money.units(90))
    assert found.meaning.numbers == ("123", "132", "213", "231", "312", "321")
    assert len(found.lines) == 3


def test_lines_come_draw_by_draw_in_the_order_typed():
    found = enter("123+456*5", A, B)

    assert [(line.event_id, line.label) for line in found.lines] == [
        (101, "123"), (101, "456"), (102, "123"), (102, "456"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "draw", "game", "wire"),
    [
        ("23*5", A, TERMINAL, "23"),
        ("123-5", C, TRIPLE_SIGN, "123-LEO"),
        ("44-leo", C, TERMINAL_SIGN, "44-LEO"),
        ("0", REY_1, FIGURE, "0"),
        ("00", REY_1, FIGURE, "00"),
        ("Águila", REY_1, FIGURE, "9"),
        ("75", GUACHARO_1, FIGURE_77, "75"),
        ("30-5-12", TRIPLETA_1, TRIPLETAS, "5-12-30"),
    ],
)
def test_the_game_id_is_the_catalogues(text, draw, game, wire):
    (line,) = enter(text, draw).lines

    assert [(wager.game_id, wager.text) for wager in line.wagers] == [(game, wire)]


def test_two_digits_are_sold_as_a_terminal_where_there_are_terminals():
    assert [line.label for line in enter("12", A).lines] == ["12"]

    without = replace(shop.template(), games={TRIPLE: shop.template().games[TRIPLE]})
    found = enter("12", A, shop=catalog(template=without))
    assert not found.lines
    assert codes(found) == ["more_digits"]
    assert found.problems[0].unfinished


def test_the_wire_text_is_the_templates():
    names = catalog(template=shop.template(names=True))

    (line,) = enter("5*1", REY_1, shop=names).lines

    assert line.label == "5"
    assert line.wagers[0].text == "LEÓN"


def test_a_template_that_pads_figures_is_understood():
    padded = {f"{number:02}" if number else "0": "" for number in range(37)} | {"00": ""}
    game = replace(shop.template().games[FIGURE], plays=padded)
    found = enter("5+0+00", REY_1, shop=catalog(template=Template({FIGURE: game})))

    assert [line.wagers[0].text for line in found.lines] == ["05", "0", "00"]


def test_figure_codes_come_from_the_template():
    plays = {"0": "DEL", "5": "LEO", "6": "RAN"}
    game = replace(shop.template().games[FIGURE], plays=plays)
    own = catalog(template=Template({FIGURE: game}))

    (line,) = enter("leo*5", REY_1, shop=own).lines

    assert (line.label, line.wagers[0].text) == ("5", "5")
    assert codes(enter("elef", REY_1, shop=own)) == ["figure_more"]
    assert enter("elef", REY_1, shop=own).problems[0].unfinished
    assert codes(enter("elefamte", REY_1, shop=own)) == ["figure_like"]
    assert codes(enter("qqqq", REY_1, shop=own)) == ["figure_unknown"]
    assert codes(enter("7", REY_1, shop=own)) == ["not_in_template"]


def test_tripletas_in_any_order_of_the_template():
    game = replace(shop.template().games[TRIPLETAS], plays={"30-5-12": ""})
    own = catalog(template=Template({TRIPLETAS: game}))

    assert enter("5-12-30", TRIPLETA_1, shop=own).lines[0].wagers[0].text == "30-5-12"
    assert codes(enter("5-12-31", TRIPLETA_1, shop=own)) == ["not_in_template"]


def test_a_game_without_rows_is_trusted_by_its_pattern():
    games = dict(shop.template().games)
    del games[FIGURE_77]
    own = catalog(template=Template(games))

    (line,) = enter("guacharo", GUACHARO_1, shop=own).lines

    assert line.wagers == (Wager(GUACHARO_1.event_id, FIGURE_77, "75", Money.units(5)),)


def test_a_game_nothing_is_known_of_is_not_guessed():
    nothing = Catalog(shop.agency(), shop.PRODUCTS, shop.DRAWS)

    assert codes(enter("123", A, shop=nothing)) == ["game_unknown"]
    assert codes(enter("5", REY_1, shop=nothing)) == ["game_unknown"]
    two_ids = (*LIMITS, shop.bound(77, shop.REY), shop.bound(78, shop.REY))
    assert codes(enter("5", REY_1, shop=replace(nothing, limits=two_ids))) == ["game_unknown"]


def test_a_product_without_limits_still_sells():
    found = enter("123*5000", A, shop=catalog(limits=()))

    assert len(found.lines) == 1


def test_a_draw_that_takes_no_such_play_is_skipped():
    found = enter("123*5", A, C)

    assert [line.event_id for line in found.lines] == [A.event_id]
    assert [(skipped.draw, skipped.reason) for skipped in found.skipped] == [(C, "skip_needs_sign")]
    assert found.meaning.draws == 1

    signed = enter("123-5", A, C)
    assert [(skipped.draw, skipped.reason) for skipped in signed.skipped] == [(A, "skip_no_sign")]


def test_each_number_goes_where_it_fits():
    found = enter("123+456-5*5", A, C)

    assert [(line.event_id, line.label) for line in found.lines] == [(101, "123"), (103, "456-LEO")]
    assert found.skipped == ()
    assert found.meaning.draws == 2


def test_draws_of_other_tabs_are_left_alone():
    found = enter("123*5", A, REY_1, REY_2)

    assert [line.event_id for line in found.lines] == [A.event_id]
    assert found.skipped == ()


@pytest.mark.parametrize(
    ("text", "draws", "code", "unfinished"),
    [
        ("123", (), "no_draw", True),
        ("123", (C,), "needs_sign", False),
        ("123-5", (A, B), "no_sign", False),
        ("123*0,50", (A,), "amount_low", False),
        ("123*100", (A,), "amount_high", False),
        ("123*5,25", (A,), "amount_multiple", False),
        ("120/130", (A,), "sequence_size", False),
        (".2.", (A,), "sequence_size", False),
        ("123-0+456-0+789-0+012-0+345-0+678-0+901-0+234-0+567-0", (C,), "too_many", False),
        ("1234", (A,), "run_more", True),
        ("123*", (A,), "amount_missing", True),
    ],
)
def test_a_broken_rule_holds_the_line_back(text, draws, code, unfinished):
    found = enter(text, *draws)

    assert found.blocked
    assert codes(found)[0] == code
    assert found.problems[0].unfinished is unfinished
    assert found.lines == ()


def test_no_amount_typed_and_none_kept():
    found = enter("123", A, kept=None)

    assert codes(found) == ["amount_missing"]
    assert found.meaning.numbers == ("123",)


def test_a_wrong_amount_points_at_the_amount():
    text = "123+456*100"
    problem = enter(text, A).problems[0]

    assert text[problem.start : problem.end] == "100"
    assert problem.params == {"amount": "Bs 100", "limit": "Bs 99"}


def test_a_hundred_and_one_of_a_hundred():
    cart = Cart()
    for text in (".23*1", ".45*1"):
        cart = sold(text, A, B, CHANCE_A, cart=cart)
    for number in range(20):
        cart = sold(f"{number:03}*1", A, B, cart=cart)
    assert cart.count == 100

    found = enter("999*1", A, cart=cart)

    assert codes(found) == ["too_many"]
    assert found.problems[0].params == {"count": 101, "limit": 100}
    assert (found.count, found.cost) == (1, Money.units(1))


def test_a_third_corrida():
    cart = sold(".45*1", A, cart=sold(".23*1", A, B))

    assert codes(enter("120/122*1", A, cart=cart)) == ["sequences"]
    assert enter("555*1", A, cart=cart).lines


def test_the_tickets_own_draws_bind_as_well():
    strict = [replace(row, max_wagers=2) if row.product_id == shop.CHANCE else row for row in LIMITS]
    own = catalog(limits=tuple(strict))
    cart = sold("123*5", CHANCE_A, shop=own)

    assert codes(enter("456+789*5", A, cart=cart, shop=own)) == ["too_many"]
    assert enter("456*5", A, cart=cart, shop=own).lines


def test_a_closed_draw_is_named_never_moved():
    found = enter("123", A, CHANCE_A, now=A.closes_at)

    assert codes(found) == ["draw_closed"]
    assert found.problems[0].params == {"draw": "TRIPLE ZULIA A"}
    assert enter("123", CHANCE_A, now=A.closes_at).lines


def test_a_number_already_in_the_ticket_is_a_warning():
    cart = sold("123/*5", A, B)

    found = enter("123+555*5", A, cart=cart)

    assert not found.blocked
    assert len(found.lines) == 2
    assert [(problem.code, problem.params["count"]) for problem in found.problems] == [("duplicate", 1)]
    assert codes(enter("123*5", CHANCE_A, cart=cart)) == []


def test_a_number_that_overlaps_in_one_line_is_a_warning():
    found = enter("123+132/*5", A)

    assert codes(found) == ["duplicate"]
    assert not found.blocked


def test_commands_put_nothing_in():
    assert enter("/", A) == enter("//") == type(enter("/"))()


def test_removing_takes_the_lines_with_that_number_from_every_draw():
    cart = sold("456*5", A, cart=sold("123*5", A, B))

    found = enter("-123", CHANCE_A, cart=cart)

    assert found.removes == (1, 2)
    assert (found.count, found.cost, found.meaning.draws) == (2, Money.units(10), 2)
    assert cart.remove(found.removes).count == 1


def test_removing_wants_the_same_numbers_and_the_same_game():
    cart = sold("5*5", REY_1, cart=sold("123/*5", A))

    assert codes(enter("-123", A, cart=cart)) == ["not_in_ticket"]
    assert enter("-321/", A, cart=cart).removes == (1,)
    assert codes(enter("-5", GUACHARO_1, cart=cart)) == ["not_in_ticket"]
    assert enter("-leon", REY_1, cart=cart).removes == (2,)


def test_removing_at_an_amount():
    cart = sold("123*10", B, cart=sold("123*5", A))

    assert enter("-123*10", A, cart=cart).removes == (2,)
    assert codes(enter("-123*7", A, cart=cart)) == ["not_in_ticket"]


def test_removing_a_terminal_needs_no_third_digit():
    assert enter("-12", A, cart=sold("12*5", A)).removes == (1,)
    assert codes(enter("-12", A, cart=sold("123*5", A))) == ["more_digits"]


def test_removing_what_the_template_no_longer_has():
    cart = sold("123*5", A)

    assert enter("-123", A, cart=cart, shop=catalog(template=Template())).removes == (1,)
