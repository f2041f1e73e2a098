"""A sold ticket as a document.

What it carries and why: AGCO Electronic Lottery Systems 3.1.8 (cost, numbers, draw, date and time
of issue, terminal, validation number, security code, expiry) and the Venezuelan rules (agency data,
lottery, figures, amounts in Bs, authorisation code, warning).
"""

from __future__ import annotations

from app.domain.paper import Mark, PrintedWager, TicketPaper
from app.domain.ticket_code import encode
from app.money import Money
from app.printing.clean import Clean, Cleaner
from app.printing.document import (
    BIG,
    BOLD,
    Block,
    Cut,
    Document,
    Gap,
    Grid,
    GridRow,
    Line,
    Qr,
    Row,
    Rule,
    Section,
    Span,
    Stamp,
    line,
)
from app.printing.heading import AIR, heading, spaced, training_stamps
from app.printing.words import day, day_and_hour, word

_LONG = 24
"""From so many wagers on the paper is set tight."""
_LEAD_GAP = 2
_PIN_CAP = 32
_PLAY_CAP = 48
_HOUR_CAP = 16

_Draw = tuple[str, str, str]
_ByAmount = dict[Money, list[PrintedWager]]


def ticket_document(paper: TicketPaper, clean: Cleaner) -> Document:
    """Head, wagers, totals, and last the PIN with the code."""
    tight = len(paper.wagers) > _LONG
    stamps = (*training_stamps(paper.header, clean), *_copy_stamps(paper, clean))
    return Document(
        (
            _head(paper, clean, stamps),
            _wagers(paper, clean),
            _totals(paper, clean),
            _code(paper, clean, stamps, module=6 if tight else 8),
        ),
        pitch=24 if tight else 28,
    )


def _copy_stamps(paper: TicketPaper, clean: Cleaner) -> tuple[Stamp, ...]:
    if paper.mark is Mark.ORIGINAL:
        return ()
    key = "copy" if paper.mark is Mark.COPY else "reprint"
    return (Stamp(clean.line(word(key, count=paper.copy_number))),)


def _head(paper: TicketPaper, clean: Cleaner, stamps: tuple[Stamp, ...]) -> Section:
    zone = paper.header.zone
    number = (
        Span(clean.line(word("ticket"))),
        Span(clean.line(str(paper.ticket.number)), BIG),
    )
    sold = (Span(clean.line(day_and_hour(paper.ticket.created_at, zone))),)
    printed: tuple[Block, ...] = ()
    if paper.mark is not Mark.ORIGINAL:
        when = day_and_hour(paper.printed_at, zone)
        printed = (line(clean.line(word("printed_at", date=when))),)
    return (*heading(paper.header, clean, stamps), Row(number, sold), *printed, Rule())


# ---------------------------------------------------------------- wagers


def _wagers(paper: TicketPaper, clean: Cleaner) -> Section:
    """Draws in the order they were played; inside a draw equal amounts together."""
    amounts = {wager.amount for wager in paper.wagers}
    lead = max((len(amount.text()) for amount in amounts), default=0) + _LEAD_GAP
    sold_on = day(paper.ticket.created_at, paper.header.zone)
    blocks: list[Block] = []
    for draw, groups in _grouped(paper.wagers).items():
        if blocks:
            blocks.append(Gap(AIR))
        blocks.append(_draw_row(draw, sold_on, clean))
        blocks.append(Grid(tuple(_amount_row(*group, clean) for group in groups.items()), lead))
    return (*blocks, Rule())


def _grouped(wagers: tuple[PrintedWager, ...]) -> dict[_Draw, _ByAmount]:
    draws: dict[_Draw, _ByAmount] = {}
    for wager in wagers:
        amounts = draws.setdefault((wager.draw_title, wager.draw_day, wager.draw_time), {})
        amounts.setdefault(wager.amount, []).append(wager)
    return draws


def _draw_row(draw: _Draw, sold_on: str, clean: Cleaner) -> Row:
    """Title and hour; the day too when it is not the day of the sale."""
    title, on, at = draw
    when = at if on in ("", sold_on) else f"{on} {at}"
    return Row((Span(clean.line(title), BOLD),), (Span(clean.line(when, 2 * _HOUR_CAP), BOLD),))


def _amount_row(amount: Money, wagers: list[PrintedWager], clean: Cleaner) -> GridRow:
    return GridRow(clean.line(amount.text()), tuple(_play(wager, clean) for wager in wagers))


def _play(wager: PrintedWager, clean: Cleaner) -> Clean:
    """`123`, or `5 LEON` for a figure."""
    return clean.line(f"{wager.text} {wager.label.upper()}" if wager.label else wager.text, _PLAY_CAP)


# ---------------------------------------------------------------- totals and code


def _totals(paper: TicketPaper, clean: Cleaner) -> Section:
    count = clean.line(word("wagers", count=len(paper.wagers)))
    amount = clean.line(f"{word('total')} {paper.ticket.total.text()}")
    return (
        Row((Span(count),), (Span(amount, BIG),)),
        Rule(),
        *(line(text) for text in _small_print(paper, clean)),
    )


def _small_print(paper: TicketPaper, clean: Cleaner) -> tuple[Clean, ...]:
    agency = paper.header.agency
    own: list[str] = []
    if agency.ticket_expiration_days > 0:
        own.append(word("expires", count=agency.ticket_expiration_days))
    if paper.authorisation:
        own.append(word("authorisation", code=paper.authorisation))
    texts = (*map(clean.line, own), *clean.lines(agency.ticket_footer), *clean.lines(paper.warning))
    return tuple(text for text in texts if text)


def _code(paper: TicketPaper, clean: Cleaner, stamps: tuple[Stamp, ...], module: int) -> Section:
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
    if not paper.with_code:
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
    return Line((Span(clean.line(word("pin"))), Span(clean.line(shown, _PIN_CAP), BIG)))
