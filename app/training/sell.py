"""POST /user/ticket/create: the whole ticket is sold, or the whole ticket is refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from app.training import draws, games, tickets
from app.training.call import Call
from app.training.draws import Draw
from app.training.products import LIMITS, Product
from app.training.refusal import Refused, not_found
from app.training.store import Store
from app.training.ticket_json import ticket_body
from app.training.tickets import VOID, Play, Ticket
from app.training.wire import Amount, Reply, read_amount, read_int, read_object, read_text


def create(call: Call) -> Reply:
    """Sell; the document shows no success, so the variant chooses among the plausible ones."""
    ticket = sell(call, _plays(call))
    if call.variant.create_reply == "message":
        return Reply(201, {"response": "ticket created"})
    if call.variant.create_reply == "numbers":
        numbers = {"ticket_uuid": ticket.uuid, "ticket_number": ticket.number, "pin_number": ticket.pin}
        return Reply(201, {"response": numbers})
    whole = ticket_body(call, ticket)
    if call.variant.create_reply == "view":
        return Reply(201, {"response": whole})
    return Reply(201, {"response": {"id": ticket.uuid, **whole}})


def sell(call: Call, plays: Sequence[Play]) -> Ticket:
    """Check everything, then write the ticket. `Refused` with the documented texts."""
    if not plays:
        raise Refused(400, "ticket has no wagers")
    if len(plays) > LIMITS.ticket_max_wagers:
        raise Refused(400, f"ticket exceeds the maximum of {LIMITS.ticket_max_wagers} wagers")
    found = draws.find(call.store, (play.draw_id for play in plays))
    if len(found) < len({play.draw_id for play in plays}):
        raise not_found()
    _check_open(call, plays, found)
    for play in plays:
        _check_play(play, found[play.draw_id])
    _check_quota(call, plays, found)
    _check_repeat(call, plays)
    return tickets.add(call, _arranged(call, plays))


def _plays(call: Call) -> list[Play]:
    wagers = read_object(call.body, "ticket").get("wagers")
    if not isinstance(wagers, list):
        raise Refused(400, "invalid wagers")
    return [_play(one) for one in wagers]


def _play(wager: Any) -> Play:
    if not isinstance(wager, dict):
        raise Refused(400, "invalid wagers")
    return Play(
        read_int(wager, "event_id"),
        read_int(wager, "game_id"),
        read_text(wager, "wager"),
        read_amount(wager.get("amount")),
    )


def _check_open(call: Call, plays: Sequence[Play], found: Mapping[int, Draw]) -> None:
    """The ids are written as Go prints a slice: `[18859 18860]`."""
    asked = dict.fromkeys(play.draw_id for play in plays)
    closed = [draw_id for draw_id in asked if not found[draw_id].is_open(call.world, call.now)]
    if closed:
        listed = " ".join(str(draw_id) for draw_id in closed)
        raise Refused(409, f"events are not open. closed events: [{listed}]")


def _check_play(play: Play, draw: Draw) -> None:
    allowed = games.plays(draw.product.category, zodiac=draw.list.zodiac)
    if play.game_id not in allowed or not games.is_wager(play.game_id, play.wager):
        raise Refused(400, f"invalid wager: {play.wager}")
    if play.amount < LIMITS.min_bet:
        raise Refused(400, f"amount is less than min bet. wager: {play.wager}")
    if play.amount > LIMITS.max_bet:
        raise Refused(400, f"amount is greater than max bet. wager: {play.wager}")
    if play.amount % LIMITS.amount_multiple:
        raise Refused(400, f"amount is not a multiple of the allowed amount. wager: {play.wager}")


def quota_of(store: Store, product: Product) -> int:
    """Money sellable on one number of one draw of the product, in minor units."""
    changed: int | None = store.value("SELECT minor FROM quota WHERE product_id = ?", product.id)
    return product.quota * 100 if changed is None else changed


def _check_quota(call: Call, plays: Sequence[Play], found: Mapping[int, Draw]) -> None:
    """`error_wagers`: by wager text, the draws in which it is sold out and what was asked there."""
    asked: Counter[tuple[int, int, str]] = Counter()
    for play in plays:
        asked[play.draw_id, play.game_id, play.wager] += play.amount
    refused: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: {"event_inventory": []})
    for (draw_id, game_id, wager), amount in asked.items():
        left = quota_of(call.store, found[draw_id].product) - _sold(call.store, draw_id, game_id, wager)
        if amount > left:
            row = {"event_id": draw_id, "game_id": game_id, "wager_amount": Amount(amount)}
            refused[wager]["event_inventory"].append({**row, "inventory": Amount(max(left, 0))})
    if refused:
        raise _sold_out(call, refused)


def _sold_out(call: Call, refused: Mapping[str, Any]) -> Refused:
    text = "wagers exceed the available inventory"
    if not call.variant.quota_nested:
        return Refused(409, text, beside={"error_wagers": refused})
    return Refused(409, text, beside={"error": {"message": text, "error_wagers": refused}})


def _sold(store: Store, draw_id: int, game_id: int, wager: str) -> int:
    sold: int = store.value(
        "SELECT coalesce(sum(amount), 0) FROM wager"
        " WHERE draw_id = ? AND game_id = ? AND wager = ? AND status NOT IN (?, ?)",
        *(draw_id, game_id, wager, *VOID),
    )
    return sold


def _check_repeat(call: Call, plays: Sequence[Play]) -> None:
    window = call.variant.refuse_repeat_seconds
    last = tickets.last_of(call) if window else None
    if last is None or last.status in VOID or call.now - last.created_at >= window:
        return
    if Counter(one.play for one in tickets.wagers_of(call.store, last)) == Counter(plays):
        raise Refused(409, "duplicated ticket")


def _arranged(call: Call, plays: Sequence[Play]) -> list[Play]:
    arranged = list(plays)
    if call.variant.merge_equal_wagers:
        sums: Counter[tuple[int, int, str]] = Counter()
        for play in arranged:
            sums[play.draw_id, play.game_id, play.wager] += play.amount
        arranged = [Play(*key, amount) for key, amount in sums.items()]
    if call.variant.sort_wagers:
        arranged.sort(key=lambda play: (play.draw_id, play.game_id, play.wager))
    return arranged
