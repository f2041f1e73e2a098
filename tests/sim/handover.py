"""A thread that never runs by itself: the loop lets it go on, and waits until it waits.

What is written to block (the printer's worker) runs as it is, in virtual time: its waiting is a timer
of the loop. One of the two runs at any moment, so the same seed gives the same order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from threading import Lock, Thread
from typing import Any, TypeVar

from tests.sim.loop import VirtualLoop

T = TypeVar("T")


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


class Hand:
    """`app.printing.hands.Hands` of one such thread. After `drop` what waits is raised out of its waiting."""

    def __init__(self, loop: VirtualLoop, dropped: type[BaseException]) -> None:
        self._loop, self._dropped = loop, dropped
        self._jobs: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._doing: tuple[_Thread, Future[Any]] | None = None
        self._turn: _Thread | None = None
        self._asleep: set[_Thread] = set()
        self._gone = False

    def do(self, work: Callable[[], T]) -> Future[T]:
        """See `Hands.do`."""
        if self._gone:
            raise self._dropped
        future: Future[T] = Future()
        self._jobs.append((work, future))
        self._next()
        return future

    def abandon(self, result: Any) -> None:
        """See `Hands.abandon`. The old thread ends when its call returns."""
        if self._doing is not None:
            (_, future), self._doing = self._doing, None
            future.set_result(result)
        self._next()

    def end(self) -> None:
        """Nothing to end: between jobs there is no thread."""

    def wait(self, seconds: float) -> None:
        """On the thread: let so much time pass."""
        thread = self._turn
        assert thread is not None
        if not self._gone:
            self._asleep.add(thread)
            self._loop.call_later(max(seconds, _TICK_S), self._wake, thread)
            thread.wait()
        if self._gone:
            raise self._dropped

    def drop(self) -> None:
        """End of this life: the jobs that wait are raised out of it, the others never run."""
        self._gone = True
        self._jobs.clear()
        for thread in sorted(self._asleep, key=id):
            self._wake(thread)

    def _wake(self, thread: _Thread) -> None:
        if thread in self._asleep:
            self._asleep.remove(thread)
            self._let(thread)

    def _let(self, thread: _Thread) -> None:
        self._turn = thread
        thread.let()
        if thread.job is None:
            if self._doing is not None and self._doing[0] is thread:
                self._doing = None
            _idle.append(thread)
            self._next()

    def _next(self) -> None:
        if self._doing is not None or self._gone or not self._jobs:
            return
        work, future = self._jobs.popleft()
        thread = _idle.pop() if _idle else _Thread()
        thread.job = lambda: _work_off(work, future)
        self._doing = thread, future
        self._let(thread)


def _work_off(work: Callable[[], Any], future: Future[Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        found = work()
    except BaseException as error:
        with suppress(InvalidStateError):
            future.set_exception(error)
    else:
        with suppress(InvalidStateError):  # left behind meanwhile
            future.set_result(found)
