"""The server's clock: the undocumented reply of `/gaming/time`, in every plausible form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from app.api.call import Answer
from app.api.parse import BROKEN, typed
from app.api.values import SANE, moment
from app.domain.outcome import BadReply, Offline

HALF_SECOND = 0.5
DATE_HEADER_S = 1.0
HALF_MINUTE = 30.0
_NAMES = ("time", "server_time", "timestamp", "now", "datetime", "date_time", "hour", "date")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Reading:
    """The server's time when it wrote its reply, known to ± `error_s` seconds."""

    at: datetime
    error_s: float


def server_time(zone: tzinfo, near: datetime) -> Callable[[Answer], Reading]:
    """The most exact of the body and the `Date` header; `near` dates a bare "HH:MM:SS".

    A page of HTML is somebody else's answer, its `Date` included.
    """

    def read(answer: Answer) -> Reading:
        if answer.body.lstrip().startswith(b"<"):
            raise Offline(BROKEN)
        header = _header(answer.headers)
        told = [found for value in _values(answer) for found in _readings(value, zone, header, near)]
        told += [header] if header else []
        if not told:
            raise BadReply("$.response", "time")
        return min(told, key=lambda reading: reading.error_s)

    return read


def _header(headers: Mapping[str, str]) -> Reading | None:
    """The HTTP `Date`: whole seconds, and some servers cache it for one."""
    try:
        found = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return None
    if not SANE[0].year <= found.year < SANE[1].year:
        return None
    return Reading(found.astimezone(UTC) + timedelta(seconds=HALF_SECOND), DATE_HEADER_S + HALF_SECOND)


def _values(answer: Answer) -> Iterator[Any]:
    """Every value of the body that may be a time."""
    root: Any
    try:
        root = typed(Any, answer.body)
    except (BadReply, Offline):
        root = answer.body.decode("ascii", "replace").strip()
    yield root
    if not isinstance(root, dict):
        return
    inner = root.get("response")
    for place in (inner, root):
        yield inner
        if isinstance(place, dict):
            yield from (place[name] for name in _NAMES if name in place)


def _readings(value: Any, zone: tzinfo, header: Reading | None, near: datetime) -> Iterator[Reading]:
    """At most one reading. Whole seconds were cut off, so the middle of that second is meant."""
    if isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
        yield from _of_day(clock, zone, header.at if header else near)
        return
    try:
        found = moment(_aware(value, zone))
    except ValueError:
        return
    if _exact(value, found):
        yield Reading(found, 0.0)
    else:
        yield Reading(found + timedelta(seconds=HALF_SECOND), HALF_SECOND)


def _exact(value: Any, found: datetime) -> bool:
    milliseconds = type(value) is int and value >= 100_000_000_000
    return milliseconds or isinstance(value, Decimal) or found.microsecond != 0


def _aware(value: Any, zone: tzinfo) -> Any:
    """A text without an offset is the agency's local time."""
    if not isinstance(value, str):
        return value
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return value
    return found.replace(tzinfo=zone).isoformat() if found.tzinfo is None else found.isoformat()


def _of_day(clock: re.Match[str], zone: tzinfo, near: datetime) -> Iterator[Reading]:
    """ "HH:MM:SS" on the local day that brings it nearest to `near`."""
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return
    half = HALF_SECOND if clock[3] else HALF_MINUTE
    local = near.astimezone(zone)
    days = (local.date() + timedelta(days=shift) for shift in (-1, 0, 1))
    told = (datetime.combine(day, time(hour, minute, second), zone).astimezone(UTC) for day in days)
    yield Reading(min(told, key=lambda at: abs(at - near)) + timedelta(seconds=half), half)
