"""Right half of Tickets: one ticket, its wagers or its picture, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from app.i18n import t
from app.presenters.views import PayGroup
from app.presenters.views_office import ActView, DetailPhase, TicketDetailView
from app.ui.theme import Look
from app.ui.widgets.act_key import ActKey
from app.ui.widgets.badge import Badge
from app.ui.widgets.bet_list import BetList, BetRow, HeadRow
from app.ui.widgets.bet_list import Row as ListRow
from app.ui.widgets.elided import Elided
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.message import Message
from app.ui.widgets.panel import Card, Rule
from app.ui.widgets.picture_box import PictureBox
from app.ui.widgets.ring import Ring
from app.ui.widgets.state_strip import StateStrip, Tone
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.ticket_desk import TicketDesk

_BUSY = Tone("hourglass", "warn_soft", "warn_ink", busy=True)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TicketsDetail(Card):
    """Draws a `TicketDetailView`."""

    def __init__(self, look: Look, desk: TicketDesk) -> None:
        super().__init__(look, name="tickets.right")
        self._desk = desk
        self._make_head(look)
        self.list = BetList(look, "tickets.wagers", t("ui_tickets.wagers"))
        self.picture = PictureBox(look, "tickets.picture", t("ui_tickets.picture_unreadable"))
        self.message = Message(look, "tickets.detail_message", empty_icon="ticket")
        self.busy = StateStrip(look, "tickets")
        self.busy.setVisible(False)
        self._make_acts(look)
        self._lay_out(look)

    def _make_head(self, look: Look) -> None:
        self.number = Text(look, size=30, weight=800, name="tickets.number")
        self.status = Badge(look, "tickets.status")
        self.sold = Elided(look, size=14, weight=500, color="muted", name="tickets.sold")
        self.note = Elided(look, size=14, weight=500, color="muted", name="tickets.detail_note")
        self.total = Text(look, size=30, weight=800, name="tickets.total")
        self.prize = Text(look, size=18, weight=800, color="go_ink", name="tickets.prize")
        for text in (self.total, self.prize):
            text.setAlignment(_RIGHT)
        self.ring = Ring(look, "tickets.window")

    def _make_acts(self, look: Look) -> None:
        desk = self._desk
        self.image = self._act(look, "image", "eye", "Enter", desk.toggle_picture)
        self.repeat = self._act(look, "repeat", "repeat", "F7", desk.repeat)
        self.reprint = self._act(look, "reprint", "printer", "F9", desk.reprint)
        key = t("ui_tickets.delete_key")
        self.cancel = self._act(look, "cancel", "ban", key, desk.cancel)
        self.revert = self._act(look, "revert", "undo-2", key, desk.revert)

    def _act(self, look: Look, name: str, icon: str, key: str, act: Callable[[], None]) -> ActKey:
        button = ActKey(look, t(f"ui_tickets.{name}"), name=f"tickets.{name}", icon=icon, key=key)
        button.clicked.connect(act)
        return button

    def _lay_out(self, look: Look) -> None:
        first = Row(look, gap=12)
        first.addWidget(self.number)
        first.addWidget(self.status)
        first.addStretch()
        words = Column(look, gap=2)
        words.addLayout(first)
        words.addWidget(self.sold)
        words.addWidget(self.note)
        money = Column(look, gap=0)
        money.addStretch()
        money.addWidget(self.total)
        money.addWidget(self.prize)
        money.addStretch()
        head = Row(look, gap=16)
        head.addLayout(words, 1)
        head.addLayout(money)
        head.addWidget(self.ring)
        self._body = QStackedWidget()
        for page in (self.list, self.picture, self.message):
            self._body.addWidget(page)
        acts = Row(look, gap=8)
        for button in (self.image, self.repeat, self.reprint, self.cancel, self.revert):
            acts.addWidget(button, 1)
        column = Column(look, self, margins=(16, 12, 12, 12), gap=10)
        column.addLayout(head)
        column.addWidget(Rule(look))
        column.addWidget(self._body, 1)
        column.addWidget(self.busy)
        column.addLayout(acts)

    # ------------------------------------------------------------ state

    def apply(self, view: TicketDetailView) -> None:
        """Show `view`."""
        self.number.setText(view.number)
        self.status.say(view.status, view.hue)
        self.sold.setText(view.sold_text)
        self.note.setText(view.note)
        self.total.setText(view.total)
        self.prize.setText(f"{t('ui_tickets.prize')} {view.prize}" if view.prize else "")
        self.prize.setVisible(bool(view.prize))
        self.ring.apply(view.window)
        self._show_body(view)
        self._show_acts(view)
        self.busy.setVisible(bool(view.busy))
        if view.busy:
            self.busy.apply(_BUSY, t("ui_tickets.wait"), view.busy)

    def _show_body(self, view: TicketDetailView) -> None:
        self.list.show_rows(tuple(row for group in view.groups for row in _rows(group)))
        picture = view.picture
        if picture.wanted and not picture.loading:
            self.picture.apply(picture)
            self._body.setCurrentWidget(self.picture)
        elif picture.loading:
            self._say(t("ui_tickets.picture_loading"), "eye", busy=True)
        elif view.phase is DetailPhase.READY:
            self._body.setCurrentWidget(self.list)
        elif view.phase is DetailPhase.LOADING:
            self._say(t("ui_tickets.loading"), "hourglass", busy=True)
        elif view.phase is DetailPhase.TROUBLE:
            self._say(view.headline, "triangle-alert", color="stop_ink")
        else:
            self._say(view.headline, "ticket")

    def _say(self, text: str, icon: str, *, color: str = "muted", busy: bool = False) -> None:
        self.message.say(text, icon=icon, color="primary_ink" if busy else color, busy=busy)
        self._body.setCurrentWidget(self.message)

    def _show_acts(self, view: TicketDetailView) -> None:
        there = view.phase is DetailPhase.READY and not view.busy
        self.image.setEnabled(there)
        self.image.setText(t("ui_tickets.no_image" if view.picture.wanted else "ui_tickets.image"))
        self.image.set_icon("list" if view.picture.wanted else "eye")
        self._set(self.repeat, view.repeat, there=there)
        if view.reprint.title:
            self.reprint.setText(view.reprint.title)
        self._set(self.reprint, view.reprint, there=there)
        self._set(self.cancel, view.cancel, there=there, kind="stop")
        self._set(self.revert, view.revert, there=there, kind="stop")

    def _set(self, button: ActKey, act: ActView, *, there: bool, kind: str = "plain") -> None:
        button.setVisible(act.shown)
        button.show_act(there=there, ready=there and act.ready, why=act.why, kind=kind)


def _rows(group: PayGroup) -> tuple[ListRow, ...]:
    head = HeadRow(group.title, group.note, group.tint)
    return (
        head,
        *(
            BetRow(bet.label, " · ".join(part for part in (bet.name, bet.note) if part), bet.amount, bet.won)
            for bet in group.wagers
        ),
    )
