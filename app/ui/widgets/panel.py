"""Grounds to put things on: a rounded card and a thin rule."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.theme import Look

CARD_RADIUS = 14
CONTROL_RADIUS = 12
CHIP_RADIUS = 8


class Card(QFrame):
    """A rounded rectangle with one border; `fill` and `border` are tokens ("" = none)."""

    def __init__(
        self,
        look: Look,
        *,
        fill: str = "card",
        border: str = "line",
        radius: float = CARD_RADIUS,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._fill, self._border, self._radius = fill, border, radius
        if name:
            self.setObjectName(name)
        look.changed.connect(self.update)

    def set_colors(self, fill: str, border: str) -> None:
        """Change fill and border; paints only when they differ."""
        if (fill, border) != (self._fill, self._border):
            self._fill, self._border = fill, border
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the ground."""
        painter = QPainter(self)
        rounded(painter, self.look, QRectF(self.rect()), self._fill, self._border, self._radius)


class Rule(QWidget):
    """A horizontal line, one pixel high."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setFixedHeight(1)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the line."""
        QPainter(self).fillRect(self.rect(), self.look.color("line"))


def rounded(
    painter: QPainter,
    look: Look,
    rect: QRectF,
    fill: str,
    border: str = "",
    radius: float = CARD_RADIUS,
    *,
    width: float = 1.0,
) -> None:
    """Paint a rounded rectangle inside `rect`; `fill` and `border` are tokens ("" = none)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(look.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.color(border), width) if border else Qt.PenStyle.NoPen)
    half = width / 2 if border else 0.0
    corner = look.px(radius)
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), corner, corner)
