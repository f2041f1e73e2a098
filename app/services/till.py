"""Caja: shifts, counts and movements over the book. What a shift comes to is read, never kept beside it.

A shift reaches from where the one before it ended to the cut at which its count began; what is sold while
somebody counts belongs to the next one, so closing never stops the line. Opening and closing are one record
each: after a power cut a shift is open or closed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from app.domain.payment import PayState
from app.domain.shift import (
    MOVED,
    NO_FIGURES,
    UNSETTLED,
    Closing,
    Count,
    Figures,
    Movement,
    MovementKind,
    Shift,
    ShiftEvent,
    ShiftState,
    Tender,
    expected,
    sealed,
    step,
)
from app.errors import Known
from app.money import ZERO, Money
from app.ports import Journal, Json, Operation, OperationType, Record
from app.services.context import Context, Operator
from app.services.payments import PaymentService
from app.services.refunds import DUE, RefundService
from app.services.session import SessionService
from app.services.shift_records import (
    closing_json,
    movement_json,
    movement_of,
    opening_json,
    position_of,
    shift_of,
)
from app.services.startup import FINAL_STATES

log = logging.getLogger("taquilla.till")
SHIFT, MOVEMENT = OperationType.SHIFT, OperationType.MOVEMENT
_PIECE = 400  # records read at a time: the journal's thread serves a sale in between


class Opening(Enum):
    """What a shift needs to be opened (`till.opening`).

    BY_ITSELF: nothing, with the cash that the last count left. ASKED: somebody says what is in the drawer
    before anything is sold.
    """

    BY_ITSELF = "by_itself"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a count began: the shift that it closes, and the place in the book that it reaches to."""

    shift: str
    until: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Now:
    """How the till stands. `shift` is the newest one, open or closed; `figures` are of what came after the
    last closing; `doubts` everything still open in the book."""

    shift: Shift | None
    figures: Figures
    movements: tuple[Movement, ...]
    doubts: tuple[Operation, ...]
    until: int
    mac: str
    at: datetime

    @property
    def open_shift(self) -> Shift | None:
        """The shift that is open, or None."""
        return self.shift if self.shift is not None and self.shift.is_open else None

    @property
    def opening(self) -> Money:
        """The cash that was there before anything moved: the shift's own, or what the last count left."""
        if self.shift is None:
            return ZERO
        if self.shift.is_open or self.shift.closing is None:
            return self.shift.opening
        return self.shift.closing.count.cash

    @property
    def expected(self) -> Money:
        """Cash that must be in the drawer now."""
        return expected(self.opening, self.figures)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read so far of a stretch of the book."""

    start: int
    until: int
    mac: str = ""
    figures: Figures = NO_FIGURES
    movements: tuple[Movement, ...] = ()


class TillService:
    """Keeps the shifts of this till. One act at a time; each reads the book anew."""

    def __init__(
        self,
        context: Context,
        journal: Journal,
        session: SessionService,
        payments: PaymentService,
        refunds: RefundService,
        operator: Operator,
        opening: Opening = Opening.BY_ITSELF,
    ) -> None:
        self._context = context
        self._journal = journal
        self._session = session
        self._payments = payments
        self._refunds = refunds
        self._operator = operator
        self._turn = asyncio.Lock()
        self._read_before: _Read | None = None
        self.opening = opening

    # --- reading -----------------------------------------------------------------------------------

    async def look(self) -> Now:
        """How the till stands now."""
        shift = await self._newest()
        read = await self._read(await self._start(shift))
        doubts = await self._journal.open_operations(FINAL_STATES)
        return Now(
            shift, read.figures, read.movements, doubts, read.until, read.mac, self._context.server.now()
        )

    async def history(self, limit: int) -> tuple[Shift, ...]:
        """The newest shifts, newest first."""
        return tuple(shift_of(found) for found in await self._journal.recent(SHIFT, limit))

    async def is_open(self) -> bool:
        """Whether a shift is open."""
        shift = await self._newest()
        return shift is not None and shift.is_open

    async def figures(self, shift: Shift) -> Figures:
        """A closed shift's figures, read from the book once more."""
        closing = shift.closing
        if closing is None:
            raise ValueError("only a closed shift has an end")
        return (await self._stretch(_Read(shift.start, shift.start), closing.until)).figures

    async def movements(self, shift: Shift) -> tuple[Movement, ...]:
        """A closed shift's movements, in order."""
        closing = shift.closing
        if closing is None:
            raise ValueError("only a closed shift has an end")
        return (await self._stretch(_Read(shift.start, shift.start), closing.until)).movements

    async def _newest(self) -> Shift | None:
        found = await self._journal.recent(SHIFT, 1)
        return shift_of(found[0]) if found else None

    async def _start(self, shift: Shift | None) -> int:
        """Behind which place the present figures begin; a book without a shift begins now."""
        if shift is None:
            known = self._read_before
            return known.start if known is not None else await self._journal.place()
        if shift.is_open or shift.closing is None:
            return shift.start
        return shift.closing.until

    async def _read(self, start: int) -> _Read:
        """The present figures: only what the book has got since the last time is read."""
        known = self._read_before
        if known is None or known.start != start:
            known = _Read(start, start)
        self._read_before = read = await self._stretch(known, None)
        return read

    async def _stretch(self, read: _Read, until: int | None) -> _Read:
        while True:
            found = await self._journal.stretch(read.until, _PIECE, until)
            figures, movements = read.figures, list(read.movements)
            for before, after in found.changes:
                figures = figures.moved(position_of(before), position_of(after))
                if after.type is MOVEMENT:
                    movements.append(movement_of(after))
            mac = found.mac or read.mac
            read = replace(read, until=found.until, mac=mac, figures=figures, movements=tuple(movements))
            if found.whole:
                return read

    # --- opening -----------------------------------------------------------------------------------

    async def ensure(self) -> bool:
        """Open a shift by itself where that is wanted and none is open; whether one is open now."""
        async with self._turn:
            shift = await self._newest()
            if shift is not None and shift.is_open:
                return True
            if self.opening is not Opening.BY_ITSELF:
                return False
            await self._open(shift, _left(shift), (), by_itself=True)
            return True

    async def open(self, opening: Money, pieces: tuple[tuple[int, int], ...] = ()) -> Shift:
        """Open a shift with so much cash in the drawer (minor units, not below zero).

        `Known("till.already_open")` when one is open.
        """
        async with self._turn:
            shift = await self._newest()
            if shift is not None and shift.is_open:
                raise Known("till.already_open", number=shift.number)
            return await self._open(shift, opening, pieces, by_itself=False)

    async def _open(
        self, last: Shift | None, opening: Money, pieces: tuple[tuple[int, int], ...], *, by_itself: bool
    ) -> Shift:
        shift = Shift(
            self._context.new_id(),
            last.number + 1 if last is not None else 1,
            ShiftState.OPEN,
            await self._start(last),
            self._context.server.now(),
            self._who(),
            opening,
            _left(last),
        )
        body = opening_json(shift, pieces, by_itself=by_itself)
        await self._journal.write(self._record(shift.id, SHIFT, shift.state.value, opening, body))
        log.info("shift %d is open", shift.number)
        return shift

    # --- movements ---------------------------------------------------------------------------------

    async def move(
        self, kind: MovementKind, amount: Money, reason: str, tender: Tender = Tender.CASH
    ) -> Movement:
        """Put money in or take it out, on record when it returns.

        `Known("till.no_amount")` for nothing, `till.no_reason` without words, `till.not_there` when more
        than there is would go out, `till.not_open` when no shift is open.
        """
        async with self._turn:
            if amount <= ZERO:
                raise Known("till.no_amount")
            if not reason.strip():
                raise Known("till.no_reason")
            now = await self.look()
            if now.open_shift is None:
                raise Known("till.not_open")
            there = expected(now.opening, now.figures, tender)
            if kind.outward and amount > there:
                raise Known("till.not_there", amount=there.text(cents=False))
            id_, at = self._context.new_id(), self._context.server.now()
            made = Movement(id_, kind, amount, reason.strip(), at, self._who(), tender)
            await self._journal.write(self._record(made.id, MOVEMENT, MOVED, amount, movement_json(made)))
            return made

    # --- closing -----------------------------------------------------------------------------------

    async def cut(self) -> Cut | tuple[Operation, ...]:
        """Begin to count: the place in the book that the shift reaches to, or the doubts that forbid it.

        What only the cashier knows is asked first: whether a prize was handed over, whether money went back.
        `Known("till.not_open")` when no shift is open.
        """
        async with self._turn:
            shift = await self._newest()
            if shift is None or not shift.is_open:
                raise Known("till.not_open")
            for operation in await self._journal.open_operations(FINAL_STATES):
                await self._ask(operation)
            place = await self._journal.place()
            found = await self._journal.open_operations(FINAL_STATES)
            unsettled = tuple(operation for operation in found if operation.state in UNSETTLED)
            return unsettled or Cut(shift.id, place, self._context.server.now())

    async def _ask(self, operation: Operation) -> None:
        """Cash that was on its way when the book last heard of it."""
        number, amount = operation.number, (operation.amount or ZERO).text(cents=False)
        if operation.type is OperationType.PAY and operation.state == PayState.DISBURSING.value:
            if number is None:
                return
            if await self._operator.cash_given(number, amount):
                await self._payments.handed_over(operation.id)
            else:
                await self._payments.claim(operation.id)
        elif operation.type is OperationType.SALE and operation.state in {state.value for state in DUE}:
            await self._refunds.ask(operation, self._operator)

    async def close(self, cut: Cut, count: Count) -> Shift:
        """Close the shift of a cut with what was counted. On record, whole, when it returns.

        `Known("till.not_open")` when that shift is not open any more.
        """
        async with self._turn:
            shift = await self._newest()
            if shift is None or not shift.is_open or shift.id != cut.shift:
                raise Known("till.not_open")
            read = await self._stretch(_Read(shift.start, shift.start), cut.until)
            left = len(await self._journal.open_operations(FINAL_STATES))
            at = self._context.server.now()
            bare = Closing(cut.until, at, self._who(), count, read.figures, read.mac, left)
            closing = sealed(shift, bare, await self._last_seal(shift))
            state = step(shift.state, ShiftEvent.CLOSE)
            await self._journal.write(self._record(shift.id, SHIFT, state.value, None, closing_json(closing)))
            log.info("shift %d is closed", shift.number)
            return replace(shift, state=state, closing=closing)

    async def _last_seal(self, shift: Shift) -> str:
        """The seal that the next one is chained to: this shift's own when it was reopened."""
        if shift.closing is not None:
            return shift.closing.seal
        before = next((one for one in await self.history(2) if one.id != shift.id), None)
        return before.closing.seal if before is not None and before.closing is not None else ""

    async def reopen(self, id_: str) -> Shift:
        """Open the shift closed last once more: what moved since then belongs to it again.

        `Known("till.already_open")` when another is open, `till.not_last` for an older one.
        """
        async with self._turn:
            shift = await self._newest()
            if shift is None or shift.is_open:
                raise Known("till.already_open", number=shift.number if shift is not None else 0)
            if shift.id != id_:
                raise Known("till.not_last")
            state, times = step(shift.state, ShiftEvent.REOPEN), shift.reopened + 1
            body: dict[str, Json] = {"reopened": times, "reopened_by": self._who()}
            await self._journal.write(self._record(shift.id, SHIFT, state.value, None, body))
            log.info("shift %d is open again", shift.number)
            return replace(shift, state=state, reopened=times)

    def _who(self) -> str:
        return self._session.who

    def _record(
        self, id_: str, type_: OperationType, state: str, amount: Money | None, body: Mapping[str, Json]
    ) -> Record:
        return Record(id_, type_, state, self._context.server.now(), amount=amount, body=body)


def _left(last: Shift | None) -> Money:
    """The cash that the last count found: it is still there."""
    return last.closing.count.cash if last is not None and last.closing is not None else ZERO
