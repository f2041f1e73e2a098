"""Which of the program's own files are missing: a copy that stopped half way shows here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from app.domain.figures import FIGURES
from app.i18n import LANGUAGES

_FONTS = tuple(
    f"fonts/{name}.ttf"
    for name in (
        *(f"TaquillaSans-{weight}" for weight in ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")),
        "DejaVuSansMono",
        "DejaVuSansMono-Bold",
    )
)
_SOUNDS = ("sounds/ok.wav", "sounds/warn.wav", "sounds/error.wav")
_ICONS = ("lock", "shopping-cart", "banknote", "printer", "wifi", "circle-alert", "circle-check", "x")


def missing(root: Path) -> tuple[str, ...]:
    """Files below `root` that are not there, are empty, or (texts) cannot be read."""
    return tuple(sorted({*_absent(root), *_unreadable(root)}))


def wanted(root: Path) -> Iterator[str]:
    """Every file that must be there, by its path below `root`; each language has the same texts."""
    yield from _FONTS
    yield from _SOUNDS
    yield from (f"icons/{name}.svg" for name in _ICONS)
    yield from (f"figures/{figure.code}.png" for figure in FIGURES)
    yield from ("tours/main.tour", "printers.toml")
    areas = {file.name for language in LANGUAGES for file in (root / "locale" / language).glob("*.toml")}
    yield from (f"locale/{language}/{area}" for language in LANGUAGES for area in sorted(areas))
    yield from (f"locale/{language}/doctor.toml" for language in LANGUAGES)


def _absent(root: Path) -> Iterator[str]:
    for name in wanted(root):
        file = root / name
        if not file.is_file() or file.stat().st_size == 0:
            yield name


def _unreadable(root: Path) -> Iterator[str]:
    for language in LANGUAGES:
        for file in (root / "locale" / language).glob("*.toml"):
            try:
                tomllib.loads(file.read_text("utf-8"))
            except (OSError, ValueError):
                yield file.relative_to(root).as_posix()
