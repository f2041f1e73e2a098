"""POST /gaming/reports: the money of a period, by category, for a user or an agency."""

from __future__ import annotations

from typing import Any

from app.training.accounts import ACCOUNTS, Account, by_user
from app.training.call import Call
from app.training.filters import time_range
from app.training.products import BY_ID, CATEGORIES, LIMITS
from app.training.refusal import Refused
from app.training.tickets import VOID
from app.training.wire import Amount, Reply

_SOLD = (
    "SELECT draw.product_id, ticket.user_id AS who, sum(wager.amount) AS sale, sum(wager.prize) AS prize"
    " FROM wager JOIN ticket ON ticket.id = wager.ticket_id JOIN draw ON draw.id = wager.draw_id"
    " WHERE ticket.created_at BETWEEN ? AND ? AND ticket.status NOT IN (?, ?)"
    " GROUP BY draw.product_id, ticket.user_id"
)
_PAID = (
    "SELECT draw.product_id, wager.paid_by AS who, sum(wager.prize) AS prize"
    " FROM wager JOIN draw ON draw.id = wager.draw_id WHERE wager.paid_at BETWEEN ? AND ?"
    " GROUP BY draw.product_id, wager.paid_by"
)


def report(call: Call) -> Reply:
    """Totals: `balance` = sale - agency's commission - prizes, and that is due to the parent.

    Prizes are those that the user or agency paid, or by variant those that its sales won.
    """
    period = time_range(call.body.get("between_timestamp"), call.variant)
    category, people = call.body.get("category"), _people(call)
    if category not in (None, *CATEGORIES):
        raise Refused(400, "invalid category")

    def mine(rows: list[Any]) -> list[Any]:
        return [
            row
            for row in rows
            if row["who"] in people and category in (None, BY_ID[row["product_id"]].category)
        ]

    sold = mine(call.store.rows(_SOLD, *period, *VOID))
    payer = call.variant.prize_counted_for == "payer"
    won = mine(call.store.rows(_PAID, *period)) if payer else sold
    total = _totals(sum(r["sale"] for r in sold), sum(r["prize"] for r in won))
    rows = [_row(by_user(one), sold, won) for one in sorted(people)]
    return Reply(200, {"total": total, **({"response": rows} if call.variant.report_rows else {})})


def _row(account: Account, sold: list[Any], won: list[Any]) -> dict[str, Any]:
    sale = sum(row["sale"] for row in sold if row["who"] == account.user_id)
    prize = sum(row["prize"] for row in won if row["who"] == account.user_id)
    return {"user_id": account.user_id, "email": account.email, **_totals(sale, prize)}


def _people(call: Call) -> set[int]:
    """The user, or everybody of the agency."""
    group = call.body.get("group", "user")
    if group == "user":
        return {call.account.user_id}
    if group == "entity":
        mates = {one.user_id for one in ACCOUNTS if one.entity.id == call.account.entity.id}
        return mates | {call.account.user_id}
    raise Refused(400, "invalid group")


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
