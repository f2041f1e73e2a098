"""A ticket as a PNG picture: black letters on white, made of zlib and struct alone."""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Sequence

_SCALE = 3
_MARGIN = 4  # cells around the text
_CELL = 4  # a letter is 3 wide, and one empty column
_ROW = 7  # a letter is 5 high, and two empty rows

# Five rows of three dots, each row one octal digit.
_GLYPHS = {
    "A": "25755", "B": "65656", "C": "34443", "D": "65556", "E": "74647", "F": "74644", "G": "34553",
    "H": "55755", "I": "72227", "J": "11152", "K": "55655", "L": "44447", "M": "57755", "N": "65555",
    "O": "25552", "P": "65644", "Q": "25563", "R": "65655", "S": "34216", "T": "72222", "U": "55557",
    "V": "55552", "W": "55775", "X": "55255", "Y": "55222", "Z": "71247", "0": "75557", "1": "26227",
    "2": "71747", "3": "71317", "4": "55711", "5": "74717", "6": "74757", "7": "71122", "8": "75757",
    "9": "75717", "-": "00700", ":": "02020", ".": "00002", ",": "00024", "/": "11244", " ": "00000",
}  # fmt: skip
_UNKNOWN = "77777"


def ticket_png(lines: Sequence[str]) -> bytes:
    """A one-bit PNG of the lines, capitals without accents."""
    width = max(len(line) for line in lines) * _CELL + 2 * _MARGIN
    blank = [0] * width
    rows = [blank] * _MARGIN
    for line in lines:
        rows += [_dots(_plain(line), row, width) if row < 5 else blank for row in range(_ROW)]
    rows += [blank] * _MARGIN
    return _png([_scaled(row) for row in rows for _ in range(_SCALE)])


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFD", text.upper())
    return "".join(one for one in split if not unicodedata.combining(one))


def _dots(text: str, row: int, width: int) -> list[int]:
    dots = [0] * _MARGIN
    for letter in text:
        bits = int(_GLYPHS.get(letter, _UNKNOWN)[row])
        dots += [bits >> 2 & 1, bits >> 1 & 1, bits & 1, 0]
    return dots + [0] * (width - len(dots))


def _scaled(dots: Sequence[int]) -> str:
    return "".join(("0" if dot else "1") * _SCALE for dot in dots)


def _png(rows: Sequence[str]) -> bytes:
    """PNG of rows of "0" (black) and "1" (white)."""
    width = len(rows[0])
    octets = -(-width // 8)
    packed = b"".join(b"\x00" + int(row.ljust(octets * 8, "1"), 2).to_bytes(octets, "big") for row in rows)
    header = struct.pack(">IIBBBBB", width, len(rows), 1, 0, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(packed)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
