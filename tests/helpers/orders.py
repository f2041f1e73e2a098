"""A counter at eleven in the morning with fourteen products on sale, and messages with what they mean."""

from __future__ import annotations

from collections import Counter as Multiset
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from app.domain.catalog import Agency, Catalog, Draw, Limits, Product
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA
from app.domain.grammar import parse
from app.domain.orders.reading import Counter, Reading, read
from app.domain.typed import Typed
from app.money import Money
from tests.helpers import shop

ZONE = timezone(timedelta(hours=-4))
DAY = datetime(2024, 10, 22, tzinfo=ZONE)
NOW = datetime(2024, 10, 22, 15, 0, tzinfo=UTC)
DATA = Path(__file__).parent.parent / "data" / "orders"


def _hourly(first: int, last: int, minute: int = 0) -> str:
    return " ".join(f"{hour}:{minute:02}" for hour in range(first, last + 1))


#: key: id, name, category, lists, times
SHELF: dict[str, tuple[int, str, str, str, str]] = {
    "ZAM": (1, "TRIPLE ZAMORANO", LOTTERY, "AC", "10:00 12:00 14:00 16:00 19:00"),
    "ZUL": (2, "TRIPLE ZULIA", LOTTERY, "ABC", "12:45 16:45 19:05"),
    "TAC": (3, "TRIPLE TACHIRA", LOTTERY, "ABC", "13:15 16:45 22:10"),
    "CAL": (4, "TRIPLE CALIENTE", LOTTERY, "ABC", "13:00 16:30 19:10"),
    "CAR": (5, "TRIPLE CARACAS", LOTTERY, "ABC", "13:00 16:30 19:00"),
    "CHA": (27, "TRIPLE CHANCE", LOTTERY, "ABC", _hourly(9, 19)),
    "ACT": (9, "LOTTO ACTIVO", ANIMALITOS, "", _hourly(8, 19)),
    "GRA": (10, "LA GRANJITA", ANIMALITOS, "", _hourly(8, 19)),
    "REY": (30, "LOTTO REY", ANIMALITOS, "", _hourly(8, 19, 30)),
    "SEL": (8, "SELVA PLUS", ANIMALITOS, "", _hourly(8, 19)),
    "GUA": (18, "GUACHARO ACTIVO", ANIMALITOS77, "", _hourly(8, 19)),
    "GTO": (19, "GUACHARITO", ANIMALITOS77, "", _hourly(8, 19, 30)),
    "T3A": (31, "TRIPLETA LOTTO ACTIVO", TRIPLETA, "", _hourly(8, 19)),
    "T3G": (32, "TRIPLETA LA GRANJITA", TRIPLETA, "", _hourly(8, 19)),
}
_GAMES = {
    LOTTERY: (shop.TRIPLE, shop.TERMINAL, shop.TRIPLE_SIGN, shop.TERMINAL_SIGN),
    ANIMALITOS: (shop.FIGURE,),
    ANIMALITOS77: (shop.FIGURE_77,),
    TRIPLETA: (shop.TRIPLETAS,),
}


def _draws() -> Iterator[Draw]:
    for place, (id_, name, category, lists, times) in enumerate(SHELF.values()):
        for index, time in enumerate(times.split()):
            hour, minute = map(int, time.split(":"))
            at = DAY.replace(hour=hour, minute=minute).astimezone(UTC)
            for number, letter in enumerate(lists or " ", start=1):
                yield Draw(
                    place * 1000 + index * 10 + number, id_, name, category, at, at - timedelta(minutes=5),
                    letter.strip(), "ABC".find(letter) + 1 if lists else 0, signed=letter == "C",
                )  # fmt: skip


@cache
def catalog() -> Catalog:
    """The catalogue, draws by time as the server tells them."""
    products = tuple(
        Product(id_, name, name.title(), category) for id_, name, category, _, _ in SHELF.values()
    )
    limits = tuple(
        Limits(game, product.id, Money.units(1), Money.units(5000), Money(50), 100, 6, 10, 2)
        for product in products
        for game in _GAMES[product.category]
    )
    agency = Agency(1, "Agencia La Esquina", active=True, games=tuple(_GAMES))
    draws = sorted(_draws(), key=lambda draw: (draw.draws_at, draw.event_id))
    return Catalog(agency, products, tuple(draws), shop.template(), limits)


def counter(**changes: object) -> Counter:
    """What a message is read against."""
    return Counter(catalog(), NOW, ZONE, **changes)  # type: ignore[arg-type]


#: Minor units by (event, text).
Wagers = Multiset[tuple[int, str]]


@dataclass(frozen=True)
class Message:
    """A message and what it plays; `doubtful`: it must be asked about."""

    text: str
    wagers: Wagers
    doubtful: bool
    line: int


def messages(name: str) -> list[Message]:
    """The messages of a data file: lines after `>`, what they mean after `=`, `?` = must be asked about."""
    found: list[Message] = []
    text: list[str] = []
    meant: list[str] = []
    doubtful, start = False, 0
    for number, line in enumerate([*(DATA / name).read_text("utf-8").splitlines(), ""], start=1):
        if line.startswith(">"):
            start = start if text else number
            text.append(line[1:].removeprefix(" "))
        elif line.startswith("="):
            meant.append(line[1:].strip())
        elif line.startswith("?"):
            doubtful = True
        elif not line.strip() and text:
            found.append(Message("\n".join(text), _wagers(meant), doubtful, start))
            text, meant, doubtful = [], [], False
    return found


def _wagers(meant: Iterable[str]) -> Wagers:
    found: Wagers = Multiset()
    for row in meant:
        place, _, what = _split(row)
        draws = list(_meant_draws(*place.split()))
        words = what.split()
        amount = Money.parse(words[-1].removeprefix("@")).minor
        for draw in draws:
            for word in words[:-1]:
                typed = parse(f"{word}*1", draw.category)
                assert isinstance(typed, Typed), word
                for play in (play for pick in typed.picks for play in pick.plays):
                    found[draw.event_id, play] += amount
    return found


def _split(row: str) -> tuple[str, str, str]:
    place, _, what = row.partition(": ")
    return place, ":", what


def _meant_draws(key: str, times: str, lists: str = "") -> Iterator[Draw]:
    id_ = SHELF[key][0]
    for draw in catalog().draws:
        local = draw.draws_at.astimezone(ZONE)
        timed = times == "*" or f"{local:%H:%M}" in times.split(",")
        listed = not lists or draw.list_name in lists
        if draw.product_id == id_ and timed and listed and draw.is_open(NOW):
            yield draw


def wagers_of(reading: Reading) -> Wagers:
    """What a reading would put into the ticket."""
    found: Wagers = Multiset()
    for line in (*reading.lines, *reading.added):
        for wager in line.wagers:
            found[wager.event_id, wager.text] += wager.amount.minor
    return found


def settle(message: Message, most: int = 8, budget: int = 1500) -> int | None:
    """How many answers lead to what the message means: 0 at once, None when no way does.

    Looks for the shortest way, the first open doubt first, as the cashier's keys go.
    """
    level: list[dict[str, str]] = [{}]
    for depth in range(most + 1):
        following: list[dict[str, str]] = []
        for settled in level:
            budget -= 1
            reading = read(message.text, counter(), settled)
            if not reading.doubts:
                if wagers_of(reading) == message.wagers:
                    return depth
                continue
            doubt = reading.doubts[0]
            following += [{**settled, doubt.id: answer.value} for answer in doubt.answers]
        if budget < 0:
            return None
        level = following[:400]
    return None
