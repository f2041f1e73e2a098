"""Touch keys in the places where the fingers know them from a numeric pad."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Grid

_DIGITS = (
    ("7", 0, 0),
    ("8", 0, 1),
    ("9", 0, 2),
    ("4", 1, 0),
    ("5", 1, 1),
    ("6", 1, 2),
    ("1", 2, 0),
    ("2", 2, 1),
    ("3", 2, 2),
)
_SIGNS = (("/", "slash", 0), ("*", "times", 1), ("-", "minus", 2), ("+", "plus", 3))
_GAP = 6.0


class Keypad(QWidget):
    """Digits, back and enter; with `comma` also one. With `signs` also `/ * - + .`, as on a real numeric pad.

    Enter closes the line or the field: it never sells or pays.
    """

    def __init__(
        self,
        look: Look,
        *,
        press: Callable[[str], None],
        back: Callable[[], None],
        enter: Callable[[], None],
        signs: bool,
        comma: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self._press = press
        self._grid = Grid(look, self, gap=_GAP)
        for digit, row, column in _DIGITS:
            self._key(digit, digit, row, column)
        if signs:
            self._with_signs(back, enter)
        elif comma:
            self._with_comma(back, enter)
        else:
            self._plain(back, enter)

    def _with_signs(self, back: Callable[[], None], enter: Callable[[], None]) -> None:
        self._key("0", "0", 3, 0, columns=2)
        self._key(".", "dot", 3, 2)
        for sign, name, row in _SIGNS:
            self._key(sign, name, row, 3, kind="quiet")
        self._act("back", "delete", back, 0, 4, rows=2)
        self._act("enter", "corner-down-left", enter, 2, 4, rows=2, kind="primary")
        for column, share in enumerate((5, 5, 5, 4, 4)):
            self._grid.setColumnStretch(column, share)

    def _with_comma(self, back: Callable[[], None], enter: Callable[[], None]) -> None:
        self._key(",", "comma", 3, 0)
        self._key("0", "0", 3, 1)
        self._act("back", "delete", back, 3, 2)
        made = self._made("next", "enter", "corner-down-left", enter, "primary")
        self._grid.addWidget(made, 4, 0, 1, 3)

    def _plain(self, back: Callable[[], None], enter: Callable[[], None]) -> None:
        self._act("back", "delete", back, 3, 0)
        self._key("0", "0", 3, 1)
        self._act("enter", "corner-down-left", enter, 3, 2, kind="primary", says="next")

    def _key(
        self, sign: str, name: str, row: int, column: int, *, columns: int = 1, kind: str = "key"
    ) -> None:
        key = Button(
            self.look,
            _SHOWN.get(sign, sign),
            kind="key",
            name=f"key.{name}",
            size=26,
            spoken=sign if sign.isdigit() else t(f"ui_sale.key.{name}"),
        )
        if kind != "key":
            key.set_kind(kind)
        key.clicked.connect(lambda: self._press(sign))
        self._grid.addWidget(key, row, column, 1, columns)

    def _act(
        self,
        name: str,
        icon: str,
        act: Callable[[], None],
        row: int,
        column: int,
        *,
        rows: int = 1,
        kind: str = "key",
        says: str = "",
    ) -> None:
        self._grid.addWidget(self._made(says or name, name, icon, act, kind), row, column, rows, 1)

    def _made(self, says: str, name: str, icon: str, act: Callable[[], None], kind: str) -> Button:
        spoken = t(f"ui_sale.key.{says}")
        key = Button(self.look, kind="key", name=f"key.{name}", icon=icon, spoken=spoken)
        if kind != "key":
            key.set_kind(kind)
        key.clicked.connect(act)
        return key


_SHOWN = {"*": "×", "-": "−", "/": "/", ".": "."}
