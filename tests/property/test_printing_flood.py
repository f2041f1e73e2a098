"""Twenty thousand tickets of a hostile server, printed one after the other: not one foreign command.

`test_printing_hostile` looks for the smallest breaking case; this looks at many, from a fixed seed.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.paper import Mark, PrintedWager, TicketPaper
from app.domain.secret import Secret
from app.domain.ticket import Ticket
from app.money import Money
from app.printing import escpos
from app.printing.clean import Cleaner
from app.printing.guard import guard
from app.printing.layout import layout
from app.printing.papers import document_of
from tests.helpers.escpos_reader import Reader
from tests.helpers.escpos_scan import commands
from tests.helpers.papers import AGENCY, HEADER, TICKETS
from tests.property.test_printing_hostile import ATTACKS

MANY = 20_000
READ_EVERY, DRAW_EVERY = 100, 400
WIDTHS = (48, 42, 32)
SOLD = datetime(2026, 11, 20, 16, 41, tzinfo=UTC)
RANGES = ((0x00, 0x20), (0x20, 0x7F), (0x7F, 0x300), (0x300, 0x370), (0x2000, 0x2070), (0xD800, 0xE100))
PLAIN = ("LOTTO REY", "TRIPLE ZULIA A", "12:45 pm", "123", "5", "León", "")


class Server:
    """Says whatever it likes."""

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def text(self):
        chance = self.chance
        if chance.random() < 0.4:
            return chance.choice(PLAIN)
        return "".join(self._piece() for _ in range(chance.choice((1, 1, 2))))

    def _piece(self):
        chance = self.chance
        if chance.random() < 0.7:
            return chance.choice(ATTACKS)
        low, high = chance.choice(RANGES)
        return "".join(chr(chance.randrange(low, high)) for _ in range(chance.randrange(1, 9)))

    def ticket(self):
        chance, text = self.chance, self.text
        agency = replace(
            AGENCY,
            name=text(),
            rif=text(),
            ticket_header=text(),
            ticket_footer=text(),
            ticket_expiration_days=chance.randrange(-5, 10**6),
        )
        header = replace(
            HEADER, agency=agency, terminal=text(), cashier=text(), training=chance.random() < 0.3
        )
        rows = tuple(
            PrintedWager(text(), text(), text(), text(), text(), Money(chance.randrange(10**9)))
            for _ in range(chance.choice((0, 1, 1, 2)))
        )
        number = chance.randrange(10 ** chance.randrange(1, 20))
        ticket = Ticket(number, Secret(text()), SOLD, (), Money(chance.randrange(10**9)))
        mark = chance.choice((Mark.ORIGINAL, Mark.COPY, Mark.REPRINT))
        return TicketPaper(header, ticket, rows, SOLD, mark, chance.randrange(10**4), text(), text())


def test_twenty_thousand_hostile_tickets_hold_no_foreign_command():
    server, clean, dialect = Server(20_261_120), Cleaner("cp858"), escpos.Dialect("cp858", 19, True)
    found: Counter[str] = Counter()
    made = longest = 0
    for number in range(MANY):
        columns = WIDTHS[number % len(WIDTHS)]
        page = layout(document_of(server.ticket(), clean), columns)
        content = guard(b"".join(escpos.encode(page, dialect)), 19)
        found += commands(content)
        longest = max(longest, len(content))
        made += 1
        if number % READ_EVERY == 0:
            assert Reader(columns * 12, draw=False).read(content).cut
        if number % DRAW_EVERY == 0:
            drawn = guard(b"".join(escpos.encode(page, replace(dialect, raster=True))), 19, raster=True)
            assert commands(drawn)["foreign"] == commands(drawn)["real_time"] == 0
    assert made == MANY
    assert found["foreign"] == found["real_time"] == 0
    assert found["\x1b@"] == found["\x1bt"] == found["\x1dV"] == MANY
    assert "\x1bp" not in found
    assert longest < 8_000


def test_the_count_sees_what_is_foreign():
    clean, dialect = Cleaner("cp858"), escpos.Dialect("cp858", 19, True)
    own = b"".join(escpos.encode(layout(document_of(TICKETS["ticket-6"], clean), 48), dialect))
    assert commands(own)["foreign"] == 0
    for foreign in (
        b"\x1bp\x00\x32\x32",
        b"\x1b=\x00",
        b"\x1d(E\x03\x00\x05\x63\x01",
        b"\x00",
        b"\r",
        b"\x7f",
    ):
        for at in (2, own.index(b"\n") + 1, len(own)):
            assert commands(own[:at] + foreign + own[at:])["foreign"] == 1
    assert commands(own + b"\x10\x14\x01")["real_time"] == 1


def test_floods_are_cleaned_and_capped():
    """10 KB of line breaks and 100,000 emoji give one short ticket, not 37 metres of paper."""
    clean = Cleaner("cp858")
    for flood in (
        "\n" * 10_000,
        "\r\n" * 5_000 + "x",
        "🎰" * 100_000,
        "e\u0301" * 50_000,
        "\u202e" * 100_000,
    ):
        agency = replace(AGENCY, name=flood, ticket_header=flood, ticket_footer=flood)
        paper = replace(TICKETS["ticket-100"], header=replace(HEADER, agency=agency), warning=flood)
        page = layout(document_of(paper, clean), 48)
        assert page.paper_mm < 400
