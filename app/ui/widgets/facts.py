"""Lines of what is known: a label and what holds of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.presenters.views_office import Hue
from app.presenters.views_settings import FactView
from app.ui.theme import Look
from app.ui.widgets.badge import tokens_of
from app.ui.widgets.layout import Grid
from app.ui.widgets.panel import Rule
from app.ui.widgets.text import Text


class Facts(QWidget):
    """What is known, a line each: what it is, and how it is (`<name>.<line>`)."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.look = look
        self._name = name
        self._shown: tuple[FactView, ...] | None = None
        self._grid = Grid(look, self, gap=0)
        self._grid.setColumnStretch(1, 1)

    def apply(self, facts: tuple[FactView, ...]) -> None:
        """Show `facts`."""
        if facts == self._shown:
            return
        self._shown = facts
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, fact in enumerate(facts):
            color = "ink" if fact.hue is Hue.QUIET else tokens_of(fact.hue)[1]
            label = Text(self.look, fact.label, size=15, weight=600, color="muted")
            text = Text(self.look, fact.text, size=17, weight=600, color=color, name=f"{self._name}.{at}")
            text.setWordWrap(True)
            for place, widget in enumerate((label, text)):
                widget.setMinimumHeight(self.look.px(44))
                self._grid.addWidget(widget, at * 2, place)
            if at < len(facts) - 1:
                self._grid.addWidget(Rule(self.look), at * 2 + 1, 0, 1, 2)
        self._grid.setColumnMinimumWidth(0, self.look.px(170))
