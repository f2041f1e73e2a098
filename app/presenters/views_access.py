"""The frozen view states of the lock, of what a supervisor is asked for, and of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.presenters.views_office import ChoiceView
from app.presenters.views_settings import FactView


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


class StaffMode(Enum):
    """What the section of the staff shows: the list, or a form."""

    LIST = "list"
    NEW = "new"
    PIN = "pin"
    ADMIN = "admin"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class StaffView:
    """The section of the staff in Ajustes.

    `attempt` changes whenever the form is to be emptied. `named`: the form has a name; `twice`: its secret
    is typed twice; `digits`: it is digits only. `main` is the text of the F12 button.
    """

    mode: StaffMode = StaffMode.LIST
    people: tuple[PersonView, ...] = ()
    headline: str = ""
    text: str = ""
    facts: tuple[FactView, ...] = ()
    roles: tuple[ChoiceView, ...] = ()
    caption: str = ""
    error: str = ""
    main: str = ""
    remember: str = ""
    named: bool = False
    twice: bool = False
    digits: bool = False
    busy: bool = False
    attempt: int = 0

    @property
    def chosen(self) -> str:
        """Who is chosen; "" for nobody."""
        return next((one.key for one in self.people if one.chosen), "")
