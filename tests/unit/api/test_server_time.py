"""`/gaming/time`, whose reply nobody documented."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from app.api import endpoints
from app.api.wire import Reply
from app.domain.outcome import BadReply, Offline
from tests.unit.api.support import CARACAS, bench, ok, read

AT = datetime(2024, 10, 22, 13, 30, 15, tzinfo=UTC)
SECONDS = int(AT.timestamp())
NEAR = AT + timedelta(hours=3)
DATE = {"date": "Tue, 22 Oct 2024 13:30:15 GMT"}


def told(body, headers=None):
    return read(endpoints.server_time(CARACAS, NEAR), body, headers=headers)


@pytest.mark.parametrize(
    "value",
    [
        SECONDS,
        str(SECONDS),
        {"seconds": SECONDS},
        "2024-10-22T13:30:15Z",
        "2024-10-22T09:30:15-04:00",
        "2024-10-22T09:30:15",
        "2024-10-22 09:30:15",
        "09:30:15",
        "9:30:15",
    ],
)
@pytest.mark.parametrize("place", ["bare", "response", "time", "server_time", "timestamp", "now", "inside"])
def test_whole_seconds_in_every_form_and_place(value, place):
    body = {
        "bare": json.dumps(value).encode(),
        "response": ok(value),
        "inside": ok({"time": value}),
    }.get(place, ok(**{place: value}))
    reading = told(body)
    assert (reading.at, reading.error_s) == (AT + timedelta(seconds=0.5), 0.5)


@pytest.mark.parametrize(
    "value",
    [SECONDS * 1000, {"seconds": SECONDS, "nanos": 250_000_000}, SECONDS + 0.25, "2024-10-22T13:30:15.250Z"],
)
def test_fractions_are_exact(value):
    reading = told(ok(value))
    assert reading.error_s == 0
    assert reading.at - AT in (timedelta(0), timedelta(seconds=0.25))


def test_plain_text_and_minutes():
    assert told(b"2024-10-22T13:30:15Z").error_s == 0.5
    minutes = told(b"09:30")
    assert (minutes.at, minutes.error_s) == (AT + timedelta(seconds=15), 30)


def test_a_clock_time_near_midnight_is_dated_by_the_nearest_day():
    near = datetime(2024, 10, 23, 3, 59, tzinfo=UTC)  # 23:59 on the 22nd in Caracas
    reading = read(endpoints.server_time(CARACAS, near), ok("00:00:05"))
    assert reading.at == datetime(2024, 10, 23, 4, 0, 5, 500000, tzinfo=UTC)


def test_the_date_header_dates_a_clock_time_whatever_the_pc_says():
    wrong = datetime(2005, 1, 1, tzinfo=UTC)
    assert read(endpoints.server_time(CARACAS, wrong), ok("09:30:15"), headers=DATE).at.date() == AT.date()


@pytest.mark.parametrize("value", ["2024-10-22T13:30:15", "2024-10-22 13:30:15", "13:30:15"])
def test_a_server_that_writes_utc_without_saying_so_is_known_by_its_date_header(value):
    assert told(ok(value), DATE).at == AT + timedelta(seconds=0.5)
    local = told(ok(value)).at
    assert local.astimezone(CARACAS).hour == 13


@pytest.mark.parametrize("value", ["2024-10-22", "20241022", {"date": "2024-10-22"}])
def test_a_day_alone_is_no_time(value):
    assert told(ok(value), DATE).error_s == 1.5
    with pytest.raises(BadReply):
        told(ok(value))


@pytest.mark.parametrize("body", [b"", ok(), ok("soon"), ok(5), b"{}", ok("25:61:61"), ok({"seconds": -4})])
def test_without_a_time_the_date_header_serves(body):
    reading = told(body, DATE)
    assert (reading.at, reading.error_s) == (AT + timedelta(seconds=0.5), 1.5)
    with pytest.raises(BadReply):
        told(body, {"date": "yesterday"})


def test_a_page_is_no_clock():
    with pytest.raises(Offline):
        told(b" <html>", DATE)


async def test_a_sample_is_carried_to_the_moment_of_the_reply():
    setting = bench(Reply(200, {}, ok(SECONDS * 1000), sent_at=100.0, heard_at=100.4))
    sample = await setting.client.server_time()
    assert (sample.server, sample.at) == (AT + timedelta(seconds=0.2), 100.4)
    assert sample.error_s == pytest.approx(0.2)
