"""The last look at bytes before they leave: only the commands this program emits, strictly parsed.

A drawer pulse, a reset of the printer's memory or a swallowed ticket needs a command that is not
here. Commands and their bytes: Epson ESC/POS reference.
"""

from __future__ import annotations

import re

from app.errors import Bug

_MOST_FEED_DOTS = 80_000
"""Ten metres of paper: 1,000 wagers that take two lines each are shorter."""

_QR_FUNCTION = (
    rb"(?:\x04\x001A2\x00"  # model 2
    rb"|\x03\x001C[\x01-\x10]"  # module size
    rb"|\x03\x001E1"  # error correction M
    rb"|\x03\x001Q0"  # print
    rb"|(?P<qr>.)\x001P0)"  # data of so many bytes
)
_DIGITS = frozenset(b"0123456789")
_PAIRS = frozenset(range(100))
_DOTS = frozenset(range(256))
_LF = b"\n"
_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
"""DLE EOT, DLE ENQ, DLE DC4: obeyed wherever they are received, even inside data."""
_ALLOWED = re.compile(
    rb"(?P<line>(?:[\x20-\x7e\x80-\xff]+|\n"
    rb"|\x1b![\x00\x08\x10\x18\x20\x28\x30\x38]|\x1ba[\x00\x01]"
    rb"|\x1dB[\x00\x01]|\x1dh[\x10-\x80]|\x1dw[\x02\x03]|\x1dH\x00|\x1b@)+)"
    rb"|\x1bt(?P<page>.)"
    rb"|\x1b3(?P<spacing>.)"
    rb"|\x1bJ(?P<feed>.)"
    rb"|\x1dkI(?P<bars>.)\{C"
    rb"|(?P<cut>\x1dV\x42\x00)"
    rb"|\x1dv0\x00(?P<across>[\x01-\x48])\x00(?P<down>[\x01-\xff])\x00"
    rb"|\x1d\(k" + _QR_FUNCTION,
    re.DOTALL,
)
"""One step: lines of letters with their styles, or one command whose parameter counts."""


def guard(content: bytes, page: int, *, raster: bool = False) -> bytes:
    """The same bytes when every one belongs to an allowed command; `page` is the one code page number.

    `Bug("printer.foreign_bytes")` otherwise, also for anything after the cut, for lengths that do
    not match their data, for a picture that the printer was not to get (`raster`), for a real-time
    command inside the data of a symbol or picture, and for more than ten metres of paper.
    """
    hidden = _REAL_TIME.search(content)
    if hidden:
        raise Bug("printer.foreign_bytes", at=hidden.start())
    at, feed, spacing, cut = 0, 0, 0, False
    while at < len(content):
        found = _ALLOWED.match(content, at)
        if found is None or cut:
            raise Bug("printer.foreign_bytes", at=at)
        start, at = at, found.end()
        match found.lastgroup:
            case "line":
                feed += spacing * content.count(_LF, start, at)
            case "spacing":
                spacing = content[at - 1]
            case "feed":
                feed += content[at - 1]
            case "page":
                if content[at - 1] != page:
                    raise Bug("printer.foreign_bytes", at=start)
            case "cut":
                cut = True
            case "qr":
                at = _after(content, at, found["qr"][0] - 3, _DIGITS)
            case "bars":
                at = _after(content, at, found["bars"][0] - 2, _PAIRS)
            case "down":
                if not raster:
                    raise Bug("printer.foreign_bytes", at=start)
                at = _after(content, at, found["across"][0] * found["down"][0], _DOTS)
                feed += found["down"][0]
        if feed > _MOST_FEED_DOTS:
            raise Bug("printer.too_long")
    return content


def _after(content: bytes, start: int, length: int, allowed: frozenset[int]) -> int:
    """The end of a symbol's or picture's data, which must be as long and of the kind it says."""
    data = content[start : start + length]
    if length <= 0 or len(data) != length or not allowed.issuperset(data):
        raise Bug("printer.foreign_bytes", at=start)
    return start + length
