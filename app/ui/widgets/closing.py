"""What closed under the ticket, and what to do with it: a strip that takes no focus."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views import ClosingView
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Column, Row
from app.ui.widgets.panel import CONTROL_RADIUS, Card
from app.ui.widgets.text import Text


class ClosingActs(Protocol):
    """What its keys ask for."""

    def drop(self) -> None:
        """Take the lines out."""
        ...

    def move(self) -> None:
        """To the next draw."""
        ...

    def keep(self) -> None:
        """Leave it for now."""
        ...


class ClosingStrip(Card):
    """A sentence and up to three answers, each with its key."""

    def __init__(self, look: Look, acts: ClosingActs, parent: QWidget | None = None) -> None:
        super().__init__(
            look, fill="warn_soft", border="warn", radius=CONTROL_RADIUS, name="sale.closing", parent=parent
        )
        self._icon = Icon(look, "clock-alert", color="warn_ink", size=22)
        self.text = Text(look, size=14, weight=600, color="warn_ink", name="sale.closing.text")
        self.text.setWordWrap(True)
        self.drop = Button(look, name="closing.drop", sub="Ctrl+1", size=14)
        self.move_key = Button(look, name="closing.move", kind="primary", sub="Ctrl+2", size=14)
        self.keep = Button(look, name="closing.keep", sub="Ctrl+3", size=14)
        self.drop.clicked.connect(acts.drop)
        self.move_key.clicked.connect(acts.move)
        self.keep.clicked.connect(acts.keep)
        head = Row(look, gap=8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.text, 1)
        foot = Row(look, gap=6)
        for button, share in ((self.drop, 3), (self.move_key, 5), (self.keep, 3)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            foot.addWidget(button, share)
        column = Column(look, self, margins=(10, 8, 10, 10), gap=6)
        column.addLayout(head)
        column.addLayout(foot)
        self.hide()

    def apply(self, view: ClosingView) -> None:
        """Show `view`, or go away."""
        self.text.setText(view.text)
        self.setAccessibleName(view.text)
        for button, text in ((self.drop, view.drop), (self.move_key, view.move), (self.keep, view.keep)):
            button.setText(text)
            button.setVisible(bool(text))
        self.setVisible(bool(view.text))
