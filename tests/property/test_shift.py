"""A shift's money over any history: exact, in any pieces, and never negative by invention."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.payment import PayEvent, PayState
from app.domain.payment import step as pay_step
from app.domain.sale import SaleEvent, SaleState
from app.domain.sale import step as sale_step
from app.domain.shift import (
    MOVED,
    NO_FIGURES,
    RATE_SCALE,
    Closing,
    Count,
    Counted,
    Figures,
    Movement,
    MovementKind,
    Shift,
    ShiftState,
    Tender,
    expected,
    foreign_value,
    over,
    paid_by,
    sealed,
)
from app.errors import Bug
from app.money import ZERO, Money, total
from app.ports import Operation, OperationType, Record
from app.services.records import parts_json
from app.services.shift_records import (
    closing_json,
    movement_json,
    position_of,
    shift_of,
)
from tests.helpers.memory_journal import MemoryJournal

AT = datetime(2026, 3, 14, 15, tzinfo=UTC)
money = st.integers(1, 10**9).map(Money)
tenders = st.sampled_from(list(Tender))


@st.composite
def lives(draw: st.DrawFn, type_: OperationType, name: str) -> list[Record]:
    """One operation along legal moves of its table; every other sale has its money back beforehand."""
    amount = draw(money)
    body = {}
    if type_ is OperationType.SALE:
        state: SaleState | PayState = SaleState.SENDING
        got = amount + Money(draw(st.integers(0, 10**6)))
        body = dict(parts_json(paid_by(amount, draw(tenders), got)))
        if draw(st.booleans()) and draw(st.booleans()):
            body["disposition"] = "void"
    else:
        state = PayState.SENDING
    found = [Record(name, type_, state.value, AT, amount=amount, body=body)]
    for _ in range(draw(st.integers(0, 8))):
        after = _after(draw, state)
        if after is None:
            break
        state = after
        found.append(Record(name, type_, state.value, AT))
    return found


def _after(draw: st.DrawFn, state: SaleState | PayState) -> SaleState | PayState | None:
    legal: list[SaleState | PayState] = []
    for event in (*SaleEvent, *PayEvent):
        try:
            if isinstance(state, SaleState) and isinstance(event, SaleEvent):
                legal.append(sale_step(state, event))
            elif isinstance(state, PayState) and isinstance(event, PayEvent):
                legal.append(pay_step(state, event))
        except Bug:
            continue
    return draw(st.sampled_from(legal)) if legal else None


@st.composite
def books(draw: st.DrawFn) -> list[Record]:
    """Sales, payments and movements, their records shuffled into one another."""
    queues = [
        *(draw(lives(OperationType.SALE, f"sale-{n}")) for n in range(draw(st.integers(0, 4)))),
        *(draw(lives(OperationType.PAY, f"pay-{n}")) for n in range(draw(st.integers(0, 3)))),
    ]
    for n in range(draw(st.integers(0, 3))):
        made = Movement(
            f"move-{n}", draw(st.sampled_from(list(MovementKind))), draw(money), "x", AT, "", draw(tenders)
        )
        queues.append(
            [Record(made.id, OperationType.MOVEMENT, MOVED, AT, amount=made.amount, body=movement_json(made))]
        )
    book = []
    while queues := [queue for queue in queues if queue]:
        book.append(draw(st.sampled_from(queues)).pop(0))
    return book


async def _figures(journal: MemoryJournal, start: int, end: int, piece: int) -> Figures:
    figures, place = NO_FIGURES, start
    while place < end:
        found = await journal.stretch(place, piece, end)
        for before, after in found.changes:
            figures = figures.moved(position_of(before), position_of(after))
        place = found.until
    return figures


def _hand(operation: Operation) -> Money:
    """What an operation left in the drawer and beside it, by the plain rules of the counter."""
    amount, state = operation.amount or ZERO, operation.state
    if operation.type is OperationType.MOVEMENT:
        return amount if operation.body["kind"] == "added" else -amount
    if operation.type is OperationType.PAY:
        return -amount if state in {"DISBURSING", "DISBURSED"} else ZERO
    if operation.body.get("disposition") == "void":
        return ZERO
    kept = {
        "ACCEPTED", "PRINTING", "PRINT_UNSURE", "DELIVERED", "VOIDING", "VOIDED", "VOID_REFUSED",
        "REFUND_DUE", "HOUSE_DUE",
    }  # fmt: skip
    return amount if state in kept else ZERO


@settings(max_examples=60, deadline=None)
@given(books(), st.data())
def test_what_must_be_there_is_the_sum_over_the_whole_book(book: list[Record], data: st.DataObject):
    journal = MemoryJournal()
    cut = data.draw(st.integers(0, len(book)))
    piece = data.draw(st.integers(1, 5))

    async def run() -> None:
        for record in book:
            await journal.write(record)
        first = await _figures(journal, 0, cut, piece)
        second = await _figures(journal, cut, len(book), piece)
        names = dict.fromkeys(record.operation for record in book)
        hands = total(_hand(journal.now(name)) for name in names)
        assert first.net + second.net == hands
        whole = await _figures(journal, 0, len(book), 1000)
        for tender in Tender:
            assert first.of(tender) + second.of(tender) == whole.of(tender)
        for one in (first, second, whole):
            flows = one.sold.amount - one.back.amount - one.paid.amount + one.added.amount - one.taken.amount
            assert one.net == flows
        assert total(expected(ZERO, whole, tender) for tender in Tender) == hands

    asyncio.run(run())


@given(money, tenders, st.integers(0, 10**9))
def test_change_goes_back_in_cash(price: Money, tender: Tender, more: int):
    parts = dict(paid_by(price, tender, price + Money(more)))
    assert total(parts.values()) == price
    if tender is not Tender.CASH:
        assert parts[tender] == price + Money(more)
        assert parts.get(Tender.CASH, ZERO) == -Money(more)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_foreign_money_is_worth_what_the_rate_says(cents: int, rate: int):
    """Half a cent up, never more than half a cent off."""
    value = foreign_value(cents, rate).minor
    assert abs(value * RATE_SCALE - cents * rate) * 2 <= RATE_SCALE


pieces = st.lists(st.tuples(st.integers(1, 10**5), st.integers(0, 500)), max_size=8).map(tuple)
others = st.lists(
    st.builds(Counted, st.sampled_from([Tender.MOBILE, Tender.CARD, Tender.FOREIGN]), money), max_size=3
).map(tuple)


@given(st.builds(Count, pieces, others), st.integers(0, 10**9), money)
def test_over_and_short_are_the_difference(count: Count, opening: int, sold: Money):
    figures = Figures(parts=((Tender.CASH, sold),))
    assert over(Money(opening), figures, count) == count.whole - Money(opening) - sold
    assert count.cash == Money(sum(face * times for face, times in count.pieces))


@given(
    st.builds(Count, pieces, others), st.lists(st.integers(1, 10**6), min_size=5, max_size=5), st.booleans()
)
def test_a_closing_comes_back_from_the_book_and_its_seal_holds(count: Count, sums: list[int], typed: bool):
    figures = NO_FIGURES
    if typed:
        count = replace(count, typed=Money(sums[0]))
    shift = Shift("s", 3, ShiftState.CLOSED, 4, AT, "Ana", Money(sums[1]))
    bare = Closing(9, AT + timedelta(hours=8), "Ana", count, figures, "ab" * 32, sums[2])
    closing = sealed(shift, bare, "before")
    body = {"number": 3, "start": 4, "opening": sums[1], "by": "Ana", **closing_json(closing)}
    kept = Operation(
        "s",
        OperationType.SHIFT,
        ShiftState.CLOSED.value,
        AT,
        AT,
        False,
        None,
        None,
        Money(sums[1]),
        body,
        None,
    )
    again = shift_of(kept)
    assert again.closing == closing
    assert sealed(again, bare, "before").seal == closing.seal
    changed = replace(bare, count=replace(count, typed=count.cash + Money(1)))
    assert sealed(shift, changed, "before").seal != closing.seal
    assert sealed(shift, bare, "another").seal != closing.seal
