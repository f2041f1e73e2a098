"""The printed code over all numbers, days and PINs."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.secret import Secret
from app.domain.ticket_code import TicketCode, encode, parse

numbers = st.integers(0, 10**18 - 1) | st.integers(0, 10**9)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
signs = st.characters(min_codepoint=32, max_codepoint=126)
pins = st.none() | st.builds(
    Secret, st.text("0123456789", min_size=4, max_size=16) | st.text(signs, min_size=1, max_size=16)
)
codes = st.builds(encode, numbers, days, pins)


@given(numbers, days, pins)
def test_what_was_encoded_is_read(number, day, pin):
    code = encode(number, day, pin)
    assert code.isascii()
    assert code.isdigit()
    assert parse(code) == TicketCode(number, day, pin)


@given(codes, st.data())
def test_a_wrong_digit_is_noticed(code, data):
    at = data.draw(st.integers(0, len(code) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != code[at]]))
    assert parse(code[:at] + digit + code[at + 1 :]) is None


@given(codes, st.data())
def test_swapped_neighbours_are_noticed(code, data):
    at = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert swapped == code or parse(swapped) is None


@given(codes, st.data())
def test_a_code_cut_short_is_noticed(code, data):
    assert parse(code[: data.draw(st.integers(0, len(code) - 1))]) is None


@given(st.text() | st.text("0123456789", max_size=80))
def test_anything_read_is_what_encode_writes(text):
    found = parse(text)
    assert found is None or encode(found.number, found.day, found.pin) == text.strip()
