"""The right half of Tickets as a state: what a ticket is, and what can be done with it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.format import clock_text, left_text
from app.domain.sale import ANNULLED, SaleState
from app.domain.ticket import TicketRow
from app.domain.void import Facts, VoidAct, VoidBlock, block, until
from app.i18n import t
from app.presenters.office_words import groups_of, hue_of, status_word, weekday
from app.presenters.views_office import (
    ActView,
    DetailPhase,
    Hue,
    TicketDetailView,
    WindowView,
)
from app.services.copies import Reprint, reprint_of
from app.services.holdings import Holding
from app.services.set import Services
from app.services.ticket_lists import Looked

_HIDDEN = ActView(shown=False)
_LAST_SECONDS = 30


def head_of(row: TicketRow, services: Services) -> TicketDetailView:
    """What the list itself says of a ticket, before it is looked at."""
    local = services.context.server.local(row.created_at)
    return TicketDetailView(
        phase=DetailPhase.LOADING,
        number=str(row.number),
        status=status_word(row.status, row.raw_status),
        hue=hue_of(row.status),
        sold_text=t("tickets.sold_at", when=f"{weekday(local.date())} {clock_text(local, seconds=True)}"),
        total=row.total.text(cents=False),
        prize=row.prize.text(cents=False) if row.prize else "",
    )


def status_of(row: TicketRow, holding: Holding | None) -> tuple[str, Hue]:
    """The status in words; what our own book has just done goes before what the list still says."""
    if holding is not None and holding.state is SaleState.VOIDING:
        return t("tickets.status.voiding"), Hue.WARN
    if holding is not None and holding.state in ANNULLED:
        return t("tickets.status.canceled"), Hue.STOP
    if holding is not None and holding.money_back:
        return t("tickets.status.money_back"), Hue.WARN
    if holding is not None and not holding.printed and reprint_of(holding) is Reprint.ORIGINAL:
        return t("tickets.status.unprinted"), Hue.WARN
    return status_word(row.status, row.raw_status), hue_of(row.status)


def note_of(row: TicketRow, looked: Looked) -> str:
    """Who sold it, how many wagers, how many copies there are."""
    parts = [t("sale.wagers", count=len(looked.ticket.wagers))]
    if looked.holding is None:
        parts.append(t("tickets.sold_by", who=row.email) if row.email else t("tickets.other_till"))
    elif looked.holding.copies:
        parts.append(t("tickets.copies", count=looked.holding.copies))
    if looked.offline:
        parts.append(t("tickets.offline_ticket"))
    return " · ".join(parts)


def reprint_act(holding: Holding | None) -> ActView:
    """Printing again: a copy, or the original that never came out."""
    kind = reprint_of(holding)
    match kind:
        case Reprint.COPY:
            return ActView(ready=True, title=t("ui_tickets.reprint"))
        case Reprint.ORIGINAL:
            return ActView(ready=True, title=t("ui_tickets.print"))
        case Reprint.NOT_OURS | Reprint.VOID | Reprint.UNSETTLED:
            why, told = t(f"tickets.copy_short.{kind.value}"), t(f"tickets.copy.{kind.value}")
            return ActView(why=why, told=told, title=t("ui_tickets.reprint"))


def void_acts(holding: Holding | None, facts: Facts | None) -> tuple[ActView, ActView]:
    """Cancelling and reverting: the second only for what never came on paper."""
    if holding is None or facts is None:
        return _act(VoidBlock.NOT_OURS), _HIDDEN
    cancel = block(VoidAct.CANCEL, facts)
    if cancel is VoidBlock.NEVER_PRINTED:
        return ActView(shown=False), _act(block(VoidAct.REVERT, facts))
    return _act(cancel), _HIDDEN


def _act(reason: VoidBlock | None) -> ActView:
    if reason is None:
        return ActView(ready=True)
    return ActView(why=t(f"tickets.void_short.{reason.value}"), told=t(f"tickets.void.{reason.value}"))


def window_of(facts: Facts | None, *, ready: bool) -> WindowView | None:
    """The ring: seconds until the last call may leave, of the whole window."""
    if facts is None or not ready:
        return None
    left = max(timedelta(0), until(facts) - facts.now)
    seconds = int(left.total_seconds())
    hue = Hue.GO if seconds > 2 * _LAST_SECONDS else Hue.WARN if seconds > _LAST_SECONDS else Hue.STOP
    return WindowView(seconds, facts.seconds_to_cancel, left_text(left), hue)


def filled(head: TicketDetailView, row: TicketRow, looked: Looked, services: Services) -> TicketDetailView:
    """The whole right half of a ticket that was looked at."""
    holding = looked.holding
    status, hue = status_of(row, holding)
    catalog = services.catalog.catalog.value
    filled_in = replace(
        head,
        phase=DetailPhase.READY,
        headline="",
        status=status,
        hue=hue,
        note=note_of(row, looked),
        groups=groups_of(looked.ticket, catalog, services.context.server.zone),
        reprint=reprint_act(holding),
        repeat=ActView(ready=True),
    )
    return with_time(filled_in, holding, services)


def with_time(view: TicketDetailView, holding: Holding | None, services: Services) -> TicketDetailView:
    """The same with what the clock decides: whether it can still be taken back, and how long."""
    facts = services.office.voids.facts(holding) if holding is not None else None
    cancel, revert = void_acts(holding, facts)
    window = window_of(facts, ready=cancel.ready or revert.ready)
    return replace(view, cancel=cancel, revert=revert, window=window)
