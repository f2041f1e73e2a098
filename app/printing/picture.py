"""A page as a picture: PNG, one pixel a printer dot, with the margins of the paper."""

from __future__ import annotations

import io

from app.printing.drawing import WHITE, drawn
from app.printing.page import DOTS_PER_MM, Page

_TOP_DOTS = 24


def png(page: Page, width_mm: int) -> bytes:
    """The whole paper, margins included."""
    from PIL import Image

    printed = drawn(page.rows, page.dots)
    sheet = Image.new("L", (width_mm * DOTS_PER_MM, printed.height + 2 * _TOP_DOTS), WHITE)
    sheet.paste(printed, ((sheet.width - printed.width) // 2, _TOP_DOTS))
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=False)
    return out.getvalue()
