"""Everything as dots: the same paper as the picture shows, in bands no printer stumbles over."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.domain.ticket_code import parse
from app.printing import PrinterSettings, open_printer
from app.printing.raster import MOST_ROWS, band, bands
from tests.helpers.escpos_reader import Reader
from tests.helpers.papers import CODED, NUMBER, PAPERS, PIN, TICKETS

DOTS = {80: 576, 58: 384}
PAPER = {80: 640, 58: 464}
TOP = 24
EVERY = [(name, width) for name in PAPERS for width in DOTS]


def printer(width, **more):
    return open_printer(PrinterSettings(width_mm=width, mode="raster", **more))


async def printed(name, width, **more):
    used = printer(width, **more)
    content = (await used.prepare(PAPERS[name])).content
    picture = Image.open(io.BytesIO(await used.picture(PAPERS[name])))
    await used.close()
    return content, picture


@pytest.mark.parametrize(("name", "width"), EVERY)
async def test_what_comes_out_is_the_picture_dot_for_dot(name, width):
    content, picture = await printed(name, width)
    paper = Reader(DOTS[width], raster=True).read(content)
    assert paper.cut
    assert paper.lines == []
    left = (PAPER[width] - DOTS[width]) // 2
    seen = picture.crop((left, TOP, left + DOTS[width], picture.height - TOP))
    assert seen.size == paper.image.size
    differing = ImageChops.difference(seen, paper.image).histogram()[255]
    assert differing <= 4  # the dots that break a real-time command
    assert paper.image.histogram()[0] > 5_000


@pytest.mark.parametrize(("name", "width"), EVERY)
async def test_the_preview_is_the_same_whatever_the_printer_is_sent(name, width):
    letters = open_printer(PrinterSettings(width_mm=width))
    dots = printer(width)
    assert letters.page(PAPERS[name]) == dots.page(PAPERS[name])
    assert await letters.picture(PAPERS[name]) == await dots.picture(PAPERS[name])
    await letters.close()
    await dots.close()


@pytest.mark.parametrize(("name", "width"), [pair for pair in EVERY if pair[0] in CODED])
async def test_both_readers_read_the_dots(name, width, tmp_path):
    content, _ = await printed(name, width)
    paper = Reader(DOTS[width], raster=True).read(content)
    found = paper.read_by_zxing()
    assert len(found) == 1
    assert paper.read_by_zbar(tmp_path) == found
    code = parse(found.pop())
    assert code is not None
    assert code.number == NUMBER
    assert (code.pin.reveal() if code.pin else "") == (PIN if name in TICKETS else "")


@pytest.mark.parametrize("width", DOTS)
@pytest.mark.parametrize("name", TICKETS)
async def test_white_paper_is_not_sent(name, width):
    content, picture = await printed(name, width)
    assert len(content) < 0.7 * DOTS[width] // 8 * (picture.height - 2 * TOP)


async def test_columns_that_are_no_whole_bytes_get_a_white_edge():
    content, picture = await printed("ticket-6", 80, columns=45)
    paper = Reader(544, raster=True).read(content)
    left = (640 - 540) // 2
    seen = picture.crop((left, TOP, left + 540, picture.height - TOP))
    assert ImageChops.difference(seen, paper.image.crop((0, 0, 540, seen.height))).getbbox() is None
    assert paper.image.crop((540, 0, 544, seen.height)).getextrema() == (255, 255)


async def test_a_printer_without_a_blade_gets_lines_to_tear_at():
    content, _ = await printed("ticket-6", 80, cutter=False)
    paper = Reader(576, raster=True).read(content)
    assert not paper.cut
    assert paper.lines == [""] * 5


lines = st.lists(
    st.sampled_from([b"\x00\x00\x00", b"\x10\x04\x01", b"\x01\x10\x14", b"\xff\x00\x00", b"\x05\x00\x10"]),
    min_size=1,
    max_size=700,
)


@given(lines)
def test_bands_lose_no_row_and_spell_no_order(rows):
    cut = list(bands(rows))
    assert [row for part in cut for row in part] == rows
    assert all(0 < len(part) <= MOST_ROWS for part in cut)
    paper = Reader(24, raster=True).read(b"".join(map(band, cut)))
    assert paper.fed == len(rows)
    wanted = Image.frombytes("1", (24, len(rows)), b"".join(rows))
    black = paper.image.point(lambda level: 255 - level).convert("1")
    assert ImageChops.subtract(wanted.convert("L"), black.convert("L")).getbbox() is None


def test_one_dot_breaks_a_real_time_command():
    assert band([b"\x10\x04\x01", b"\x10\x14\x00"]).endswith(b"\x18\x04\x01\x18\x14\x00")
    assert band([b"\x10", b"\x05"]).endswith(b"\x18\x05")
    assert band([b"\x10\x06\x00"]).endswith(b"\x10\x06")  # no order: left as it is


def test_a_band_is_as_wide_as_its_ink():
    assert band([b"\x01\x00\x00", b"\x01\x80\x00"]) == b"\x1dv0\x00\x02\x00\x02\x00\x01\x00\x01\x80"
    assert band([b"\x00\x00"] * 3) == b"\x1dv0\x00\x01\x00\x03\x00\x00\x00\x00"
