"""The endpoints of the API document, one function each: the frozen `Call` with its body and decoder.

Paths are exact, the trailing slash of the lists included: without it the server shows one ticket.
"""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Any

import msgspec

from app.api.call import Call, Form, Safety
from app.api.decoders import catalog, image, moment, session, tickets
from app.api.values import wire_amount, wire_time
from app.api.wire import MEGABYTE, Lane, Pace
from app.domain.catalog import Agency, Draw, Limits, Product, Template
from app.domain.outcome import BadReply
from app.domain.secret import Secret
from app.domain.session import Session
from app.domain.ticket import (
    DraftWager,
    DrawResult,
    PeriodTotals,
    Ticket,
    TicketKey,
    TicketRow,
    Wager,
)
from app.errors import Bug
from app.money import Money
from app.ports import Listing, TicketImage

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_OPERATION = re.compile(r"[A-Za-z0-9._:-]{1,80}")
_JSON = msgspec.json.Encoder(decimal_format="number")


def login(email: str, password: Secret) -> Call[Session]:
    """POST /auth/login."""
    return Call(
        "login",
        "POST",
        "/auth/login",
        session.login(email),
        _JSON.encode({"email": email, "password": password.reveal()}),
        safety=Safety.IDEMPOTENT,
        tries=2,
        recovery=True,
        signed=False,
    )


def logout() -> Call[None]:
    """GET /auth/logout; any 2xx will do."""
    return Call(
        "logout",
        "GET",
        "/auth/logout",
        session.nothing,
        safety=Safety.IDEMPOTENT,
        form=Form.ANY,
        tries=1,
        recovery=True,
    )


def ticket(key: TicketKey) -> Call[Ticket]:
    """POST /user/ticket: one ticket."""
    return Call("ticket", "POST", "/user/ticket", tickets.ticket, _key(key), lane=Lane.MONEY, recovery=True)


def ticket_image(uuid: str) -> Call[TicketImage]:
    """GET /user/ticket/image/{uuid}; `BadReply` when a list gave something else."""
    if not _UUID.fullmatch(uuid):
        raise BadReply("$.response.id", "uuid")
    path = f"/user/ticket/image/{uuid}"
    return Call("ticket_image", "GET", path, image.ticket_image, form=Form.ANY)


def last_ticket() -> Call[Ticket | None]:
    """POST /user/ticket/last."""
    return Call(
        "last_ticket",
        "POST",
        "/user/ticket/last",
        tickets.last_ticket,
        lane=Lane.MONEY,
        recovery=True,
        no_content=True,
    )


def ticket_list(listing: Listing, start: datetime, end: datetime) -> Call[tuple[TicketRow, ...]]:
    """POST /user/ticket/: the list, sorted in the dialect of the document's sample."""
    between: dict[str, Any] = {"between_created_at": _range(start, end)}
    body: dict[str, Any]
    if listing is Listing.SOLD:
        order = [{"name": "created_at", "value": "desc"}]
        body = {"filter": between | {"transaction_type": "wager"}, "order_by": order}
    else:
        body = {"filter": between | {"status": listing.value}, "sort": {"created_at": 1}}
    return Call(
        "tickets",
        "POST",
        "/user/ticket/",
        tickets.ticket_rows,
        _JSON.encode(body),
        limit=8 * MEGABYTE,
        recovery=True,
        no_content=True,
    )


def agency() -> Call[tuple[Agency, tuple[Limits, ...]]]:
    """POST /gaming/get-data."""
    return Call("agency", "POST", "/gaming/get-data", catalog.agency)


def pay(key: TicketKey, pin: Secret) -> Call[Money | None]:
    """POST /user/ticket/pay. A PIN is a number in the document; any other goes out as text."""
    text = pin.reveal()
    digits = text.isascii() and text.isdigit() and len(text) <= 16
    body = {
        "ticket_number": key.number,
        "pin_number": int(text) if digits else text,
        "date": key.day.isoformat(),
    }
    return _money("pay", "/user/ticket/pay", tickets.paid(key.number), body)


