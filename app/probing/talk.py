"""How a probe talks with whoever started it."""

from __future__ import annotations

import getpass
from typing import Protocol

from app.devtools import console


class Talk(Protocol):
    """Lines out, answers in."""

    def say(self, text: str = "") -> None:
        """One line."""
        ...

    def ask(self, question: str) -> str:
        """What was typed; empty when nobody can answer."""
        ...

    def secret(self, question: str) -> str:
        """What was typed without showing it; empty when nobody can answer."""
        ...


class Terminal:
    """The terminal the command was started in."""

    def say(self, text: str = "") -> None:
        """See `Talk.say`."""
        console.say(text)

    def ask(self, question: str) -> str:
        """See `Talk.ask`."""
        try:
            return input(f"{question} ")
        except EOFError:
            return ""

    def secret(self, question: str) -> str:
        """See `Talk.secret`."""
        try:
            return getpass.getpass(f"{question} ")
        except EOFError:
            return ""
