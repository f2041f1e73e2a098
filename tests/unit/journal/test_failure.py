"""Disks that fail, processes that die: what was committed is there, what was not is not."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from app.errors import Known
from app.journal.database import FILE, NEEDED_FREE
from app.journal.environment import Environment
from app.journal.opening import open_store
from app.journal.seal import KEY_FILE
from tests.unit.journal.support import failing, held, journal, record
from tests.unit.journal.test_opening import child


def code_of(call, *arguments):
    with pytest.raises(Known) as raised:
        call(*arguments)
    return raised.value.code


@pytest.mark.parametrize("begins", ["BEGIN", "INSERT INTO operation", "INSERT INTO journal", "COMMIT"])
@pytest.mark.parametrize(
    ("sqlite_code", "first"),
    [
        (sqlite3.SQLITE_IOERR | (4 << 8), "journal.broken"),  # SQLITE_IOERR_FSYNC
        (sqlite3.SQLITE_FULL, "journal.no_space"),
        (sqlite3.SQLITE_CONSTRAINT, "journal.broken"),
        (sqlite3.SQLITE_CORRUPT, "journal.broken"),
    ],
)
def test_after_a_failed_write_nothing_is_written_until_a_restart(tmp_path, begins, sqlite_code, first):
    with failing(tmp_path) as (store, disk):
        store.write(record("a", "SENDING", in_flight=True))
        disk.arm(begins, sqlite_code)
        assert code_of(store.write, record("a", "ACCEPTED", number=1)) == first
        disk.arm("", 0)
        assert store.frozen
        assert code_of(store.write, record("a", "ACCEPTED", number=1)) == "journal.broken"
        assert code_of(store.keep, "draft", 1) == "journal.broken"
        assert held(store, "a").state == "SENDING"
    with journal(tmp_path) as store:
        assert held(store, "a").state == "SENDING"
        store.write(record("a", "ACCEPTED", number=1))
        assert store.verify_chain() is None
        assert store.verify_operations() == frozenset()


def test_a_kept_value_that_cannot_be_written_freezes_too(tmp_path):
    with failing(tmp_path) as (store, disk):
        disk.arm("INSERT INTO kept", sqlite3.SQLITE_FULL)
        assert code_of(store.keep, "draft", 1) == "journal.no_space"
        assert code_of(store.write, record("a", "SENDING")) == "journal.broken"


def test_a_file_that_cannot_be_read_is_not_written_either(tmp_path):
    with failing(tmp_path) as (store, disk):
        store.write(record("a", "SENDING"))
        disk.arm("SELECT", sqlite3.SQLITE_IOERR)
        assert code_of(store.operation, "a") == "journal.broken"
        assert code_of(store.verify_chain) == "journal.broken"
        disk.arm("", 0)
        assert code_of(store.write, record("b", "SENDING")) == "journal.broken"


def test_even_a_rollback_that_fails_only_freezes(tmp_path):
    with failing(tmp_path) as (store, disk):
        store.write(record("a", "ACCEPTED", number=1))
        disk.arm("ROLLBACK", sqlite3.SQLITE_IOERR)
        assert code_of(store.write, record("b", "ACCEPTED", number=1)) == "journal.duplicate_ticket"
        assert store.frozen


def test_a_full_disk_refuses_new_calls_but_takes_the_answers_of_old_ones(tmp_path):
    free = [NEEDED_FREE]
    with journal(tmp_path, Environment(free_bytes=lambda folder: free[0])) as store:
        store.write(record("a", "SENDING", in_flight=True))
        free[0] = NEEDED_FREE - 1
        store.write(record("a", "AMBIGUOUS", in_flight=True))
        store.write(record("a", "ACCEPTED", number=1))
        assert code_of(store.write, record("b", "SENDING", in_flight=True)) == "journal.no_space"
        assert store.operation("b") is None
        free[0] = NEEDED_FREE
        store.write(record("b", "SENDING", in_flight=True))


class Crash(BaseException):
    """The process is gone from here on."""


class CrashAt:
    """Dies when it passes a boundary for the n-th time."""

    def __init__(self, point, nth):
        self.left = nth
        self.point = point

    def __call__(self, point):
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                raise Crash


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize(
    ("point", "kept"), [("before_begin", False), ("before_commit", False), ("after_commit", True)]
)
def test_a_crash_at_a_boundary_keeps_all_of_a_transaction_or_nothing(tmp_path, point, kept, nth):
    store = open_store(tmp_path, Environment(crash=CrashAt(point, nth)))
    pairs = [(record(f"a{n}", "ACCEPTED", number=n, pin="1"), record(f"b{n}", "SENDING")) for n in range(3)]
    for pair in pairs[: nth - 1]:
        store.write(*pair)
    with pytest.raises(Crash):
        store.write(*pairs[nth - 1])
    store.close()
    done = nth if kept else nth - 1
    with journal(tmp_path) as after:
        names = [found.id for found in after.open_operations({})]
        assert names == [name for n in range(done) for name in (f"a{n}", f"b{n}")]
        assert after.head().seq == 2 * done
        assert after.verify_chain() is None
        assert after.verify_operations() == frozenset()


def test_a_killed_process_loses_no_record_it_was_told_is_written(tmp_path):
    for life in range(4):
        with child("write", tmp_path) as writer:
            seen = [int(writer.stdout.readline()) for _ in range(25 + life)]
            writer.kill()
            seen += [int(line) for line in writer.stdout if line.endswith("\n")]
        with journal(tmp_path) as store:
            assert store.head().seq in {seen[-1], seen[-1] + 1}  # the last one may have been said or not
            assert store.verify_chain() is None
            assert store.verify_operations() == frozenset()
            assert all(held(store, f"op-{n}").body == {"n": n} for n in seen)


def test_a_torn_log_gives_back_a_whole_beginning(tmp_path):
    live, torn = tmp_path / "live", tmp_path / "torn"
    with journal(live) as store:
        for n in range(12):
            store.write(
                record(f"op{n}", "SENDING", body={"x": "y" * 300}), record(f"op{n}", "ACCEPTED", number=n)
            )
        database, log = (live / FILE).read_bytes(), (live / f"{FILE}-wal").read_bytes()
    assert len(log) > 50_000
    found = []
    for cut in [*range(0, len(log), len(log) // 23), len(log)]:
        shutil.rmtree(torn, ignore_errors=True)
        torn.mkdir()
        shutil.copy(live / KEY_FILE, torn / KEY_FILE)
        (torn / FILE).write_bytes(database)
        (torn / f"{FILE}-wal").write_bytes(log[:cut])
        with journal(torn) as store:
            names = [each.id for each in store.open_operations({})]
            assert names == [f"op{n}" for n in range(len(names))]
            assert store.head().seq == 2 * len(names)
            assert store.verify_operations() == frozenset()
            found.append(len(names))
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 12)
