"""What is on sale: products, draws, valid plays; and the server's time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from app.training import draws, games, moments
from app.training.call import Call
from app.training.draws import Draw
from app.training.filters import ordered, time_range
from app.training.products import PRODUCTS, Product
from app.training.sell import quota_of
from app.training.wire import Amount, Reply, encode, read_object

EVENT_KEYS = {
    "game_category": lambda draw: draw.product.category,
    "event_timestamp": lambda draw: draw.draw_at,
    "display_order": lambda draw: draw.display_order,
    "list_id": lambda draw: draw.list.id,
    "id": lambda draw: draw.id,
}


@cache
def _template_bytes() -> bytes:
    rows = [{"game_id": game, "wager": wager, "code": code} for game, wager, code in games.valid_plays()]
    return encode({"status": 200, "response": rows})


def template(call: Call) -> Reply:
    """POST /gaming/inventory/template: every valid play, about 23,000 rows, prepared once."""
    return Reply(200, _template_bytes())


def time(call: Call) -> Reply:
    """GET /gaming/time: the document shows no reply; the variant chooses among the plausible ones."""
    moment = datetime.fromtimestamp(call.now, UTC)
    forms: dict[str, dict[str, Any]] = {
        "object": {"response": moments.stamp(call.now)},
        "number": {"response": call.now},
        "root": {"time": call.now},
        "milliseconds": {"response": call.now * 1000},
        "iso": {"response": moment.isoformat().replace("+00:00", "Z")},
        "clock": {"response": moments.local(call.now).strftime("%H:%M:%S")},
        "empty": {},
    }
    return Reply(200, forms[call.variant.time_form])


def products(call: Call) -> Reply:
    """POST /gaming/products/search: every product with its next open draw and the one after it."""
    rows = [_product_row(call, product) for product in PRODUCTS]
    return Reply(201, {"response": rows})


def _product_row(call: Call, product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "name": product.name,
        "lottery": product.lottery,
        "lottery_id": product.lottery_id,
        "status": "active",
        "quota": Amount(quota_of(call.store, product)),
        "game_category": product.category,
        "lottery_status": "active",
        "data": _next_draws(call, product),
    }


def _next_draws(call: Call, product: Product) -> list[dict[str, Any]]:
    upcoming = draws.open_of(call.world, product, None, call.now)
    if not upcoming:
        return []
    first = upcoming[0]
    after = next((d for d in upcoming if d.draw_at > first.draw_at and d.day == first.day), None)
    return [
        {
            "event_date": first.day,
            "event_id": first.id,
            "event_time": f"{moments.hhmm(first.draw_at)}:00",
            "next_event_date": first.day,
            "next_event_time": f"{moments.hhmm(after.draw_at)}:00" if after else None,
        }
    ]


def events(call: Call) -> Reply:
    """POST /gaming/events/search/kiosk: draws held in the range, by category and status."""
    wanted = read_object(call.body, "filter")
    first, last = time_range(wanted.get("between_created_at"), call.variant)
    found = [
        draw
        for draw in draws.between(call.store, first, last)
        if wanted.get("game_category") in (None, draw.product.category)
        and wanted.get("status") in (None, _status(call, draw))
    ]
    rows = [event_row(draw, _status(call, draw)) for draw in ordered(found, call.body, EVENT_KEYS)]
    return Reply(201, {"total": len(rows), **({"response": rows} if rows else {})})


def _status(call: Call, draw: Draw) -> str:
    return "open" if draw.is_open(call.world, call.now) else "closed"


def event_row(draw: Draw, status: str) -> dict[str, Any]:
    """A draw as the API writes it; a list's keys are dropped when they are zero."""
    row: dict[str, Any] = {
        "id": draw.id,
        "game_product_id": draw.product.id,
        "name": draw.product.name,
        "event_time": moments.hhmm(draw.draw_at),
        "event_time_utc": moments.hhmm_utc(draw.draw_at),
        "closing_timestamp": moments.stamp(draw.closes_at),
        "game_category": draw.product.category,
        "status": status,
        "event_timestamp": moments.stamp(draw.draw_at),
        "display_order": draw.display_order,
    }
    if draw.list.id:
        row |= {"list": draw.list.letter, "list_id": draw.list.id}
    if draw.list.zodiac:
        row["zodiac"] = True
    return row
