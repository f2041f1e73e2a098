"""The journal against bare SQLite, and a start with years of sales against one with none."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from app.devtools.bench.children import Child
from app.devtools.bench.figures import Samples

_ROUNDS = 4
_READY_S = 60.0
_FILL_S = 60.0
_SLICE = 5_000

Command = Sequence[str]


def commits(ours: Command, bare: Command, past: int, times: int, tell: Callable[[str], None]) -> Samples:
    """Milliseconds of a sale's three durable commits in a book of `past` sales, and of three bare ones."""
    spent: tuple[list[float], list[float]] = [], []
    with Child("journal", ours) as book, Child("bare disk", bare) as disk:
        book.answer(_READY_S), disk.answer(_READY_S)
        for start in range(0, past, _SLICE):
            tell(f"journal {start}/{past}")
            book.ask(_FILL_S, do="fill", start=start, count=min(_SLICE, past - start))
        for number in range(_ROUNDS + 1):
            tell(f"commit {number}/{_ROUNDS}")
            found = book.ask(do="sales", count=times)["ms"], disk.ask(do="sales", count=times)["ms"]
            if number:
                spent[0].extend(found[0])
                spent[1].extend(found[1])
    return Samples(*spent)


def starts(
    full: Callable[[], Child], empty: Callable[[], Child], times: int, tell: Callable[[str], None]
) -> Samples:
    """Milliseconds from the start to when a sale can be made, with years of sales and with none."""
    spent: tuple[list[float], list[float]] = [], []
    for number in range(times + 1):
        tell(f"start {number}/{times}")
        for samples, window in zip(spent, (full, empty), strict=True):
            begun = time.perf_counter()
            with window() as child:
                child.answer(_READY_S)
                took = (time.perf_counter() - begun) * 1000
            if number:
                samples.append(took)
    return Samples(*spent)
