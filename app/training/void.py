"""Taking a ticket back: POST /user/ticket/cancel (customer) and /user/ticket/revert (machine).

Both are asked with the number alone, so the newest ticket of that number is meant. Cancel answers
every refusal with the same text, as the document shows: not found, not yours, or too late.
"""

from __future__ import annotations

from app.training import draws
from app.training.call import Call, done
from app.training.refusal import Refused, not_found
from app.training.states import word
from app.training.tickets import VOID, Ticket, become, wagers_of
from app.training.wire import Reply, read_int


def cancel(call: Call) -> Reply:
    """Cancel within `seconds_to_cancel` and before the first closing."""
    ticket = _asked_for(call)
    if _again(call, ticket, "canceled"):
        return _done(call, ticket, "canceled")
    if ticket.status != "sold" or not _in_time(call, ticket, call.variant.seconds_to_cancel):
        raise not_found(call.variant.missing_status)
    return _void(call, ticket, "canceled")


def revert(call: Call) -> Reply:
    """Undo a ticket that never reached its customer; it becomes rejected."""
    ticket = _asked_for(call)
    if _again(call, ticket, "rejected"):
        return _done(call, ticket, "rejected")
    if ticket.status in VOID:
        raise Refused(401, f"ticket already {ticket.status} by user")
    if call.variant.revert_newest_only and ticket.id != _newest(call):
        raise not_found(call.variant.missing_status)
    if ticket.status != "sold" or not _in_time(call, ticket, call.variant.seconds_to_revert):
        raise not_found(call.variant.missing_status)
    return _void(call, ticket, "rejected")


def _asked_for(call: Call) -> Ticket:
    mine = call.variant.void_scope == "user"
    column, value = ("user_id", call.account.user_id) if mine else ("entity_id", call.account.entity.id)
    row = call.store.row(
        f"SELECT * FROM ticket WHERE number = ? AND {column} = ? ORDER BY id DESC",  # noqa: S608
        *(read_int(call.body, "ticket_number"), value),
    )
    if row is None:
        raise not_found(call.variant.missing_status)
    return Ticket.of(row)


def _again(call: Call, ticket: Ticket, status: str) -> bool:
    return ticket.status == status and call.variant.void_again == "repeat"


def _newest(call: Call) -> int | None:
    newest: int | None = call.store.value(
        "SELECT max(id) FROM ticket WHERE user_id = ?", call.account.user_id
    )
    return newest


def _in_time(call: Call, ticket: Ticket, seconds: int) -> bool:
    if call.now - ticket.created_at > seconds:
        return False
    played = draws.find(call.store, (one.play.draw_id for one in wagers_of(call.store, ticket)))
    return all(draw.is_open(call.world, call.now) for draw in played.values())


def _void(call: Call, ticket: Ticket, status: str) -> Reply:
    become(call.store, ticket.id, status, call.now)
    call.store.run("UPDATE wager SET status = ? WHERE ticket_id = ?", status, ticket.id)
    return _done(call, ticket, status)


def _done(call: Call, ticket: Ticket, status: str) -> Reply:
    told = word(call.variant, status)
    return done(call, f"ticket {told}", {"ticket_number": ticket.number, "status": told})
