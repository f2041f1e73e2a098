"""A process of its own that holds a journal: `hold FOLDER` or `write FOLDER`; killed by its test."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from app.journal.opening import open_store
from app.money import Money
from tests.unit.journal.support import record


def main() -> None:
    store = open_store(Path(sys.argv[2]))
    if sys.argv[1] == "hold":
        print("open", flush=True)
        sys.stdin.read()
        return
    for number in count(store.head().seq + 1):
        name = f"op-{number}"
        store.write(
            record(name, "ACCEPTED", number=number, amount=Money(number), body={"n": number}, pin="1")
        )
        print(number, flush=True)


main()
