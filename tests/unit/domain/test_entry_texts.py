"""Every code of the entry line has its sentence, in both languages, and no sentence is left over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import i18n
from app.domain.cart import Cart
from app.domain.catalog import Catalog, Template
from app.domain.grammar import Incomplete, Problem, parse
from tests.helpers import shop
from tests.helpers.shop import CHANCE_A, LIMITS, REY_1, A, B, C, enter, sold
from tests.unit.domain.test_grammar_problems import WRONG


def _nothing_known() -> Catalog:
    return Catalog(shop.agency(), shop.PRODUCTS, shop.DRAWS)


def _no_terminals() -> Catalog:
    games = {shop.TRIPLE: shop.template().games[shop.TRIPLE]}
    return shop.catalog(template=replace(shop.template(), games=games))


def _tight() -> Catalog:
    rows = tuple(replace(row, max_permutations=2, max_wagers=2, max_sequences=1) for row in LIMITS)
    return shop.catalog(limits=rows)


def _resolved_problems() -> list[Problem]:
    cart = sold("123+124*5", A, B)
    found = [
        enter("123"),
        enter("123", A, now=A.closes_at),
        enter("123", C),
        enter("123-5", A),
        enter("12*5", A, shop=_no_terminals()),
        enter("123", A, shop=_nothing_known()),
        enter("leon+chivo+qwert*5", REY_1),
        enter("elef", REY_1),
        enter("elefamte", REY_1),
        enter("5", REY_1, shop=shop.catalog(template=Template({shop.FIGURE: _lone_figure()}))),
        enter("-999", A, cart=cart),
        enter("123*0,50", A),
        enter("123*100", A),
        enter("123*5,25", A),
        enter("123/+.23+456/*5", A, shop=_tight(), cart=sold("120/121*1", A)),
        enter(".23*5", A, shop=_tight(), cart=sold("120/121*1", A)),
        enter("120/130", A),
        enter("123*5", A, cart=cart),
        enter("123+124*5", A, cart=cart),
        enter("555+555*5", A),
        enter("555+555+666+666*5", A),
        enter("123+555/*5", A, cart=sold("123/*5", A)),
        enter("123+132*5", A, cart=sold("123/*5", A)),
        enter("123*99", A, cart=cart),
    ]
    return [problem for resolved in found for problem in resolved.problems]


def _lone_figure():
    return replace(shop.template().games[shop.FIGURE], plays={"0": "DEL"})


def _said() -> list[tuple[str, dict[str, object]]]:
    typed = [parse(text, category) for _, category, text, _ in WRONG]
    said = [(one.code, dict(one.params)) for one in typed if isinstance(one, Problem | Incomplete)]
    said += [("tripleta_more", {"count": 1}), ("tripleta_more", {"count": 2})]
    said += [(one.code, dict(one.params)) for one in _resolved_problems()]
    skipped = [enter("123*5", A, C), enter("123-5", A, C), enter("123*5", A, CHANCE_A)]
    said += [(one.reason, {}) for resolved in skipped for one in resolved.skipped]
    return said


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_code_has_its_sentence(language):
    for code, params in _said():
        sentence = i18n.text_in(language, f"entry.{code}", **params)
        assert sentence != f"entry.{code}"
        assert "{" not in sentence


def test_no_sentence_is_left_over():
    keys = {
        key.removeprefix("entry.").removesuffix(".one").removesuffix(".other")
        for key in i18n.catalogue("es")
        if key.startswith("entry.")
    }
    # A list of plays nobody knows is skipped only beside another that is known: rare, but said.
    rare = {"skip_not_sold", "skip_game_unknown"}

    assert keys - rare == {code for code, _ in _said()}


def test_both_languages_say_the_same_things():
    spanish, english = i18n.catalogue("es"), i18n.catalogue("en")
    for area in ("entry.", "config."):
        keys = {key for key in spanish if key.startswith(area)}
        assert keys
        assert keys == {key for key in english if key.startswith(area)}
        assert all(_names(spanish[key]) == _names(english[key]) for key in keys)


def _names(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}


def test_an_empty_ticket_removes_nothing():
    assert [one.code for one in enter("-123", A, cart=Cart()).problems] == ["not_in_ticket"]
