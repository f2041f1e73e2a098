"""One thread that does all the server's work, one job after another."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """The thread that owns the store. Jobs run in the order they were given."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="training")
        self._thread = self._pool.submit(threading.get_ident).result()

    def call(self, job: Callable[[], T]) -> T:
        """Do the job and wait for it; at once when called from a job."""
        if threading.get_ident() == self._thread:
            return job()
        return self._pool.submit(job).result()

    async def run(self, job: Callable[[], T]) -> T:
        """Do the job without blocking the loop. A caller that gives up does not stop it."""
        return await asyncio.shield(asyncio.wrap_future(self._pool.submit(job)))

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        self._pool.shutdown(wait=True)
