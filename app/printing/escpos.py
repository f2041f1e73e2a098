"""A page as ESC/POS bytes: text in the printer's own letters, native symbols, the fewest bytes.

Commands (Epson's names): ESC @, ESC t, ESC 3, ESC E, ESC J, ESC a, GS !, GS B, GS k/h/w/H, GS ( k,
GS V. `guard` knows these and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.printing.document import BOLD, PLAIN, Style
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
_RULE = "─"


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
        rule = _RULE.encode(dialect.codec, "replace")
        self._rule = rule if rule != b"?" else b"-"

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
        self._space(row.height)
        column, same = 0, ""
        for run in row.runs:
            blanks = " " * (run.column - column)
            column = run.column + run.cells
            if run.style == self._style and run.style.width == 1:
                same += blanks + run.text
                continue
            self._put(same)
            if blanks:
                self._set(BOLD if self._style.bold else PLAIN)
                self._put(blanks)
            self._set(run.style)
            same = run.text
        self._put(same)
        self._out += _LF

    def _put(self, text: str) -> None:
        self._out += text.encode(self._dialect.codec)

    def _rule_line(self, row: RuleRow) -> None:
        self._space(row.height)
        self._set(PLAIN)
        self._out += self._rule * row.cells + _LF

    def _space(self, dots: int) -> None:
        if dots != self._spacing:
            self._out += b"\x1b3" + bytes((dots,))
            self._spacing = dots

    def _set(self, style: Style) -> None:
        now = self._style
        if style.bold != now.bold:
            self._out += b"\x1bE" + bytes((style.bold,))
        if (style.width, style.height) != (now.width, now.height):
            self._out += b"\x1d!" + bytes(((style.width - 1) << 4 | style.height - 1,))
        if style.reverse != now.reverse:
            self._out += b"\x1dB" + bytes((style.reverse,))
        self._style = style

    def _end(self) -> None:
        self._set(PLAIN)
        self._out += ending(self._dialect)


def drawer_pulse(pin: str) -> bytes:
    """ESC p: 100 ms on pin 2 or 5 of the drawer's socket. Never part of a paper: `guard` refuses it."""
    return b"\x1bp" + (b"\x01" if pin == "5" else b"\x00") + b"\x32\x32"


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
