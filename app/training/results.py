"""POST /gaming/result/{product}: what came out; product 0 means all of them."""

from __future__ import annotations

from typing import Any

from app.training import draws, moments
from app.training.call import Call
from app.training.catalog import EVENT_KEYS, event_row
from app.training.draws import Draw
from app.training.filters import ordered, time_range
from app.training.wire import Reply, read_object

_NANOS = 192_719_000  # the document's rows carry nanoseconds; any will do


def results(call: Call) -> Reply:
    """Results of the draws held in the range, in the order asked for."""
    first, last = time_range(read_object(call.body, "filter").get("between_created_at"), call.variant)
    product_id = int(call.path["product"])
    found = [
        draw
        for draw in draws.between(call.store, first, last)
        if draw.result is not None and product_id in (0, draw.product.id)
    ]
    rows = [_row(call, draw) for draw in ordered(found, call.body, EVENT_KEYS)]
    return Reply(200, {"response": rows} if rows else {})


def _row(call: Call, draw: Draw) -> dict[str, Any]:
    row = event_row(draw, "result")
    if call.variant.results_closing_today:
        today = moments.local_day(call.now)
        row["closing_timestamp"] = moments.stamp(moments.at(today, moments.hhmm(draw.closes_at)))
    row["main_result"] = _shown(call, draw)
    row["event_status"] = "closed"
    # As documented this is not the time of the result but of the row: 00:01 of the draw's day.
    row["result_created_at"] = moments.stamp(moments.at(draw.day, "00:01"), _NANOS)
    return row


def _shown(call: Call, draw: Draw) -> str:
    value = draw.result or ""
    animal = draw.product.category != "lottery"
    return value.zfill(2) if animal and call.variant.results_padded and value != "0" else value
