"""Test switches: move time, close draws, publish results, look inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from app.money import Money
from app.training import draws, games, settle
from app.training.accounts import ACCOUNTS, Account
from app.training.draws import Draw
from app.training.engine import Engine
from app.training.fault_plan import Count, FaultPlan, Rule
from app.training.faults import NoFaults
from app.training.other_terminal import OtherTerminal
from app.training.products import BY_ID, PRODUCTS
from app.training.request_log import LogEntry, RequestLog
from app.training.tickets import Play, Ticket, wagers_of
from app.training.variant import Variant

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

    def step_clock(self, seconds: float) -> None:
        """Put the clock forward or back; nothing comes due by it but what the clock now says."""
        self._engine.clock.step(seconds)

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

    @property
    def log(self) -> RequestLog:
        """What was asked, with counts for each user and minute."""
        return self._engine.log

    def request_log(self) -> tuple[LogEntry, ...]:
        """Every request of the lottery API, in the order of arrival."""
        return self._engine.log.entries()

    def set_faults(self, rules: Iterable[Rule | str], *, seed: int | None = None) -> None:
        """Play these rules (`app.training.fault_plan`) from now on, and no others.

        `seed` is the server's own unless given. `Known("training.fault_…")` for a rule that is none.
        """
        self._engine.use_faults(self._engine.plan(rules, seed))

    def clear_faults(self) -> None:
        """Everything works again; what is under way goes on."""
        self._engine.use_faults(NoFaults())

    def faults(self) -> tuple[Count, ...]:
        """The rules of the plan and how often each matched and fired; `()` without a plan."""
        plan = self._engine.faults
        return plan.counts if isinstance(plan, FaultPlan) else ()

    @property
    def variant(self) -> Variant:
        """How the document is read now."""
        return self._engine.world.variant

    def set_variant(self, variant: Variant | None = None, **changes: Any) -> None:
        """Read the document otherwise from now on: as this variant, or with changes in the present one."""
        self._engine.set_variant(replace(variant or self.variant, **changes))

    def other_terminal(
        self,
        account: Account = ACCOUNTS[0],
        *,
        tickets: int = 1,
        every_seconds: int = 0,
        wagers: Sequence[Mapping[str, Any]] = (),
        same_as_last: bool = False,
    ) -> OtherTerminal:
        """A second terminal signs in on the user and sells: a ticket now, the others as time passes.

        It sells the `wagers` given (as create takes them), or the user's newest ticket once more, or
        something by chance. The result fills as it sells; read it after a request or `advance`.
        `ValueError` for more than 10,000 tickets or negative numbers.
        """
        if not 0 <= tickets <= 10_000 or every_seconds < 0:
            raise ValueError("other terminals sell up to 10000 tickets")
        other = OtherTerminal(account, self._engine.now(), tickets, every_seconds, wagers, same_as_last)
        self._engine.others.append(other)
        self._do(self._engine.catch_up)
        return other

    def other_terminals(self) -> tuple[OtherTerminal, ...]:
        """All of them, the first one first."""
        return tuple(self._engine.others)

    @property
    def terminals(self) -> int:
        """How many numbered terminals can sign in."""
        return self._engine.world.terminals

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
