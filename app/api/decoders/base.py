"""What every decoder needs: the payload of an answer as a shape, and the row a value belongs to."""

from __future__ import annotations

from typing import Any, TypeVar

from app.api.call import Answer
from app.api.models import Amount, Id, ListId
from app.api.parse import Kind, kind, typed
from app.domain.outcome import BadReply
from app.money import Money

T = TypeVar("T")
PATH = "$.response"


def payload(answer: Answer, shape: type[T]) -> T:
    """`response` as `shape`; a server that answers without an envelope is read at the root."""
    if answer.has_response:
        return typed(shape, answer.envelope.response, PATH)
    if kind(answer.envelope.response) is Kind.NULL:
        raise BadReply(PATH, "required")
    return typed(shape, answer.envelope.root)


def rows(answer: Answer, shape: type[T]) -> tuple[T, ...]:
    """`response` as a list of `shape`; absent or null is an empty list.

    Paging is not documented: a list whose `total` says that there is more is no answer, or a ticket on
    the next page would be taken for one that does not exist.
    """
    found: tuple[T, ...] = ()
    if answer.has_response:
        found = typed(tuple[shape, ...], answer.envelope.response, PATH)  # type: ignore[valid-type]
    if kind(answer.envelope.total) is Kind.OTHER:
        total: object = typed(Any, answer.envelope.total, "$.total")
        if type(total) is int and total > len(found):
            raise BadReply("$.total", f"{len(found)} rows")
    return found


def first(path: str, *values: int | None) -> int:
    """The first id given; `BadReply` when none is."""
    found = next((value for value in values if value is not None), None)
    if found is None:
        raise BadReply(path, "required")
    return found


def money(value: Amount | None) -> Money | None:
    """An optional amount."""
    return value.money if value else None


def limit(value: Amount | None) -> Money | None:
    """A limit on money: zero and absent mean none."""
    return value.money if value and value.money else None


def list_of(value: ListId) -> int:
    """A list id: 1, 2, 3 for A, B, C; 0 for none (absent, null, "-")."""
    return value if isinstance(value, int) else 0


def number(value: Id | None) -> int | None:
    """A limit on a count: zero and absent mean none."""
    return value or None
