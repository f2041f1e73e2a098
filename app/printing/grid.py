"""The wagers' table into cells: an amount once, its numbers beside it in even columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from app.printing.clean import Clean
from app.printing.document import BOLD, PLAIN, Grid, GridRow
from app.printing.flow import text_row, wrap
from app.printing.page import Run, TextRow

_LEAST_WIDTH = 8
"""Cells that items must have beside their lead; with less they go below it."""
_GUTTER = 2
"""Blanks between two items, which may hold blanks themselves (`5 LEON`)."""


def grid_rows(grid: Grid, columns: int, pitch: int) -> list[TextRow]:
    """All rows of the table; every group of the grid has the same columns."""
    indent = grid.lead_cells if columns - grid.lead_cells >= _LEAST_WIDTH else 1
    width = columns - indent
    step = (width + _GUTTER) // _across(grid, width)
    return list(chain.from_iterable(_group(row, indent, width, step, pitch) for row in grid.rows))


def _across(grid: Grid, width: int) -> int:
    """As many columns as three quarters of the items fit; a longer item takes the room of two or more."""
    lengths = sorted(len(item) for row in grid.rows for item in row.items)
    if not lengths:
        return 1
    usual = lengths[len(lengths) * 3 // 4]
    return max(1, min(grid.across, (width + _GUTTER) // (usual + _GUTTER)))


def _group(row: GridRow, indent: int, width: int, step: int, pitch: int) -> Iterator[TextRow]:
    runs: list[Run] = [Run(0, row.lead, PLAIN)] if row.lead else []
    if len(row.lead) >= indent:
        yield text_row(tuple(runs), pitch)
        runs = []
    for line in _lines(row.items, width, step):
        runs += [Run(indent + column, text, BOLD) for column, text in line]
        yield text_row(tuple(runs), pitch)
        runs = []


def _lines(items: tuple[Clean, ...], width: int, step: int) -> Iterator[list[tuple[int, Clean]]]:
    """Lines of (column, text); the columns are multiples of `step`."""
    line: list[tuple[int, Clean]] = []
    column = 0
    for item in items:
        for text in wrap(item, width):
            if line and column + len(text) > width:
                yield line
                line, column = [], 0
            line.append((column, text))
            column += ((len(text) + _GUTTER - 1) // step + 1) * step
    if line:
        yield line
