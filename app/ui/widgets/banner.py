"""One sentence on a warm ground inside a column: what the next act there will mean."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.theme import Look
from app.ui.widgets.icon import Icon
from app.ui.widgets.layout import Row
from app.ui.widgets.panel import CHIP_RADIUS, Card
from app.ui.widgets.text import Text


class Banner(Card):
    """Hidden while there is nothing to say."""

    def __init__(
        self, look: Look, *, name: str, icon: str = "arrow-right", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, fill="warn_soft", border="warn", radius=CHIP_RADIUS, parent=parent)
        self.text = Text(look, size=14, weight=600, color="warn_ink", name=name)
        self.text.setWordWrap(True)
        row = Row(look, self, margins=(10, 8, 10, 8), gap=8)
        row.addWidget(Icon(look, icon, color="warn_ink", size=20))
        row.addWidget(self.text, 1)
        self.hide()

    def show_text(self, text: str) -> None:
        """Say it, or go away."""
        self.text.setText(text)
        self.setVisible(bool(text))
