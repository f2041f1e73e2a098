"""A ticket as a PNG picture or a PDF page: black letters on white, made of zlib and struct alone."""

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


def ticket_pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one page, as wide as a till roll (80 mm)."""
    height = 12 * len(lines) + 40
    shown = b"".join(b"(" + _escaped(line) + b") '\n" for line in lines)
    page = b"BT /F1 8 Tf 12 TL 10 %d Td\n%bET" % (height - 14, shown)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 227 %d] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>" % height,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    )
    return _pdf(objects)


def _escaped(text: str) -> bytes:
    """A PDF string's inside; the encoding is Western Windows'."""
    plain = text.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf(objects: Sequence[bytes]) -> bytes:
    """The file: objects numbered from 1, where each begins, and which is the first."""
    file, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(file))
    )
