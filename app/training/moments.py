"""Times as the API writes them, and the local day that everything is counted by.

Inside the server a moment is an int of epoch seconds (UTC) and a day is `YYYY-MM-DD` of the
agencies' zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.clock import DEFAULT_ZONE
from app.training.refusal import Refused

ZONE = ZoneInfo(DEFAULT_ZONE)
DAY_SECONDS = 86_400


def local(moment: int) -> datetime:
    """The moment in the agencies' zone."""
    return datetime.fromtimestamp(moment, ZONE)


def local_day(moment: int) -> str:
    """The agencies' calendar day, `2024-10-22`."""
    return local(moment).date().isoformat()


def utc_day(moment: int) -> str:
    """The calendar day in UTC."""
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def at(day: str, hhmm: str) -> int:
    """The moment of a local time of day, `at("2024-10-22", "16:45")`."""
    stamp = datetime.combine(date.fromisoformat(day), time.fromisoformat(hhmm), ZONE)
    return int(stamp.timestamp())


def next_day(day: str, days: int = 1) -> str:
    """The day `days` later (earlier when negative)."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def hhmm(moment: int) -> str:
    """`16:45`, local: `event_time` of results and draws."""
    return local(moment).strftime("%H:%M")


def hhmm_utc(moment: int) -> str:
    """`20:45`: `event_time_utc`."""
    return datetime.fromtimestamp(moment, UTC).strftime("%H:%M")


def am_pm(moment: int) -> str:
    """`12:00 pm`: `p_event_time` of a ticket's wagers."""
    return local(moment).strftime("%I:%M %p").lower()


def stamp(moment: int, nanos: int = 0) -> dict[str, int]:
    """A protobuf timestamp; zero nanos are dropped."""
    return {"seconds": moment, "nanos": nanos} if nanos else {"seconds": moment}


def written(moment: int, form: str, nanos: int = 0) -> int | str | dict[str, int]:
    """A moment in a variant's form: "object" (see `stamp`), "seconds", or "iso" in UTC."""
    if form == "seconds":
        return moment
    if form == "iso":
        return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")
    return stamp(moment, nanos)


def parse_ms(value: Any, *, end: bool = False) -> int:
    """A bound of a time range in epoch milliseconds: ISO text, or a plain local day.

    A plain day means its first instant, with `end` its last. `Refused` 400 for anything else.
    """
    if not isinstance(value, str):
        raise Refused(400, "invalid time range")
    try:
        if len(value) == len("2024-10-22"):
            first = at(next_day(value) if end else value, "00:00") * 1000
            return first - 1 if end else first
        moment = datetime.fromisoformat(value)
    except (ValueError, OverflowError) as error:
        raise Refused(400, "invalid time range") from error
    return round(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)
