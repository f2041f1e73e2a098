"""The server as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from app.clock import Clock
from app.errors import Known
from app.training.accounts import ACCOUNTS, MOST_TERMINALS, Account, terminal_account
from app.training.clock import VirtualClock
from app.training.control import Control
from app.training.door import door_routes
from app.training.engine import Engine
from app.training.fault_plan import FaultPlan
from app.training.faults import Faults
from app.training.line import Lines
from app.training.variant import Variant
from app.training.web import application

_USUAL = Variant()


class TrainingServer:
    """A lottery server.

    Attributes:
        asgi: the ASGI application; in process through a client's ASGI transport, over TCP through
            `app.training.serve`.
        clock: its time.
        accounts: who can sign in: the three usual ones, then the numbered terminals.
        lines: its TCP connections, while `app.training.serve` serves it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._control = Control(engine)
        self.lines = Lines()
        self.clock: VirtualClock = engine.clock
        terminals = range(1, engine.world.terminals + 1)
        self.accounts: tuple[Account, ...] = (*ACCOUNTS, *map(terminal_account, terminals))
        self.asgi = application(engine, self.lines, door_routes(self._control, engine.worker))

    def control(self) -> Control:
        """The test switches."""
        return self._control

    async def waiting(self, count: int = 1) -> None:
        """Until at least `count` requests wait for server time: then `Control.advance` lets them go on."""
        await self._engine.waits.until(count)

    async def settled(self) -> None:
        """Until no request with faults of the present plan is under way, its client there or gone."""
        if isinstance(self._engine.faults, FaultPlan):
            await self._engine.faults.settled()

    async def back(self) -> None:
        """Until no fault wants that nobody listens."""
        while (left := self._engine.away_for) > 0:
            await self._engine.waits.sleep(left)

    def on_away(self, told: Callable[[], None]) -> None:
        """Call `told`, on the loop's thread, when a fault wants that nobody listens (see `back`)."""
        self._engine.on_away = told

    def close(self) -> None:
        """Stop the server's thread and close its database. Requests must have ended."""
        self._engine.close()


def build(  # noqa: PLR0913 - all of them named, none needed
    *,
    seed: int = 1,
    start: datetime | None = None,
    speed: float = 1.0,
    database: Path | None = None,
    variant: Variant = _USUAL,
    machine: Clock | None = None,
    faults: Faults | Sequence[str] | None = None,
    history: bool = False,
    terminals: int = 0,
) -> TrainingServer:
    """Build a server and make it ready; no network is touched.

    `start` (aware; default: the machine's now) is when its clock begins; with a `database` that
    already holds a server, that server's clock goes on instead, and its tickets and results are
    there. `speed` is server seconds per real second. `seed` decides results, numbers and PINs.
    `machine` stands in for the machine's clocks, `faults` (a `FaultPlan` or rules for one) around
    every request. With `history` there are tickets of yesterday to pay and to refuse
    (`app.training.history`). `terminals` more accounts can sign in, each at an agency of its own.
    `Known("training.terminals")` for too many, `Known("training.…")` for rules that are none.
    """
    if not 0 <= terminals <= MOST_TERMINALS:
        raise Known("training.terminals", most=MOST_TERMINALS)
    clock = VirtualClock(start=start, speed=speed, machine=machine)
    plan = FaultPlan(faults, seed=seed) if isinstance(faults, Sequence) else faults
    engine = Engine(
        seed=seed, clock=clock, database=database, variant=variant, faults=plan, terminals=terminals
    )
    if history:
        engine.write_history()
    return TrainingServer(engine)
