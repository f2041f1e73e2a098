"""The day that a screen shows: stepped by the arrows beside it, read anew by the last button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views_office import DayView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.text import Text


class DayBar(QWidget):
    """`name` is the screen's: the widgets are `<name>.day`, `.date`, `.back`, `.forward`, `.refresh`."""

    def __init__(
        self, look: Look, name: str, move: Callable[[int], None], refresh: Callable[[], None]
    ) -> None:
        super().__init__()
        self.day = Text(look, size=20, weight=800, name=f"{name}.day")
        self.date = Text(look, size=13, weight=600, color="muted", name=f"{name}.date")
        for text in (self.day, self.date):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self.back = _key(look, f"{name}.back", "chevron-left", "ui_tickets.day_back", lambda: move(-1))
        self.forward = _key(
            look, f"{name}.forward", "chevron-right", "ui_tickets.day_forward", lambda: move(1)
        )
        self.refresh = _key(look, f"{name}.refresh", "refresh-cw", "ui_tickets.refresh", refresh)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = Column(look, gap=0)
        words.addStretch()
        words.addWidget(self.day)
        words.addWidget(self.date)
        words.addStretch()
        row = Row(look, self, gap=6)
        row.addWidget(self.back)
        row.addLayout(words, 1)
        row.addWidget(self.forward)
        row.addWidget(self.refresh)

    def apply(self, view: DayView, *, refreshing: bool) -> None:
        """Show the day; while the server is asked the refresh key rests."""
        self.day.setText(view.text)
        self.date.setText(view.date)
        self.back.setEnabled(view.can_back)
        self.forward.setEnabled(view.can_forward)
        self.refresh.setEnabled(not refreshing)
        self.refresh.set_icon("hourglass" if refreshing else "refresh-cw")


def _key(look: Look, name: str, icon: str, spoken: str, act: Callable[[], None]) -> Button:
    key = Button(look, kind="key", name=name, icon=icon, spoken=t(spoken), size=18, height=52)
    key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    key.clicked.connect(act)
    return key
