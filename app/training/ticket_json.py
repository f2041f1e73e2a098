"""A ticket as view, last and create write it: no uuid, no status, no prize."""

from __future__ import annotations

from typing import Any

from app.training import draws, moments
from app.training.call import Call
from app.training.draws import Draw
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
        "created_at": ticket.created_at,
        "wagers": [
            _wager(call, ticket, one, found[one.play.draw_id], today[one.play.draw_id]) for one in wagers
        ],
        "amount": Amount(ticket.total),
    }


def _wager(call: Call, ticket: Ticket, one: Wager, draw: Draw, today: Draw | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "amount": Amount(one.play.amount),
        "current_event_id": today.id if today else None,
        "event_id": draw.id,
        "event_name": draw.name_on_ticket,
        "game_id": one.play.game_id,
        "list_id": draw.list.id or None,
        "p_event_time": moments.am_pm(draw.draw_at),
        "status": wager_status(call, ticket, one),
        "wager": one.play.wager,
    }
    if row["list_id"] is None and call.variant.list_id_none == "absent":
        del row["list_id"]
    return row


def wager_status(call: Call, ticket: Ticket, one: Wager) -> str:
    """The wager's own state; an unpaid winner expires with its ticket."""
    if ticket.status == "expired" and one.status == "winner":
        return "expired"
    return call.variant.paid_status if one.status == "paid" else one.status
