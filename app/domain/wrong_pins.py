"""How often a ticket's PIN may be tried: a PIN is guessed by trying, so trying has an end.

At most five wrong PINs for a ticket within ten minutes, and twenty at a terminal within an hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.ticket import TicketKey

PER_TICKET, TICKET_SPAN = 5, timedelta(minutes=10)
PER_TERMINAL, TERMINAL_SPAN = 20, timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class WrongPin:
    """One wrong PIN: for which ticket, and when (server time, aware)."""

    key: TicketKey
    at: datetime


def still_counted(tries: Iterable[WrongPin], now: datetime) -> tuple[WrongPin, ...]:
    """The tries that any rule still looks at, oldest first.

    One that lies in the future (the clock was put back) counts as made now: it must not lock for years.
    """
    seen = (WrongPin(one.key, min(one.at, now)) for one in tries)
    return tuple(sorted((one for one in seen if now - one.at < TERMINAL_SPAN), key=lambda one: one.at))


def locked_until(tries: Iterable[WrongPin], key: TicketKey, now: datetime) -> datetime | None:
    """When the ticket's PIN may be tried again, or None when it may be now."""
    counted = still_counted(tries, now)
    ticket = [one.at for one in counted if one.key == key and now - one.at < TICKET_SPAN]
    ends = []
    if len(ticket) >= PER_TICKET:
        ends.append(ticket[-PER_TICKET] + TICKET_SPAN)
    if len(counted) >= PER_TERMINAL:
        ends.append(counted[-PER_TERMINAL].at + TERMINAL_SPAN)
    return max(ends, default=None)
