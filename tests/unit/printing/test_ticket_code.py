"""The printed code: what it holds and what it refuses."""

from datetime import date

import pytest

from app.domain.secret import Secret
from app.domain.ticket_code import TicketCode, encode, parse

DAY = date(2026, 11, 20)


def test_a_usual_ticket_takes_thirty_digits():
    code = encode(71998218, DAY, Secret("76479163"))
    assert code == "108719982182611201087647916357"
    assert parse(code) == TicketCode(71998218, DAY, Secret("76479163"))


def test_without_a_pin_the_code_tells_only_the_ticket():
    code = encode(71998218, DAY)
    assert "76479163" not in code
    assert parse(code) == TicketCode(71998218, DAY, None)
    assert encode(71998218, DAY, Secret("")) == code


def test_leading_zeros_of_the_pin_are_kept():
    found = parse(encode(5, DAY, Secret("0045")))
    assert found is not None
    assert found.number == 5
    assert found.pin == Secret("0045")


def test_a_pin_of_letters_survives_as_digits():
    code = encode(123456789012, DAY, Secret("aB-9 z"))
    assert code.isdigit()
    assert parse(code) == TicketCode(123456789012, DAY, Secret("aB-9 z"))


def test_what_a_scanner_adds_around_is_ignored():
    assert parse(f" {encode(7, DAY)}\r\n") == TicketCode(7, DAY)


@pytest.mark.parametrize(
    "text",
    ["", "1", "71998218", "hello", "208719982182611201087647916357", "1" * 40, "９" * 30, "108" * 30],
)
def test_other_texts_are_not_ours(text):
    assert parse(text) is None


def _with_check(body: str) -> str:
    return f"{body}{98 - int(body) * 100 % 97:02d}"


@pytest.mark.parametrize(
    "body",
    [
        "1087199821826133201087647916" + "3",  # no such day, and a digit too many
        "1" + "08" + "71998218" + "261320" + "0",  # month 13
        "1" + "08" + "71998218" + "261120" + "3",  # unknown kind of PIN
        "1" + "08" + "71998218" + "261120" + "109" + "76479163",  # says nine digits, has eight
        "1" + "10" + "0071998218" + "261120" + "0",  # a number written longer than it is
        "1" + "99" + "71998218" + "261120" + "0",  # a length beyond the end
    ],
)
def test_wrong_inside_although_the_check_digits_are_right(body):
    assert parse(_with_check(body)) is None


@pytest.mark.parametrize(
    ("number", "day", "pin"),
    [
        (-1, DAY, None),
        (10**18, DAY, None),
        (1, date(1999, 12, 31), None),
        (1, DAY, Secret("x" * 17)),
        (1, DAY, Secret("contraseña")),
        (1, DAY, Secret("١٢٣٤")),
    ],
)
def test_what_does_not_fit_is_said(number, day, pin):
    with pytest.raises(ValueError, match="does not fit"):
        encode(number, day, pin)
