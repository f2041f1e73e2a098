"""An on-screen keyboard for addresses and passwords: a terminal may have nothing but a touch screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.i18n import t
from app.ui.theme import Look
from app.ui.widgets.buttons import Button
from app.ui.widgets.layout import Column, Grid
from app.ui.widgets.panel import Card

LETTERS = ("1234567890", "qwertyuiop", "asdfghjkl@", "zxcvbnm.-_")
SYMBOLS = ("1234567890", "!#$%&/()=?", "+*<>[]{}ñ¿", ",;:'\"\\|~^@")
_COLUMNS = 11
_KEY_HEIGHT = 54.0


class Keyboard(Card):
    """Emits what is tapped; it never takes the focus, so the field written to keeps it.

    `space`: with a bar for it, as names want one.
    """

    typed = Signal(str)
    erased = Signal()
    closed = Signal()

    def __init__(self, look: Look, *, space: bool = False) -> None:
        super().__init__(look, name="keyboard")
        self._space = space
        self.setAccessibleName(t("ui.keyboard.label"))
        self._letters: list[tuple[str, Button]] = []
        self._pages = QStackedWidget()
        column = Column(look, self, margins=(10, 10, 10, 10))
        column.addWidget(self._pages)
        self._pages.addWidget(self._page(LETTERS, "keyboard", self._letters))
        self._pages.addWidget(self._page(SYMBOLS, "keyboard.sym", []))

    def _page(self, rows: tuple[str, ...], prefix: str, into: list[tuple[str, Button]]) -> QWidget:
        page = QWidget()
        grid = Grid(self.look, page, gap=6)
        for row, characters in enumerate(rows):
            for column, character in enumerate(characters):
                key = self._key(character, f"{prefix}.{character}", character)
                key.clicked.connect(lambda _=False, key=key: self.typed.emit(key.text()))
                grid.addWidget(key, row, column)
                into.append((character, key))
        self._side_keys(grid, prefix)
        if self._space:
            bar = self._key("", f"{prefix}.space", t("ui.keyboard.space"))
            bar.clicked.connect(lambda: self.typed.emit(" "))
            grid.addWidget(bar, len(rows), 2, 1, 7)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return page

    def _side_keys(self, grid: Grid, prefix: str) -> None:
        """The right column: erase, capitals, the other page, away."""
        erase = self._key("", f"{prefix}.backspace", t("ui.keyboard.backspace"), icon="delete")
        erase.setAutoRepeat(True)
        erase.clicked.connect(self.erased)
        shift = self._key("", f"{prefix}.shift", t("ui.keyboard.shift"), icon="arrow-up")
        shift.setCheckable(True)
        shift.toggled.connect(self._shift)
        letters = prefix == "keyboard"
        other = self._key(
            "#+=" if letters else "abc",
            f"{prefix}.page",
            t("ui.keyboard.symbols" if letters else "ui.keyboard.letters"),
        )
        other.clicked.connect(lambda: self._pages.setCurrentIndex(1 if letters else 0))
        away = self._key("", f"{prefix}.hide", t("ui.keyboard.hide"), icon="chevron-down")
        away.clicked.connect(self.closed)
        for row, key in enumerate((erase, shift, other, away)):
            grid.addWidget(key, row, _COLUMNS - 1)
        if not letters:
            shift.setEnabled(False)

    def _key(self, text: str, name: str, spoken: str, *, icon: str = "") -> Button:
        key = Button(
            self.look,
            text,
            kind="key",
            name=name,
            spoken=spoken,
            icon=icon,
            size=20 if not icon else 18,
            height=_KEY_HEIGHT,
        )
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return key

    def _shift(self, capitals: bool) -> None:
        for character, key in self._letters:
            key.setText(character.upper() if capitals else character)
