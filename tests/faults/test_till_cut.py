"""The power goes at every boundary of every transaction of a shift: it is open or closed, never half.

What the drawer must hold is the same before and after, and the work goes on where the book ends.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.shift import Count, MovementKind, ShiftState, sealed
from app.journal import open_journal
from app.journal.environment import Environment
from app.money import ZERO, Money, total
from app.ports import Journal, OperationType
from app.services.till import Cut, TillService
from app.services.till_papers import difference
from tests.helpers.fake_api import FakeApi, StillClock
from tests.helpers.till import FakeOperator, Till, play

_MOST = 200


class PowerCut(BaseException):
    """Nothing may catch it."""


class Fuse:
    """Blows at the n-th boundary of a transaction; -1 never."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.blown = False

    def __call__(self, point: str) -> None:
        if self.left == 0:
            self.blown = True
            raise PowerCut(point)
        self.left -= 1


async def work(till: Till) -> None:
    """What is left to do of a shift: open with Bs 10, sell Bs 5, put in Bs 20, count and close."""
    caja = till.services.till
    now = await caja.look()
    if now.shift is None:
        await caja.open(Money.units(10))
    elif not now.shift.is_open:
        return
    if not await _kept(till.journal):  # one that was never sent is sold anew
        await till.services.sales.sell((play("123"),))
    if not (await caja.look()).movements:
        await caja.move(MovementKind.ADDED, Money.units(20), "sencillo")
    cut = await caja.cut()
    assert isinstance(cut, Cut)
    await till.journal.keep("till.count", {"shift": cut.shift, "until": cut.until})
    await caja.close(cut, Count(typed=Money.units(35)))


async def life(folder: Path, api: FakeApi, fuse: Fuse, name: str) -> None:
    journal = await open_journal(folder, Environment(crash=fuse))
    try:
        till = await Till(api, journal, FakeOperator(), ids=name).open()
        till.hands.paper.append(True)
        await till.services.startup.run()
        await work(till)
    finally:
        await journal.close()


async def checked(folder: Path, api: FakeApi) -> ShiftState | None:
    """What the book says after the cut: whole, and the same drawer however it is added up."""
    journal = await open_journal(folder)
    try:
        assert await journal.verify_chain() is None
        till = Till(api, journal, FakeOperator(), ids="look")
        caja = till.services.till
        now = await caja.look()
        if now.shift is None:
            return None
        sold = total(one.amount or ZERO for one in await _kept(journal))
        moved = total(one.amount for one in now.movements)
        if now.shift.is_open:
            assert now.shift.closing is None
            assert now.expected == Money.units(10) + sold + moved
        else:
            closing = now.shift.closing
            assert closing is not None
            assert closing == sealed(now.shift, closing, "")
            assert await _again(caja, now.shift) == closing.figures
            assert difference(now.shift) == ZERO
        return now.shift.state
    finally:
        await journal.close()


async def _kept(journal: Journal):
    held = {"ACCEPTED", "PRINTING", "PRINT_UNSURE", "DELIVERED"}
    return [one for one in await journal.recent(OperationType.SALE, 9) if one.state in held]


async def _again(caja: TillService, shift):
    return await caja.figures(shift)


async def test_at_every_boundary(tmp_path: Path) -> None:
    seen: set[ShiftState | None] = set()
    for at in range(_MOST):
        folder, fuse = tmp_path / str(at), Fuse(at)
        folder.mkdir()
        api = FakeApi(StillClock())
        try:
            await life(folder, api, fuse, "first")
        except PowerCut:
            seen.add(await checked(folder, api))
            await life(folder, api, Fuse(-1), "second")
        assert await checked(folder, api) is ShiftState.CLOSED
        if not fuse.blown:
            assert at > 20
            assert seen == {None, ShiftState.OPEN, ShiftState.CLOSED}
            return
    pytest.fail("the work never ended")
