"""Results (F4): a day, a game, and all that came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.i18n import t
from app.presenters.views_office import PagePhase, ResultsView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.day_bar import DayBar
from app.ui.widgets.elided import Elided
from app.ui.widgets.hints import Hints
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.message import Message
from app.ui.widgets.panel import Card, Rule
from app.ui.widgets.results_board import ResultsBoard
from app.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from app.presenters.results import ResultsPresenter


class ResultsScreen(QWidget):
    """Left and right change the day, F8 the game, up and down roll, F12 prints."""

    def __init__(self, look: Look, presenter: ResultsPresenter) -> None:
        super().__init__()
        self.setObjectName("results")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._presenter = presenter
        self.day = DayBar(look, "results", presenter.move_day, presenter.refresh)
        self.tabs = Segments(look, "results.tab", presenter.choose_tab)
        self.print = Button(
            look, t("ui_results.print"), name="results.print", icon="printer", hint="F12", height=56
        )
        self.print.clicked.connect(presenter.print)
        self.board = ResultsBoard(look, "results.board", t("ui_results.board"))
        self.message = Message(look, "results.message", empty_icon="trophy")
        self.note = Elided(look, size=13, weight=500, color="muted", name="results.note")
        self._lay_out(look)
        self._stop = presenter.state.watch(self.apply)

    def _lay_out(self, look: Look) -> None:
        self._body = QStackedWidget()
        self._body.addWidget(self.board)
        self._body.addWidget(self.message)
        head = Row(look, gap=16)
        head.addWidget(self.day, 34)
        head.addWidget(self.tabs, 50)
        head.addWidget(self.print)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hints = Hints(
            look,
            (
                ("←→", t("ui_results.hint.day")),
                ("F8", t("ui_results.hint.game")),
                ("↑↓", t("ui_results.hint.roll")),
            ),
        )
        foot = Row(look, gap=8)
        foot.addWidget(self.note, 1)
        foot.addWidget(hints, 1)
        card = Card(look, name="results.card")
        column = Column(look, card, margins=(16, 12, 16, 10), gap=10)
        column.addLayout(head)
        column.addWidget(Rule(look))
        column.addWidget(self._body, 1)
        column.addLayout(foot)
        Column(look, self, margins=(12, 12, 12, 12)).addWidget(card)

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        self._stop()

    def apply(self, view: ResultsView) -> None:
        """Show `view`."""
        self.day.apply(view.day, refreshing=view.page.refreshing)
        self.tabs.apply(view.tabs)
        self.tabs.setVisible(bool(view.tabs))
        self.print.setEnabled(view.can_print)
        self.note.setText(view.page.note)
        self.note.set_color("warn_ink" if view.page.phase is PagePhase.STALE else "muted")
        self.board.apply(view.products, mark_newest=not view.day.can_forward)
        if view.products:
            self._body.setCurrentWidget(self.board)
        else:
            self.message.apply(view.page)
            self._body.setCurrentWidget(self.message)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: today, read anew."""
        super().showEvent(event)
        self._presenter.opened()

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_R:
            self._presenter.refresh()
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        return self._rolls(key) or self._acts(key, again=event.isAutoRepeat())

    def _rolls(self, key: Qt.Key) -> bool:
        page = self.board.page()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -9999,
            Qt.Key.Key_End: 9999,
        }.get(key)
        if steps is None:
            return False
        self.board.roll(steps)
        return True

    def _acts(self, key: Qt.Key, *, again: bool) -> bool:
        presenter = self._presenter
        acts = {
            Qt.Key.Key_Left: lambda: presenter.move_day(-1),
            Qt.Key.Key_Right: lambda: presenter.move_day(1),
            Qt.Key.Key_F8: presenter.next_tab,
            Qt.Key.Key_F12: presenter.print,
        }
        act = acts.get(key)
        if act is not None and not again:
            act()
        return act is not None
