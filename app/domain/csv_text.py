"""Tables as CSV that a spreadsheet opens as it is, and in which nothing is ever a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.money import Money

BOM = "\ufeff"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")

Cell = str | int | Money


def csv_text(rows: Iterable[Sequence[Cell]], *, spanish: bool) -> str:
    """RFC 4180 with a byte order mark and CRLF. Spanish: `;` between cells and a decimal comma.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV
    Injection"); money and counts are numbers and stay bare, a minus sign included.
    """
    separator, point = (";", ",") if spanish else (",", ".")
    lines = (separator.join(_cell(cell, separator, point) for cell in row) for row in rows)
    return BOM + "".join(f"{line}\r\n" for line in lines)


def _cell(cell: Cell, separator: str, point: str) -> str:
    if isinstance(cell, Money):
        sign, minor = ("-", -cell.minor) if cell.minor < 0 else ("", cell.minor)
        return _quoted(f"{sign}{minor // 100}{point}{minor % 100:02d}", separator)
    if isinstance(cell, int):
        return str(cell)
    text = cell.replace("\x00", "")
    risky = text.lstrip(" ").startswith(_RISKY)
    return _quoted(f"'{text}" if risky else text, separator)


def _quoted(text: str, separator: str) -> str:
    if any(sign in text for sign in (separator, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text
