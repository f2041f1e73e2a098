"""The order panel of the sale screen: the customer's message beside what it means, in place of the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import TicketGroup
from app.presenters.views_order import OrderView
from app.ui.theme import Look
from app.ui.widgets.bet_list import BetList, BetRow, HeadRow
from app.ui.widgets.bet_list import Row as Line
from app.ui.widgets.buttons import Button
from app.ui.widgets.entry import EntryKeys
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.order_doubt import OrderDoubt
from app.ui.widgets.order_text import OrderFrame, OrderText
from app.ui.widgets.panel import Card
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.order import OrderPresenter

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class OrderPanel(Card):
    """Draws an `OrderView`. The message or the panel has the focus: in the message keys write, on the
    panel 1 to 9 settle the doubt, Enter goes on, Esc leaves."""

    def __init__(self, look: Look, presenter: OrderPresenter, parent: QWidget | None = None) -> None:
        super().__init__(look, name="sale.order", parent=parent)
        self._presenter = presenter
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.edit = OrderText(look, typed=presenter.set_text, pasted=self._pasted)
        self.edit.setObjectName("order.text")
        self.edit.setAccessibleName(t("ui_order.message"))
        self.frame = OrderFrame(look, self.edit)
        EntryKeys(self.edit, self._edit_key)
        self.lines = BetList(look, "order.lines", t("ui_order.lines"))
        self.empty = Text(look, size=16, color="muted", name="order.empty")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = Text(look, size=15, weight=700, color="muted", name="order.count")
        self.doubt = OrderDoubt(look, presenter.answer)
        self.sign = Icon(look, "circle-x", color="stop_ink", size=20)
        self.said = Text(look, size=14, weight=600, name="order.problem")
        self.said.setWordWrap(True)
        self.paste = self._button("paste", "clipboard-paste", "Ctrl+V", self.paste_clipboard)
        self.back = self._button("back", "undo-2", "Ctrl+Z", presenter.take_back)
        self.leave = self._button("leave", "x", "Esc", presenter.close)
        self.take = Button(
            look, t("ui_order.take"), kind="primary", name="order.take", icon="corner-down-left",
            hint="Enter", size=18, weight=800, height=60,
        )  # fmt: skip
        self.take.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.clicked.connect(presenter.enter)
        self._lay_out()
        self.edit.focused.connect(self._light)
        self.hide()

    def _button(self, name: str, icon: str, key: str, act: object) -> Button:
        button = Button(
            self.look, t(f"ui_order.{name}"), name=f"order.{name}", icon=icon, hint=key, size=15, weight=600
        )
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        look = self.look
        left, right = Column(look, gap=6), Column(look, gap=6)
        left.addWidget(Text(look, t("ui_order.message"), size=14, weight=700, color="muted"))
        left.addWidget(self.frame, 1)
        head = Row(look)
        head.addWidget(Text(look, t("ui_order.lines"), size=14, weight=700, color="muted"), 1)
        head.addWidget(self.count)
        right.addLayout(head)
        right.addWidget(self.lines, 1)
        right.addWidget(self.empty, 1)
        halves = Row(look, gap=12)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        told = Row(look, gap=6)
        told.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        told.addWidget(self.said, 1)
        acts = Row(look, gap=8)
        for button in (self.paste, self.back, self.leave):
            acts.addWidget(button, 1)
        column = Column(look, self, margins=(12, 12, 12, 12), gap=8)
        column.addLayout(halves, 1)
        column.addLayout(told)
        column.addWidget(self.doubt)
        column.addLayout(acts)
        column.addWidget(self.take)

    # ------------------------------------------------------------ state

    def apply(self, view: OrderView) -> None:
        """Show `view`."""
        self.edit.show_text(view.text, view.strokes)
        rows = tuple(row for group in view.groups for row in _rows(group))
        self.lines.show_rows(rows)
        self.lines.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(view.empty)
        self.count.setText(view.count_text)
        told = view.problem or view.note
        self.said.setText(told)
        self.said.setVisible(bool(told))
        self.sign.setVisible(bool(told))
        tone = "stop_ink" if view.problem else "warn_ink"
        self.said.set_color(tone)
        self.sign.show_icon("circle-x" if view.problem else "triangle-alert", tone)
        self.doubt.apply(view.doubt, view.doubts_text)
        self.back.setEnabled(view.answered)
        self.take.set_value(view.total_text)
        self.take.setEnabled(view.ready)
        self._light()

    def open(self) -> None:
        """The panel has come up: keys go to the doubts when there is a message, else to the edit."""
        if self.edit.toPlainText().strip():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def paste_clipboard(self) -> None:
        """What the clipboard holds becomes the message."""
        self._pasted(QGuiApplication.clipboard().mimeData())
        self.open()

    def _pasted(self, source: QMimeData | None) -> None:
        has = source is not None and source.hasText()
        self._presenter.paste(source.text() if has and source is not None else None)

    def _light(self) -> None:
        self.doubt.set_lit(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the panel's keys are heard."""
        super().focusInEvent(event)
        self._light()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: they are not."""
        super().focusOutEvent(event)
        self._light()

    # ------------------------------------------------------------ keys

    def _edit_key(self, event: QKeyEvent) -> bool:
        """In the message: Enter goes to the doubts (Shift+Enter is a new line), Esc leaves."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self._presenter.close()
        elif key in _ENTER and not event.modifiers() & _SHIFT:
            if self.edit.toPlainText().strip():
                self.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True

    def handle_key(self, event: QKeyEvent) -> bool:
        """On the panel; True when the key meant something."""
        key, control = Qt.Key(event.key()), bool(event.modifiers() & _CONTROL)
        if control:
            return self._control_key(key)
        if key in _ENTER:
            if not event.isAutoRepeat():
                self._presenter.enter()
        elif key is Qt.Key.Key_Escape:
            self._presenter.close()
        elif key is Qt.Key.Key_Backspace:
            self._presenter.take_back()
        elif event.text() in set("123456789"):
            if not event.isAutoRepeat():
                self._presenter.answer(int(event.text()))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            bar = self.lines.verticalScrollBar()
            bar.setValue(bar.value() + (self.look.px(44) if key is Qt.Key.Key_Down else -self.look.px(44)))
        else:
            return False
        return True

    def _control_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_V, Qt.Key.Key_P):
            self.paste_clipboard()
        elif key is Qt.Key.Key_Z:
            self._presenter.take_back()
        else:
            return False
        return True


def _rows(group: TicketGroup) -> tuple[Line, ...]:
    """A draw and its lines; nothing to take out here: the message is what is edited."""
    head = HeadRow(group.title, group.summary, group.tint)
    return (head, *(BetRow(line.label, line.note, line.amount) for line in group.lines))
