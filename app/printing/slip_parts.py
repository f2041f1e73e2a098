"""What slips are made of: labelled lines, amounts, the last lines with the practice mark."""

from __future__ import annotations

from datetime import datetime

from app.domain.paper import Header
from app.domain.ticket_code import encode
from app.money import Money
from app.printing.clean import Clean, Cleaner
from app.printing.document import (
    BIG,
    BOLD,
    PLAIN,
    Barcode,
    Block,
    Cut,
    Gap,
    Line,
    Qr,
    Row,
    Section,
    Span,
    Style,
    line,
)
from app.printing.heading import AIR, training_stamps
from app.printing.words import day_and_hour, word

_QR_MODULE = 6
_SIGNATURE_DOTS = 56
"""White above the line that a customer signs on: 7 mm."""
_SIGNATURE_CELLS = 24
_REAL_TIME = frozenset({b"\x10\x04", b"\x10\x05", b"\x10\x14"})


def number_row(number: int, clean: Cleaner) -> Row:
    """The ticket that a slip is about."""
    return Row((Span(clean.line(word("ticket"))),), (Span(clean.line(str(number)), BIG),))


def pair(label: str, text: str, clean: Cleaner, style: Style = PLAIN) -> Row:
    """A label at the left, its text at the right."""
    return Row((Span(clean.line(label), style),), (Span(clean.line(text), style),))


def moment(key: str, at: datetime | None, header: Header, clean: Cleaner) -> tuple[Row, ...]:
    """A labelled date and hour, or nothing where it is not known."""
    return (pair(word(key), day_and_hour(at, header.zone), clean),) if at else ()


def amount_row(label: str, amount: Money, clean: Cleaner) -> Row:
    """Money that must be found at arm's length."""
    return Row((Span(clean.line(label), BOLD),), (Span(clean.line(amount.text()), BIG),))


def foot(operation: str, clean: Cleaner) -> tuple[Line, ...]:
    """The operation's name in the book, and that nobody can play with this paper."""
    lines = (word("operation", id=operation) if operation else "", word("not_a_ticket"))
    return tuple(line(clean.line(text)) for text in lines if text)


def signature(who: str, clean: Cleaner) -> tuple[Block, ...]:
    """A line to sign on, and whose name belongs there."""
    return (Gap(_SIGNATURE_DOTS), line(Clean("_" * _SIGNATURE_CELLS)), line(clean.line(who)))


def ending(header: Header, clean: Cleaner, *before: Block) -> Section:
    """The last section: what stands before the cut, and the practice mark a second time."""
    stamps: Section = training_stamps(header, clean)
    return (*before, *((Gap(AIR), *stamps) if stamps else ()), Cut())


def ticket_symbol(number: int, sold_at: datetime | None, header: Header) -> tuple[Barcode | Qr, ...]:
    """Number and day without the PIN, for a scanner; nothing for a number of no known form."""
    if sold_at is None:
        return ()
    try:
        digits = encode(number, sold_at.astimezone(header.zone).date())
    except ValueError:  # the number stands above as text
        return ()
    return (Qr(digits, _QR_MODULE) if obeyed(digits) else Barcode(digits),)


def obeyed(digits: str) -> bool:
    """Whether a bar code of these digits would be obeyed by the printer before it is printed.

    In code set C a pair of digits is one byte, and a printer acts on DLE EOT, DLE ENQ and DLE DC4
    (drawer pulse, buffer clearing) wherever it receives them, even inside the data of a symbol.
    """
    pairs = bytes(int(digits[at : at + 2]) for at in range(0, len(digits), 2))
    return any(order in pairs for order in _REAL_TIME)
