"""The journal in memory that the services' tests use says yes and no as the real one does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.secret import Secret
from app.domain.ticket import TicketKey
from app.errors import Known
from app.money import Money
from app.ports import Operation, OperationType, Record
from tests.helpers.memory_journal import MemoryJournal
from tests.unit.journal.support import journal

AT = datetime(2024, 10, 22, 16, tzinfo=UTC)
DAYS = (date(2024, 10, 22), date(2024, 10, 23))
SALES = ("SENDING", "ACCEPTED", "DELIVERED", "ABSENT")
PAYS = ("PAY_SENDING", "PAY_CONFIRMED", "DISBURSING", "DISBURSED", "PAY_DENIED")
FINAL = {
    OperationType.SALE: frozenset({"DELIVERED", "ABSENT"}),
    OperationType.PAY: frozenset({"DISBURSED", "PAY_DENIED"}),
    OperationType.VOID: frozenset[str](),
    OperationType.GHOST: frozenset[str](),
}


@st.composite
def records(draw: st.DrawFn) -> Record:
    paying = draw(st.booleans())
    which = draw(st.integers(1, 3))
    pin = draw(st.sampled_from([None, "1234"]))
    return Record(
        f"{'pay' if paying else 'sale'}-{which}",
        OperationType.PAY if paying else OperationType.SALE,
        draw(st.sampled_from(PAYS if paying else SALES)),
        AT,
        in_flight=draw(st.booleans()),
        number=draw(st.sampled_from([None, 7, 8])),
        day=draw(st.sampled_from(DAYS)),
        amount=draw(st.sampled_from([None, Money(5)])),
        body=draw(st.sampled_from([{}, {"a": 1}, {"a": 2, "b": [1, "x"]}])),
        pin=Secret(pin) if pin else None,
        erase_pin=not pin and draw(st.booleans()),
    )


def plain(operation: Operation | None) -> object:
    """An operation without what the memory does not keep: the mapping's own type."""
    if operation is None:
        return None
    names = (name for name in Operation.__slots__ if name != "body")
    return [getattr(operation, name) for name in names], dict(operation.body)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(records(), min_size=1, max_size=2), max_size=10))
def test_the_same_answers(writes: list[list[Record]]):
    with TemporaryDirectory() as folder, journal(Path(folder)) as real, asyncio.Runner() as runner:
        memory = MemoryJournal()
        for batch in writes:
            written = partial(real.write, *batch), partial(runner.run, memory.write(*batch))
            assert _code(written[0]) == _code(written[1])
        for name in [f"{kind}-{n}" for kind in ("sale", "pay") for n in (1, 2, 3)]:
            assert plain(real.operation(name)) == plain(runner.run(memory.operation(name)))
        for day in DAYS:
            assert real.numbers(day) == runner.run(memory.numbers(day))
            for number in (7, 8):
                key = TicketKey(number, day)
                pays = runner.run(memory.by_ticket(key, OperationType.PAY))
                assert [one.id for one in real.by_ticket(key, OperationType.PAY)] == [one.id for one in pays]
        ours = runner.run(memory.open_operations(FINAL))
        assert [one.id for one in real.open_operations(FINAL)] == [one.id for one in ours]
        newest = runner.run(memory.recent(OperationType.SALE, 2))
        assert [one.id for one in real.recent(OperationType.SALE, 2)] == [one.id for one in newest]


def _code(write: Callable[[], object]) -> str:
    try:
        write()
    except Known as error:
        return error.code
    return ""
