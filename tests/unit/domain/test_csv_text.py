"""A file that Excel opens as a table, and in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.csv_text import BOM, csv_text
from app.money import Money

RISKY = "=+-@\t\r\n|%＝＋－＠"


def read(text: str, separator: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text[len(BOM) :], newline=""), delimiter=separator, strict=True))


def test_in_spanish():
    rows = (("Triples", Money(123_450), 3), ("a;b", Money(-5), 0))
    assert csv_text(rows, spanish=True) == BOM + 'Triples;1234,50;3\r\n"a;b";-0,05;0\r\n'


def test_in_english_the_point_and_the_comma():
    assert csv_text((("a;b", Money(123_450), 3),), spanish=False) == BOM + "a;b,1234.50,3\r\n"


FORMULAS = ["=1+1", "+58", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1", "%1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_a_text(text):
    assert read(csv_text(((text,),), spanish=True), ";") == [[f"'{text}"]]


cells = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=6), st.booleans())
def test_every_text_comes_back_and_none_begins_a_formula(rows, spanish):
    found = read(csv_text(rows, spanish=spanish), ";" if spanish else ",")
    wanted = [[cell.replace("\x00", "") for cell in row] for row in rows]
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in wanted
    ]
    assert not any(cell.lstrip(" ")[:1] and cell.lstrip(" ")[0] in RISKY for row in found for cell in row)


@given(st.integers(-(10**15), 10**15))
def test_money_is_a_number_to_the_cent(minor):
    ((cell,),) = read(csv_text(((Money(minor),),), spanish=True), ";")
    assert Money.from_decimal(Decimal(cell.replace(",", "."))) == Money(minor)
