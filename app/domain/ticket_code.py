"""The printed code of a ticket (QR): digits only, so that any keyboard-wedge scanner types it unharmed.

    1 | LL | number | yymmdd | K | [PP | pin] | CC

`1` is the version. `LL` counts the digits of the number field (8, or the next even count). `K` says
how the PIN is written: 0 none, 1 digits, 2 two digits a character (ASCII code less 32); `PP` counts
the PIN's characters. `CC` are the ISO 7064 MOD 97-10 check digits: every single wrong digit and
every swap of neighbours is noticed. A usual ticket (8 digits, 8-digit PIN) takes 30 digits, which
fit the smallest QR symbol.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from app.domain.secret import Secret

_NUMBER_DIGITS = 8
_MAX_NUMBER_DIGITS = 18
_MAX_PIN = 16
_SCANNED = re.compile(r"1\d{17,71}", re.ASCII)
_NO_PIN, _DIGITS_PIN, _TEXT_PIN = "0", "1", "2"
_FIRST_ASCII, _LAST_ASCII = 32, 126


@dataclass(frozen=True, slots=True)
class TicketCode:
    """What a scanned code says: the ticket's number and local sale date, and its PIN when it carries one."""

    number: int
    day: date
    pin: Secret | None = None


def encode(number: int, day: date, pin: Secret | None = None) -> str:
    """The code's digits. An empty PIN counts as none.

    `ValueError` when the number has more than 18 digits or is negative, the day lies outside
    2000-2099, or the PIN is longer than 16 characters or not printable ASCII.
    """
    field = _number_field(number)
    body = f"1{len(field):02d}{field}{_day_field(day)}{_pin_field(pin)}"
    return f"{body}{98 - int(body) * 100 % 97:02d}"


def parse(text: str) -> TicketCode | None:
    """What a scan says, or None when it is not exactly one of our codes (outer white space aside)."""
    digits = text.strip()
    if not _SCANNED.fullmatch(digits) or int(digits) % 97 != 1:
        return None
    try:
        code = _read(digits)
        same = encode(code.number, code.day, code.pin) == digits
    except ValueError:  # not a date, not a length, not a character: somebody else's digits
        return None
    return code if same else None


def _number_field(number: int) -> str:
    digits = f"{number:08d}"
    if number < 0 or len(digits) > _MAX_NUMBER_DIGITS:
        raise ValueError("number does not fit the code")
    return digits.zfill(len(digits) + len(digits) % 2)


def _day_field(day: date) -> str:
    if not 2000 <= day.year <= 2099:
        raise ValueError("day does not fit the code")
    return day.strftime("%y%m%d")


def _pin_field(pin: Secret | None) -> str:
    text = pin.reveal() if pin else ""
    if not text:
        return _NO_PIN
    if len(text) > _MAX_PIN or not all(_FIRST_ASCII <= ord(sign) <= _LAST_ASCII for sign in text):
        raise ValueError("PIN does not fit the code")
    if text.isdigit():
        return f"{_DIGITS_PIN}{len(text):02d}{text}"
    pairs = "".join(f"{ord(sign) - _FIRST_ASCII:02d}" for sign in text)
    return f"{_TEXT_PIN}{len(text):02d}{pairs}"


def _read(digits: str) -> TicketCode:
    end = 3 + int(digits[1:3])
    number = int(digits[3:end])
    two, month, day = digits[end : end + 2], digits[end + 2 : end + 4], digits[end + 4 : end + 6]
    sold = date(2000 + int(two), int(month), int(day))
    return TicketCode(number, sold, _read_pin(digits[end + 6 : -2]))


def _read_pin(field: str) -> Secret | None:
    """`encode` in `parse` refuses whatever is left over or missing here."""
    kind, text = field[:1], field[3:]
    if kind == _DIGITS_PIN:
        return Secret(text)
    if kind == _TEXT_PIN:
        pairs = [text[at : at + 2] for at in range(0, len(text), 2)]
        return Secret("".join(chr(int(pair) + _FIRST_ASCII) for pair in pairs))
    return None
