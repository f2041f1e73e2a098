"""What every painted key, chip and tile is: a button that never takes the focus from the entry line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui import icons
from app.ui.theme import Look
from app.ui.widgets.panel import CONTROL_RADIUS, rounded

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NARROWEST = 0.74  # letters are squeezed to this part of their width before a text is cut


class Pressable(QAbstractButton):
    """A painted button; a subclass paints in `draw` with the tools given here.

    Sizes are design pixels; `wide` and `high` are the least size, never under what a finger hits.
    """

    def __init__(
        self,
        look: Look,
        name: str,
        spoken: str,
        *,
        wide: float = 48,
        high: float = 48,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._wide, self._high = wide, high
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        look.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the least size that a finger hits."""
        return QSize(self.look.touch(self._wide), self.look.touch(self._high))

    def minimumSizeHint(self) -> QSize:
        """Qt: as the hint."""
        return self.sizeHint()

    def fits(self) -> bool:
        """Whether every word has room; a subclass that writes words answers."""
        return True

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: a mouse is over it."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the mouse left."""
        super().leaveEvent(event)
        self.update()

    def frame(self, painter: QPainter, fill: str, border: str, *, width: float = 1.0) -> None:
        """The ground of the button; pressed it is tinted, so that a finger sees that it hit."""
        rect = QRectF(self.rect())
        rounded(painter, self.look, rect, fill, border, CONTROL_RADIUS, width=width)
        if self.isEnabled() and (self.isDown() or self.underMouse()):
            veil = QColor(self.look.color("ink"))
            veil.setAlphaF(0.14 if self.isDown() else 0.04)
            painter.setBrush(veil)
            painter.setPen(Qt.PenStyle.NoPen)
            corner = self.look.px(CONTROL_RADIUS)
            painter.drawRoundedRect(rect, corner, corner)

    def icon_at(self, painter: QPainter, name: str, color: str, rect: QRectF, size: float) -> None:
        """An icon in the middle of `rect`."""
        side = self.look.px(size)
        picture = icons.pixmap(name, self.look.color(color), side, self.devicePixelRatioF())
        middle = rect.center()
        painter.drawPixmap(round(middle.x() - side / 2), round(middle.y() - side / 2), picture)


class Word(NamedTuple):
    """A piece of text, where it stands and how: what `put` paints and `whole` judges."""

    text: str
    font: QFont
    token: str
    rect: QRectF
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter


def put(painter: QPainter, look: Look, words: Iterable[Word]) -> None:
    """Paint words, each in its rectangle."""
    for word in words:
        write(painter, word.rect, word.text, word.font, look.color(word.token), word.align)


def whole(words: Iterable[Word]) -> bool:
    """Whether `put` shows all of them uncut."""
    return all(fits(word.text, word.font, word.rect.width() + 1) for word in words)


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    *,
    narrowest: float = NARROWEST,
) -> None:
    """One line of text inside `rect`: squeezed a little when it is too long, then cut with an ellipsis."""
    metrics = QFontMetricsF(font)
    wide = metrics.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(color)
    if wide <= rect.width():
        painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, text)
        return
    squeeze = max(narrowest, rect.width() / wide)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() / squeeze + 0.5)
    painter.save()
    painter.translate(rect.left(), rect.top())
    painter.scale(squeeze, 1.0)
    room = QRectF(0, 0, rect.width() / squeeze + 0.5, rect.height())
    painter.drawText(room, align | Qt.TextFlag.TextSingleLine, shown)
    painter.restore()


def at_least(look: Look, size: float, pixels: float) -> float:
    """A design size for `Look.font` that never gets under `pixels` on the screen."""
    return max(size, pixels / look.scale / look.dpr)


def fits(text: str, font: QFont, width: float, narrowest: float = NARROWEST) -> bool:
    """Whether `write` shows the whole text in `width`."""
    return QFontMetricsF(font).horizontalAdvance(text) * narrowest <= width
