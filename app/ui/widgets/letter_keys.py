"""Touch keys for the search over draws: letters and digits in the width of the number pad."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Grid

# Ten keys of a typewriter's row would be too narrow for a finger here: the letters go by the alphabet.
_LETTERS = ("abcdef", "ghijkl", "mnñopq", "rstuvw", "xyz")
# The digits stand as on the pad that gives way to them.
_DIGITS = (("789", 4, 3), ("456", 5, 3), ("123", 6, 3), ("0", 7, 3))
_GAP = 6.0
_ROWS, _COLUMNS = 8, 6


class LetterKeys(QWidget):
    """Emits what is tapped; it never takes the focus, so the line written to keeps it."""

    typed = Signal(str)
    erased = Signal()
    entered = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("find.keys")
        self.setAccessibleName(t("ui.keyboard.label"))
        self._grid = Grid(look, self, gap=_GAP)
        for row, letters in enumerate(_LETTERS):
            self._characters(letters, row, 0, size=22)
        for digits, row, column in _DIGITS:
            self._characters(digits, row, column, size=24)
        self._characters(":", 7, 2, size=24)
        self._act_keys()
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for row in range(_ROWS):
            self._grid.setRowStretch(row, 1)

    def _characters(self, characters: str, row: int, column: int, *, size: float) -> None:
        for place, character in enumerate(characters):
            spoken = t("ui_sale.key.colon") if character == ":" else character
            key = self._key(character, f"find.{character}", spoken, size=size)
            key.clicked.connect(lambda _=False, character=character: self.typed.emit(character))
            self._grid.addWidget(key, row, column + place)

    def _act_keys(self) -> None:
        erase = self._key("", "find.back", t("ui.keyboard.backspace"), icon="delete")
        erase.setAutoRepeat(True)
        erase.clicked.connect(self.erased)
        space = self._key(t("ui.keyboard.space"), "find.space", t("ui.keyboard.space"), size=16)
        space.clicked.connect(lambda: self.typed.emit(" "))
        close = self._key("", "find.close", t("ui_sale.key.find_close"), icon="x", hint="Esc")
        close.set_kind("quiet")
        close.clicked.connect(self.closed)
        enter = self._key(
            t("ui_sale.choose"), "find.enter", t("ui_sale.key.find_enter"), icon="corner-down-left", size=16
        )
        enter.set_kind("primary")
        enter.clicked.connect(self.entered)
        for key, row, column, columns in (
            (erase, 5, 0, 3),
            (space, 6, 0, 3),
            (close, 7, 0, 2),
            (enter, 7, 4, 2),
        ):
            self._grid.addWidget(key, row, column, 1, columns)

    def _key(
        self, text: str, name: str, spoken: str, *, icon: str = "", hint: str = "", size: float | None = None
    ) -> Button:
        return Button(self.look, text, kind="key", name=name, spoken=spoken, icon=icon, hint=hint, size=size)
