"""Wire shapes of the API document's replies, as frozen msgspec structs.

Unknown fields are ignored and wrong types refused with their path. A field has a default only where
the document, or a server written in Go, may leave it out: Go drops zeros, empty texts and empty
lists, so a missing `list`, `list_id`, `zodiac` or text is empty. An amount has no such default,
except `prize` of a list row: a ticket that won nothing has none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from app.money import Money

Id = Annotated[int, msgspec.Meta(ge=0, le=9_999_999_999_999_999)]
Play = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Text = str | None
Unread = msgspec.Raw
"""A part of a reply left as it came."""
ListId = Id | Literal["", "-"] | None


class Amount:
    """An amount of a reply (a JSON number of at most two decimals), already exact money."""

    __slots__ = ("money",)

    def __init__(self, money: Money) -> None:
        self.money = money


class Moment:
    """A point in time of a reply, in any of its forms, as an aware UTC datetime."""

    __slots__ = ("at",)

    def __init__(self, at: datetime) -> None:
        self.at = at


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all wire shapes."""


class EnvelopeShape(Shape, frozen=True):
    """`{"status", "response" | "error", "total"}`; the error may also hide under other names.

    `response` and `total` are left as they are: each endpoint has a shape of its own for them.
    """

    status: Any = None
    response: Unread = Unread()
    total: Unread = Unread()
    error: Any = None
    message: Any = None
    msg: Any = None
    detail: Any = None
    error_wagers: Any = None


class LoginShape(Shape, frozen=True):
    """A login reply, at the root or inside `response` or `data`: the token under any listed name."""

    x_auth_token: Text = None
    dashed_token: Text = msgspec.field(default=None, name="x-auth-token")
    token: Text = None
    access_token: Text = None
    user: Any = None
    data: Unread = Unread()


class WagerShape(Shape, frozen=True):
    """A wager of a ticket."""

    amount: Amount
    event_id: Id
    game_id: Id
    wager: Play
    event_name: Text = None
    list_id: ListId = None
    p_event_time: Text = None
    status: Text = None
    current_event_id: Id | None = None


class TicketShape(Shape, frozen=True):
    """Ticket view, last ticket and (presumably) create: some servers may use the second names."""

    wagers: tuple[WagerShape, ...]
    created_at: Moment
    ticket_number: Id | None = None
    number: Id | None = None
    pin_number: Id | str | None = None
    pin: Id | str | None = None
    amount: Amount | None = None
    total: Amount | None = None
    id: Any = None
    uuid: Any = None
    ticket_uuid: Any = None
    entity_id: Id | None = None
    entity_name: Text = None


class NamedTicket(Shape, frozen=True):
    """As much of a broken ticket as names it."""

    ticket_number: Id | None = None
    number: Id | None = None


class RowShape(Shape, frozen=True):
    """A row of the ticket lists."""

    ticket_number: Id
    created_at: Moment
    total: Amount
    prize: Amount | None = None
    id: Text = None
    status: Text = None
    user_id: Id | None = None
    email: Text = None


class PaidShape(Shape, frozen=True):
    """What a successful pay, cancel or revert may say (undocumented)."""

    ticket_number: Id | None = None
    prize: Amount | None = None
    amount: Amount | None = None
    total: Amount | None = None
    paid: Any = None
    wagers: Any = None


class DraftShape(Shape, frozen=True):
    """A wager of a copied ticket: `event_id` 0, null or absent when no draw of its kind is open."""

    amount: Amount
    game_id: Id
    wager: Play
    event_id: Id | None = None
    old_event_id: Id | None = None


class CopyShape(Shape, frozen=True):
    """The reply of copy."""

    wagers: tuple[DraftShape, ...] = ()


class TotalsShape(Shape, frozen=True):
    """The `total` of a report."""

    sale: Amount
    prize: Amount
    agency: Amount
    balance: Amount
    parent_balance: Amount


class EntityShape(Shape, frozen=True):
    """`entity_data` of get-data."""

    address1: Text = None
    address2: Text = None
    city: Text = None
    rif: Text = None
    seconds_to_cancel: Id | None = None
    ticket_expiration_days: Id | None = None
    ticket_header: Text = None
    ticket_footer: Text = None
    time_zone: Text = None


class LimitsShape(Shape, frozen=True):
    """A row of `game_data`; absent and zero both mean that there is no such limit."""

    game_id: Id
    product_id: Id
    min_bet: Amount | None = None
    max_bet: Amount | None = None
    amount_multiple: Amount | None = None
    ticket_max_wagers: Id | None = None
    max_permutations: Id | None = None
    max_sequence_size: Id | None = None
    max_sequences: Id | None = None


class AgencyShape(Shape, frozen=True):
    """The reply of get-data."""

    entity_id: Id
    name: Text = None
    status: Text = None
    games: tuple[str, ...] | None = None
    entity_data: EntityShape | None = None
    game_data: tuple[LimitsShape, ...] | None = None


class ProductShape(Shape, frozen=True):
    """A row of products/search."""

    id: Id
    name: str
    game_category: str
    lottery: Text = None
    status: Text = None
    lottery_status: Text = None
    quota: Amount | None = None


class EventShape(Shape, frozen=True):
    """A row of events/search/kiosk (undocumented; as in the results report) and of the results report."""

    id: Id | None = None
    event_id: Id | None = None
    game_product_id: Id | None = None
    product_id: Id | None = None
    name: Text = None
    game_category: Text = None
    event_timestamp: Moment | None = None
    closing_timestamp: Moment | None = None
    event_date: Text = None
    event_time: Text = None
    list: Text = None
    list_id: ListId = None
    zodiac: bool | None = None
    display_order: Id | None = None
    status: Text = None
    event_status: Text = None
    main_result: Text = None


class PlayShape(Shape, frozen=True, gc=False):
    """A row of the template."""

    game_id: Id
    wager: Play
    code: Text = None


class ImageShape(Shape, frozen=True):
    """The places where a JSON reply may carry a ticket's image."""

    response: Any = None
    image: Text = None
    url: Text = None
