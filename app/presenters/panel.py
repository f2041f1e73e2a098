"""What the plain sections of Ajustes have in common: rows of choices, lines to read, a main act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from app.errors import Known
from app.presenters.base import Observable
from app.presenters.notices import Level, Notices
from app.presenters.views_office import ChoiceView
from app.presenters.views_settings import PanelView

Store = Callable[[Mapping[str, Mapping[str, object]]], None]
"""Puts values (by section and key) into the till's own settings; raises `Known("config.…")` for a value
that is none, `Known("settings.not_kept")` when the disk does not take it."""


class Panel(Protocol):
    """A section as its widget knows it."""

    state: Observable[PanelView]

    def opened(self) -> None:
        """It is on the screen now."""

    def choose(self, row: str, key: str) -> None:
        """A choice of a row."""

    def write(self, row: str, text: str) -> None:
        """The text of a row was written to its end."""

    def main(self) -> None:
        """F12."""

    def other(self) -> None:
        """F8."""

    def move(self, step: int) -> None:
        """Mark another row."""

    def turn(self, step: int) -> None:
        """Another choice in the marked row."""


class PlainPanel:
    """A `Panel` that does nothing yet: sections override what they have."""

    def __init__(self, notices: Notices) -> None:
        self.notices = notices
        self.state: Observable[PanelView] = Observable(PanelView())
        self._marked = 0

    def opened(self) -> None:
        """See `Panel`."""
        self.show()

    def show(self) -> None:
        """Set the state anew."""

    def choose(self, row: str, key: str) -> None:
        """See `Panel`."""

    def write(self, row: str, text: str) -> None:
        """See `Panel`."""

    def main(self) -> None:
        """See `Panel`."""

    def other(self) -> None:
        """See `Panel`."""

    def move(self, step: int) -> None:
        """See `Panel`."""
        rows = self.state.value.rows
        if rows:
            self._marked = max(0, min(len(rows) - 1, self._marked + step))
            self.draw(self.state.value)

    def turn(self, step: int) -> None:
        """See `Panel`."""
        rows = self.state.value.rows
        if not rows or not rows[self._marked].choices:
            return
        row = rows[self._marked]
        at = next((i for i, one in enumerate(row.choices) if one.chosen), 0)
        wanted = max(0, min(len(row.choices) - 1, at + step))
        if wanted != at:
            self.choose(row.key, row.choices[wanted].key)

    def draw(self, view: PanelView) -> None:
        """Show `view`, its marked row marked."""
        rows = tuple(replace(row, marked=at == self._marked) for at, row in enumerate(view.rows))
        self.state.set(replace(view, rows=rows))

    def keep(self, store: Store, values: Mapping[str, Mapping[str, object]]) -> bool:
        """Store; what is wrong becomes a sentence."""
        try:
            store(values)
        except Known as error:
            self.notices.failed(error)
            return False
        return True

    def told(self, text: str) -> None:
        """Good news."""
        self.notices.show(Level.OK, text)


def choices(titles: Mapping[str, str], chosen: str) -> tuple[ChoiceView, ...]:
    """The choices of a row from keys and titles."""
    return tuple(ChoiceView(key, title, key == chosen) for key, title in titles.items())
