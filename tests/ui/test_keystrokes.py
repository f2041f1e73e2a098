"""The commonest tickets typed on the real window, key by key, against the least that could be typed.

The table is written to tests/golden/keystrokes.md; TAQUILLA_GOLDEN=write writes it anew.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app.ui.driver import WindowDriver
from app.ui.window import MainWindow
from tests.helpers.sale_window import sale_window
from tests.helpers.till import Desk, settle

TABLE = Path(__file__).resolve().parent.parent / "golden" / "keystrokes.md"
MOST = 1.15


@dataclass(frozen=True)
class Common:
    """A ticket: keys that choose its draws (after the ticket before), the typed lines, what they must sell.

    `digits` are what nobody can leave out: those of the distinct numbers, and of the amount when it is
    another one than before. `numbers` are what a program without unfolding, kept amount or several
    draws at once has typed one by one, each with the amount and Enter.
    """

    name: str
    draws: str
    lines: str
    sold: str
    digits: str
    numbers: int
    amount: int
    width: int = 0  # digits of one number, when they are not those of its text


#: After domain knowledge of the trade: 4 to 5 wagers a ticket, 1 to 3 draws, regulars keep their amount.
TICKETS = (
    Common("one triple at 5", "Space", "123*5", "101:123=5", "1235", 1, 5),
    Common("two triples, same amount", "", "456789", "101:456=5 101:789=5", "456789", 2, 5),
    Common(
        "three triples at 10", "", "111222333*10", "101:111=10 101:222=10 101:333=10", "11122233310", 3, 10
    ),
    Common(
        "four triples, same amount", "", "012345678901",
        "101:012=10 101:345=10 101:678=10 101:901=10", "012345678901", 4, 10,
    ),
    Common(
        "five triples at 5", "", "100200300400500*5",
        "101:100=5 101:200=5 101:300=5 101:400=5 101:500=5", "1002003004005005", 5, 5,
    ),
    Common("one triple in two draws", "Right Space", "077", "101:077=5 102:077=5", "077", 2, 5),
    Common(
        "a permuta in two draws", "", "112/",
        "101:112=5 101:121=5 101:211=5 102:112=5 102:121=5 102:211=5", "112", 6, 5,
    ),
    Common(
        "a permuta and a triple", "Space", "122/+456",
        "101:122=5 101:212=5 101:221=5 101:456=5", "122456", 4, 5,
    ),
    Common("a terminal", "", "23", "101:23=5", "23", 1, 5),
    Common("two terminals at 20", "", "23+45*20", "101:23=20 101:45=20", "234520", 2, 20),
    Common("a triple and its terminal", "", "123+23", "101:123=20 101:23=20", "12323", 2, 20),
    Common(
        "a corrida at 1", "", "120/124*1",
        "101:120=1 101:121=1 101:122=1 101:123=1 101:124=1", "1201241", 5, 1,
    ),
    Common(
        "a serie", "", ".23",
        " ".join(f"101:{n}23=1" for n in range(10)), "23", 10, 1,
    ),
    Common(
        "a triple with a sign", "Left Space Right Right Space", "344-5", "103:344-LEO=1", "3445", 1, 1,
        width=4,
    ),
    Common("one animalito at 50", "F8 Space", "5*50", "301:5=50", "550", 1, 50),
    Common("three animalitos, same amount", "", "051036", "301:5=50 301:10=50 301:36=50", "51036", 3, 50),
    Common("two animalitos in two draws", "Right Space", "1012",
           "301:10=50 301:12=50 302:10=50 302:12=50", "1012", 4, 50),
    Common(
        "five animalitos at 10", "Space", "0512182535*10",
        "301:5=10 301:12=10 301:18=10 301:25=10 301:35=10", "51218253510", 5, 10,
    ),
    Common("one of the 77", "F8 Space", "66", "401:66=10", "66", 1, 10),
    Common("a tripleta at 20", "F8 Space", "051230*20", "501:5-12-30=20", "5123020", 1, 20, width=5),
)  # fmt: skip


class Hands:
    """A cashier at the window who counts the keys."""

    def __init__(self, window: MainWindow) -> None:
        self._driver = WindowDriver(window)
        self.pressed = 0

    def keys(self, names: str) -> int:
        before = self.pressed
        for name in names.split():
            self.pressed += 1
            self._driver.key(name)
        return self.pressed - before

    def line(self, text: str) -> int:
        before = self.pressed
        self._driver.type("-", text)
        self.pressed += len(text)
        self.keys("Return")
        return self.pressed - before


def row(ticket: Common, draws: int, ours: int) -> tuple[str, int, int, int]:
    least = len(ticket.digits) + 1
    width = ticket.width or max(
        len(part.partition(":")[2].partition("=")[0].split("-")[0]) for part in ticket.sold.split()
    )
    usual = ticket.numbers * (width + len(str(ticket.amount)) + 1)
    text = (
        f"| {ticket.name} | `{ticket.lines}` ⏎ | {draws} | {ours} | {least} | {ours / least:.2f} | {usual} |"
    )
    return text, ours, least, usual


def table(rows: list[tuple[str, int, int, int]]) -> str:
    ours, least, usual = (sum(column) for column in list(zip(*(one[1:] for one in rows), strict=True)))
    mean = sum(one[1] / one[2] for one in rows) / len(rows)
    return "\n".join(
        (
            "# Keys of the twenty commonest tickets",
            "",
            "Counted on the real window. *Keys*: the line with its Enter. *Least*: the digits of the",
            "distinct numbers, of the amount when it is another one than before, and one Enter. *One by",
            "one*: number, amount and Enter for every number in every draw. Choosing the draws is counted",
            "apart; F12, which sells, is one key everywhere and counted nowhere.",
            "",
            "| ticket | typed | draws | keys | least | keys / least | one by one |",
            "|---|---|---|---|---|---|---|",
            *(one[0] for one in rows),
            f"| **all** | | | **{ours}** | **{least}** | **{mean:.2f}** on average | **{usual}** |",
            "",
        )
    )


async def test_the_commonest_tickets_take_hardly_more_keys_than_digits(look, qapp):
    desk = await Desk().enter()
    rows = []
    with sale_window(look, desk) as opened:
        hands = Hands(opened.window)
        for ticket in TICKETS:
            draws = hands.keys(ticket.draws)
            rows.append(row(ticket, draws, hands.line(ticket.lines)))
            hands.keys("F12")
            await settle()
            wagers = desk.api.sold[-1].ticket.plain_wagers()
            sold = [f"{w.event_id}:{w.text}={w.amount.digits(cents=False)}" for w in wagers]
            assert sorted(sold) == sorted(ticket.sold.split()), ticket.name
            assert desk.sale.ticket.value.groups == ()
    found = table(rows)
    if os.environ.get("TAQUILLA_GOLDEN") == "write":
        TABLE.write_text(found, "utf-8")
    assert found == TABLE.read_text("utf-8"), "TAQUILLA_GOLDEN=write if that is meant"
    assert sum(one[1] / one[2] for one in rows) / len(rows) <= MOST
