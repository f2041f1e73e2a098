"""The replies that the API document shows, reduced to one row each, to compare real ones with.

Values do not matter, types do. An endpoint without an entry has no reply in the document: login,
logout, image, time, and the successes of create, pay, cancel and revert.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from app.probing.shape import Collector, read

_WAGER: dict[str, Any] = {
    "amount": 3,
    "current_event_id": 23336,
    "event_id": 23173,
    "event_name": "",
    "game_id": 3,
    "list_id": 3,
    "p_event_time": "12:00 pm",
    "status": "sold",
    "wager": "444-ARI",
}
_TICKET: dict[str, Any] = {
    "ticket_number": 1,
    "pin_number": 1,
    "num_wagers": 6,
    "entity_id": 213,
    "parent_id": 212,
    "entity_name": "",
    "parent_name": "",
    "created_at": 1729587036,
    "wagers": [_WAGER, _WAGER | {"list_id": None}],
    "amount": 18,
}
_ROW: dict[str, Any] = {
    "id": "",
    "ticket_number": 1,
    "created_at": 1721660369,
    "user_id": 864,
    "email": "",
    "status": "canceled",
    "total": 6,
    "prize": 0,
    "entity_id": 213,
    "parent_id": 212,
    "entity_name": "",
    "parent_name": "",
}
_LIMITS: dict[str, Any] = {
    "amount_multiple": 1,
    "commission": 10,
    "game_id": 1,
    "max_bet": 99,
    "max_permutations": 6,
    "max_sequence_size": 10,
    "max_sequences": 2,
    "min_bet": 1,
    "product_id": 1,
    "ticket_max_wagers": 100,
}
_ENTITY: dict[str, Any] = {
    "address1": "",
    "address2": "",
    "city": "",
    "municipality": 1,
    "rif": "1234",
    "seconds_to_cancel": 180,
    "state": 3,
    "ticket_expiration_days": 3,
    "ticket_footer": "123",
    "ticket_header": "123",
    "time_zone": "America/Caracas",
}
_AGENCY: dict[str, Any] = {
    "entity_id": 213,
    "name": "test-1",
    "status": "active",
    "games": ["lottery"],
    "entity_data": _ENTITY,
    "game_data": [_LIMITS],
}
_PRODUCT_DRAW: dict[str, Any] = {
    "event_date": "2024-10-23",
    "event_id": 23286,
    "event_time": "14:00:00",
    "next_event_date": "2024-10-24",
    "next_event_time": "12:00:00",
}
_PRODUCT: dict[str, Any] = {
    "id": 17,
    "name": "",
    "lottery": "",
    "lottery_id": 22,
    "status": "active",
    "quota": 1000000,
    "game_category": "lottery",
    "lottery_status": "active",
    "data": [_PRODUCT_DRAW, _PRODUCT_DRAW | {"next_event_time": None}],
}
_RESULT: dict[str, Any] = {
    "id": 18732,
    "game_product_id": 1,
    "name": "",
    "event_time": "16:00",
    "event_time_utc": "20:00",
    "closing_timestamp": {"seconds": 1729713300},
    "game_category": "lottery",
    "status": "result",
    "event_timestamp": {"seconds": 1726603200},
    "display_order": 19,
    "list": "C",
    "list_id": 3,
    "main_result": "000-ACU",
    "event_status": "closed",
    "zodiac": True,
    "result_created_at": {"seconds": 1726545660, "nanos": 192719000},
}
_COPY: dict[str, Any] = {
    "ticket_uuid": "",
    "ticket_number": 1,
    "num_wagers": 1,
    "wagers": [{"amount": 5, "event_id": 23335, "game_id": 1, "old_event_id": 18748, "wager": "001"}],
}
_TOTALS = dict.fromkeys(("agency", "balance", "parent_balance", "prize", "sale"), 0)

_REPLIES: Mapping[str, Any] = {
    "ticket": {"status": 201, "response": _TICKET},
    "last_ticket": {"status": 202, "response": _TICKET},
    "tickets": {"status": 200, "response": [_ROW]},
    "agency": {"status": 200, "response": _AGENCY},
    "copy": {"status": 201, "response": _COPY},
    "report": {"status": 200, "total": _TOTALS},
    "results": {"status": 200, "response": [_RESULT]},
    "template": {"status": 200, "response": [{"game_id": 1, "wager": "001", "code": "001"}]},
    "draws": {"status": 201, "total": 0},
    "products": {"status": 201, "response": [_PRODUCT]},
}
#: What a server that leaves out empty values drops, as the document's own samples do.
MAY_BE_ABSENT = frozenset({"list", "list_id", "zodiac", "nanos", "response", "total"})


@cache
def types_of(name: str) -> Mapping[str, frozenset[str]]:
    """JSON path -> types, in the document's reply of an endpoint; empty when it shows none."""
    if name not in _REPLIES:
        return {}
    collector = Collector(lambda _word: None)
    collector.add(read(json.dumps(_REPLIES[name]).encode()))
    return {field.path: frozenset(field.types) for field in collector.fields()}
