"""Paga con … vuelto: what goes back is read from a metre away."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.presenters.views import CashView
from app.ui.theme import Look
from app.ui.widgets.layout import Row
from app.ui.widgets.text import Text


class CashRow(QWidget):
    """Hidden while nobody has handed anything over."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sale.cash_row")
        self.given = Text(look, size=14, weight=600, color="muted", name="sale.cash.given")
        self.change = Text(look, size=24, weight=800, color="go_ink", name="sale.cash.change")
        self.given.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.given.setWordWrap(True)
        row = Row(look, self, margins=(2, 0, 2, 0), gap=8)
        row.addWidget(self.given, 1)
        row.addWidget(self.change)
        self.hide()

    def apply(self, view: CashView) -> None:
        """Show `view`."""
        self.given.setText(view.text)
        self.change.setText(view.change)
        self.change.set_color("stop_ink" if view.short else "go_ink")
        self.setVisible(bool(view.text))
