"""What a walk of a server learnt, typed: questions are answered from this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from app.clock import Sample
from app.devtools.probe_findings import Verdict
from app.domain.catalog import Agency, Catalog, Draw, Limits, Product, Template
from app.domain.session import Session
from app.domain.ticket import DraftWager, Ticket, TicketKey, TicketRow, TicketStatus
from app.money import Money
from app.ports import Listing, TicketImage

VOIDED = frozenset({TicketStatus.CANCELED, TicketStatus.REJECTED})


@dataclass
class CopyTrial:
    """Copying a ticket of `price`: the drafts, and the user's newest ticket before and after."""

    price: Money | None = None
    drafts: tuple[DraftWager, ...] | None = None
    before: Ticket | None = None
    after: Ticket | None = None
    compared: bool = False

    @property
    def sold(self) -> Ticket | None:
        """The ticket that copying sold: new, with the same plays, or at least the same price."""
        if not self.compared or self.after is None or self.same:
            return None
        if self.drafts is None:
            return self.after if self.after.total == self.price else None
        mine = sorted((one.wager.text, one.wager.amount) for one in self.drafts or ())
        theirs = sorted((one.text, one.amount) for one in self.after.plain_wagers())
        return self.after if mine == theirs else None

    @property
    def same(self) -> bool:
        """Whether nothing was sold between."""
        if self.before is None or self.after is None:
            return self.before is self.after
        return (self.before.number, self.before.created_at) == (self.after.number, self.after.created_at)


@dataclass
class Sold:
    """What `--with-sale` did: how create answered, how soon the ticket was listed, and how it ended.

    `sold_after`: whether the list of sold tickets still holds it once it is void.
    """

    ticket: Ticket | None = None
    create: Verdict | None = None
    said_ticket: bool = False
    cancel: Verdict | None = None
    revert: Verdict | None = None
    listed_at_once: bool | None = None
    sold_after: bool | None = None
    void_word: str = ""
    void: bool = False


@dataclass
class Observed:
    """Everything that was read; None and empty where nothing came."""

    session: Session | None = None
    sample: Sample | None = None
    agency: Agency | None = None
    limits: tuple[Limits, ...] = ()
    products: tuple[Product, ...] = ()
    draws: dict[tuple[str, str], tuple[Draw, ...]] = field(default_factory=dict)
    template: Template | None = None
    last: Ticket | None = None
    last_read: bool = False
    rows: dict[Listing, tuple[TicketRow, ...]] = field(default_factory=dict)
    ticket: Ticket | None = None
    image: TicketImage | None = None
    evening: dict[str, Verdict] = field(default_factory=dict)
    bounds: dict[str, bool | None] = field(default_factory=dict)
    copy: CopyTrial = field(default_factory=CopyTrial)
    unknown_header: Verdict | None = None
    other_session: Verdict | None = None
    after_logout: Verdict | None = None
    signed_in_twice: bool = False
    sold: Sold | None = None

    def catalog(self) -> Catalog | None:
        """The catalogue that was read, fit to choose a sale from."""
        if self.agency is None or self.template is None:
            return None
        draws = {draw.event_id: draw for found in self.draws.values() for draw in found}
        return Catalog(self.agency, self.products, tuple(draws.values()), self.template, self.limits)

    def all_rows(self) -> tuple[TicketRow, ...]:
        """The rows of every list, each ticket once, newest first."""
        found = {(row.uuid, row.number, row.created_at): row for rows in self.rows.values() for row in rows}
        return tuple(sorted(found.values(), key=lambda row: row.created_at, reverse=True))

    def row_of(self, ticket: Ticket) -> TicketRow | None:
        """The list row of a ticket."""
        near = timedelta(hours=1)
        for row in self.all_rows():
            if row.number == ticket.number and abs(row.created_at - ticket.created_at) < near:
                return row
        return None

    def mine(self, row: TicketRow) -> bool:
        """Whether a row is of the signed-in user, as far as it says."""
        if self.session is None:
            return False
        if row.email:
            return row.email.casefold() == self.session.email.casefold()
        return bool(row.user_id) and row.user_id == self.session.user_id


def key_of(number: int, created_at: datetime, zone: tzinfo) -> TicketKey:
    """A ticket's number with its local sale date."""
    return TicketKey(number, created_at.astimezone(zone).date())


def dates(created_at: datetime, zone: tzinfo) -> tuple[date, date]:
    """The local and the UTC date of a sale."""
    return created_at.astimezone(zone).date(), created_at.astimezone(UTC).date()


def in_the_evening(rows: tuple[TicketRow, ...], zone: tzinfo) -> Iterator[TicketRow]:
    """Rows whose local and UTC dates differ."""
    return (row for row in rows if len(set(dates(row.created_at, zone))) == 2)
