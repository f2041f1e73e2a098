"""People to choose from: a name and a role, big enough for a finger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views_access import PersonView
from app.ui.theme import Look
from app.ui.widgets.layout import Grid
from app.ui.widgets.pressable import LEFT, Pressable, Word, put, whole

_WIDE, _HIGH, _PAD, _ICON, _GAP = 216.0, 64.0, 14.0, 24.0, 10.0


class Person(Pressable):
    """One of them."""

    def __init__(self, look: Look, name: str, person: PersonView) -> None:
        super().__init__(look, name, f"{person.name} {person.role}", wide=_WIDE, high=_HIGH)
        self._person = person
        self.setText(person.name)
        self.setCheckable(True)
        self.setChecked(person.chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def take(self, person: PersonView) -> None:
        """Whether it is the chosen one."""
        self.setChecked(person.chosen)
        self.update()

    def nextCheckState(self) -> None:
        """Qt: the presenter says who is chosen."""

    def _words(self) -> tuple[Word, ...]:
        look, person = self.look, self._person
        name, role = look.font(17, 700), look.font(13, 500)
        high, low = QFontMetricsF(name).height(), QFontMetricsF(role).height()
        left, top = look.px(_PAD + _ICON + _GAP), (self.height() - high - low) / 2
        room = self.width() - left - look.px(8)
        return (
            Word(person.name, name, "ink", QRectF(left, top, room, high), LEFT),
            Word(person.role, role, "muted", QRectF(left, top + high, room, low), LEFT),
        )

    def fits(self) -> bool:
        """Whether the name has room."""
        return whole(self._words())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, icon, words."""
        look, painter, chosen = self.look, QPainter(self), self.isChecked()
        fill, border = ("primary_soft", "primary") if chosen else ("card", "line")
        self.frame(painter, fill, border)
        box = QRectF(look.px(_PAD), 0, look.px(_ICON), self.height())
        self.icon_at(painter, "user", "primary_ink" if chosen else "muted", box, _ICON)
        put(painter, look, self._words())


class People(QWidget):
    """All of them, in columns of `rows`; the buttons are `<name>.<id>`."""

    def __init__(self, look: Look, name: str, choose: Callable[[str], None], *, rows: int) -> None:
        super().__init__()
        self.look = look
        self._name, self._choose, self._rows = name, choose, rows
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self._grid = Grid(look, self, gap=8)
        self.people: dict[str, Person] = {}

    def apply(self, people: tuple[PersonView, ...]) -> None:
        """Show `people`."""
        shape = tuple((one.key, one.name, one.role) for one in people)
        if shape != self._shown:
            self._shown = shape
            self._rebuild(people)
        for one in people:
            self.people[one.key].take(one)

    def _rebuild(self, people: tuple[PersonView, ...]) -> None:
        for old in self.people.values():
            old.hide()
            old.deleteLater()
        self.people = {}
        for at, one in enumerate(people):
            button = Person(self.look, f"{self._name}.{one.key}", one)
            button.clicked.connect(lambda _=False, key=one.key: self._choose(key))
            self._grid.addWidget(button, at % self._rows, at // self._rows)
            self.people[one.key] = button
        self._grid.setRowStretch(self._rows, 1)
