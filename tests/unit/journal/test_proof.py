"""The book cannot be changed through SQL, and a change behind its back is found."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from app.errors import Known
from app.journal.database import FILE
from tests.unit.journal.support import journal, raw, record, without_triggers


def fill(folder, rows):
    with journal(folder) as store:
        store.write(*(record(f"op{n}", "ACCEPTED", number=n, body={"note": f"canary-{n:05}"}) for n in rows))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET state = 'VOIDED' WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
        "INSERT INTO journal SELECT 9, operation, type, state, at_ms, in_flight, number, day, amount, body, "
        "prev, mac FROM journal WHERE seq = 1",
    ],
)
def test_the_journal_is_append_only(tmp_path, sql):
    fill(tmp_path, range(1, 4))
    with raw(tmp_path / FILE) as db:
        before = db.execute("SELECT * FROM journal").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(sql)
        assert db.execute("SELECT * FROM journal").fetchall() == before


def test_a_flipped_byte_in_the_file_is_found(tmp_path):
    fill(tmp_path, range(1, 20))
    file = tmp_path / FILE
    content = file.read_bytes()
    assert content.count(b"canary-00007") == 2  # the journal's row and the operation's
    found = set()
    for at in [content.index(b"canary-00007"), content.rindex(b"canary-00007")]:
        changed = bytearray(content)
        changed[at] ^= 1
        file.write_bytes(changed)
        found.add(_damage(tmp_path))
    assert found == {"journal.damaged", frozenset({"op7"})}
    file.write_bytes(content)
    assert _damage(tmp_path) == frozenset()


def _damage(folder):
    try:
        with journal(folder) as store:
            return store.verify_operations()
    except Known as error:
        return error.code


@pytest.mark.parametrize(
    ("sql", "at"),
    [
        ("UPDATE journal SET amount = 1 WHERE seq = 3", 3),
        ("UPDATE journal SET body = '{}' WHERE seq = 1", 1),
        ("UPDATE journal SET prev = zeroblob(32) WHERE seq = 4", 4),
        ("UPDATE journal SET mac = zeroblob(32) WHERE seq = 4", 4),
        ("DELETE FROM journal WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq >= 700", 700),
    ],
)
def test_the_chain_names_the_first_bad_row(tmp_path, sql, at):
    fill(tmp_path, range(1, 701))
    with journal(tmp_path) as store:
        assert store.verify_chain() is None
    with journal(tmp_path) as store:
        db = store._db
        for name in ("journal_never_changes", "journal_never_shrinks"):
            db.execute(f"DROP TRIGGER {name}")
        db.execute(sql)
        assert store.verify_chain() == at
        slices = [store.verify_chain(after, 100) for after in range(0, 700, 100)]
        assert min(found for found in slices if found is not None) == at


def test_a_row_of_another_life_of_the_same_journal_does_not_fit(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    fill(here, range(1, 3))
    shutil.copytree(here, there)
    for folder, state in [(here, "REJECTED"), (there, "ACCEPTED")]:
        with journal(folder) as store:
            store.write(record("x", state))
            store.write(record("y", "SENDING", body={"in": state}))
    with raw(there / FILE) as db:
        body, mac = db.execute("SELECT body, mac FROM journal WHERE seq = 4").fetchone()
    with raw(here / FILE) as db:
        without_triggers(db)
        db.execute("UPDATE journal SET body = ?, mac = ? WHERE seq = 4", (body, mac))
    assert _damage(here) == "journal.damaged"


def test_a_cut_off_tail_stops_the_start(tmp_path):
    fill(tmp_path, range(1, 10))
    with raw(tmp_path / FILE) as db:
        without_triggers(db)
        db.execute("DELETE FROM journal WHERE seq > 5")
    assert _damage(tmp_path) == "journal.damaged"


def test_rows_put_behind_the_end_stop_the_start(tmp_path):
    fill(tmp_path, range(1, 10))
    with raw(tmp_path / FILE) as db:
        db.execute("UPDATE sqlite_sequence SET seq = 5")
    assert _damage(tmp_path) == "journal.damaged"


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("UPDATE operation SET state = 'DISBURSED' WHERE id = 'op2'", {"op2"}),
        ("UPDATE operation SET number = 99 WHERE id = 'op3'", {"op3"}),
        ("UPDATE operation SET id = 'op9' WHERE id = 'op3'", {"op3", "op9"}),
        ("DELETE FROM operation WHERE id = 'op1'", {"op1"}),
    ],
)
def test_an_operation_that_the_book_does_not_bear_out_is_named(tmp_path, sql, names):
    fill(tmp_path, range(1, 4))
    with raw(tmp_path / FILE) as db:
        db.execute(sql)
    with journal(tmp_path) as store:
        assert store.verify_chain() is None
        assert store.verify_operations() == names


def test_the_head_moves_with_every_row_and_stays_over_a_restart(tmp_path):
    heads = []
    with journal(tmp_path) as store:
        for n in range(3):
            heads.append(store.head())
            store.write(record(f"op{n}", "SENDING"))
        heads.append(store.head())
    assert [head.seq for head in heads] == [0, 1, 2, 3]
    assert len({head.mac for head in heads}) == 4
    with journal(tmp_path) as store:
        assert store.head() == heads[-1]
