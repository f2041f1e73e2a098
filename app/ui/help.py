"""The help over a screen: its keys, the keys that work everywhere, and what its words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button, paint_key
from app.ui.widgets.layout import Column, Grid, Row
from app.ui.widgets.panel import Card, Rule
from app.ui.widgets.text import Text
from app.ui.widgets.touch_scroll import by_finger

if TYPE_CHECKING:
    from app.presenters.views_help import HelpRow, HelpView

_Named = tuple[str, "HelpRow", bool]
_Part = tuple[str, list[_Named]]

_MANY = 12  # so many keys make two columns
_EDGE, _PAD = 28.0, 20.0
_CLOSING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ROLL = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Caps(QWidget):
    """Keys side by side, each in its frame."""

    def __init__(self, look: Look, caps: tuple[str, ...], name: str) -> None:
        super().__init__()
        self.look, self.caps = look, caps
        self.setObjectName(name)
        self.setAccessibleName(" ".join(caps))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Qt: all keys whole."""
        metrics, look = QFontMetricsF(self.look.font(11, 600)), self.look
        wide = sum(metrics.horizontalAdvance(cap) + look.px(12) + look.px(4) for cap in self.caps)
        return QSize(round(wide) + 2, max(look.px(26), round(metrics.height()) + look.px(6)))

    def fits(self) -> bool:
        """Whether the keys have room."""
        return self.width() >= self.sizeHint().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frames."""
        painter, x = QPainter(self), 0.0
        for cap in self.caps:
            x += paint_key(painter, self.look, QPointF(x, self.height() / 2), cap, "ink") + self.look.px(4)


class HelpOverlay(QWidget):
    """Over the whole window; a tap outside, Esc, Enter or any key that leads elsewhere takes it away."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("help")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._back: QWidget | None = None
        self._card = Card(look, name="help.card")
        self.title = Text(look, size=22, weight=800, name="help.title")
        self.close_button = Button(look, t("help.close"), name="help.close", icon="x", hint="Esc")
        self.close_button.clicked.connect(self.leave)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        by_finger(self.area)
        head = Row(look, gap=12)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        inside = Column(look, self._card, margins=(_PAD, 14, _PAD, 14), gap=10)
        inside.addLayout(head)
        inside.addWidget(Rule(look))
        inside.addWidget(self.area, 1)
        Column(look, self, margins=(_EDGE, _EDGE, _EDGE, _EDGE)).addWidget(self._card)
        self.hide()

    def show_help(self, view: HelpView) -> None:
        """Show a screen's help."""
        self.title.setText(view.title)
        self.setAccessibleName(view.title)
        page = QWidget()
        row = Row(self.look, page, gap=28)
        for parts in self._columns(view):
            row.addLayout(self._column(*parts), 1)
        self.area.setWidget(page)
        page.setAutoFillBackground(False)
        if self.isHidden():
            self._back = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.setFocus()

    def _columns(self, view: HelpView) -> tuple[tuple[_Part, ...], ...]:
        """Three columns of about one height."""
        own = (t("help.keys"), _named("key", view.keys))
        everywhere = (t("help.everywhere"), _named("any", view.everywhere))
        states = (t("help.states"), _named("state", view.states, word=True))
        bar = (t("help.bar"), _named("bar", view.bar, word=True))
        if len(view.keys) > _MANY:
            half = (len(view.keys) + len(view.everywhere) + 1) // 2
            return ((own[0], own[1][:half]),), (("", own[1][half:]), everywhere), (states, bar)
        if view.states:
            return (own, bar), (states,), (everywhere,)
        return (own,), (everywhere,), (bar,)

    def _column(self, *parts: _Part) -> Column:
        column = Column(self.look, gap=8)
        for heading, rows in parts:
            title = Text(self.look, heading.upper(), size=12, weight=700, color="muted")
            title.setMinimumHeight(self.look.px(22))
            column.addWidget(title)
            grid = Grid(self.look, gap=7)
            grid.setColumnStretch(1, 1)
            for at, (name, row, word) in enumerate(rows):
                self._add(grid, at, name, row, word=word)
            column.addLayout(grid)
            column.addSpacing(self.look.px(4))
        column.addStretch()
        return column

    def _add(self, grid: Grid, at: int, name: str, row: HelpRow, *, word: bool) -> None:
        text = Text(self.look, row.text, size=14, weight=500, name=f"{name}.text")
        text.setWordWrap(True)
        if word:
            badge = Badge(self.look, name)
            badge.say(row.caps[0], row.hue)
            badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            grid.addWidget(badge, at, 0, Qt.AlignmentFlag.AlignTop)
            text.setMinimumHeight(badge.height())
            grid.addWidget(text, at, 1)
        else:
            grid.addWidget(Caps(self.look, row.caps, name), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, at, 1)

    def leave(self) -> None:
        """Go away and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        back, self._back = self._back, None
        if back is not None and back.isVisible():
            back.setFocus()

    def hold_focus(self, now: QWidget | None) -> None:
        """Take the focus back when something else got it."""
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows roll, a few keys close; every other key ends here."""
        key = Qt.Key(event.key())
        bar = self.area.verticalScrollBar()
        if key in _ROLL:
            bar.setValue(bar.value() + _ROLL[key] * self.look.px(40))
        elif key in _CLOSING and not event.isAutoRepeat():
            self.leave()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a tap beside the card closes."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.leave()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: dim what lies under."""
        shade = QColor("#050A12")
        shade.setAlphaF(0.62)
        QPainter(self).fillRect(self.rect(), shade)


def _named(name: str, rows: tuple[HelpRow, ...], *, word: bool = False) -> list[_Named]:
    return [(f"help.{name}.{at}", row, word) for at, row in enumerate(rows)]
