"""Right column of the sale screen: the ticket, what became of the last one, and the button that sells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import ParkedView, SellPhase, SellView, TicketView
from app.presenters.views_office import ChoiceView
from app.ui.theme import Look
from app.ui.widgets.act_button import ActButton
from app.ui.widgets.buttons import Button
from app.ui.widgets.cash import CashRow
from app.ui.widgets.closing import ClosingStrip
from app.ui.widgets.layout import Column, Grid, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.parked import ParkedKeys
from app.ui.widgets.segments import Segments
from app.ui.widgets.state_strip import StateStrip, Tone
from app.ui.widgets.text import Text
from app.ui.widgets.ticket_list import TicketActs, TicketList

if TYPE_CHECKING:
    from app.presenters.sale import SalePresenter

_TONES = {
    SellPhase.READY: Tone("circle-check", "", "muted", loud=False),
    SellPhase.SELLING: Tone("loader", "primary_soft", "primary_ink", busy=True),
    SellPhase.VERIFYING: Tone("hourglass", "warn_soft", "warn_ink", busy=True),
    SellPhase.SOLD: Tone("circle-check", "go_fill", "on_go"),
    SellPhase.NOT_SOLD: Tone("circle-x", "stop_fill", "on_stop"),
}


class TicketColumn(Card):
    """Draws a `TicketView` and a `SellView`, what closed, what is laid aside, what goes back in cash.

    `type_amount` and `type_cash` begin a line about the marked lines' amount, or the cash.
    """

    def __init__(
        self,
        look: Look,
        presenter: SalePresenter,
        type_amount: Callable[[], None],
        type_cash: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, name="sale.ticket_column", parent=parent)
        self.title = Text(look, t("ui_sale.ticket"), size=14, weight=700, color="muted")
        self.count = Text(look, size=15, weight=700, color="muted", name="sale.wagers")
        lines = presenter.lines
        acts = TicketActs(
            presenter.remove_line,
            lines.remove_number,
            lines.unfold,
            lines.begin_move,
            type_amount,
            lines.point,
        )
        self.list = TicketList(look, acts)
        self.closing = ClosingStrip(look, presenter.closing)
        self.parked = ParkedKeys(look, presenter.parked.take)
        self.cash = CashRow(look)
        self.tenders = Segments(look, "sale.tender", presenter.tender.choose)
        self.empty = Text(look, size=16, color="muted", name="sale.ticket.empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.strip = StateStrip(look, "sale")
        self.repeat = self._act("repeat", "repeat", "F7")
        self.park = self._act("park", "pause", "Ins")
        self.change = self._act("cash", "coins", "+")
        self.clear = self._act("clear", "trash-2", t("ui_sale.key.delete"))
        self.sell = ActButton(
            look, t("ui_sale.sell"), "F12", "printer", name="sale.sell", value_name="sale.total"
        )
        self.repeat.clicked.connect(presenter.repeat_last)
        self.park.clicked.connect(presenter.parked.toggle)
        self.change.clicked.connect(type_cash)
        self.clear.clicked.connect(presenter.clear)
        self.sell.clicked.connect(presenter.submit)
        self._lay_out()
        look.changed.connect(self._make_room)

    def _act(self, name: str, icon: str, key: str) -> Button:
        """One of the four keys over the big one."""
        words = t(f"ui_sale.{name}")
        button = Button(self.look, words, name=f"sale.{name}", icon=icon, hint=key, weight=600)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self) -> None:
        head = Row(self.look)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        acts = Grid(self.look, gap=6)
        for place, button in enumerate((self.repeat, self.park, self.change, self.clear)):
            acts.addWidget(button, place // 2, place % 2)
            acts.setColumnStretch(place % 2, 1)
        column = Column(self.look, self, margins=(12, 12, 12, 12), gap=8)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.closing)
        column.addWidget(self.cash)
        column.addWidget(self.tenders)
        column.addWidget(self.strip)
        column.addWidget(self.parked)
        column.addLayout(acts)
        column.addWidget(self.sell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: in a narrow column the buttons keep their words and leave their icons out."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        each = (self.width() - self.look.px(30)) // 2
        acts = (
            (self.repeat, "repeat"),
            (self.park, "pause"),
            (self.change, "coins"),
            (self.clear, "trash-2"),
        )
        for button, icon in acts:
            button.set_icon(icon)
        if any(button.sizeHint().width() > each for button, _ in acts):
            for button, _ in acts:
                button.set_icon("")

    def show_ticket(self, view: TicketView) -> None:
        """Show the lines."""
        self.count.setText(view.count_text)
        self.list.apply(view.groups)
        self.list.setVisible(bool(view.groups))
        self.empty.setVisible(not view.groups)
        self.empty.setText(view.empty)

    def show_tenders(self, choices: tuple[ChoiceView, ...]) -> None:
        """How the ticket is paid, where there is a choice (Ctrl+T)."""
        self.tenders.apply(choices)
        self.tenders.setVisible(bool(choices))

    def show_parked(self, view: ParkedView) -> None:
        """Show the tickets laid aside."""
        self.parked.apply(view.tickets)
        self.park.setEnabled(view.can_park)

    def show_sell(self, view: SellView) -> None:
        """Show what can be done and what became of it."""
        self.strip.apply(_TONES[view.phase], view.state_text, view.detail)
        self.repeat.setEnabled(view.can_repeat)
        self.clear.setEnabled(view.can_clear)
        self.sell.apply(view.total_text, ready=view.can_sell)
