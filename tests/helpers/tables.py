"""A life's table walked whole: every move that it has."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from app.errors import Bug

S = TypeVar("S", bound=Enum)
E = TypeVar("E", bound=Enum)


def moves(states: type[S], events: type[E], step: Callable[[S, E], S]) -> dict[tuple[S, E], S]:
    """Every move of a table: (state, event) to the state after it."""
    found: dict[tuple[S, E], S] = {}
    for state in states:
        for event in events:
            try:
                found[state, event] = step(state, event)
            except Bug:
                continue
    return found
