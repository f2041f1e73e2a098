"""Inside the measured paper: a ticket made again and again, as the kiosk makes it for a sale."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from app.clock import DEFAULT_ZONE, zone_named
from app.devtools.console import say
from app.domain.catalog import Agency
from app.domain.paper import Header, PrintedWager, TicketPaper
from app.domain.secret import Secret
from app.domain.ticket import Ticket
from app.domain.ticket_code import encode
from app.money import Money, total

Request = dict[str, Any]
Make = Callable[[], bytes]

COLUMNS = 48
_NUMBER, _PIN = 71_998_218, "76479163"
_SOLD_AT = datetime(2026, 11, 20, 16, 41, tzinfo=UTC)
_DRAWS = (("TRIPLE ZULIA A", "12:45 pm"), ("TRIPLE ZULIA B", "12:45 pm"), ("LOTTO REY", "1:30 pm"))
_STAKES = (5, 20)


@dataclass(frozen=True)
class Makers:
    """The ways to bytes under measurement: the whole way in letters, from finished lines, in dots."""

    whole: Make
    lines: Make
    dots: Make
    picture: Make


def ticket(wagers: int) -> TicketPaper:
    """A ticket of so many numbers in three draws, half of them for another amount."""
    agency = Agency(
        entity_id=1,
        name="AGENCIA LA ESQUINA",
        active=True,
        games=("lottery",),
        rif="J-00000000-0",
        ticket_expiration_days=3,
        ticket_header="Loterías autorizadas",
        ticket_footer="Verifique su ticket.\nBuena suerte",
    )
    zone = zone_named(DEFAULT_ZONE)
    share = -(-wagers // len(_DRAWS))
    rows = tuple(
        PrintedWager(*_DRAWS[at // share], "", f"{at * 37 % 1000:03d}", "", Money.units(_STAKES[at % 2]))
        for at in range(wagers)
    )
    sold = Ticket(_NUMBER, Secret(_PIN), _SOLD_AT, (), total(row.amount for row in rows))
    header = Header(agency, "Taquilla 1", "", zone, training=False)
    warning = "Prohibida la venta a menores de 18 años.\nApueste con moderación."
    return TicketPaper(header, sold, rows, _SOLD_AT, warning=warning)


def plain(paper: TicketPaper) -> Request:
    """The same ticket for the baseline: what stands on it, in finished words."""
    agency, header = paper.header.agency, paper.header
    day = paper.ticket.created_at.astimezone(header.zone)
    draws = groupby(paper.wagers, key=lambda row: (row.draw_title, row.draw_time))
    return {
        "head": [agency.name, f"RIF {agency.rif} · {header.terminal}", agency.ticket_header],
        "number": f"TICKET {paper.ticket.number}",
        "sold": f"{day:%d/%m/%Y} 12:41 pm",
        "draws": [[*draw, [[row.text, row.amount.text()] for row in rows]] for draw, rows in draws],
        "count": f"{len(paper.wagers)} jugadas",
        "total": f"TOTAL {paper.ticket.total.text()}",
        "foot": ["Caduca a los 3 días.", *agency.ticket_footer.split("\n"), *paper.warning.split("\n")],
        "code": encode(paper.ticket.number, day.date(), paper.ticket.pin),
        "pin": f"PIN {_PIN[:4]} {_PIN[4:]}",
        "last": f"N. {paper.ticket.number} · {day:%d/%m/%Y}",
        "columns": COLUMNS,
    }


class Subject:
    """The paper maker under measurement: one request a line, one answer a line, until the input ends.

    {"do": "ticket", "wagers": N, "picture": FILE} -> {"ticket": what the baseline prints}
    {"do": "whole" | "lines" | "dots", "times": N} -> {"ms": [...], "bytes": ...}
    """

    def __init__(self, makers: Callable[[TicketPaper], Makers]) -> None:
        self._makers = makers

    def obey(self) -> int:
        """Answer; returns the exit status."""
        say(json.dumps({"ready": os.getpid()}))
        made: Makers | None = None
        while line := sys.stdin.readline():
            request = json.loads(line)
            if request["do"] == "ticket":
                paper = ticket(int(request["wagers"]))
                made = self._makers(paper)
                Path(request["picture"]).write_bytes(made.picture())
                say(json.dumps({"ticket": plain(paper)}))
            else:
                say(json.dumps(_timed(getattr(made, request["do"]), int(request["times"]))))
        return 0


def _timed(make: Make, times: int) -> Request:
    """The first one only warms up."""
    spent, content = [], b""
    for _ in range(times + 1):
        begun = time.perf_counter()
        content = make()
        spent.append((time.perf_counter() - begun) * 1000)
    return {"ms": spent[1:], "bytes": len(content)}
