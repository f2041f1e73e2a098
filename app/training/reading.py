"""Reading one ticket: view, last, copy."""

from __future__ import annotations

from typing import Any

from app.training import draws, spelling, tickets
from app.training.call import Call
from app.training.refusal import not_found
from app.training.sell import sell
from app.training.ticket_json import ticket_body
from app.training.tickets import Play, Ticket, wagers_of
from app.training.wire import Amount, Reply


def view(call: Call) -> Reply:
    """The ticket of a number and a date."""
    return Reply(201, {"response": _shown(call, tickets.asked_for(call, reading=True))})


def last(call: Call) -> Reply:
    """The newest ticket."""
    ticket = tickets.last_of(call, tickets.seen_until(call))
    if ticket is not None:
        return Reply(202, {"response": _shown(call, ticket)})
    if call.variant.last_none == "empty":
        return Reply(202)
    raise not_found(call.variant.missing_status)


def _shown(call: Call, ticket: Ticket) -> dict[str, Any]:
    named = {"id": ticket.uuid} if call.variant.view_uuid else {}
    return named | ticket_body(call, ticket)


def copy(call: Call) -> Reply:
    """The ticket's wagers moved to draws that are open now. Nothing is sold."""
    ticket = tickets.asked_for(call, reading=True)
    moved = [(one.play, _today(call, one.play)) for one in wagers_of(call.store, ticket)]
    kept = [(play, event) for play, event in moved if event or call.variant.copy_missing != "omit"]
    if call.variant.copy_sells:
        sell(call, [Play(event, play.game_id, play.wager, play.amount) for play, event in kept])
    response = {
        "ticket_uuid": ticket.uuid,
        "ticket_number": ticket.number,
        "num_wagers": len(kept),
        "wagers": [_copied(call, play, event) for play, event in kept],
    }
    return Reply(201, {"response": response})


def _today(call: Call, play: Play) -> int:
    """The draw that stands for the wager's own now; 0 for none."""
    draw = draws.equivalent(call.world, draws.find(call.store, [play.draw_id])[play.draw_id], call.now)
    return draw.id if draw else 0


def _copied(call: Call, play: Play, event: int) -> dict[str, Any]:
    found = draws.find(call.store, [play.draw_id, event])
    none = None if call.variant.copy_missing == "null" else 0
    return {
        "amount": Amount(play.amount),
        "event_id": spelling.draw_id(call.world, found[event]) if event else none,
        "game_id": spelling.game_id(call.variant, play.game_id),
        "old_event_id": spelling.draw_id(call.world, found[play.draw_id]),
        "wager": spelling.wager_text(call.variant, play.game_id, play.wager),
    }
