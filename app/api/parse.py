"""Strict JSON into typed shapes.

msgspec already refuses malformed numbers, NaN, lone surrogates, trailing bytes and wrong types. Added
here: UTF-8 also where msgspec skips, and, for calls that move money, a second look at the (small)
body for what msgspec lets pass: a key given twice, nesting deeper than 32.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from decimal import Decimal
from functools import lru_cache
from typing import Any, NoReturn, TypeVar, cast

import msgspec

from app.api.models import Envelope
from app.api.values import hook
from app.domain.outcome import BadReply, Offline

T = TypeVar("T")
Buffer = bytes | msgspec.Raw
MAX_DEPTH = 32
BROKEN = "broken_reply"
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(?P<field>[^`]+)`")


@lru_cache(maxsize=64)
def decoder(shape: Hashable) -> msgspec.json.Decoder[Any]:
    """The decoder of a shape, built once."""
    return msgspec.json.Decoder(cast(Any, shape), dec_hook=hook, float_hook=Decimal)


def typed(shape: type[T], raw: Buffer, path: str = "$") -> T:
    """`raw` as `shape`. `Offline` when it is not JSON, `BadReply` with the path when it is not that."""
    try:
        found: T = decoder(cast(Hashable, shape)).decode(raw)
    except msgspec.ValidationError as error:
        raise bad_reply(str(error), path) from None
    except (msgspec.DecodeError, RecursionError, ValueError, ArithmeticError) as error:
        raise Offline(BROKEN) from error
    return found


def envelope(body: bytes, *, strict: bool) -> Envelope:
    """The envelope of a whole body; `strict` adds the second look."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Offline(BROKEN) from error
    found = typed(Envelope, body)
    if strict:
        _look_twice(text)
    return found


def bad_reply(message: str, root: str) -> BadReply:
    """msgspec's message as an error that names the place below `root`."""
    match = _AT.match(message)
    what, path = (match["what"], match["path"] or "$") if match else (message, "$")
    missing = _MISSING.match(what)
    if missing:
        return BadReply(f"{root}{path[1:]}.{missing['field']}", "required")
    return BadReply(f"{root}{path[1:]}", what.removeprefix("Expected ").replace("`", ""))


def _look_twice(text: str) -> None:
    try:
        found = _STRICT.decode(text)
    except (ValueError, RecursionError) as error:
        raise Offline(BROKEN) from error
    if _deeper(found, MAX_DEPTH):
        raise Offline(BROKEN)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


_STRICT = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_refuse)


def _deeper(value: Any, left: int) -> bool:
    if left == 0:
        return True
    for item in value.values() if type(value) is dict else value:
        if (type(item) is dict or type(item) is list) and _deeper(item, left - 1):
            return True
    return False
