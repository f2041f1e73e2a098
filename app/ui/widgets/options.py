"""Answers to a question, big enough to read and to hit: a title, a smaller line, the key that gives it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.presenters.views_settings import OptionView
from app.ui.theme import Look
from app.ui.widgets.buttons import paint_focus, paint_key
from app.ui.widgets.layout import Column, Grid
from app.ui.widgets.panel import CONTROL_RADIUS
from app.ui.widgets.pressable import LEFT, Pressable, Word, put, whole
from app.ui.widgets.touch_scroll import by_finger

_HIGH, _BIG_HIGH = 66.0, 92.0
_PAD, _ICON, _GAP = 18.0, 24.0, 10.0


class Option(Pressable):
    """One answer. `big`: several stand in a row, and the title is read from afar."""

    def __init__(self, look: Look, option: OptionView, *, big: bool) -> None:
        super().__init__(
            look, f"setup.option.{option.key}", option.title, wide=120, high=_BIG_HIGH if big else _HIGH
        )
        self._big = big
        self._option = OptionView("", "")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.take(option)

    def take(self, option: OptionView) -> None:
        """Show `option`; paints only what differs."""
        self.setChecked(option.chosen)
        if option == self._option:
            return
        self._option = option
        self.setText(option.title)
        self.setAccessibleName(" ".join(part for part in (option.title, option.sub) if part))
        self.update()

    def nextCheckState(self) -> None:
        """Qt: the presenter says which one holds."""

    def _words(self) -> tuple[Word, ...]:
        look, option = self.look, self._option
        title = look.font(26 if self._big else 18, 800 if self._big else 700)
        sub = look.font(14, 500)
        left = look.px(_PAD) + (look.px(_ICON + _GAP) if option.icon else 0)
        right = look.px(_PAD) + (look.px(34) if option.hint else 0)
        if self._big and not option.icon:
            left = right = look.px(8)
        room = QRectF(left, 0, self.width() - left - right, self.height())
        align = Qt.AlignmentFlag.AlignCenter if self._big else LEFT
        if not option.sub:
            return (Word(option.title, title, "ink", room, align),)
        high, low = QFontMetricsF(title).height(), QFontMetricsF(sub).height()
        top = (self.height() - high - low) / 2
        first = QRectF(room.x(), top, room.width(), high)
        second = QRectF(room.x(), first.bottom(), room.width(), low)
        return (
            Word(option.title, title, "ink", first, align),
            Word(option.sub, sub, "muted", second, align),
        )

    def fits(self) -> bool:
        """Whether all of it has room."""
        return whole(self._words())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: ground, icon, words, key."""
        look, option, painter = self.look, self._option, QPainter(self)
        fill, border = ("primary_soft", "primary") if option.chosen else ("card", "line")
        self.frame(painter, fill, border)
        if option.icon:
            self.icon_at(
                painter,
                option.icon,
                "primary_ink",
                QRectF(look.px(_PAD), 0, look.px(_ICON), self.height()),
                _ICON,
            )
        put(painter, look, self._words())
        if option.hint:
            inset = look.px(10) if self._big else look.px(_PAD + 16)
            at = QPointF(self.width() - inset - (look.px(16) if self._big else 0), self._hint_y())
            paint_key(painter, look, at, option.hint, "muted")
        if option.marked:
            paint_focus(painter, look, QRectF(self.rect()), "", CONTROL_RADIUS)

    def _hint_y(self) -> float:
        return self.look.px(18) if self._big else self.height() / 2


class OptionGrid(QScrollArea):
    """The answers, `across` in a row; rolled by finger when there are many."""

    def __init__(self, look: Look, name: str, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.look = look
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self._choose = choose
        self._shape: tuple[int, tuple[str, ...]] = (0, ())
        self.options: dict[str, Option] = {}
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        by_finger(self)

    def apply(self, options: tuple[OptionView, ...], across: int) -> None:
        """Show `options`."""
        shape = (across, tuple(option.key for option in options))
        if shape != self._shape:
            self._shape = shape
            self._rebuild(options, across)
        for option in options:
            self.options[option.key].take(option)
            if option.marked:
                self.ensureWidgetVisible(self.options[option.key])

    def _rebuild(self, options: tuple[OptionView, ...], across: int) -> None:
        page = QWidget()
        column = Column(self.look, page)
        grid = Grid(self.look, gap=8)
        self.options = {}
        for at, option in enumerate(options):
            button = Option(self.look, option, big=across > 1)
            button.clicked.connect(lambda _=False, key=option.key: self._choose(key))
            grid.addWidget(button, at // across, at % across)
            self.options[option.key] = button
        for place in range(across):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addStretch()
        self.setWidget(page)
        page.setAutoFillBackground(False)  # the scroll area has just set it

    def sizeHint(self) -> QSize:
        """Qt: whatever there is."""
        return QSize(self.look.px(400), self.look.px(200))
