"""Tickets and wagers as journal data, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from app.domain.secret import Secret
from app.domain.shift import Parts, Tender
from app.domain.ticket import Ticket, TicketWager, Wager
from app.money import Money
from app.ports import Json, Operation

TENDER = "tender"
"""Key of a sale's body: how it was paid, tender to minor units; absent means all in cash."""


def parts_json(parts: Parts) -> dict[str, Json]:
    """What a sale's body says of how it is paid; nothing for one all in cash."""
    if all(tender is Tender.CASH for tender, _ in parts):
        return {}
    return {TENDER: {tender.value: amount.minor for tender, amount in parts}}


def wagers_json(wagers: Sequence[Wager]) -> Json:
    """Wagers as journal data: [event id, game id, text, minor units]."""
    return [[w.event_id, w.game_id, w.text, w.amount.minor] for w in wagers]


def wagers_from(data: Json) -> tuple[Wager, ...]:
    """The inverse of `wagers_json`; `ValueError` when the data is not of that shape."""
    if not isinstance(data, list):
        raise ValueError("wagers are a list")
    found = []
    for row in data:
        match row:
            case [int(event), int(game), str(text), int(minor)]:
                found.append(Wager(event, game, text, Money(minor)))
            case _:
                raise ValueError("a wager is [event, game, text, minor]")
    return tuple(found)


def ticket_json(ticket: Ticket) -> dict[str, Json]:
    """What a ticket's paper needs and its record has no field for; `draws` are the server's own words."""
    return {
        "uuid": ticket.uuid,
        "created_at": int(ticket.created_at.timestamp()),
        "wagers": wagers_json(ticket.plain_wagers()),
        "draws": {str(row.wager.event_id): [row.event_name, row.draw_time] for row in ticket.wagers},
    }


def ticket_from(operation: Operation) -> Ticket:
    """The ticket that a journalled sale stands for; `ValueError` when its wagers cannot be read."""
    body = operation.body
    created = body.get("created_at", 0)
    words = body.get("draws")
    return Ticket(
        number=operation.number or 0,
        pin=operation.pin or Secret(""),
        created_at=datetime.fromtimestamp(created if isinstance(created, int) else 0, UTC),
        wagers=tuple(
            _named(wager, words if isinstance(words, dict) else {})
            for wager in wagers_from(body.get("wagers"))
        ),
        total=operation.amount or Money(),
        uuid=str(body.get("uuid", "")),
    )


def _named(wager: Wager, words: Mapping[str, Json]) -> TicketWager:
    match words.get(str(wager.event_id)):
        case [str(name), str(time)]:
            return TicketWager(wager, name, draw_time=time)
        case _:
            return TicketWager(wager)
