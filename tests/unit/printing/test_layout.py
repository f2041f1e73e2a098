"""Blocks into cells."""

import pytest

from app.printing.clean import Clean
from app.printing.document import (
    BIG,
    BOLD,
    PLAIN,
    Align,
    Barcode,
    Cut,
    Document,
    Gap,
    Grid,
    GridRow,
    Line,
    Qr,
    Row,
    Rule,
    Span,
    Stamp,
    line,
)
from app.printing.layout import layout
from app.printing.page import BarcodeRow, QrRow, TextRow


def page(*blocks, columns=32, pitch=28):
    return layout(Document((blocks,), pitch), columns)


def lines(*blocks, columns=32):
    return list(page(*blocks, columns=columns).lines())


def span(text, style=PLAIN):
    return Span(Clean(text), style)


@pytest.mark.parametrize(
    ("align", "shown"), [(Align.LEFT, "abc"), (Align.CENTER, "   abc"), (Align.RIGHT, "       abc")]
)
def test_lines_are_aligned(align, shown):
    assert lines(Line((span("abc"),), align), columns=10) == [shown]


def test_a_long_line_wraps_between_words_into_lines_of_like_length():
    assert lines(line(Clean("uno dos tres cuatro cinco seis"), PLAIN, Align.LEFT), columns=20) == [
        "uno dos tres",
        "cuatro cinco seis",
    ]


def test_a_word_longer_than_the_paper_is_broken_not_cut():
    found = lines(line(Clean("x" * 25), PLAIN, Align.LEFT), columns=10)
    assert "".join(found) == "x" * 25
    assert max(map(len, found)) <= 10


def test_parts_that_wrap_lose_the_dot_between_them():
    assert lines(line(Clean("RIF J-1 · Taquilla 1"), PLAIN, Align.LEFT), columns=12) == [
        "RIF J-1",
        "Taquilla 1",
    ]


def test_big_letters_are_narrowed_before_they_wrap():
    narrow = page(line(Clean("AGENCIA"), BIG), columns=12).rows[0]
    assert (narrow.runs[0].style.width, narrow.runs[0].style.height) == (1, 2)
    wide = page(line(Clean("AGENCIA"), BIG), columns=14).rows[0]
    assert wide.runs[0].style.width == 2


def test_a_row_stacks_what_does_not_fit():
    assert lines(Row((span("left"),), (span("right"),)), columns=11) == ["left  right"]
    assert lines(Row((span("left"),), (span("right"),)), columns=10) == ["left", "     right"]


def test_a_long_left_side_wraps_beside_the_right_one():
    row = Row((span("ASTRO ZAMORANO · TERMINAL CON SIGNO", BOLD),), (span("4:00 pm", BOLD),))
    assert lines(row, columns=32) == ["ASTRO ZAMORANO           4:00 pm", "TERMINAL CON SIGNO"]
    short = Row((span("TRIPLE ZULIA A · TERMINAL"),), (span("12:45 pm"),))
    assert lines(short, columns=32) == ["TRIPLE ZULIA A          12:45 pm", "TERMINAL"]


def test_a_row_with_big_letters_is_as_high_as_they_are():
    row = page(Row((span("n"),), (span("9", BIG),)), columns=20).rows[0]
    assert row.height == 48 + 4
    assert [run.column for run in row.runs] == [0, 18]


def test_a_stamp_fills_the_width_and_its_lines_touch():
    rows = page(Stamp(Clean("PRUEBA - SIN VALOR")), columns=32).rows
    assert [row.height for row in rows] == [48, 48]
    assert all(row.runs[0].cells == 32 for row in rows)
    assert [row.runs[0].text.strip() for row in rows] == ["PRUEBA", "SIN VALOR"]


def grid(*rows, across=4, lead=9):
    return Grid(tuple(GridRow(Clean(lead), tuple(map(Clean, items))) for lead, items in rows), lead, across)


def test_a_grid_names_the_amount_once_and_keeps_columns():
    found = lines(grid(("Bs 5,00", ["123", "132", "213", "231", "312"]), ("Bs 20,00", ["000"])), columns=31)
    assert found == [
        "Bs 5,00  123   132   213   231",
        "         312",
        "Bs 20,00 000",
    ]


def test_a_grid_takes_fewer_columns_for_longer_items():
    found = lines(grid(("Bs 5,00", ["10 TIGRE", "5 LEON", "36 CULEBRA"])), columns=32)
    assert found == ["Bs 5,00  10 TIGRE    5 LEON", "         36 CULEBRA"]


def test_one_long_item_does_not_cost_the_others_their_columns():
    items = ["1 TORO", "2 RANA", "3 LEON", "4 OSO", "5 GUACAMAYA", "6 PEZ", "7 GATO", "8 LAPA"]
    assert lines(grid(("Bs 5,00", items)), columns=32) == [
        "Bs 5,00  1 TORO  2 RANA  3 LEON",
        "         4 OSO   5 GUACAMAYA",
        "         6 PEZ   7 GATO  8 LAPA",
    ]


def test_items_go_below_an_amount_that_leaves_no_room():
    found = lines(grid(("Bs 123.456.789,00", ["123", "45"]), lead=26), columns=32)
    assert found[0] == "Bs 123.456.789,00"
    assert found[1].split() == ["123", "45"]


def test_an_item_longer_than_the_paper_wraps():
    found = lines(grid(("Bs 1", ["PERRO GATO CULEBRA TIGRE LEON"]), lead=6), columns=20)
    assert " ".join(" ".join(found).split()) == "Bs 1 PERRO GATO CULEBRA TIGRE LEON"
    assert max(map(len, found)) <= 20


def test_numbers_stand_out_in_bold():
    row = page(grid(("Bs 5,00", ["123"]))).rows[0]
    assert [run.style for run in row.runs] == [PLAIN, BOLD]


def test_symbols_have_white_above_and_below():
    rows = page(Qr("1" * 30, 8)).rows
    assert [type(row) for row in rows] == [TextRow, QrRow, TextRow]
    assert rows[0].runs == ()
    assert rows[0].height >= 24


@pytest.mark.parametrize(
    ("digits", "side"), [(30, 21), (34, 21), (35, 25), (63, 25), (64, 29), (101, 29), (202, 37)]
)
def test_a_qr_symbol_knows_its_size(digits, side):
    row = page(Qr("1" * digits, 6)).rows[1]
    assert (row.side, row.height) == (side, side * 6)


def test_more_digits_than_any_code_has_are_refused():
    with pytest.raises(ValueError, match="QR"):
        page(Qr("1" * 203, 6))


def test_bars_are_as_wide_as_the_paper_takes():
    assert page(Barcode("1" * 20), columns=48).rows[1] == BarcodeRow("1" * 20, 3, 145, 64)
    assert page(Barcode("1" * 20), columns=32).rows[1] == BarcodeRow("1" * 20, 2, 145, 64)


@pytest.mark.parametrize("digits", ["1" * 40, "123"])
def test_bars_that_cannot_be_read_are_refused(digits):
    with pytest.raises(ValueError, match="barcode"):
        page(Barcode(digits), columns=32)


def test_paper_length_counts_every_row_and_the_way_to_the_blade():
    assert page(Rule(), Gap(8), line(Clean("x")), Cut()).paper_mm == (24 + 8 + 28 + 96) / 8
