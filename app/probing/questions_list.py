"""Questions about lists, scopes and dates, and what only a sale shows."""

from __future__ import annotations

from datetime import date

from app.devtools.probe_findings import Answer, Verdict
from app.ports import Listing
from app.probing.evidence import Evidence, answered, listed, partly, still_open
from app.probing.observed import VOIDED

_FULL_PAGES = frozenset({10, 20, 25, 50, 100, 200, 250, 500, 1000})


def sold_list(found: Evidence) -> Answer:
    """Does the list of sold tickets hold voided ones?"""
    sold = found.observed.rows.get(Listing.SOLD, ())
    canceled = {(row.number, row.created_at) for row in found.observed.rows.get(Listing.CANCELED, ())}
    both = sum(1 for row in sold if (row.number, row.created_at) in canceled or row.status in VOIDED)
    if both:
        return answered("sold_list", "sold_has_void", count=both)
    trial = found.observed.sold
    if trial and trial.void_word and trial.sold_after is not None:
        return answered("sold_list", "sold_has_void" if trial.sold_after else "sold_no_void", count=1)
    if not canceled:
        return still_open("sold_list")
    return answered("sold_list", "sold_no_void", count=len(canceled))


def paging(found: Evidence) -> Answer:
    """Do lists come in pages?"""
    sizes = {name: len(rows) for name, rows in found.observed.rows.items()}
    totals = [one for one in found.paths("tickets") if one.path == "$.total"]
    most = max(sizes.values(), default=0)
    if not most:
        return still_open("paging")
    if most in _FULL_PAGES:
        return partly("paging", "pages_likely", count=most)
    return partly("paging", "pages_total" if totals else "pages_none", count=most)


def list_scope(found: Evidence) -> Answer:
    """Whose tickets are listed?"""
    rows = found.observed.all_rows()
    others = sum(1 for row in rows if (row.email or row.user_id) and not found.observed.mine(row))
    if others:
        return answered("list_scope", "list_others", others=others, count=len(rows))
    return partly("list_scope", "list_mine", count=len(rows)) if rows else still_open("list_scope")


def last_scope(found: Evidence) -> Answer:
    """Whose newest ticket is `last`?"""
    last, rows = found.observed.last, found.observed.all_rows()
    if last is None:
        none = found.observed.last_read
        return still_open("last_scope", "last_none") if none else still_open("last_scope")
    row = found.observed.row_of(last)
    mine = [one for one in rows if found.observed.mine(one)]
    others = [one for one in rows if (one.email or one.user_id) and not found.observed.mine(one)]
    if row and row in others:
        return answered("last_scope", "last_entity")
    if row and mine and row == mine[0] and any(one.created_at > row.created_at for one in others):
        return answered("last_scope", "last_user")
    return still_open("last_scope", "last_alone")


def list_lag(found: Evidence) -> Answer:
    """Does a new ticket show at once?"""
    sold = found.observed.sold
    if sold is None or sold.listed_at_once is None:
        return still_open("list_lag")
    return answered("list_lag", "lag_none" if sold.listed_at_once else "lag_some")


def bounds(found: Evidence) -> Answer:
    """Does a period include its ends?"""
    lower, upper = (found.observed.bounds.get(name) for name in ("lower", "upper"))
    if lower is None or upper is None:
        return still_open("bounds")
    names = {True: "in", False: "out"}
    return answered("bounds", f"bounds_{names[lower]}_{names[upper]}")


def date_calendar(found: Evidence) -> Answer:
    """Is `date` the local day or the UTC day?"""
    seen = found.observed.evening
    if seen.keys() != {"local", "utc"}:
        return still_open("date_calendar")
    match (seen["local"], seen["utc"]):
        case (Verdict.OK, Verdict.OK):
            return answered("date_calendar", "date_both")
        case (Verdict.OK, Verdict.REFUSED):
            return answered("date_calendar", "date_local")
        case (Verdict.REFUSED, Verdict.OK):
            return answered("date_calendar", "date_utc")
        case _:
            return still_open("date_calendar")


def number_reuse(found: Evidence) -> Answer:
    """Do ticket numbers come again on another day?"""
    days: dict[int, set[date]] = {}
    for row in found.observed.all_rows():
        days.setdefault(row.number, set()).add(row.created_at.astimezone(found.zone).date())
    again = sum(1 for found_ in days.values() if len(found_) > 1)
    if again:
        return answered("number_reuse", "numbers_again", count=again, of=len(days))
    return still_open("number_reuse", "numbers_once", count=len(days)) if days else still_open("number_reuse")


def create_body(found: Evidence) -> Answer:
    """What does a sale answer?"""
    sold, exchange = found.observed.sold, next(found.of("create"), None)
    if sold is None or exchange is None:
        return still_open("create_body")
    keys = listed(one.path for one in found.paths("create") if one.path.count(".") <= 2 and one.path != "$")
    told = {"http": exchange.http, "envelope": exchange.envelope or "-", "keys": keys or exchange.media}
    if sold.said_ticket:
        return answered("create_body", "create_ticket", **told)
    if sold.ticket:
        return answered("create_body", "create_bare", **told)
    return partly("create_body", "create_no", detail=exchange.detail or "-", **told)


def void_body(found: Evidence) -> Answer:
    """What do cancel and revert answer, and how do they differ?"""
    sold = found.observed.sold
    told = []
    for name in ("cancel", "revert"):
        for one in found.of(name):
            keys = listed(field.path for field in found.paths(name) if field.path != "$")
            told.append(f"{name} {one.http}/{one.envelope or '-'} {one.detail or keys or one.media}")
    if sold is None or not told:
        return still_open("void_body")
    text = "voided" if sold.void else "void_failed"
    return partly("void_body", text, told="; ".join(told), word=sold.void_word or "-")
