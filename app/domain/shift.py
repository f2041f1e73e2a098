"""A shift's money, pure: what each step in the book does to the drawer, and what a shift comes to.

An operation's state says what the till holds because of it (`position`). What happened between two
places in the book is the difference of those positions, so sums over any pieces of the book add up to
the sum over the whole, to the cent, and nothing can be counted in two shifts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from app.domain.paper import Tally
from app.domain.payment import PayState
from app.domain.sale import SaleState
from app.errors import Bug
from app.money import ZERO, Money, total

NOTHING = Tally(0, ZERO)
_RATE_DIGITS = 4
RATE_SCALE = 10**_RATE_DIGITS
"""A rate is a whole number of ten-thousandths of a bolívar for one foreign unit."""


class Tender(Enum):
    """What a customer pays with. CASH is bolívares in notes and coins; FOREIGN notes of other money."""

    CASH = "cash"
    MOBILE = "mobile"
    CARD = "card"
    FOREIGN = "foreign"


class MovementKind(Enum):
    """Why money goes into or out of the till without a ticket."""

    ADDED = "added"
    TAKEN = "taken"
    EXPENSE = "expense"
    BANK = "bank"

    @property
    def outward(self) -> bool:
        """Whether money leaves the till."""
        return self is not MovementKind.ADDED


class ShiftState(Enum):
    """Where a shift stands; both are durable records."""

    OPEN = "SHIFT_OPEN"
    CLOSED = "SHIFT_CLOSED"


class ShiftEvent(Enum):
    """What can happen to a shift."""

    CLOSE = "close"
    REOPEN = "reopen"


_MOVES = {
    (ShiftState.OPEN, ShiftEvent.CLOSE): ShiftState.CLOSED,
    (ShiftState.CLOSED, ShiftEvent.REOPEN): ShiftState.OPEN,
}
MOVED = "MOVED"
"""The one state of a movement."""


def step(state: ShiftState, event: ShiftEvent) -> ShiftState:
    """The state after `event`; `Bug("shift.illegal")` when the table has no such move."""
    after = _MOVES.get((state, event))
    if after is None:
        raise Bug("shift.illegal", state=state.value, event=event.value)
    return after


# ---------------------------------------------------------------- what a state holds

_SOLD = frozenset(
    {
        SaleState.ACCEPTED,
        SaleState.PRINTING,
        SaleState.PRINT_UNSURE,
        SaleState.DELIVERED,
        SaleState.VOIDING,
        SaleState.VOIDED,
        SaleState.VOID_REFUSED,
        SaleState.REFUND_DUE,
        SaleState.HOUSE_DUE,
        SaleState.REFUNDED,
        SaleState.HOUSE,
    }
)
_BACK = frozenset({SaleState.REFUNDED, SaleState.HOUSE})
_HANDED_OUT = frozenset({PayState.DISBURSING, PayState.DISBURSED})

Parts = tuple[tuple[Tender, Money], ...]


@dataclass(frozen=True, slots=True)
class Position:
    """What one operation has done to the till so far. `parts` says by which tender, net, cash included."""

    sold: Money = ZERO
    back: Money = ZERO
    paid: Money = ZERO
    added: Money = ZERO
    taken: Money = ZERO
    parts: Parts = ()

    @property
    def net(self) -> Money:
        """What it left in the till, all tenders together."""
        return self.sold - self.back - self.paid + self.added - self.taken


NO_POSITION = Position()


def sale_position(state: SaleState, amount: Money, parts: Parts, *, money_back: bool) -> Position:
    """A sale: the customer's money came in with the ticket and may have gone back, in cash.

    `money_back`: it went back over the counter before the sale was known to stand, so this till never
    held it. A ticket found annulled that nobody here paid back (VOIDED) is still paid for here.
    `parts` is how it was paid; empty means all in cash.
    """
    if state not in _SOLD or money_back:
        return NO_POSITION
    paid_by = _checked(parts, amount)
    if state not in _BACK:
        return Position(sold=amount, parts=paid_by)
    return Position(sold=amount, back=amount, parts=_merged((*paid_by, (Tender.CASH, -amount))))


def payment_position(state: PayState, prize: Money) -> Position:
    """A prize: cash that left the drawer, from the moment the cashier is told to hand it over."""
    if state not in _HANDED_OUT:
        return NO_POSITION
    return Position(paid=prize, parts=((Tender.CASH, -prize),))


def movement_position(kind: MovementKind, amount: Money, tender: Tender) -> Position:
    """Money put in or taken out. `amount` is above zero."""
    if kind.outward:
        return Position(taken=amount, parts=((tender, -amount),))
    return Position(added=amount, parts=((tender, amount),))


def _checked(parts: Parts, amount: Money) -> Parts:
    if not parts:
        return ((Tender.CASH, amount),)
    if total(part for _, part in parts) != amount:
        raise Bug("shift.parts", amount=amount.minor)
    return parts


def _merged(parts: Iterable[tuple[Tender, Money]]) -> Parts:
    sums: dict[Tender, Money] = {}
    for tender, amount in parts:
        sums[tender] = sums.get(tender, ZERO) + amount
    return tuple((tender, sums[tender]) for tender in Tender if sums.get(tender, ZERO))


# ---------------------------------------------------------------- what a shift comes to


@dataclass(frozen=True, slots=True)
class Figures:
    """What moved in a stretch of the book: `added` and `taken` are movements, `parts` the net by tender."""

    sold: Tally = NOTHING
    back: Tally = NOTHING
    paid: Tally = NOTHING
    added: Tally = NOTHING
    taken: Tally = NOTHING
    parts: Parts = ()

    def moved(self, before: Position, after: Position) -> Figures:
        """These figures and one operation that went from one position to another."""
        return Figures(
            _tally(self.sold, before.sold, after.sold),
            _tally(self.back, before.back, after.back),
            _tally(self.paid, before.paid, after.paid),
            _tally(self.added, before.added, after.added),
            _tally(self.taken, before.taken, after.taken),
            _merged((*self.parts, *after.parts, *((tender, -amount) for tender, amount in before.parts))),
        )

    def of(self, tender: Tender) -> Money:
        """What came in less what went out by one tender."""
        return next((amount for one, amount in self.parts if one is tender), ZERO)

    @property
    def net(self) -> Money:
        """What came in less what went out, all tenders together."""
        return total(amount for _, amount in self.parts)


NO_FIGURES = Figures()


def _tally(tally: Tally, before: Money, after: Money) -> Tally:
    return Tally(tally.count + bool(after) - bool(before), tally.amount + after - before)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one tender; of foreign money its cents and the rate (`RATE_SCALE`) typed."""

    tender: Tender
    amount: Money
    foreign: int = 0
    rate: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """A count: notes and coins by face value (in minor units), and the other tenders as totals."""

    pieces: tuple[tuple[int, int], ...] = ()
    others: tuple[Counted, ...] = ()
    typed: Money | None = None

    @property
    def cash(self) -> Money:
        """Bolívares in the drawer: typed as one sum, or the pieces added up."""
        if self.typed is not None:
            return self.typed
        return Money(sum(face * times for face, times in self.pieces))

    def of(self, tender: Tender) -> Money:
        """What was counted of a tender; nothing where it was not."""
        if tender is Tender.CASH:
            return self.cash
        return total(one.amount for one in self.others if one.tender is tender)

    @property
    def whole(self) -> Money:
        """All tenders together."""
        return self.cash + total(one.amount for one in self.others)


