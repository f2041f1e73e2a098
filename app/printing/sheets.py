"""The agency's own papers: the money of a period, and the X and Z slips of a shift."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.paper import ReportGroup, ReportSlip, ShiftKind, ShiftSlip, Tally, TenderLine
from app.money import Money
from app.printing.clean import Cleaner
from app.printing.document import (
    BIG,
    BOLD,
    PLAIN,
    Align,
    Block,
    Document,
    Gap,
    Line,
    Row,
    Rule,
    Section,
    Span,
    line,
)
from app.printing.heading import AIR, heading, training_stamps
from app.printing.slip_parts import amount_row, ending, moment, pair, signature
from app.printing.words import day_and_hour, word


def report_document(slip: ReportSlip, clean: Cleaner) -> Document:
    """A period's money, group under group."""
    header = slip.header
    head = (line(clean.line(slip.title), BOLD), Rule())
    body = tuple(block for group in slip.groups for block in _group(group, clean))
    printed = line(clean.line(word("printed_at", date=day_and_hour(slip.printed_at, header.zone))))
    note = tuple(line(text) for text in clean.lines(slip.note))
    top = heading(header, clean, training_stamps(header, clean))
    return Document((top, head, body, ending(header, clean, *note, printed)))


def _group(group: ReportGroup, clean: Cleaner) -> Section:
    title = (line(clean.line(group.title), BOLD, Align.LEFT),) if group.title else ()
    total = (pair(*group.total, clean, BOLD),) if group.total else ()
    return (*title, *(pair(label, text, clean) for label, text in group.rows), *total, Rule())


def shift_document(slip: ShiftSlip, clean: Cleaner) -> Document:
    """A shift: its times, what moved, what should be there and, where somebody counted, what was."""
    header = slip.header
    closed = slip.kind is ShiftKind.Z
    title = word("shift_z" if closed else "shift_x", number=slip.number)
    times: Section = (
        line(clean.line(title), BIG),
        Gap(AIR),
        *moment("opened_at", slip.opened_at, header, clean),
        *moment("closed_at" if closed else "seen_at", slip.until, header, clean),
        Rule(),
    )
    tail = ending(
        header,
        clean,
        *_doubts(slip, clean),
        *_seals(slip, clean),
        line(clean.line(word("shift_closed" if closed else "shift_open"))),
        *(signature(word("cashier"), clean) if closed else ()),
    )
    top = heading(header, clean, training_stamps(header, clean))
    return Document((top, times, _moved(slip, clean), _drawer(slip, clean), tail))


def _moved(slip: ShiftSlip, clean: Cleaner) -> Section:
    """What moved, in the order in which it makes up the expected sum; what did not move is left out."""
    tallies = (
        ("shift_sold", slip.sold, False),
        ("shift_voided", slip.voided, True),
        ("shift_paid", slip.paid, True),
        ("shift_added", slip.added, False),
        ("shift_withdrawn", slip.withdrawn, True),
    )
    rows = (_tally(word(key), tally, out, clean) for key, tally, out in tallies)
    moves = (pair(f"  {words}", amount.text(), clean) for words, amount in slip.moves)
    opening = pair(word("shift_opening"), slip.opening.text(), clean)
    return (opening, *(row for row in rows if row), *moves, Rule())


def _tally(label: str, tally: Tally, out: bool, clean: Cleaner) -> Row | None:
    if not tally.count and not tally.amount:
        return None
    amount = -tally.amount if out else tally.amount
    return pair(f"{label} ({tally.count})", amount.text(), clean)


def _drawer(slip: ShiftSlip, clean: Cleaner) -> Section:
    blocks: list[Block] = [amount_row(word("shift_expected"), slip.expected, clean)]
    if slip.counted is not None:
        blocks.append(pair(word("shift_counted"), slip.counted.text(), clean, BOLD))
        blocks.append(_difference(slip.counted - slip.expected, clean))
    blocks.append(Rule())
    for tender in slip.tenders:
        blocks.extend(_tender(tender, clean))
    return (*blocks, Rule()) if slip.tenders else tuple(blocks)


def _difference(over: Money, clean: Cleaner) -> Block:
    """In words and in white space: nobody should have to read a sign."""
    if not over:
        return line(clean.line(word("shift_exact")), BOLD)
    key, amount = ("shift_over", over) if over > Money() else ("shift_short", -over)
    return amount_row(word(key), amount, clean)


def _tender(tender: TenderLine, clean: Cleaner) -> Iterator[Row | Line]:
    yield pair(tender.name, tender.expected.text(), clean)
    if tender.counted is not None:
        yield pair(word("tender_counted", name=tender.name), tender.counted.text(), clean)
    yield from (line(text, PLAIN, Align.LEFT) for text in clean.lines(tender.note, 1))


def _doubts(slip: ShiftSlip, clean: Cleaner) -> tuple[Line, ...]:
    if not slip.doubts:
        return ()
    span = Span(clean.line(word("shift_doubts", count=slip.doubts)), BOLD)
    return (Line((span,)),)


def _seals(slip: ShiftSlip, clean: Cleaner) -> tuple[Line, ...]:
    """Kept with the paper, outside the machine: they show a book that was cut short or changed."""
    texts = (
        word("shift_seal", seal=slip.seal) if slip.seal else "",
        word("shift_book", place=slip.place, mac=slip.mac) if slip.mac else "",
    )
    return tuple(line(clean.line(text)) for text in texts if text)
