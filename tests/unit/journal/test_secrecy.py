"""A PIN is in no file in clear, and in none at all once it is erased."""

from __future__ import annotations

import shutil

import pytest

from app.domain.secret import Secret
from app.errors import Known
from app.journal.database import FILE
from app.journal.environment import Environment
from app.journal.seal import Keys, Seal
from tests.unit.journal.support import held, journal, raw, record

PIN = "CANARY-90210-PIN"
NONCE = b"nonce-canary"


def files(folder):
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def marked(n):
    """Randomness that can be found again: every nonce is the same 12 bytes."""
    return NONCE if n == len(NONCE) else b"\x07" * n


def test_a_pin_is_never_in_a_file_in_clear(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "ACCEPTED", number=1, pin=PIN))
        assert PIN.encode() not in files(tmp_path)
        store.write(record("a", "PRINTING"))
        assert held(store, "a").pin == Secret(PIN)
        store.write(record("a", "DELIVERED", erase_pin=True))
        assert PIN.encode() not in files(tmp_path)
    assert PIN.encode() not in files(tmp_path)


@pytest.mark.parametrize("way", ["close", "tidy"])
def test_an_erased_pin_is_gone_from_every_page_and_from_the_log(tmp_path, way):
    outside = Environment(urandom=marked)
    with journal(tmp_path, outside) as store:
        store.write(record("a", "ACCEPTED", number=1, pin=PIN))
        store.write(*(record(f"x{n}", "SENDING") for n in range(40)))
        assert NONCE in files(tmp_path)
        store.write(record("a", "DELIVERED", erase_pin=True))
        assert held(store, "a").pin is None
        if way == "tidy":
            store.tidy()
            assert NONCE not in files(tmp_path)
    assert NONCE not in files(tmp_path)


def test_a_start_cleans_the_log_that_a_power_cut_left(tmp_path):
    live, after = tmp_path / "live", tmp_path / "after"
    outside = Environment(urandom=marked)
    with journal(live, outside) as store:
        store.write(record("a", "ACCEPTED", number=1, pin=PIN))
        store.write(record("a", "DELIVERED", erase_pin=True))
        shutil.copytree(live, after)
    assert NONCE in files(after)
    with journal(after, outside) as store:
        assert held(store, "a").pin is None
        assert NONCE not in files(after)


def test_a_second_pin_replaces_the_first(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "PAY_SENDING", pin="1111"))
        store.write(record("a", "PAY_SENDING", pin="2222"))
        assert held(store, "a").pin == Secret("2222")


def test_erasing_where_there_is_none_is_no_error(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "DELIVERED", erase_pin=True))
        assert held(store, "a").pin is None


def test_a_box_moved_to_another_operation_or_changed_does_not_open(tmp_path):
    with journal(tmp_path) as store:
        store.write(record("a", "ACCEPTED", number=1, pin="1111"), record("b", "ACCEPTED", number=2))
    with raw(tmp_path / FILE) as db:
        db.execute("UPDATE sealed_pin SET operation = 'b'")
    with journal(tmp_path) as store:
        assert held(store, "a").pin is None
        with pytest.raises(Known) as raised:
            store.operation("b")
    assert raised.value.code == "journal.damaged"


def test_a_seal_opens_with_its_key_and_its_operation_alone(tmp_path):
    key, other = Keys.of(bytes(32)).seal, Keys.of(b"\x01" * 32).seal
    sealed = Seal(key, marked).seal(Secret("0042"), "a")
    assert Seal(key, marked).open(sealed, "a") == Secret("0042")
    assert Seal(key, marked).open(sealed, "b") is None
    assert Seal(other, marked).open(sealed, "a") is None


def test_keys_differ_by_use_and_do_not_show(tmp_path):
    keys = Keys.of(b"\x05" * 32)
    assert len({keys.seal, keys.chain, b"\x05" * 32}) == 3
    assert repr(keys.seal)[2:-1] not in repr(keys)


def test_copies_hold_no_pin(tmp_path):
    with journal(tmp_path / "profile", Environment(urandom=marked)) as store:
        store.write(record("a", "ACCEPTED", number=1, pin=PIN))
        store.backup_to(tmp_path / "copies" / "copy.db")
        assert held(store, "a").pin == Secret(PIN)
    assert NONCE not in files(tmp_path / "copies")
