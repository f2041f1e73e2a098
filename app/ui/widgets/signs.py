"""The twelve signs and the four ways of writing many numbers at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.figures import SIGNS
from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Grid, Row

_GAP = 6.0


class SignKeys(QWidget):
    """One key for each sign, six in a row."""

    def __init__(self, look: Look, press: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = Grid(look, self, gap=_GAP)
        for index, sign in enumerate(SIGNS):
            key = Button(
                look, sign.code, kind="key", name=f"sign.{sign.code}", size=15, weight=600, spoken=sign.name
            )
            key.clicked.connect(lambda _=False, code=sign.code: press(code))
            grid.addWidget(key, index // 6, index % 6)


class ModeKeys(QWidget):
    """Permuta, corrida, serie and signo: each writes its character of the grammar and shows an example."""

    def __init__(
        self,
        look: Look,
        permuta: Callable[[], None],
        press: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._row = Row(look, self, gap=_GAP)
        self.permuta = self._key("permuta", permuta)
        self.permuta.setCheckable(True)
        self._key("corrida", lambda: press("/"))
        self._key("serie", lambda: press("."))
        self._key("sign", lambda: press("-"))

    def _key(self, name: str, act: Callable[[], None]) -> Button:
        key = Button(
            self.look,
            t(f"ui_sale.mode.{name}"),
            kind="key",
            name=f"mode.{name}",
            size=15,
            weight=700,
            sub=t(f"ui_sale.mode.{name}_example"),
        )
        key.clicked.connect(act)
        self._row.addWidget(key, 1)
        return key

    def set_permuta(self, on: bool) -> None:
        """Show whether the line is a permuta (a tap alone changes nothing)."""
        self.permuta.setChecked(on)
