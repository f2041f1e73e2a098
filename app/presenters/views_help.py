"""The frozen view states of the help, already in the cashier's words."""

from __future__ import annotations

from dataclasses import dataclass

from app.presenters.views_office import Hue


@dataclass(frozen=True, slots=True)
class HelpRow:
    """`caps` are keys or typed text, `text` what they do; or a word of the screen and what it means."""

    caps: tuple[str, ...]
    text: str
    hue: Hue = Hue.QUIET


@dataclass(frozen=True, slots=True)
class HelpView:
    """The help of one screen; `bar` are the words of the top bar."""

    title: str
    keys: tuple[HelpRow, ...]
    everywhere: tuple[HelpRow, ...]
    states: tuple[HelpRow, ...]
    bar: tuple[HelpRow, ...]
