"""What became of the sale: one word that is read from a metre away, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import Look
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.icon import Icon
from app.ui.widgets.panel import CONTROL_RADIUS, rounded
from app.ui.widgets.text import Text


@dataclass(frozen=True)
class Tone:
    """How a state looks: ground, letters and icon (tokens), and whether something is under way."""

    icon: str
    fill: str
    ink: str
    busy: bool = False
    loud: bool = True


class StateStrip(QWidget):
    """Icon, word and detail on a ground of their own; a bar runs while something is under way."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._tone = Tone("circle-check", "", "muted", loud=False)
        self.icon = Icon(look, size=34)
        self.word = Text(look, size=28, weight=800, name=f"{name}.state")
        self.detail = Text(look, size=14, weight=600, name=f"{name}.detail")
        self.detail.setWordWrap(True)
        words = self._words = QVBoxLayout()
        words.addWidget(self.word)
        words.addWidget(self.detail)
        row = self._row = QHBoxLayout(self)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.bar = BusyBar(look, self)
        look.changed.connect(self._restyle)
        self._restyle()

    def apply(self, tone: Tone, word: str, detail: str) -> None:
        """Show a state."""
        self.word.setText(word)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        if tone == self._tone:
            return
        self._tone = tone
        self._restyle()
        self.bar.run(tone.busy, tone.ink)

    def _restyle(self) -> None:
        px, tone = self.look.px, self._tone
        across, down = (px(12), px(9)) if tone.loud else (px(2), px(2))
        self._row.setContentsMargins(across, down, across, down)
        self._row.setSpacing(px(10))
        self._words.setSpacing(0)
        self.word.set_size(28 if tone.loud else 14, 800 if tone.loud else 700)
        self.icon.show_icon(tone.icon if tone.loud else "", tone.ink)
        self.icon.setVisible(tone.loud)
        self.word.set_color(tone.ink)
        self.detail.set_color(tone.ink)
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the bar keeps to the lower edge."""
        super().resizeEvent(event)
        self.bar.place(CONTROL_RADIUS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground."""
        if self._tone.fill:
            rounded(QPainter(self), self.look, QRectF(self.rect()), self._tone.fill, "", CONTROL_RADIUS)
