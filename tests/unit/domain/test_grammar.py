"""Lines that the grammar understands."""

from __future__ import annotations

import pytest

from app.domain.cart import Shape
from app.domain.figures import SIGNS
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA, Kind
from app.domain.grammar import Incomplete, Pick, Typed, parse
from app.money import Money

PLAIN, PERMUTA, CORRIDA, SERIE, ALL = Shape.PLAIN, Shape.PERMUTA, Shape.CORRIDA, Shape.SERIE, Shape.SIGNS


def read(text: str, category: str = LOTTERY) -> Typed:
    found = parse(text, category)
    assert isinstance(found, Typed), found
    return found


def one(text: str, category: str = LOTTERY) -> Pick:
    (pick,) = read(text, category).picks
    return pick


@pytest.mark.parametrize(
    ("text", "shape", "label", "kind", "plays"),
    [
        ("123", PLAIN, "123", Kind.TRIPLE, "123"),
        ("000", PLAIN, "000", Kind.TRIPLE, "000"),
        ("23*5", PLAIN, "23", Kind.TERMINAL, "23"),
        ("00*5", PLAIN, "00", Kind.TERMINAL, "00"),
        ("123/", PERMUTA, "123", Kind.TRIPLE, "123 132 213 231 312 321"),
        ("123p", PERMUTA, "123", Kind.TRIPLE, "123 132 213 231 312 321"),
        ("112P*5", PERMUTA, "112", Kind.TRIPLE, "112 121 211"),
        ("12/*5", PERMUTA, "12", Kind.TERMINAL, "12 21"),
        ("120/123", CORRIDA, "120/123", Kind.TRIPLE, "120 121 122 123"),
        ("08/11", CORRIDA, "08/11", Kind.TERMINAL, "08 09 10 11"),
        (".23", SERIE, ".23", Kind.TRIPLE, "023 123 223 323 423 523 623 723 823 923"),
        (",23", SERIE, ".23", Kind.TRIPLE, "023 123 223 323 423 523 623 723 823 923"),
        (".7*1", SERIE, ".7", Kind.TERMINAL, "07 17 27 37 47 57 67 77 87 97"),
        ("123-5", PLAIN, "123-LEO", Kind.TRIPLE_SIGN, "123-LEO"),
        ("123-05", PLAIN, "123-LEO", Kind.TRIPLE_SIGN, "123-LEO"),
        ("123-12", PLAIN, "123-PIS", Kind.TRIPLE_SIGN, "123-PIS"),
        ("123-leo", PLAIN, "123-LEO", Kind.TRIPLE_SIGN, "123-LEO"),
        ("123-Géminis", PLAIN, "123-GEM", Kind.TRIPLE_SIGN, "123-GEM"),
        ("44-7", PLAIN, "44-LIB", Kind.TERMINAL_SIGN, "44-LIB"),
        ("123-4-1", ALL, "123-ARI-CAN", Kind.TRIPLE_SIGN, "123-ARI 123-CAN"),
        ("112/-1", PERMUTA, "112-ARI", Kind.TRIPLE_SIGN, "112-ARI 121-ARI 211-ARI"),
        ("112-1/", PERMUTA, "112-ARI", Kind.TRIPLE_SIGN, "112-ARI 121-ARI 211-ARI"),
        ("112-arip", PERMUTA, "112-ARI", Kind.TRIPLE_SIGN, "112-ARI 121-ARI 211-ARI"),
        ("112-cap", PLAIN, "112-CAP", Kind.TRIPLE_SIGN, "112-CAP"),
        ("112-capp", PERMUTA, "112-CAP", Kind.TRIPLE_SIGN, "112-CAP 121-CAP 211-CAP"),
        ("120/121-5", CORRIDA, "120/121-LEO", Kind.TRIPLE_SIGN, "120-LEO 121-LEO"),
    ],
)
def test_a_lottery_number(text, shape, label, kind, plays):
    pick = one(text)

    assert (pick.shape, pick.label, pick.kind, pick.plays) == (shape, label, kind, tuple(plays.split()))


def test_sign_zero_means_all_twelve():
    pick = one("123-0")

    assert pick.shape is ALL
    assert pick.label == "123-0"
    assert pick.plays == tuple(f"123-{sign.code}" for sign in SIGNS)


