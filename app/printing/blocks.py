"""Where a paper may be cut into the blocks that are sent one after the other. Pure.

Blocks are small, so that a printer that stops holds little that could come out later, and few,
because a printer may pause at the end of each. The last section, with PIN and code, is always a
block of its own: whether its first byte went decides what may be printed again. So is the first
row, which only sets the printer up: from its end on the printer can tell its state by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST, LEAST = 600, 200
"""Bytes of a block that is made of more than one row; a smaller one takes in what follows."""


def ends_of(sections: Sequence[Sequence[bytes]]) -> tuple[int, ...]:
    """Where each block ends, for the bytes of each section's rows."""
    *before, last = sections
    if not before:
        return (sum(map(len, last)),)
    start, *pieces = (piece for section in before for piece in section)
    ends = [len(start)]
    at = begun = len(start)
    for piece in pieces:
        if at - begun >= LEAST and at + len(piece) - begun > MOST:
            ends.append(at)
            begun = at
        at += len(piece)
    if at > begun:
        ends.append(at)
    return (*ends, at + sum(map(len, last)))
