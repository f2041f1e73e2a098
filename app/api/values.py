"""Single values of replies: amounts, points in time, list ids, and text that came from outside."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from app.api.models import Amount, Moment
from app.money import MINOR_PER_UNIT, Money

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 100_000_000_000  # epoch seconds will not be that large for three thousand years
SANE = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
_SANE_SECONDS = (SANE[0].timestamp(), SANE[1].timestamp())
_MAX_AMOUNT = Decimal(10) ** 14
_MAX_DIGITS = 20  # more would be rounded before anyone could refuse them
_DIGITS = re.compile(r"\d{1,16}")
_TEXT_CAP = 200
_AMOUNT_TEXT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")


def hook(kind: type[object], value: object) -> object:
    """msgspec's `dec_hook`: makes the custom types of `app.api.models` out of plain JSON values."""
    if kind is Amount:
        return _whole(value) if type(value) is int else amount(value)
    if kind is Moment:
        return Moment(moment(value))
    raise NotImplementedError(kind.__name__)


def amount(value: object) -> Amount:
    """A JSON number, or one written as text ("50.00", as sister systems do), as money.

    Booleans, any other text and fractions of a céntimo are refused.
    """
    if type(value) is int:
        return _whole(value)
    if type(value) is str and _AMOUNT_TEXT.fullmatch(value):
        return Amount(Money.from_decimal(Decimal(value)))
    if type(value) is Decimal and len(value.as_tuple().digits) <= _MAX_DIGITS and abs(value) < _MAX_AMOUNT:
        return Amount(Money.from_decimal(value))
    raise ValueError("Expected `amount`")


@lru_cache(maxsize=4096)
def _whole(value: int) -> Amount:
    if abs(value) >= _MAX_AMOUNT:
        raise ValueError("Expected `amount`")
    return Amount(Money.units(value))


def moment(value: object) -> datetime:
    """A point in time, aware, UTC.

    Epoch seconds or milliseconds (number or digits), `{"seconds", "nanos"?}` (protobuf), or ISO 8601
    with an offset. `ValueError` for anything else, and for years outside 2000-2099.
    """
    if isinstance(value, dict):
        whole, part = value.get("seconds"), value.get("nanos") or 0
        if type(part) is not int or not 0 <= part < 1_000_000_000:
            raise ValueError("Expected `time`")
        found = moment(whole) + timedelta(microseconds=part // 1000)
    elif isinstance(value, str) and not _DIGITS.fullmatch(value):
        found = _iso(value)
    else:
        found = _epoch(value)
    if not SANE[0] <= found < SANE[1]:
        raise ValueError("Expected `time`")
    return found


def _epoch(value: object) -> datetime:
    number = int(value) if isinstance(value, str) else value
    if type(number) is not int and type(number) is not Decimal:
        raise ValueError("Expected `time`")
    per_second = 1000 if number >= _MILLISECONDS_FROM else 1
    if not _SANE_SECONDS[0] * per_second <= number < _SANE_SECONDS[1] * per_second:
        raise ValueError("Expected `time`")
    return _EPOCH + timedelta(microseconds=int(number * (1_000_000 // per_second)))


def _iso(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError("Expected `time`") from error
    if found.tzinfo is None or not SANE[0].year <= found.year < SANE[1].year:
        raise ValueError("Expected `time`")
    return found.astimezone(UTC)


def clean(text: str | None) -> str:
    """Text from outside, safe to show and to log: one line, no control characters, at most 200 long."""
    if not text:
        return ""
    kept = "".join(char if char.isprintable() else " " for char in text[: 4 * _TEXT_CAP])
    return " ".join(kept.split())[:_TEXT_CAP]


def wire_time(value: datetime) -> str:
    """`2024-08-28T04:00:00.000Z`, the form of the document's ranges."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def wire_amount(value: Money) -> int | Decimal:
    """Whole amounts as integers, as in the document's samples; others with two decimals."""
    whole, part = divmod(value.minor, MINOR_PER_UNIT)
    return value.to_decimal() if part else whole
