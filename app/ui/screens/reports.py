"""Reports (F5): the money of a period, chosen above or typed at the left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from app.i18n import t
from app.presenters.views import PayGroup
from app.presenters.views_office import CompareRow, Hue, MoneyRow, PagePhase, ReportPage, ReportsView
from app.ui.screens.reports_period import ReportsPeriod
from app.ui.theme import Look
from app.ui.widgets.bars import Bars
from app.ui.widgets.bet_list import BetList, BetRow, HeadRow
from app.ui.widgets.bet_list import Row as ListRow
from app.ui.widgets.buttons import Button
from app.ui.widgets.elided import Elided
from app.ui.widgets.entry import EntryKeys
from app.ui.widgets.hints import Hints
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.message import Message
from app.ui.widgets.panel import Card, Rule
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import Table, TableRow
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.reports import ReportsPresenter

_ROLL = 48
_ROLLS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReportsScreen(QWidget):
    """F8 changes the period, left and right the page, F12 prints, F7 saves it for a spreadsheet.

    While a period is typed, digits write it and Enter asks for it.
    """

    def __init__(self, look: Look, presenter: ReportsPresenter) -> None:
        super().__init__()
        self.setObjectName("reports")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.look = look
        self._presenter = presenter
        self.period = ReportsPeriod(look, presenter)
        self._make_right(look)
        row = Row(look, self, margins=(12, 12, 12, 12), gap=12)
        row.addWidget(self.period, 26)
        row.addWidget(self._right(look), 74)
        for edit in self.period.edits:
            EntryKeys(edit, self._key)
        self._stop = presenter.state.watch(self.apply)

    def _make_right(self, look: Look) -> None:
        self.choices = Segments(look, "reports.period", self._presenter.choose_period)
        self.title = Elided(look, size=18, weight=800, name="reports.title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = Elided(look, size=13, weight=500, color="muted", name="reports.note")
        self.refresh = Button(
            look, kind="key", name="reports.refresh", icon="refresh-cw", size=18, height=52,
            spoken=t("ui_reports.refresh"),
        )  # fmt: skip
        self.refresh.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.refresh.clicked.connect(self._presenter.refresh)
        heads = tuple(t(f"ui_reports.{key}") for key in ("game", "sale", "prize", "agency", "balance"))
        self.table = Table(look, "reports.table", heads, (26, 19, 18, 18, 19), t("ui_reports.server"))
        heads = tuple(t(f"ui_reports.{key}") for key in ("concept", "at_server", "at_till", "difference"))
        self.compare = Table(look, "reports.compare", heads, (28, 19, 19, 34), t("ui_reports.own"))
        self.own = Text(look, size=15, weight=600, name="reports.own")
        self.explain = Text(look, size=14, weight=500, color="muted", name="reports.explain")
        for text in (self.own, self.explain):
            text.setWordWrap(True)
        self.message = Message(look, "reports.message", empty_icon="chart-column")
        self.pages = Segments(look, "reports.page", self._presenter.choose_page)
        self.print = self._act(look, "print", "printer", "F12", self._presenter.print)
        self.export = self._act(look, "export", "download", "F7", self._presenter.export)
        self.traced = BetList(look, "reports.traced", t("ui_reports.traced"))
        self.traced_message = Message(look, "reports.traced_message", empty_icon="circle-check")
        self.hours = Bars(look, "reports.hours", t("ui_reports.hours"), upright=True)
        self.products = Bars(look, "reports.products", t("ui_reports.products"), upright=False)
        self.no_sales = Text(look, t("ui_reports.no_sales"), size=18, weight=600, color="muted")
        self.no_sales.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.no_sales.setWordWrap(True)

    def _act(self, look: Look, name: str, icon: str, key: str, act: Callable[[], None]) -> Button:
        button = Button(look, t(f"ui_reports.{name}"), name=f"reports.{name}", icon=icon, hint=key, height=48)
        button.clicked.connect(act)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def _right(self, look: Look) -> Card:
        head = Row(look, gap=12)
        head.addWidget(self.choices, 5)
        head.addWidget(self.title, 5)
        head.addWidget(self.refresh)
        page = QWidget()
        column = Column(look, page, gap=6)
        column.addWidget(Text(look, t("ui_reports.server"), size=13, weight=700, color="muted"))
        column.addWidget(self.table)
        column.addSpacing(look.px(10))
        column.addWidget(Text(look, t("ui_reports.own"), size=13, weight=700, color="muted"))
        column.addWidget(self.compare)
        column.addWidget(self.own)
        column.addWidget(self.explain)
        column.addStretch()
        self._page = page
        self._body = QStackedWidget()
        for widget in (page, self.traced, self.traced_message, self.hours, self.products, self.no_sales):
            self._body.addWidget(widget)
        self._body.addWidget(self.message)
        acts = Row(look, gap=12)
        acts.addWidget(self.pages, 1)
        acts.addWidget(self.print)
        acts.addWidget(self.export)
        foot = Row(look, gap=8)
        foot.addWidget(self.note, 1)
        foot.addWidget(
            Hints(look, (("F8", t("ui_reports.hint.period")), ("←→", t("ui_reports.hint.page")))), 1
        )
        card = Card(look, name="reports.card")
        whole = Column(look, card, margins=(16, 12, 16, 10), gap=10)
        whole.addLayout(head)
        whole.addLayout(acts)
        whole.addWidget(Rule(look))
        whole.addWidget(self._body, 1)
        whole.addLayout(foot)
        return card

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        self._stop()

    # ------------------------------------------------------------ state

    def apply(self, view: ReportsView) -> None:
        """Show `view`."""
        page = view.page
        self.period.apply(view)
        self.choices.apply(view.periods)
        self.title.setText(view.title)
        self.note.setText(page.note)
        self.note.set_color("warn_ink" if page.phase is PagePhase.STALE else "muted")
        self.refresh.setEnabled(not page.refreshing)
        self.refresh.set_icon("hourglass" if page.refreshing else "refresh-cw")
        self.table.apply(tuple(map(_money_row, view.rows)))
        self.compare.apply(tuple(map(_compare_row, view.compare)))
        self.own.setText(view.own_note)
        self.explain.setText(view.explain)
        self.explain.setVisible(bool(view.explain))
        self.pages.apply(view.pages)
        self.print.setEnabled(view.can_print)
        self.export.setEnabled(view.can_print)
        self.traced.show_rows(tuple(row for group in view.traced for row in _traced_rows(group)))
        self.hours.apply(view.hours)
        self.products.apply(view.products)
        there = view.rows and page.phase in (PagePhase.READY, PagePhase.STALE)
        shown = self._shown(view) if there else self.message
        if shown is self.message:
            self.message.apply(page)
        elif shown is self.traced_message:
            self.traced_message.apply(view.traced_page)
        self._body.setCurrentWidget(shown)

    def _shown(self, view: ReportsView) -> QWidget:
        """The widget of the page chosen, or what stands there instead."""
        match view.shown:
            case ReportPage.DIFFERENCES:
                return self.traced if view.traced else self.traced_message
            case ReportPage.HOURS:
                return self.hours if view.hours else self.no_sales
            case ReportPage.PRODUCTS:
                return self.products if view.products else self.no_sales
            case _:
                return self._page

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the period as chosen before, read anew."""
        super().showEvent(event)
        self._presenter.opened()

    # ------------------------------------------------------------ keys

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took; digits go to the date that is written."""
        if self._key(event):
            return True
        typing = self._presenter.state.value.typing
        text, plain = event.text(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if typing and plain and text and text in "0123456789/-." and not self.period.has_focus():
            self._presenter.press(text)
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_R:
            self._presenter.refresh()
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key, presenter = Qt.Key(event.key()), self._presenter
        if key in _ENTER and isinstance(QApplication.focusWidget(), Button):
            return False
        if key in _ROLLS and not self.period.has_focus():
            bar = self.traced.verticalScrollBar()
            bar.setValue(bar.value() + _ROLLS[key] * self.look.px(_ROLL))
            return True
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Return: presenter.enter,
            Qt.Key.Key_Enter: presenter.enter,
            Qt.Key.Key_F7: presenter.export,
            Qt.Key.Key_F8: presenter.next_period,
            Qt.Key.Key_F12: presenter.print,
            Qt.Key.Key_Escape: presenter.escape,
        }
        if not self.period.has_focus():
            acts[Qt.Key.Key_Left] = lambda: presenter.move_page(-1)
            acts[Qt.Key.Key_Right] = lambda: presenter.move_page(1)
        act = acts.get(key)
        if act is not None and not event.isAutoRepeat():
            act()
        return act is not None


def _money_row(row: MoneyRow) -> TableRow:
    return TableRow((row.title, row.sale, row.prize, row.agency, row.balance), row.tint, row.strong)


def _compare_row(row: CompareRow) -> TableRow:
    icon = "circle-check" if row.hue is Hue.GO else "triangle-alert"
    return TableRow((row.title, row.server, row.own, row.difference), hue=row.hue, icon=icon)


def _traced_rows(group: PayGroup) -> tuple[ListRow, ...]:
    rows = (
        BetRow(one.label, " · ".join(part for part in (one.name, one.note) if part), one.amount)
        for one in group.wagers
    )
    return (HeadRow(group.title, group.note, group.tint), *rows)
