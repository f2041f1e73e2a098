"""Copies: complete, alone in their file, replaced whole, so many and no more."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from app.errors import Known
from app.journal.backup import nightly_backup
from app.journal.database import FILE
from app.journal.seal import KEY_FILE
from tests.unit.journal.support import journal, raw, record


def test_a_copy_taken_while_open_is_a_whole_journal(tmp_path):
    profile, restored = tmp_path / "profile", tmp_path / "restored"
    with journal(profile) as store:
        store.write(record("a", "ACCEPTED", number=1, body={"n": 1}))
        store.keep("draft", ["123*5"])
        copy = nightly_backup(store, tmp_path / "copies", date(2026, 3, 14))
        store.write(record("b", "SENDING"))
        assert store.operation("b") is not None
    assert [file.name for file in copy.parent.iterdir()] == ["journal-2026-03-14.db"]
    restored.mkdir()
    shutil.copy(copy, restored / FILE)
    shutil.copy(profile / KEY_FILE, restored / KEY_FILE)
    with journal(restored) as store:
        assert [found.id for found in store.open_operations({})] == ["a"]
        assert store.kept("draft") == ["123*5"]
        assert store.verify_chain() is None
        store.write(record("c", "SENDING"))


@pytest.mark.parametrize("whole", [True, False])
def test_remains_of_a_copy_cut_short_do_not_reach_the_next_one(tmp_path, whole):
    copies, other = tmp_path / "copies", tmp_path / "other"
    copies.mkdir()
    with journal(other) as store:
        store.write(record("stranger", "SENDING"))
        for suffix in ("", "-wal"):
            remains = (other / f"{FILE}{suffix}").read_bytes()
            content = remains if whole else remains[::-1]
            (copies / f"journal-2026-03-14.db.new{suffix}").write_bytes(content)
    with journal(tmp_path / "profile") as store:
        store.write(record("a", "SENDING"))
        copy = nightly_backup(store, copies, date(2026, 3, 14))
    assert list(copies.iterdir()) == [copy]
    with raw(copy) as db:
        assert db.execute("SELECT id FROM operation").fetchall() == [("a",)]


def test_only_the_newest_copies_are_kept_and_other_files_left_alone(tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "journal-before-v2.db").write_text("mine")
    with journal(tmp_path / "profile") as store:
        for n in range(5):
            nightly_backup(store, copies, date(2026, 12, 30) + timedelta(days=n), keep=3)
        nightly_backup(store, copies, date(2027, 1, 3), keep=3)
    names = sorted(file.name for file in copies.iterdir())
    assert names == [
        "journal-2027-01-01.db",
        "journal-2027-01-02.db",
        "journal-2027-01-03.db",
        "journal-before-v2.db",
    ]


def test_a_failed_copy_leaves_the_journal_and_the_older_copy_as_they_are(tmp_path):
    copies = tmp_path / "copies"
    with journal(tmp_path / "profile") as store:
        store.write(record("a", "SENDING"))
        (copies / "journal-2026-03-14.db").mkdir(parents=True)
        with pytest.raises(Known) as raised:
            nightly_backup(store, copies, date(2026, 3, 14))
        assert raised.value.code == "journal.backup_failed"
        assert [file.name for file in copies.iterdir()] == ["journal-2026-03-14.db"]
        store.write(record("b", "SENDING"))
