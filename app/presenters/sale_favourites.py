"""Favourites as data, so that they are there tomorrow."""

from __future__ import annotations

from app.domain.favourites import Favourites
from app.ports import Json

KEPT = "favourites"


def to_json(favourites: Favourites) -> Json:
    """As journal data."""
    sold: list[Json] = [[product, count] for product, count in favourites.sold.items()]
    return {"sold": sold, "pinned": [*sorted(favourites.pinned)]}


def from_json(data: Json) -> Favourites:
    """The inverse; what is not of that shape is left out."""
    match data:
        case {"sold": list(rows), "pinned": list(pinned)}:
            counts = [found for row in rows if (found := _count(row)) is not None]
            return Favourites(dict(counts), frozenset(one for one in pinned if isinstance(one, int)))
        case _:
            return Favourites()


def _count(row: Json) -> tuple[int, int] | None:
    match row:
        case [int(product), int(count)] if count > 0:
            return product, count
        case _:
            return None
