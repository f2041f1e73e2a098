"""POST /gaming/get-data: the agency, its rules, and the limits of every game and product."""

from __future__ import annotations

from typing import Any

from app.clock import DEFAULT_ZONE
from app.training.call import Call
from app.training.products import CATEGORIES, LIMITS, PRODUCTS
from app.training.wire import Amount, Reply


def get_data(call: Call) -> Reply:
    """Entity, `entity_data` and one `game_data` row for each (game, product)."""
    entity = call.account.entity
    data = {
        "address1": "",
        "address2": "",
        "city": "",
        "municipality": 1,
        "rif": entity.rif,
        "seconds_to_cancel": call.variant.seconds_to_cancel,
        "state": 3,
        "ticket_expiration_days": call.variant.ticket_expiration_days,
        "ticket_footer": entity.footer,
        "ticket_header": entity.header,
        "time_zone": DEFAULT_ZONE,
    }
    response = {
        "entity_id": entity.id,
        "name": entity.name,
        "status": "active",
        "games": CATEGORIES,
        "entity_data": data,
        "game_data": _game_data(),
    }
    return Reply(200, {"response": response})


def _game_data() -> list[dict[str, Any]]:
    pairs = sorted((game_id, product.id) for product in PRODUCTS for game_id in product.games)
    return [
        {
            "amount_multiple": Amount(LIMITS.amount_multiple),
            "commission": LIMITS.commission,
            "game_id": game_id,
            "max_bet": Amount(LIMITS.max_bet),
            "max_permutations": LIMITS.max_permutations,
            "max_sequence_size": LIMITS.max_sequence_size,
            "max_sequences": LIMITS.max_sequences,
            "min_bet": Amount(LIMITS.min_bet),
            "product_id": product_id,
            "ticket_max_wagers": LIMITS.ticket_max_wagers,
        }
        for game_id, product_id in pairs
    ]
