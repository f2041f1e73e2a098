"""The face of a ticket: what it is worth, in a colour, an icon and a word that nobody mistakes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from app.presenters.views import PayPhase, PayView
from app.ui.theme import Look
from app.ui.widgets.busy import BusyBar
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import CARD_RADIUS, rounded
from app.ui.widgets.state_strip import Tone
from app.ui.widgets.text import Text

_NEUTRAL = ("ground", "ink")
_BUSY = ("primary_soft", "primary_ink")
_STOP = ("stop_soft", "stop_ink")
_GO = ("go_soft", "go_ink")
TONES: dict[PayPhase, Tone] = {
    PayPhase.WAITING: Tone("scan-barcode", *_NEUTRAL),
    PayPhase.CHECKING: Tone("search", *_BUSY, busy=True),
    PayPhase.WINNER: Tone("trophy", *_GO),
    PayPhase.NOT_WINNER: Tone("x", *_NEUTRAL),
    PayPhase.ALREADY_PAID: Tone("banknote", *_STOP),
    PayPhase.EXPIRED: Tone("clock-alert", *_STOP),
    PayPhase.NOT_FOUND: Tone("circle-question-mark", *_STOP),
    PayPhase.VOIDED: Tone("ban", *_STOP),
    PayPhase.PENDING: Tone("hourglass", "primary_soft", "primary_ink"),
    PayPhase.WRONG_PIN: Tone("key-round", *_STOP),
    PayPhase.NOT_OURS: Tone("store", *_STOP),
    PayPhase.LOCKED: Tone("lock", "warn_soft", "warn_ink"),
    PayPhase.PAYING: Tone("banknote", *_BUSY, busy=True),
    PayPhase.VERIFYING: Tone("hourglass", "warn_soft", "warn_ink", busy=True),
    PayPhase.PAID: Tone("circle-check", "go_fill", "on_go"),
    PayPhase.TROUBLE: Tone("triangle-alert", *_STOP),
}


class PayFace(QWidget):
    """With wagers below it a banner; without them it fills the room and speaks louder."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._tone = TONES[PayPhase.WAITING]
        self._banner = True
        self.icon = Icon(look, size=64)
        self.state = Text(look, size=28, weight=800, name="pay.state")
        self.headline = Text(look, size=18, weight=700, name="pay.headline")
        self.prize = Text(look, size=40, weight=800, name="pay.prize")
        self.detail = Text(look, size=16, weight=500, name="pay.detail")
        self.sold = Text(look, size=14, weight=500, color="muted", name="pay.sold")
        for text in (self.headline, self.detail, self.sold):
            text.setWordWrap(True)
        self._words = Column(look, gap=2)
        for text in (self.state, self.headline, self.prize, self.detail):
            self._words.addWidget(text)
        self._row = Row(look, self, margins=(20, 14, 20, 14), gap=18)
        self._row.addStretch()
        self._row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignCenter)
        self._row.addLayout(self._words, 1)
        self._row.addWidget(self.sold)
        self._row.addStretch()
        self.bar = BusyBar(look, self)
        look.changed.connect(self.update)

    def apply(self, view: PayView) -> None:
        """Show a phase."""
        tone = TONES[view.phase]
        banner = bool(view.groups or (view.prizes and view.phase is PayPhase.WAITING))
        for text, words in (
            (self.state, view.state_text),
            (self.headline, view.headline),
            (self.prize, view.prize_text),
            (self.detail, view.detail),
            (self.sold, view.sold_text.replace(" · ", "\n", 1) if banner else view.sold_text),
        ):
            text.setText(words)
            text.setVisible(bool(words))
            text.set_color("muted" if text is self.sold and tone.fill in ("ground", "") else tone.ink)
        lines = self.sold.text().splitlines() or [""]
        self.sold.setMinimumWidth(max(map(self.sold.fontMetrics().horizontalAdvance, lines)) + 1)
        self.icon.show_icon(tone.icon, tone.ink)
        self._arrange(banner=banner)
        if tone != self._tone:
            self._tone = tone
            self.bar.run(tone.busy, tone.ink)
            self.update()

    def _arrange(self, *, banner: bool) -> None:
        if banner == self._banner:
            return
        self._banner = banner
        align = Qt.AlignmentFlag.AlignLeft if banner else Qt.AlignmentFlag.AlignHCenter
        way = QBoxLayout.Direction.LeftToRight if banner else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(way)
        for index, share in enumerate((0, 0, 1, 0, 0) if banner else (1, 0, 0, 0, 1)):
            self._row.setStretch(index, share)
        for text in (self.state, self.headline, self.prize, self.detail):
            text.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        right = Qt.AlignmentFlag.AlignRight if banner else Qt.AlignmentFlag.AlignHCenter
        self.sold.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        self.icon.set_size(64 if banner else 112)
        self.state.set_size(28 if banner else 36)
        self.headline.set_size(18 if banner else 24)
        self.detail.set_size(16 if banner else 19)
        tall = QSizePolicy.Policy.Minimum if banner else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, tall)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the bar keeps to the lower edge."""
        super().resizeEvent(event)
        self.bar.place(CARD_RADIUS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground."""
        rounded(QPainter(self), self.look, QRectF(self.rect()), self._tone.fill, "", CARD_RADIUS)
