"""The agency and its limits, products, draws, results and the template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import cast

from app.api.call import Answer
from app.api.decoders.base import PATH, first, limit, list_of, money, number, payload, rows
from app.api.models import AgencyShape, EntityShape, EventShape, LimitsShape, PlayShape, ProductShape
from app.api.values import SANE, clean
from app.clock import DEFAULT_ZONE
from app.domain.catalog import Agency, Draw, Limits, Play, Product, Template
from app.domain.games import LOTTERY
from app.domain.outcome import BadReply
from app.domain.ticket import DrawResult

CLOSES_BEFORE = timedelta(minutes=5)
_LONGEST_BEFORE = timedelta(hours=1)
_DAY = timedelta(days=1)
_LIST_C = 3
_NOT_SELLING = frozenset({"closed", "result", "canceled", "cancelled", "suspended", "inactive"})


def agency(answer: Answer) -> tuple[Agency, tuple[Limits, ...]]:
    """get-data. An agency whose status is given and not "active" must not sell."""
    found = payload(answer, AgencyShape)
    entity = found.entity_data or EntityShape()
    address = (entity.address1, entity.address2, entity.city)
    known = Agency(
        entity_id=found.entity_id,
        name=clean(found.name),
        active=_is_active(found.status),
        games=tuple(found.games or ()),
        rif=clean(entity.rif),
        address=tuple(clean(line) for line in address if clean(line)),
        seconds_to_cancel=entity.seconds_to_cancel or 0,
        ticket_expiration_days=entity.ticket_expiration_days or 0,
        ticket_header=_lines(entity.ticket_header),
        ticket_footer=_lines(entity.ticket_footer),
        time_zone=entity.time_zone or DEFAULT_ZONE,
    )
    return known, tuple(_limits(row) for row in found.game_data or ())


def _is_active(status: str | None) -> bool:
    return (status or "active").casefold() == "active"


def _lines(text: str | None) -> str:
    """The owner's own text for the paper: its line breaks are meant."""
    cleaned = (clean(line) for line in (text or "").splitlines()[:20])
    return "\n".join(cleaned).strip()


def _limits(row: LimitsShape) -> Limits:
    return Limits(
        game_id=row.game_id,
        product_id=row.product_id,
        min_bet=limit(row.min_bet),
        max_bet=limit(row.max_bet),
        amount_multiple=limit(row.amount_multiple),
        max_wagers=number(row.ticket_max_wagers),
        max_permutations=number(row.max_permutations),
        max_sequence_size=number(row.max_sequence_size),
        max_sequences=number(row.max_sequences),
    )


def products(answer: Answer) -> tuple[Product, ...]:
    """products/search; sellable only when both the product and its lottery are active."""
    return tuple(
        Product(
            id=row.id,
            name=clean(row.name),
            lottery=clean(row.lottery),
            category=row.game_category,
            active=_is_active(row.status) and _is_active(row.lottery_status),
            quota=money(row.quota),
        )
        for row in rows(answer, ProductShape)
    )


def template(answer: Answer) -> Template:
    """inventory/template: tens of thousands of rows, so those with a code are handed on as they are."""
    found = rows(answer, PlayShape)
    return Template.of(
        cast(Play, row) if row.code else Play(row.game_id, row.wager, row.wager) for row in found
    )


def draws(category: str, day: date, zone: tzinfo) -> Callable[[Answer], tuple[Draw, ...]]:
    """events/search/kiosk of a category; `day` dates rows that only give a local time."""

    def read(answer: Answer) -> tuple[Draw, ...]:
        found = [
            _draw(row, f"{PATH}[{index}]", category, day, zone)
            for index, row in enumerate(rows(answer, EventShape))
            if not _ended(row)
        ]
        return tuple(sorted(found, key=lambda draw: (draw.draws_at, draw.order, draw.list_id, draw.event_id)))

    return read


def _ended(row: EventShape) -> bool:
    return bool({(row.status or "").casefold(), (row.event_status or "").casefold()} & _NOT_SELLING)


def _draw(row: EventShape, at: str, category: str, day: date, zone: tzinfo) -> Draw:
    draws_at = _draws_at(row, at, day, zone)
    list_id = list_of(row.list_id)
    kind = row.game_category or category
    return Draw(
        event_id=first(f"{at}.id", row.id, row.event_id),
        product_id=first(f"{at}.game_product_id", row.game_product_id, row.product_id),
        name=clean(row.name),
        category=kind,
        draws_at=draws_at,
        closes_at=closing(draws_at, row.closing_timestamp.at if row.closing_timestamp else None),
        list_name=_list_name(row.list),
        list_id=list_id,
        signed=_signed(row, kind, list_id),
        order=row.display_order or 0,
    )


def _signed(row: EventShape, category: str, list_id: int) -> bool:
    """Whether plays carry a zodiac sign: as the server says, else list C of a lottery (public clients)."""
    if row.zodiac is not None:
        return row.zodiac
    return category == LOTTERY and list_id == _LIST_C


def _list_name(name: str | None) -> str:
    return "" if name == "-" else clean(name)


def _draws_at(row: EventShape, at: str, day: date, zone: tzinfo) -> datetime:
    if row.event_timestamp:
        return row.event_timestamp.at
    try:
        on = date.fromisoformat(row.event_date) if row.event_date else day
        if not SANE[0].year <= on.year < SANE[1].year:
            raise ValueError("no year of ours")
        return datetime.combine(on, time.fromisoformat(row.event_time or ""), zone).astimezone(UTC)
    except ValueError:
        raise BadReply(f"{at}.event_timestamp", "required") from None


def closing(draws_at: datetime, told: datetime | None) -> datetime:
    """When a draw closes: at most an hour before it is drawn.

    The server dates closings by the day of the request, so only the time of day is believed; one
    that makes no sense, or none, is five minutes before the draw.
    """
    if told is None:
        return draws_at - CLOSES_BEFORE
    before = (draws_at - told) % _DAY
    return draws_at - (before if timedelta(0) < before <= _LONGEST_BEFORE else CLOSES_BEFORE)


def results(answer: Answer) -> tuple[DrawResult, ...]:
    """The results report, newest first; rows without a result yet are left out."""
    found = [
        _result(row, f"{PATH}[{index}]")
        for index, row in enumerate(rows(answer, EventShape))
        if row.main_result
    ]
    return tuple(sorted(found, key=lambda result: result.draws_at, reverse=True))


def _result(row: EventShape, at: str) -> DrawResult:
    if row.event_timestamp is None:
        raise BadReply(f"{at}.event_timestamp", "required")
    category = row.game_category or ""
    list_id = list_of(row.list_id)
    return DrawResult(
        event_id=first(f"{at}.id", row.id, row.event_id),
        product_id=first(f"{at}.game_product_id", row.game_product_id, row.product_id),
        name=clean(row.name),
        category=category,
        draws_at=row.event_timestamp.at,
        value=clean(row.main_result),
        list_name=_list_name(row.list),
        list_id=list_id,
        signed=_signed(row, category, list_id),
    )
