"""The embedded typeface: the same letters, and so the same layout, on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from app.errors import Bug
from app.paths import resources

FAMILY = "Taquilla Sans"
_FILES = "TaquillaSans-*.ttf"
_TABULAR = QFont.Tag("tnum")
_loaded = False


def load() -> None:
    """Register the font files once per process; raises `Bug("ui.fonts_missing")` without them."""
    global _loaded  # noqa: PLW0603 - the font database belongs to the process
    if _loaded:
        return
    files = sorted((resources() / "fonts").glob(_FILES))
    if not files:
        raise Bug("ui.fonts_missing")
    for file in files:
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise Bug("ui.font_unreadable", file=file.name)
    _loaded = True


def make(pixels: int, weight: int, *, tabular: bool) -> QFont:
    """The typeface at a size in logical pixels; `tabular` gives all digits one width."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    if tabular:
        font.setFeature(_TABULAR, 1)
    return font
