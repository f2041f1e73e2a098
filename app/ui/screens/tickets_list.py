"""Left half of Tickets: day, list, search, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from app.i18n import t
from app.presenters.views_office import PagePhase, TicketListView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.day_bar import DayBar
from app.ui.widgets.elided import Elided
from app.ui.widgets.fields import Field
from app.ui.widgets.hints import Hints
from app.ui.widgets.keypad import Keypad
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.message import Message
from app.ui.widgets.panel import Card
from app.ui.widgets.segments import Segments
from app.ui.widgets.ticket_rows import TicketRowList

if TYPE_CHECKING:
    from app.presenters.ticket_finder import TicketFinder
    from app.presenters.tickets import TicketsPresenter

_SPOKEN_FOR = frozenset({PagePhase.LOADING, PagePhase.EMPTY, PagePhase.TROUBLE})


class TicketsList(Card):
    """Draws a `TicketListView`. Typing goes to the search line; the keypad is for who has no keys."""

    def __init__(self, look: Look, presenter: TicketsPresenter) -> None:
        super().__init__(look, name="tickets.left")
        finder = self._finder = presenter.finder
        self.day = DayBar(look, "tickets", finder.move_day, presenter.refresh)
        self.filters = Segments(look, "tickets.filter", finder.choose_filter)
        self.search = self._search(look, finder)
        self.rows = TicketRowList(look, "tickets.list", t("ui_tickets.list"), finder.choose)
        self.message = Message(look, "tickets.message", empty_icon="receipt")
        self.keypad = Keypad(look, press=finder.press, back=finder.backspace, enter=self._enter, signs=False)
        self.keypad.setVisible(False)
        self.summary = Elided(look, size=14, weight=700, name="tickets.summary")
        self.note = Elided(look, size=13, weight=500, color="muted", name="tickets.note")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out(look)

    def _search(self, look: Look, finder: TicketFinder) -> Field:
        caption = t("ui_tickets.search").upper()
        field = Field(look, caption, name="tickets.search", size=24, icon="search", room=60, height=64)
        hints = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhNoPredictiveText
        field.edit.setInputMethodHints(hints)
        field.edit.setDragEnabled(False)
        field.edit.setMaxLength(40)
        field.edited.connect(self._typed)
        field.touched.connect(lambda: self.keypad.setVisible(True))
        self.toggle = Button(
            look, kind="ghost", name="tickets.keypad", icon="keyboard", spoken=t("ui_tickets.keypad"),
            parent=field,
        )  # fmt: skip
        self.toggle.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.toggle.clicked.connect(lambda: self.keypad.setVisible(self.keypad.isHidden()))
        field.pin_right(self.toggle)
        return field

    def _lay_out(self, look: Look) -> None:
        self._body = QStackedWidget()
        self._body.addWidget(self.rows)
        self._body.addWidget(self.message)
        self._body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        foot = Row(look, gap=8)
        foot.addWidget(self.summary)
        foot.addWidget(self.note, 1)
        hints = Hints(
            look,
            (
                ("↑↓", t("ui_tickets.hint.move")),
                ("←→", t("ui_tickets.hint.day")),
                ("F8", t("ui_tickets.hint.list")),
                ("Enter", t("ui_tickets.hint.image")),
            ),
        )
        column = Column(look, self, margins=(12, 12, 12, 10), gap=8)
        column.addWidget(self.day)
        column.addWidget(self.filters)
        column.addWidget(self.search)
        column.addWidget(self._body, 3)
        column.addWidget(self.keypad, 4)
        column.addLayout(foot)
        column.addWidget(hints)

    def _typed(self, text: str) -> None:
        """What is no digit must not stay in the line either."""
        self._finder.set_search(text)
        self.search.set_text(self._finder.state.value.search)

    def _enter(self) -> None:
        """The keypad's Enter: done with typing; a number that is not here is looked for elsewhere."""
        self._finder.enter()
        self.keypad.setVisible(False)

    def apply(self, view: TicketListView) -> None:
        """Show `view`."""
        page = view.page
        self.day.apply(view.day, refreshing=page.refreshing)
        self.filters.apply(view.filters)
        self.search.set_text(view.search)
        self.summary.setText(view.summary)
        self.note.setText(page.note)
        self.note.set_color("warn_ink" if page.phase is PagePhase.STALE else "muted")
        self.rows.show_rows(view.rows, view.chosen)
        if page.phase in _SPOKEN_FOR and not len(view.rows):
            self.message.apply(page)
            self._body.setCurrentWidget(self.message)
        else:
            self._body.setCurrentWidget(self.rows)