def copy(key: TicketKey) -> Call[tuple[DraftWager, ...]]:
    """POST /user/ticket/copy. It should sell nothing; until that is proven it is sent once only."""
    return Call(
        "copy", "POST", "/user/ticket/copy", tickets.draft, _key(key), safety=Safety.UNSAFE, lane=Lane.MONEY
    )


def cancel(number: int) -> Call[None]:
    """POST /user/ticket/cancel."""
    return _money("cancel", "/user/ticket/cancel", tickets.done(number), {"ticket_number": number})


def revert(number: int) -> Call[None]:
    """POST /user/ticket/revert."""
    return _money("revert", "/user/ticket/revert", tickets.done(number), {"ticket_number": number})


def create(wagers: tuple[Wager, ...], operation: str) -> Call[Ticket]:
    """POST /user/ticket/create; `operation` goes out as Idempotency-Key, which the server ignores today."""
    if not _OPERATION.fullmatch(operation):
        raise Bug("api.operation")
    lines = [
        {
            "amount": wire_amount(wager.amount),
            "event_id": wager.event_id,
            "game_id": wager.game_id,
            "wager": wager.text,
        }
        for wager in wagers
    ]
    body = {"ticket": {"wagers": lines}}
    headers = (("idempotency-key", operation),)
    return _money("create", "/user/ticket/create", tickets.ticket, body, headers)


def report(start: datetime, end: datetime, category: str) -> Call[PeriodTotals]:
    """POST /gaming/reports: one user's totals of a category."""
    body = {"between_timestamp": _range(start, end), "group": "user", "category": category}
    return Call("report", "POST", "/gaming/reports", tickets.totals, _JSON.encode(body))


def results(start: datetime, end: datetime) -> Call[tuple[DrawResult, ...]]:
    """POST /gaming/result/0: all products."""
    body = {
        "filter": {"between_created_at": _range(start, end)},
        "order_by": [{"name": "event_timestamp", "value": "desc"}],
    }
    return Call(
        "results",
        "POST",
        "/gaming/result/0",
        catalog.results,
        _JSON.encode(body),
        limit=8 * MEGABYTE,
        no_content=True,
    )


def template() -> Call[Template]:
    """POST /gaming/inventory/template: every valid play."""
    return Call(
        "template",
        "POST",
        "/gaming/inventory/template",
        catalog.template,
        limit=8 * MEGABYTE,
        no_content=True,
    )


def server_time(zone: tzinfo, near: datetime) -> Call[moment.Reading]:
    """GET /gaming/time, without the body the document shows: it belongs to another endpoint."""
    return Call(
        "server_time", "GET", "/gaming/time", moment.server_time(zone, near), form=Form.ANY, lane=Lane.MONEY
    )


def draws(category: str, start: datetime, end: datetime, zone: tzinfo) -> Call[tuple[Draw, ...]]:
    """POST /gaming/events/search/kiosk: open draws of a category."""
    body = {
        "filter": {
            "between_created_at": _range(start, end),
            "game_category": category,
            "status": "open",
        },
        "sort": {"game_category": "desc", "event_timestamp": "desc", "display_order": "0"},
    }
    return Call(
        "draws",
        "POST",
        "/gaming/events/search/kiosk",
        catalog.draws(category, start.astimezone(zone).date(), zone),
        _JSON.encode(body),
        no_content=True,
    )


def products() -> Call[tuple[Product, ...]]:
    """POST /gaming/products/search."""
    return Call("products", "POST", "/gaming/products/search", catalog.products, no_content=True)


def _money(
    name: str, path: str, decoder: Any, body: dict[str, Any], headers: tuple[tuple[str, str], ...] = ()
) -> Call[Any]:
    return Call(
        name,
        "POST",
        path,
        decoder,
        _JSON.encode(body),
        safety=Safety.UNSAFE,
        pace=Pace.MONEY,
        lane=Lane.MONEY,
        tries=1,
        headers=headers,
        recovery=True,
    )


def _key(key: TicketKey) -> bytes:
    return _JSON.encode({"ticket_number": key.number, "date": key.day.isoformat()})


def _range(start: datetime, end: datetime) -> list[str]:
    return [wire_time(start), wire_time(end)]
