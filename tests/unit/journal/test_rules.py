"""The rules that the database itself keeps: one call in flight, one payout, one sale per ticket."""

from __future__ import annotations

import pytest

from app.errors import Known
from tests.unit.journal.support import GHOST, PAY, SALE, journal, paid, record


def refused(store, *records):
    with pytest.raises(Known) as raised:
        store.write(*records)
    return raised.value.code


def test_a_second_money_call_is_refused_until_the_first_is_settled(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING", in_flight=True))
        assert refused(store, record("b", "SENDING", in_flight=True)) == "journal.busy"
        assert refused(store, record("c", "PAY_SENDING", type_=PAY, in_flight=True)) == "journal.busy"
        store.write(record("a", "AMBIGUOUS", in_flight=True))
        assert refused(store, record("b", "SENDING", in_flight=True)) == "journal.busy"
        store.write(record("a", "PARKED"))
        store.write(record("b", "SENDING", in_flight=True))
        assert refused(store, record("a", "SENDING", in_flight=True)) == "journal.busy"


def test_the_call_in_flight_is_remembered_over_a_restart(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING", in_flight=True))
    with journal(tmp_path) as store:
        assert refused(store, record("b", "SENDING", in_flight=True)) == "journal.busy"


@pytest.mark.parametrize("held", ["PAY_CONFIRMED", "DISBURSING", "DISBURSED", "CLAIM"])
@pytest.mark.parametrize("wanted", ["PAY_CONFIRMED", "DISBURSING", "DISBURSED", "CLAIM"])
def test_a_ticket_is_paid_out_once(tmp_path, held, wanted):
    with journal(tmp_path) as store:
        store.write(paid("a", held))
        assert refused(store, paid("b", wanted)) == "journal.paid"
        store.write(paid("b", wanted, number=8))


def test_attempts_that_paid_nothing_do_not_count(tmp_path):
    with journal(tmp_path) as store:
        for name, state in [
            ("a", "PAY_DENIED"),
            ("b", "PAY_AMBIGUOUS"),
            ("c", "PAY_SENDING"),
        ]:
            store.write(paid(name, state))
        store.write(paid("b", "PAY_CONFIRMED"))
        store.write(paid("b", "DISBURSING"))
        store.write(paid("b", "DISBURSED"))
        assert refused(store, paid("c", "PAY_CONFIRMED")) == "journal.paid"


@pytest.mark.parametrize("type_", [GHOST, SALE])
def test_a_ticket_belongs_to_one_operation(tmp_path, type_):
    with journal(tmp_path) as store:
        store.write(record("a", "DELIVERED", number=5))
        assert refused(store, record("b", "ACCEPTED", number=5, type_=type_)) == "journal.duplicate_ticket"
        store.write(record("a", "VOIDING", number=5))
        store.write(record("p", "PAY_SENDING", number=5, type_=PAY))


def test_a_refused_record_leaves_nothing_of_its_transaction_and_goes_on(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "DELIVERED", number=5))
        both = (record("b", "SENDING", pin="1"), record("c", "ACCEPTED", number=5))
        assert refused(store, *both) == "journal.duplicate_ticket"
        assert store.operation("b") is None
        assert not store.frozen
        store.write(record("c", "ACCEPTED", number=6))
        assert store.head().seq == 2
        assert store.verify_chain() is None
        assert store.verify_operations() == frozenset()
