"""What every presenter is made of: observable states and tasks that never run twice at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

from app.errors import Known
from app.observable import Observable

__all__ = ["Observable", "Tasks"]

log = logging.getLogger("taquilla.presenters")


class Tasks:
    """Coroutines owned by a presenter: kept alive, one per name, failures given to one handler."""

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        self._failed = failed
        self._running: dict[str, asyncio.Task[None]] = {}

    def busy(self, name: str) -> bool:
        """Whether the task of that name is running."""
        running = self._running.get(name)
        return running is not None and not running.done()

    def start(self, name: str, work: Callable[[], Coroutine[object, object, None]]) -> bool:
        """Start `work` unless one of that name runs already (a double tap is one tap)."""
        if self.busy(name):
            return False
        task = asyncio.get_running_loop().create_task(work(), name=name)
        self._running[name] = task
        task.add_done_callback(lambda done: self._done(name, done))
        return True

    def _done(self, name: str, task: asyncio.Task[None]) -> None:
        if self._running.get(name) is task:
            del self._running[name]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            if isinstance(error, Known):
                log.info("%s ended: %s", name, error)
            else:
                log.error("%s failed", name, exc_info=error)
            self._failed(error)

    async def settle(self) -> None:
        """Wait for everything that runs."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def cancel(self) -> None:
        """Cancel everything that runs; only for reads (money belongs to the services)."""
        for task in tuple(self._running.values()):
            task.cancel()
