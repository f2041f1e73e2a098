"""The top bar: where we are, who sells, what closes next, how line and printer are, server time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.pill import Pill
from app.ui.widgets.text import Text

if TYPE_CHECKING:
    from app.presenters.views import ClockView, TopView

HEIGHT = 56.0
_UNKNOWN_TIME = "--:--:--"
# By the values of `Health` and `Urgency`: the first frame does not wait for their module.
_CONNECTION_ICONS = {"good": "wifi", "poor": "wifi", "bad": "wifi-off", "idle": "loader-circle"}
_PRINTER_ICONS = {"good": "printer-check", "poor": "printer", "bad": "triangle-alert", "idle": "printer"}
_HEALTH_TONES = {"good": "go", "poor": "warn", "bad": "stop", "idle": "muted"}
_URGENCY_TONES = {"calm": "muted", "soon": "warn", "now": "stop", "closed": "stop"}


class ClockText(Text):
    """Server time; the half of the day smaller. Grey until the server told the time."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, size=26, weight=700, name="top.clock")
        self._time, self._half, self._trusted = _UNKNOWN_TIME, "", False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(t("ui.top.clock"))
        self._show()

    def show_time(self, view: ClockView) -> None:
        """Show a time."""
        self._time, self._half, self._trusted = view.time or _UNKNOWN_TIME, view.half, view.trusted
        self._show()

    def _show(self) -> None:
        self.set_color("ink" if self._trusted else "muted")
        self.setText(f"{self._time} {self._half}".strip())

    def sizeHint(self) -> QSize:
        """Qt: one width for every time of the day."""
        big, small = self._metrics()
        width = big.horizontalAdvance("00:00:00") + small.horizontalAdvance(" pm") + self._look.px(4)
        return QSize(round(width), round(big.height()))

    def minimumSizeHint(self) -> QSize:
        """Qt: as the hint."""
        return self.sizeHint()

    def fits(self) -> bool:
        """Whether both parts have room."""
        needed = self.sizeHint()
        return needed.width() <= self.width() and needed.height() <= self.height()

    def _metrics(self) -> tuple[QFontMetricsF, QFontMetricsF]:
        look = self._look
        return QFontMetricsF(look.font(26, 700)), QFontMetricsF(look.font(14, 600))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: both parts on one base line, at the right edge."""
        look = self._look
        big, small = self._metrics()
        painter = QPainter(self)
        base = (self.height() + big.capHeight()) / 2
        right = self.width() - small.horizontalAdvance(self._half)
        painter.setFont(look.font(14, 600))
        painter.setPen(look.color("muted"))
        painter.drawText(round(right), round(base), self._half)
        painter.setFont(look.font(26, 700))
        painter.setPen(look.color("ink" if self._trusted else "muted"))
        gap = look.px(6) if self._half else 0
        painter.drawText(round(right - gap - big.horizontalAdvance(self._time)), round(base), self._time)


class TopBar(QWidget):
    """Status only: nothing in it can be pressed. `arranged` tells that the pills may have moved."""

    arranged = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setObjectName("top")
        self.title = Text(look, t("ui.title"), weight=700, name="top.title")
        self.cashier = Text(look, size=14, color="muted", name="top.cashier")
        self.cashier.hide()
        self.title.setAccessibleName(t("ui.top.title"))
        self.cashier.setAccessibleName(t("ui.top.cashier"))
        self.closing = Pill(
            look, name="top.closing", spoken=t("ui.top.closing"), icon="clock-alert", loud=True
        )
        self.connection = Pill(look, name="top.connection", spoken=t("ui.top.connection"), icon="wifi")
        self.printer = Pill(look, name="top.printer", spoken=t("ui.top.printer"), icon="printer")
        self.clock = ClockText(look)
        self._build()
        self._restyle()
        look.changed.connect(self._restyle)

    def _build(self) -> None:
        names = Column(self.look)
        names.addStretch()
        names.addWidget(self.title)
        names.addWidget(self.cashier)
        names.addStretch()
        for text in (self.title, self.cashier):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = Row(self.look, self, margins=(18, 0, 18, 0), gap=14)
        row.addLayout(names, 1)
        for pill in (self.closing, self.connection, self.printer):
            row.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.clock)

    def render_top(self, view: TopView) -> None:
        """Show names and pills."""
        self.title.setText(view.title or t("ui.title"))
        self.cashier.setText(view.subtitle)
        self.cashier.setVisible(bool(view.subtitle))
        tone = _URGENCY_TONES[view.closing.value]
        self.closing.show_state(view.closing_text, "clock" if tone == "muted" else "clock-alert", tone)
        link, paper = view.connection.value, view.printer.value
        self.connection.show_state(view.connection_text, _CONNECTION_ICONS[link], _HEALTH_TONES[link])
        self.printer.show_state(view.printer_text, _PRINTER_ICONS[paper], _HEALTH_TONES[paper])

        row = self.layout()
        if row is not None:
            row.activate()
        self.arranged.emit()

    def free_width(self) -> int:
        """The width before the first pill, where a notice may lie without hiding a state."""
        for widget in (self.closing, self.connection, self.printer):
            if not widget.isHidden():
                return widget.x()
        return self.clock.x()

    def _restyle(self) -> None:
        self.setFixedHeight(self.look.px(HEIGHT))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground and the line under it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color("card"))
        line = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self.look.color("line"))
