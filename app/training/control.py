"""Test switches: move time, close draws, publish results, look inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.money import Money
from app.training import draws, games, settle
from app.training.draws import Draw
from app.training.engine import Engine
from app.training.products import BY_ID, PRODUCTS
from app.training.request_log import LogEntry
from app.training.tickets import Play, Ticket, wagers_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Issued:
    """A ticket as the server holds it, for assertions. `day` is the local sale date."""

    uuid: str
    number: int
    pin: int
    day: str
    email: str
    created_at: int
    status: str
    total: Money
    prize: Money
    paid: Money
    plays: tuple[Play, ...]


class Control:
    """Switches of one server. Each call waits for the server's thread; call from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def now(self) -> datetime:
        """Server time."""
        return self._engine.clock.now()

    def advance(self, seconds: float) -> None:
        """Move the clock and do what has come due meanwhile."""
        self._engine.clock.advance(seconds)
        self._do(self._engine.catch_up)

    def close_draw(self, event_id: int) -> None:
        """Close a draw now, whatever its closing time says. `LookupError` for an unknown one."""

        def shut() -> None:
            self._draw(event_id)
            self._engine.world.store.run("UPDATE draw SET shut = 1 WHERE id = ?", event_id)

        self._change(shut)

    def settle(self, event_id: int, value: str) -> None:
        """Publish a result now and settle the tickets.

        `value` is what can come out of the draw: "5", "00", "123", "444-ARI". `ValueError` for
        anything else or a draw that has its result; `LookupError` for an unknown draw.
        """

        def publish() -> None:
            draw = self._draw(event_id)
            if draw.result is not None:
                raise ValueError("the draw has its result")
            if not games.is_result(draw.product.category, value, zodiac=draw.list.zodiac):
                raise ValueError("no such result")
            settle.publish(self._engine.world, draw, value, self._engine.now())

        self._change(publish)

    def set_quota(self, product_id: int, quota: Money) -> None:
        """Money sellable on one number of one draw of the product. `LookupError` for an unknown one."""
        product = BY_ID[product_id]
        sql = "INSERT OR REPLACE INTO quota(product_id, minor) VALUES(?, ?)"
        self._change(lambda: self._engine.world.store.run(sql, product.id, quota.minor))

    def expire_tokens(self) -> None:
        """End every session."""
        sql = "UPDATE session SET expires_at = 0"
        self._change(lambda: self._engine.world.store.run(sql))

    def draws(
        self, *, category: str | None = None, product_id: int | None = None, open_only: bool = True
    ) -> tuple[Draw, ...]:
        """Draws of two days back to tomorrow, by time."""

        def listed() -> tuple[Draw, ...]:
            world, now = self._engine.world, self._engine.now()
            chosen = {p.id for p in PRODUCTS if category in (None, p.category)}
            rows = world.store.rows("SELECT * FROM draw ORDER BY draw_at, display_order, id")
            found = (Draw.of(row) for row in rows if row["product_id"] in chosen)
            return tuple(
                draw
                for draw in found
                if product_id in (None, draw.product.id) and (not open_only or draw.is_open(world, now))
            )

        return self._do(listed)

    def tickets(self) -> tuple[Issued, ...]:
        """Every ticket, in the order of the sales."""

        def listed() -> tuple[Issued, ...]:
            rows = self._engine.world.store.rows("SELECT * FROM ticket ORDER BY id")
            return tuple(self._issued(Ticket.of(row)) for row in rows)

        return self._do(listed)

    def request_log(self) -> tuple[LogEntry, ...]:
        """Every request of the lottery API, in the order of arrival."""
        return self._engine.log.entries()

    def reset(self) -> None:
        """The server as it was born, clock included; every session ends."""
        self._do(self._engine.reset)

    def _do(self, job: Callable[[], T]) -> T:
        return self._engine.worker.call(job)

    def _change(self, job: Callable[[], object]) -> None:
        def committed() -> None:
            with self._engine.world.store.transaction():
                job()

        self._do(committed)

    def _draw(self, event_id: int) -> Draw:
        return draws.find(self._engine.world.store, [event_id])[event_id]

    def _issued(self, ticket: Ticket) -> Issued:
        plays = tuple(one.play for one in wagers_of(self._engine.world.store, ticket))
        return Issued(
            ticket.uuid, ticket.number, ticket.pin, ticket.day, ticket.account.email, ticket.created_at,
            ticket.status, Money(ticket.total), Money(ticket.prize), Money(ticket.paid), plays,
        )  # fmt: skip
