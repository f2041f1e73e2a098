"""Open operations (F9): the list at the left; what one is, what comes next and what to do at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import t
from app.presenters.views_office import DoubtsView
from app.ui.theme import Look
from app.ui.widgets.act_key import ActKey
from app.ui.widgets.hints import Hints
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.message import Message
from app.ui.widgets.panel import Card, Rule
from app.ui.widgets.text import Text
from app.ui.widgets.ticket_rows import TicketRowList

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.presenters.doubts import DoubtsPresenter

_MOST = 2
_ICONS = ("check", "ban")


class DoubtsScreen(QWidget):
    """Draws a `DoubtsView`. Arrows choose, digits do, Esc and F9 lead back (`leave`)."""

    def __init__(self, look: Look, presenter: DoubtsPresenter, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("doubts")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._presenter, self._leave = presenter, leave
        self.rows = TicketRowList(look, "doubts.list", t("ui_doubts.list"), presenter.choose)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.message = Message(look, "doubts.message", empty_icon="circle-check")
        self.headline = Text(look, size=26, weight=800, name="doubts.headline")
        self.total = Text(look, size=26, weight=800, name="doubts.total")
        self.what = Text(look, size=18, weight=600, name="doubts.what")
        self.caption = Text(look, size=13, weight=700, color="muted", name="doubts.caption")
        self.caption.setText(t("ui_doubts.next").upper())
        self.next = Text(look, size=16, weight=500, color="muted", name="doubts.next")
        for text in (self.what, self.next):
            text.setWordWrap(True)
        self.acts = tuple(self._act(look, number) for number in range(1, _MOST + 1))
        self._lay_out(look)
        self._stop = presenter.state.watch(self.apply)

    def _act(self, look: Look, number: int) -> ActKey:
        button = ActKey(look, "", name=f"doubts.act.{number}", icon=_ICONS[number - 1], key=str(number))
        button.clicked.connect(lambda: self._presenter.act(number))
        return button

    def _lay_out(self, look: Look) -> None:
        left = Card(look, name="doubts.left")
        title = Text(look, size=18, weight=700, name="doubts.title")
        title.setText(t("ui_doubts.head"))
        hints = Hints(
            look,
            (
                ("↑↓", t("ui_doubts.hint.move")),
                ("1 2", t("ui_doubts.hint.act")),
                ("Esc", t("ui_doubts.hint.back")),
            ),
        )
        self._body = QStackedWidget()
        self._body.addWidget(self.rows)
        self._body.addWidget(self.message)
        column = Column(look, left, margins=(12, 12, 12, 10), gap=8)
        column.addWidget(title)
        column.addWidget(self._body, 1)
        column.addWidget(hints)
        row = Row(look, self, margins=(12, 12, 12, 12), gap=12)
        row.addWidget(left, 42)
        self._right = self._detail(look)
        row.addWidget(self._right, 58)

    def _detail(self, look: Look) -> Card:
        card = Card(look, name="doubts.right")
        head = Row(look, gap=12)
        head.addWidget(self.headline, 1)
        head.addWidget(self.total)
        acts = Row(look, gap=8)
        for button in self.acts:
            acts.addWidget(button, 1)
        column = Column(look, card, margins=(20, 16, 16, 16), gap=14)
        column.addLayout(head)
        column.addWidget(Rule(look))
        column.addWidget(self.what)
        column.addWidget(self.caption)
        column.addWidget(self.next)
        column.addStretch()
        column.addLayout(acts)
        return card

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        self._stop()

    def apply(self, view: DoubtsView) -> None:
        """Show `view`."""
        self.rows.show_rows(view.rows, view.chosen)
        self.message.say(view.empty, icon="circle-check", color="go_ink")
        self._body.setCurrentWidget(self.rows if view.rows else self.message)
        self._right.setVisible(bool(view.rows))
        self.headline.setText(view.headline)
        self.total.setText(view.total)
        self.what.setText(view.what)
        self.next.setText(view.next)
        self.caption.setVisible(bool(view.next))
        for number, button in enumerate(self.acts):
            there = number < len(view.deeds)
            button.setVisible(there)
            if there:
                deed = view.deeds[number]
                button.setText(deed.title)
                kind = "stop" if deed.grave else "plain"
                button.show_act(there=True, ready=True, why="", kind=kind)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: ready for the keys."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if steps is not None:
            self._presenter.move(steps)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F9):
            self._leave()
        elif event.text() in {"1", "2"} and not event.isAutoRepeat():
            self._presenter.act(int(event.text()))
        else:
            return False
        return True
