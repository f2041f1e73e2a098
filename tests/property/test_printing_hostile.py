"""Whatever the server says, the printer gets our commands and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.paper import Mark, PrintedWager, TicketPaper
from app.domain.secret import Secret
from app.domain.ticket import Ticket
from app.domain.ticket_code import parse
from app.errors import Bug
from app.money import Money
from app.printing import PrinterSettings, escpos, open_printer
from app.printing.clean import CODE_PAGES, LINE_CAP, LINES_CAP, Cleaner
from app.printing.guard import guard
from tests.helpers.escpos_reader import Reader
from tests.helpers.papers import AGENCY, HEADER

ATTACKS = (
    "\x1bp\x00\x32\x32",
    "\x1b@",
    "\x1dV\x00",
    "\x1dv0\x00\x48\x00\xff\xff",
    "\x10\x14\x01\x00\x01",
    "\x1d(E\x03\x00\x05\x63\x01",
    "\n" * 300,
    "\r\n\x0b\x0c\x85\u2028",
    "\u202eTOTAL Bs 1.000.000,00\u202c",
    "🎰" * 200,
    "日本語",
    "n\u0303a\u0301\u0335\u0336",
    "\u200b\ufeff\u00ad\ue000",
    "\x80\x9b\x85",
    "─━█▀",
    "x" * 500,
    "{B{C",
)
hostile = st.lists(st.text(max_size=40) | st.sampled_from(ATTACKS), max_size=4).map("".join)
amounts = st.integers(0, 10**12).map(Money)
agencies = st.builds(
    lambda name, rif, header, footer, days: replace(
        AGENCY, name=name, rif=rif, ticket_header=header, ticket_footer=footer, ticket_expiration_days=days
    ),
    hostile,
    hostile,
    hostile,
    hostile,
    st.integers(-5, 10**6),
)
headers = st.builds(
    lambda agency, terminal, cashier, training: replace(
        HEADER, agency=agency, terminal=terminal, cashier=cashier, training=training
    ),
    agencies,
    hostile,
    hostile,
    st.booleans(),
)
wagers = st.lists(
    st.builds(PrintedWager, hostile, hostile, hostile, hostile, hostile, amounts), max_size=8
).map(tuple)
tickets = st.builds(
    lambda header, number, pin, cost, rows, mark, copies, authorisation, warning: TicketPaper(
        header,
        Ticket(number, Secret(pin), datetime(2026, 11, 20, 16, 41, tzinfo=UTC), (), cost),
        rows,
        datetime(2026, 11, 20, 17, 0, tzinfo=UTC),
        mark,
        copies,
        authorisation,
        warning,
    ),
    headers,
    st.integers(0, 10**20),
    hostile,
    amounts,
    wagers,
    st.sampled_from(Mark),
    st.integers(0, 10**6),
    hostile,
    hostile,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tickets, st.sampled_from([(80, 48), (80, 42), (58, 32)]), st.sampled_from(["cp858", "cp437", "cp1252"])
)
def test_no_foreign_command_leaves(paper, size, codec):
    width, columns = size
    printer = open_printer(
        PrinterSettings(width_mm=width, columns=columns, code_page=codec, code_page_number=7)
    )
    page = printer.page(paper)
    content = guard(b"".join(escpos.encode(page, escpos.Dialect(codec, 7, True))), 7)
    came_out = Reader(columns * 12, codec, 7, draw=False).read(content)
    assert came_out.cut
    assert came_out.fed <= 10_000
    assert [code for code in came_out.qr if parse(code) is None] == []
    assert len(came_out.qr) <= 1
    marked = paper.header.training, paper.mark is not Mark.ORIGINAL
    squeezed = [line.replace(" ", "") for line in came_out.lines]
    assert any("PRUEBA" in line for line in squeezed) or not marked[0]
    assert any("COPIA" in line or "REIMPRESI" in line for line in squeezed) or not marked[1]


@given(hostile, st.sampled_from(CODE_PAGES))
def test_a_clean_line_is_printable_and_stays_clean(text, codec):
    clean = Cleaner(codec)
    line = clean.line(text)
    assert line.isprintable()
    assert len(line) <= LINE_CAP
    assert all(byte >= 0x20 and byte != 0x7F for byte in line.encode(codec))
    assert clean.line(line) == line


@given(hostile)
def test_clean_lines_are_few_and_not_empty(text):
    lines = Cleaner("cp858").lines(text)
    assert len(lines) <= LINES_CAP
    assert all(lines)


OWN = (
    b"\x1b@", b"\x1bt\x13", b"\x1b3\x1c", b"\x1bJ\x08", b"\x1b!\x08", b"\x1ba\x00", b"\x1b!\x30",
    b"\x1dB\x01",
    b"\x1dh\x40", b"\x1dw\x02", b"\x1dH\x00", b"\x1dkI\x04{C\x1b\x1d", b"\n", b"TOTAL Bs 5,00", b"\xa4\xff",
    b"\x1d(k\x04\x001A2\x00", b"\x1d(k\x03\x001C\x08", b"\x1d(k\x03\x001E1", b"\x1d(k\x05\x001P012",
    b"\x1d(k\x03\x001Q0",
)  # fmt: skip
FOREIGN = (
    b"\x1bp\x00\x32\x32", b"\x10\x14\x01\x00\x01", b"\x1b=\x00", b"\x1d(E\x03\x00\x05\x63\x01", b"\x1cq\x01",
    b"\x1dv0\x00\x48\x00\xff\xff", b"\x1dV\x00", b"\x1bt\x02", b"\x1d!\x77", b"\x00", b"\r", b"\x7f",
    b"\x1b*\x00",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(OWN), max_size=8),
    st.lists(st.sampled_from(OWN), max_size=8),
    st.sampled_from(FOREIGN),
)
def test_one_foreign_command_anywhere_stops_everything(before, after, foreign):
    own = b"".join(before + after)
    assert guard(own, 19) == own
    with pytest.raises(Bug):
        guard(b"".join([*before, foreign, *after]), 19)
