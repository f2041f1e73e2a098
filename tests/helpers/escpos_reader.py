"""A strict ESC/POS printer for tests: an allow-list of commands, one paper out.

Knows nothing of the encoder: letters are drawn with Pillow, symbols with zxing-cpp. Whatever is not
on the list, overflows the line, or comes where a printer would do something else than expected is
a `Refused`.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
WIDE, TALL = 12, 24
QUIET = 24


class Refused(Exception):
    """These bytes are not something this program may send."""


@dataclass
class Letter:
    sign: str
    left: int
    across: int
    down: int
    bold: bool
    reverse: bool


@dataclass
class Paper:
    """What came out."""

    dots: int
    image: Image.Image
    lines: list[str] = field(default_factory=list)
    qr: list[str] = field(default_factory=list)
    barcodes: list[str] = field(default_factory=list)
    cut: bool = False
    fed: int = 0
    boxes: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Left, top, right, bottom of every letter that is not blank."""
    symbols: list[tuple[int, int, int, int]] = field(default_factory=list)
    """The same of every symbol."""

    def read_by_zxing(self) -> set[str]:
        return {found.text for found in zxingcpp.read_barcodes(_on_paper(self.image))}

    def read_by_zbar(self, folder: Path) -> set[str]:
        file = folder / "paper.png"
        _on_paper(self.image).save(file)
        ran = subprocess.run(
            ["zbarimg", "-q", "--raw", str(file)], check=False, capture_output=True, text=True, timeout=20
        )
        assert ran.returncode in (0, 4), ran.stderr  # 4: no symbol found
        return set(ran.stdout.split())


def _on_paper(image: Image.Image) -> Image.Image:
    """With the margins that the paper has beside the printing area."""
    sheet = Image.new("L", (image.width + 64, image.height + 48), 255)
    sheet.paste(image, (32, 24))
    return sheet


