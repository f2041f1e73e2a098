"""Document to page: everything gets its cells. Pure; the same page prints, previews and is tested."""

from __future__ import annotations

from app.printing.document import (
    Barcode,
    Block,
    Cut,
    Document,
    Gap,
    Grid,
    Line,
    Qr,
    Row,
    Rule,
    Section,
    Sentences,
    Stamp,
)
from app.printing.flow import line_rows, pair_rows, sentence_rows, stamp_rows, text_row
from app.printing.grid import grid_rows
from app.printing.page import (
    CELL_WIDTH,
    BarcodeRow,
    CutRow,
    GapRow,
    Page,
    PageRow,
    QrRow,
    RuleRow,
)

_BARCODE_HEIGHT = 64
_BARCODE_WIDEST_MODULE = 3
_BARCODE_QUIET = 20
"""Modules of white CODE128 wants, both sides together (ISO/IEC 15417)."""
_QR_DIGITS_M = (34, 63, 101, 149, 202)
"""Digits a QR symbol of version 1, 2, ... holds at error correction M (ISO/IEC 18004)."""


def layout(document: Document, columns: int) -> Page:
    """The page for a paper of `columns` cells. Nothing is ever cut off: what is too long wraps."""
    sections = tuple(_section(section, columns, document.pitch) for section in document.sections)
    return Page(columns, document.pitch, sections)


def _section(section: Section, columns: int, pitch: int) -> tuple[PageRow, ...]:
    return tuple(row for block in section for row in _rows(block, columns, pitch))


def _rows(block: Block, columns: int, pitch: int) -> list[PageRow]:
    match block:
        case Line():
            return [*line_rows(block, columns, pitch)]
        case Sentences():
            return [*sentence_rows(block, columns, pitch)]
        case Row():
            return [*pair_rows(block, columns, pitch)]
        case Stamp():
            return [*stamp_rows(block, columns)]
        case Grid():
            return [*grid_rows(block, columns, pitch)]
        case Rule():
            return [RuleRow(columns)]
        case Gap():
            return [GapRow(block.dots)]
        case Qr() | Barcode():
            return _symbol(block, columns, pitch)
        case Cut():
            return [CutRow()]


def _symbol(block: Qr | Barcode, columns: int, pitch: int) -> list[PageRow]:
    """A symbol between two blank lines: printers add no quiet zone, and readers need one.

    The white is made of lines and not of dots because printers differ in the unit of a dot feed.
    """
    white = text_row((), pitch)
    row = _qr(block) if isinstance(block, Qr) else _barcode(block, columns)
    return [white, row, white]


def _qr(block: Qr) -> QrRow:
    """`ValueError` for more digits than any code of ours has."""
    for version, room in enumerate(_QR_DIGITS_M, start=1):
        if len(block.digits) <= room:
            return QrRow(block.digits, block.module, side=17 + 4 * version)
    raise ValueError("too many digits for a QR symbol")


def _barcode(block: Barcode, columns: int) -> BarcodeRow:
    """Modules of start, pairs, check and stop; as wide as the paper takes, at least 2 dots each."""
    modules = 11 * (len(block.digits) // 2 + 2) + 13
    module = min(_BARCODE_WIDEST_MODULE, columns * CELL_WIDTH // (modules + _BARCODE_QUIET))
    if module < 2 or len(block.digits) % 2:
        raise ValueError("digits do not fit a barcode on this paper")
    return BarcodeRow(block.digits, module, modules, _BARCODE_HEIGHT)
