"""Tickets, lists, payments, drafts and reports."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.api.call import Answer
from app.api.decoders.base import PATH, first, list_of, money, payload, rows
from app.api.models import Amount, CopyShape, PaidShape, RowShape, TicketShape, TotalsShape, WagerShape
from app.api.parse import Kind, kind, typed
from app.api.values import amount, clean
from app.domain.outcome import BadReply
from app.domain.secret import Secret
from app.domain.ticket import (
    DraftWager,
    PeriodTotals,
    Ticket,
    TicketRow,
    TicketStatus,
    TicketWager,
    Wager,
)
from app.money import ZERO, Money

_STATUS = {
    "sold": TicketStatus.SOLD,
    "winner": TicketStatus.WINNER,
    "paid": TicketStatus.PAID,
    "canceled": TicketStatus.CANCELED,
    "cancelled": TicketStatus.CANCELED,
    "rejected": TicketStatus.REJECTED,
    "loser": TicketStatus.LOST,
    "lost": TicketStatus.LOST,
    "expired": TicketStatus.EXPIRED,
}


def ticket(answer: Answer) -> Ticket:
    """A whole ticket: number, PIN, time of sale, wagers and total are required."""
    found = payload(answer, TicketShape)
    at = PATH if answer.has_response else "$"
    total = found.amount or found.total
    if total is None:
        raise BadReply(f"{at}.amount", "required")
    pin = found.pin_number if found.pin_number is not None else found.pin
    if pin is None or pin == "":
        raise BadReply(f"{at}.pin_number", "required")
    return Ticket(
        number=first(f"{at}.ticket_number", found.ticket_number, found.number),
        pin=Secret(str(pin)),
        created_at=found.created_at.at,
        wagers=_wagers(found.wagers),
        total=total.money,
        uuid=next((clean(one) for one in (found.id, found.ticket_uuid, found.uuid) if _text(one)), ""),
        entity_id=found.entity_id or 0,
        entity_name=clean(found.entity_name),
    )


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _wagers(rows: tuple[WagerShape, ...]) -> tuple[TicketWager, ...]:
    """One comprehension: the customer waits for a hundred of these."""
    return tuple(
        [
            TicketWager(
                Wager(row.event_id, row.game_id, row.wager, row.amount.money),
                row.event_name or "",
                list_of(row.list_id),
                row.p_event_time or "",
                row.status or "",
                row.current_event_id or 0,
            )
            for row in rows
        ]
    )


def last_ticket(answer: Answer) -> Ticket | None:
    """As `ticket`; nothing in the envelope means that nothing was ever sold."""
    return ticket(answer) if answer.has_response else None


def ticket_rows(answer: Answer) -> tuple[TicketRow, ...]:
    """Rows of a list, newest first whatever the server's order."""
    found = [_row(row) for row in rows(answer, RowShape)]
    return tuple(sorted(found, key=lambda row: row.created_at, reverse=True))


def _row(row: RowShape) -> TicketRow:
    raw = clean(row.status)
    return TicketRow(
        uuid=clean(row.id),
        number=row.ticket_number,
        created_at=row.created_at.at,
        status=_STATUS.get(raw.casefold(), TicketStatus.UNKNOWN),
        raw_status=raw,
        total=row.total.money,
        prize=money(row.prize) or ZERO,
        user_id=row.user_id or 0,
        email=clean(row.email),
    )


def paid(asked: int) -> Callable[[Answer], Money | None]:
    """A payment of ticket `asked` went through; the amount when the reply names one.

    `amount` and `total` of a reply that shows the whole ticket are its price, not its prize; beside the
    envelope's `status`, `total` counts rows.
    """

    def read(answer: Answer) -> Money | None:
        found = _about(answer, asked)
        if found.prize or found.wagers is not None:
            return money(found.prize)
        wrapped = kind(answer.envelope.response) is Kind.OBJECT
        return money(found.amount or (found.total if wrapped else None) or _number(found.paid))

    return read


def _number(paid: object) -> Amount | None:
    """`paid` may be the money, or only say that it is so."""
    if type(paid) is bool or not isinstance(paid, int | str | Decimal):
        return None
    try:
        return amount(paid)
    except ValueError:
        return None


def done(asked: int) -> Callable[[Answer], None]:
    """A cancel or revert of ticket `asked` went through."""

    def read(answer: Answer) -> None:
        _about(answer, asked)

    return read


def _about(answer: Answer, asked: int) -> PaidShape:
    """The undocumented success of pay, cancel and revert: anything but another ticket's number."""
    opened = answer.envelope
    wrapped = kind(opened.response) is Kind.OBJECT
    found = typed(PaidShape, opened.response if wrapped else opened.root, PATH if wrapped else "$")
    if found.ticket_number not in (None, asked):
        raise BadReply(f"{PATH}.ticket_number", str(asked))
    return found


def draft(answer: Answer) -> tuple[DraftWager, ...]:
    """The wagers of a copied ticket in open draws."""
    found = payload(answer, CopyShape)
    return tuple(
        DraftWager(Wager(row.event_id or 0, row.game_id, row.wager, row.amount.money), row.old_event_id or 0)
        for row in found.wagers
    )


def totals(answer: Answer) -> PeriodTotals:
    """`total` of a report: all five amounts."""
    if kind(answer.envelope.total) is Kind.ABSENT:
        raise BadReply("$.total", "required")
    found = typed(TotalsShape, answer.envelope.total, "$.total")
    return PeriodTotals(
        sale=found.sale.money,
        prize=found.prize.money,
        agency=found.agency.money,
        balance=found.balance.money,
        parent_balance=found.parent_balance.money,
    )
