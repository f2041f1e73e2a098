"""What may still be sold: the quota of numbers and draws, and the agency's funds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from app.training import moments, spelling
from app.training.call import Call
from app.training.draws import Draw
from app.training.products import Product
from app.training.refusal import Refused
from app.training.store import Store
from app.training.tickets import VOID, Play
from app.training.wire import Amount

_TEXT = "wagers exceed the available inventory"


def quota_of(store: Store, product: Product) -> int:
    """Money sellable on one number of one draw of the product, in minor units."""
    changed: int | None = store.value("SELECT minor FROM quota WHERE product_id = ?", product.id)
    return product.quota * 100 if changed is None else changed


def check_quota(call: Call, plays: Sequence[Play], found: Mapping[int, Draw]) -> None:
    """`Refused` with `error_wagers`: by wager text, the draws in which it is sold out and what was asked."""
    if call.variant.quota_counts == "nothing":
        return
    asked: Counter[tuple[int, int, str]] = Counter()
    for play in plays:
        asked[play.draw_id, play.game_id, play.wager] += play.amount
    refused: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: {"event_inventory": []})
    for (draw_id, game, wager), amount in asked.items():
        left, wanted = _left(call, found[draw_id], game, wager), amount
        if call.variant.quota_counts == "draw":
            wanted = sum(each for (in_draw, _, _), each in asked.items() if in_draw == draw_id)
        if wanted > left:
            text = spelling.wager_text(call.variant, game, wager)
            refused[text]["event_inventory"].append(_row(call, found[draw_id], game, amount, left))
    if refused:
        raise _sold_out(call, refused)


def _left(call: Call, draw: Draw, game: int, wager: str) -> int:
    sql = "SELECT coalesce(sum(amount), 0) FROM wager WHERE draw_id = ? AND status NOT IN (?, ?)"
    if call.variant.quota_counts == "draw":
        sold: int = call.store.value(sql, draw.id, *VOID)
    else:
        sold = call.store.value(f"{sql} AND game_id = ? AND wager = ?", draw.id, *VOID, game, wager)
    return max(quota_of(call.store, draw.product) - sold, 0)


def _row(call: Call, draw: Draw, game: int, amount: int, left: int) -> dict[str, Any]:
    row = {
        "event_id": spelling.draw_id(call.world, draw),
        "game_id": spelling.game_id(call.variant, game),
        "wager_amount": Amount(amount),
    }
    name = call.variant.quota_left
    return row if name == "absent" else {**row, name: Amount(left)}


def _sold_out(call: Call, refused: Mapping[str, Any]) -> Refused:
    beside: dict[str, Any] = {"error_wagers": refused}
    if call.variant.quota_nested:
        beside = {"error": {"message": _TEXT, "error_wagers": refused}}
    return Refused(call.variant.quota_status, _TEXT, beside=beside)


def check_funds(call: Call, plays: Sequence[Play]) -> None:
    """`Refused` when the day's sales of the agency would pass its funds."""
    if not call.variant.funds:
        return
    sold: int = call.store.value(
        "SELECT coalesce(sum(total), 0) FROM ticket WHERE entity_id = ? AND day = ? AND status NOT IN (?, ?)",
        *(call.account.entity.id, moments.local_day(call.now), *VOID),
    )
    if sold + sum(play.amount for play in plays) > call.variant.funds * 100:
        raise Refused(400, "not enough funds")
