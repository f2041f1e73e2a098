"""Opening: one process, one key, known schema, healthy file, room on the disk."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.secret import Secret
from app.errors import Bug, Known
from app.journal import database
from app.journal.database import FILE, NEEDED_FREE
from app.journal.environment import Environment
from app.journal.migrations import shipped, statements
from app.journal.seal import KEY_FILE
from app.ports import OperationType
from tests.unit.journal.support import FailingDisk, held, journal, raw, record

ROOT = Path(__file__).resolve().parents[3]
CHILD = "tests.unit.journal.child"


@contextmanager
def child(task: str, folder: Path):
    command = [sys.executable, "-m", CHILD, task, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def refusal(folder, environment=None):
    with pytest.raises(Known) as raised, journal(folder, environment):
        pass
    return raised.value


def test_a_second_process_is_refused_while_the_first_lives(tmp_path):
    with child("hold", tmp_path) as holder:
        assert holder.stdout.readline() == "open\n"
        error = refusal(tmp_path)
        assert (error.code, error.params) == ("journal.in_use", {"folder": str(tmp_path)})
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))


def test_a_second_store_in_this_process_is_refused_and_harms_nothing(tmp_path):
    with journal(tmp_path) as store:
        assert refusal(tmp_path).code == "journal.in_use"
        store.write(record("a", "SENDING"))
        assert refusal(tmp_path).code == "journal.in_use"


def test_a_profile_folder_is_made_for_its_user_alone(tmp_path):
    folder = tmp_path / "deep" / "profile"
    with journal(folder):
        pass
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert len((folder / KEY_FILE).read_bytes()) == 32


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    assert refusal(tmp_path / "file" / "profile").code == "journal.cannot_open"
    (tmp_path / "taken" / FILE).mkdir(parents=True)
    assert refusal(tmp_path / "taken").code == "journal.cannot_open"


@pytest.mark.parametrize("free", [0, NEEDED_FREE - 1])
def test_a_nearly_full_disk_stops_the_start(tmp_path, free):
    error = refusal(tmp_path, Environment(free_bytes=lambda folder: free))
    assert (error.code, error.params["need_mb"]) == ("journal.no_space", 200)


def test_just_enough_room_is_enough(tmp_path):
    with journal(tmp_path, Environment(free_bytes=lambda folder: NEEDED_FREE)) as store:
        store.write(record("a", "SENDING", in_flight=True))


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough" * 30, b"SQLite format 3\0" * 60]
)
def test_another_file_in_its_place_is_damage(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert refusal(tmp_path).code == "journal.damaged"
    assert (tmp_path / FILE).read_bytes() == content


def test_a_page_overwritten_is_damage(tmp_path):
    with journal(tmp_path) as store:
        store.write(*(record(f"op{n}", "SENDING", body={"x": "y" * 500}) for n in range(50)))
    content = bytearray((tmp_path / FILE).read_bytes())
    content[-8192:-4096] = b"\xa5" * 4096
    (tmp_path / FILE).write_bytes(content)
    error = refusal(tmp_path)
    assert (error.code, error.params) == ("journal.damaged", {"file": str(tmp_path / FILE)})


@pytest.mark.parametrize("table", ["kept", "sealed_pin", "one_payout_per_ticket", "operation_by_age"])
def test_a_spoiled_page_of_any_table_or_index_is_damage(tmp_path, table):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))
    with raw(tmp_path / FILE) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    content = bytearray((tmp_path / FILE).read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    (tmp_path / FILE).write_bytes(content)
    assert refusal(tmp_path).code == "journal.damaged"


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("locking_mode", "exclusive"), ("foreign_keys", 1)],
)
def test_what_durability_rests_on_is_set(tmp_path, setting, value):
    seen = []

    class Spy(FailingDisk):
        def close(self):
            seen.append(self.execute(f"PRAGMA {setting}").fetchone()[0])
            super().close()

    with journal(tmp_path, Environment(connect=Spy)):
        pass
    assert seen == [value]


def test_too_old_an_sqlite_is_told():
    with pytest.raises(Known) as raised:
        database.require_sqlite((3, 36, 9))
    assert raised.value.code == "journal.old_sqlite"
    database.require_sqlite((3, 37, 0))


# ---- the key


def test_a_lost_key_is_never_replaced(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))
    kept = (tmp_path / KEY_FILE).read_bytes()
    for content in (None, b"short", bytes(32)):
        (tmp_path / KEY_FILE).unlink(missing_ok=True)
        if content is not None:
            (tmp_path / KEY_FILE).write_bytes(content)
        assert refusal(tmp_path).code == "journal.key_missing"
    (tmp_path / KEY_FILE).write_bytes(kept)
    with journal(tmp_path) as store:
        assert store.operation("a") is not None


def test_a_key_draft_left_by_a_power_cut_is_no_key(tmp_path):
    (tmp_path / KEY_FILE).with_suffix(".new").write_bytes(b"half")
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))
    with journal(tmp_path) as store:
        assert store.verify_chain() is None


def test_the_key_comes_from_the_given_randomness_and_store(tmp_path):
    class Elsewhere:
        key = None

        def read(self):
            return self.key

        def save(self, key):
            self.key = key

    keys = Elsewhere()
    outside = Environment(urandom=lambda n: b"\x07" * n, keys=keys)
    with journal(tmp_path, outside) as store:
        store.write(record("a", "ACCEPTED", number=1, pin="1234"))
    with journal(tmp_path, outside) as store:
        assert held(store, "a").pin == Secret("1234")
    assert keys.key == b"\x07" * 32
    assert not (tmp_path / KEY_FILE).exists()


def test_a_key_that_cannot_be_saved_stops_the_start(tmp_path):
    class Full:
        def read(self):
            return None

        def save(self, key):
            raise OSError(28, "No space left on device")

    assert refusal(tmp_path, Environment(keys=Full())).code == "journal.no_space"


# ---- the schema

NEXT = "CREATE TABLE shift (id INTEGER PRIMARY KEY) STRICT;\nINSERT INTO shift VALUES (1);\n"


def test_a_newer_schema_is_left_alone(tmp_path):
    with journal(tmp_path):
        pass
    newer = len(shipped()) + 1
    with raw(tmp_path / FILE) as db:
        db.execute(f"PRAGMA user_version={newer}")
    error = refusal(tmp_path)
    assert error.code == "journal.newer_schema"
    assert error.params == {"found": newer, "known": newer - 1}


def test_a_migration_backs_up_first_and_keeps_the_data(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING", body={"n": 1}))
    newest = len(shipped()) + 1
    with journal(tmp_path, Environment(migrations={**shipped(), newest: NEXT})) as store:
        assert held(store, "a").body == {"n": 1}
        assert store.verify_chain() is None
    with raw(tmp_path / "backups" / f"journal-before-v{newest}.db") as copy:
        assert copy.execute("SELECT id FROM operation").fetchall() == [("a",)]
        assert copy.execute("PRAGMA user_version").fetchone() == (newest - 1,)
    with raw(tmp_path / FILE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (newest,)
        assert db.execute("SELECT id FROM shift").fetchall() == [(1,)]


def test_a_new_profile_needs_no_backup(tmp_path):
    with journal(tmp_path):
        pass
    assert not (tmp_path / "backups").exists()


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))
    newest = len(shipped()) + 1
    broken = Environment(migrations={**shipped(), newest: NEXT + "INSERT INTO nowhere VALUES (1);\n"})
    assert refusal(tmp_path, broken).code == "journal.cannot_open"
    with raw(tmp_path / FILE) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (newest - 1,)
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'shift'").fetchall()
    with journal(tmp_path) as store:
        assert store.operation("a") is not None


def test_without_a_backup_there_is_no_migration(tmp_path):
    with journal(tmp_path):
        pass
    (tmp_path / "backups").write_text("in the way")
    newest = len(shipped()) + 1
    changed = Environment(migrations={**shipped(), newest: NEXT})
    assert refusal(tmp_path, changed).code == "journal.backup_failed"
    with journal(tmp_path):
        pass


def test_migrations_are_numbered_without_gaps_and_complete(tmp_path):
    assert list(shipped()) == list(range(1, len(shipped()) + 1))
    with pytest.raises(Bug), journal(tmp_path, Environment(migrations={1: "", 3: ""})):
        pass
    with pytest.raises(Bug):
        statements("CREATE TABLE a (x);\nCREATE TABLE b (y)")


def test_every_table_is_strict_and_types_hold(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "SENDING"))
    with raw(tmp_path / FILE) as db:
        tables = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
        assert {name for name, strict in tables if not strict} == {"sqlite_schema", "sqlite_sequence"}
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("UPDATE operation SET amount = 1.5")


def test_the_unique_rules_name_real_types():
    named = {word for word in ("SALE", "GHOST", "PAY") if f"'{word}'" in shipped()[1]}
    assert named <= {type_.value for type_ in OperationType}
    assert len(named) == 3
