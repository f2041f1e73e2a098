"""What faults may do to the server beside its replies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.training.faults import Received

if TYPE_CHECKING:
    from app.training.engine import Engine


class Stage:
    """The server behind the scenes of a request; every method is called on the loop's thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, received: Received, fault: str) -> None:
        """Write the fault into the request's log entry."""
        self._engine.log.add_fault(received.number, fault)

    async def sleep(self, seconds: float) -> None:
        """Wait so many server seconds."""
        await self._engine.waits.sleep(seconds)

    def step_clock(self, seconds: float) -> None:
        """Put the server's clock forward or back."""
        self._engine.clock.step(seconds)

    def set_lag(self, seconds: int) -> None:
        """Lists lag so many seconds from now on."""
        variant = replace(self._engine.world.variant, list_lag_seconds=seconds)
        self._engine.set_variant(variant)

    def go_away(self, seconds: float) -> None:
        """For so many server seconds nobody is listening."""
        self._engine.go_away(seconds)

    async def end_session(self, received: Received) -> None:
        """The request's token expires."""
        await self._write("UPDATE session SET expires_at = 0 WHERE token = ?", [received.token])

    async def close_draws(self, received: Received, event_id: int | None) -> None:
        """Close a draw, or all that the request's wagers name."""
        ids = _draws_of(received.body) if event_id is None else [event_id]
        await self._write("UPDATE draw SET shut = 1 WHERE id = ?", ids)

    async def _write(self, sql: str, values: Sequence[object]) -> None:
        store = self._engine.world.store

        def run() -> None:
            with store.transaction():
                for value in values:
                    store.run(sql, value)

        await self._engine.worker.run(run)


def _draws_of(body: bytes) -> list[int]:
    """The `event_id`s anywhere in a request; none in one that cannot be read."""
    found: list[int] = []

    def collect(pairs: list[tuple[str, object]]) -> None:
        found.extend(value for key, value in pairs if key == "event_id" and type(value) is int)

    try:
        json.loads(body, object_pairs_hook=collect)
    except (ValueError, RecursionError):
        return []
    return [one for one in found if abs(one) < 2**63]
