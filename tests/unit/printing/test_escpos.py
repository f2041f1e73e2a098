"""Bytes: agreed with python-escpos, printed by a strict interpreter, read back by two readers."""

import logging
import shutil

import pytest

from app.domain.ticket_code import parse
from app.printing import PrinterSettings, escpos, open_printer
from app.printing.clean import Clean
from app.printing.document import Document, Style, line
from app.printing.escpos import barcode, qr
from app.printing.layout import layout
from app.printing.page import BarcodeRow, QrRow, RuleRow, TextRow
from tests.helpers.escpos_reader import Reader, Refused
from tests.helpers.papers import CODE, CODED, HUNDRED, NUMBER, PAPERS, PIN, ticket

DOTS = {80: 576, 58: 384}
EVERY = [(name, width) for name in PAPERS for width in DOTS]


def printer(width, **more):
    return open_printer(PrinterSettings(width_mm=width, **more))


async def printed(name, width, **more):
    used = printer(width, **more)
    prepared = await used.prepare(PAPERS[name])
    await used.close()
    return prepared.content


@pytest.mark.parametrize(("name", "width"), EVERY)
async def test_what_comes_out_is_what_was_laid_out(name, width):
    paper = Reader(DOTS[width]).read(await printed(name, width))
    page = printer(width).page(PAPERS[name])
    shown = [
        line for row, line in zip(page.rows, page.lines(), strict=True) if isinstance(row, TextRow | RuleRow)
    ]
    assert paper.lines == shown
    assert paper.fed == sum(row.height for row in page.rows)
    assert paper.cut


@pytest.mark.parametrize(("name", "width"), [pair for pair in EVERY if pair[0] in CODED])
async def test_both_readers_read_the_printed_symbol(name, width, tmp_path):
    assert shutil.which("zbarimg"), "zbarimg (Debian: zbar-tools) is needed to read the symbols back"
    paper = Reader(DOTS[width]).read(await printed(name, width))
    wanted = set(paper.qr or paper.barcodes)
    assert len(wanted) == 1
    assert paper.read_by_zxing() == wanted
    assert paper.read_by_zbar(tmp_path) == wanted
    code = parse(wanted.pop())
    assert code is not None
    assert code.number == NUMBER
    assert (code.pin.reveal() if code.pin else "") == (PIN if paper.qr else "")


async def test_the_long_ticket_stays_under_2500_bytes():
    assert len(await printed("ticket-100", 80)) < 2_500
    assert len(await printed("ticket-100", 58)) < 2_500


async def test_forty_two_columns_fit_their_printer():
    Reader(42 * 12).read(await printed("ticket-100", 80, columns=42))


async def test_a_printer_without_a_blade_gets_lines_to_tear_at():
    content = await printed("ticket-6", 80, cutter=False)
    paper = Reader(576).read(content)
    assert not paper.cut
    assert paper.lines[-5:] == [""] * 5


async def test_a_page_without_line_signs_rules_with_hyphens():
    paper = Reader(576, "cp1252", 16).read(
        await printed("ticket-6", 80, code_page="cp1252", code_page_number=16)
    )
    assert "-" * 48 in paper.lines


def test_sections_join_to_the_job_and_the_code_comes_last():
    page = printer(80).page(ticket(HUNDRED))
    sections = escpos.encode(page, escpos.Dialect("cp858", 19, True))
    assert len(sections) == 4
    assert CODE.encode() not in b"".join(sections[:-1])
    assert CODE.encode() in sections[-1]


@pytest.fixture(scope="module")
def oracle(tmp_path_factory):
    """python-escpos, kept from the log and from the temporary folder."""
    patch = pytest.MonkeyPatch()
    patch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(tmp_path_factory.mktemp("capabilities")))
    before = list(logging.getLogger().handlers)
    from escpos.printer import Dummy

    yield Dummy
    logging.getLogger().handlers[:] = before
    patch.undo()


def test_python_escpos_agrees_on_the_qr_symbol(oracle):
    from escpos.constants import QR_ECLEVEL_M

    device = oracle(profile="TM-T20II")
    device.qr(CODE, ec=QR_ECLEVEL_M, size=8, native=True)
    assert _command(device.output, b"1P0") == _command(qr(QrRow(CODE, 8, 21)), b"1P0")
    assert sorted(_commands(device.output)) == sorted(_commands(qr(QrRow(CODE, 8, 21))))


def _commands(content):
    return [b"\x1d(k" + part for part in content.split(b"\x1d(k")[1:]]


def _command(content, name):
    return next(part for part in _commands(content) if name in part)


def test_python_escpos_agrees_on_the_bars(oracle):
    device = oracle(profile="TM-T20II")
    pairs = "".join(chr(int(CODE[at : at + 2])) for at in range(0, 20, 2))
    device.barcode("{C" + pairs, "CODE128", height=64, width=2, pos="OFF", align_ct=False, function_type="B")
    ours = barcode(BarcodeRow(CODE[:20], 2, 145, 64))
    assert ours[ours.index(b"\x1dk") :] == device.output[device.output.index(b"\x1dk") :].rstrip(b"\x00")
    for setting in (b"\x1dh\x40", b"\x1dw\x02"):
        assert setting in ours
        assert setting in device.output


@pytest.mark.parametrize(("name", "width"), EVERY)
async def test_python_escpos_agrees_on_every_letter_of_every_paper(oracle, name, width):
    """Its bytes for each piece of text are in ours, in order."""
    content, at = await printed(name, width), 0
    device = oracle(profile="TM-T20II")
    device.charcode("CP858")
    for row in printer(width).page(PAPERS[name]).rows:
        for run in getattr(row, "runs", ()):
            device.clear()
            device.text(run.text)
            at = content.index(device.output, at) + len(device.output)


def test_python_escpos_agrees_on_letters_and_styles(oracle):
    device = oracle(profile="TM-T20II")
    device.charcode("CP858")
    device.set(double_width=True, double_height=True)
    device.text("Ñandú ÁREA¿")
    page = layout(Document(((line(Clean("Ñandú ÁREA¿"), Style(2, 2)),),)), 48)
    ours = b"".join(escpos.encode(page, escpos.Dialect("cp858", 19, True)))
    for part in (b"\x1bt\x13", b"\x1b!\x30", "Ñandú ÁREA¿".encode("cp858")):
        assert part in device.output
        assert part in ours


@pytest.mark.parametrize(
    "content",
    [b"\x1bp\x00\x32\x32", b"\x1dVA\x00", b"x" * 49 + b"\n", b"\x1bt\x02", b"no end", b"\x1d(k\x03\x001Q0"],
)
def test_the_interpreter_is_strict(content):
    with pytest.raises(Refused):
        Reader(576).read(content)


def test_the_interpreter_draws_what_it_is_told():
    paper = Reader(576).read(b"\x1b3\x18A\n\x1dB\x01B\x1dB\x00\n")
    assert paper.lines == ["A", "B"]
    assert paper.image.size == (576, 48)
    assert paper.image.getpixel((1, 25)) == 0
    assert paper.image.getpixel((1, 1)) == 255
