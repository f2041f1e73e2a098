"""Lines of text into cells: fitting, narrowing, wrapping and aligning. Part of the layout, pure."""

from __future__ import annotations

import textwrap
from itertools import chain

from app.printing.clean import Clean
from app.printing.document import Align, Line, Row, Sentences, Span, Stamp, Style, line
from app.printing.page import CELL_HEIGHT, Run, TextRow

Spans = tuple[Span, ...]
_LEAST_BESIDE = 14
"""Cells in which a text may be wrapped beside another; with less it goes above it."""
_STAMP = Style(2, 2, bold=True, reverse=True)


def wrap(text: Clean, width: int) -> list[Clean]:
    """The text in lines of at most `width` letters and of about the same length, broken between words
    where it can be; a middle dot between parts is not left standing at a line's end."""
    if len(text) <= width:
        return [text]
    fewest = len(_broken(text, width))
    for tried in range(-(-len(text) // fewest), width):
        parts = _broken(text, tried)
        if len(parts) == fewest:
            return parts
    return _broken(text, width)


def _broken(text: Clean, width: int) -> list[Clean]:
    parts = textwrap.wrap(text, width, break_on_hyphens=False)
    return [Clean(part.strip(" ·")) for part in parts]


def line_rows(line: Line, columns: int, pitch: int) -> list[TextRow]:
    """A line, as many rows as it takes."""
    return [text_row(_aligned(spans, line.align, columns), pitch) for spans in _fit(line.spans, columns)]


def sentence_rows(sentences: Sentences, columns: int, pitch: int) -> list[TextRow]:
    """Texts joined while they fit: with a blank after a full stop, else with a middle dot."""
    joined: list[Clean] = []
    for text in sentences.texts:
        together = f"{joined[-1]}{_between(joined[-1])}{text}" if joined else text
        if joined and len(together) <= columns:
            joined[-1] = Clean(together)
        else:
            joined.append(text)
    return [row for text in joined for row in line_rows(line(text), columns, pitch)]


def _between(before: Clean) -> str:
    return " " if before.endswith((".", "!", "?")) else " · "


def pair_rows(row: Row, columns: int, pitch: int) -> list[TextRow]:
    """Left and right on one row where they fit (two cells apart), else the left one wrapped beside the
    right one (at its middle dots first), else the one above the other."""
    room = columns - _cells(row.right) - 2
    if _cells(row.left) <= room:
        return [_pair(row.left, row.right, columns, pitch)]
    if len(row.left) == 1 and room >= _LEAST_BESIDE:
        (text, style) = row.left[0]
        parts = (wrap(Clean(part), room // style.width) for part in text.split(" · "))
        first, *more = chain.from_iterable(parts)
        below = (line_rows(line(part, style, Align.LEFT), columns, pitch) for part in more)
        return [_pair((Span(first, style),), row.right, columns, pitch), *chain.from_iterable(below)]
    left = line_rows(Line(row.left, Align.LEFT), columns, pitch)
    return left + line_rows(Line(row.right, Align.RIGHT), columns, pitch)


def _pair(left: Spans, right: Spans, columns: int, pitch: int) -> TextRow:
    return text_row(_aligned(left, Align.LEFT, columns) + _aligned(right, Align.RIGHT, columns), pitch)


def stamp_rows(stamp: Stamp, columns: int) -> list[TextRow]:
    """A band over the whole width, without white between its lines, nor a dash at a line's end."""
    across = columns // _STAMP.width
    return [
        TextRow((Run(0, part.removesuffix(" -").center(across), _STAMP),), CELL_HEIGHT * _STAMP.height)
        for part in wrap(stamp.text, across)
    ]


def text_row(runs: tuple[Run, ...], pitch: int) -> TextRow:
    """A row as high as its tallest letters, with the pitch's white below."""
    tallest = 1
    for run in runs:
        tallest = max(tallest, run.style.height)
    return TextRow(runs, CELL_HEIGHT * tallest + pitch - CELL_HEIGHT)


def _fit(spans: Spans, columns: int) -> list[Spans]:
    """As they are; else with narrow letters; else each span wrapped on rows of its own."""
    if _cells(spans) <= columns:
        return [spans]
    narrow = tuple(Span(span.text, span.style._replace(width=1)) for span in spans)
    if _cells(narrow) <= columns:
        return [narrow]
    return [(Span(part, span.style),) for span in narrow for part in wrap(span.text, columns)]


def _cells(spans: Spans) -> int:
    """Cells of spans with one blank between."""
    cells = -1
    for text, style in spans:
        cells += len(text) * style.width + 1
    return max(cells, 0)


def _aligned(spans: Spans, align: Align, columns: int) -> tuple[Run, ...]:
    column = 0
    if align is not Align.LEFT:
        spare = columns - _cells(spans)
        column = spare if align is Align.RIGHT else spare // 2
    if len(spans) == 1:
        return (Run(column, *spans[0]),)
    runs: list[Run] = []
    for text, style in spans:
        runs.append(Run(column, text, style))
        column += len(text) * style.width + 1
    return tuple(runs)
