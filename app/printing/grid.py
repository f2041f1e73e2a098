"""The wagers' table into cells: an amount once, its numbers beside it in even columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from app.printing.clean import Clean
from app.printing.document import BOLD, PLAIN, Grid, GridRow
from app.printing.flow import text_row, wrap
from app.printing.page import Run, TextRow

_GUTTER = 2
"""Cells between two items."""
_LEAST_ITEM = 8
"""Cells an item must have beside its lead; with less the items go below the lead."""


def grid_rows(grid: Grid, columns: int, pitch: int) -> list[TextRow]:
    """All rows of the table; every group of the grid has the same columns."""
    indent = grid.lead_cells if columns - grid.lead_cells >= _LEAST_ITEM else 1
    width = columns - indent
    longest = max((len(item) for row in grid.rows for item in row.items), default=1)
    across = max(1, min(grid.across, (width + _GUTTER) // (longest + _GUTTER)))
    return list(chain.from_iterable(_group(row, indent, width, across, pitch) for row in grid.rows))


def _group(row: GridRow, indent: int, width: int, across: int, pitch: int) -> Iterator[TextRow]:
    lead: tuple[Run, ...] = (Run(0, row.lead, PLAIN),)
    if len(row.lead) >= indent:
        yield text_row(lead, pitch)
        lead = ()
    for items in _lines(row.items, width, across):
        step = width // across
        runs = tuple(Run(indent + at * step, item, BOLD) for at, item in enumerate(items))
        yield text_row(lead + runs, pitch)
        lead = ()


def _lines(items: tuple[Clean, ...], width: int, across: int) -> Iterator[tuple[Clean, ...]]:
    if across == 1:
        yield from ((part,) for item in items for part in wrap(item, width))
        return
    for at in range(0, len(items), across):
        yield items[at : at + across]
