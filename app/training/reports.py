"""POST /gaming/reports: the money of a period, by category, for a user or an agency."""

from __future__ import annotations

from typing import Any

from app.training.call import Call
from app.training.filters import time_range
from app.training.products import BY_ID, CATEGORIES, LIMITS
from app.training.refusal import Refused
from app.training.tickets import VOID
from app.training.wire import Amount, Reply

_SOLD = (
    "SELECT draw.product_id AS product_id, sum(wager.amount) AS money FROM wager"
    " JOIN ticket ON ticket.id = wager.ticket_id JOIN draw ON draw.id = wager.draw_id"
    " WHERE ticket.created_at * 1000 BETWEEN ? AND ? AND ticket.status NOT IN (?, ?)"
)
_WON = _SOLD.replace("wager.amount", "wager.prize")
_PAID = (
    "SELECT draw.product_id AS product_id, sum(wager.prize) AS money FROM wager"
    " JOIN ticket ON ticket.id = wager.ticket_id JOIN draw ON draw.id = wager.draw_id"
    " WHERE wager.paid_at * 1000 BETWEEN ? AND ?"
)


def report(call: Call) -> Reply:
    """Totals: `balance` = sale - agency's commission - prizes, and that is due to the parent."""
    period = time_range(call.body.get("between_timestamp"), call.variant)
    category = call.body.get("category")
    if category not in (None, *CATEGORIES):
        raise Refused(400, "invalid category")
    group = call.body.get("group", "user")
    if group not in ("user", "entity"):
        raise Refused(400, "invalid group")
    seller = ("ticket.user_id = ?", call.account.user_id)
    if group == "entity":
        seller = ("ticket.entity_id = ?", call.account.entity.id)
    sale = _sum(call, category, f"{_SOLD} AND {seller[0]}", *period, *VOID, seller[1])
    prize = _prizes(call, category, group, period, seller)
    return Reply(200, {"total": _totals(sale, prize)})


def _prizes(
    call: Call, category: str | None, group: str, period: tuple[int, int], seller: tuple[str, int]
) -> int:
    """Prizes paid by the user (by the agency's tickets for an agency), or won by what was sold."""
    if call.variant.prize_counted_for == "seller":
        return _sum(call, category, f"{_WON} AND {seller[0]}", *period, *VOID, seller[1])
    if group == "user":
        return _sum(call, category, f"{_PAID} AND wager.paid_by = ?", *period, call.account.user_id)
    return _sum(call, category, f"{_PAID} AND {seller[0]}", *period, seller[1])


def _sum(call: Call, category: str | None, sql: str, *values: Any) -> int:
    rows = call.store.rows(f"{sql} GROUP BY draw.product_id", *values)
    wanted = (row for row in rows if category in (None, BY_ID[row["product_id"]].category))
    return sum(row["money"] for row in wanted)


def _totals(sale: int, prize: int) -> dict[str, Amount]:
    agency = (sale * LIMITS.commission + 50) // 100
    balance = sale - agency - prize
    return {
        "agency": Amount(agency),
        "balance": Amount(balance),
        "parent_balance": Amount(balance),
        "prize": Amount(prize),
        "sale": Amount(sale),
    }
