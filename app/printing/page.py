"""A paper laid out: runs of text at cell columns, symbols at dots. What every renderer draws.

A cell is 12x24 dots (font A at 203 dpi, 8 dots a millimetre).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.printing.document import Style

CELL_WIDTH = 12
CELL_HEIGHT = 24
DOTS_PER_MM = 8
HEAD_TO_BLADE_DOTS = 96
"""Paper between head and blade that each cut takes along (about 12 mm)."""


class Run(NamedTuple):
    """Text that starts at cell `column`; each letter takes `style.width` cells."""

    column: int
    text: str
    style: Style

    @property
    def cells(self) -> int:
        """Cells it takes."""
        return len(self.text) * self.style.width


class TextRow(NamedTuple):
    """One line of print, runs from left to right, letters standing on one base line."""

    runs: tuple[Run, ...]
    height: int


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A line across all `cells`, in the middle of `height`."""

    cells: int
    height: int = CELL_HEIGHT


@dataclass(frozen=True, slots=True)
class QrRow:
    """A centred QR symbol of `side` modules (no quiet zone inside)."""

    digits: str
    module: int
    side: int

    @property
    def height(self) -> int:
        """Dots."""
        return self.side * self.module


@dataclass(frozen=True, slots=True)
class BarcodeRow:
    """A centred CODE128 symbol: `modules` of `module` dots each, `height` dots tall."""

    digits: str
    module: int
    modules: int
    height: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """White."""

    height: int


@dataclass(frozen=True, slots=True)
class CutRow:
    """The end."""

    height: int = 0


PageRow = TextRow | RuleRow | QrRow | BarcodeRow | GapRow | CutRow


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by section (see `Document`), for a paper of `columns` cells."""

    columns: int
    pitch: int
    sections: tuple[tuple[PageRow, ...], ...]

    @property
    def rows(self) -> tuple[PageRow, ...]:
        """All rows, top to bottom."""
        return tuple(row for section in self.sections for row in section)

    @property
    def dots(self) -> int:
        """Width of the printing area."""
        return self.columns * CELL_WIDTH

    @property
    def paper_mm(self) -> float:
        """Length of paper one printing takes, to the cut."""
        return (sum(row.height for row in self.rows) + HEAD_TO_BLADE_DOTS) / DOTS_PER_MM

    def lines(self) -> tuple[str, ...]:
        """The rows as plain text, one string a row: what a person reads, without sizes."""
        return tuple(_plain(row) for row in self.rows)


def _plain(row: PageRow) -> str:
    match row:
        case TextRow():
            text = ""
            for run in row.runs:
                text = text.ljust(run.column) + "".join(sign.ljust(run.style.width) for sign in run.text)
            return text.rstrip()
        case RuleRow():
            return "─" * row.cells
        case QrRow() | BarcodeRow():
            return f"[{row.digits}]"
        case GapRow():
            return ""
        case CutRow():
            return "[cut]"