def foreign_value(cents: int, rate: int) -> Money:
    """Foreign cents at a rate (`RATE_SCALE`ths of a bolívar for one unit) in bolívares, half a cent up."""
    if cents < 0 or rate < 0:
        raise ValueError("neither an amount nor a rate is below zero")
    return Money((cents * rate * 2 + RATE_SCALE) // (2 * RATE_SCALE))


def rate_text(rate: int) -> str:
    """`36,5000` of a rate in `RATE_SCALE`ths."""
    whole, part = divmod(rate, RATE_SCALE)
    return f"{whole},{part:0{_RATE_DIGITS}d}"


@dataclass(frozen=True, slots=True)
class Closing:
    """How a shift was closed. `until` is the place in the book that it reaches to, `mac` the book's seal
    there, `doubts` how many operations were still open; `seal` chains this closing to the one before.
    """

    until: int
    at: datetime
    by: str
    count: Count
    figures: Figures
    mac: str = ""
    doubts: int = 0
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift. It reaches from behind the place `start` in the book to that of its closing, or to now.

    `left` is the cash that the shift before it counted at its end: what should have been there.
    `closing` of one that was reopened is the last one made, `reopened` how often.
    """

    id: str
    number: int
    state: ShiftState
    start: int
    opened_at: datetime
    opened_by: str
    opening: Money
    left: Money = ZERO
    reopened: int = 0
    closing: Closing | None = None

    @property
    def is_open(self) -> bool:
        """Whether what moves now belongs to it."""
        return self.state is ShiftState.OPEN


def expected(opening: Money, figures: Figures, tender: Tender = Tender.CASH) -> Money:
    """What must be there of a tender; the opening is cash."""
    return (opening if tender is Tender.CASH else ZERO) + figures.of(tender)


@dataclass(frozen=True, slots=True)
class Balance:
    """One tender at the end of a shift."""

    tender: Tender
    expected: Money
    counted: Money

    @property
    def over(self) -> Money:
        """More than there should be; below zero: short."""
        return self.counted - self.expected


def balances(opening: Money, figures: Figures, count: Count) -> tuple[Balance, ...]:
    """Cash, and every other tender that moved or was counted."""
    found = (Balance(one, expected(opening, figures, one), count.of(one)) for one in Tender)
    return tuple(one for one in found if one.tender is Tender.CASH or one.expected or one.counted)


def over(opening: Money, figures: Figures, count: Count) -> Money:
    """All tenders together: more than there should be, or (below zero) less."""
    return total(one.over for one in balances(opening, figures, count))


def sealed(shift: Shift, closing: Closing, before: str) -> Closing:
    """The closing with its seal: SHA-256 over the seal before it and everything it says (hex).

    Whoever holds an older slip can tell by the seals whether a closing was changed or taken out.
    """
    figures, count = closing.figures, closing.count
    said: list[object] = [before, shift.id, shift.number, shift.start, shift.opening.minor, shift.reopened]
    said += [closing.until, closing.at.isoformat(), closing.by, closing.mac, closing.doubts]
    said.append(count.cash.minor)
    said += [list(pair) for pair in count.pieces]
    said += [[one.tender.value, one.amount.minor, one.foreign, one.rate] for one in count.others]
    for tally in (figures.sold, figures.back, figures.paid, figures.added, figures.taken):
        said.append([tally.count, tally.amount.minor])
    said += [[tender.value, amount.minor] for tender, amount in figures.parts]
    digest = hashlib.sha256(repr(said).encode("utf-8")).hexdigest()
    return replace(closing, seal=digest)


def seal_text(seal: str) -> str:
    """The beginning of a seal in groups, short enough to be read out: `1A2B 3C4D 5E6F 7081`."""
    short = seal[:16].upper()
    return " ".join(short[at : at + 4] for at in range(0, len(short), 4))


@dataclass(frozen=True, slots=True)
class Movement:
    """Money put in or taken out, and why."""

    id: str
    kind: MovementKind
    amount: Money
    reason: str
    at: datetime
    by: str
    tender: Tender = Tender.CASH


#: Nobody knows yet whether money moved: a shift is not counted before these are settled. Elsewhere the
#: drawer is certain, though something is still owed or asked about (a parked sale, a prize to be fetched).
UNSETTLED = frozenset(
    {
        SaleState.SENDING.value,
        SaleState.AMBIGUOUS.value,
        SaleState.PRINTING.value,
        SaleState.VOIDING.value,
        PayState.SENDING.value,
        PayState.AMBIGUOUS.value,
        PayState.CONFIRMED.value,
        PayState.DISBURSING.value,
    }
)


def split_of(body: Mapping[str, int]) -> Parts:
    """A sale's parts as the book keeps them: tender to minor units; an unknown tender is a `Bug`."""
    known = {one.value: one for one in Tender}
    found = []
    for name, minor in body.items():
        if name not in known:
            raise Bug("shift.tender", tender=name)
        found.append((known[name], Money(minor)))
    return _merged(found)


def paid_by(amount: Money, tender: Tender, received: Money | None = None) -> Parts:
    """A ticket paid with one tender; what is `received` beyond the price goes back in cash.

    `ValueError` when less was received than it costs.
    """
    got = amount if received is None else received
    if got < amount:
        raise ValueError("less than the price")
    return _merged(((tender, got), (Tender.CASH, amount - got)))
