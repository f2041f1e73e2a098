"""Draws (the API's events): the day's programme, what is open, what stands for an old one today."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.training import moments
from app.training.call import World
from app.training.chance import stream
from app.training.products import BY_ID, PRODUCTS, DrawList, Product
from app.training.store import Store

FIRST_ID = 23_001
CLOSES_BEFORE = 5 * 60  # seconds; the document's samples close at 15:55 for 16:00
PAST_DAYS = 2  # days of results that a new server is born with
_LONGEST_GAP = 31  # days filled in after a jump of the clock


@dataclass(frozen=True, slots=True)
class Draw:
    """One list of one product at one time, with its own id. Times in epoch seconds."""

    id: int
    product: Product
    list: DrawList
    day: str
    draw_at: int
    closes_at: int
    display_order: int
    shut: bool
    result: str | None
    result_at: int | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Draw:
        """From a row of the table."""
        product = BY_ID[row["product_id"]]
        return cls(
            row["id"], product, product.list_named(row["list_id"]), row["day"], row["draw_at"],
            row["closes_at"], row["display_order"], bool(row["shut"]), row["result"], row["result_at"],
        )  # fmt: skip

    @property
    def name_on_ticket(self) -> str:
        """List C has a name of its own on tickets, as in the document's view sample."""
        return self.list.name or self.product.name

    def is_open(self, world: World, now: int) -> bool:
        """Whether wagers are taken."""
        if self.shut or self.result is not None or now >= self.closes_at:
            return False
        return world.variant.advance_sale or self.day == moments.local_day(now)


def find(store: Store, ids: Iterable[int]) -> dict[int, Draw]:
    """The draws with these ids; unknown ones are missing."""
    found = {}
    for draw_id in set(ids):
        row = store.row("SELECT * FROM draw WHERE id = ?", draw_id)
        if row is not None:
            found[draw_id] = Draw.of(row)
    return found


def between(store: Store, first: int, last: int) -> list[Draw]:
    """Draws held in the range, both ends included, by time and display order."""
    rows = store.rows(
        "SELECT * FROM draw WHERE draw_at BETWEEN ? AND ? ORDER BY draw_at, display_order, id",
        first,
        last,
    )
    return [Draw.of(row) for row in rows]


def open_of(world: World, product: Product, list_id: int | None, now: int, most: int) -> list[Draw]:
    """The next open draws of a product (of one list, unless `None`), so many at most."""
    rows = world.store.rows(
        "SELECT * FROM draw WHERE product_id = ? AND closes_at > ? AND shut = 0 AND result IS NULL"
        " AND ifnull(list_id = ?, 1) ORDER BY draw_at, list_id LIMIT ?",
        *(product.id, now, list_id, most),
    )
    return [draw for draw in map(Draw.of, rows) if draw.is_open(world, now)]


def equivalent(world: World, draw: Draw, now: int) -> Draw | None:
    """The draw to play instead: itself while open, else the next open one of its product and list."""
    if draw.is_open(world, now):
        return draw
    return next(iter(open_of(world, draw.product, draw.list.id, now, 1)), None)


def prepare_days(world: World, now: int) -> None:
    """Make sure that the programme runs to tomorrow."""
    today = moments.local_day(now)
    tomorrow = moments.next_day(today)
    last: str | None = world.store.value("SELECT max(day) FROM draw")
    if last is not None and last >= tomorrow:
        return
    day = moments.next_day(today, -PAST_DAYS)
    if last is not None:
        day = max(moments.next_day(last), moments.next_day(today, -_LONGEST_GAP))
    while day <= tomorrow:
        _add_day(world, day)
        day = moments.next_day(day)


def _add_day(world: World, day: str) -> None:
    first: int = (world.store.value("SELECT max(id) FROM draw") or FIRST_ID - 1) + 1
    rows = [(first + place, *values) for place, values in enumerate(_programme(world.seed, day))]
    world.store.many(
        "INSERT INTO draw(id, product_id, list_id, day, draw_at, closes_at, display_order, result_due)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


@lru_cache(maxsize=16)
def _programme(seed: int, day: str) -> tuple[tuple[int | str | None, ...], ...]:
    """The day's draws in order: by time, then product, then list."""
    return tuple(_rows_of(seed, day))


def _rows_of(seed: int, day: str) -> Iterator[tuple[int | str | None, ...]]:
    held = sorted((time, product.id) for product in PRODUCTS for time in product.times)
    for display_order, (time, product_id) in enumerate(held, start=1):
        product = BY_ID[product_id]
        draw_at = moments.at(day, time)
        for one in product.lists:
            wait = 60 + stream(seed, "wait", product_id, one.id, draw_at).randrange(60)
            due = None if product.results_of else draw_at + wait
            yield product_id, one.id, day, draw_at, draw_at - CLOSES_BEFORE, display_order, due
