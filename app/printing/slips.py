"""Payment, void, refund, claim and results slips as documents. None carries a PIN, nor a code that pays."""

from __future__ import annotations

from app.domain.paper import Claim, ClaimSlip, PaymentSlip, RefundSlip, ResultsSlip, VoidSlip
from app.printing.clean import Cleaner
from app.printing.document import BIG, BOLD, Document, Gap, Row, Rule, Section, Span, Stamp, line
from app.printing.heading import AIR, heading, training_stamps
from app.printing.slip_parts import (
    amount_row,
    ending,
    foot,
    moment,
    number_row,
    signature,
    ticket_symbol,
)
from app.printing.words import day_and_hour, word


def payment_document(slip: PaymentSlip, clean: Cleaner) -> Document:
    """Receipt of a paid prize; its bar code (number and day, no PIN) opens the ticket again."""
    header = slip.header
    body: Section = (
        line(clean.line(word("paid")), BIG),
        Gap(AIR),
        number_row(slip.number, clean),
        *moment("sold_at", slip.sold_at, header, clean),
        *moment("paid_at", slip.paid_at, header, clean),
        Rule(),
        amount_row(word("prize"), slip.prize, clean),
        Rule(),
    )
    symbol = ticket_symbol(slip.number, slip.sold_at, header)
    tail = ending(header, clean, *foot(slip.operation, clean), *symbol)
    return Document((heading(header, clean, training_stamps(header, clean)), body, tail))


def void_document(slip: VoidSlip, clean: Cleaner) -> Document:
    """Receipt of a voided ticket, marked so that nobody takes it for one."""
    header = slip.header
    stamps = (*training_stamps(header, clean), Stamp(clean.line(word("voided"))))
    body: Section = (
        number_row(slip.number, clean),
        *moment("voided_at", slip.voided_at, header, clean),
        Rule(),
        amount_row(word("refund"), slip.amount, clean),
        Rule(),
    )
    return Document(
        (heading(header, clean, stamps), body, ending(header, clean, *foot(slip.operation, clean)))
    )


def refund_document(slip: RefundSlip, clean: Cleaner) -> Document:
    """Receipt of money that went back, signed by the customer, marked ANULADO."""
    header = slip.header
    stamps = (*training_stamps(header, clean), Stamp(clean.line(word("voided"))))
    body: Section = (
        line(clean.line(word("refunded")), BIG),
        Gap(AIR),
        number_row(slip.number, clean),
        *moment("sold_at", slip.sold_at, header, clean),
        *moment("refunded_at", slip.refunded_at, header, clean),
        Rule(),
        amount_row(word("given_back"), slip.amount, clean),
        Rule(),
    )
    tail = ending(header, clean, *foot(slip.operation, clean), *signature(word("customer"), clean))
    return Document((heading(header, clean, stamps), body, tail))


def claim_document(slip: ClaimSlip, clean: Cleaner) -> Document:
    """What a winner takes home until the money can be handed over; says what to do with it."""
    header = slip.header
    key = "verifying" if slip.claim is Claim.VERIFYING else "owed"
    prize = (Rule(), amount_row(word("prize"), slip.prize, clean)) if slip.prize is not None else ()
    body: Section = (
        line(clean.line(word(f"{key}.title")), BIG),
        Gap(AIR),
        number_row(slip.number, clean),
        *moment("sold_at", slip.sold_at, header, clean),
        *moment("claimed_at", slip.claimed_at, header, clean),
        *prize,
        Rule(),
        line(clean.line(word(f"{key}.advice"))),
        line(clean.line(word("keep_ticket")), BOLD),
    )
    symbol = ticket_symbol(slip.number, slip.sold_at, header)
    tail = ending(header, clean, *foot(slip.operation, clean), *symbol)
    return Document((heading(header, clean, training_stamps(header, clean)), body, tail))


def results_document(slip: ResultsSlip, clean: Cleaner) -> Document:
    """What came out: a line a draw, the result bold at the right."""
    header = slip.header
    head = (line(clean.line(slip.title), BOLD), Rule())
    rows = tuple(
        Row((Span(clean.line(draw)),), (Span(clean.line(result), BOLD),)) for draw, result in slip.rows
    )
    printed = line(clean.line(word("printed_at", date=day_and_hour(slip.printed_at, header.zone))))
    top = heading(header, clean, training_stamps(header, clean))
    return Document((top, head, rows, ending(header, clean, Rule(), printed)), pitch=24)
