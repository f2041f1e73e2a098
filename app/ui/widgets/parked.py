"""The tickets laid aside: a key for each, with its total and since when."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import t
from app.presenters.views import ParkedTicket
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Column, Grid
from app.ui.widgets.text import Text

_COLUMNS = 4


class ParkedKeys(QWidget):
    """Hidden while there is none."""

    def __init__(self, look: Look, take: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._take = take
        self._shown: tuple[ParkedTicket, ...] = ()
        self._keys: list[Button] = []
        self.caption = Text(
            look, t("ui_sale.aside"), size=12, weight=600, color="muted", name="parked.caption"
        )
        self._grid = Grid(look, gap=6)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        rows = Column(look, self, gap=4)
        rows.addWidget(self.caption)
        rows.addLayout(self._grid)
        self.hide()

    def apply(self, tickets: tuple[ParkedTicket, ...]) -> None:
        """Show these, oldest first."""
        if tickets == self._shown:
            return
        self._shown = tickets
        while len(self._keys) < len(tickets):
            self._keys.append(self._key(len(self._keys)))
        for index, key in enumerate(self._keys):
            key.setVisible(index < len(tickets))
            if index < len(tickets):
                key.setText(tickets[index].total)
                key.set_sub(tickets[index].time)
                key.set_spoken(tickets[index].spoken)
        self.setVisible(bool(tickets))

    def _key(self, index: int) -> Button:
        key = Button(self.look, name=f"parked.{index + 1}", kind="quiet", size=14, weight=700)
        key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        key.clicked.connect(lambda: self._take(index))
        self._grid.addWidget(key, index // _COLUMNS, index % _COLUMNS)
        return key
