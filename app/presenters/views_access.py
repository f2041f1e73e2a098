"""The frozen view states of the lock, of what a supervisor is asked for, and of the staff."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody to be chosen. `hint` is the key that chooses."""

    key: str
    name: str
    role: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PinView:
    """Somebody proves who they are. `error` is a sentence; `waiting`: nothing may be tried now.

    `attempt` changes whenever what was typed is to be forgotten. `secret`: letters too, the admin's.
    """

    people: tuple[PersonView, ...] = ()
    error: str = ""
    busy: bool = False
    waiting: bool = False
    attempt: int = 0
    secret: bool = False

    @property
    def chosen(self) -> str:
        """Who is chosen; "" for nobody."""
        return next((one.key for one in self.people if one.chosen), "")


@dataclass(frozen=True, slots=True)
class LeaveView:
    """Leave is asked for: `title` who must give it, `text` what for."""

    title: str
    text: str
