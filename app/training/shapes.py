"""JSON Schemas (2020-12) of requests and replies as the default variant has them.

Requests are described as widely as they are read, replies as narrowly as they are written.
"""

from __future__ import annotations

from typing import Any

from app.training.products import CATEGORIES, LIMITS

Shape = dict[str, Any]


def fields(
    required: dict[str, Shape], optional: dict[str, Shape] | None = None, *, open_: bool = False
) -> Shape:
    """An object; unless `open_` it has no other keys."""
    shape: Shape = {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }
    return shape if open_ else {**shape, "additionalProperties": False}


def rows(of: Shape, *, at_least: int = 0, at_most: int | None = None) -> Shape:
    """A list."""
    most = {} if at_most is None else {"maxItems": at_most}
    return {"type": "array", "items": of, "minItems": at_least, **most}


def envelope(status: int, required: dict[str, Shape], optional: dict[str, Shape] | None = None) -> Shape:
    """A reply: its status and its keys."""
    return fields({"status": {"const": status}, **required}, optional)


def named(name: str) -> Shape:
    """A shape of `COMPONENTS`."""
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Shape = {"type": "string"}
WORD: Shape = {"type": "string", "minLength": 1}
COUNT: Shape = {"type": "integer", "minimum": 0}
ID: Shape = {"type": "integer", "minimum": 1}
MONEY: Shape = {"type": "number", "description": "bolívares, at most two decimals", "multipleOf": 0.01}
EPOCH: Shape = {"type": "integer", "description": "epoch seconds", "minimum": 0}
DAY: Shape = {"type": "string", "format": "date"}
UUID: Shape = {"type": "string", "format": "uuid"}
EIGHT: Shape = {"type": "integer", "minimum": 10_000_000, "maximum": 99_999_999}
CATEGORY: Shape = {"enum": list(CATEGORIES)}
HHMM: Shape = {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}
HHMMSS: Shape = {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}:[0-9]{2}$"}
STAMP: Shape = fields({"seconds": EPOCH}, {"nanos": COUNT})

# What requests may hold: numbers also as text, as some clients of the real server send them.
_INT64 = 2**63 - 1
ASKED_INT: Shape = {
    "anyOf": [
        {"type": "integer", "minimum": -_INT64, "maximum": _INT64},
        {"type": "string", "pattern": "^-?[0-9]{1,12}$"},
    ]
}
_DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,12})?$"
ASKED_AMOUNT: Shape = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _DECIMAL}]}
ASKED_TEXT: Shape = {"type": "string", "pattern": "^[!-~]+$"}
PERIOD: Shape = {
    "description": "first and last moment, ISO, or plain local days",
    **rows({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}, at_least=2, at_most=2),
}
ORDER: dict[str, Shape] = {
    "sort": {"description": 'names to 1, -1, "asc" or "desc"; what cannot be understood is ignored'},
    "order_by": {
        "description": '`[{"name", "value": "asc" | "desc"}]`; what cannot be understood is ignored'
    },
}

_WAGER_ASKED = fields(
    {"amount": ASKED_AMOUNT, "event_id": ASKED_INT, "game_id": ASKED_INT, "wager": ASKED_TEXT}, open_=True
)
_EVENT = {
    "id": ID, "game_product_id": ID, "name": WORD, "event_time": HHMM, "event_time_utc": HHMM,
    "closing_timestamp": STAMP, "game_category": CATEGORY, "event_timestamp": STAMP, "display_order": ID,
}  # fmt: skip
_LISTED: dict[str, Shape] = {
    "list": {"enum": ["A", "B", "C"]},
    "list_id": {"enum": [1, 2, 3]},
    "zodiac": {"const": True},
}
_TICKET = {
    "ticket_number": EIGHT, "pin_number": EIGHT, "num_wagers": ID, "entity_id": ID, "parent_id": ID,
    "entity_name": WORD, "parent_name": WORD, "created_at": EPOCH,
    "wagers": rows(named("Wager"), at_least=1, at_most=LIMITS.ticket_max_wagers), "amount": MONEY,
}  # fmt: skip

