"""POST /user/ticket/ (with the slash): sold, winner, canceled … tickets of a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.training import moments
from app.training.call import Call, rows_reply
from app.training.filters import ordered, page_of, time_range
from app.training.refusal import Refused
from app.training.states import listed_status, word
from app.training.tickets import VOID, Ticket
from app.training.wire import Amount, Reply, read_object

_KEYS = {
    "created_at": lambda ticket: ticket.created_at,
    "ticket_number": lambda ticket: ticket.number,
    "status": lambda ticket: ticket.status,
    "total": lambda ticket: ticket.total,
    "prize": lambda ticket: ticket.prize,
}
_WON = ("winner", "paid", "expired")


def search(call: Call) -> Reply:
    """Tickets sold in a period, by state or by kind of transaction, in the order asked for."""
    wanted = read_object(call.body, "filter")
    if wanted.get("transaction_type") is None and wanted.get("status") is None:
        raise Refused(400, "invalid filter")
    first, until = time_range(wanted.get("between_created_at"), call.variant)
    until = min(until, call.now - call.variant.list_lag_seconds)
    listed = [ticket for ticket in _sold(call, first, until) if _asked(call, ticket, wanted)]
    page, total = page_of(ordered(listed, call.body, _KEYS), call.body, call.variant)
    return rows_reply(call, 200, [_row(call, ticket) for ticket in page], **total)


def _sold(call: Call, first: int, until: int) -> list[Ticket]:
    """Sold in the period by the agency, or by the user as the variant says."""
    mine = call.variant.list_scope == "user"
    column, value = ("user_id", call.account.user_id) if mine else ("entity_id", call.account.entity.id)
    rows = call.store.rows(
        f"SELECT * FROM ticket WHERE {column} = ? AND created_at BETWEEN ? AND ? ORDER BY created_at, id",  # noqa: S608
        *(value, first, until),
    )
    return [Ticket.of(row) for row in rows]


def _asked(call: Call, ticket: Ticket, wanted: Mapping[str, Any]) -> bool:
    kind, status, is_now = wanted.get("transaction_type"), wanted.get("status"), listed_status(call, ticket)
    if kind is not None and (kind != "wager" or _hidden(call, is_now)):
        return False
    if status == "winner" and call.variant.winners_keep_paid and is_now == "paid":
        return True
    return status is None or status in (is_now, word(call.variant, is_now))


def _hidden(call: Call, status: str) -> bool:
    return status in VOID and not call.variant.sold_includes_void


def _row(call: Call, ticket: Ticket) -> dict[str, Any]:
    entity, status = ticket.account.entity, listed_status(call, ticket)
    owed = ticket.prize - ticket.paid if status == ticket.status == "winner" else ticket.prize
    return {
        "id": ticket.uuid,
        "ticket_number": ticket.number,
        "created_at": moments.written(ticket.created_at, call.variant.created_form),
        "user_id": ticket.account.user_id,
        "email": ticket.account.email,
        "status": word(call.variant, status),
        "total": Amount(ticket.total),
        "prize": Amount(owed if status in _WON else 0),
        "entity_id": entity.id,
        "parent_id": entity.parent_id,
        "entity_name": entity.name,
        "parent_name": entity.parent_name,
    }
