"""Reads a test page as a printer of a width and with certain code pages would print it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PIL import Image

from tests.helpers.escpos_reader import Paper, Reader

_PART = re.compile(rb"\x1b@(?=\x1bt|\x1dv0|\x1b3)")

EPSON: Mapping[int, str] = {0: "cp437", 2: "cp850", 3: "cp860", 16: "cp1252", 19: "cp858"}
"""ESC t numbers of Epson's printers; a number that is not there leaves the page as it was (CP437)."""


def parts(content: bytes) -> list[bytes]:
    """The little documents of which a test page is made."""
    starts = [found.start() for found in _PART.finditer(content)]
    assert starts[0] == 0
    return [content[at:end] for at, end in zip(starts, [*starts[1:], len(content)], strict=True)]


def read(content: bytes, dots: int = 576, pages: Mapping[int, str] = EPSON) -> list[Paper]:
    """Each part as it comes out."""
    papers = []
    for part in parts(content):
        raster = not part.startswith(b"\x1b@\x1bt")
        number = 0 if raster else part[4]
        papers.append(Reader(dots, pages.get(number, "cp437"), number, raster=raster).read(part))
    return papers


def sheet(papers: list[Paper]) -> Image.Image:
    """All of it as one picture."""
    whole = Image.new("L", (papers[0].dots, sum(paper.image.height for paper in papers)), 255)
    top = 0
    for paper in papers:
        whole.paste(paper.image, (0, top))
        top += paper.image.height
    return whole
