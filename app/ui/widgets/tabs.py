"""The games as segments of one bar; in a narrow column they stand in two rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import TabView
from app.ui.theme import Look
from app.ui.widgets.panel import CHIP_RADIUS, CONTROL_RADIUS, rounded
from app.ui.widgets.pressable import Pressable, fits, write

_SIZE, _DOT, _EDGE = 15.0, 9.0, 4.0
_TIGHT = 0.93  # names may be squeezed this far before the bar takes two rows


class Segment(Pressable):
    """One game: a dot in its colour, its name, and how many of its draws are chosen."""

    def __init__(self, look: Look, tab: TabView, parent: QWidget) -> None:
        super().__init__(look, f"tab.{tab.category}", tab.title, parent=parent)
        self.setCheckable(True)
        self.tab = tab
        self._take(tab)

    def apply(self, tab: TabView) -> None:
        """Show `tab`; paints only what differs."""
        if tab != self.tab:
            self._take(tab)
            self.update()
        self.setChecked(tab.chosen)

    def _take(self, tab: TabView) -> None:
        self.tab = tab
        self.setText(tab.title)
        self.setChecked(tab.chosen)
        self.setAccessibleName(
            t("ui_sale.tab", title=tab.title, count=tab.draws_chosen) if tab.draws_chosen else tab.title
        )

    def nextCheckState(self) -> None:
        """Qt: the presenter says which tab is chosen."""

    def needed(self) -> int:
        """The width at which nothing is cut."""
        text = QFontMetricsF(self.look.font(_SIZE, 700)).horizontalAdvance(self.tab.title)
        return round(text + self.look.px(_DOT + 5 + 8) + self._badge())

    def fits(self) -> bool:
        """Whether the name is whole."""
        room = self.width() - self.look.px(6 + _DOT + 5) - self._badge()
        return fits(self.tab.title, self.look.font(_SIZE, 700), room)

    def _badge(self) -> int:
        return self.look.px(8) if self.tab.draws_chosen else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the segment; the chosen one lies on a card of its own."""
        painter = QPainter(self)
        look, tab = self.look, self.tab
        if tab.chosen:
            rounded(painter, look, QRectF(self.rect()), "card", "line", CHIP_RADIUS)
        elif self.isDown() or self.underMouse():
            rounded(painter, look, QRectF(self.rect()), "line", "", CHIP_RADIUS)
        side = look.px(_DOT) + self._badge()
        gap = look.px(5)
        font = look.font(_SIZE, 700 if tab.chosen else 600)
        room = self.width() - look.px(6)
        text = min(QFontMetricsF(font).horizontalAdvance(tab.title), room - side - gap)
        left = (self.width() - side - gap - text) / 2
        dot = QRectF(left, (self.height() - side) / 2, side, side)
        rounded(painter, look, dot, look.tokens.tint(tab.tint), "", _DOT)
        if tab.draws_chosen:
            write(painter, dot, str(tab.draws_chosen), look.font(11, 800), look.color("card"))
        words = QRectF(left + side + gap, 0, text + 1, self.height())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        write(painter, words, tab.title, font, look.color("ink" if tab.chosen else "muted"), align)


class CategoryTabs(QWidget):
    """The bar of games. Segments share the width by the length of their names."""

    def __init__(self, look: Look, choose: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._choose = choose
        self.segments: dict[str, Segment] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._restyle)

    def apply(self, tabs: tuple[TabView, ...]) -> None:
        """Show `tabs`."""
        if [tab.category for tab in tabs] != list(self.segments):
            self._rebuild(tabs)
        for tab in tabs:
            self.segments[tab.category].apply(tab)

    def _rebuild(self, tabs: tuple[TabView, ...]) -> None:
        for segment in self.segments.values():
            segment.hide()
            segment.deleteLater()
        self.segments = {tab.category: Segment(self.look, tab, self) for tab in tabs}
        for category, segment in self.segments.items():
            segment.clicked.connect(lambda _=False, category=category: self._choose(category))
            segment.show()
        self._restyle()

    def _rows(self, width: int) -> int:
        room = width - 2 * self.look.px(_EDGE)
        needed = sum(segment.needed() for segment in self.segments.values())
        return 1 if needed * _TIGHT <= room else 2

    def _high(self, width: int) -> int:
        rows = self._rows(width)
        return rows * self.look.touch() + (rows + 1) * self.look.px(_EDGE)

    def _restyle(self) -> None:
        self._place()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width, perhaps other rows."""
        super().resizeEvent(event)
        self._place()

    def heightForWidth(self, width: int) -> int:
        """Qt: one or two rows of what a finger hits."""
        return self._high(width)

    def sizeHint(self) -> QSize:
        """Qt: as high as the present width asks."""
        return QSize(self.look.px(120), self._high(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Qt: one row."""
        return QSize(self.look.px(120), self.look.touch() + 2 * self.look.px(_EDGE))

    def _place(self) -> None:
        if not self.segments:
            return
        edge, high = self.look.px(_EDGE), self.look.touch()
        rows = self._rows(self.width())
        every = list(self.segments.values())
        each = -(-len(every) // rows)
        for row in range(rows):
            part = every[row * each : (row + 1) * each]
            room = self.width() - 2 * edge
            total = sum(segment.needed() for segment in part)
            left = edge
            for index, segment in enumerate(part):
                last = index == len(part) - 1
                wide = edge + room - left if last else round(room * segment.needed() / total)
                segment.setGeometry(QRect(left, edge + row * (high + edge), wide, high))
                left += wide

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the trough."""
        rounded(QPainter(self), self.look, QRectF(self.rect()), "ground", "", CONTROL_RADIUS)
