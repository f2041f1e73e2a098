"""What stands on a paper, as typed blocks made once from clean data; widths and bytes come later.

Blocks and spans of which a ticket has many are named tuples: made in a third of a dataclass's time.

A document is a row of sections. The last section carries the PIN and the code, so that a torn or
half-printed ticket cannot be redeemed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from app.printing.clean import Clean


class Align(Enum):
    """Where a line stands between the margins."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Style(NamedTuple):
    """How a text prints: multiples of the 12x24 cell, bold, white on black."""

    width: int = 1
    height: int = 1
    bold: bool = False
    reverse: bool = False


PLAIN = Style()
BOLD = Style(bold=True)
TALL = Style(1, 2, bold=True)
BIG = Style(2, 2, bold=True)


class Span(NamedTuple):
    """A piece of a line in one style."""

    text: Clean
    style: Style = PLAIN


class Line(NamedTuple):
    """One line of spans; wraps when it does not fit (wide letters are narrowed first)."""

    spans: tuple[Span, ...]
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Sentences:
    """Short texts, centred, as many on a line as fit; one that is too long for a line wraps by itself."""

    texts: tuple[Clean, ...]


class Row(NamedTuple):
    """Something at the left and something at the right; stacked when both do not fit one line."""

    left: tuple[Span, ...]
    right: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A band across the paper, white on black, letters of double size: what a paper must shout."""

    text: Clean


class GridRow(NamedTuple):
    """Items under one lead: the numbers played for one amount."""

    lead: Clean
    items: tuple[Clean, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Leads in a column of `lead_cells` cells, their items beside them in bold, up to `across` a line."""

    rows: tuple[GridRow, ...]
    lead_cells: int
    across: int = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A little white, in dots."""

    dots: int


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR symbol of digits, error correction M, `module` dots a module, with its quiet zone."""

    digits: str
    module: int


@dataclass(frozen=True, slots=True)
class Barcode:
    """A CODE128 symbol (code set C) of an even count of digits, with its quiet zone."""

    digits: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of the paper: to the blade and cut, or far enough to tear."""


Block = Line | Sentences | Row | Stamp | Grid | Rule | Gap | Qr | Barcode | Cut
Section = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `pitch` is the height of a plain line in dots: 28 is airy, 24 saves paper."""

    sections: tuple[Section, ...]
    pitch: int = 28


def line(text: Clean, style: Style = PLAIN, align: Align = Align.CENTER) -> Line:
    """A line of one span."""
    return Line((Span(text, style),), align)
