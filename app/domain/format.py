"""How times and days are written: `12:45 pm`, `20/11/2026`, `3:53`, `1 h 18`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_NOON = 12
_MINUTE = 60
_HOUR = 3600


def clock_text(local: datetime, *, seconds: bool = False) -> str:
    """`12:45 pm` (`12:45:09 pm` with seconds) of a local time."""
    return f"{clock_digits(local, seconds=seconds)} {half_of(local)}"


def clock_digits(local: datetime, *, seconds: bool = False) -> str:
    """`12:45` in twelve hours, without the half of the day."""
    hour = local.hour % _NOON or _NOON
    tail = f":{local.second:02d}" if seconds else ""
    return f"{hour}:{local.minute:02d}{tail}"


def half_of(local: datetime) -> str:
    """`am` or `pm`."""
    return "am" if local.hour < _NOON else "pm"


def day_text(day: date) -> str:
    """`20/11/2026`."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def left_text(left: timedelta) -> str:
    """Time left: `0:45`, `3:53`, from an hour on `1 h 18`."""
    seconds = max(0, int(left.total_seconds()))
    if seconds >= _HOUR:
        return f"{seconds // _HOUR} h {seconds % _HOUR // _MINUTE:02d}"
    return f"{seconds // _MINUTE}:{seconds % _MINUTE:02d}"
