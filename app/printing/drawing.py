"""Cells as dots: every row of a page drawn, one pixel a printer dot, black and white.

Pictures and raster printing both come from here, so what is seen is what a raster printer prints.
Pillow, qrcode and barcode are imported when the first row is drawn, never at the program's start.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from app.paths import resources
from app.printing.document import Style
from app.printing.page import (
    CELL_HEIGHT,
    CELL_WIDTH,
    BarcodeRow,
    PageRow,
    QrRow,
    RuleRow,
    Run,
    TextRow,
)

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WHITE, _BLACK = 255, 0
_FONT_SIZE = 20
"""DejaVu Sans Mono is 0.602 em wide: 12 dots at 20 pixels."""
_BASE_LINE = 19
_RULE_DOTS = 2
_THRESHOLD = 140


def drawn(rows: Sequence[PageRow], dots: int) -> Image:
    """The rows one below the other on a sheet of `dots` across; mode "L", every pixel 0 or 255."""
    from PIL import Image

    sheet = Image.new("L", (dots, sum(row.height for row in rows)), WHITE)
    top = 0
    for row in rows:
        _draw(sheet, row, top)
        top += row.height
    return sheet


def _draw(sheet: Image, row: PageRow, top: int) -> None:
    match row:
        case TextRow():
            tallest = max((run.style.height for run in row.runs), default=1)
            for run in row.runs:
                _draw_run(sheet, run, top + CELL_HEIGHT * (tallest - run.style.height))
        case RuleRow():
            middle = top + (row.height - _RULE_DOTS) // 2
            sheet.paste(_BLACK, (0, middle, row.cells * CELL_WIDTH, middle + _RULE_DOTS))
        case QrRow():
            _center(sheet, _qr(row), top)
        case BarcodeRow():
            _center(sheet, _barcode(row), top)
        case _:
            return


def _center(sheet: Image, symbol: Image, top: int) -> None:
    sheet.paste(symbol, ((sheet.width - symbol.width) // 2, top))


# ---------------------------------------------------------------- letters


def _draw_run(sheet: Image, run: Run, top: int) -> None:
    step = CELL_WIDTH * run.style.width
    for at, sign in enumerate(run.text):
        if sign != " " or run.style.reverse:
            sheet.paste(_glyph(sign, run.style), (run.column * CELL_WIDTH + at * step, top))


@lru_cache(maxsize=1024)
def _glyph(sign: str, style: Style) -> Image:
    """One letter in its cell, black and white as a print head makes it."""
    from PIL import Image, ImageDraw

    across, down = CELL_WIDTH * style.width, CELL_HEIGHT * style.height
    scale = style.height
    cell = Image.new("L", (CELL_WIDTH * scale, down), WHITE)
    place = (CELL_WIDTH * scale / 2, _BASE_LINE * scale)
    ImageDraw.Draw(cell).text(place, sign, fill=_BLACK, font=_font(style.bold, scale), anchor="ms")
    if cell.width != across:
        cell = cell.resize((across, down))
    ink, paper = (WHITE, _BLACK) if style.reverse else (_BLACK, WHITE)
    return cell.point(lambda level: ink if level < _THRESHOLD else paper)


@lru_cache(maxsize=8)
def _font(bold: bool, scale: int) -> FreeTypeFont:
    from PIL import ImageFont

    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    return ImageFont.truetype(resources() / "fonts" / name, _FONT_SIZE * scale)


# ---------------------------------------------------------------- symbols


def _qr(row: QrRow) -> Image:
    from PIL import Image
    from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]
    from qrcode.main import QRCode  # type: ignore[import-untyped]

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(row.digits)
    code.make()
    matrix = code.get_matrix()
    if len(matrix) != row.side:
        raise ValueError("the symbol is not of the size that was laid out")
    symbol = Image.new("L", (len(matrix), len(matrix)), WHITE)
    symbol.putdata([_BLACK if dark else WHITE for line in matrix for dark in line])
    return symbol.resize((row.height, row.height), Image.Resampling.NEAREST)


def _barcode(row: BarcodeRow) -> Image:
    from barcode.codex import Code128  # type: ignore[import-untyped]
    from PIL import Image

    modules = Code128(row.digits).build()[0]
    bars = Image.new("L", (len(modules), 1), WHITE)
    bars.putdata([_BLACK if module == "1" else WHITE for module in modules])
    return bars.resize((row.modules * row.module, row.height), Image.Resampling.NEAREST)
