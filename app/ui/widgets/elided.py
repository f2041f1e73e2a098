"""A label in one line that gives room to its neighbours: squeezed, then cut; `text()` stays whole."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent

from app.ui.widgets.pressable import fits, write
from app.ui.widgets.text import Text


class Elided(Text):
    """As `Text`."""

    def minimumSizeHint(self) -> QSize:
        """Qt: a few letters; layouts may take the rest away."""
        full = super().minimumSizeHint()
        return QSize(min(full.width(), self.fontMetrics().averageCharWidth() * 4), full.height())

    def fits(self) -> bool:
        """Whether all of the text is shown."""
        return fits(self.text(), self.font(), self.contentsRect().width() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the text."""
        color = self.palette().color(self.foregroundRole())
        write(QPainter(self), QRectF(self.contentsRect()), self.text(), self.font(), color, self.alignment())
