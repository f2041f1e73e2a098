"""Replies against the document and against our models: what is new, missing, different or refused."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from app.api import models
from app.devtools.probe_findings import Difference, Field
from app.probing import document

_TICKET = ("$.response", models.TicketShape)
_ACTION = ("$.response", models.PaidShape)
_SHAPES: Mapping[str, tuple[tuple[str, type[models.Shape]], ...]] = {
    "login": (("$", models.LoginShape), ("$.response", models.LoginShape)),
    "ticket": (_TICKET,),
    "last_ticket": (_TICKET,),
    "create": (_TICKET,),
    "tickets": (("$.response[]", models.RowShape),),
    "agency": (("$.response", models.AgencyShape),),
    "copy": (("$.response", models.CopyShape),),
    "report": (("$.total", models.TotalsShape),),
    "results": (("$.response[]", models.EventShape),),
    "draws": (("$.response[]", models.EventShape),),
    "template": (("$.response[]", models.PlayShape),),
    "products": (("$.response[]", models.ProductShape),),
    "cancel": (_ACTION,),
    "revert": (_ACTION,),
}
#: Replies the document does not show, and the one they most likely look like.
_ALIKE: Mapping[str, str] = {"draws": "results", "create": "ticket"}
_ENVELOPE = frozenset("$ $.status $.response $.total $.error $.message $.msg $.detail $.error_wagers".split())
_ANY = frozenset({"integer", "decimal", "text", "boolean", "null", "object", "list"})
_KINDS: Mapping[Any, frozenset[str]] = {
    models.Amount: frozenset({"integer", "decimal", "text"}),
    models.Moment: frozenset({"integer", "decimal", "text", "object"}),
    int: frozenset({"integer"}),
    str: frozenset({"text"}),
    bool: frozenset({"boolean"}),
    type(None): frozenset({"null"}),
    Any: _ANY,
    models.Unread: _ANY,
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What our model of an endpoint accepts at a path."""

    types: frozenset[str]
    required: bool = False
    whole: bool = False
    """What is below is read too, whatever it is."""


def differences(name: str, fields: Iterable[Field], repeated: Iterable[str] = ()) -> tuple[Difference, ...]:
    """The differences of an endpoint's successful replies, the gravest first."""
    found = tuple(fields)
    if not found:
        return ()
    model, shown = model_of(name), document.types_of(name)
    if not model and not shown and not repeated:
        return ()
    return (
        *(Difference(name, "repeated", path) for path in sorted(repeated)),
        *_against_model(name, found, model),
        *_against_document(name, found, shown),
        *_unread(name, found, {*model, *shown, *document.types_of(_ALIKE.get(name, name))}, _wholes(model)),
    )


def _against_model(
    name: str, fields: tuple[Field, ...], model: Mapping[str, Promise]
) -> Iterator[Difference]:
    by_path = {field.path: field for field in fields}
    for path, promise in model.items():
        parent = by_path.get(path.rpartition(".")[0])
        objects = parent.types.get("object", 0) if parent else 0
        field = by_path.get(path)
        if promise.required and objects > (field.count if field else 0):
            seen = f"{field.count if field else 0}/{objects}"
            yield Difference(name, "required", path, seen, _join(promise.types))
        wrong = set(field.types) - promise.types if field else set()
        if wrong:
            yield Difference(name, "refused", path, _join(wrong), _join(promise.types))


def _against_document(
    name: str, fields: tuple[Field, ...], shown: Mapping[str, frozenset[str]]
) -> Iterator[Difference]:
    by_path = {field.path: field for field in fields}
    for path, types in shown.items():
        field = by_path.get(path)
        if field is None:
            parent = by_path.get(path.rpartition(".")[0])
            optional = path.rpartition(".")[2] in document.MAY_BE_ABSENT
            if parent and parent.types.get("object") and not optional and not path.endswith("[]"):
                yield Difference(name, "missing", path, "", _join(types))
        elif set(field.types) - types:
            yield Difference(name, "type", path, _join(set(field.types) - types), _join(types))


def _wholes(model: Mapping[str, Promise]) -> list[str]:
    return [path for path, promise in model.items() if promise.whole]


def _unread(name: str, fields: tuple[Field, ...], known: set[str], wholes: list[str]) -> Iterator[Difference]:
    """Fields that neither the document nor our models know; what is below one is not listed again."""
    below = tuple(start for at in wholes for start in (f"{at}.", f"{at}["))
    for field in fields:
        path = field.path
        if path in _ENVELOPE or path in known or path.endswith("[]") or path.startswith(below):
            continue
        below += (f"{path}.", f"{path}[")
        yield Difference(name, "unknown", path, _join(field.types))


@cache
def model_of(name: str) -> Mapping[str, Promise]:
    """JSON path -> what our model accepts there, for every field it reads."""
    found: dict[str, Promise] = {}
    for path, shape in _SHAPES.get(name, ()):
        found |= _walk(shape, path)
    return found


def _walk(shape: type[models.Shape], path: str) -> dict[str, Promise]:
    hints = get_type_hints(shape)
    defaults = inspect.signature(shape).parameters
    found: dict[str, Promise] = {}
    for field, wire in zip(shape.__struct_fields__, shape.__struct_encode_fields__, strict=True):
        at = f"{path}.{wire}"
        required = defaults[field].default is inspect.Parameter.empty
        hint = hints[field]
        types, inner = _kinds(hint)
        found[at] = Promise(types, required, types == _ANY or models.Moment in (hint, *get_args(hint)))
        for place, deeper in inner:
            found |= _walk(deeper, at + place)
    return found


def _kinds(hint: Any) -> tuple[frozenset[str], tuple[tuple[str, type[models.Shape]], ...]]:
    """The JSON types a hint admits, and the shapes inside with the path to them."""
    if hint in _KINDS:
        return _KINDS[hint], ()
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        parts = [_kinds(part) for part in get_args(hint)]
        types = frozenset(kind for kinds, _ in parts for kind in kinds)
        return types, tuple(one for _, inner in parts for one in inner)
    if origin is Literal:
        return frozenset({"text"}), ()
    if origin is tuple:
        _, inner = _kinds(get_args(hint)[0])
        return frozenset({"list"}), tuple((f"[]{place}", shape) for place, shape in inner)
    return frozenset({"object"}), (("", hint),)


def _join(types: Iterable[str]) -> str:
    return ", ".join(sorted(types))
