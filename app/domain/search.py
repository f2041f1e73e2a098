"""Draws found by a few letters: "zul 4 b" is Zulia, an hour that begins with 4, list B."""

from __future__ import annotations

from datetime import tzinfo

from app.domain.catalog import Draw, Product
from app.domain.figures import plain
from app.domain.format import clock_text


def matches(search: str, product: Product, draw: Draw, zone: tzinfo) -> bool:
    """Whether every word of `search` begins the hour or a word of the product or house.

    A single letter behind the first word is the list.
    """
    names = plain(f"{product.name} {product.lottery}").split()
    hour = clock_text(draw.draws_at.astimezone(zone)).replace(" ", "")
    for place, word in enumerate(plain(search).split()):
        if word[0].isdigit():
            found = hour.startswith(word)
        elif place and len(word) == 1:
            found = word == draw.list_name.lower()
        else:
            found = any(name.startswith(word) for name in names)
        if not found:
            return False
    return True
