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
    (bold, height, width): f"\x1b!{chr(0x08 * bold | 0x10 * (height - 1) | 0x20 * (width - 1))}"
    for bold in (False, True)
    for height in (1, 2)
    for width in (1, 2)
}
"""ESC !: bold, double height and double width in one command, which printers of every age know."""


@lru_cache
def _letters(codec: str) -> Any:
    """The code page as a table: a third of the time of looking the codec up for every line."""
    return charmap_build(bytes(range(256)).decode(codec, "replace"))


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
    first, *more = (tuple(encoder.row(row) for row in rows) for rows in page.sections)
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
        self._letters = _letters(dialect.codec)
        self._rule = _RULE if _RULE.encode(dialect.codec, "replace") != b"?" else _HYPHEN

    def row(self, row: PageRow) -> bytes:
        """The bytes of one row."""
        self._out = bytearray()
        self._row(row)
        return bytes(self._out)

    def _row(self, row: PageRow) -> None:
        match row:
            case TextRow():
                self._text(row)
            case RuleRow():
                self._rule_line(row)
            case QrRow():
                self._out += _CENTER + qr(row) + _LEFT
            case BarcodeRow():
                self._out += _CENTER + barcode(row) + _LEFT
            case GapRow():
                self._out += b"\x1bJ" + bytes((row.height,))
            case CutRow():
                self._end()

    def _text(self, row: TextRow) -> None:
        """A run of the style that the printer has is added to the text before it, blanks and all.

        Letters and commands are put together as text and encoded once: all bytes of these commands are
        below 0x80, where every code page is ASCII.
        """
        line, column = self._space(row.height), 0
        for run in row.runs:
            style, text = run.style, run.text
            if gap := run.column - column:
                if not _blank_in(self._style, style):
                    line += self._set(PLAIN)
                line += " " * gap
            if style is not self._style:
                line += self._set(style)
            line += text
            column += gap + len(text) * style.width
        self._put(line + "\n")

    def _put(self, text: str) -> None:
        self._out += charmap_encode(text, "strict", self._letters)[0]

    def _rule_line(self, row: RuleRow) -> None:
        """A line stays a line when it is stretched: half the bytes. Hyphens would tear apart."""
        wide = row.cells // 2 if self._rule != _HYPHEN else 0
        parts = [self._space(row.height)]
        if wide:
            parts += (self._set(_WIDE), self._rule * wide)
        if row.cells > 2 * wide:
            parts += (self._set(PLAIN), self._rule * (row.cells - 2 * wide))
        self._put("".join((*parts, "\n")))

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
        mode = _MODES[style.bold, style.height, style.width]
        return mode if style.reverse == now.reverse else f"\x1dB{chr(style.reverse)}{mode}"

    def _end(self) -> None:
        self._out += self._set(PLAIN).encode("ascii") + ending(self._dialect)


def drawer_pulse(pin: str) -> bytes:
    """ESC p: 100 ms on pin 2 or 5 of the drawer's socket. Never part of a paper: `guard` refuses it."""
    return b"\x1bp" + (b"\x01" if pin == "5" else b"\x00") + b"\x32\x32"


def _blank_in(now: Style, coming: Style) -> bool:
    """Whether blanks of the style that is set are as wide and no higher than the line wants them."""
    return now.width == 1 and not now.reverse and (now.height == 1 or now == coming)


def qr(row: QrRow) -> bytes:
    """Model 2, module size, error correction M, data, print (GS ( k functions 165, 167, 169, 180, 181)."""
    functions = (
        b"\x41\x32\x00",
        b"\x43" + bytes((row.module,)),
        b"\x45\x31",
        b"\x50\x30" + row.digits.encode("ascii"),
        b"\x51\x30",
    )
    return b"".join(b"\x1d(k" + (len(f) + 1).to_bytes(2, "little") + b"1" + f for f in functions)


def barcode(row: BarcodeRow) -> bytes:
    """CODE128, code set C (a byte 0-99 is a pair of digits), no text below (GS h, GS w, GS H, GS k 73)."""
    pairs = bytes(int(row.digits[at : at + 2]) for at in range(0, len(row.digits), 2))
    size = b"\x1dh" + bytes((row.height,)) + b"\x1dw" + bytes((row.module,)) + b"\x1dH\x00"
    return size + b"\x1dkI" + bytes((len(pairs) + 2,)) + b"{C" + pairs
