"""The doubt that is next: its question and up to nine answers, each with its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views_order import DoubtView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Grid, Row
from app.ui.widgets.panel import CONTROL_RADIUS, rounded
from app.ui.widgets.text import Text

_MOST, _COLUMNS = 9, 3


class OrderDoubt(QWidget):
    """Amber, so that it is seen first; `lit` while its keys are heard."""

    def __init__(self, look: Look, answer: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._lit = False
        self.question = Text(look, size=17, weight=700, color="warn_ink", name="order.question")
        self.question.setWordWrap(True)
        self.count = Text(look, size=14, weight=700, color="warn_ink", name="order.doubts")
        self._keys = [self._key(number, answer) for number in range(1, _MOST + 1)]
        head = Row(look, gap=8)
        head.addWidget(Icon(look, "triangle-alert", color="warn_ink", size=22), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.question, 1)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        grid = Grid(look, gap=6)
        for index, key in enumerate(self._keys):
            grid.addWidget(key, index // _COLUMNS, index % _COLUMNS)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        column = Column(look, self, margins=(12, 10, 12, 12), gap=8)
        column.addLayout(head)
        column.addLayout(grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def _key(self, number: int, answer: Callable[[int], None]) -> Button:
        key = Button(
            self.look, kind="key", name=f"order.answer.{number}", hint=str(number), size=15, weight=600
        )
        key.set_kind("plain")
        key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        key.clicked.connect(lambda: answer(number))
        return key

    def apply(self, view: DoubtView, count: str) -> None:
        """Show a doubt; nothing at all when there is none."""
        self.setVisible(bool(view.answers))
        self.question.setText(view.question)
        self.count.setText(count)
        for key, text in zip(self._keys, (*view.answers, *[""] * _MOST), strict=False):
            key.setText(text)
            key.setVisible(bool(text))

    def set_lit(self, lit: bool) -> None:
        """Whether its keys are heard now."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the amber ground, with the focus ring when lit."""
        border, width = ("warn", 3.0) if self._lit else ("warn", 1.0)
        rounded(
            QPainter(self), self.look, QRectF(self.rect()), "warn_soft", border, CONTROL_RADIUS, width=width
        )
