"""What is typed at the till: the count sheet, a movement; and what a closing came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.i18n import t
from app.presenters.views_till import CountView, MoveField, MoveView, ResultView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.count_grid import CountGrid
from app.ui.widgets.fields import Field
from app.ui.widgets.hints import Hints
from app.ui.widgets.keyboard import Keyboard
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import Card, Rule
from app.ui.widgets.segments import Segments
from app.ui.widgets.table import Table, TableRow
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.till import TillPresenter


class CountPage(Card):
    """The sheet with what it comes to under it."""

    def __init__(self, look: Look, presenter: TillPresenter) -> None:
        super().__init__(look, name="till.count")
        self.title = Text(look, size=20, weight=800, name="till.count.title")
        self.note = Text(look, size=14, weight=500, color="muted", name="till.count.note")
        self.note.setWordWrap(True)
        self.grid = CountGrid(look, "till.sheet", presenter.mark)
        self.total = Text(look, size=34, weight=800, name="till.counted")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.problem = Text(look, size=15, weight=600, color="stop_ink", name="till.count.problem")
        self.problem.setWordWrap(True)
        column = Column(look, self, margins=(16, 12, 16, 10), gap=8)
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addWidget(self.grid, 1)
        column.addWidget(Rule(look))
        foot = Row(look, gap=12)
        foot.addWidget(Text(look, t("till.count.total"), size=16, weight=700))
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.total)
        column.addLayout(foot)
        keys = (("Enter", t("till.hint.next")), ("Supr", t("till.hint.clear")), ("Esc", t("till.hint.back")))
        column.addWidget(Hints(look, keys))

    def apply(self, view: CountView) -> None:
        """Show the sheet."""
        self.title.setText(view.title)
        self.note.setText(view.note)
        self.grid.apply(view.rows)
        self.total.setText(view.total)
        self.problem.setText(view.problem)


class MovePage(Card):
    """What kind, how much, why."""

    def __init__(self, look: Look, presenter: TillPresenter) -> None:
        super().__init__(look, name="till.move")
        self._look, moves = look, presenter.moves
        self._moves = moves
        self._writing = MoveField.AMOUNT
        self.kinds = Segments(look, "till.kind", moves.choose_kind)
        self.tenders = Segments(look, "till.tender", moves.choose_tender)
        self.amount = self._field(look, "amount", MoveField.AMOUNT)
        self.reason = self._field(look, "reason", MoveField.REASON)
        self.amount.edited.connect(self._amount_typed)
        self.reason.edited.connect(self._reason_typed)
        self.problem = Text(look, size=15, weight=600, color="stop_ink", name="till.move.problem")
        self.problem.setWordWrap(True)
        self.reasons = [
            Button(look, name=f"till.reason.{n}", kind="quiet", size=15, height=52) for n in range(3)
        ]
        for button in self.reasons:
            button.clicked.connect(lambda _=False, button=button: moves.set_reason(button.text()))
        self.touch = Button(
            look, name="till.keyboard", icon="keyboard", spoken=t("ui.signin.keyboard"), height=52
        )
        self.keyboard = Keyboard(look)
        self.keyboard.hide()
        self.keyboard.typed.connect(lambda sign: moves.set_reason(moves.state.value.reason + sign))
        self.keyboard.erased.connect(lambda: moves.set_reason(moves.state.value.reason[:-1]))
        self.keyboard.closed.connect(self.keyboard.hide)
        self.touch.clicked.connect(lambda: self.keyboard.setVisible(self.keyboard.isHidden()))
        self._lay_out(look)

    @property
    def edits(self) -> tuple[Field, Field]:
        """The two fields."""
        return self.amount, self.reason

    def _field(self, look: Look, name: str, which: MoveField) -> Field:
        field = Field(look, t(f"till.field.{name}").upper(), name=f"till.{name}", size=24, height=68)
        field.edit.setDragEnabled(False)
        field.edit.focused.connect(lambda came: self._focus_moved(which) if came else None)
        return field

    def _lay_out(self, look: Look) -> None:
        column = Column(look, self, margins=(16, 12, 16, 10), gap=10)
        column.addWidget(self.kinds)
        column.addWidget(self.tenders)
        column.addWidget(self.amount)
        column.addWidget(self.reason)
        row = Row(look, gap=8)
        for button in self.reasons:
            row.addWidget(button, 1)
        row.addWidget(self.touch)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(self.keyboard)
        column.addStretch()
        keys = (("F8", t("till.hint.kind")), ("Enter", t("till.hint.next")), ("Esc", t("till.hint.back")))
        column.addWidget(Hints(look, keys))

    def _amount_typed(self, text: str) -> None:
        """What cannot be part of an amount must not stay in the line either."""
        self._moves.set_amount(text)
        self.amount.set_text(self._moves.state.value.amount)

    def _reason_typed(self, text: str) -> None:
        self._moves.set_reason(text)
        self.reason.set_text(self._moves.state.value.reason)

    def _focus_moved(self, which: MoveField) -> None:
        if self._moves.state.value.writing is not which:
            self._moves.focus(which)

    def focus_now(self) -> None:
        """The focus goes to the field that is written."""
        self._target().edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _target(self) -> Field:
        return self.amount if self._writing is MoveField.AMOUNT else self.reason

    def apply(self, view: MoveView) -> None:
        """Show the form."""
        self.kinds.apply(view.kinds)
        self.tenders.apply(view.tenders)
        self.tenders.setVisible(bool(view.tenders))
        self.amount.set_text(view.amount)
        self.reason.set_text(view.reason)
        for button, reason in zip(self.reasons, view.reasons, strict=False):
            button.setText(reason)
        self.problem.setText(view.problem)
        moved, self._writing = view.writing is not self._writing, view.writing
        for field, which in ((self.amount, MoveField.AMOUNT), (self.reason, MoveField.REASON)):
            field.set_lit(view.writing is which)
            field.set_wrong(bool(view.problem) and view.writing is which)
        if moved and self.isVisible():
            self.focus_now()


class ResultPage(Card):
    """Over, short or exact, to be read from afar; each tender under it."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, name="till.result")
        self.headline = Text(look, size=20, weight=800, name="till.result.headline")
        self.amount = Text(look, size=40, weight=800, name="till.result.amount")
        self.note = Text(look, size=15, weight=500, color="muted", name="till.result.note")
        for text in (self.headline, self.amount, self.note):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heads = tuple(t(f"till.head.{key}") for key in ("tender", "expected", "counted"))
        self.table = Table(look, "till.result.table", heads, (40, 30, 30), t("till.head.tender"))
        column = Column(look, self, margins=(24, 20, 24, 12), gap=10)
        column.addStretch(2)
        column.addWidget(self.headline)
        column.addWidget(self.amount)
        column.addSpacing(look.px(8))
        column.addWidget(self.table)
        column.addWidget(self.note)
        column.addStretch(3)
        keys = (("Enter", t("till.hint.done")), ("F7", t("till.hint.print")))
        column.addWidget(Hints(look, keys))

    def apply(self, view: ResultView) -> None:
        """Show what a closing came to."""
        self.headline.setText(view.headline)
        self.amount.setText(view.amount)
        self.amount.set_color(f"{view.hue.value}_ink")
        self.table.apply(tuple(TableRow((row.title, row.count, row.amount)) for row in view.lines))
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
