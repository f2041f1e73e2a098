"""POST /gaming/get-data: the agency, its rules, and the limits of every game and product."""

from __future__ import annotations

from typing import Any

from app.clock import DEFAULT_ZONE
from app.training import spelling
from app.training.call import Call
from app.training.products import CATEGORIES, LIMITS, PRODUCTS
from app.training.variant import Variant
from app.training.wire import Amount, Reply

_LEGAL_HEADER = "\nRIF J-00000000-0\nAUTORIZACIÓN CONALOT 000-000"
_LEGAL_FOOTER = "\nCaduca a los 3 días\nProhibida la venta a menores de edad\nJuegue con moderación"


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
        "ticket_footer": entity.footer + (_LEGAL_FOOTER if call.variant.legal_text else ""),
        "ticket_header": entity.header + (_LEGAL_HEADER if call.variant.legal_text else ""),
        "time_zone": DEFAULT_ZONE,
    }
    response = {
        "entity_id": entity.id,
        "name": entity.name,
        "status": call.variant.entity_status,
        "games": CATEGORIES,
        "entity_data": data,
        "game_data": _game_data(call.variant),
    }
    return Reply(200, {"response": response})


def _game_data(variant: Variant) -> list[dict[str, Any]]:
    pairs = sorted((game, product.id) for product in PRODUCTS for game in product.games)
    return [
        {
            "amount_multiple": Amount(variant.multiple_cents),
            "commission": LIMITS.commission,
            "game_id": spelling.game_id(variant, game),
            "max_bet": Amount(LIMITS.max_bet),
            "max_permutations": LIMITS.max_permutations,
            "max_sequence_size": LIMITS.max_sequence_size,
            "max_sequences": LIMITS.max_sequences,
            "min_bet": Amount(LIMITS.min_bet),
            "product_id": product_id,
            "ticket_max_wagers": LIMITS.ticket_max_wagers,
        }
        for game, product_id in pairs
    ]
