"""The time that is left, as a ring that runs down around the seconds."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views_office import WindowView
from app.ui.theme import Look
from app.ui.widgets.pressable import fits, write

_SIDE, _WIDTH, _TEXT, _WORD = 76.0, 6.0, 17.0, 11.0


class Ring(QWidget):
    """Green, then amber, then red; the seconds stand inside. Hidden while there is no window."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.look = look
        self._view: WindowView | None = None
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setVisible(False)
        look.changed.connect(self._restyle)

    def apply(self, view: WindowView | None) -> None:
        """Show the time left; paints only when it differs."""
        if view == self._view:
            return
        self._view = view
        self.setAccessibleName(t("ui_tickets.window", left=view.text) if view else "")
        self.setVisible(view is not None)
        self.update()

    def fits(self) -> bool:
        """Whether the time is whole."""
        room = self.width() - 2 * self.look.px(_WIDTH + 3)
        text = self._view.text if self._view else ""
        word = fits(t("ui_tickets.ring"), self.look.font(_WORD, 600), room)
        return word and fits(text, self.look.font(_TEXT, 800), room)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: a square."""
        return QSize(self.look.px(_SIDE), self.look.px(_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ring and the time."""
        view, look = self._view, self.look
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = look.px(_WIDTH) / 2 + 1
        circle = QRectF(self.rect()).adjusted(half, half, -half, -half)
        pen = QPen(look.color("line"), look.px(_WIDTH))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawEllipse(circle)
        pen.setColor(look.color(view.hue.value))
        painter.setPen(pen)
        part = min(1.0, view.left / max(1, view.whole))
        painter.drawArc(circle, 90 * 16, round(part * 360 * 16))
        inner = circle.adjusted(half, half, -half, -half)
        big, small = look.font(_TEXT, 800), look.font(_WORD, 600)
        high, low = QFontMetricsF(big).height(), QFontMetricsF(small).height()
        top = inner.center().y() - (high + low) / 2
        time = QRectF(inner.left(), top, inner.width(), high)
        write(painter, time, view.text, big, look.color(f"{view.hue.value}_ink"))
        word = QRectF(inner.left(), top + high - look.px(2), inner.width(), low)
        write(painter, word, t("ui_tickets.ring"), small, look.color("muted"))
