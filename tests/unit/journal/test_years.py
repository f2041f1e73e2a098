"""A book of years: what a start reads does not grow with it."""

from __future__ import annotations

import pytest

from app.journal import database, opening
from app.journal.queries import _STATES
from app.ports import OperationType
from app.services.startup import FINAL_STATES
from tests.unit.journal.support import journal, record


def test_a_small_book_is_checked_whole_at_the_start(tmp_path, monkeypatch):
    checked = []
    monkeypatch.setattr(database, "check", lambda db, file: checked.append(file.name))
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))
    with journal(tmp_path):
        pass
    assert checked == ["journal.db", "journal.db"]


def test_a_large_one_by_its_end_and_in_quiet_hours(tmp_path, monkeypatch):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))
    monkeypatch.setattr(opening, "CHECKED_WHOLE", 1)
    monkeypatch.setattr(database, "check", lambda db, file: pytest.fail("the whole file was read"))
    with journal(tmp_path) as store:
        assert store.operation("a") is not None
        assert store.verify_chain() is None


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (_STATES, ("SALE",)),
        ("SELECT id FROM operation WHERE type = ? AND state IN (?, ?)", ("SALE", "SENDING", "PARKED")),
    ],
)
def test_what_is_open_is_found_by_the_index(tmp_path, sql, values):
    with journal(tmp_path) as store:
        plan = [row[3] for row in store._rows(f"EXPLAIN QUERY PLAN {sql}", *values)]
    steps = [step for step in plan if "operation" in step]
    assert steps
    assert all(step.startswith("SEARCH operation USING") for step in steps)


def test_open_ones_are_found_among_many_closed(tmp_path):
    with journal(tmp_path) as store:
        for at in range(300):
            store.write(record(f"done-{at}", "DELIVERED"), record(f"no-{at}", "REJECTED"))
        store.write(record("z", "REFUND_DUE"), record("paid", "DISBURSED", type_=OperationType.PAY))
        store.write(record("claim", "CLAIM", type_=OperationType.PAY), record("b", "PARKED"))
        assert [one.id for one in store.open_operations(FINAL_STATES)] == ["z", "claim", "b"]
