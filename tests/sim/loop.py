"""An event loop whose time is a number: idle, it jumps to the next timer. One thread, no sockets."""

from __future__ import annotations

import asyncio
from asyncio import base_events
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class Stuck(AssertionError):
    """Everybody waits and nothing will ever happen."""


class _Idle:
    """Stands where the loop keeps its selector: waiting is a jump of time."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise Stuck
        if timeout > 0:
            self._loop.jump()
        return []


class VirtualLoop(base_events.BaseEventLoop):
    """Runs coroutines in virtual time. What a task of it leaves unhandled is collected in `trouble`."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._selector = _Idle(self)
        self._clock_resolution = 1e-9
        self.trouble: list[BaseException] = []
        self.set_exception_handler(self._note)

    def time(self) -> float:
        return self._now

    def jump(self) -> None:
        """On to the next timer."""
        scheduled: list[asyncio.TimerHandle] = self._scheduled  # type: ignore[attr-defined]
        self._now = max(self._now, scheduled[0].when())

    def go_on(self) -> None:
        """Forget that somebody asked it to stop."""
        self._stopping = False

    def pass_by(self, seconds: float) -> None:
        """Nobody is there for so long."""
        self._now += seconds

    def call_soon_threadsafe(  # type: ignore[override]
        self, callback: Any, *args: Any, context: Any = None
    ) -> asyncio.Handle:
        return self.call_soon(callback, *args, context=context)

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """At once, on this thread."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:
            done.set_exception(error)
        return done

    def _process_events(self, event_list: Any) -> None:
        pass

    def _write_to_self(self) -> None:
        pass

    def _note(self, _loop: Any, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self.trouble.append(error if error is not None else RuntimeError(context["message"]))


class Inline(Executor):
    """A thread pool without threads: done when asked."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
