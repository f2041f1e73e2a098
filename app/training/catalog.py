"""What is on sale: products, draws, valid plays; and the server's time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from app.training import draws, games, moments, spelling
from app.training.call import Call, rows_reply
from app.training.draws import Draw
from app.training.filters import ordered, time_range
from app.training.products import PRODUCTS, Product
from app.training.quota import quota_of
from app.training.variant import Variant
from app.training.wire import Amount, Reply, encode, read_object

EVENT_KEYS = {
    "game_category": lambda draw: draw.product.category,
    "event_timestamp": lambda draw: draw.draw_at,
    "display_order": lambda draw: draw.display_order,
    "list_id": lambda draw: draw.list.id,
    "id": lambda draw: draw.id,
}


_TEMPLATE_DEPENDS = ("success_status", "swap_games", "animal_wager", "tripleta_wager", "template_rows")


@lru_cache(maxsize=4)
def _template_bytes(variant: Variant) -> bytes:
    rows = [
        {
            "game_id": spelling.game_id(variant, game),
            "wager": spelling.wager_text(variant, game, wager),
            "code": code,
        }
        for game, wager, code in games.valid_plays()
        if variant.template_rows == "all" or game == games.TRIPLE
    ]
    status = 200 if variant.success_status == "documented" else int(variant.success_status)
    return encode({"status": status, "response": rows})


def template(call: Call) -> Reply:
    """Every valid play, about 23,000 rows, prepared once."""
    only = {name: getattr(call.variant, name) for name in _TEMPLATE_DEPENDS}
    return Reply(200, _template_bytes(Variant(**only)))


def time(call: Call) -> Reply:
    """The server's time; the document shows no reply, so the variant chooses among the plausible ones."""
    moment = datetime.fromtimestamp(call.now, UTC)
    if call.variant.time_form == "bare":
        return Reply(200, str(call.now).encode())
    forms: dict[str, dict[str, Any]] = {
        "object": {"response": moments.stamp(call.now)},
        "number": {"response": call.now},
        "root": {"time": call.now},
        "server_time": {"server_time": call.now},
        "timestamp": {"response": {"timestamp": call.now}},
        "now": {"response": {"now": moment.isoformat()}},
        "milliseconds": {"response": call.now * 1000},
        "iso": {"response": moment.isoformat().replace("+00:00", "Z")},
        "clock": {"response": moments.local(call.now).strftime("%H:%M:%S")},
        "empty": {},
    }
    return Reply(200, forms[call.variant.time_form])


def products(call: Call) -> Reply:
    """Every product with its next open draw and the one after it."""
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
    upcoming = draws.open_of(call.world, product, None, call.now, 2 * len(product.lists))
    if not upcoming:
        return []
    first = upcoming[0]
    after = next((d for d in upcoming if d.draw_at > first.draw_at and d.day == first.day), None)
    return [
        {
            "event_date": first.day,
            "event_id": spelling.draw_id(call.world, first),
            "event_time": f"{moments.hhmm(first.draw_at)}:00",
            "next_event_date": first.day,
            "next_event_time": f"{moments.hhmm(after.draw_at)}:00" if after else None,
        }
    ]


def events(call: Call) -> Reply:
    """Draws held in the range, by category and status."""
    wanted = read_object(call.body, "filter")
    period = time_range(wanted.get("between_created_at"), call.variant)
    found = [
        draw
        for draw in _in_range(call, *period)
        if wanted.get("game_category") in (None, draw.product.category)
        and wanted.get("status") in (None, _status(call, draw))
    ]
    rows = [_event(call, draw) for draw in ordered(found, call.body, EVENT_KEYS)]
    return rows_reply(call, 201, rows, total=len(rows))


def _in_range(call: Call, first: int, last: int) -> list[Draw]:
    """A row of a draw is made at 00:01 of its day; by variant that is what the range is about."""
    if call.variant.draw_range == "held":
        return draws.between(call.store, first, last)
    found = draws.between(call.store, first - 60, last + moments.DAY_SECONDS)
    return [draw for draw in found if first <= moments.at(draw.day, "00:01") <= last]


def _event(call: Call, draw: Draw) -> dict[str, Any]:
    variant, row = call.variant, event_row(call, draw, _status(call, draw))
    if variant.draw_closing == "absent":
        del row["closing_timestamp"]
    elif variant.draw_closing == "today":
        row["closing_timestamp"] = moments.written(closing_today(call, draw), variant.draw_moments)
    return row


def closing_today(call: Call, draw: Draw) -> int:
    """The draw's time of closing, dated by the day of the request."""
    return moments.at(moments.local_day(call.now), moments.hhmm(draw.closes_at))


def _status(call: Call, draw: Draw) -> str:
    return "open" if draw.is_open(call.world, call.now) else "closed"


def event_row(call: Call, draw: Draw, status: str) -> dict[str, Any]:
    """A draw as the API writes it; a list's keys are dropped when they are zero."""
    older, form = call.variant.draw_keys == "older", call.variant.draw_moments
    row: dict[str, Any] = {
        "event_id" if older else "id": spelling.draw_id(call.world, draw),
        "product_id" if older else "game_product_id": draw.product.id,
        "name": draw.product.name,
        "event_time": moments.hhmm(draw.draw_at),
        "event_time_utc": moments.hhmm_utc(draw.draw_at),
        "closing_timestamp": moments.written(draw.closes_at, form),
        "game_category": draw.product.category,
        "status": status,
        "event_timestamp": moments.written(draw.draw_at, form),
        "display_order": draw.display_order,
    }
    if draw.list.id:
        row |= {"list": draw.list.letter, "list_id": draw.list.id}
    if draw.list.zodiac:
        row["zodiac"] = True
    return row
