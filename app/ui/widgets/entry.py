"""The entry line: what is typed, what it means, what it costs and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import EntryView
from app.ui.theme import Look
from app.ui.widgets.fields import Field
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import CHIP_RADIUS, rounded
from app.ui.widgets.paragraph import Paragraph
from app.ui.widgets.text import Text


class EntryKeys(QObject):
    """Gives keys to the screen before the line edit keeps them for itself (Ctrl+Z, Supr, arrows, Enter)."""

    def __init__(self, edit: QObject, take: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(edit)
        self._take = take
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a key on its way to the line edit."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()  # the window's own keys come first
            return True
        return False


class EntryBox(QWidget):
    """The field with the amount kept from before at its right; the whole of it is the line edit."""

    def __init__(self, look: Look, set_text: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.field = Field(
            look, t("ui_sale.entry").upper(), name="sale.entry", size=34, weight=800, height=78
        )
        self.edit = self.field.edit
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.edit.setDragEnabled(False)
        self.edit.setMaxLength(400)
        self.kept = Text(look, size=16, weight=600, color="muted", name="sale.kept")
        self.kept.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.kept.setParent(self)
        Column(look, self).addWidget(self.field)
        self.kept.raise_()
        self.field.edited.connect(set_text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._place)

    def apply(self, view: EntryView) -> None:
        """Show the line; the cursor moves only when the text is not what was typed here."""
        self.field.set_caption((view.title or t("ui_sale.entry")).upper())
        self.field.set_text(view.text)
        self.field.set_wrong(bool(view.problem))
        if view.kept != self.kept.text():
            self.kept.setText(view.kept)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the kept amount stays at the right edge."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The kept amount on the line's height; over a long line it goes up beside the caption."""
        size = self.kept.sizeHint()
        margins = self.edit.textMargins()
        typed = self.edit.fontMetrics().horizontalAdvance(self.edit.text()) + margins.left()
        right = self.width() - self.look.px(14)
        crowded = typed + self.look.px(24) > right - size.width()
        top = (
            self.look.px(7)
            if crowded
            else (margins.top() + self.height() - margins.bottom() - size.height()) // 2
        )
        self.kept.setGeometry(right - size.width(), top, size.width(), size.height())


class Meaning(QWidget):
    """Two rows under the line: meaning and cost, then a warning; what is wrong takes both rows.

    The height never changes, so the keys below stay where the fingers are.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._tone = ""
        self.meaning = Paragraph(look, size=14, weight=600, name="sale.meaning")
        self.count = Text(look, size=15, weight=700, name="sale.count")
        self.sign = Icon(look, size=20)
        self.said = Paragraph(look, size=14, weight=600, name="sale.problem")
        first = Row(look, gap=10)
        first.addWidget(self.meaning, 1)
        first.addWidget(self.count)
        second = Row(look, gap=6)
        second.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        second.addWidget(self.said, 1)
        rows = Column(look, self, margins=(6, 2, 6, 2), gap=2)
        rows.addLayout(first)
        rows.addLayout(second)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._restyle)
        self._restyle()

    def apply(self, view: EntryView) -> None:
        """Show meaning, cost, problem or warning."""
        cost = " · ".join(part for part in (view.count_text, view.cost_text) if part)
        self.meaning.setText(view.meaning)
        self.count.setText(cost)
        wrong = bool(view.problem)
        self.meaning.setVisible(not wrong)
        self.count.setVisible(not wrong)
        self._say(view.problem or view.warning, "stop" if wrong else "warn" if view.warning else "")

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.sign.setVisible(bool(text))
        if tone and text:
            self.sign.show_icon("circle-x" if tone == "stop" else "triangle-alert", f"{tone}_ink")
            self.said.set_color(f"{tone}_ink")
        if tone != self._tone:
            self._tone = tone
            self.update()

    def _restyle(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: two rows."""
        first = QFontMetricsF(self.look.font(15, 700)).height()
        second = QFontMetricsF(self.look.font(14, 600)).height()
        return QSize(self.look.px(200), round(max(first + second, 2 * second) + self.look.px(8)))

    def minimumSizeHint(self) -> QSize:
        """Qt: as the hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground of a problem, of a warning under the second row only."""
        if self._tone == "stop":
            rounded(QPainter(self), self.look, QRectF(self.rect()), "stop_soft", "", CHIP_RADIUS)
        elif self._tone == "warn":
            row = QRectF(self.said.geometry()).united(QRectF(self.sign.geometry()))
            row = row.adjusted(-self.look.px(4), -1, self.look.px(4), 1)
            rounded(QPainter(self), self.look, row, "warn_soft", "", CHIP_RADIUS)
