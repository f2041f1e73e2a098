"""What is written is there after a reopening, folded as the port promises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.secret import Secret
from app.domain.ticket import TicketKey
from app.errors import Bug
from app.money import Money
from app.ports import OperationType, Record
from tests.unit.journal.support import DAY, GHOST, PAY, SALE, START, journal, record


def test_operation_survives_reopening_with_everything_it_held(tmp_path):
    with journal(tmp_path) as store:
        store.write(
            record("a", "SENDING", in_flight=True, amount=Money(500), body={"wagers": ["00", 5], "how": "?"})
        )
        store.write(record("a", "ACCEPTED", after_s=2, number=41, pin="0042", body={"how": "direct"}))
        before = store.operation("a")
    with journal(tmp_path) as store:
        after = store.operation("a")
    assert after == before
    assert after is not None
    assert (after.id, after.type, after.state, after.in_flight) == ("a", SALE, "ACCEPTED", False)
    assert (after.number, after.day, after.amount) == (41, DAY, Money(500))
    assert (after.started_at, after.updated_at) == (START, START + timedelta(seconds=2))
    assert after.pin == Secret("0042")


def test_later_bodies_replace_keys_of_earlier_ones_and_keep_the_rest(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING", body={"wagers": [{"x": 1}], "cause": "old", "deep": {"a": 1}}))
        store.write(record("a", "REJECTED", body={"cause": "nueva ñ \x00 \u2028", "deep": {"b": None}}))
        found = store.operation("a")
    assert found is not None
    assert found.body == {"wagers": [{"x": 1}], "cause": "nueva ñ \x00 \u2028", "deep": {"b": None}}


def test_several_records_are_one_transaction(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "ACCEPTED", number=1, pin="9"), record("a", "PRINTING", body={"print": 0}))
        found = store.operation("a")
        assert [step.state for step in store.history("a")] == ["ACCEPTED", "PRINTING"]
        assert store.head().seq == 2
    assert found is not None
    assert (found.state, found.number, found.pin) == ("PRINTING", 1, Secret("9"))


def test_nothing_to_write_writes_nothing(tmp_path):
    with journal(tmp_path) as store:
        store.write()
        assert store.head().seq == 0


def test_unknown_operation_is_none(tmp_path):
    with journal(tmp_path) as store:
        assert store.operation("nobody") is None
        assert store.history("nobody") == ()


def test_history_gives_the_records_of_one_operation_among_others(tmp_path):
    first = record("a", "SENDING", in_flight=True, body={"n": 1})
    with journal(tmp_path) as store:
        store.write(first)
        store.write(record("b", "PAY_DENIED", type_=PAY))
        store.write(record("a", "ACCEPTED", number=3, amount=Money(7)))
        assert store.history("a") == (first, record("a", "ACCEPTED", number=3, amount=Money(7)))


def test_open_operations_are_those_not_final_oldest_first(tmp_path):
    with journal(tmp_path) as store:
        for name, type_, state in [
            ("a", PAY, "DISBURSING"),
            ("b", SALE, "DELIVERED"),
            ("c", SALE, "PRINTING"),
            ("d", PAY, "DELIVERED"),
            ("e", GHOST, "DELIVERED"),
        ]:
            store.write(record(name, state, type_=type_))
        store.write(record("a", "CLAIM", type_=PAY))
        final = {SALE: frozenset({"DELIVERED", "VOIDED"}), PAY: frozenset({"CLAIM"})}
        assert [found.id for found in store.open_operations(final)] == ["c", "d", "e"]
        assert [found.id for found in store.open_operations({})] == ["a", "b", "c", "d", "e"]


def test_operations_of_a_ticket_and_the_newest_of_a_kind(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("s", "DELIVERED", number=5))
        store.write(record("p1", "PAY_DENIED", type_=PAY, number=5))
        store.write(record("p2", "PAY_SENDING", type_=PAY, number=5))
        store.write(record("p3", "PAY_DENIED", type_=PAY, number=5, day=date(2026, 3, 13)))
        store.write(record("p1", "PAY_DENIED", type_=PAY, number=5))
        assert [found.id for found in store.by_ticket(TicketKey(5, DAY), PAY)] == ["p2", "p1"]
        assert [found.id for found in store.by_ticket(TicketKey(5, DAY), SALE)] == ["s"]
        assert store.by_ticket(TicketKey(6, DAY), SALE) == ()
        assert store.by_ticket(TicketKey(10**30, DAY), SALE) == ()
        assert [found.id for found in store.recent(PAY, 2)] == ["p3", "p2"]


def test_numbers_of_a_day_are_sales_and_late_arrivals(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "DELIVERED", number=5))
        store.write(record("g", "VOIDED", type_=GHOST, number=6))
        store.write(record("p", "PAY_DENIED", type_=PAY, number=7))
        store.write(record("y", "DELIVERED", number=8, day=date(2026, 3, 13)))
        assert store.numbers(DAY) == {5, 6}


def test_kept_values_survive_change_and_go(tmp_path):
    with journal(tmp_path) as store:
        store.keep("draft", {"lines": ["123*5"], "n": 1})
        store.keep("amount", 5)
        store.keep("amount", 6)
        store.keep("gone", [1])
        store.keep("gone", None)
    with journal(tmp_path) as store:
        assert store.kept("draft") == {"lines": ["123*5"], "n": 1}
        assert store.kept("amount") == 6
        assert store.kept("gone") is None
        assert store.kept("never") is None


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), Decimal(1), b"x", {1: "x"}, [{"a": [0.1]}], Secret("1")]
)
def test_anything_but_whole_json_is_a_bug_before_the_disk(tmp_path, value):
    with journal(tmp_path) as store:
        with pytest.raises(Bug, match="not_json"):
            store.write(record("a", "SENDING", body={"v": value}))
        with pytest.raises(Bug, match="not_json"):
            store.keep("v", value)
        assert not store.frozen
        assert store.operation("a") is None


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (Record("a", SALE, "SENDING", datetime(2026, 1, 1)), "journal.naive_time"),  # noqa: DTZ001
        (record("a", "SENDING", number=2**63), "journal.number_too_big"),
        (record("a", "SENDING", amount=Money(-(2**63) - 1)), "journal.number_too_big"),
        (record("a", "SENDING", pin="1", erase_pin=True), "journal.pin_kept_and_erased"),
        (record("known", "SENDING", type_=PAY), "journal.type_changed"),
    ],
)
def test_what_cannot_be_is_a_bug_and_leaves_the_journal_usable(tmp_path, bad, code):
    with journal(tmp_path) as store:
        store.write(record("known", "SENDING"))
        with pytest.raises(Bug) as raised:
            store.write(record("b", "SENDING"), bad)
        assert raised.value.code == code
        assert store.operation("b") is None
        store.write(record("c", "SENDING"))


def test_broken_text_from_outside_does_not_stop_a_record(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "REJECTED", body={"text": "no \ud800 hay"}))
        found = store.operation("a")
    assert found is not None
    assert found.body["text"] == "no ? hay"


def test_times_are_kept_to_the_millisecond_in_any_zone(tmp_path):
    moment = datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    with journal(tmp_path) as store:
        store.write(Record("a", OperationType.VOID, "VOIDING", moment))
        found = store.operation("a")
    assert found is not None
    assert found.started_at == moment.replace(microsecond=999000)