COMPONENTS: dict[str, Shape] = {
    "Wager": fields({
        "amount": MONEY, "current_event_id": {"type": ["integer", "null"]}, "event_id": ID,
        "event_name": WORD, "game_id": {"enum": [1, 2, 3, 4, 5, 6, 7]}, "list_id": {"enum": [1, 2, 3, None]},
        "p_event_time": {"type": "string", "pattern": "^[01][0-9]:[0-5][0-9] [ap]m$"},
        "status": {"enum": ["sold", "winner", "loser", "paid", "expired", "canceled", "rejected"]},
        "wager": WORD,
    }),
    "Ticket": fields(_TICKET),
    "SoldTicket": fields({"id": UUID, **_TICKET}),
    "TicketRow": fields({
        "id": UUID, "ticket_number": EIGHT, "created_at": EPOCH, "user_id": ID, "email": WORD,
        "status": {"enum": ["sold", "winner", "loser", "paid", "expired", "canceled", "rejected"]},
        "total": MONEY, "prize": MONEY, "entity_id": ID, "parent_id": ID, "entity_name": WORD,
        "parent_name": WORD,
    }),
    "Limits": fields({
        "amount_multiple": MONEY, "commission": COUNT, "game_id": ID, "max_bet": MONEY,
        "max_permutations": COUNT, "max_sequence_size": COUNT, "max_sequences": COUNT, "min_bet": MONEY,
        "product_id": ID, "ticket_max_wagers": ID,
    }),
    "EntityData": fields({
        "address1": TEXT, "address2": TEXT, "city": TEXT, "municipality": ID, "rif": WORD,
        "seconds_to_cancel": COUNT, "state": ID, "ticket_expiration_days": COUNT, "ticket_footer": TEXT,
        "ticket_header": TEXT, "time_zone": WORD,
    }),
    "Draw": fields({**_EVENT, "status": {"enum": ["open", "closed"]}}, _LISTED),
    "Result": fields({
        **_EVENT, "status": {"const": "result"}, "main_result": WORD, "event_status": {"const": "closed"},
        "result_created_at": STAMP,
    }, _LISTED),
    "Product": fields({
        "id": ID, "name": WORD, "lottery": WORD, "lottery_id": ID, "status": {"const": "active"},
        "quota": MONEY, "game_category": CATEGORY, "lottery_status": {"const": "active"},
        "data": rows(fields({
            "event_date": DAY, "event_id": ID, "event_time": HHMMSS, "next_event_date": DAY,
            "next_event_time": {"anyOf": [HHMMSS, {"type": "null"}]},
        }), at_most=1),
    }),
    "Play": fields({"game_id": ID, "wager": WORD, "code": WORD}),
    "Totals": fields({
        "agency": MONEY, "balance": MONEY, "parent_balance": MONEY, "prize": MONEY, "sale": MONEY,
    }),
    "Error": fields({"status": {"type": "integer", "minimum": 200, "maximum": 599}, "error": WORD}, {
        "error_wagers": {
            "type": "object",
            "additionalProperties": fields({"event_inventory": rows(fields({
                "event_id": ID, "game_id": ID, "wager_amount": MONEY, "inventory": MONEY,
            }), at_least=1)}),
        },
    }),
}  # fmt: skip
"""Shapes that have a name."""

SIGN_IN = fields({"email": ASKED_TEXT, "password": ASKED_TEXT}, open_=True)
SIGNED_IN = fields({
    "x_auth_token": WORD,
    "user": fields({
        "id": ID, "email": WORD, "name": WORD, "status": WORD, "entity_id": ID, "entity_name": WORD,
        "parent_id": ID, "parent_name": WORD, "training": {"const": True},
    }),
})  # fmt: skip
NUMBER_AND_DATE = fields({"ticket_number": ASKED_INT, "date": ASKED_TEXT}, open_=True)
NUMBER_DATE_AND_PIN = fields(
    {"ticket_number": ASKED_INT, "date": ASKED_TEXT, "pin_number": ASKED_INT}, open_=True
)
NUMBER = fields({"ticket_number": ASKED_INT}, open_=True)
SALE = fields({"ticket": fields({"wagers": rows(_WAGER_ASKED)}, open_=True)}, open_=True)
_SOMETHING: Shape = {"not": {"type": "null"}}
_STATE_OR_KIND = [
    fields({"between_created_at": PERIOD, "status": _SOMETHING}, open_=True),
    fields({"between_created_at": PERIOD, "transaction_type": _SOMETHING}, open_=True),
]
TICKETS_OF = fields({"filter": {"type": "object", "anyOf": _STATE_OR_KIND}}, ORDER, open_=True)
DRAWS_OF = fields(
    {"filter": fields({"between_created_at": PERIOD}, {"game_category": {}, "status": {}}, open_=True)},
    ORDER,
    open_=True,
)
RESULTS_OF = fields({"filter": fields({"between_created_at": PERIOD}, open_=True)}, ORDER, open_=True)
REPORT_OF = fields(
    {"between_timestamp": PERIOD},
    {"group": {"enum": ["user", "entity"]}, "category": {"anyOf": [CATEGORY, {"type": "null"}]}},
    open_=True,
)
AGENCY = fields({
    "entity_id": ID, "name": WORD, "status": {"const": "active"}, "games": rows(CATEGORY, at_least=1),
    "entity_data": named("EntityData"), "game_data": rows(named("Limits"), at_least=1),
})  # fmt: skip
PAID = fields({"ticket_number": EIGHT, "prize": MONEY, "status": {"const": "paid"}})
VOIDED = fields({"ticket_number": EIGHT, "status": {"enum": ["canceled", "rejected"]}})
DRAFT = fields({
    "ticket_uuid": UUID, "ticket_number": EIGHT, "num_wagers": COUNT,
    "wagers": rows(fields(
        {"amount": MONEY, "event_id": ID, "game_id": ID, "old_event_id": ID, "wager": WORD}
    )),
})  # fmt: skip
