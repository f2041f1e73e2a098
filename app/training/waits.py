"""Waiting for server time to pass, whether it runs by itself or is moved by hand."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field

from app.training.clock import VirtualClock


@dataclass(eq=False, slots=True)
class _Waiter:
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """From any thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.woken.set)


class Waits:
    """Who waits for server time. Made on any thread; `wake` and `stop` too."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sleeping: set[_Waiter] = set()
        self._watching: set[_Waiter] = set()
        self._stopped = False
        clock.on_advance(self.wake)

    async def sleep(self, seconds: float) -> None:
        """Wait so many server seconds; cancelled by `stop`."""
        due = self._clock.elapsed() + seconds
        waiter = _Waiter(asyncio.get_running_loop())
        self._add(waiter)
        try:
            while not self._stopped:
                waiter.woken.clear()
                left = due - self._clock.elapsed()
                if left <= 0:
                    return
                await _wait(waiter.woken, left / self._clock.speed)
        finally:
            with self._lock:
                self._sleeping.discard(waiter)
        raise asyncio.CancelledError

    def _add(self, waiter: _Waiter) -> None:
        with self._lock:
            self._sleeping.add(waiter)
            watching = tuple(self._watching)
        for one in watching:
            one.wake()

    async def until(self, count: int = 1) -> None:
        """Wait until at least `count` wait for server time: then the clock can be moved on."""
        waiter = _Waiter(asyncio.get_running_loop())
        with self._lock:
            self._watching.add(waiter)
        try:
            while len(self._sleeping) < count:
                waiter.woken.clear()
                await waiter.woken.wait()
        finally:
            with self._lock:
                self._watching.discard(waiter)

    def wake(self) -> None:
        """Time has been moved: everybody looks at the clock."""
        with self._lock:
            waiting = tuple(self._sleeping)
        for one in waiting:
            one.wake()

    def stop(self) -> None:
        """Cancel everybody, now and later."""
        self._stopped = True
        self.wake()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
