"""A thread that never runs by itself: the loop lets it go on, and waits until it waits.

What is written to block (the printer's worker) runs as it is, in virtual time: its waiting is a timer
of the loop. One of the two runs at any moment, so the same seed gives the same order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from threading import Lock, Thread
from typing import Any

from tests.sim.loop import VirtualLoop


class _Thread(Thread):
    """Runs one job after the other; `let` gives it the turn, `wait` gives it back."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._go, self._back = Lock(), Lock()
        self._go.acquire()
        self._back.acquire()
        self.job: Callable[[], None] | None = None
        self.start()

    def run(self) -> None:
        while True:
            self._go.acquire()
            assert self.job is not None
            self.job()
            self.job = None
            self._back.release()

    def let(self) -> None:
        """Until it waits or has done its job."""
        self._go.release()
        self._back.acquire()

    def wait(self) -> None:
        """On the thread itself: until it is let go on."""
        self._back.release()
        self._go.acquire()


_TICK_S = 1e-3  # waiting takes time, however little is left
_idle: list[_Thread] = []


class Hand(Executor):
    """An executor of one such thread. After `drop` what waits is raised out of its waiting."""

    def __init__(self, loop: VirtualLoop, dropped: type[BaseException]) -> None:
        self._loop, self._dropped = loop, dropped
        self._jobs: deque[Callable[[], None]] = deque()
        self._thread: _Thread | None = None
        self._gone = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._gone:
            raise self._dropped
        future: Future[Any] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                found = fn(*args, **kwargs)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(found)

        self._jobs.append(job)
        if self._thread is None:
            self._next()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing to stop: between jobs there is no thread."""

    def wait(self, seconds: float) -> None:
        """On the thread: let so much time pass."""
        thread = self._thread
        assert thread is not None
        if not self._gone:
            self._loop.call_later(max(seconds, _TICK_S), self._let)
            thread.wait()
        if self._gone:
            raise self._dropped

    def drop(self) -> None:
        """End of this life: the job that waits is raised out of it, the others never run."""
        self._gone = True
        self._jobs.clear()
        if self._thread is not None:
            self._let()

    def _let(self) -> None:
        thread = self._thread
        if thread is None:
            return
        thread.let()
        if thread.job is None:
            self._thread = None
            _idle.append(thread)
            self._next()

    def _next(self) -> None:
        if self._jobs and not self._gone:
            self._thread = _idle.pop() if _idle else _Thread()
            self._thread.job = self._jobs.popleft()
            self._let()
