"""X and Z: a shift's money as a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.paper import Header, ShiftKind, ShiftSlip, TenderLine
from app.domain.shift import (
    Balance,
    Count,
    Figures,
    Shift,
    Tender,
    balances,
    expected,
    rate_text,
    seal_text,
)
from app.money import ZERO, Money, total
from app.services.till import Now

Name = Callable[[Tender], str]
"""How a tender is called on paper."""


Moves = tuple[tuple[str, Money], ...]
"""Movements in words, below zero where money left."""


def x_slip(header: Header, now: Now, name: Name, moves: Moves = ()) -> ShiftSlip:
    """What the open shift has come to; nothing was counted and nothing changes."""
    shift = now.shift
    if shift is None:
        raise ValueError("no shift, no slip")
    lines = tuple(
        TenderLine(name(one.tender), one.expected) for one in balances(now.opening, now.figures, Count())
    )
    return replace(_slip(header, ShiftKind.X, shift, now.figures, lines, until=now), moves=moves)


def z_slip(header: Header, shift: Shift, name: Name, moves: Moves = ()) -> ShiftSlip:
    """A closed shift, with what was counted."""
    closing = shift.closing
    if closing is None:
        raise ValueError("only a closed shift has a Z")
    found = balances(shift.opening, closing.figures, closing.count)
    lines = tuple(_line(one, closing.count, name) for one in found)
    return replace(_slip(header, ShiftKind.Z, shift, closing.figures, lines, until=None), moves=moves)


def _line(balance: Balance, count: Count, name: Name) -> TenderLine:
    foreign = [one for one in count.others if one.tender is balance.tender and one.rate]
    note = " + ".join(f"{Money(one.foreign).digits()} x {rate_text(one.rate)}" for one in foreign)
    return TenderLine(name(balance.tender), balance.expected, balance.counted, note)


def _slip(
    header: Header,
    kind: ShiftKind,
    shift: Shift,
    figures: Figures,
    lines: tuple[TenderLine, ...],
    *,
    until: Now | None,
) -> ShiftSlip:
    closing = shift.closing if until is None else None
    opening = until.opening if until is not None else shift.opening
    return ShiftSlip(
        header,
        kind,
        shift.number,
        shift.opened_at,
        until.at if until is not None else (closing.at if closing is not None else shift.opened_at),
        opening,
        figures.sold,
        figures.back,
        figures.paid,
        figures.added,
        figures.taken,
        total(line.expected for line in lines) if lines else expected(opening, figures),
        closing.count.whole if closing is not None else None,
        lines if len(lines) > 1 else (),
        len(until.doubts) if until is not None else (closing.doubts if closing is not None else 0),
        seal_text(closing.seal) if closing is not None else "",
        until.until if until is not None else (closing.until if closing is not None else 0),
        seal_text(until.mac if until is not None else (closing.mac if closing is not None else "")),
    )


def difference(shift: Shift) -> Money:
    """Over, or (below zero) short, of a closed shift."""
    closing = shift.closing
    if closing is None:
        return ZERO
    found = balances(shift.opening, closing.figures, closing.count)
    return total(one.over for one in found)
