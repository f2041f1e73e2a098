"""One spelling for everything that is stored and chained: JSON text, times and the chain's MAC.

The spelling is part of the file format: changing it breaks the chain of every existing journal.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import cast

from app.errors import Bug
from app.ports import Json

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def dump(value: object) -> str:
    """Canonical JSON: keys sorted, no spaces, UTF-8 text, whole numbers only.

    `Bug("journal.not_json")` for a float, a key that is not text, or any other object. A lone
    surrogate, which no UTF-8 file can hold, becomes "?": a record matters more than that letter.
    """
    _refuse_foreign(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def load(text: str) -> Json:
    """The value of a stored JSON text."""
    return cast(Json, json.loads(text))


def load_object(text: str) -> dict[str, Json]:
    """The value of a stored JSON text that is an object."""
    value = load(text)
    if not isinstance(value, dict):
        raise Bug("journal.not_json", found=type(value).__name__)
    return value


def merge(before: str, later: str) -> str:
    """Two stored objects as one: a key of the later one replaces the same key of the earlier (shallow)."""
    return dump({**load_object(before), **load_object(later)})


def _refuse_foreign(value: object) -> None:
    if value is None or isinstance(value, bool | int | str):
        return
    if isinstance(value, list | tuple):
        for item in value:
            _refuse_foreign(item)
        return
    if not isinstance(value, dict):
        raise Bug("journal.not_json", found=type(value).__name__)
    for key, item in value.items():
        if not isinstance(key, str):
            raise Bug("journal.not_json", found=type(key).__name__)
        _refuse_foreign(item)


def plain(body: Mapping[str, Json]) -> str:
    """The stored text of a record's body."""
    return dump(dict(body))


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC, rounded down; `Bug("journal.naive_time")` without a zone."""
    if moment.tzinfo is None:
        raise Bug("journal.naive_time")
    return (moment - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """The aware UTC moment of `to_ms`."""
    return _EPOCH + ms * _MS


def mac(key: bytes, prev: bytes, row: bytes) -> bytes:
    """HMAC-SHA-256 of a canonical row and the MAC of the row before it: 32 bytes."""
    return hmac.digest(key, prev + row, "sha256")


def genesis(key: bytes) -> bytes:
    """What the first row has for `prev`: tells a wrong key from a damaged row."""
    return hmac.digest(key, b"first row", "sha256")
