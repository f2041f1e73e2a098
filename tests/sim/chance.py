"""Chance by name: each stream has its own numbers, so that a change in one place leaves the others."""

from __future__ import annotations

from hashlib import sha256
from random import Random


def stream(seed: int, name: str) -> Random:
    """The stream of a name."""
    return Random(sha256(f"{seed}|{name}".encode()).digest())
