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
_OF_DAY = frozenset("T :")
_SAME = timedelta(minutes=5)
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
        yield from _of_day(clock, zone, header, near)
        return
    try:
        found = moment(_aware(value, zone, header))
    except ValueError:
        return
    if _exact(value, found):
        yield Reading(found, 0.0)
    else:
        yield Reading(found + timedelta(seconds=HALF_SECOND), HALF_SECOND)


def _exact(value: Any, found: datetime) -> bool:
    milliseconds = type(value) is int and value >= 100_000_000_000
    return milliseconds or isinstance(value, Decimal) or found.microsecond != 0


def _aware(value: Any, zone: tzinfo, header: Reading | None) -> Any:
    """A text without an offset is local time, as `_meant` says; a day alone is no time."""
    if not isinstance(value, str) or not set(value) & _OF_DAY:
        return value
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        return value
    if found.tzinfo is None:
        found = _meant(found.replace(tzinfo=zone), found.replace(tzinfo=UTC), header)
    return found.isoformat()


def _meant(local: datetime, utc: datetime, header: Reading | None) -> datetime:
    """The agency's local time, unless the `Date` header shows that the server writes UTC."""
    return utc if header and abs(utc - header.at) < _SAME else local


def _of_day(clock: re.Match[str], zone: tzinfo, header: Reading | None, near: datetime) -> Iterator[Reading]:
    """ "HH:MM:SS" on the day that brings it nearest to the `Date` header, else to `near`."""
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return
    told, half = time(hour, minute, second), HALF_SECOND if clock[3] else HALF_MINUTE
    close_to = header.at if header else near
    found = _meant(_nearest(told, zone, close_to), _nearest(told, UTC, close_to), header)
    yield Reading(found + timedelta(seconds=half), half)


def _nearest(told: time, zone: tzinfo, near: datetime) -> datetime:
    today = near.astimezone(zone).date()
    days = (today + timedelta(days=shift) for shift in (-1, 0, 1))
    return min(
        (datetime.combine(day, told, zone).astimezone(UTC) for day in days), key=lambda at: abs(at - near)
    )
