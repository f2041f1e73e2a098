"""What the payment screen says of a ticket that was looked at."""

from __future__ import annotations

from datetime import date

from app.domain.format import clock_text, day_text
from app.domain.games import ANIMALITOS, ANIMALITOS77, TRIPLETA
from app.domain.ticket import DrawResult, TicketWager
from app.i18n import t
from app.money import total
from app.presenters.office_words import weekday
from app.presenters.operator import tail
from app.presenters.views import PayGroup, PayWager
from app.services.papers import draw_title, play_name
from app.services.payments import Check, Verdict
from app.services.prizes import Prize, Prizes
from app.services.set import Services

_TINTS = {ANIMALITOS: "animalitos", ANIMALITOS77: "guacharo", TRIPLETA: "tripleta"}


def sold_text(check: Check, services: Services) -> str:
    """When it was sold, and what it cost."""
    if check.ticket is None:
        return ""
    local = services.context.server.local(check.ticket.created_at)
    return t(
        "pay.sold",
        when=f"{day_text(local.date())} {clock_text(local)}",
        count=len(check.ticket.wagers),
        total=check.ticket.total.text(cents=False),
    )


def headline_of(check: Check, services: Services) -> str:
    """The one sentence about it."""
    server = services.context.server
    if check.verdict is Verdict.WINNER and check.expires is not None:
        return t("pay.headline.winner_expires", count=(check.expires - server.today()).days)
    if check.locked_until is not None:
        return t("pay.headline.locked", hour=clock_text(server.local(check.locked_until)))
    if check.since is not None and check.since != server.today():
        return t("pay.headline.not_found_since", day=weekday(check.since))
    return t(f"pay.headline.{check.verdict.value}")


def groups_of(check: Check, services: Services) -> tuple[PayGroup, ...]:
    """Its wagers by draw, each draw with what came out."""
    if check.ticket is None:
        return ()
    rows: dict[int, list[TicketWager]] = {}
    for row in check.ticket.wagers:
        rows.setdefault(row.wager.event_id, []).append(row)
    results = {result.event_id: result for result in check.results}
    return tuple(_group(event, found, results.get(event), services) for event, found in rows.items())


def _group(event_id: int, rows: list[TicketWager], result: DrawResult | None, services: Services) -> PayGroup:
    catalog = services.catalog.catalog.value
    draw = catalog.draw_by_id.get(event_id) if catalog else None
    first = rows[0]
    title = draw_title(catalog, draw, first.event_name) if catalog and draw else first.event_name
    note = ""
    if result is not None:
        name = play_name(catalog, first.wager.game_id, result.value) if catalog else ""
        note = t("pay.came_out", value=f"{result.value} {name}".strip())
    category = result.category if result else (draw.category if draw else "")
    wagers = tuple(
        PayWager(
            label=row.wager.text,
            name=play_name(catalog, row.wager.game_id, row.wager.text) if catalog else "",
            note=t("pay.hit") if _won(row, result) else "",
            amount=row.wager.amount.digits(cents=False),
            won=_won(row, result),
        )
        for row in rows
    )
    return PayGroup(
        f"{title} {first.draw_time.lstrip('0')}".strip(), note, _TINTS.get(category, "triples"), wagers
    )


def _won(row: TicketWager, result: DrawResult | None) -> bool:
    """Whether the server marks the wager a winner, or its play is exactly what came out (a hint only)."""
    if row.status == "winner":
        return True
    return result is not None and row.wager.text == result.value


def prize_groups(prizes: Prizes | None, services: Services, *, stale: bool) -> tuple[PayGroup, ...]:
    """The prizes that wait for their owners, the next to expire first, and the cash they need."""
    if prizes is None or not prizes.waiting:
        return ()
    server = services.context.server
    cash = total(one.row.prize for one in prizes.waiting).text(cents=False)
    note = t("pay.waiting_prizes", count=len(prizes.waiting), total=cash)
    if stale:
        note = f"{note} · {t('pay.waiting_stale', hour=clock_text(server.local(prizes.taken_at)))}"
    rows = tuple(_prize(one, server.today()) for one in prizes.waiting)
    return (PayGroup(t("pay.waiting_title"), note, "", rows),)


def _prize(one: Prize, today: date) -> PayWager:
    """Only the last digits: whoever collects it brings number and PIN on the paper."""
    left = one.days_left(today)
    name = t("pay.waiting_sold", day=weekday(one.key.day))
    note = "" if left is None else t("pay.expires_today") if left <= 0 else t("pay.expires_in", count=left)
    return PayWager(tail(one.key.number), name, note, one.row.prize.digits(cents=False), won=False)
