"""Where a paper may be cut into the blocks that are sent one after the other. Pure.

Blocks are small, so that a printer that stops holds little that could come out later, and few,
because a printer may pause at the end of each. The last section, with PIN and code, is always a
block of its own: whether its first byte went decides what may be printed again.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST, LEAST = 600, 200
"""Bytes of a block that is made of more than one row; a smaller one takes in what follows."""


def ends_of(sections: Sequence[Sequence[bytes]]) -> tuple[int, ...]:
    """Where each block ends, for the bytes of each section's rows."""
    *before, last = sections
    ends: list[int] = []
    at = begun = 0
    for piece in (piece for section in before for piece in section):
        if at - begun >= LEAST and at + len(piece) - begun > MOST:
            ends.append(at)
            begun = at
        at += len(piece)
    if at:
        ends.append(at)
    return (*ends, at + sum(map(len, last)))
