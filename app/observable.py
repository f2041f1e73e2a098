"""A value with listeners: how services tell presenters, and presenters tell screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

S = TypeVar("S")


class Observable(Generic[S]):
    """A value with listeners; `set` tells them only when the value changed."""

    def __init__(self, value: S) -> None:
        self._value = value
        self._listeners: list[Callable[[S], None]] = []

    @property
    def value(self) -> S:
        """The present value."""
        return self._value

    def set(self, value: S) -> None:
        """Replace the value and tell the listeners, in the order in which they came."""
        if value == self._value:
            return
        self._value = value
        for listener in tuple(self._listeners):
            listener(value)

    def watch(self, listener: Callable[[S], None], *, now: bool = True) -> Callable[[], None]:
        """Call `listener` at every change (and at once with `now`); returns how to stop."""
        self._listeners.append(listener)
        if now:
            listener(self._value)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop
