"""The sale date of a ticket: stepped day by day, by arrow keys or by the touch arrows beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Row
from app.ui.widgets.panel import CONTROL_RADIUS, rounded
from app.ui.widgets.text import Text

_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
_LEFT, _TOP = 13.0, 7.0


class DateFrame(QWidget):
    """Caption and date in the frame of a field; takes the focus like one."""

    focused = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._lit = False
        self._caption = t("ui_pay.date").upper()
        self.setObjectName("pay.date.frame")
        self.setAccessibleName(t("ui_pay.date"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.date = Text(look, size=_SIZES[0], weight=700, name="pay.date", parent=self)
        look.changed.connect(self._place)

    def show_date(self, text: str) -> None:
        """Show the date, as big as it fits."""
        if text != self.date.text():
            self.date.setText(text)
            self.setAccessibleName(f"{t('ui_pay.date')} {text}")
            self._place()

    def set_lit(self, lit: bool) -> None:
        """Show the frame as the one that the arrows move."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: as high as the other fields."""
        return QSize(self.look.px(150), self.look.touch(72))

    def minimumSizeHint(self) -> QSize:
        """Qt: as the hint."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width, perhaps another size of letters."""
        super().resizeEvent(event)
        self._place()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the focus came."""
        super().focusInEvent(event)
        self.focused.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a tap."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.focused.emit()

    def _place(self) -> None:
        look = self.look
        room = self.width() - look.px(2 * _LEFT)
        text = self.date.text()
        fitting = (s for s in _SIZES if QFontMetricsF(look.font(s, 700)).horizontalAdvance(text) <= room)
        self.date.set_size(next(fitting, _SIZES[-1]))
        top = look.px(_TOP) + round(QFontMetricsF(look.font(12, 700)).height())
        self.date.setGeometry(look.px(_LEFT), top, max(0, room), self.height() - top - look.px(4))
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: frame and caption."""
        look = self.look
        painter = QPainter(self)
        fill, border = ("primary_soft", "primary") if self._lit else ("field", "line")
        rounded(painter, look, QRectF(self.rect()), fill, border, CONTROL_RADIUS, width=2.0)
        font = look.font(12, 700)
        painter.setFont(font)
        painter.setPen(look.color("muted"))
        room = QRectF(look.px(_LEFT), look.px(_TOP), self.width(), QFontMetricsF(font).height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._caption)


class DateBox(QWidget):
    """The frame between its two arrows: a day back, a day forward."""

    def __init__(self, look: Look, move: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame = DateFrame(look)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = Row(look, self, gap=6)
        row.addWidget(self._arrow(look, "back", "chevron-left", lambda: move(-1)))
        row.addWidget(self.frame, 1)
        row.addWidget(self._arrow(look, "forward", "chevron-right", lambda: move(1)))

    def _arrow(self, look: Look, name: str, icon: str, act: Callable[[], None]) -> Button:
        spoken = t(f"ui_pay.date_{name}")
        arrow = Button(look, kind="key", name=f"pay.date.{name}", icon=icon, spoken=spoken)
        arrow.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        arrow.clicked.connect(act)
        return arrow
