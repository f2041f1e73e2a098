"""The test page: what a person can tell from it on printers of every kind."""

from __future__ import annotations

import pytest

from app import i18n
from app.domain.printer import ACCENT_LINES, TEST_CODE, WIDTH_LINES, PrinterTraits, with_accents, with_width
from app.domain.ticket_code import parse
from app.printing.clean import CODE_PAGES
from app.printing.test_page import test_page as page_of
from tests.helpers.page_reader import EPSON, parts, read, sheet

SAMPLE = "áéíóú ÁÉÍÓÚ ñÑ üÜ ¿? ¡!"


@pytest.fixture(autouse=True)
def _spanish():
    i18n.use("es")


def content(*, training: bool = False) -> bytes:
    return page_of("EPSON TM-T20III - usb 04b8:0202", "28/11/2026 8:56 am", training=training).content


def lines(pages=EPSON) -> list[str]:
    return [line for paper in read(content(), pages=pages) for line in paper.lines]


def test_every_width_has_a_line_as_long_as_its_paper():
    for width in WIDTH_LINES:
        (found,) = [line for line in lines() if line.startswith(f"{width.letter}-")]
        assert len(found) == width.columns
        assert found[-1] == width.letter


def test_on_an_epson_the_numbers_that_fit_read_well_and_the_others_do_not():
    right = {line[0] for line in lines() if line.endswith(SAMPLE)}
    assert right == {"1", "2", "3", "7"}


def test_on_a_printer_with_other_numbers_another_line_reads_well():
    cheap = {0: "cp437", 71: "cp1252"}
    assert [line[0] for line in lines(cheap) if line.endswith(SAMPLE)] == ["6"]


def test_where_no_letters_are_known_the_drawn_line_is_ink():
    drawn = read(content(), pages={})[-2]
    assert drawn.lines == []
    assert drawn.image.getextrema()[0] == 0


def test_both_codes_are_read_back(tmp_path):
    papers = read(content())
    assert (papers[-1].qr, papers[-1].barcodes) == ([TEST_CODE], [TEST_CODE])
    assert papers[-1].read_by_zxing() == {TEST_CODE}
    assert papers[-1].read_by_zbar(tmp_path) == {TEST_CODE}


def test_the_code_is_no_tickets():
    assert parse(TEST_CODE) is None
    assert len(TEST_CODE) % 2 == 0


def test_it_cuts_once_at_the_very_end():
    assert [paper.cut for paper in read(content())] == [False] * (len(parts(content())) - 1) + [True]


def test_it_fits_the_narrowest_paper_but_for_the_longer_rulers():
    wide = {b"B---", b"C---"}
    for part in parts(content()):
        if not any(mark in part for mark in wide):
            read(part, dots=384)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_must_be_read_first_is_ascii(language):
    i18n.use(language)
    papers = read(content(training=True), pages={})
    text = "".join(line for paper in (papers[0], papers[4], papers[-1]) for line in paper.lines)
    assert text.isascii()
    assert "?" not in text.replace("?", "", 4)
    i18n.use("es")


def test_in_training_it_says_so_at_both_ends():
    papers = read(content(training=True))
    for paper in (papers[0], papers[-1]):
        assert "SIN VALOR" in "".join(paper.lines).replace(" ", "").replace("SINVALOR", "SIN VALOR")
    assert "VALOR" not in "".join(lines()).replace(" ", "")


def test_it_is_short():
    assert len(content()) < 3_000
    assert sheet(read(content())).height < 8 * 200


def test_the_answers_become_traits():
    traits = PrinterTraits("generic-58", 58, 32)
    assert with_width(traits, WIDTH_LINES[1]) == PrinterTraits("generic-58", 80, 42)
    drawn = with_accents(traits, ACCENT_LINES[-1])
    assert (drawn.mode, drawn.code_page, drawn.code_page_number) == ("raster", "CP858", 19)


def test_every_candidate_is_a_page_that_this_program_prints_in():
    assert [line.number for line in ACCENT_LINES] == list(range(1, len(ACCENT_LINES) + 1))
    assert {line.code_page.lower() for line in ACCENT_LINES} <= set(CODE_PAGES)
