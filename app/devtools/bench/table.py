"""The figures as a table for a terminal and as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.devtools.bench.figures import Bound, Figure, Samples, Wanted
from app.i18n import t

_GAP = "  "
_NONE = "-"


def table(figures: Iterable[Figure]) -> str:
    """One line for each figure: ours, baseline, ratio, wanted, and whether it is within."""
    head = tuple(
        t(f"bench.column.{name}") for name in ("figure", "ours", "baseline", "ratio", "wanted", "is")
    )
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """The name to the left, numbers to the right, the verdict to the left."""
    numbers = (cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True))
    return _GAP.join([row[0].ljust(widths[0]), *numbers, row[-1].ljust(widths[-1])]).rstrip()


def _row(figure: Figure) -> tuple[str, ...]:
    ratio = f"{figure.ratio:.2f}x" if figure.ratio is not None else _NONE
    verdict = {None: "", True: t("bench.within"), False: t("bench.over")}[figure.within]
    return (
        t(f"bench.figure.{figure.name}"),
        amount(figure.ours, figure.unit),
        amount(figure.baseline, figure.unit) if figure.baseline is not None else _NONE,
        ratio,
        _wanted(figure.wanted, figure.unit),
        verdict,
    )


def _wanted(wanted: Wanted | None, unit: str) -> str:
    if wanted is None:
        return _NONE
    most = f"{wanted.most:g}"
    return f"<= {most}x" if wanted.bound is Bound.RATIO else f"< {most} {unit}"


def amount(value: float, unit: str) -> str:
    """A number with as many digits as mean something."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def as_json(
    machine: Mapping[str, Any], figures: Iterable[Figure], found: Mapping[str, Samples]
) -> dict[str, Any]:
    """Everything: the machine, the figures, and every sample behind them."""
    return {
        "machine": dict(machine),
        "figures": [_written(figure) for figure in figures],
        "samples": {
            name: {"ours": list(samples.ours), "baseline": list(samples.baseline)}
            for name, samples in found.items()
        },
    }


def _written(figure: Figure) -> dict[str, Any]:
    wanted = figure.wanted
    return {
        "name": figure.name,
        "unit": figure.unit,
        "ours": round(figure.ours, 3),
        "baseline": None if figure.baseline is None else round(figure.baseline, 3),
        "ratio": None if figure.ratio is None else round(figure.ratio, 3),
        "wanted": None if wanted is None else {"bound": wanted.bound.value, "most": wanted.most},
        "within": figure.within,
    }
