"""Tickets and their wagers as the server keeps them.

Ticket states: sold -> winner | loser | canceled | rejected; winner -> paid | expired. A ticket is
decided when its last draw is out, by variant as soon as it has won; then a paid one becomes a winner
again when a later draw wins too.
Wager states: sold -> winner | loser; winner -> paid.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.training import moments
from app.training.accounts import Account, by_user
from app.training.call import Call
from app.training.chance import stream
from app.training.refusal import not_found
from app.training.store import Store
from app.training.wire import read_int, read_text

VOID = ("canceled", "rejected")


@dataclass(frozen=True, slots=True)
class Play:
    """A wager as asked for: one valid play in one draw. `amount` in minor units."""

    draw_id: int
    game_id: int
    wager: str
    amount: int


@dataclass(frozen=True, slots=True)
class Wager:
    """A wager of a ticket. Amounts in minor units."""

    id: int
    play: Play
    status: str
    prize: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket without its wagers. Amounts in minor units, times in epoch seconds."""

    id: int
    uuid: str
    number: int
    pin: int
    day: str
    account: Account
    created_at: int
    status: str
    total: int
    prize: int
    paid: int
    wrong_pins: int

    @classmethod
    def of(cls, row: sqlite3.Row) -> Ticket:
        """From a row of the table."""
        return cls(
            row["id"], row["uuid"], row["number"], row["pin"], row["day"], by_user(row["user_id"]),
            row["created_at"], row["status"], row["total"], row["prize"], row["paid"], row["wrong_pins"],
        )  # fmt: skip


def wagers_of(store: Store, ticket: Ticket) -> list[Wager]:
    """The ticket's wagers in the order of the sale."""
    rows = store.rows("SELECT * FROM wager WHERE ticket_id = ? ORDER BY id", ticket.id)
    return [
        Wager(
            row["id"],
            Play(row["draw_id"], row["game_id"], row["wager"], row["amount"]),
            row["status"],
            row["prize"],
        )
        for row in rows
    ]


def add(call: Call, plays: Sequence[Play]) -> Ticket:
    """Write a sold ticket with a fresh number, PIN and uuid."""
    store, account = call.store, call.account
    serial = (store.value("SELECT max(id) FROM ticket") or 0) + 1
    day = moments.local_day(call.now)
    chance = stream(call.world.seed, "ticket", serial)
    number = _fresh_number(call, serial, day)
    uuid = str(UUID(int=chance.getrandbits(128), version=4))
    store.run(
        "INSERT INTO ticket(id, uuid, number, pin, day, utc_day, user_id, entity_id, created_at, total)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(serial, uuid, number, chance.randrange(10**7, 10**8), day, moments.utc_day(call.now)),
        *(account.user_id, account.entity.id, call.now, sum(play.amount for play in plays)),
    )
    store.many(
        "INSERT INTO wager(ticket_id, draw_id, game_id, wager, amount) VALUES(?, ?, ?, ?, ?)",
        [(serial, play.draw_id, play.game_id, play.wager, play.amount) for play in plays],
    )
    if call.token:
        store.run("INSERT INTO ticket_session(ticket_id, token) VALUES(?, ?)", serial, call.token)
    return by_id(store, serial)


def become(store: Store, ticket_id: int, status: str, at: int) -> None:
    """Change a ticket's state and remember the earlier one."""
    store.run(
        "INSERT INTO past_status(ticket_id, was, at) SELECT id, status, ? FROM ticket"
        " WHERE id = ? AND status <> ?",
        *(at, ticket_id, status),
    )
    store.run("UPDATE ticket SET status = ? WHERE id = ?", status, ticket_id)


def _fresh_number(call: Call, serial: int, day: str) -> int:
    """Eight digits, unique with their day only."""
    key: object = serial
    if call.variant.numbers_repeat:
        key = "of the day", call.store.value("SELECT count(*) FROM ticket WHERE day = ?", day)
    chance = stream(call.world.seed, "number", key)
    number = chance.randrange(10**7, 10**8)
    while call.store.value("SELECT 1 FROM ticket WHERE number = ? AND day = ?", number, day):
        number = chance.randrange(10**7, 10**8)
    return number


def by_id(store: Store, ticket_id: int) -> Ticket:
    """The ticket with this row id, which exists."""
    return Ticket.of(store.rows("SELECT * FROM ticket WHERE id = ?", ticket_id)[0])


def asked_for(call: Call, *, reading: bool = False) -> Ticket:
    """The ticket of `ticket_number` and `date`, as view, copy and pay ask. `Refused` when not seen.

    `reading`: what only reads may by variant not see the newest tickets yet.
    """
    number, day = read_int(call.body, "ticket_number"), read_text(call.body, "date")
    column = "day" if call.variant.ticket_date == "local" else "utc_day"
    return visible(call, call.store.row(
        f"SELECT * FROM ticket WHERE number = ? AND {column} = ? AND created_at <= ?",  # noqa: S608
        *(number, day, seen_until(call) if reading else call.now),
    ))  # fmt: skip


def seen_until(call: Call) -> int:
    """The newest moment of sale that view and last know of."""
    return call.now - (call.variant.list_lag_seconds if call.variant.lag_reaches == "reads" else 0)


def visible(call: Call, row: sqlite3.Row | None) -> Ticket:
    """The row's ticket if the caller may see it. `Refused` like a missing one otherwise."""
    if row is None:
        raise not_found(call.variant.missing_status)
    if call.variant.ticket_scope == "entity" and row["entity_id"] != call.account.entity.id:
        raise not_found(call.variant.missing_status)
    return Ticket.of(row)


def last_of(call: Call, until: int) -> Ticket | None:
    """The newest ticket sold up to `until`: the user's, by variant the agency's or the session's."""
    column, value = {
        "user": ("user_id", call.account.user_id),
        "entity": ("entity_id", call.account.entity.id),
        "session": ("(SELECT token FROM ticket_session WHERE ticket_id = ticket.id)", call.token),
    }[call.variant.last_scope]
    row = call.store.row(
        f"SELECT * FROM ticket WHERE {column} = ? AND created_at <= ? ORDER BY created_at DESC, id DESC",  # noqa: S608
        *(value, until),
    )
    return Ticket.of(row) if row else None
