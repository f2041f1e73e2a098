"""Lines that are wrong: each says where, and every code has its text in both languages."""

from __future__ import annotations

import pytest

from app import i18n
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA
from app.domain.grammar import LONGEST, Incomplete, Problem, parse

#: (code, category, text, the part of the text that is wrong)
WRONG = [
    ("category_unknown", "polla", "123", "123"),
    ("too_long", LOTTERY, "1" * (LONGEST + 1), "1"),
    ("too_wide", LOTTERY, "000/999-0", "000/999-0"),
    ("too_wide", LOTTERY, "000/999+1.3", "000/999+1.3"),
    ("number_expected", LOTTERY, "leo", "l"),
    ("number_expected", LOTTERY, "/123", "/"),
    ("number_expected", LOTTERY, "--123", "-"),
    ("number_missing", LOTTERY, "123++456", ""),
    ("number_missing", LOTTERY, "123+*5", ""),
    ("amount_missing", LOTTERY, "*", ""),
    ("amount_missing", LOTTERY, "+", ""),
    ("amount_last", LOTTERY, "++5", "+5"),
    ("amount_zero", ANIMALITOS, "*0,00", "0,00"),
    ("unexpected", LOTTERY, "123x5", "x"),
    ("unexpected", LOTTERY, "123;456", ";"),
    ("unexpected", ANIMALITOS, "5/", "/"),
    ("unexpected", ANIMALITOS, "5leon", "l"),
    ("space", LOTTERY, "123 456", " "),
    ("too_many_digits", LOTTERY, "1234/", "1234"),
    ("too_many_digits", LOTTERY, "123456-5", "123456"),
    ("run_more", LOTTERY, "1234", "1234"),
    ("run_more", LOTTERY, "12345*5", "12345"),
    ("run_more", ANIMALITOS, "051", "051"),
    ("run_more", TRIPLETA, "0512301", "0512301"),
    ("tripleta_more", TRIPLETA, "051*5", "051"),
    ("more_digits", LOTTERY, "1*5", "1"),
    ("more_digits", LOTTERY, "1+123", "1"),
    ("serie_digit", LOTTERY, "...", "..."),
    ("serie_digit", LOTTERY, "..*5", ".."),
    ("serie_corrida", LOTTERY, "12./130", "12./130"),
    ("serie_permuta", LOTTERY, "12.p", "12.p"),
    ("permuta_corrida", LOTTERY, "120/129/", "120/129/"),
    ("permuta_mark", LOTTERY, "120p129", "120p129"),
    ("corrida_digits", LOTTERY, "120/1290", "120/1290"),
    ("corrida_digits", LOTTERY, "20/120", "20/120"),
    ("corrida_last", LOTTERY, "120/12*5", "120/12"),
    ("corrida_backwards", LOTTERY, "998/003", "998/003"),
    ("sign_range", LOTTERY, "123-13", "13"),
    ("sign_range", LOTTERY, "123-00", "00"),
    ("sign_missing", LOTTERY, "123-*5", ""),
    ("sign_unknown", LOTTERY, "123-sol", "sol"),
    ("sign_missing", LOTTERY, "123-ar*5", "ar"),
    ("sign_last", LOTTERY, "120-5/129", "129"),
    ("figure_range", ANIMALITOS, "37", "37"),
    ("figure_range", ANIMALITOS77, "76", "76"),
    ("figure_range", ANIMALITOS, "0537", "37"),
    ("figure_other", ANIMALITOS, "tortuga", "tortuga"),
    ("figure_unknown", TRIPLETA, "5-xxxx-7", "xxxx"),
    ("figure_like", TRIPLETA, "5-12-cuelbra", "cuelbra"),
    ("figure_more", TRIPLETA, "5-12-le*5", "le"),
    ("tripleta_figure", TRIPLETA, "5--12", ""),
    ("tripleta_three", TRIPLETA, "1-2-3-4", "4"),
    ("tripleta_repeat", TRIPLETA, "5-12-leon", "leon"),
    ("tripleta_more", TRIPLETA, "5-12*20", "5-12"),
    ("amount_missing", TRIPLETA, "5-12-30*", ""),
    ("amount_form", LOTTERY, "123**5", "*5"),
    ("amount_form", LOTTERY, "123*-5", "-5"),
    ("amount_last", LOTTERY, "123*5+456", "+456"),
    ("amount_decimals", LOTTERY, "123*1.000", "1.000"),
    ("amount_zero", LOTTERY, "123*0,00", "0,00"),
    ("amount_long", LOTTERY, "123*" + "9" * 13, "9" * 13),
    ("empty", LOTTERY, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "category", "text", "where"), WRONG)
def test_a_wrong_line_says_what_and_where(code, category, text, where):
    found = parse(text, category)

    assert isinstance(found, Problem | Incomplete)
    assert found.code == code
    assert text[found.start : found.end] == where


@pytest.mark.parametrize(("code", "category", "text", "where"), WRONG)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_is_said_in_words(code, category, text, where, language):
    found = parse(text, category)
    assert isinstance(found, Problem | Incomplete)

    sentence = i18n.text_in(language, f"entry.{found.code}", **found.params)

    assert sentence != f"entry.{found.code}"
    assert "{" not in sentence


def test_only_the_end_of_the_line_may_be_unfinished():
    assert isinstance(parse("123+4", LOTTERY), Incomplete)
    assert isinstance(parse("4+123", LOTTERY), Problem)
    assert isinstance(parse("4*1", LOTTERY), Problem)


def test_the_unfinished_part_is_counted():
    found = parse("5", TRIPLETA)

    assert isinstance(found, Incomplete)
    assert found.params == {"count": 2}
