"""A page as a picture: PNG, one pixel a printer dot, drawn from the same cells as the bytes.

Pillow and qrcode are imported when the first picture is drawn, never at the program's start.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from app.paths import resources
from app.printing.document import Style
from app.printing.page import (
    CELL_HEIGHT,
    CELL_WIDTH,
    DOTS_PER_MM,
    BarcodeRow,
    Page,
    PageRow,
    QrRow,
    RuleRow,
    Run,
    TextRow,
)

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_WHITE, _BLACK = 255, 0
_TOP_DOTS = 24
_FONT_SIZE = 20
"""DejaVu Sans Mono is 0.602 em wide: 12 dots at 20 pixels."""
_BASE_LINE = 19
_RULE_DOTS = 2
_THRESHOLD = 140


def png(page: Page, width_mm: int) -> bytes:
    """The whole paper, margins included."""
    from PIL import Image

    height = sum(row.height for row in page.rows) + 2 * _TOP_DOTS
    sheet = Image.new("L", (width_mm * DOTS_PER_MM, height), _WHITE)
    left = (sheet.width - page.dots) // 2
    top = _TOP_DOTS
    for row in page.rows:
        _draw(sheet, row, left, top, page.dots)
        top += row.height
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=False)
    return out.getvalue()


def _draw(sheet: Image, row: PageRow, left: int, top: int, width: int) -> None:
    match row:
        case TextRow():
            tallest = max((run.style.height for run in row.runs), default=1)
            for run in row.runs:
                _draw_run(sheet, run, left, top + CELL_HEIGHT * (tallest - run.style.height))
        case RuleRow():
            middle = top + (row.height - _RULE_DOTS) // 2
            sheet.paste(_BLACK, (left, middle, left + width, middle + _RULE_DOTS))
        case QrRow():
            symbol = _qr(row)
            sheet.paste(symbol, (left + (width - symbol.width) // 2, top))
        case BarcodeRow():
            symbol = _barcode(row)
            sheet.paste(symbol, (left + (width - symbol.width) // 2, top))
        case _:
            return


# ---------------------------------------------------------------- letters


def _draw_run(sheet: Image, run: Run, left: int, top: int) -> None:
    step = CELL_WIDTH * run.style.width
    for at, sign in enumerate(run.text):
        if sign != " " or run.style.reverse:
            sheet.paste(_glyph(sign, run.style), (left + run.column * CELL_WIDTH + at * step, top))


@lru_cache(maxsize=1024)
def _glyph(sign: str, style: Style) -> Image:
    """One letter in its cell, black and white as a print head makes it."""
    from PIL import Image, ImageDraw

    across, down = CELL_WIDTH * style.width, CELL_HEIGHT * style.height
    scale = style.height
    cell = Image.new("L", (CELL_WIDTH * scale, down), _WHITE)
    place = (CELL_WIDTH * scale / 2, _BASE_LINE * scale)
    ImageDraw.Draw(cell).text(place, sign, fill=_BLACK, font=_font(style.bold, scale), anchor="ms")
    if cell.width != across:
        cell = cell.resize((across, down))
    ink, paper = (_WHITE, _BLACK) if style.reverse else (_BLACK, _WHITE)
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
    symbol = Image.new("L", (len(matrix), len(matrix)), _WHITE)
    symbol.putdata([_BLACK if dark else _WHITE for line in matrix for dark in line])
    return symbol.resize((row.height, row.height), Image.Resampling.NEAREST)


def _barcode(row: BarcodeRow) -> Image:
    from barcode.codex import Code128  # type: ignore[import-untyped]
    from PIL import Image

    modules = Code128(row.digits).build()[0]
    bars = Image.new("L", (len(modules), 1), _WHITE)
    bars.putdata([_BLACK if module == "1" else _WHITE for module in modules])
    return bars.resize((row.modules * row.module, row.height), Image.Resampling.NEAREST)
