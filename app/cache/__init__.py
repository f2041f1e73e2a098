"""The catalogue on disk: what a terminal may start the day with when the server does not tell it again."""

from __future__ import annotations

from app.cache.disk import DiskCache

__all__ = ["DiskCache"]
