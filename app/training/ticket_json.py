"""A ticket as view, last and create write it: no ticket-level status, no prize."""

from __future__ import annotations

from typing import Any

from app.training import draws, moments, spelling
from app.training.call import Call
from app.training.draws import Draw
from app.training.states import wager_status
from app.training.tickets import Ticket, Wager, wagers_of
from app.training.wire import Amount


def ticket_body(call: Call, ticket: Ticket) -> dict[str, Any]:
    """The `response` of view, last and create. It hands out the PIN, as the real one does."""
    wagers = wagers_of(call.store, ticket)
    found = draws.find(call.store, (one.play.draw_id for one in wagers))
    today = {draw.id: draws.equivalent(call.world, draw, call.now) for draw in found.values()}
    entity = ticket.account.entity
    return {
        "ticket_number": ticket.number,
        "pin_number": ticket.pin,
        "num_wagers": len(wagers),
        "entity_id": entity.id,
        "parent_id": entity.parent_id,
        "entity_name": entity.name,
        "parent_name": entity.parent_name,
        "created_at": moments.written(ticket.created_at, call.variant.created_form),
        "wagers": [
            _wager(call, ticket, one, found[one.play.draw_id], today[one.play.draw_id]) for one in wagers
        ],
        "amount": Amount(ticket.total),
    }


def _wager(call: Call, ticket: Ticket, one: Wager, draw: Draw, today: Draw | None) -> dict[str, Any]:
    variant, play = call.variant, one.play
    row: dict[str, Any] = {
        "amount": Amount(play.amount),
        "current_event_id": spelling.draw_id(call.world, today) if today else None,
        "event_id": spelling.draw_id(call.world, draw),
        "event_name": draw.name_on_ticket,
        "game_id": spelling.game_id(variant, play.game_id),
        "list_id": draw.list.id or None,
        "p_event_time": moments.am_pm(draw.draw_at),
        "status": wager_status(call, ticket, one),
        "wager": spelling.wager_text(variant, play.game_id, play.wager),
    }
    if not draw.list.id and variant.list_id_none == "absent":
        del row["list_id"]
    elif not draw.list.id and variant.list_id_none == "dash":
        row["list_id"] = "-"
    return row
