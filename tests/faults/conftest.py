"""Faults of line, power and disk: runs that take hours go on where they stopped."""

from __future__ import annotations

from tests.helpers.long_run import long_run

__all__ = ["long_run"]
