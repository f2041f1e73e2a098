"""Papers against python-escpos: the same ticket, made by turns in two processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.devtools.bench.children import Child
from app.devtools.bench.figures import BIG, Samples

_FEW = 6
_ROUNDS = 4
_READY_S = 60.0
_DOTS_EVERY = 10
"""Dots take fifty times as long: so many fewer of them."""

Command = Sequence[str]


def measure(ours: Command, bare: Command, folder: Path, times: int) -> dict[str, Samples]:
    """Milliseconds and bytes of a ticket of 6 and one of 100 wagers; `times` papers of each kind."""
    found: dict[str, Samples] = {}
    with Child("paper", ours) as maker, Child("bare paper", bare) as library:
        maker.answer(_READY_S), library.answer(_READY_S)
        for prefix, wagers in (("", _FEW), ("big_", BIG)):
            found |= _ticket(maker, library, prefix, wagers, folder / f"paper-{wagers}.png", times)
    return found


def _ticket(
    maker: Child, library: Child, prefix: str, wagers: int, picture: Path, times: int
) -> dict[str, Samples]:
    ticket = maker.ask(do="ticket", wagers=wagers, picture=str(picture))["ticket"]
    kinds = (
        ("whole", "text", times),
        ("lines", "text", times),
        ("dots", "raster", max(1, times // _DOTS_EVERY)),
    )
    found: dict[str, Samples] = {}
    for ours, theirs, count in kinds:
        spent: tuple[list[float], list[float]] = [], []
        for _ in range(_ROUNDS):
            made = maker.ask(do=ours, times=count)
            bare = library.ask(do=theirs, times=count, ticket=ticket, picture=str(picture))
            spent[0].extend(made["ms"])
            spent[1].extend(bare["ms"])
        found[f"{prefix}paper_{ours}"] = Samples(*spent)
        found[f"{prefix}paper_{ours}_bytes"] = Samples([made["bytes"]], [bare["bytes"]])
    return found