class Reader:
    """Reads one job for a printer of `dots` across. Without `draw` only the text and symbols are taken.

    With `raster` it is a printer of pictures, whose letters nobody may use.
    """

    def __init__(
        self, dots: int, codec: str = "cp858", page: int = 19, *, draw: bool = True, raster: bool = False
    ) -> None:
        self.draw = draw
        self.raster = raster
        self.dots = dots
        self.codec = codec
        self.page = page

    def read(self, content: bytes) -> Paper:
        self._content, self._at = content, 0
        self._reset()
        self._strips: list[Image.Image] = []
        self._fed = 0
        self._paper = Paper(self.dots, Image.new("L", (self.dots, 1), 255))
        while self._at < len(content):
            if self._paper.cut:
                raise Refused("bytes after the cut")
            self._step()
        if self._line:
            raise Refused("text without a line feed")
        self._paper.fed = self._fed
        self._paper.image = _stacked(self._strips, self.dots)
        return self._paper

    # ------------------------------------------------------------ parsing

    def _reset(self) -> None:
        self._bold = self._reverse = self._center = False
        self._across = self._down = 1
        self._spacing = 30
        self._line: list[Letter] = []
        self._x = 0
        self._qr: dict[str, object] = {}
        self._bar: dict[str, int] = {}

    def _take(self, count: int) -> bytes:
        taken = self._content[self._at : self._at + count]
        self._at += count
        if len(taken) < count:
            raise Refused("cut short")
        return taken

    def _step(self) -> None:
        first = self._take(1)
        if first == b"\n":
            self._feed_line()
        elif first == b"\x1b":
            self._escape(self._take(1))
        elif first == b"\x1d":
            self._group(self._take(1))
        elif first[0] < 0x20 or first[0] == 0x7F:
            raise Refused(f"control byte {first!r}")
        else:
            self._letter(first.decode(self.codec))

    def _escape(self, name: bytes) -> None:
        if name == b"@":
            self._at_line_start("ESC @")
            self._reset()
        elif name == b"t":
            if self._take(1)[0] != self.page:
                raise Refused("foreign code page")
        elif name == b"!":
            mode = self._take(1)[0]
            if mode & ~0x38:
                raise Refused(f"print mode {mode}")
            self._bold, self._across, self._down = bool(mode & 8), 1 + (mode >> 5 & 1), 1 + (mode >> 4 & 1)
        elif name == b"3":
            self._spacing = self._take(1)[0]
        elif name == b"J":
            self._at_line_start("ESC J")
            self._out(Image.new("L", (self.dots, self._take(1)[0]), 255))
        elif name == b"a":
            self._at_line_start("ESC a")
            self._center = self._flag()
        else:
            raise Refused(f"ESC {name!r}")

    def _group(self, name: bytes) -> None:
        if name == b"B":
            self._reverse = self._flag()
        elif name in b"hw":
            self._bar[name.decode()] = self._take(1)[0]
        elif name == b"H":
            if self._take(1) != b"\x00":
                raise Refused("text below the bars")
        elif name == b"k":
            self._bars()
        elif name == b"(":
            self._symbol()
        elif name == b"v":
            self._picture()
        elif name == b"V":
            if self._take(2) != b"\x42\x00":
                raise Refused("another cut")
            self._at_line_start("GS V")
            self._paper.cut = True
        else:
            raise Refused(f"GS {name!r}")

    def _flag(self) -> bool:
        flag = self._take(1)[0]
        if flag not in (0, 1):
            raise Refused(f"flag {flag}")
        return flag == 1

    def _at_line_start(self, what: str) -> None:
        if self._line:
            raise Refused(f"{what} in the middle of a line")

    # ------------------------------------------------------------ letters

    def _letter(self, sign: str) -> None:
        if self.raster:
            raise Refused("letters for a printer of pictures")
        across = WIDE * self._across
        if self._x + across > self.dots:
            raise Refused("line too long: the printer would wrap it")
        self._line.append(Letter(sign, self._x, across, TALL * self._down, self._bold, self._reverse))
        self._x += across

    def _feed_line(self) -> None:
        tall = max((letter.down for letter in self._line), default=0)
        strip = Image.new("L", (self.dots, max(tall, self._spacing)), 255)
        for letter in self._line:
            top = self._fed + tall - letter.down
            if letter.sign != " ":
                right = letter.left + letter.across
                self._paper.boxes.append((letter.left, top, right, self._fed + tall))
            if self.draw:
                strip.paste(_drawn(letter), (letter.left, top - self._fed))
        self._out(strip)
        self._paper.lines.append(
            "".join(
                letter.sign.ljust(letter.across // WIDE, _filling(letter)) for letter in self._line
            ).rstrip()
        )
        self._line, self._x = [], 0

    # ------------------------------------------------------------ pictures

    def _picture(self) -> None:
        """GS v 0, whose data a printer searches for real-time commands (DLE EOT, ENQ, DC4)."""
        self._at_line_start("GS v 0")
        if not self.raster:
            raise Refused("a picture for a printer of letters")
        if self._take(2) != b"0\x00":
            raise Refused("a picture of another kind")
        across, down = (int.from_bytes(self._take(2), "little") for _ in range(2))
        if not 0 < across * 8 <= self.dots or not 0 < down <= 255:
            raise Refused(f"a picture of {across} bytes by {down}")
        data = self._take(across * down)
        if re.search(rb"\x10[\x04\x05\x14]", data):
            raise Refused("a real-time command inside a picture")
        strip = Image.new("L", (self.dots, down), 255)
        black = Image.frombytes("1", (across * 8, down), data)
        strip.paste(0, (0, 0), black)
        self._out(strip)

    # ------------------------------------------------------------ symbols

    def _symbol(self) -> None:
        self._at_line_start("GS ( k")
        if self._take(1) != b"k":
            raise Refused("GS (")
        body = self._take(int.from_bytes(self._take(2), "little"))
        name, rest = body[:2], body[2:]
        if name == b"1A" and rest == b"2\x00":
            self._qr["model"] = 2
        elif name == b"1C" and len(rest) == 1 and 1 <= rest[0] <= 16:
            self._qr["module"] = rest[0]
        elif name == b"1E" and rest in (b"0", b"1", b"2", b"3"):
            self._qr["level"] = "LMQH"[int(rest)]
        elif name == b"1P" and rest[:1] == b"0" and rest[1:].isdigit():
            self._qr["data"] = rest[1:].decode()
        elif name == b"1Q" and rest == b"0":
            self._print_qr()
        else:
            raise Refused(f"QR function {body[:3]!r}")

    def _print_qr(self) -> None:
        if set(self._qr) != {"model", "module", "level", "data"}:
            raise Refused(f"QR with only {sorted(self._qr)}")
        data = str(self._qr["data"])
        barcode = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level=self._qr["level"])
        self._print_symbol(_pixels(barcode), int(str(self._qr["module"])), None)
        self._paper.qr.append(data)
        self._qr = {}

    def _bars(self) -> None:
        self._at_line_start("GS k")
        kind, length = self._take(2)
        data = self._take(length)
        if kind != 73 or data[:2] != b"{C" or not data[2:] or max(data[2:]) > 99:
            raise Refused("a bar code that is not CODE128 in set C")
        digits = "".join(f"{pair:02d}" for pair in data[2:])
        barcode = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.Code128)
        modules = _pixels(barcode).crop((0, 0, barcode_width(digits), 1))
        self._print_symbol(modules, self._bar["w"], self._bar["h"])
        self._paper.barcodes.append(digits)

    def _print_symbol(self, modules: Image.Image, module: int, tall: int | None) -> None:
        size = (modules.width * module, tall or modules.height * module)
        if size[0] + 2 * QUIET > self.dots:
            raise Refused("symbol wider than the paper")
        if not self._center:
            raise Refused("symbol not centred")
        strip = Image.new("L", (self.dots, size[1]), 255)
        left = (self.dots - size[0]) // 2
        strip.paste(modules.resize(size, Image.Resampling.NEAREST), (left, 0))
        self._paper.symbols.append((left, self._fed, left + size[0], self._fed + size[1]))
        self._out(strip)

    def _out(self, strip: Image.Image) -> None:
        self._fed += strip.height
        if self.draw:
            self._strips.append(strip)


