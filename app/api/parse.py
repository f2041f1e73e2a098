"""Strict JSON into typed shapes.

msgspec already refuses malformed numbers, NaN, lone surrogates, trailing bytes and wrong types. Added
here: UTF-8 also where msgspec skips, and, for calls that move money, what msgspec lets pass: a key
given twice, nesting deeper than 32.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar, cast

import msgspec

from app.api.models import EnvelopeShape
from app.api.values import hook
from app.domain.outcome import BadReply, Offline

T = TypeVar("T")
MAX_DEPTH = 32
BROKEN = "broken_reply"
_FAULTS = (msgspec.DecodeError, RecursionError, ValueError, ArithmeticError)
_CONTAINERS = frozenset({dict, list})
_SPACES = (b" ", b"\n", b"\t", b"\r")
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_MISSING = re.compile(r"^Object missing required field `(?P<field>[^`]+)`")


class Kind(Enum):
    """What a part of a reply is, seen from outside."""

    ABSENT = "absent"
    NULL = "null"
    OBJECT = "object"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Read:
    """A part of a reply that was read already, as plain values."""

    value: Any = field(repr=False)


Part = bytes | msgspec.Raw | Read
"""A part of a reply, JSON or read already; nothing (`b""`) when the reply has no such part."""
_KINDS = {b"": Kind.ABSENT, b"n": Kind.NULL, b"{": Kind.OBJECT, b'"': Kind.TEXT}
_READ_KINDS = {type(None): Kind.NULL, dict: Kind.OBJECT, str: Kind.TEXT}


def kind(part: Part) -> Kind:
    """What `part` is, without reading it."""
    if isinstance(part, Read):
        return _READ_KINDS.get(type(part.value), Kind.OTHER)
    return _KINDS.get(bytes(memoryview(part)[:1]), Kind.OTHER)


@dataclass(frozen=True, slots=True)
class Envelope:
    """An opened reply: the whole of it, its parts, and whatever may be an error."""

    root: Part = b""
    response: Part = b""
    total: Part = b""
    status: Any = None
    error: Any = None
    message: Any = None
    msg: Any = None
    detail: Any = None
    error_wagers: Any = None


@lru_cache(maxsize=64)
def decoder(shape: Hashable) -> msgspec.json.Decoder[Any]:
    """The decoder of a shape, built once."""
    return msgspec.json.Decoder(cast(Any, shape), dec_hook=hook, float_hook=Decimal)


def typed(shape: type[T], part: Part, path: str = "$") -> T:
    """`part` as `shape`. `Offline` when it is not JSON, `BadReply` with the path when it is not that."""
    try:
        if isinstance(part, Read):
            return msgspec.convert(part.value, shape, dec_hook=hook)
        found: T = decoder(cast(Hashable, shape)).decode(part)
    except msgspec.ValidationError as error:
        raise bad_reply(str(error), path) from None
    except _FAULTS as error:
        raise Offline(BROKEN) from error
    return found


def envelope(body: bytes) -> Envelope:
    """The envelope of a whole body, its parts not yet read."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Offline(BROKEN) from error
    found = typed(EnvelopeShape, body)
    return Envelope(
        body,
        found.response,
        found.total,
        found.status,
        found.error,
        found.message,
        found.msg,
        found.detail,
        found.error_wagers,
    )


def strict_envelope(body: bytes) -> Envelope:
    """The envelope of a (small) body that was read whole: no key twice, nowhere deeper than 32."""
    root = _strict(body)
    if type(root) is not dict:
        raise BadReply("$", "object")
    response, total = (Read(root[name]) if name in root else b"" for name in ("response", "total"))
    others = (root.get(name) for name in ("status", "error", "message", "msg", "detail", "error_wagers"))
    return Envelope(Read(root), response, total, *others)


def bad_reply(message: str, root: str) -> BadReply:
    """msgspec's message as an error that names the place below `root`."""
    match = _AT.match(message)
    what, path = (match["what"], match["path"] or "$") if match else (message, "$")
    missing = _MISSING.match(what)
    if missing:
        return BadReply(f"{root}{path[1:]}.{missing['field']}", "required")
    return BadReply(f"{root}{path[1:]}", what.removeprefix("Expected ").replace("`", ""))


def _strict(body: bytes) -> Any:
    """The values of a body.

    They have as many keys as the body has `":`, unless a key is given twice, a text begins with a
    colon or a space stands before one: only then is it read again, slowly, to tell which.
    """
    try:
        root = decoder(Any).decode(body)
    except (msgspec.ValidationError, *_FAULTS) as error:
        raise Offline(BROKEN) from error
    keys = _keys(root, body.count(b"{") + body.count(b"["))
    if keys != body.count(b'":') or any(space in body and space + b":" in body for space in _SPACES):
        _look_closely(body)
    return root


def _keys(root: Any, opened: int) -> int:
    """The keys of all objects in `root`; with its lists, they are at most `opened`."""
    keys, level = 0, [root] if type(root) in _CONTAINERS else []
    for _ in range(MAX_DEPTH):
        keys += sum([len(item) for item in level if type(item) is dict])
        opened -= len(level)
        if not level or not opened:
            return keys
        values = chain.from_iterable([item.values() if type(item) is dict else item for item in level])
        level = [value for value in values if type(value) in _CONTAINERS]
    if level:
        raise Offline(BROKEN)
    return keys


def _look_closely(body: bytes) -> None:
    try:
        json.loads(body, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise Offline(BROKEN) from error


def _once_each(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is given twice")
