"""What is on sale."""

from __future__ import annotations

from dataclasses import replace

from app.domain.catalog import Template
from app.domain.games import Kind
from tests.helpers import shop
from tests.helpers.shop import CHANCE_A, FIGURE, GUACHARO_1, REY_1, TRIPLE, TRIPLE_SIGN, A, C, catalog


def test_tabs_follow_the_agency_in_a_steady_order():
    assert catalog().categories() == ("lottery", "animalitos", "animalitos77", "tripleta")
    few = catalog(agency=shop.agency(("tripleta", "polla", "lottery")))
    assert few.categories() == ("lottery", "tripleta")


def test_list_c_takes_signs_and_the_others_none():
    assert catalog().kinds(A) == {Kind.TRIPLE, Kind.TERMINAL}
    assert catalog().kinds(C) == {Kind.TRIPLE_SIGN, Kind.TERMINAL_SIGN}
    assert catalog().kinds(REY_1) == {Kind.FIGURE_38}


def test_the_game_of_a_play_in_a_draw():
    def game_id(draw, kind):
        game = catalog().game_for(draw, kind)
        return game.id if game else None

    assert game_id(A, Kind.TRIPLE) == TRIPLE
    assert game_id(C, Kind.TRIPLE_SIGN) == TRIPLE_SIGN
    assert game_id(C, Kind.TRIPLE) is None
    assert game_id(REY_1, Kind.FIGURE_38) == FIGURE
    assert game_id(GUACHARO_1, Kind.FIGURE_38) is None


def test_of_two_games_of_one_kind_the_one_with_limits_for_the_product_counts():
    twin = replace(shop.template().games[TRIPLE], id=99)
    own = catalog(
        template=Template({TRIPLE: shop.template().games[TRIPLE], 99: twin}),
        limits=(shop.bound(99, shop.CHANCE), shop.bound(TRIPLE, shop.ZULIA)),
    )

    chance, zulia = own.game_for(CHANCE_A, Kind.TRIPLE), own.game_for(A, Kind.TRIPLE)

    assert chance is not None
    assert zulia is not None
    assert (chance.id, zulia.id) == (99, TRIPLE)


def test_limits_of_a_pair_and_of_an_unknown_one():
    known = catalog().limits_for(TRIPLE, shop.ZULIA)

    assert known is not None
    assert known.max_wagers == 100
    assert catalog().limits_for(TRIPLE, 999) is None


def test_wire_texts_of_figures_by_name():
    game = shop.template(names=True).games[FIGURE]

    assert game.wire("00") == "BALLENA"
    assert game.wire("0") == "DELFÍN"
    assert game.wire("37") is None
    assert game.figure_of("BALLENA") == "00"
    assert shop.template().games[FIGURE].figure_of("00") == "00"


def test_a_draw_closes_on_the_second():
    from datetime import timedelta

    assert A.is_open(A.closes_at - timedelta(milliseconds=1))
    assert not A.is_open(A.closes_at)


def test_look_ups_by_id():
    assert catalog().draw_by_id[A.event_id] is A
    assert catalog().product_by_id[shop.REY].name == "LOTTO REY"
