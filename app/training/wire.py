"""JSON as a Go server writes and reads it, with exact amounts.

Amounts are int minor units inside; on the wire they are JSON numbers, whole ones without decimals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, NoReturn

from app.money import Money
from app.training.refusal import Refused

_MARK = "\x00"  # in front of a decimal number that the encoder cannot write by itself
_MARKED = re.compile(rb'"\\u0000(-?\d+\.\d\d)"')
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_INT64 = 2**63 - 1
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount to be written, in minor units."""

    minor: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: envelope status, and the envelope's other keys or ready bytes.

    `http` overrides the HTTP status that the variant would give. Faults may `reshape` the ready
    bytes, and send them by a bad line: `cut` in the middle, or with `drip` seconds after each byte.
    """

    status: int
    body: Mapping[str, Any] | bytes = field(default_factory=dict)
    media: str = _JSON
    http: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    reshape: Callable[[bytes], bytes] | None = None
    cut: bool = False
    drip: float | None = None

    @property
    def error(self) -> str | None:
        """The error text, if the envelope has one."""
        found = None if isinstance(self.body, bytes) else self.body.get("error")
        return None if found is None else str(found)


def refusal(refused: Refused) -> Reply:
    """The error envelope of a refusal."""
    more: dict[str, Any] = {"http": refused.http, "headers": refused.headers}
    if refused.instead is not None:
        return Reply(refused.status, refused.instead, media="text/html", **more)
    return Reply(refused.status, {"error": refused.error, **refused.beside}, **more)


def encode(value: Any, amount_form: str = "number") -> bytes:
    """JSON bytes, UTF-8, `Amount`s as numbers, whole ones without decimals.

    By `amount_form` they are text ("text": "5.00") or always have decimals ("decimal": 5.00).
    """
    written = partial(_write_amount, form=amount_form)
    text = json.dumps(value, default=written, ensure_ascii=False, separators=(",", ":"))
    return _MARKED.sub(rb"\1", text.encode(errors="replace"))  # lone surrogates become "?"


def _write_amount(value: Any, *, form: str) -> int | str:
    if not isinstance(value, Amount):
        raise TypeError(f"cannot write {type(value).__name__}")
    exact = Money(value.minor).to_decimal()
    if form == "text":
        return str(exact)
    whole = value.minor % 100 == 0 and form == "number"
    return int(exact) if whole else f"{_MARK}{exact}"


def decode(raw: bytes) -> dict[str, Any]:
    """The request's object; an empty body is an empty object. `Refused` 400 for anything else."""
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "invalid request body") from error
    if not isinstance(value, dict):
        raise Refused(400, "invalid request body")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def read_amount(value: Any) -> int:
    """Minor units of a JSON number or numeric text. `Refused` 400 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise Refused(400, "invalid amount")
    if not _NUMBER.fullmatch(str(value)):
        raise Refused(400, "invalid amount")
    try:
        return Money.from_decimal(Decimal(value)).minor
    except ValueError as error:
        raise Refused(400, "invalid amount") from error


def read_int(body: Mapping[str, Any], key: str) -> int:
    """A whole number, also as text. `Refused` 400 when it is missing or something else."""
    value = body.get(key)
    if isinstance(value, str) and _NUMBER.fullmatch(value) and "." not in value:
        return int(value)
    if type(value) is not int or abs(value) > _INT64:
        raise Refused(400, f"invalid {key}")
    return value


def read_text(body: Mapping[str, Any], key: str) -> str:
    """A printable text that is not empty. `Refused` 400 otherwise."""
    value = body.get(key)
    if not isinstance(value, str) or not value or not value.isprintable():
        raise Refused(400, f"invalid {key}")
    return value


def read_object(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An inner object; a missing one is empty. `Refused` 400 for another type."""
    value = body.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(400, f"invalid {key}")
    return value
