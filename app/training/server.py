"""The server as the rest of the program sees it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.clock import Clock
from app.training.accounts import ACCOUNTS, Account
from app.training.clock import VirtualClock
from app.training.control import Control
from app.training.door import door_routes
from app.training.engine import Engine
from app.training.faults import Faults
from app.training.variant import Variant
from app.training.web import application

_USUAL = Variant()


class TrainingServer:
    """A lottery server.

    Attributes:
        asgi: the ASGI application; in process through a client's ASGI transport, over TCP through
            `app.training.serve`.
        clock: its time.
        accounts: who can sign in.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._control = Control(engine)
        self.clock: VirtualClock = engine.clock
        self.accounts: tuple[Account, ...] = ACCOUNTS
        self.asgi = application(engine, door_routes(self._control, engine.worker))

    def control(self) -> Control:
        """The test switches."""
        return self._control

    def close(self) -> None:
        """Stop the server's thread and close its database. Requests must have ended."""
        self._engine.close()


def build(
    *,
    seed: int = 1,
    start: datetime | None = None,
    speed: float = 1.0,
    database: Path | None = None,
    variant: Variant = _USUAL,
    machine: Clock | None = None,
    faults: Faults | None = None,
    history: bool = False,
) -> TrainingServer:
    """Build a server and make it ready; no network is touched.

    `start` (aware; default: the machine's now) is when its clock begins; with a `database` that
    already holds a server, that server's clock goes on instead, and its tickets and results are
    there. `speed` is server seconds per real second. `seed` decides results, numbers and PINs.
    `machine` stands in for the machine's clocks, `faults` around every request. With `history` there
    are tickets of yesterday to pay and to refuse (`app.training.history`).
    """
    clock = VirtualClock(start=start, speed=speed, machine=machine)
    engine = Engine(seed=seed, clock=clock, database=database, variant=variant, faults=faults)
    if history:
        engine.write_history()
    return TrainingServer(engine)
