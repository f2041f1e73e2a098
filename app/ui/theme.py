"""Colours and sizes: two sets of tokens and the one scale factor that every widget asks."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from app.ui import fonts

DESIGN_WIDTH = 1366
DESIGN_HEIGHT = 768
SMALLEST, LARGEST = 0.70, 2.0
TOUCH = 48  # device pixels: the least size of what a finger hits
LEAST_TEXT = 11  # device pixels: letters are never smaller


class Tokens(NamedTuple):
    """The colours of a theme, as `#RRGGBB`; a tuple, because the first frame waits for its definition.

    `primary`, `go`, `warn`, `stop` colour lines, dots and icons; `…_fill` is the ground of a filled
    button and `on_…` the text upon it (7:1, it may carry money); `…_soft` is a quiet ground and
    `…_ink` the text upon it (4.5:1).
    """

    dark: bool
    ground: str
    card: str
    field: str
    ink: str
    muted: str
    faint: str
    line: str
    rail: str
    rail_ink: str
    rail_chosen: str
    on_rail: str
    primary: str
    primary_fill: str
    on_primary: str
    primary_soft: str
    primary_ink: str
    go: str
    go_fill: str
    on_go: str
    go_soft: str
    go_ink: str
    warn: str
    warn_fill: str
    on_warn: str
    warn_soft: str
    warn_ink: str
    stop: str
    stop_fill: str
    on_stop: str
    stop_soft: str
    stop_ink: str
    practice: str
    on_practice: str
    triples: str
    zodiac: str
    animalitos: str
    guacharo: str
    tripleta: str

    def tint(self, name: str) -> str:
        """The colour of a game: triples, zodiac, animalitos, guacharo, tripleta; else `muted`."""
        return str(getattr(self, name)) if name in TINTS else self.muted


TINTS = ("triples", "zodiac", "animalitos", "guacharo", "tripleta")

LIGHT = Tokens(
    dark=False,
    ground="#EEF1F5",
    card="#FFFFFF",
    field="#FFFFFF",
    ink="#16202E",
    muted="#56657A",
    faint="#A5B0BF",
    line="#D7DEE8",
    rail="#0F1B2D",
    rail_ink="#9FB0C8",
    rail_chosen="#22365A",
    on_rail="#FFFFFF",
    primary="#1F5EFF",
    primary_fill="#1848D8",
    on_primary="#FFFFFF",
    primary_soft="#E5EDFF",
    primary_ink="#1543C4",
    go="#0B8A4B",
    go_fill="#066236",
    on_go="#FFFFFF",
    go_soft="#E0F5EA",
    go_ink="#07693A",
    warn="#B45309",
    warn_fill="#F7B84B",
    on_warn="#2B1A00",
    warn_soft="#FFF2DC",
    warn_ink="#8F4107",
    stop="#C2262E",
    stop_fill="#A31820",
    on_stop="#FFFFFF",
    stop_soft="#FDE7E8",
    stop_ink="#A31C24",
    practice="#C2262E",
    on_practice="#FFFFFF",
    triples="#1F5EFF",
    zodiac="#7A3CF0",
    animalitos="#0B8A4B",
    guacharo="#C2570C",
    tripleta="#B3186D",
)

DARK = Tokens(
    dark=True,
    ground="#0C1420",
    card="#152133",
    field="#152133",
    ink="#EEF3FA",
    muted="#9BACC3",
    faint="#54657E",
    line="#2A3A52",
    rail="#08101B",
    rail_ink="#8FA2BD",
    rail_chosen="#22365A",
    on_rail="#FFFFFF",
    primary="#5B8CFF",
    primary_fill="#7BA4FF",
    on_primary="#07132B",
    primary_soft="#1B2F57",
    primary_ink="#B3CAFF",
    go="#2FC27A",
    go_fill="#2FC27A",
    on_go="#06210F",
    go_soft="#12382A",
    go_ink="#5FDBA0",
    warn="#F2A93B",
    warn_fill="#F2A93B",
    on_warn="#2A1800",
    warn_soft="#3B2C12",
    warn_ink="#F7BE68",
    stop="#FF6B6B",
    stop_fill="#FF8080",
    on_stop="#2B0507",
    stop_soft="#43202A",
    stop_ink="#FF9C9C",
    practice="#C2262E",
    on_practice="#FFFFFF",
    triples="#5B8CFF",
    zodiac="#A987FF",
    animalitos="#2FC27A",
    guacharo="#F08A3E",
    tripleta="#F069B4",
)


class Look(QObject):
    """The present theme and scale; one per application, given to every widget.

    `changed` says that everything has to be measured and painted anew. `most` is the largest scale wanted
    (0: as large as the window holds).
    """

    changed = Signal()

    def __init__(self, *, dark: bool = False, scale: float = 1.0, most: float = 0.0) -> None:
        super().__init__()
        self._most = most
        self.tokens = DARK if dark else LIGHT
        self._scale = scale
        self._dpr = 1.0
        self._fonts: dict[tuple[int, int, bool], QFont] = {}
        self._colors: dict[str, QColor] = {}

    @property
    def scale(self) -> float:
        """Logical pixels per design pixel."""
        return self._scale

    @property
    def dpr(self) -> float:
        """Device pixels per logical pixel."""
        return self._dpr

    def px(self, design_px: float) -> int:
        """Design pixels (of 1366x768) in logical pixels."""
        return round(design_px * self._scale)

    def touch(self, design_px: float = TOUCH) -> int:
        """As `px`, and never under 48 device pixels."""
        return max(self.px(design_px), round(TOUCH / self._dpr))

    def font(self, size: float, weight: int = 500, *, tabular: bool = True) -> QFont:
        """The typeface at a design size."""
        pixels = max(self.px(size), round(LEAST_TEXT / self._dpr))
        key = (pixels, weight, tabular)
        found = self._fonts.get(key)
        if found is None:
            found = self._fonts[key] = fonts.make(pixels, weight, tabular=tabular)
        return found

    def color(self, token: str) -> QColor:
        """A token by its name, or a literal `#RRGGBB`."""
        found = self._colors.get(token)
        if found is None:
            value = token if token.startswith("#") else str(getattr(self.tokens, token))
            found = self._colors[token] = QColor(value)
        return found

    def set_theme(self, dark: bool) -> None:
        """Light or dark."""
        tokens = DARK if dark else LIGHT
        if tokens is self.tokens:
            return
        self.tokens = tokens
        self._colors.clear()
        self.changed.emit()

    def set_most(self, most: float) -> None:
        """The largest scale wanted, 0 for as large as the window holds; the next `set_size` goes by it."""
        self._most = most

    def set_size(self, width: int, height: int, dpr: float = 1.0) -> None:
        """Take the scale from a window's size in logical pixels."""
        scale = min(width / DESIGN_WIDTH, height / DESIGN_HEIGHT)
        scale = min(max(scale, SMALLEST), LARGEST)
        if self._most:
            scale = min(scale, self._most)
        if (scale, dpr) == (self._scale, self._dpr):
            return
        self._scale, self._dpr = scale, dpr
        self._fonts.clear()
        self.changed.emit()

    def palette(self) -> QPalette:
        """The theme for those few parts that Qt paints itself (text cursor, selection, scroll bars)."""
        palette = QPalette(self.color("ground"))
        role = QPalette.ColorRole
        for name, token in (
            (role.Window, "ground"),
            (role.WindowText, "ink"),
            (role.Base, "field"),
            (role.AlternateBase, "ground"),
            (role.Text, "ink"),
            (role.PlaceholderText, "muted"),
            (role.Button, "card"),
            (role.ButtonText, "ink"),
            (role.Highlight, "primary_fill"),
            (role.HighlightedText, "on_primary"),
        ):
            palette.setColor(name, self.color(token))
        return palette


def system_is_dark() -> bool:
    """Whether the system shows itself dark; where it does not tell, it does not."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
