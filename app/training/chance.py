"""Chance that repeats: a named stream of random numbers for every purpose."""

from __future__ import annotations

from random import Random


def stream(seed: int, *names: object) -> Random:
    """The same seed and names give the same numbers, whatever else was drawn before."""
    return Random("|".join(str(part) for part in (seed, *names)))
