"""The page by which a printer is got to know: width, letters, codes, cutter.

Each candidate line is a little document of its own, encoded and guarded for its own code page. What
must be readable whatever the letters are is written in ASCII.
"""

from __future__ import annotations

from hashlib import sha256

from app.domain.printer import ACCENT_LINES, ACCENT_SAMPLE, TEST_CODE, WIDTH_LINES, AccentLine, WidthLine
from app.ports import Evidence, Prepared
from app.printing import escpos
from app.printing.clean import Clean, Cleaner
from app.printing.document import (
    BIG,
    BOLD,
    Align,
    Barcode,
    Block,
    Cut,
    Document,
    Gap,
    Qr,
    Section,
    Stamp,
    line,
)
from app.printing.escpos import Dialect
from app.printing.guard import guard
from app.printing.layout import layout
from app.printing.words import word

NARROWEST = min(width.columns for width in WIDTH_LINES)
WIDEST = max(width.columns for width in WIDTH_LINES)
_ASCII = Cleaner("ascii")
_NO_ASCII = str.maketrans({"¿": "", "¡": "", "·": "-"})
_AIR = 12
_QR_MODULE = 6
_FIRST_PAGE = 0


def test_page(title: str, moment: str, *, training: bool) -> Prepared:
    """The whole page as bytes. `title` says which printer this is, `moment` when it was printed."""
    plain = Dialect("ascii", _FIRST_PAGE, cutter=False)
    parts = [
        _encoded((_head(title, moment, training=training), _question("width", "A, B, C")), plain, NARROWEST),
        *(_encoded((_ruler(width),), plain, width.columns) for width in WIDTH_LINES),
        _encoded((_question("accents", "1 - 8"),), plain, NARROWEST),
        *map(_accents, ACCENT_LINES),
        _encoded((_codes(), _end(training=training)), Dialect("ascii", _FIRST_PAGE, cutter=True), NARROWEST),
    ]
    content = b"".join(parts)
    return Prepared(content, sha256(content).hexdigest(), Evidence.BYTES)


def _encoded(sections: tuple[Section, ...], dialect: Dialect, columns: int) -> bytes:
    content = b"".join(escpos.encode(layout(Document(sections, pitch=28), columns), dialect))
    return guard(content, dialect.number, raster=dialect.raster)


def _head(title: str, moment: str, *, training: bool) -> Section:
    marks = (Stamp(_ascii(word("training"))), Gap(_AIR)) if training else ()
    return (
        *marks,
        line(_ascii(word("test.title")), BIG),
        line(_ascii(title)),
        line(_ascii(moment)),
        Gap(_AIR),
    )


def _question(key: str, answers: str) -> Section:
    """What the screen will ask, above the lines that answer it."""
    return (
        Gap(_AIR),
        line(_ascii(word(f"test.{key}")), BOLD, Align.LEFT),
        line(_ascii(f"({answers})"), align=Align.LEFT),
        Gap(_AIR),
    )


def _ruler(width: WidthLine) -> Section:
    """A line as long as the paper may be: its letter at both ends, a mark every five cells."""
    inside = "".join("+" if not cell % 5 else "-" for cell in range(2, width.columns))
    return (line(Clean(f"{width.letter}{inside}{width.letter}"), align=Align.LEFT),)


def _accents(candidate: AccentLine) -> bytes:
    codec = candidate.code_page.lower()
    raster = candidate.mode == "raster"
    sample = Cleaner(codec).line(f"{candidate.number}  {ACCENT_SAMPLE}")
    dialect = Dialect(codec, candidate.code_page_number, cutter=False, raster=raster)
    return _encoded(((line(sample, align=Align.LEFT),),), dialect, NARROWEST)


def _codes() -> Section:
    return (*_question("codes", word("test.yes_no")), Qr(TEST_CODE, _QR_MODULE), Barcode(TEST_CODE))


def _end(*, training: bool) -> Section:
    """Far enough to be torn off where nothing cuts; then the cut."""
    tear = tuple(Gap(24) for _ in range(5))
    marks: tuple[Block, ...] = (Stamp(_ascii(word("training"))),) if training else ()
    return (*_question("cut", word("test.yes_no")), *marks, *tear, Cut())


def _ascii(text: str) -> Clean:
    return _ASCII.line(text.translate(_NO_ASCII))
