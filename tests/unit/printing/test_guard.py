"""The last look: what may leave and what may not."""

import pytest

from app.errors import Bug
from app.printing.guard import guard

GOOD = b"\x1b@\x1bt\x13\x1b3\x1cHola \xa4\n\x1b!\x38x\x1b!\x00\n\x1dV\x42\x00"


def test_our_own_bytes_pass_unchanged():
    assert guard(GOOD, 19) is GOOD


@pytest.mark.parametrize(
    "foreign",
    [
        b"\x1bp\x00\x32\x32",  # drawer pulse
        b"\x10\x14\x01\x00\x01",  # drawer pulse, real-time
        b"\x1b=\x00",  # printer deselected
        b"\x1d(E\x03\x00\x05\x63\x01",  # memory written
        b"\x1cq\x01",  # logo stored
        b"\x1dv0\x00\x48\x00\xff\xff",  # the rest swallowed as a picture
        b"\x1d(A\x02\x00\x00\x02",  # self-test
        b"\x1dV\x00",  # another cut
        b"\x1bt\x02",  # another code page
        b"\x1d!\x77",  # letters of eightfold size
        b"\x1b!\x01",  # another font
        b"\x1b!\x88",  # underlined
        b"\x1d(k\x04\x001A1\x00",  # QR model 1
        b"\x1d(k\x05\x001P0ab",  # letters in the symbol
        b"\x1d(k\xff\x001P0123",  # a length that eats what follows
        b"\x1d(k\x03\x001P0",  # no data
        b"\x1dkI\x04{B12",  # code set B
        b"\x1dkI\x04{C\x64\x01",  # not a pair of digits
        b"\x1dkI\x20{C\x01\x02",  # a length that eats what follows
        b"\x1dkI\x02{C",  # no data
        b"\x00",
        b"\x7f",
        b"\r",
        b"\t",
        b"\x0c",
        b"\x18",
        b"\x1b",
    ],
)
def test_foreign_bytes_never_leave(foreign):
    for content in (foreign, b"\x1b@text" + foreign, b"text\n" + foreign + b"more\n"):
        with pytest.raises(Bug, match="foreign_bytes"):
            guard(content, 19)


def test_nothing_may_follow_the_cut():
    with pytest.raises(Bug, match="foreign_bytes"):
        guard(GOOD + b"x", 19)


def test_ten_metres_of_paper_are_too_much():
    with pytest.raises(Bug, match="too_long"):
        guard(b"\x1b3\xff" + b"\n" * 314, 19)
    with pytest.raises(Bug, match="too_long"):
        guard(b"\x1bJ\xff" * 314, 19)


PICTURE = b"\x1b@\x1dv0\x00\x02\x00\x03\x00\x01\x02\x1b\x40\x00\xff\x1dV\x42\x00"


def test_a_picture_passes_where_pictures_are_printed():
    assert guard(PICTURE, 19, raster=True) is PICTURE
    with pytest.raises(Bug, match="foreign_bytes"):
        guard(PICTURE, 19)


@pytest.mark.parametrize(
    "picture",
    [
        b"\x1dv0\x00\x01\x00\x02\x00\x10\x04",  # DLE EOT among the dots
        b"\x1dv0\x00\x01\x00\x03\x00\x10\x14\x01",  # DLE DC4: a drawer pulse
        b"\x1dv0\x00\x02\x00\x02\x00\x01\x02\x03",  # less than it says
        b"\x1dv0\x00\x49\x00\x01\x00" + b"\x01" * 73,  # wider than any paper
        b"\x1dv0\x00\x01\x00\x00\x01" + b"\x01" * 256,  # too tall for small buffers
        b"\x1dv0\x01\x01\x00\x01\x00\x01",  # double width
    ],
)
def test_pictures_that_a_printer_would_stumble_over(picture):
    with pytest.raises(Bug, match="foreign_bytes"):
        guard(picture, 19, raster=True)


def test_bars_that_spell_a_real_time_command_never_leave():
    with pytest.raises(Bug, match="foreign_bytes"):
        guard(b"\x1dkI\x04{C\x10\x14", 19)
