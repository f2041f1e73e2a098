"""How days, statuses, wagers and results are said on the office screens."""

from __future__ import annotations

import re
from datetime import date, timedelta, tzinfo

from app.domain.catalog import Catalog
from app.domain.format import clock_text, day_text
from app.domain.ticket import Ticket, TicketStatus, TicketWager
from app.i18n import t
from app.presenters.sale_draws import tint_of
from app.presenters.views import PayGroup, PayWager
from app.presenters.views_office import DayView, Hue
from app.services.papers import draw_title, play_name

MOST_DAYS_BACK = 60
_HUES = {
    TicketStatus.SOLD: Hue.PRIMARY,
    TicketStatus.WINNER: Hue.GO,
    TicketStatus.PAID: Hue.QUIET,
    TicketStatus.CANCELED: Hue.STOP,
    TicketStatus.REJECTED: Hue.STOP,
    TicketStatus.LOST: Hue.QUIET,
    TicketStatus.EXPIRED: Hue.WARN,
    TicketStatus.UNKNOWN: Hue.WARN,
}
_WON = frozenset({"winner", "paid"})
_DAY = re.compile(r"(\d{1,2})\D?(\d{1,2})(?:\D?(\d{4}|\d{2}))?", re.ASCII)


def status_word(status: TicketStatus, raw: str) -> str:
    """`Vendido`; a status that we have no word for is shown as the server writes it."""
    if status is TicketStatus.UNKNOWN:
        return raw or t("tickets.status.unknown")
    return t(f"tickets.status.{status.value}")


def hue_of(status: TicketStatus) -> Hue:
    """The colour that goes with a status."""
    return _HUES[status]


def weekday(day: date) -> str:
    """`mar 22/10/2024`."""
    return f"{t(f'tickets.weekday.{day.weekday()}')} {day_text(day)}"


def day_view(day: date, today: date) -> DayView:
    """A day as the day bar shows it."""
    back = (today - day).days
    near = {0: t("tickets.today"), 1: t("tickets.yesterday")}
    text = near.get(back) or t("tickets.days_ago", count=back)
    return DayView(text, weekday(day), can_back=back < MOST_DAYS_BACK, can_forward=back > 0)


def moved(day: date, days: int, today: date) -> date:
    """A day so many days later, never after today nor further back than any list reaches."""
    return max(min(day + timedelta(days=days), today), today - timedelta(days=MOST_DAYS_BACK))


def typed_day(text: str, today: date) -> date | None:
    """The day that `22/10`, `2210`, `22/10/24` or `22102024` means; without a year the last such day."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = (int(part) if part else 0 for part in found.groups())
    try:
        if year:
            return date(year + 2000 if year < 100 else year, month, day)
        this = date(today.year, month, day)
        return this if this <= today else date(today.year - 1, month, day)
    except ValueError:
        return None


def groups_of(ticket: Ticket, catalog: Catalog | None, zone: tzinfo) -> tuple[PayGroup, ...]:
    """A ticket's wagers by draw, in the ticket's order."""
    rows: dict[int, list[TicketWager]] = {}
    for row in ticket.wagers:
        rows.setdefault(row.wager.event_id, []).append(row)
    return tuple(_group(event, found, catalog, zone) for event, found in rows.items())


def _group(event_id: int, rows: list[TicketWager], catalog: Catalog | None, zone: tzinfo) -> PayGroup:
    draw = catalog.draw_by_id.get(event_id) if catalog else None
    first = rows[0]
    name = draw_title(catalog, draw, first.event_name) if catalog and draw else first.event_name
    time = clock_text(draw.draws_at.astimezone(zone)) if draw else first.draw_time
    title = f"{name or t('sale.unknown_draw')} {time}".strip()
    note = t("sale.wagers", count=len(rows))
    return PayGroup(
        title,
        note,
        tint_of(draw.category, signed=draw.signed) if draw else "",
        tuple(_wager(row, catalog) for row in rows),
    )


def _wager(row: TicketWager, catalog: Catalog | None) -> PayWager:
    wager = row.wager
    won = row.status.casefold() in _WON
    return PayWager(
        label=wager.text,
        name=play_name(catalog, wager.game_id, wager.text) if catalog else "",
        note=t("pay.hit") if won else "",
        amount=wager.amount.digits(cents=False),
        won=won,
    )
