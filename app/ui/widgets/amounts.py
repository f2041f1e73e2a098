"""Quick amounts: one tap writes the amount into the line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Row

_GAP = 6.0


class AmountKeys(QWidget):
    """The amounts of the settings as keys; other amounts are typed."""

    def __init__(self, look: Look, choose: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._choose = choose
        self._keys: dict[int, Button] = {}
        self._row = Row(look, self, gap=_GAP)

    def apply(self, amounts: tuple[int, ...]) -> None:
        """Show these amounts."""
        if amounts == tuple(self._keys):
            return
        for key in self._keys.values():
            self._row.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._keys = {units: self._key(units) for units in amounts}
        self.setVisible(bool(amounts))

    def _key(self, units: int) -> Button:
        key = Button(
            self.look,
            str(units),
            kind="key",
            name=f"amount.{units}",
            size=17,
            weight=700,
            spoken=t("ui_sale.amount", amount=units),
        )
        key.set_kind("quiet")
        key.clicked.connect(lambda: self._choose(units))
        self._row.addWidget(key, 1)
        return key