def _filling(letter: Letter) -> str:
    """What the second cell of a wide letter reads as: a stretched line is a longer line."""
    return letter.sign if letter.sign == "─" else " "


def barcode_width(digits: str) -> int:
    """Modules of CODE128 in set C: start, pairs, check digit, stop."""
    return 11 * (len(digits) // 2 + 2) + 13


def _pixels(barcode: zxingcpp.Barcode) -> Image.Image:
    drawn: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    height, width = drawn.shape
    return Image.frombytes("L", (width, height), bytes(drawn))


def _drawn(letter: Letter) -> Image.Image:
    return _glyph(letter.sign, (letter.across, letter.down), letter.bold, letter.reverse)


@lru_cache(maxsize=1024)
def _glyph(sign: str, size: tuple[int, int], bold: bool, reverse: bool) -> Image.Image:
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    cell = Image.new("L", (WIDE, TALL), 255)
    font = ImageFont.truetype(str(FONTS / name), 20)
    ImageDraw.Draw(cell).text((0, 19), sign, fill=0, font=font, anchor="ls")
    cell = cell.resize(size, Image.Resampling.NEAREST)
    return cell.point(lambda level: 255 - level) if reverse else cell


def _stacked(strips: list[Image.Image], dots: int) -> Image.Image:
    sheet = Image.new("L", (dots, sum(strip.height for strip in strips) or 1), 255)
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    return sheet