@pytest.mark.parametrize(
    ("text", "minor"),
    [("123*5", 500), ("123*5,50", 550), ("123*5.5", 550), ("123*0,05", 5), ("123 * 1000", 100_000)],
)
def test_the_amount(text, minor):
    assert read(text).amount == Money(minor)


def test_without_an_amount_the_kept_one_is_meant():
    assert read("123").amount is None


def test_several_numbers_share_one_amount_and_know_their_place():
    text = " 123 + 45p+.23 *5"
    typed = read(text)

    assert typed.amount == Money.units(5)
    assert [text[pick.start : pick.end] for pick in typed.picks] == ["123", "45p", ".23"]
    assert [pick.shape for pick in typed.picks] == [PLAIN, PERMUTA, SERIE]
    assert typed.raw == text


@pytest.mark.parametrize(("text", "command"), [("/", "draws"), ("//", "all_draws"), (" / ", "draws")])
def test_commands(text, command):
    for category in (LOTTERY, ANIMALITOS, ANIMALITOS77, TRIPLETA):
        assert read(text, category).command == command


def test_a_leading_minus_removes():
    typed = read("-123/*5")

    assert typed.removes
    assert typed.picks[0].shape is PERMUTA
    assert typed.amount == Money.units(5)
    assert not read("123-5").removes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("5+10+36*50", "5 10 36"),
        ("0", "0"),
        ("00", "00"),
        ("0+00", "0 00"),
        ("07", "7"),
        ("leon", "5"),
        ("LEÓN+Águila", "5 9"),
        ("cerdo", "20"),
        ("LEO", "LEO"),
    ],
)
def test_animalitos(text, codes):
    picks = read(text, ANIMALITOS).picks

    assert [pick.plays for pick in picks] == [(code,) for code in codes.split()]
    assert {pick.kind for pick in picks} == {Kind.FIGURE_38}


def test_the_larger_roulette_goes_on_to_75():
    picks = read("75+pavo real", ANIMALITOS77).picks

    assert [pick.plays for pick in picks] == [("75",), ("47",)]
    assert {pick.kind for pick in picks} == {Kind.FIGURE_77}


@pytest.mark.parametrize(
    ("text", "plays"),
    [
        ("5-12-30*20", "5-12-30"),
        ("30-5-12", "5-12-30"),
        ("10-00-0", "0-00-10"),
        ("leon-12-lapa", "5-12-31"),
        ("1-2-3+4-5-6", "1-2-3 4-5-6"),
        ("-1-2-3", "1-2-3"),
    ],
)
def test_tripletas_are_sorted_by_figure(text, plays):
    picks = read(text, TRIPLETA).picks

    assert [pick.plays for pick in picks] == [(play,) for play in plays.split()]
    assert {pick.kind for pick in picks} == {Kind.TRIPLETA}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("", LOTTERY), ("1", LOTTERY), (".", LOTTERY), ("..", LOTTERY), ("123*", LOTTERY),
        ("123*5,", LOTTERY), ("123*0", LOTTERY), ("123*0,0", LOTTERY), ("123+", LOTTERY), ("-", LOTTERY),
        ("120/1", LOTTERY), ("120/12", LOTTERY), ("123-", LOTTERY), ("123-a", LOTTERY), ("123-ar", LOTTERY),
        ("123-arie", LOTTERY), ("123-1-", LOTTERY), ("123+4", LOTTERY),
        ("5+", ANIMALITOS), ("5*", ANIMALITOS), ("", ANIMALITOS77),
        ("5", TRIPLETA), ("5-", TRIPLETA), ("5-12", TRIPLETA), ("5-12-", TRIPLETA), ("5-12-le", TRIPLETA),
    ],
)  # fmt: skip
def test_what_only_needs_more_is_incomplete(text, category):
    found = parse(text, category)

    assert isinstance(found, Incomplete), found
    assert found.typed is None


@pytest.mark.parametrize("text", ["12", "-12", ".7", "1.", "123+12", " 12 "])
def test_two_digits_are_a_terminal_and_may_become_a_triple(text):
    found = parse(text, LOTTERY)

    assert isinstance(found, Incomplete)
    assert found.code == "more_digits"
    assert found.typed is not None
    assert found.typed.picks[-1].kind is Kind.TERMINAL
