"""The picture is the paper, cell for cell."""

import io

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat

from app.printing import PrinterSettings, open_printer
from tests.helpers.escpos_reader import Reader
from tests.helpers.papers import PAPERS

DOTS = {80: 576, 58: 384}
PAPER = {80: 640, 58: 464}
TOP = 24


async def drawn(name, width):
    """The picture's printing area, and what the interpreter makes of the bytes."""
    printer = open_printer(PrinterSettings(width_mm=width))
    picture = Image.open(io.BytesIO(await printer.picture(PAPERS[name])))
    printed = Reader(DOTS[width]).read((await printer.prepare(PAPERS[name])).content)
    await printer.close()
    assert picture.format == "PNG"
    assert picture.size == (PAPER[width], printed.fed + 2 * TOP)
    left = (picture.width - printed.dots) // 2
    return picture.crop((left, TOP, left + printed.dots, TOP + printed.fed)), printed


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("name", PAPERS)
async def test_the_picture_is_what_the_bytes_print(name, width):
    picture, printed = await drawn(name, width)
    assert len(printed.boxes) > 100
    for box in printed.boxes:
        assert picture.crop(box).getextrema() == (0, 255)
    for image in (picture, printed.image):
        for symbol in printed.symbols:
            image.paste(255, symbol)  # two encoders may choose two masks: symbols are read, not compared
    difference = ImageChops.difference(picture, printed.image.point(lambda level: 255 * (level > 128)))
    differing = ImageStat.Stat(difference).mean[0] / 255
    assert differing < 0.02


@pytest.mark.parametrize("name", ["ticket-6", "ticket-100", "payment"])
async def test_the_pictures_symbol_reads(name):
    picture, printed = await drawn(name, 58)
    assert {found.text for found in zxingcpp.read_barcodes(picture)} == printed.read_by_zxing() != set()


async def test_a_picture_is_black_and_white():
    picture, _ = await drawn("ticket-training", 80)
    assert {level for _, level in picture.getcolors()} == {0, 255}
    assert picture.getpixel((1, 1)) == 0
