"""The request dialects of lists: time ranges and the two ways to ask for an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from app.training import moments
from app.training.refusal import Refused
from app.training.variant import Variant
from app.training.wire import read_int

Row = TypeVar("Row")
_DOWN = {"desc", "-1"}


def time_range(value: Any, variant: Variant) -> tuple[int, int]:
    """Whole epoch seconds within `[from, to]`: the first and the last. `Refused` 400 when malformed."""
    if not isinstance(value, list) or len(value) != 2:
        raise Refused(400, "invalid time range")
    first, last = moments.parse_ms(value[0]), moments.parse_ms(value[1], end=True)
    if not variant.lower_bound_inclusive:
        first += 1
    if not variant.upper_bound_inclusive:
        last -= 1
    return -(-first // 1000), last // 1000


def page_of(
    rows: Sequence[Row], body: Mapping[str, Any], variant: Variant
) -> tuple[Sequence[Row], dict[str, int]]:
    """The rows of the page that `page` of the body asks for, the first without it, and `total`.

    Without pages, which is usual, all of them and no `total`. `Refused` 400 for no page number.
    """
    size = variant.page_rows
    if not size:
        return rows, {}
    page = read_int(body, "page") if "page" in body else 1
    if page < 1:
        raise Refused(400, "invalid page")
    return rows[(page - 1) * size : page * size], {"total": len(rows)}


def ordered(
    rows: Sequence[Row], body: Mapping[str, Any], keys: Mapping[str, Callable[[Row], Any]]
) -> list[Row]:
    """Rows in the order asked for, first key first; unknown keys and no order change nothing."""
    result = list(rows)
    for name, direction in reversed(_wanted(body)):
        if name in keys:
            result.sort(key=keys[name], reverse=direction in _DOWN)
    return result


def _wanted(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """`order_by: [{"name", "value"}]` or `sort: {name: 1 | -1 | "asc" | "desc"}`."""
    listed, mapped = body.get("order_by"), body.get("sort")
    pairs: list[tuple[Any, Any]] = []
    if isinstance(listed, list):
        pairs = [(one.get("name"), one.get("value")) for one in listed if isinstance(one, dict)]
    elif isinstance(mapped, dict):
        pairs = list(mapped.items())
    return [(str(name), str(value).lower()) for name, value in pairs]
