"""Cells and bytes of every paper, as they were when somebody last looked at them.

`TAQUILLA_GOLDEN=write pytest tests/golden/printing` writes them anew.
"""

import os
from pathlib import Path

import pytest

from app.printing import PrinterSettings, open_printer
from app.printing.page import RuleRow, TextRow
from tests.helpers.papers import PAPERS

HERE = Path(__file__).parent
WRITE = os.environ.get("TAQUILLA_GOLDEN") == "write"
EVERY = [(name, width) for name in PAPERS for width in (80, 58)]


def compared(file, content):
    """The stored file against `content`, or the file written."""
    if WRITE:
        file.write_bytes(content)
    return file.read_bytes()


@pytest.mark.parametrize(("name", "width"), EVERY)
def test_cells(name, width):
    page = open_printer(PrinterSettings(width_mm=width)).page(PAPERS[name])
    shown = f"{page.columns} columns, {page.paper_mm} mm\n" + "".join(map(row_text, page.rows, page.lines()))
    stored = compared(HERE / f"{name}-{width}.txt", shown.encode()).decode().replace("\r\n", "\n")
    assert shown == stored


@pytest.mark.parametrize(("name", "width"), EVERY)
async def test_bytes(name, width):
    printer = open_printer(PrinterSettings(width_mm=width))
    content = (await printer.prepare(PAPERS[name])).content
    await printer.close()
    assert content == compared(HERE / f"{name}-{width}.bin", content)


async def test_dots():
    """For printers of dots: size and digest of each paper, too large to keep whole."""
    rows = []
    for name, width in EVERY:
        printer = open_printer(PrinterSettings(width_mm=width, mode="raster"))
        prepared = await printer.prepare(PAPERS[name])
        await printer.close()
        rows.append(f"{name} {width} {len(prepared.content)} {prepared.digest}\n")
    shown = "".join(rows)
    assert shown == compared(HERE / "raster.txt", shown.encode()).decode().replace("\r\n", "\n")


def row_text(row, line):
    """Height in dots, the text, and where letters are not plain."""
    kind = "" if isinstance(row, TextRow | RuleRow) else f"  {type(row).__name__}"
    styles = [style_text(run) for run in getattr(row, "runs", ())]
    return f"{row.height:4} |{line}{kind}{''.join(styles)}\n"


def style_text(run):
    style = run.style
    words = [f"{style.width}x{style.height}"] if (style.width, style.height) != (1, 1) else []
    words += ["bold"] * style.bold + ["reverse"] * style.reverse
    return f"  <{run.column} {' '.join(words)}>" if words else ""
