"""The right column of the sale: the ticket being typed, grouped by draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.domain.cart import Cart, Line, Shape
from app.domain.catalog import Catalog, Draw
from app.domain.format import clock_text
from app.domain.ticket import Wager
from app.i18n import t
from app.money import total
from app.presenters.sale_draws import tint_of
from app.presenters.shell import urgency_of
from app.presenters.views import TicketGroup, TicketLine, TicketView
from app.services.papers import play_name


@dataclass(frozen=True, slots=True)
class Around:
    """What the ticket is shown against. `draws` remembers those no longer on sale; `opened` lines show
    what they unfolded into; `warned` gives what is noted beside a line's wagers (sold out before)."""

    draws: dict[int, Draw]
    catalog: Catalog | None
    now: datetime
    zone: tzinfo
    opened: frozenset[int] = frozenset()
    warned: Callable[[tuple[Wager, ...]], str] = lambda _wagers: ""


def view_of(cart: Cart, around: Around) -> TicketView:
    """The ticket as a state."""
    groups = tuple(_group(event, cart, around) for event in cart.draws())
    return TicketView(
        groups,
        _count(cart, around.catalog),
        cart.total.text(cents=False),
        "" if groups else t("sale.ticket_empty"),
    )


def title_of(draw: Draw, catalog: Catalog | None, zone: tzinfo) -> str:
    """`TRIPLE ZULIA 12:45 pm A`."""
    product = catalog.product_by_id.get(draw.product_id) if catalog else None
    name = product.name if product else draw.name
    return " ".join(
        part for part in (name, clock_text(draw.draws_at.astimezone(zone)), draw.list_name) if part
    )


def _group(event_id: int, cart: Cart, around: Around) -> TicketGroup:
    lines = cart.in_draw(event_id)
    cost = total(line.cost for line in lines).digits(cents=False)
    count = sum(len(line.wagers) for line in lines)
    shown = tuple(_line(line, around) for line in lines)
    draw, now = around.draws.get(event_id), around.now
    if draw is None:
        left = urgency_of(now - now)
        return TicketGroup(event_id, t("sale.unknown_draw"), f"{count} · {cost}", "triples", left, shown)
    return TicketGroup(
        event_id,
        title_of(draw, around.catalog, around.zone),
        f"{count} · {cost}",
        tint_of(draw.category, signed=draw.signed),
        urgency_of(draw.closes_at - now),
        shown,
    )


def _line(line: Line, around: Around) -> TicketLine:
    folds = len(line.wagers) > 1
    opened = folds and line.id in around.opened
    label = line.label if folds else line.wagers[0].text
    warning = around.warned(line.wagers)
    note = _note(line, around.catalog)
    numbers = [(wager.text, wager.amount.digits(cents=False)) for wager in line.wagers] if opened else ()
    return TicketLine(
        line.id,
        label,
        " · ".join(part for part in (warning, note) if part),
        line.cost.digits(cents=False),
        folds,
        opened,
        tuple(numbers),
    )


def _note(line: Line, catalog: Catalog | None) -> str:
    if line.shape is not Shape.PLAIN:
        numbers = t("sale.numbers", count=len(line.wagers))
        return f"{t(f'sale.shape.{line.shape.value}')} · {numbers}"
    first = line.wagers[0]
    return play_name(catalog, first.game_id, first.text) if catalog else ""


def _count(cart: Cart, catalog: Catalog | None) -> str:
    """`12 / 100 jugadas`: the strictest limit of the products in the ticket, when the server gave one."""
    if not cart.lines:
        return ""
    limits = []
    for wager in cart.wagers:
        draw = catalog.draw_by_id.get(wager.event_id) if catalog else None
        row = catalog.limits_for(wager.game_id, draw.product_id) if catalog and draw else None
        if row and row.max_wagers:
            limits.append(row.max_wagers)
    if limits:
        return t("sale.count_of", count=cart.count, limit=min(limits))
    return t("sale.wagers", count=cart.count)
