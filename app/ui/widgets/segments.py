"""A few choices of which one holds, as segments of one bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views_office import ChoiceView
from app.ui.theme import Look
from app.ui.widgets.panel import CHIP_RADIUS, CONTROL_RADIUS, rounded
from app.ui.widgets.pressable import LEFT, Pressable, fits, write

_SIZE, _DOT, _EDGE = 15.0, 9.0, 4.0


class Segment(Pressable):
    """One choice: its name, before it a dot in its colour if it has one."""

    def __init__(self, look: Look, prefix: str, choice: ChoiceView, parent: QWidget) -> None:
        super().__init__(look, f"{prefix}.{choice.key}", choice.title, parent=parent)
        self.setCheckable(True)
        self.choice = choice
        self.take(choice)

    def take(self, choice: ChoiceView) -> None:
        """Show `choice`; paints only what differs."""
        if choice != self.choice or not self.text():
            self.choice = choice
            self.setText(choice.title)
            self.setAccessibleName(choice.title)
            self.update()
        self.setChecked(choice.chosen)

    def nextCheckState(self) -> None:
        """Qt: the presenter says which one holds."""

    def _lead(self) -> int:
        return self.look.px(_DOT + 6) if self.choice.tint else 0

    def needed(self) -> int:
        """The width at which nothing is cut."""
        text = QFontMetricsF(self.look.font(_SIZE, 700)).horizontalAdvance(self.choice.title)
        return round(text + self._lead() + self.look.px(16))

    def fits(self) -> bool:
        """Whether the name is whole."""
        room = self.width() - self._lead() - self.look.px(8)
        return fits(self.choice.title, self.look.font(_SIZE, 700), room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the segment; the chosen one lies on a card of its own."""
        painter = QPainter(self)
        look, choice = self.look, self.choice
        if choice.chosen:
            rounded(painter, look, QRectF(self.rect()), "card", "line", CHIP_RADIUS)
        elif self.isDown() or self.underMouse():
            rounded(painter, look, QRectF(self.rect()), "line", "", CHIP_RADIUS)
        font = look.font(_SIZE, 700 if choice.chosen else 600)
        lead, room = self._lead(), self.width() - look.px(8)
        text = min(QFontMetricsF(font).horizontalAdvance(choice.title), room - lead)
        left = (self.width() - lead - text) / 2
        if choice.tint:
            side = look.px(_DOT)
            dot = QRectF(left, (self.height() - side) / 2, side, side)
            rounded(painter, look, dot, look.tokens.tint(choice.tint), "", _DOT)
        words = QRectF(left + lead, 0, text + 1, self.height())
        write(painter, words, choice.title, font, look.color("ink" if choice.chosen else "muted"), LEFT)


class Segments(QWidget):
    """The bar. Segments share its width by the length of their names; with `tall` they stand in a column."""

    def __init__(self, look: Look, prefix: str, choose: Callable[[str], None], *, tall: bool = False) -> None:
        super().__init__()
        self.look = look
        self._prefix, self._choose = prefix, choose
        self.segments: dict[str, Segment] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._restyle)

    def apply(self, choices: tuple[ChoiceView, ...]) -> None:
        """Show `choices`."""
        if [choice.key for choice in choices] != list(self.segments):
            self._rebuild(choices)
        for choice in choices:
            self.segments[choice.key].take(choice)

    def _rebuild(self, choices: tuple[ChoiceView, ...]) -> None:
        for segment in self.segments.values():
            segment.hide()
            segment.deleteLater()
        self.segments = {one.key: Segment(self.look, self._prefix, one, self) for one in choices}
        for key, segment in self.segments.items():
            segment.clicked.connect(lambda _=False, key=key: self._choose(key))
            segment.show()
        self._restyle()

    def _restyle(self) -> None:
        self._place()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width."""
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        """Qt: one row of what a finger hits."""
        edge, high = self.look.px(_EDGE), self.look.touch()
        wide = sum(segment.needed() for segment in self.segments.values())
        return QSize(wide + 2 * edge, high + 2 * edge)

    def minimumSizeHint(self) -> QSize:
        """Qt: names may be squeezed a little."""
        hint = self.sizeHint()
        return QSize(round(hint.width() * 0.8), hint.height())

    def _place(self) -> None:
        edge, high = self.look.px(_EDGE), self.look.touch()
        every = list(self.segments.values())
        room = self.width() - 2 * edge
        total, left = sum(segment.needed() for segment in every) or 1, edge
        for index, segment in enumerate(every):
            last = index == len(every) - 1
            wide = edge + room - left if last else round(room * segment.needed() / total)
            segment.setGeometry(QRect(left, edge, wide, high))
            left += wide

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the trough."""
        rounded(QPainter(self), self.look, QRectF(self.rect()), "ground", "", CONTROL_RADIUS)
