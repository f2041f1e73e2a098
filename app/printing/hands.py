"""Who does the blocking work: a thread of its own, or nobody but the caller (in a simulation)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Hands(Protocol):
    """Does one thing after the other."""

    def do(self, work: Callable[[], T]) -> Future[T]:
        """Have it done, after what came before."""
        ...

    def abandon(self, result: Any) -> None:
        """What is being done will never come back: it counts as `result`, the rest goes on without it."""
        ...

    def end(self) -> None:
        """Nothing more will come."""
        ...


class ThreadHands:
    """A daemon thread: one that is stuck in a driver must not keep the program from ending."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._doing: Future[Any] | None = None
        self._ended = False

    def do(self, work: Callable[[], T]) -> Future[T]:
        """See `Hands.do`."""
        future: Future[T] = Future()
        self._queue.put((work, future))
        if self._thread is None:
            self._start()
        return future

    def abandon(self, result: Any) -> None:
        """See `Hands.abandon`. The old thread ends by itself when its call ever returns."""
        doing = self._doing
        self._start()
        if doing is not None:
            with suppress(InvalidStateError):  # it came back just now
                doing.set_result(result)

    def end(self) -> None:
        """See `Hands.end`."""
        if not self._ended:
            self._ended = True
            self._queue.put(None)

    def _start(self) -> None:
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        me = self._thread
        while self._thread is me and (task := self._queue.get()) is not None:
            work, future = task
            if future.set_running_or_notify_cancel():
                self._doing = future
                _work_off(work, future)


def _work_off(work: Callable[[], Any], future: Future[Any]) -> None:
    try:
        done = work()
    except BaseException as error:  # whatever it was, it belongs to the one who waits for it
        with suppress(InvalidStateError):
            future.set_exception(error)
    else:
        with suppress(InvalidStateError):  # it was given up meanwhile: nobody waits any more
            future.set_result(done)


class InlineHands:
    """The caller itself does it, at once: one thread, the same order every time."""

    def do(self, work: Callable[[], T]) -> Future[T]:
        """See `Hands.do`."""
        future: Future[T] = Future()
        try:
            future.set_result(work())
        except BaseException as error:  # as a thread would
            future.set_exception(error)
        return future

    def abandon(self, result: Any) -> None:
        """Nothing here can be left behind."""

    def end(self) -> None:
        """Nothing to end."""
