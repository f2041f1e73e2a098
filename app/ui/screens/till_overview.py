"""The overview of Caja: the shift's money, its movements, the server's figures, older shifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QWidget

from app.i18n import t
from app.presenters.views_office import CompareRow, Hue, PagePhase, PageView
from app.presenters.views_till import FigureRow, LedgerRow, TillServerView, TillView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.elided import Elided
from app.ui.widgets.hints import Hints
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.message import Message
from app.ui.widgets.panel import Card, Rule
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import Table, TableRow
from app.ui.widgets.text import Text
from app.ui.widgets.touch_scroll import by_finger

if TYPE_CHECKING:
    from app.presenters.till import TillPresenter

_ICONS = {
    Hue.GO: "circle-check",
    Hue.WARN: "triangle-alert",
    Hue.STOP: "triangle-alert",
    Hue.PRIMARY: "clock",
}


class TillOverview(Card):
    """Tabs above, the chosen page under them."""

    def __init__(self, look: Look, presenter: TillPresenter) -> None:
        super().__init__(look, name="till.card")
        self.look = look
        self._chosen, self._page, self._server_page = "figures", PageView(), PageView()
        self.tabs = Segments(look, "till.tab", presenter.choose_tab)
        self.title = Elided(look, size=18, weight=800, name="till.title")
        self.refresh = self._button(look, "refresh", "refresh-cw", "")
        self.refresh.clicked.connect(presenter.refresh)
        self.reprint = self._button(look, "reprint", "printer", t("till.act.reprint"), "F7")
        self.reprint.clicked.connect(presenter.print_z)
        self.reopen = self._button(look, "reopen", "lock-open", t("till.act.reopen"))
        self.reopen.clicked.connect(presenter.reopen)
        self.message = Message(look, "till.message", empty_icon="wallet")
        self._pages = {
            "figures": self._figures(look),
            "moves": self._moves(look),
            "server": self._server(look),
            "shifts": self._shifts(look),
        }
        self._body = QStackedWidget()
        for page in (*self._pages.values(), self.message):
            self._body.addWidget(page)
        self._lay_out(look)

    def _button(self, look: Look, name: str, icon: str, text: str, hint: str = "") -> Button:
        button = Button(
            look, text, kind="plain", name=f"till.{name}", icon=icon, hint=hint, size=15, height=52,
            spoken=text or t(f"till.act.{name}"),
        )  # fmt: skip
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button

    def _lay_out(self, look: Look) -> None:
        head = Row(look, gap=12)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.refresh)
        second = Row(look, gap=8)
        second.addWidget(self.title, 1)
        second.addWidget(self.reprint)
        second.addWidget(self.reopen)
        whole = Column(look, self, margins=(16, 12, 16, 10), gap=10)
        whole.addLayout(head)
        whole.addWidget(Rule(look))
        whole.addLayout(second)
        whole.addWidget(self._body, 1)
        whole.addWidget(
            Hints(
                look,
                (("F8", t("till.hint.tabs")), ("F7", t("till.hint.print")), ("F9", t("till.hint.doubts"))),
            )
        )

    def _figures(self, look: Look) -> QWidget:
        heads = tuple(t(f"till.head.{key}") for key in ("concept", "times", "amount"))
        self.figures = Table(look, "till.figures", heads, (56, 14, 30), t("till.tab.figures"))
        self.note = Text(look, size=14, weight=500, color="muted", name="till.note")
        self.doubts = Text(look, size=14, weight=600, color="warn_ink", name="till.doubts")
        for text in (self.note, self.doubts):
            text.setWordWrap(True)
        return _rolled(look, self.doubts, self.note, self.figures)

    def _moves(self, look: Look) -> QWidget:
        heads = tuple(t(f"till.head.{key}") for key in ("hour", "kind", "reason", "amount"))
        self.moves = Table(look, "till.moves", heads, (16, 30, 30, 24), t("till.tab.moves"), 3)
        self.no_moves = Text(
            look, t("till.no_moves"), size=16, weight=500, color="muted", name="till.no_moves"
        )
        return _rolled(look, self.no_moves, self.moves)

    def _server(self, look: Look) -> QWidget:
        heads = tuple(t(f"ui_reports.{key}") for key in ("concept", "at_server", "at_till", "difference"))
        self.compare = Table(look, "till.compare", heads, (28, 19, 19, 34), t("till.tab.server"))
        heads = tuple(t(f"till.head.{key}") for key in ("ticket", "hour", "kind", "amount"))
        self.traces = Table(look, "till.traces", heads, (18, 16, 42, 24), t("till.tab.server"), 3)
        self.server_note = Text(look, size=14, weight=500, color="muted", name="till.server_note")
        self.server_note.setWordWrap(True)
        return _rolled(look, self.compare, self.server_note, self.traces)

    def _shifts(self, look: Look) -> QWidget:
        heads = tuple(
            t(f"till.head.{key}") for key in ("number", "span", "who", "expected", "counted", "over")
        )
        self.shifts = Table(look, "till.shifts", heads, (7, 26, 16, 16, 16, 22), t("till.tab.shifts"), 3)
        self.no_shifts = Text(
            look, t("till.no_closed"), size=16, weight=500, color="muted", name="till.no_shifts"
        )
        return _rolled(look, self.no_shifts, self.shifts)

    def apply(self, view: TillView) -> None:
        """Show `view`."""
        self.tabs.apply(view.tabs)
        self.title.setText(view.title)
        self._page = view.page
        self.refresh.setEnabled(not view.page.refreshing)
        for button, act in ((self.reprint, view.reprint), (self.reopen, view.reopen)):
            button.setVisible(act.shown)
            button.setEnabled(act.ready)
        self._apply_figures(view)
        self.moves.apply(tuple(_ledger_row(row) for row in view.movements))
        self.moves.setVisible(bool(view.movements))
        self.no_moves.setVisible(not view.movements)
        self.shifts.apply(tuple(_ledger_row(row) for row in view.history))
        self.shifts.setVisible(bool(view.history))
        self.no_shifts.setVisible(not view.history)
        self._chosen = next((tab.key for tab in view.tabs if tab.chosen), "figures")
        self._show_page()

    def apply_server(self, view: TillServerView) -> None:
        """Show the shift beside the server."""
        self.compare.apply(tuple(map(_compare_row, view.compare)))
        self.traces.apply(tuple(_ledger_row(row) for row in view.traces))
        self.traces.setVisible(bool(view.traces))
        self.server_note.setText(view.note)
        self._server_page = view.page
        self._show_page()

    def _show_page(self) -> None:
        """The chosen page, or what stands in its place."""
        page = self._server_page if self._chosen == "server" else self._page
        if page.phase in (PagePhase.READY, PagePhase.STALE):
            self._body.setCurrentWidget(self._pages[self._chosen])
        else:
            self.message.apply(page)
            self._body.setCurrentWidget(self.message)

    def _apply_figures(self, view: TillView) -> None:
        self.figures.apply(tuple(map(_figure_row, view.figures)))
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.doubts.setText("\n".join((t("till.doubts"), *view.doubts)) if view.doubts else "")
        self.doubts.setVisible(bool(view.doubts))


def _rolled(look: Look, *widgets: QWidget) -> QScrollArea:
    """Widgets under one another, rolled by finger where they do not fit."""
    area, page = QScrollArea(), QWidget()
    column = Column(look, page, gap=8)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch()
    area.setWidgetResizable(True)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    by_finger(area)
    page.setAutoFillBackground(False)
    return area


def _figure_row(row: FigureRow) -> TableRow:
    return TableRow((row.title, row.count, row.amount), strong=row.strong)


def _ledger_row(row: LedgerRow) -> TableRow:
    return TableRow(row.cells, hue=row.hue, icon=_ICONS.get(row.hue, "") if row.hue is not None else "")


def _compare_row(row: CompareRow) -> TableRow:
    icon = "circle-check" if row.hue is Hue.GO else "triangle-alert"
    return TableRow((row.title, row.server, row.own, row.difference), hue=row.hue, icon=icon)
