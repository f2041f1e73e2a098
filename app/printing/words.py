"""How dates, hours and fixed texts are written on paper."""

from __future__ import annotations

from datetime import datetime, tzinfo

from app.i18n import t


def word(key: str, **params: object) -> str:
    """A text of `resources/locale/*/paper.toml`."""
    return t(f"paper.{key}", **params)


def day(moment: datetime, zone: tzinfo) -> str:
    """`20/11/2026`, the agency's day."""
    return _day(moment.astimezone(zone))


def hour(moment: datetime, zone: tzinfo) -> str:
    """`12:45 pm`."""
    return _hour(moment.astimezone(zone))


def day_and_hour(moment: datetime, zone: tzinfo) -> str:
    """`20/11/2026 12:45 pm`."""
    local = moment.astimezone(zone)
    return f"{_day(local)} {_hour(local)}"


def _day(local: datetime) -> str:
    return f"{local.day:02d}/{local.month:02d}/{local.year:04d}"


def _hour(local: datetime) -> str:
    half = word("pm") if local.hour >= 12 else word("am")
    return f"{local.hour % 12 or 12}:{local.minute:02d} {half}"
