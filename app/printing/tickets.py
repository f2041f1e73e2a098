"""A sold ticket as a document.

What it carries and why: AGCO Electronic Lottery Systems 3.1.8 (cost, numbers, draw, date and time
of issue, terminal, validation number, security code, expiry) and the Venezuelan rules (agency data,
lottery, figures, amounts in Bs, authorisation code, probability, warning).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from app.domain.paper import Mark, TicketBlock, TicketPaper
from app.domain.ticket_code import encode
from app.printing.clean import Clean, Cleaner
from app.printing.document import (
    BIG,
    Block,
    Cut,
    Document,
    Gap,
    Line,
    Qr,
    Row,
    Rule,
    Section,
    Sentences,
    Span,
    Stamp,
    line,
)
from app.printing.heading import AIR, agency_name, own_header, seller, spaced, training_stamps
from app.printing.wagers import wager_blocks
from app.printing.words import day, day_and_hour, word

_PIN_CAP = 32
_TEXT_LINES = 4
_GROUPS = {
    **dict.fromkeys((TicketBlock.AGENCY, TicketBlock.SELLER, TicketBlock.HEADER, TicketBlock.TOP), "head"),
    TicketBlock.NUMBER: "number",
    TicketBlock.WAGERS: "wagers",
    TicketBlock.TOTAL: "total",
}
"""Blocks of one group stand together; a rule parts the groups. The others are small print."""


def ticket_document(paper: TicketPaper, clean: Cleaner) -> Document:
    """The blocks in the owner's order, and last, whatever that order is, the code and the PIN."""
    tight = len(paper.wagers) >= paper.layout.tight_from
    stamps = (*training_stamps(paper.header, clean), *_copy_stamps(paper, clean))
    above, wagers, below = _sections(paper, clean, tight=tight)
    last = _last(paper, clean, stamps, module=6 if tight else 8)
    return Document(((*spaced(stamps), *above), wagers, below, last), pitch=24 if tight else 28)


def _sections(paper: TicketPaper, clean: Cleaner, *, tight: bool) -> tuple[Section, Section, Section]:
    """What stands above the wagers, the wagers, and what stands below them; a rule below every group."""
    above: list[Block] = []
    wagers: list[Block] = []
    below: list[Block] = []
    into, ended_with = above, ""
    for name, blocks in groupby(paper.layout.blocks, key=lambda block: _GROUPS.get(block, "small")):
        into = wagers if name == "wagers" else below if wagers else above
        if name == "small":
            texts = tuple(text for block in blocks for text in _small_print(block, paper, clean))
            found: list[Block] = [Sentences(texts)] if texts else []
        else:
            found = [part for block in blocks for part in _block(block, paper, clean, tight=tight)]
        if found:
            into += [*found, Rule()]
            ended_with = name
    if ended_with == "small":
        into.pop()  # the white around the code parts it from the small print
    return tuple(above), tuple(wagers), tuple(below)


def _block(block: TicketBlock, paper: TicketPaper, clean: Cleaner, *, tight: bool) -> Section:
    match block:
        case TicketBlock.AGENCY:
            return agency_name(paper.header, clean)
        case TicketBlock.SELLER:
            return seller(paper.header, clean)
        case TicketBlock.HEADER:
            return own_header(paper.header, clean)
        case TicketBlock.TOP:
            return tuple(line(text) for text in clean.lines(paper.layout.top, _TEXT_LINES))
        case TicketBlock.NUMBER:
            return tuple(_number(paper, clean))
        case TicketBlock.WAGERS:
            return wager_blocks(paper, clean, tight=tight)
        case TicketBlock.TOTAL:
            return (_total(paper, clean),)
        case _:  # small print, and code and PIN, are made elsewhere
            return ()


def _small_print(block: TicketBlock, paper: TicketPaper, clean: Cleaner) -> tuple[Clean, ...]:
    agency = paper.header.agency
    match block:
        case TicketBlock.EXPIRY:
            days = agency.ticket_expiration_days
            return clean.lines(word("expires", count=days) if days > 0 else "")
        case TicketBlock.AUTHORISATION:
            code = paper.authorisation
            return clean.lines(word("authorisation", code=code) if code else "")
        case TicketBlock.PROBABILITY:
            return clean.lines(paper.layout.probability, _TEXT_LINES)
        case TicketBlock.FOOTER:
            return clean.lines(agency.ticket_footer)
        case TicketBlock.WARNING:
            return clean.lines(paper.warning)
        case TicketBlock.BOTTOM:
            return clean.lines(paper.layout.bottom, _TEXT_LINES)
        case _:  # code and PIN: see `_last`
            return ()


def _copy_stamps(paper: TicketPaper, clean: Cleaner) -> tuple[Stamp, ...]:
    if paper.mark is Mark.ORIGINAL:
        return ()
    key = "copy" if paper.mark is Mark.COPY else "reprint"
    return (Stamp(clean.line(word(key, count=paper.copy_number))),)


def _number(paper: TicketPaper, clean: Cleaner) -> Iterator[Block]:
    """The ticket's number and its time; on a copy also when that was printed."""
    zone = paper.header.zone
    number = (
        Span(clean.line(word("ticket"))),
        Span(clean.line(str(paper.ticket.number)), BIG),
    )
    yield Row(number, (Span(clean.line(day_and_hour(paper.ticket.created_at, zone))),))
    if paper.mark is not Mark.ORIGINAL:
        yield line(clean.line(word("printed_at", date=day_and_hour(paper.printed_at, zone))))


def _total(paper: TicketPaper, clean: Cleaner) -> Row:
    count = clean.line(word("wagers", count=len(paper.wagers)))
    amount = clean.line(f"{word('total')} {paper.ticket.total.text()}")
    return Row((Span(count),), (Span(amount, BIG),))


# ---------------------------------------------------------------- code and PIN


def _last(paper: TicketPaper, clean: Cleaner, stamps: tuple[Stamp, ...], module: int) -> Section:
    """Marks stand between code and PIN, where no cut can part them from either."""
    ticket = paper.ticket
    sold_on = day(ticket.created_at, paper.header.zone)
    last = clean.line(word("number_and_date", number=ticket.number, date=sold_on))
    symbol = _symbol(paper, module)
    return (
        *(symbol or (Gap(AIR),)),
        *spaced(stamps),
        *((_pin_line(ticket.pin.reveal(), clean),) if ticket.pin else ()),
        line(last),
        Cut(),
    )


def _symbol(paper: TicketPaper, module: int) -> tuple[Qr, ...]:
    """The code, without the PIN where the PIN does not fit, or none for a number that does not."""
    ticket = paper.ticket
    if not paper.with_code or TicketBlock.CODE not in paper.layout.blocks:
        return ()
    sold = ticket.created_at.astimezone(paper.header.zone).date()
    for pin in (ticket.pin, None) if paper.pin_in_code else (None,):
        try:
            return (Qr(encode(ticket.number, sold, pin), module),)
        except ValueError:  # a PIN or number of no known form still prints as text
            continue
    return ()


def _pin_line(pin: str, clean: Cleaner) -> Line:
    grouped = " ".join(pin[at : at + 4] for at in range(0, len(pin), 4))
    shown = grouped if pin.isdigit() and len(pin) % 4 == 0 else pin
    return Line((Span(clean.line(word("pin"))), Span(clean.secret(shown, _PIN_CAP), BIG)))
