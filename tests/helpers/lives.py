"""A shop whose kiosk is killed again and again, and what must hold after every death.

The training server's tickets and request log are the truth; journal, paper and drawer are files that
outlive the kiosk. The rules' numbers: I1 no ticket lost, I2 none invented, I3 one tap, one ticket,
I4 one unmarked original, I5 no paper before its record, I8 one payout of a paid ticket, I9 paid means
handed out, I10 one request for a sale, I11 the record before the request, I12 the chain is whole.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from app.domain import payment, sale
from app.domain.ticket_code import parse
from app.journal.opening import open_store
from tests.helpers.escpos_reader import Reader
from tests.helpers.headless import EMAIL, Order, ordered
from tests.helpers.headless_world import CUT, DRAWER, PAPER, Door, sheets, written

ROOT = Path(__file__).resolve().parents[2]
POINTS = (
    "journal.before_begin", "journal.before_commit", "journal.after_commit",
    "create.before", "create.sent", "create.answered",
    "print.before", "print.half", "print.written", "print.settled",
    "cancel.before", "cancel.sent", "cancel.answered",
    "revert.before", "revert.sent", "revert.answered",
    "pay.before", "pay.sent", "pay.answered", "cash.before", "cash.after",
    "said opened", "said in", "said settled", "said served",
)  # fmt: skip
"""Where a kiosk dies: by its own hand, or (`said`) by ours when it says that word."""
_PAYING = ("pay", "cash")
_MOST = {"journal": 9, "create": 3, "print": 3, "said served": 2}
VOID = {"canceled", "rejected"}
HOLDING = {
    "ACCEPTED", "PRINTING", "PRINT_UNSURE", "DELIVERED", "VOIDING", "VOID_REFUSED", "NEEDS_HUMAN", "HOUSE",
}  # fmt: skip
ENDED = {"VOIDED", "REFUND_DUE", "REFUNDED"}
OPEN = {"SENDING", "AMBIGUOUS", "PARKED"}
PAID_OUT = {"PAY_CONFIRMED", "DISBURSING", "DISBURSED", "CLAIM"}
FINAL = {state.value for state in sale.FINAL | payment.PAY_FINAL}
Key = tuple[int, str]


@contextmanager
def server(seed: int) -> Iterator[str]:
    """A training server in a process of its own; its address."""
    with _started("server", str(seed)) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def _started(*arguments: str, **more: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "tests.helpers.headless", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, **more)


class Forks:
    """The warm process; one kiosk at a time. Whatever a kiosk writes to standard error is a fault."""

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by `close`
        self._process = _started("lives", stdin=subprocess.PIPE, stderr=self._errors)

    def live(self, order: Order) -> int:
        """One life; how it ended, as a wait status: `SIGKILL`, or 0 for a day that ended well."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        killing, left = order.point, order.count
        mine = replace(order, point="") if killing.startswith("said") else order
        self._process.stdin.write(ordered(mine) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            pid, word, what = line.split()
            if word == "ended":
                return self._judged(int(what))
            if f"{word} {what}" == killing:
                left -= 1
                if left == 0:
                    os.kill(int(pid), signal.SIGKILL)
        raise AssertionError(f"the forking process ended: {self._said()}")

    def _judged(self, status: int) -> int:
        said = self._said()
        assert status in {0, signal.SIGKILL}, said
        assert not said, said
        return status

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
        self._errors.close()


@dataclass(frozen=True)
class Row:
    """A line of the journal; its `mac` signs all of it and what went before."""

    operation: str
    state: str
    body: dict[str, Any]
    mac: bytes


@dataclass(frozen=True)
class Op:
    """An operation: where it stands, its ticket, what was asked."""

    id: str
    type: str
    state: str
    number: int | None
    day: str | None
    body: dict[str, Any]

    @property
    def key(self) -> Key:
        assert self.number is not None
        assert self.day is not None
        return self.number, self.day

    @property
    def plays(self) -> Counter[tuple[Any, ...]]:
        return Counter(tuple(one) for one in self.body["wagers"])


@dataclass(frozen=True)
class Book:
    """The journal as the dead kiosk left it, read from a copy: the next kiosk finds the original."""

    rows: list[Row]
    ops: list[Op]

    @classmethod
    def read(cls, profile: Path, scratch: Path) -> Book:
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        for file in profile.glob("journal.*"):
            shutil.copy(file, scratch)
        if not (scratch / "journal.db").exists():
            return cls([], [])
        store = open_store(scratch)
        broken, drifted = store.verify_chain(), store.verify_operations()
        store.close()
        assert (broken, drifted) == (None, frozenset()), "I12: the journal is not as it was written"
        db = sqlite3.connect(scratch / "journal.db")
        try:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "I12"
            rows = db.execute("SELECT operation, state, body, mac FROM journal ORDER BY seq")
            ops = db.execute("SELECT id, type, state, number, day, body FROM operation ORDER BY first_seq")
            return cls(
                [Row(id_, state, json.loads(body), mac) for id_, state, body, mac in rows],
                [Op(id_, kind, state, n, day, json.loads(body)) for id_, kind, state, n, day, body in ops],
            )
        finally:
            db.close()

    def of(self, type_: str) -> list[Op]:
        return [op for op in self.ops if op.type == type_]

    def held(self) -> dict[Key, Op]:
        return {op.key: op for op in self.of("SALE") if op.state in HOLDING and op.number is not None}


@dataclass(frozen=True)
class Sheet:
    """What one piece of paper says: the ticket on it, if it is one, and its mark."""

    number: int | None
    marked: bool
    slip: bool


@cache
def read_sheet(content: bytes) -> Sheet:
    """A whole sheet through the strict interpreter."""
    paper = Reader(576, draw=False).read(content)
    text = "".join(paper.lines).replace(" ", "")
    if not paper.qr:
        assert "PREMIOPAGADO" in text or "ANULADO" in text, text
        return Sheet(None, marked=False, slip=True)
    code = parse(paper.qr[0])
    assert code is not None
    assert f"TICKET{code.number}" in text
    return Sheet(code.number, marked="REIMPRES" in text or "COPIA" in text, slip=False)


@dataclass
class Shop:
    """One till at one server, life after life."""

    url: str
    door: Door
    folder: Path
    seed: int
    forks: Forks
    lives: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    settled: Counter[str] = field(default_factory=Counter)
    claims: list[tuple[int, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self._chance = Random(f"shop {self.seed}")
        self.book = Book([], [])
        self.tickets: dict[Key, dict[str, Any]] = {}
        self._pieces = 0
        self._void: set[int] = set()
        self._drawn: set[int] = set()

    # --- life and death -----------------------------------------------------------------------------

    def can(self, point: str) -> bool:
        """Whether a kiosk may come there: nobody is paid while nobody has won."""
        if point.startswith(_PAYING) and not self.claims:
            self._draw()
        return bool(self.claims) or not point.startswith(_PAYING)

    def live(self, point: str) -> None:
        """A life that is to end at a point; a few end well because they never come there."""
        most = _MOST.get(point, _MOST.get(point.partition(".")[0], 1))
        self._live(self.order(point, 1 + self._chance.randrange(most)))

    def day(self) -> None:
        """A life that nobody ends."""
        self._live(self.order())

    def last(self) -> None:
        """A day that nobody ends: everything is settled."""
        self._live(self.order(patient=True))
        self._at_rest()

    def order(self, point: str = "", count: int = 1, *, sales: int = 3, patient: bool = False) -> Order:
        """The next life."""
        self.lives += 1
        seed = f"{self.seed} {self.lives}"
        voids = int(point.startswith("cancel") or self._chance.random() < 0.3)
        reverts = int(point.startswith("revert"))
        claims = tuple(self.claims)
        return Order(self.url, str(self.folder), seed, point, count, sales, voids, reverts, claims, patient)

    def _live(self, order: Order) -> None:
        status = self.forks.live(order)
        self.killed[order.point if status else "-"] += 1
        self.look()

    def look(self) -> None:
        """What the dead kiosk left is what it must be."""
        self._read()
        self._after_death()

    def _draw(self) -> None:
        """The numbers of a ticket come out: its holder will come for the prize. Not while one is in doubt."""
        sold = {key: op for key, op in self.book.held().items() if op.state == "DELIVERED"}
        waiting = [op for op in self.book.of("SALE") if op.state not in FINAL]
        winners = [key for key in sold if self.tickets[key]["status"] == "sold"]
        if waiting or not winners:
            return
        won = self.tickets[self._chance.choice(sorted(winners))]
        for event, value in {one["event_id"]: one["wager"] for one in won["wagers"]}.items():
            if event not in self._drawn:
                self._drawn.add(event)
                self.door.post("result", event_id=event, value=value)
        self._read()
        for number, day in sorted(winners):
            ticket = self.tickets[number, day]
            if ticket["status"] == "winner":
                self.claims.append((number, day, str(ticket["pin"])))

    def _read(self) -> None:
        before = self.book
        self.book = Book.read(self.folder / "profile", self.folder / "copy")
        kept = self.book.rows[: len(before.rows)]
        assert kept == before.rows, "I12: what was written is no more"
        ours = [one for one in self.door.get("tickets")["tickets"] if one["email"] == EMAIL]
        self.tickets = {(one["number"], one["day"]): one for one in ours}

    # --- what holds after every death ---------------------------------------------------------------

    def _after_death(self) -> None:
        numbers = [op.key for op in self.book.of("SALE") if op.number is not None]
        assert len(numbers) == len(set(numbers)), "I3: two sales hold one ticket"
        for op in self.book.of("SALE"):
            if op.number is not None:
                assert op.key in self.tickets, f"I2: {op.key} is in the book and nowhere else"
                assert _plays(self.tickets[op.key]) == op.plays, f"I1: {op.key} holds other wagers"
        self._voids()
        lost = self._live_tickets().keys() - self.book.held().keys()
        self._only_in_doubt([self.tickets[key] for key in lost])
        self._papers()
        self._payments()

    def _live_tickets(self) -> dict[Key, dict[str, Any]]:
        return {key: one for key, one in self.tickets.items() if one["status"] not in VOID}

    def _only_in_doubt(self, unknown: Iterable[dict[str, Any]]) -> None:
        """A ticket that the book does not hold belongs to a sale whose answer never came, each to its own."""
        doubts = [op.plays for op in self.book.of("SALE") if op.state in OPEN]
        for ticket in unknown:
            assert _plays(ticket) in doubts, f"I1: {ticket['number']} is sold and not in the book"
            doubts.remove(_plays(ticket))

    def _voids(self) -> None:
        for op in self.book.of("SALE"):
            if op.number is not None:
                void = self.tickets[op.key]["status"] in VOID
                assert void or op.state not in ENDED, f"I6: {op.key} is void in the book alone"
                assert not void or op.state in ENDED | {"VOIDING"}, f"I11: {op.key} void without a record"

    def _papers(self) -> None:
        """Every sheet bears what its record announced; a torn one has a record as well."""
        pieces = sheets(written(self.folder / PAPER))
        by_number = {op.number: op for op in self.book.of("SALE") if op.number is not None}
        originals: Counter[int] = Counter()
        for at, content in enumerate(pieces):
            if not content.endswith(CUT):
                self._torn(content, fresh=at >= self._pieces)
                continue
            sheet = read_sheet(content)
            if sheet.number is None:
                continue
            digests = self._announced(by_number[sheet.number].id)
            assert sha256(content).hexdigest() in digests, f"I5: {sheet.number} printed without its record"
            fresh = at >= self._pieces
            assert not fresh or sheet.number not in self._void, f"I6: {sheet.number} printed after its end"
            originals[sheet.number] += not sheet.marked
        twice = [number for number, count in originals.items() if count > 1]
        assert not twice, f"I4: {twice} have two originals"
        self._pieces = len(pieces)
        self._void = {number for number, op in by_number.items() if op.state in ENDED}

    def _announced(self, operation: str) -> set[str]:
        rows = (row for row in self.book.rows if row.operation == operation and row.state == "PRINTING")
        return {row.body["digest"] for row in rows}

    def _torn(self, content: bytes, *, fresh: bool) -> None:
        if fresh:
            states = {"PRINTING", "DISBURSING"} | ENDED
            legible = any(letter in content for letter in b"0123456789")
            begun = [op for op in self.book.ops if op.state in states]
            named = [op for op in begun if not legible or str(op.number).encode() in content]
            assert named, "I5: paper without a record"

    def _payments(self) -> None:
        given = Counter(int(line) for line in written(self.folder / DRAWER).split())
        by_number = {number: one for (number, _), one in self.tickets.items()}
        out = Counter(op.number for op in self.book.of("PAY") if op.state in PAID_OUT)
        for number, times in given.items():
            assert times == 1, f"I8: {number} was handed out {times} times"
            assert by_number[number]["status"] == "paid", f"I8: {number} handed out and not paid"
            assert out[number] == 1, f"I8: {number} handed out without a record"
        assert max(out.values(), default=0) <= 1, "I8: paid twice in the book"
        begun = {op.number for op in self.book.of("PAY")}
        paid = {number for number, one in by_number.items() if one["status"] == "paid"}
        assert paid <= begun, f"I11: {paid - begun} paid without a record"
        self.claims = [claim for claim in self.claims if claim[0] not in given]

    # --- what holds at the end ----------------------------------------------------------------------

    def _at_rest(self) -> None:
        held, live = self.book.held(), self._live_tickets()
        assert held.keys() == live.keys(), "I1: book and server differ"
        still = [f"{op.id} {op.state}" for op in self.book.ops if op.state not in FINAL]
        assert not still, f"I14: still open: {still}"
        self._requests()
        whole = {read_sheet(one).number for one in sheets(written(self.folder / PAPER)) if one.endswith(CUT)}
        assert {number for number, _ in held} <= whole, "a ticket never came out"
        assert not self.claims, f"I9: {self.claims} never got their prize"
        given = {int(line) for line in written(self.folder / DRAWER).split()}
        paid = {number for (number, _), one in live.items() if one["status"] == "paid"}
        assert given == paid, "I9: paid and not handed out"
        self.settled.update(f"{op.type} {op.state}" for op in self.book.ops)
        self.settled["adopted"] = sum(op.body.get("how") == "found" for op in held.values())
        self.settled["commits"] = len(self.book.rows)

    def _requests(self) -> None:
        """From the server's own log."""
        log = self.door.get("log")["requests"]
        creates = Counter(one["operation"] for one in log if one["route"] == "create")
        assert max(creates.values(), default=0) <= 1, "I10: a sale was sent twice"
        taps = {op.id for op in self.book.of("SALE")}
        assert creates.keys() <= taps, "I11: a sale was sent without its record"
        sold = {one["operation"] for one in log if one["route"] == "create" and one["envelope"] == 201}
        ours = {op.id for op in self.book.of("SALE") if op.number is not None}
        assert sold <= ours, "I1: an answered sale holds no ticket"


def _plays(ticket: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """As the journal writes them: event, game, text, minor units."""
    return Counter(
        (one["event_id"], one["game_id"], one["wager"], round(one["amount"] * 100))
        for one in ticket["wagers"]
    )


def serve(folder: Path, seed: int, lives: int, faults: Iterable[str] = ()) -> Shop:
    """A whole shop: so many lives that end at every point in turn, then one that ends well."""
    chance = Random(f"points {seed}")
    points: list[str] = []
    with Forks() as forks, server(seed) as url, Door(url) as door:
        shop = Shop(url, door, folder, seed, forks)
        shop.door.post("faults", faults=list(faults), seed=seed)
        while shop.lives < lives:
            if not any(map(shop.can, points)):
                points += chance.sample(POINTS, len(POINTS))
            point = next(filter(shop.can, points))
            points.remove(point)
            shop.live(point)
        shop.last()
    return shop
