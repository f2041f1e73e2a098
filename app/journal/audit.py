"""Proof that the book is as it was written: the chain of its rows, and what they make of each operation."""

from __future__ import annotations

import hmac

from app.journal import canonical
from app.journal.database import Connection
from app.journal.rows import JOURNAL_COLUMNS, OPERATION_COLUMNS, Folded, Row, fold

_ROWS = f"SELECT {JOURNAL_COLUMNS}, prev, mac FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq"  # noqa: S608


def first_broken(db: Connection, key: bytes, after: int, count: int | None) -> int | None:
    """The number of the first row that is missing, out of place or changed; None when all is well.

    The rows behind row `after` are looked at, `count` of them or all. A cut-off tail shows as the row
    after the newest one: SQLite remembers the highest number it ever gave (`sqlite_sequence`).
    """
    newest = _highest_given(db)
    end = newest if count is None else min(newest, after + count)
    expected, prev = after, _mac_at(db, after, key)
    for *columns, stored_prev, stored_mac in db.execute(_ROWS, (after, end)):
        expected += 1
        row = Row(*columns)
        right = (
            row.seq == expected
            and stored_prev == prev
            and hmac.compare_digest(stored_mac, canonical.mac(key, stored_prev, row.canonical()))
        )
        if not right:
            return expected
        prev = stored_mac
    if expected < end:
        return expected + 1
    return _beyond(db, newest)


def _beyond(db: Connection, newest: int) -> int | None:
    """A row with a higher number than was ever given."""
    found = db.execute("SELECT min(seq) FROM journal WHERE seq > ?", (newest,)).fetchone()
    return found[0] if found else None


def _highest_given(db: Connection) -> int:
    found = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchone()
    return int(found[0]) if found else 0


def _mac_at(db: Connection, seq: int, key: bytes) -> bytes | None:
    if seq == 0:
        return canonical.genesis(key)
    found = db.execute("SELECT mac FROM journal WHERE seq = ?", (seq,)).fetchone()
    return found[0] if found else None


def drifted(db: Connection) -> frozenset[str]:
    """The operations whose row is not what the journal's rows fold to, missing and invented ones included."""
    folded: dict[str, Folded] = {}
    for *columns, _prev, _mac in db.execute(_ROWS, (0, 2**63 - 1)):
        row = Row(*columns)
        folded[row.operation] = fold(folded.get(row.operation), row)
    stored = {row[0]: Folded(*row) for row in db.execute(f"SELECT {OPERATION_COLUMNS} FROM operation")}  # noqa: S608
    names = folded.keys() | stored.keys()
    return frozenset(name for name in names if folded.get(name) != stored.get(name))
