"""A page as dots for printers whose letters are not known: GS v 0, in bands.

Bands end where the paper is white, so that a printer that stops between two of them tears no letter
apart, and are only as wide as their ink. White goes out as a band of one byte a row and not as ESC J:
printers differ in the unit of a feed. Nothing but ESC @, GS v 0, GS V and line feeds is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.printing.drawing import WHITE, drawn
from app.printing.escpos import START, Dialect, ending
from app.printing.page import CutRow, Page, PageRow

MOST_ROWS = 255
"""Rows of one band: what the smallest buffers take."""
_WHITE_ROWS = 6
"""So many white rows in a row are worth a band of their own."""
_INVERTED = bytes(255 - byte for byte in range(256))
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")
_ONE_DOT_MORE = b"\x18"


def encode(page: Page, dialect: Dialect) -> tuple[bytes, ...]:
    """The page's sections as bytes, to be sent in this order and nothing between."""
    return tuple(b"".join(pieces) for pieces in pieces_of(page, dialect))


def pieces_of(page: Page, dialect: Dialect) -> tuple[tuple[bytes, ...], ...]:
    """The bytes of each section band by band: between two pieces the printer stands at a line's start."""
    first, *rest = (_section(rows, page.dots, dialect) for rows in page.sections)
    return ((START, *first), *rest)


def _section(rows: Sequence[PageRow], dots: int, dialect: Dialect) -> tuple[bytes, ...]:
    pieces = tuple(band(lines) for lines in bands(_bits(rows, dots)))
    return (*pieces, ending(dialect)) if any(isinstance(row, CutRow) for row in rows) else pieces


def _bits(rows: Sequence[PageRow], dots: int) -> list[bytes]:
    """Rows of eight dots a byte, the leftmost highest, 1 is black."""
    from PIL import Image

    printed, across = drawn(rows, dots), -(-dots // 8)
    if not printed.height:
        return []
    sheet = Image.new("L", (across * 8, printed.height), WHITE)
    sheet.paste(printed, (0, 0))
    packed = sheet.convert("1", dither=Image.Dither.NONE).tobytes().translate(_INVERTED)
    return [packed[at : at + across] for at in range(0, len(packed), across)]


def bands(lines: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The rows in bands of at most `MOST_ROWS`: ink and longer stretches of white by turns."""
    start = 0
    for end in _ends(lines):
        yield from _cut(lines[start:end])
        start = end


def _ends(lines: Sequence[bytes]) -> Iterator[int]:
    """Where a stretch of white that is long enough begins or ends."""
    white = 0
    for at, line in enumerate(lines):
        if not any(line):
            white += 1
            continue
        if white >= _WHITE_ROWS:
            yield at - white
            yield at
        white = 0
    if white >= _WHITE_ROWS:
        yield len(lines) - white
    yield len(lines)


def _cut(lines: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for at in range(0, len(lines), MOST_ROWS):
        yield lines[at : at + MOST_ROWS]


def band(lines: Sequence[bytes]) -> bytes:
    """One GS v 0, as wide as its ink.

    A printer obeys DLE EOT, DLE ENQ and DLE DC4 even inside a picture (a drawer pulse, cleared
    buffers): where dots happen to spell one, a single dot is added.
    """
    across = max((len(line.rstrip(b"\0")) for line in lines), default=0) or 1
    data = b"".join(line[:across] for line in lines)
    head = b"\x1dv0\x00" + across.to_bytes(2, "little") + len(lines).to_bytes(2, "little")
    return head + _REAL_TIME.sub(_ONE_DOT_MORE, data)
