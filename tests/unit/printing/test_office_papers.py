"""Copies that cannot be cashed, and the list of what came out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.paper import Mark, ResultsSlip
from app.domain.secret import Secret
from app.printing import PrinterSettings, open_printer
from tests.helpers.escpos_reader import Reader
from tests.helpers.papers import HEADER, NUMBER, PIN, SOLD_AT, ticket, training

SLIP = ResultsSlip(
    HEADER,
    "Resultados Animalitos lun 21/10/2024",
    SOLD_AT,
    (
        ("LOTTO REY 9:30 am", "5 León"),
        ("LOTTO REY 10:30 am", "00 Ballena"),
        ("TRIPLE ZULIA 1:00 pm", "A 013"),
    ),
)


async def sheet(paper, width=80):
    printer = open_printer(PrinterSettings(width_mm=width))
    try:
        prepared = await printer.prepare(paper)
    finally:
        await printer.close()
    return Reader(576 if width == 80 else 384, draw=False).read(prepared.content)


def words(found) -> str:
    return "".join(found.lines).replace(" ", "")


async def test_a_copy_has_neither_pin_nor_code():
    bare = replace(ticket().ticket, pin=Secret(""))
    copy = replace(ticket(), ticket=bare, mark=Mark.COPY, copy_number=2, with_code=False)
    found = await sheet(copy)
    assert "COPIA2" in words(found)
    assert str(NUMBER) in words(found)
    assert found.qr == []
    assert "PIN" not in words(found)
    assert PIN not in words(found)


async def test_an_original_keeps_its_code():
    assert len((await sheet(ticket())).qr) == 1


@pytest.mark.parametrize("width", [58, 80])
async def test_results_line_by_line(width):
    found = await sheet(SLIP, width)
    text = words(found)
    for draw, result in SLIP.rows:
        assert draw.replace(" ", "") in text
        assert result.replace(" ", "") in text
    assert text.index("5León") < text.index("00Ballena") < text.index("A013")
    assert found.qr == []


async def test_hostile_results_are_letters():
    rows = (("\x1b@EVIL\n\n\n", "\x1d(k\x00" + "9" * 300), ("", ""))
    found = await sheet(replace(SLIP, title="\x10\x14\x01", rows=rows))
    assert "EVIL" in words(found)


async def test_practice_is_marked():
    assert "PRUEBA" in words(await sheet(replace(SLIP, header=training())))
