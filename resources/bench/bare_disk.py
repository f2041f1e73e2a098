"""The bench's baseline: rows in SQLite, each on the disk before the next, and nothing in between.

`bare_disk.py FILE` answers lines of JSON on standard input:
{"do": "sales", "count": 50}: three commits of one row each, so many times -> {"ms": [...]}.
"""

import json
import os
import sqlite3
import sys
import time

ROW = "x" * 600


def main():
    db = sqlite3.connect(sys.argv[1], isolation_level=None)
    db.execute("PRAGMA locking_mode=EXCLUSIVE")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE row(id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
    answer({"ready": os.getpid()})
    for line in sys.stdin:
        answer({"ms": [sale(db) for _ in range(json.loads(line)["count"])]})


def sale(db):
    begun = time.perf_counter()
    for _ in range(3):
        db.execute("INSERT INTO row(body) VALUES (?)", (ROW,))
    return (time.perf_counter() - begun) * 1000


def answer(found):
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


main()
