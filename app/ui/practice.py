"""The frame and the word that tell practice from the real thing."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.ui.rail import STRIP, WIDTH
from app.ui.theme import Look
from app.ui.widgets.text import Text


class PracticeFrame(QWidget):
    """Red, over everything, never in the way: it takes no taps."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("practice")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.word = Text(
            look, t("ui.practice"), size=13, weight=800, color="on_practice", name="practice.word"
        )
        self.word.setParent(self)
        self.word.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look.changed.connect(self.update)

    def place(self, size: QRect) -> None:
        """Lie over the whole window."""
        self.setGeometry(size)
        width, strip = self.look.px(WIDTH), self.look.px(STRIP)
        self.word.setGeometry(0, size.height() - strip, width, strip)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: four sides and the ground of the word."""
        painter, color = QPainter(self), self.look.color("practice")
        line, width, height = self.look.px(4), self.width(), self.height()
        painter.fillRect(0, 0, width, line, color)
        painter.fillRect(0, height - line, width, line, color)
        painter.fillRect(0, 0, line, height, color)
        painter.fillRect(width - line, 0, line, height, color)
        painter.fillRect(self.word.geometry(), color)
