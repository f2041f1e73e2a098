"""The period of Reports when it is typed: two dates, and the keypad that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.i18n import t
from app.presenters.views_office import ReportField, ReportsView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Edit, Field
from app.ui.widgets.keypad import Keypad
from app.ui.widgets.layout import Column
from app.ui.widgets.panel import Card
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.reports import ReportsPresenter


class ReportsPeriod(Card):
    """There only while a period is being typed."""

    def __init__(self, look: Look, presenter: ReportsPresenter) -> None:
        super().__init__(look, name="reports.left")
        self._presenter = presenter
        self._typing = False
        self._writing = ReportField.FIRST
        self.first = self._field(look, "first", ReportField.FIRST)
        self.last = self._field(look, "last", ReportField.LAST)
        self.first.edited.connect(lambda text: self._typed(ReportField.FIRST, text))
        self.last.edited.connect(lambda text: self._typed(ReportField.LAST, text))
        self.problem = Text(look, size=14, weight=600, color="stop_ink", name="reports.problem")
        self.problem.setWordWrap(True)
        self.keypad = Keypad(
            look, press=presenter.press, back=presenter.backspace, enter=presenter.enter, signs=False
        )
        self.ask = Button(
            look,
            t("ui_reports.ask"),
            name="reports.ask",
            kind="primary",
            icon="search",
            hint="Enter",
            height=52,
        )
        self.ask.clicked.connect(self._ask)
        self._lay_out(look)

    @property
    def edits(self) -> tuple[Edit, Edit]:
        """The two lines that dates are typed in."""
        return self.first.edit, self.last.edit

    def has_focus(self) -> bool:
        """Whether a date is being typed in its own line."""
        return QApplication.focusWidget() in self.edits

    def _field(self, look: Look, name: str, which: ReportField) -> Field:
        field = Field(look, t(f"ui_reports.{name}").upper(), name=f"reports.{name}", size=24, height=64)
        hints = Qt.InputMethodHint.ImhDate | Qt.InputMethodHint.ImhNoPredictiveText
        field.edit.setInputMethodHints(hints)
        field.edit.setDragEnabled(False)
        field.edit.setMaxLength(20)
        field.edit.focused.connect(lambda came: self._focus_moved(which) if came else None)
        return field

    def _lay_out(self, look: Look) -> None:
        column = Column(look, self, margins=(12, 12, 12, 12), gap=8)
        head = Text(look, t("ui_reports.period").upper(), size=13, weight=700, color="muted")
        column.addWidget(head)
        for widget in (self.first, self.last, self.problem):
            column.addWidget(widget)
        column.addWidget(self.keypad, 1)
        column.addWidget(self.ask)

    def _focus_moved(self, which: ReportField) -> None:
        if self._presenter.state.value.writing is not which:
            self._presenter.focus(which)

    def _typed(self, which: ReportField, text: str) -> None:
        """What cannot be part of a date must not stay in the line either."""
        if which is ReportField.FIRST:
            self._presenter.set_first(text)
            self.first.set_text(self._presenter.state.value.first)
        else:
            self._presenter.set_last(text)
            self.last.set_text(self._presenter.state.value.last)

    def _ask(self) -> None:
        """The button asks whatever field is written."""
        self._presenter.focus(ReportField.LAST)
        self._presenter.enter()

    def apply(self, view: ReportsView) -> None:
        """Show the dates while they are typed."""
        self.setVisible(view.typing)
        self.first.set_text(view.first)
        self.last.set_text(view.last)
        self.first.set_lit(view.typing and view.writing is ReportField.FIRST)
        self.last.set_lit(view.typing and view.writing is ReportField.LAST)
        for field, which in ((self.first, ReportField.FIRST), (self.last, ReportField.LAST)):
            field.set_wrong(bool(view.problem) and view.writing is which)
        self.problem.setText(view.problem)
        self.problem.setVisible(bool(view.problem))
        self._follow(view)

    def _follow(self, view: ReportsView) -> None:
        """The focus goes with the date that is written."""
        came, self._typing = view.typing and not self._typing, view.typing
        moved, self._writing = view.writing is not self._writing, view.writing
        target = self.first.edit if view.writing is ReportField.FIRST else self.last.edit
        if view.typing and (came or (moved and self.has_focus())):
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            target.selectAll()
