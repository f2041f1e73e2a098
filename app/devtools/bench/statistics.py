"""Medians and percentiles of measured samples. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def percentile(samples: Sequence[float], rank: float) -> float:
    """The value below which `rank` (0 to 100) per cent of the samples lie, between neighbours by line.

    `ValueError` without samples or for a rank outside of 0 to 100.
    """
    if not samples or not 0 <= rank <= 100:
        raise ValueError("samples and a rank from 0 to 100 are needed")
    ordered = sorted(samples)
    place = (len(ordered) - 1) * rank / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(samples: Sequence[float]) -> float:
    """The middle one."""
    return percentile(samples, 50)


def beyond(samples: Sequence[float], usual: float) -> list[float]:
    """How much each sample lies above what is usual; never below nothing."""
    return [max(0.0, sample - usual) for sample in samples]
