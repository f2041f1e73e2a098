"""Right column of the sale screen: the ticket, what became of the last one, and the button that sells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import SellPhase, SellView, TicketView
from app.ui.theme import Look
from app.ui.widgets.act_button import ActButton
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.state_strip import StateStrip, Tone
from app.ui.widgets.text import Text
from app.ui.widgets.ticket_list import TicketList

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
    """Draws a `TicketView` and a `SellView`."""

    def __init__(self, look: Look, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(look, name="sale.ticket_column", parent=parent)
        self.title = Text(look, t("ui_sale.ticket"), size=14, weight=700, color="muted")
        self.count = Text(look, size=15, weight=700, color="muted", name="sale.wagers")
        self.list = TicketList(look, presenter.remove_line)
        self.empty = Text(look, size=16, color="muted", name="sale.ticket.empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.strip = StateStrip(look, "sale")
        self.repeat = Button(
            look, t("ui_sale.repeat"), name="sale.repeat", icon="repeat", hint="F7", weight=600
        )
        self.clear = Button(
            look,
            t("ui_sale.clear"),
            name="sale.clear",
            icon="trash-2",
            hint=t("ui_sale.key.delete"),
            weight=600,
        )
        self.sell = ActButton(
            look, t("ui_sale.sell"), "F12", "printer", name="sale.sell", value_name="sale.total"
        )
        self.repeat.clicked.connect(presenter.repeat_last)
        self.clear.clicked.connect(presenter.clear)
        self.sell.clicked.connect(presenter.submit)
        for button in (self.repeat, self.clear):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        look.changed.connect(self._make_room)

    def _lay_out(self) -> None:
        head = Row(self.look)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        acts = Row(self.look, gap=8)
        acts.addWidget(self.repeat, 1)
        acts.addWidget(self.clear, 1)
        column = Column(self.look, self, margins=(12, 12, 12, 12), gap=8)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.strip)
        column.addLayout(acts)
        column.addWidget(self.sell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: in a narrow column the buttons keep their words and leave their icons out."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        each = (self.width() - self.look.px(32)) // 2
        both = ((self.repeat, "repeat"), (self.clear, "trash-2"))
        for button, icon in both:
            button.set_icon(icon)
        if any(button.sizeHint().width() > each for button, _ in both):
            for button, _ in both:
                button.set_icon("")

    def show_ticket(self, view: TicketView) -> None:
        """Show the lines."""
        self.count.setText(view.count_text)
        self.list.apply(view.groups)
        self.list.setVisible(bool(view.groups))
        self.empty.setVisible(not view.groups)
        self.empty.setText(view.empty)

    def show_sell(self, view: SellView) -> None:
        """Show what can be done and what became of it."""
        self.strip.apply(_TONES[view.phase], view.state_text, view.detail)
        self.repeat.setEnabled(view.can_repeat)
        self.clear.setEnabled(view.can_clear)
        self.sell.apply(view.total_text, ready=view.can_sell)
