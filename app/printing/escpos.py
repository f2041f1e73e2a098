"""A page as ESC/POS bytes: text in the printer's own letters, native symbols, the fewest bytes.

Commands (Epson's names): ESC @, ESC t, ESC 3, ESC !, ESC J, ESC a, GS B, GS k/h/w/H, GS ( k,
GS V. `guard` knows these and nothing else.
"""

from __future__ import annotations

from codecs import charmap_build, charmap_encode
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.printing.document import PLAIN, Style
from app.printing.page import (
    BarcodeRow,
    CutRow,
    GapRow,
    Page,
    PageRow,
    QrRow,
    RuleRow,
    TextRow,
)

START = b"\x1b@"
_LF = b"\n"
_CENTER, _LEFT = b"\x1ba\x01", b"\x1ba\x00"
_CUT = b"\x1dV\x42\x00"
"""GS V, function B: feed to the blade, cut, leave a bridge."""
_TEAR_LINES, _TEAR_SPACING = 5, 24
"""Blank lines that bring the last print past the edge where a printer without a blade tears."""
_RULE, _HYPHEN = "─", "-"
_WIDE = Style(width=2)
_MODES = {
    Style(width, height, bold): f"\x1b!{chr(0x08 * bold | 0x10 * (height - 1) | 0x20 * (width - 1))}"
    for bold in (False, True)
    for height in (1, 2)
    for width in (1, 2)
}
"""ESC !: bold, double height and double width in one command, which printers of every age know."""


@lru_cache
def _letters(codec: str) -> tuple[Any, str]:
    """The code page as a table (a third of the time of looking the codec up), and its sign for a rule."""
    known = bytes(range(256)).decode(codec, "replace")
    return charmap_build(known), _RULE if _RULE in known else _HYPHEN


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one printer wants: its code page (Python codec, `ESC t` number), whether it cuts, and whether
    its letters are drawn as dots because nobody knows its code pages.
    """

    codec: str
    number: int
    cutter: bool
    raster: bool = False


def encode(page: Page, dialect: Dialect) -> tuple[bytes, ...]:
    """The page's sections as bytes, to be sent in this order and nothing between."""
    return tuple(b"".join(pieces) for pieces in pieces_of(page, dialect))


def pieces_of(page: Page, dialect: Dialect) -> tuple[tuple[bytes, ...], ...]:
    """The bytes of each section row by row: between two pieces the printer stands at a line's start."""
    if dialect.raster:
        from app.printing import raster

        return raster.pieces_of(page, dialect)
    encoder = _Encoder(dialect)
    first, *more = (tuple(map(encoder.row, rows)) for rows in page.sections)
    start = START + b"\x1bt" + bytes((dialect.number,))
    return ((start, *first), *more)


def ending(dialect: Dialect) -> bytes:
    """To the blade and cut, or far enough to tear."""
    if dialect.cutter:
        return _CUT
    return b"\x1b3" + bytes((_TEAR_SPACING,)) + _LF * _TEAR_LINES


class _Encoder:
    """Keeps what the printer is set to and sends only what changes."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._style = PLAIN
        self._spacing = 0
        self._letters, self._rule = _letters(dialect.codec)

    def row(self, row: PageRow) -> bytes:
        """The bytes of one row."""
        if isinstance(row, TextRow):
            return self._text(row)
        match row:
            case RuleRow():
                return self._rule_line(row)
            case QrRow():
                return _CENTER + qr(row) + _LEFT
            case BarcodeRow():
                return _CENTER + barcode(row) + _LEFT
            case GapRow():
                return b"\x1bJ" + bytes((row.height,))
            case CutRow():
                return self._bytes(self._set(PLAIN)) + ending(self._dialect)

    def _text(self, row: TextRow) -> bytes:
        """A run of the style that the printer has is added to the text before it, blanks and all.

        Letters and commands are put together as text and encoded once: all bytes of these commands are
        below 0x80, where every code page is ASCII.
        """
        line = "" if row.height == self._spacing else self._space(row.height)
        column, now = 0, self._style
        for at, text, style in row.runs:
            if at > column:
                if now is not PLAIN and not _blank_in(now, style):
                    line += self._set(PLAIN)
                    now = PLAIN
                line += " " * (at - column)
            if style is not now:
                line += self._set(style)
                now = style
            line += text
            column = at + len(text) * style.width
        found: bytes = charmap_encode(line + "\n", "strict", self._letters)[0]
        return found

    def _rule_line(self, row: RuleRow) -> bytes:
        """A line stays a line when it is stretched: half the bytes. Hyphens would tear apart."""
        line = self._space(row.height)
        wide = row.cells // 2 if self._rule != _HYPHEN else 0
        if wide:
            line += self._set(_WIDE) + self._rule * wide
        if row.cells > 2 * wide:
            line += self._set(PLAIN) + self._rule * (row.cells - 2 * wide)
        return self._bytes(line + "\n")

    def _bytes(self, text: str) -> bytes:
        found: bytes = charmap_encode(text, "strict", self._letters)[0]
        return found

    def _space(self, dots: int) -> str:
        """ESC 3 where the height of a line changes; no line is as high as 128 dots."""
        if dots == self._spacing:
            return ""
        self._spacing = dots
        return f"\x1b3{chr(dots)}"

    def _set(self, style: Style) -> str:
        now = self._style
        if style == now:
            return ""
        self._style = style
        mode = _MODES[style._replace(reverse=False)] if style.reverse else _MODES[style]
        return mode if style.reverse == now.reverse else f"\x1dB{chr(style.reverse)}{mode}"


def drawer_pulse(pin: str) -> bytes:
    """ESC p: 100 ms on pin 2 or 5 of the drawer's socket. Never part of a paper: `guard` refuses it."""
    return b"\x1bp" + (b"\x01" if pin == "5" else b"\x00") + b"\x32\x32"


def _blank_in(now: Style, coming: Style) -> bool:
    """Whether blanks of the style that is set are as wide and no higher than the line wants them."""
    return now.width == 1 and not now.reverse and (now.height == 1 or now == coming)


def qr(row: QrRow) -> bytes:
    """Model 2, module size, error correction M, data, print (GS ( k functions 165, 167, 169, 180, 181)."""
    data = row.digits.encode("ascii")
    return b"".join(
        (
            b"\x1d(k\x04\x001A2\x00",
            b"\x1d(k\x03\x001C" + bytes((row.module,)),
            b"\x1d(k\x03\x001E1",
            b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data,
            b"\x1d(k\x03\x001Q0",
        )
    )


def barcode(row: BarcodeRow) -> bytes:
    """CODE128, code set C (a byte 0-99 is a pair of digits), no text below (GS h, GS w, GS H, GS k 73)."""
    pairs = bytes(int(row.digits[at : at + 2]) for at in range(0, len(row.digits), 2))
    size = b"\x1dh" + bytes((row.height,)) + b"\x1dw" + bytes((row.module,)) + b"\x1dH\x00"
    return size + b"\x1dkI" + bytes((len(pairs) + 2,)) + b"{C" + pairs
