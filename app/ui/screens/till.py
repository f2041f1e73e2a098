"""Caja (F6): what moves at the left, the shift at the right; counting and movements take its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QStackedWidget, QWidget

from app.i18n import t
from app.presenters.views_till import TillMode, TillView
from app.ui.screens.till_overview import TillOverview
from app.ui.screens.till_pages import CountPage, MovePage, ResultPage
from app.ui.theme import Look
from app.ui.widgets.act_button import ActButton
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.entry import EntryKeys
from app.ui.widgets.keypad import Keypad
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.till import TillPresenter

_MOVES = (
    ("added", "plus", "+"),
    ("taken", "minus", "-"),
    ("expense", "receipt", "*"),
    ("bank", "banknote", "/"),
)
_KIND_OF = {key: kind for kind, _, key in _MOVES}
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


class TillScreen(QWidget):
    """F12 is what the green button says; nothing is closed by Enter."""

    def __init__(self, look: Look, presenter: TillPresenter) -> None:
        super().__init__()
        self.setObjectName("till")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._presenter = presenter
        self._mode = TillMode.OVERVIEW
        self.overview = TillOverview(look, presenter)
        self.count, self.move_page, self.result = (
            CountPage(look, presenter),
            MovePage(look, presenter),
            ResultPage(look),
        )
        self._pages = QStackedWidget()
        for page in (self.overview, self.count, self.move_page, self.result):
            self._pages.addWidget(page)
        row = Row(look, self, margins=(12, 12, 12, 12), gap=12)
        row.addWidget(self._left(look), 27)
        row.addWidget(self._pages, 73)
        for field in self.move_page.edits:
            EntryKeys(field.edit, self._key)
        self._stops = (
            presenter.state.watch(self.apply),
            presenter.moves.state.watch(self.move_page.apply),
            presenter.server.state.watch(self.overview.apply_server),
        )

    def _left(self, look: Look) -> Card:
        card = Card(look, name="till.left")
        column = Column(look, card, margins=(12, 14, 12, 12), gap=8)
        head = Row(look, gap=8)
        head.addWidget(Text(look, t("ui.nav.till").upper(), size=13, weight=700, color="muted"), 1)
        self.badge = Badge(look, "till.state")
        head.addWidget(self.badge)
        column.addLayout(head)
        self._side = QStackedWidget()
        self._acts_page = self._acts(look)
        self._side.addWidget(self._acts_page)
        presenter = self._presenter
        self.keypad = Keypad(
            look,
            press=presenter.press,
            back=presenter.backspace,
            enter=presenter.enter,
            signs=False,
            comma=True,
        )
        self._side.addWidget(self.keypad)
        column.addWidget(self._side, 1)
        self.back = Button(
            look, t("till.act.back"), name="till.back", icon="arrow-left", hint="Esc", height=52
        )
        self.back.clicked.connect(presenter.escape)
        column.addWidget(self.back)
        self.act = ActButton(
            look, t("till.act.count"), "F12", "check", name="till.act", value_name="till.act_value"
        )
        self.act.clicked.connect(presenter.main)
        column.addWidget(self.act)
        return card

    def _acts(self, look: Look) -> QWidget:
        page = QWidget()
        column = Column(look, page, gap=8)
        self.moves: dict[str, Button] = {}
        for kind, icon, key in _MOVES:
            shown = {"*": "×", "-": "−"}.get(key, key)
            button = Button(
                look, t(f"till.kind.{kind}"), name=f"till.{kind}", icon=icon, hint=shown, size=16, height=56
            )
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, kind=kind: self._presenter.start_move(kind))
            self.moves[kind] = button
            column.addWidget(button)
        self.slip = Button(
            look, t("till.act.x"), name="till.x", icon="printer", hint="F7", size=16, height=56
        )
        self.slip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slip.clicked.connect(self._presenter.print_x)
        column.addWidget(self.slip)
        column.addStretch()
        return page

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        for stop in self._stops:
            stop()

    # ------------------------------------------------------------ state

    def apply(self, view: TillView) -> None:
        """Show `view`."""
        came, self._mode = view.mode is not self._mode, view.mode
        self.overview.apply(view)
        self.count.apply(view.count)
        self.result.apply(view.result)
        self.badge.say(view.state, view.hue)
        typing = view.mode in {TillMode.COUNT, TillMode.OPEN, TillMode.MOVE}
        pages = {
            TillMode.OVERVIEW: self.overview,
            TillMode.COUNT: self.count,
            TillMode.OPEN: self.count,
            TillMode.MOVE: self.move_page,
            TillMode.RESULT: self.result,
        }
        self._pages.setCurrentWidget(pages[view.mode])
        self._side.setCurrentIndex(int(typing))
        self._acts_page.setVisible(view.mode is TillMode.OVERVIEW)
        self.back.setVisible(typing)
        for button in self.moves.values():
            button.setEnabled(view.moves.ready)
        self.slip.setEnabled(view.x.ready)
        word = {
            TillMode.OVERVIEW: view.main.title,
            TillMode.COUNT: view.count.act,
            TillMode.OPEN: view.count.act,
            TillMode.MOVE: t("till.act.move"),
            TillMode.RESULT: t("till.act.done"),
        }
        self.act.setText(word[view.mode])
        self.act.apply("", ready=view.main.ready or view.mode is not TillMode.OVERVIEW)
        if came and self.isVisible():
            self._focus()

    def _focus(self) -> None:
        if self._mode is TillMode.MOVE:
            self.move_page.focus_now()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: read anew."""
        super().showEvent(event)
        self._presenter.opened()

    # ------------------------------------------------------------ keys

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took."""
        if self._key(event):
            return True
        text = event.text()
        if event.modifiers() & ~_PLAIN or not text or isinstance(QApplication.focusWidget(), QLineEdit):
            return False
        if self._mode is TillMode.OVERVIEW and text in _KIND_OF:
            self._presenter.start_move(_KIND_OF[text])
            return True
        if self._mode in {TillMode.COUNT, TillMode.OPEN} and text in "0123456789,.":
            self._presenter.press(text)
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key, presenter = Qt.Key(event.key()), self._presenter
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(QApplication.focusWidget(), Button):
            return False
        acts = {
            Qt.Key.Key_Return: presenter.enter,
            Qt.Key.Key_Enter: presenter.enter,
            Qt.Key.Key_F12: presenter.main,
            Qt.Key.Key_Escape: presenter.escape,
            Qt.Key.Key_F8: presenter.moves.next_kind if self._mode is TillMode.MOVE else presenter.next_tab,
            Qt.Key.Key_F7: presenter.print_slip,
        }
        if self._mode in {TillMode.COUNT, TillMode.OPEN}:
            acts |= {
                Qt.Key.Key_Down: lambda: presenter.step(1),
                Qt.Key.Key_Up: lambda: presenter.step(-1),
                Qt.Key.Key_Backspace: presenter.backspace,
                Qt.Key.Key_Delete: presenter.clear,
            }
        act = acts.get(key)
        repeats = key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Backspace)
        if act is not None and (repeats or not event.isAutoRepeat()):
            act()
        return act is not None
