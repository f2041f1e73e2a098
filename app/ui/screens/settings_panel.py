"""A plain section of Ajustes: rows to set, lines to read, a main button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.presenters.views_office import Hue
from app.presenters.views_settings import LineView, PanelView, RowView
from app.ui.theme import Look
from app.ui.widgets.badge import tokens_of
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Field
from app.ui.widgets.keyboard import Keyboard
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import CONTROL_RADIUS, Card, Rule
from app.ui.widgets.section import Section
from app.ui.widgets.segments import Segments
from app.ui.widgets.text import Text
from app.ui.widgets.touch_scroll import by_finger

if TYPE_CHECKING:
    from app.presenters.panel import Panel

_ROLL = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


class SetRow(Card):
    """One thing to set."""

    def __init__(self, look: Look, prefix: str, view: RowView, panel: Panel) -> None:
        super().__init__(look, border="", name=f"{prefix}.{view.key}")
        self._key, self._panel = view.key, panel
        self.field: Field | None = None
        self.segments: Segments | None = None
        row = Row(look, self, margins=(12, 6, 12, 6), gap=16)
        if view.value is not None:
            self.field = Field(look, view.label, name=f"{prefix}.{view.key}.value", size=20, weight=600)
            self.field.edit.editingFinished.connect(self._written)
            row.addWidget(self.field, 3)
            sub = Text(look, view.sub, size=14, color="muted", name=f"{prefix}.{view.key}.sub")
            sub.setWordWrap(True)
            row.addWidget(sub, 2)
        else:
            words = Column(look, gap=2)
            words.addWidget(Text(look, view.label, size=17, weight=700))
            if view.sub:
                sub = Text(look, view.sub, size=13, color="muted")
                sub.setWordWrap(True)
                words.addWidget(sub)
            row.addLayout(words, 1)
            self.segments = Segments(look, f"{prefix}.{view.key}", lambda key: panel.choose(view.key, key))
            row.addWidget(self.segments, 2)
        self.take(view)

    def take(self, view: RowView) -> None:
        """Show `view`."""
        self.set_colors("card", "primary" if view.marked else "")
        if self.segments is not None:
            self.segments.apply(view.choices)
        if self.field is not None and view.value is not None and not self.field.edit.hasFocus():
            self.field.set_text(view.value)

    def _written(self) -> None:
        if self.field is not None:
            self._panel.write(self._key, self.field.text())


class PlainPanelWidget(Section):
    """Arrows mark a row and turn its choices; F12 is the blue button, F8 the other one."""

    def __init__(self, look: Look, name: str, presenter: Panel) -> None:
        super().__init__(look, name=f"settings.{name}")
        self._name, self._presenter = name, presenter
        self.headline = Text(look, size=24, weight=800, name=f"settings.{name}.headline")
        self.text = Text(look, size=16, color="muted", name=f"settings.{name}.text")
        self.note = Text(look, size=16, weight=600, color="warn_ink", name=f"settings.{name}.note")
        for label in (self.headline, self.text, self.note):
            label.setWordWrap(True)
        self._strip = Card(look, fill="warn_soft", border="", radius=CONTROL_RADIUS)
        Column(look, self._strip, margins=(14, 10, 14, 10)).addWidget(self.note)
        self.main = Button(
            look, kind="primary", name=f"settings.{name}.main", hint="F12", size=18, weight=700, height=60
        )
        self.other = Button(look, name=f"settings.{name}.other", hint="F8", height=60)
        for button in (self.main, self.other):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.main.clicked.connect(presenter.main)
        self.other.clicked.connect(presenter.other)
        self._rows: dict[str, SetRow] = {}
        self._lines: tuple[LineView, ...] | None = None
        self._keyboard: Keyboard | None = None
        self._writing: Field | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        by_finger(self._area)
        self._lay_out(look)
        self._stop = presenter.state.watch(self.apply)

    def _lay_out(self, look: Look) -> None:
        self._row_column = Column(look, gap=4)
        foot = Row(look, gap=10)
        foot.addWidget(self.other)
        foot.addStretch()
        foot.addWidget(self.main)
        self._column = column = Column(look, self, margins=(24, 18, 24, 18), gap=10)
        column.addWidget(self.headline)
        column.addWidget(self.text)
        column.addLayout(self._row_column)
        column.addWidget(self._strip)
        column.addWidget(self._area, 100)
        column.addStretch(1)
        column.addLayout(foot)

    def stop(self) -> None:
        """Listen to the presenter no longer."""
        self._stop()

    def apply(self, view: PanelView) -> None:
        """Show `view`."""
        self.headline.setText(view.headline)
        self.text.setText(view.text)
        self.text.setVisible(bool(view.text))
        self.note.setText(view.note)
        self._strip.setVisible(bool(view.note))
        self._show_rows(view.rows)
        self._show_lines(view.lines)
        for button, text in ((self.main, view.main), (self.other, view.other)):
            button.setText(text)
            button.setAccessibleName(text or view.headline)
            button.setVisible(bool(text))

    def _show_rows(self, rows: tuple[RowView, ...]) -> None:
        if [row.key for row in rows] != list(self._rows):
            for old in self._rows.values():
                old.hide()
                old.deleteLater()
            self._rows = {
                row.key: SetRow(self.look, f"settings.{self._name}", row, self._presenter) for row in rows
            }
            for made in self._rows.values():
                self._row_column.addWidget(made)
                if made.field is not None:
                    self._listen_to(made.field)
        for row in rows:
            self._rows[row.key].take(row)

    def _listen_to(self, field: Field) -> None:
        field.touched.connect(lambda: self._type_by_finger(True))
        field.edit.focused.connect(lambda on: self._writes_to(field) if on else None)

    def _show_lines(self, lines: tuple[LineView, ...]) -> None:
        self._area.setVisible(bool(lines))
        if lines == self._lines:
            return
        self._lines = lines
        page = QWidget()
        column = Column(self.look, page, gap=8)
        for at, line in enumerate(lines):
            if at:
                column.addWidget(Rule(self.look))
            column.addLayout(self._line(at, line))
        column.addStretch()
        self._area.setWidget(page)
        page.setAutoFillBackground(False)

    def _line(self, at: int, line: LineView) -> Row:
        look, name = self.look, f"settings.{self._name}.line.{at}"
        color = "ink" if line.hue is Hue.QUIET else tokens_of(line.hue)[1]
        label = Text(look, line.label, size=15, weight=600, color="muted", name=f"{name}.label")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = Column(look, gap=2)
        text = Text(look, line.text, size=15, weight=600, color=color, name=name)
        parts = [text]
        if line.sub:
            parts.append(Text(look, line.sub, size=14, color="ink", name=f"{name}.sub"))
        for part in parts:
            part.setWordWrap(True)
            part.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            words.addWidget(part)
        row = Row(look, gap=16)
        row.addWidget(label, 22)
        row.addLayout(words, 78)
        return row

    # ------------------------------------------------------------ acts

    def _type_by_finger(self, shown: bool) -> None:
        """The on-screen keyboard; made when it is first wanted."""
        if self._keyboard is None:
            self._keyboard = keyboard = Keyboard(self.look)
            keyboard.closed.connect(lambda: self._type_by_finger(False))
            keyboard.typed.connect(self._typed)
            keyboard.erased.connect(self._erased)
            self._column.insertWidget(self._column.count() - 2, keyboard)
        self._keyboard.setVisible(shown)

    def _writes_to(self, field: Field) -> None:
        self._writing = field

    def _typed(self, text: str) -> None:
        field = self._writing
        if field is not None:
            field.edit.setFocus()
            field.insert(text)

    def _erased(self) -> None:
        field = self._writing
        if field is not None:
            field.edit.setFocus()
            field.backspace()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the keyboard comes with the next touch."""
        super().showEvent(event)
        if self._keyboard is not None:
            self._keyboard.hide()

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else took."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key, presenter = Qt.Key(event.key()), self._presenter
        if key in (Qt.Key.Key_F12, Qt.Key.Key_F8):
            if not event.isAutoRepeat():
                button = self.main if key is Qt.Key.Key_F12 else self.other
                button.click()
            return True
        if key in _ROLL and self._lines:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + _ROLL[key] * self.look.px(48))
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            presenter.move(_ROLL[key])
            return True
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            presenter.turn(1 if key is Qt.Key.Key_Right else -1)
            return True
        return False
