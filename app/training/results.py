"""POST /gaming/result/{product}: what came out; product 0 means all of them."""

from __future__ import annotations

from typing import Any

from app.training import draws, moments
from app.training.call import Call, rows_reply
from app.training.catalog import EVENT_KEYS, closing_today, event_row
from app.training.draws import Draw
from app.training.filters import ordered, time_range
from app.training.wire import Reply, read_object

_NANOS = 192_719_000  # the document's rows carry nanoseconds; any will do


def results(call: Call) -> Reply:
    """Results of the draws held in the range, in the order asked for; product 0 means all."""
    first, last = time_range(read_object(call.body, "filter").get("between_created_at"), call.variant)
    product_id = int(call.path["product"])
    found = [
        draw
        for draw in draws.between(call.store, first, last)
        if draw.result is not None and product_id in (0, draw.product.id)
    ]
    rows = [_row(call, draw) for draw in ordered(found, call.body, EVENT_KEYS)]
    return rows_reply(call, 200, rows)


def _row(call: Call, draw: Draw) -> dict[str, Any]:
    form = call.variant.draw_moments
    row = event_row(call, draw, "result")
    closes_at = closing_today(call, draw) if call.variant.results_closing_today else draw.closes_at
    row["closing_timestamp"] = moments.written(closes_at, form)
    row["main_result"] = _shown(call, draw)
    row["event_status"] = "closed"
    # As documented this is not the time of the result but of the row: 00:01 of the draw's day.
    row["result_created_at"] = moments.written(moments.at(draw.day, "00:01"), form, _NANOS)
    return row


def _shown(call: Call, draw: Draw) -> str:
    value = draw.result or ""
    animal = draw.product.category != "lottery"
    return value.zfill(2) if animal and call.variant.results_padded and value != "0" else value
