"""POST /user/ticket/create: the whole ticket is sold, or the whole ticket is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.training import draws, games, spelling, tickets
from app.training.call import Call
from app.training.draws import Draw
from app.training.products import LIMITS
from app.training.quota import check_funds, check_quota
from app.training.refusal import Refused, not_found
from app.training.ticket_json import ticket_body
from app.training.tickets import VOID, Play, Ticket
from app.training.wire import Reply, read_amount, read_int, read_object, read_text


def create(call: Call) -> Reply:
    """Sell; the document shows no success, so the variant chooses among the plausible ones."""
    ticket = sell(call, plays_of(call))
    numbers = {"ticket_uuid": ticket.uuid, "ticket_number": ticket.number, "pin_number": ticket.pin}
    match call.variant.create_reply:
        case "message":
            return Reply(201, {"response": "ticket created"})
        case "empty":
            return Reply(201)
        case "numbers":
            return Reply(201, {"response": numbers})
        case "root":
            return Reply(201, numbers)
        case "view":
            return Reply(201, {"response": ticket_body(call, ticket)})
    return Reply(201, {"response": {"id": ticket.uuid, **ticket_body(call, ticket)}})


def sell(call: Call, plays: Sequence[Play]) -> Ticket:
    """Check everything, then write the ticket. `Refused` with the documented texts."""
    if call.variant.entity_status != "active":
        raise Refused(400, "entity is not active")
    if not plays:
        raise Refused(400, "ticket has no wagers")
    if len(plays) > LIMITS.ticket_max_wagers:
        raise Refused(400, f"ticket exceeds the maximum of {LIMITS.ticket_max_wagers} wagers")
    found = draws.find(call.store, (play.draw_id for play in plays))
    if len(found) < len({play.draw_id for play in plays}):
        raise not_found(call.variant.missing_status)
    _check_open(call, plays, found)
    for play in plays:
        _check_play(call, play, found[play.draw_id])
    check_quota(call, plays, found)
    check_funds(call, plays)
    _check_repeat(call, plays)
    return tickets.add(call, _arranged(call, plays))


def plays_of(call: Call) -> list[Play]:
    """The wagers of a request. `Refused` 400 for what is none."""
    wagers = read_object(call.body, "ticket").get("wagers")
    if not isinstance(wagers, list):
        raise Refused(400, "invalid wagers")
    return [_play(call, one) for one in wagers]


def _play(call: Call, wager: Any) -> Play:
    if not isinstance(wager, dict):
        raise Refused(400, "invalid wagers")
    return spelling.play_read(
        call.world,
        read_int(wager, "event_id"),
        read_int(wager, "game_id"),
        read_text(wager, "wager"),
        read_amount(wager.get("amount")),
    )


def _check_open(call: Call, plays: Sequence[Play], found: Mapping[int, Draw]) -> None:
    """The ids are written as Go prints a slice: `[18859 18860]`."""
    asked = dict.fromkeys(play.draw_id for play in plays)
    closed = [found[draw_id] for draw_id in asked if not found[draw_id].is_open(call.world, call.now)]
    if not closed:
        return
    if not call.variant.closed_ids:
        raise Refused(409, "events are not open")
    listed = " ".join(str(spelling.draw_id(call.world, draw)) for draw in closed)
    raise Refused(409, f"events are not open. closed events: [{listed}]")


def _check_play(call: Call, play: Play, draw: Draw) -> None:
    allowed = games.plays(draw.product.category, zodiac=draw.list.zodiac)
    wager = spelling.wager_text(call.variant, play.game_id, play.wager)
    if play.game_id not in allowed or not games.is_wager(play.game_id, play.wager):
        raise Refused(400, f"invalid wager: {wager}")
    if play.amount < LIMITS.min_bet:
        raise Refused(400, f"amount is less than min bet. wager: {wager}")
    if play.amount > LIMITS.max_bet:
        raise Refused(400, f"amount is greater than max bet. wager: {wager}")
    if play.amount % max(call.variant.multiple_cents, 1):
        raise Refused(400, f"amount is not a multiple of the allowed amount. wager: {wager}")


def _check_repeat(call: Call, plays: Sequence[Play]) -> None:
    window = call.variant.refuse_repeat_seconds
    row = call.store.row("SELECT * FROM ticket WHERE user_id = ? ORDER BY id DESC", call.account.user_id)
    last = Ticket.of(row) if row and window else None
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
