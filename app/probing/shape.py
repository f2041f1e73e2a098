"""The shape of JSON replies: every path with its types, counts and forms; values stay behind."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.devtools import probe_mask
from app.devtools.probe_findings import Field

ROOT = "$"
_FORMS = 6
_DEEPEST = 40
#: Keys whose plain words and small numbers say something about the server and nothing about a person.
_SHOWN = frozenset(
    "status event_status lottery_status game_category games list list_id game_id zodiac time_zone"
    " seconds_to_cancel ticket_expiration_days max_permutations max_sequence_size max_sequences"
    " ticket_max_wagers num_wagers".split()
)
_PLAIN = re.compile(r"(?!.*\d{3})[^\W\d_][^\W_ ]{0,19}(?:[ _/-][^\W_ ]{1,19}){0,3}|[+-]")
_SENTENCES = frozenset({"error", "message", "msg", "detail"})
_SMALL = 1000


class Number(str):
    """A JSON number as it was written: 5 and 5.00 are two forms."""

    __slots__ = ()


@dataclass(slots=True)
class _Seen:
    types: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)


class Collector:
    """Gathers the replies of one endpoint; `learn` is told every value that must stay secret."""

    def __init__(self, learn: Callable[[str], None]) -> None:
        self._learn = learn
        self._seen: dict[str, _Seen] = {}
        self._objects: Counter[str] = Counter()
        self.repeated: set[str] = set()

    def add(self, root: Any) -> None:
        """Take in a reply read by `read`."""
        self._walk(root, ROOT, "", 0)

    def fields(self) -> tuple[Field, ...]:
        """Every path in the order of its first sight."""
        return tuple(self._field(path, seen) for path, seen in self._seen.items())

    def _field(self, path: str, seen: _Seen) -> Field:
        common = tuple(form for form, _ in seen.forms.most_common(_FORMS))
        parent = path.rpartition(".")[0]
        parents = self._objects[parent] if not path.endswith("[]") else 0
        return Field(path, dict(seen.types), common, max(0, len(seen.forms) - _FORMS), parents)

    def _walk(self, value: Any, path: str, name: str, depth: int) -> None:
        seen = self._seen.setdefault(path, _Seen())
        seen.types[type_of(value)] += 1
        if isinstance(value, Pairs):
            self._object(value, path, depth)
        elif isinstance(value, list):
            for item in value if depth < _DEEPEST else ():
                self._walk(item, f"{path}[]", name, depth + 1)
        elif value is not None:
            self._scalar(seen, value, name)

    def _object(self, value: Pairs, path: str, depth: int) -> None:
        self._objects[path] += 1
        names = [name for name, _ in value]
        if len(set(names)) != len(names):
            self.repeated.add(path)
        for name, item in value if depth < _DEEPEST else ():
            shown = probe_mask.key(name)
            if shown != name:
                self._learn(name)
            self._walk(item, f"{path}.{shown}", name, depth + 1)

    def _scalar(self, seen: _Seen, value: Any, name: str) -> None:
        secret, form = _told(name, value)
        if secret:
            self._learn(str(value))
        seen.forms[form] += 1


class Pairs(list[tuple[str, Any]]):
    """A JSON object with its keys as they came, given twice or not."""


_TYPES: Mapping[type, str] = {
    str: "text",
    bool: "boolean",
    list: "list",
    Pairs: "object",
    type(None): "null",
}


@lru_cache(maxsize=8192, typed=True)
def _told(name: str, value: Any) -> tuple[bool, str]:
    """Whether a scalar is a secret, and what may be shown of it."""
    if not isinstance(value, bool) and probe_mask.is_secret(name, str(value)):
        return True, probe_mask.form(str(value))
    return False, shown(name, value)


def read(body: bytes) -> Any:
    """A body as JSON, objects as `Pairs`, numbers as `Number`. `ValueError` when it is not JSON."""
    try:
        return json.loads(
            body, object_pairs_hook=Pairs, parse_int=Number, parse_float=Number, parse_constant=Number
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def type_of(value: Any) -> str:
    """The JSON type's name; a number is an `integer` or a `decimal` as it was written."""
    if isinstance(value, Number):
        return "integer" if value.lstrip("-").isdigit() else "decimal"
    return _TYPES[type(value)]


def shown(name: str, value: Any) -> str:
    """What the report shows of a value that is no secret: a harmless one itself, else its form."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if name in _SENTENCES and not isinstance(value, Number):
        return probe_mask.sentence(text)
    if name in _SHOWN:
        number = isinstance(value, Number)
        if (number and text.isdigit() and int(text) < _SMALL) or (not number and _PLAIN.fullmatch(text)):
            return text
    return probe_mask.form(text)


def status_in(root: Any) -> int | None:
    """The envelope's `status`, when it has one that is a number."""
    for name, value in root if isinstance(root, Pairs) else ():
        if name == "status" and isinstance(value, str) and value.isdigit() and len(value) <= 3:
            return int(value)
    return None


def error_in(root: Any) -> str:
    """The first error text of an envelope, masked."""
    return next((found for found in _errors(root)), "")


def _errors(root: Any) -> Iterator[str]:
    for wanted in ("error", "message", "msg", "response", "detail"):
        for name, value in root if isinstance(root, Pairs) else ():
            if name == wanted and isinstance(value, str) and not isinstance(value, Number) and value:
                yield probe_mask.sentence(value)
