"""The trail of a set-up: its few stages from left to right, the present one bold, those done ticked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views_settings import StageView
from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.pressable import LEFT, write

_HIGH, _DOT, _GAP = 34.0, 26.0, 8.0


class Stages(QWidget):
    """Painted; takes no room while there is no trail."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.look = look
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stages: tuple[StageView, ...] = ()
        look.changed.connect(self.updateGeometry)

    def apply(self, stages: tuple[StageView, ...]) -> None:
        """Show `stages`."""
        self.setVisible(bool(stages))
        if stages != self._stages:
            self._stages = stages
            here = next((stage.title for stage in stages if stage.here), "")
            self.setAccessibleName(here)
            self.update()

    def sizeHint(self) -> QSize:
        """Qt: one row."""
        return QSize(self.look.px(300), self.look.px(_HIGH))

    def fits(self) -> bool:
        """Whether every title has room in its part."""
        font = self.look.font(15, 700)
        part = self.width() / max(1, len(self._stages)) - self.look.px(_DOT + _GAP)
        return all(QFontMetricsF(font).horizontalAdvance(stage.title) <= part for stage in self._stages)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: discs, titles, the line between them."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        part = self.width() / max(1, len(self._stages))
        side, middle = look.px(_DOT), self.height() / 2
        for at, stage in enumerate(self._stages):
            left = at * part
            disc = QRectF(left, middle - side / 2, side, side)
            fill = "go_fill" if stage.done else "primary_fill" if stage.here else "ground"
            painter.setBrush(look.color(fill))
            quiet = not stage.done and not stage.here
            painter.setPen(QPen(look.color("line"), 1.0) if quiet else Qt.PenStyle.NoPen)
            painter.drawEllipse(disc)
            self._mark(painter, disc, at, stage)
            words = QRectF(disc.right() + look.px(_GAP), 0, part - side - look.px(_GAP), self.height())
            font = look.font(15, 700 if stage.here else 600)
            write(painter, words, stage.title, font, look.color("ink" if stage.here else "muted"), LEFT)
            self._line(painter, words, font_width=QFontMetricsF(font).horizontalAdvance(stage.title), at=at)

    def _mark(self, painter: QPainter, disc: QRectF, at: int, stage: StageView) -> None:
        look = self.look
        if stage.done:
            side = look.px(16)
            picture = icons.pixmap("check", look.color("on_go"), side, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(disc.center().x() - side / 2, disc.center().y() - side / 2), picture)
            return
        token = "on_primary" if stage.here else "muted"
        write(painter, disc, str(at + 1), look.font(14, 700), look.color(token))

    def _line(self, painter: QPainter, words: QRectF, *, font_width: float, at: int) -> None:
        if at == len(self._stages) - 1:
            return
        look = self.look
        left, right = words.left() + font_width + look.px(12), words.right() - look.px(12)
        if right - left > look.px(10):
            painter.setPen(QPen(look.color("line"), 2.0))
            painter.drawLine(QPointF(left, self.height() / 2), QPointF(right, self.height() / 2))
