"""Every open question about the server, in the order of the report, with what this probe can say."""

from __future__ import annotations

from collections.abc import Callable

from app.devtools.probe_findings import Answer
from app.probing import questions_line as line
from app.probing import questions_list as lists
from app.probing import questions_sale as sale
from app.probing.evidence import Evidence, still_open

_ASKED: tuple[Callable[[Evidence], Answer], ...] = (
    line.status_mirror,
    line.success_status,
    line.login_body,
    line.token_life,
    line.two_sessions,
    line.sign_in_lost,
    line.time_body,
    line.unknown_header,
    line.rate_limit,
    sale.draws_body,
    sale.advance_sale,
    sale.game_ids,
    sale.animal_wager,
    sale.tripleta,
    sale.limits,
    sale.decimals,
    sale.copy_sells,
    sale.image,
    sale.paper_text,
    sale.statuses,
    sale.winner_list,
    lists.sold_list,
    lists.paging,
    lists.list_scope,
    lists.last_scope,
    lists.list_lag,
    lists.bounds,
    lists.date_calendar,
    lists.number_reuse,
    lists.create_body,
    lists.void_body,
)
#: What no read and no sale that is taken back can show.
_BEYOND = (
    "pay_body",
    "second_pay",
    "other_agency",
    "pin_lock",
    "repeat_refused",
    "wager_order",
    "abandoned",
    "report_prize",
    "idempotency",
)
NAMES = tuple(one.__name__ for one in _ASKED) + _BEYOND


def answer(found: Evidence) -> tuple[Answer, ...]:
    """An answer, or what stays open, for every question."""
    return (*(ask(found) for ask in _ASKED), *(still_open(name) for name in _BEYOND))
