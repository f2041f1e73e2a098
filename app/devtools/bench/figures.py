"""What was measured, against its baseline and against what is wanted. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from app.devtools.bench.statistics import beyond, median, percentile

DRAWS, LEAST, USUAL, SMALL, BIG = 12, 5, 6, 12, 100
ROWS = 5_000
"""Draws chosen, wagers of the tickets sold, rows of a list; the texts of the table name them too."""


class Bound(Enum):
    """What a wanted figure limits."""

    RATIO = "ratio"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The most that is wanted: `most` times the baseline, or `most` in the figure's own unit."""

    bound: Bound
    most: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `name` is a text key `bench.figure.<name>`; `unit` "ms", "MB" or "B"."""

    name: str
    unit: str
    ours: float
    baseline: float | None = None
    wanted: Wanted | None = None

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of the baseline; None without one."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def within(self) -> bool | None:
        """Whether it is as wanted; None when nothing is wanted of it."""
        if self.wanted is None:
            return None
        measured = self.ratio if self.wanted.bound is Bound.RATIO else self.ours
        return None if measured is None else measured <= self.wanted.most


@dataclass(frozen=True, slots=True)
class Samples:
    """All samples of one measurement, ours and the baseline's, in milliseconds, MB or bytes."""

    ours: Sequence[float]
    baseline: Sequence[float]


FIRST_FRAME = Wanted(Bound.RATIO, 1.6)
KEY = {95: Wanted(Bound.OURS, 16.0), 99: Wanted(Bound.OURS, 33.0)}
SWITCH_P95 = Wanted(Bound.OURS, 50.0)
REST = Wanted(Bound.OURS, 2.0)
LINE = Wanted(Bound.OURS, 1.0)
SALE_OVERHEAD_P95 = Wanted(Bound.OURS, 40.0)
TEMPLATE = Wanted(Bound.OURS, 150.0)
ONE_FRAME = Wanted(Bound.OURS, 16.0)
REQUEST = Wanted(Bound.RATIO, 1.15)
DECODE = Wanted(Bound.OURS, 0.2)
TENTH, NO_MORE = Wanted(Bound.RATIO, 0.1), Wanted(Bound.RATIO, 1.0)
PRINTED = Wanted(Bound.RATIO, 1.05)
UNNOTICED = Wanted(Bound.OURS, 5.0)
TEMPLATE_DECODE = Wanted(Bound.OURS, 60.0)
READY = Wanted(Bound.OURS, 2000.0)


def figures(found: Mapping[str, Samples]) -> tuple[Figure, ...]:
    """The table's lines from the samples of each measurement; `KeyError` for one that is missing."""
    return (
        _at("start", found["start"], 50, FIRST_FRAME, name="start"),
        *(_at("key", found["key"], rank, KEY.get(rank)) for rank in (50, 95, 99)),
        *(_at("figures", found["figures"], rank, KEY.get(rank)) for rank in (50, 95, 99)),
        *(_at("switch", found["switch"], rank, SWITCH_P95 if rank == 95 else None) for rank in (50, 95)),
        Figure("rest", "%", median(found["rest"].ours), wanted=REST),
        Figure("lines_p95", "ms", percentile(found["lines"].ours, 95), wanted=LINE),
        _at("request", found["request"], 50, REQUEST, name="request"),
        _at("big_request", found["big_request"], 50, REQUEST, name="big_request"),
        _at("decode", found["decode"], 50, DECODE, name="decode"),
        _at("template_decode", found["template_decode"], 50, TEMPLATE_DECODE, name="template_decode"),
        *_papers(found, ""),
        *_papers(found, "big_"),
        *(_at("sale", found["sale"], rank) for rank in (50, 95)),
        *_overhead("sale_overhead", found["sale"]),
        *(_at("big_sale", found["big_sale"], rank) for rank in (50, 95)),
        *_overhead("big_sale_overhead", found["big_sale"], wanted=None),
        _at("printed", found["printed"], 50, PRINTED, name="printed"),
        _at("big_printed", found["big_printed"], 50, PRINTED, name="big_printed"),
        _at("printing_stall", found["printing_stall"], 50, UNNOTICED, name="printing_stall"),
        *(_at("commits", found["commits"], rank) for rank in (50, 95)),
        _at("years", found["years"], 50, READY, name="years"),
        Figure("rows_p50", "ms", percentile(found["rows"].ours, 50)),
        Figure("rows_p95", "ms", percentile(found["rows"].ours, 95), wanted=ONE_FRAME),
        Figure("memory", "MB", median(found["memory"].ours), median(found["memory"].baseline)),
        _at("template", found["template"], 50, TEMPLATE, name="template"),
        Figure("stall", "ms", max(found["stall"].ours), max(found["stall"].baseline), ONE_FRAME),
    )


def _papers(found: Mapping[str, Samples], prefix: str) -> Iterator[Figure]:
    """Time and bytes of a paper beside python-escpos."""
    for kind, time, size in (("lines", TENTH, NO_MORE), ("whole", NO_MORE, None), ("dots", NO_MORE, NO_MORE)):
        name = f"{prefix}paper_{kind}"
        yield _at(name, found[name], 50, time, name=name)
        if size is not None:
            sizes = found[f"{name}_bytes"]
            yield Figure(f"{name}_bytes", "B", median(sizes.ours), median(sizes.baseline), size)


def _at(
    key: str, samples: Samples, rank: int, wanted: Wanted | None = None, *, name: str | None = None
) -> Figure:
    """One percentile, ours and the baseline's."""
    ours, baseline = percentile(samples.ours, rank), percentile(samples.baseline, rank)
    return Figure(name or f"{key}_p{rank}", "ms", ours, baseline, wanted)


def _overhead(name: str, samples: Samples, wanted: Wanted | None = SALE_OVERHEAD_P95) -> tuple[Figure, ...]:
    """What each of our sales took beyond the baseline's usual time: its tail is not set against ours."""
    more = beyond(samples.ours, median(samples.baseline))
    return (
        Figure(f"{name}_p50", "ms", percentile(more, 50)),
        Figure(f"{name}_p95", "ms", percentile(more, 95), wanted=wanted),
    )
