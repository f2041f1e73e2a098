"""Sales as bars: columns over the hours of a day, or lines under one another, painted from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views_office import BarView
from app.ui.theme import Look
from app.ui.widgets.panel import rounded
from app.ui.widgets.pressable import LEFT, RIGHT, Word, put

_CENTER = Qt.AlignmentFlag.AlignCenter
_LINE, _LABEL, _VALUE = 44.0, 24.0, 22.0
_GAP, _RADIUS, _LEAST = 8.0, 4.0, 2.0
_NAME_SHARE, _TEXT_SHARE = 0.26, 0.28


class Bars(QWidget):
    """One colour, for what the bars are worth stands beside them. `upright`: columns, else lines."""

    def __init__(self, look: Look, name: str, spoken: str, *, upright: bool) -> None:
        super().__init__()
        self.look = look
        self._spoken, self._upright = spoken, upright
        self._bars: tuple[BarView, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    def apply(self, bars: tuple[BarView, ...]) -> None:
        """Show `bars`."""
        if bars == self._bars:
            return
        self._bars = bars
        said = "; ".join(f"{bar.label} {bar.text} {bar.note}".strip() for bar in bars)
        self.setAccessibleName(f"{self._spoken}: {said}" if said else self._spoken)
        self.updateGeometry()
        self.update()

    def fits(self) -> bool:
        """Whether every label has room; a column's figure is left out where it has none."""
        words = (self._column_label(at) if self._upright else self._line_words(at)[0] for at in self._at())
        return all(
            QFontMetricsF(word.font).horizontalAdvance(word.text) <= word.rect.width() + 1 for word in words
        )

    def sizeHint(self) -> QSize:
        """Qt: lines need their height, columns take what there is."""
        look = self.look
        high = look.px(220) if self._upright else look.px(_LINE) * len(self._bars)
        return QSize(look.px(320), high)

    def minimumSizeHint(self) -> QSize:
        """Qt: lines move together before anything else gives way."""
        return QSize(self.look.px(240), self.look.px(120))

    def _line(self) -> float:
        return min(self.look.px(_LINE), self.height() / max(1, len(self._bars)))

    def _at(self) -> range:
        return range(len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: bars and words."""
        painter = QPainter(self)
        for at in self._at():
            if self._upright:
                self._paint_column(painter, at)
            else:
                self._paint_line(painter, at)

    # ------------------------------------------------------------ columns

    def _column(self, at: int) -> QRectF:
        """The room of a column, label and figure included."""
        wide = self.width() / max(1, len(self._bars))
        return QRectF(at * wide, 0, wide, self.height())

    def _column_label(self, at: int) -> Word:
        room, high = self._column(at), self.look.px(_LABEL)
        rect = QRectF(room.left(), self.height() - high, room.width(), high)
        return Word(self._bars[at].label, self.look.font(12, 600), "muted", rect, _CENTER)

    def _paint_column(self, painter: QPainter, at: int) -> None:
        look, bar, room = self.look, self._bars[at], self._column(at)
        top, bottom = look.px(_VALUE), self.height() - look.px(_LABEL)
        high = (bottom - top) * bar.permille / 1000
        wide = min(room.width() * 0.7, look.px(72))
        left = room.center().x() - wide / 2
        painter.fillRect(QRectF(room.left(), bottom, room.width(), 1), look.color("line"))
        if bar.permille:
            high = max(high, look.px(_LEAST))
            rect = QRectF(left, bottom - high, wide, high)
            rounded(painter, look, rect, "primary", "", min(_RADIUS, high / 2))
        put(painter, look, (self._column_label(at),))
        self._paint_figure(painter, bar, QRectF(room.left(), bottom - high - top, room.width(), top))

    def _paint_figure(self, painter: QPainter, bar: BarView, rect: QRectF) -> None:
        """Above the column, when it is whole there."""
        font = self.look.font(12, 700)
        if bar.permille and QFontMetricsF(font).horizontalAdvance(bar.text) <= rect.width():
            put(painter, self.look, (Word(bar.text, font, "ink", rect, _CENTER),))

    # ------------------------------------------------------------ lines

    def _line_words(self, at: int) -> tuple[Word, ...]:
        look, bar = self.look, self._bars[at]
        top, high = at * self._line(), self._line()
        name = QRectF(0, top, self.width() * _NAME_SHARE, high)
        figures = QRectF(self.width() * (1 - _TEXT_SHARE), top, self.width() * _TEXT_SHARE, high)
        half = figures.width() * 0.42
        count = QRectF(figures.left(), top, half, high)
        return (
            Word(bar.label, look.font(15, 600), "ink", name, LEFT),
            Word(bar.text, look.font(16, 700), "ink", figures.adjusted(half, 0, 0, 0), RIGHT),
            Word(bar.note, look.font(13, 500), "muted", count, LEFT),
        )

    def _paint_line(self, painter: QPainter, at: int) -> None:
        look, bar = self.look, self._bars[at]
        left = self.width() * _NAME_SHARE + look.px(_GAP)
        room = self.width() * (1 - _TEXT_SHARE) - look.px(2 * _GAP) - left
        middle, high = (at + 0.5) * self._line(), look.px(20)
        track = QRectF(left, middle - high / 2, room, high)
        rounded(painter, look, track, "ground", "", _RADIUS)
        wide = max(room * bar.permille / 1000, look.px(_LEAST))
        rounded(painter, look, QRectF(left, track.top(), wide, high), "primary", "", _RADIUS)
        put(painter, look, self._line_words(at))
