"""Payment, void and results slips as documents. None carries a PIN, nor a code that pays."""

from __future__ import annotations

from app.domain.paper import PaymentSlip, ResultsSlip, VoidSlip
from app.domain.ticket_code import encode
from app.money import Money
from app.printing.clean import Cleaner
from app.printing.document import BIG, BOLD, Barcode, Block, Cut, Document, Gap, Row, Rule, Span, Stamp, line
from app.printing.heading import AIR, heading, training_stamps
from app.printing.words import day_and_hour, word


def payment_document(slip: PaymentSlip, clean: Cleaner) -> Document:
    """Receipt of a paid prize; its bar code (number and day, no PIN) opens the ticket again."""
    zone = slip.header.zone
    times: list[Block] = []
    if slip.sold_at:
        times.append(_pair("sold_at", day_and_hour(slip.sold_at, zone), clean))
    times.append(_pair("paid_at", day_and_hour(slip.paid_at, zone), clean))
    body = (
        line(clean.line(word("paid")), BIG),
        Gap(AIR),
        _number(slip.number, clean),
        *times,
        Rule(),
        _amount("prize", slip.prize, clean),
        Rule(),
    )
    stamps = training_stamps(slip.header, clean)
    tail = (*_foot(slip.operation, clean), *_barcode(slip), *stamps, Cut())
    return Document((heading(slip.header, clean, stamps), body, tail))


def void_document(slip: VoidSlip, clean: Cleaner) -> Document:
    """Receipt of a voided ticket, marked so that nobody takes it for one."""
    zone = slip.header.zone
    stamps = (*training_stamps(slip.header, clean), Stamp(clean.line(word("voided"))))
    body = (
        _number(slip.number, clean),
        _pair("voided_at", day_and_hour(slip.voided_at, zone), clean),
        Rule(),
        _amount("refund", slip.amount, clean),
        Rule(),
    )
    tail = (*_foot(slip.operation, clean), Cut())
    return Document((heading(slip.header, clean, stamps), body, tail))


def results_document(slip: ResultsSlip, clean: Cleaner) -> Document:
    """What came out: a line a draw, the result bold at the right."""
    stamps = training_stamps(slip.header, clean)
    head = (line(clean.line(slip.title), BOLD), Rule())
    rows = tuple(
        Row((Span(clean.line(draw)),), (Span(clean.line(result), BOLD),)) for draw, result in slip.rows
    )
    printed = line(clean.line(word("printed_at", date=day_and_hour(slip.printed_at, slip.header.zone))))
    return Document((heading(slip.header, clean, stamps), head, rows, (Rule(), printed, Cut())), pitch=24)


def _number(number: int, clean: Cleaner) -> Row:
    return Row((Span(clean.line(word("ticket"))),), (Span(clean.line(str(number)), BIG),))


def _pair(key: str, text: str, clean: Cleaner) -> Row:
    return Row((Span(clean.line(word(key))),), (Span(clean.line(text)),))


def _amount(key: str, amount: Money, clean: Cleaner) -> Row:
    return Row((Span(clean.line(word(key))),), (Span(clean.line(amount.text()), BIG),))


def _foot(operation: str, clean: Cleaner) -> tuple[Block, ...]:
    lines = (word("operation", id=operation) if operation else "", word("not_a_ticket"))
    return tuple(line(clean.line(text)) for text in lines if text)


def _barcode(slip: PaymentSlip) -> tuple[Barcode, ...]:
    if slip.sold_at is None:
        return ()
    try:
        return (Barcode(encode(slip.number, slip.sold_at.astimezone(slip.header.zone).date())),)
    except ValueError:  # a number of no known form stands above as text
        return ()
