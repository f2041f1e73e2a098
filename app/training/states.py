"""The words for the states of tickets and wagers, by variant, and states as a lagging list knows them."""

from __future__ import annotations

from app.training.call import Call
from app.training.tickets import Ticket, Wager
from app.training.variant import Variant


def word(variant: Variant, status: str) -> str:
    """A state's word on the wire."""
    words = {
        "paid": variant.paid_status,
        "loser": variant.lost_status,
        "expired": variant.expired_status,
        "canceled": variant.canceled_status,
        "rejected": variant.rejected_status,
    }
    return words.get(status, status)


def listed_status(call: Call, ticket: Ticket) -> str:
    """The state that lists know of: the present one, or by variant that of some seconds ago."""
    lag = call.variant.list_lag_seconds
    if not lag:
        return ticket.status
    sql = "SELECT was FROM past_status WHERE ticket_id = ? AND at > ? ORDER BY rowid LIMIT 1"
    return call.store.value(sql, ticket.id, call.now - lag) or ticket.status


def wager_status(call: Call, ticket: Ticket, one: Wager) -> str:
    """The word for a wager's own state; an unpaid winner expires with its ticket."""
    expired = ticket.status == "expired" and one.status == "winner"
    return word(call.variant, "expired" if expired else one.status)
