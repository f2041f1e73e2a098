"""The products on sale, with their usual hours, lists and multipliers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.training import games

CATEGORIES = ("animalitos77", "animalitos", "tripleta", "lottery")
"""The order of `games` in get-data."""

_PAYS = {
    games.TRIPLE: 600,
    games.TERMINAL: 60,
    games.TRIPLE_SIGN: 6000,
    games.TERMINAL_SIGN: 600,
    games.ANIMAL: 30,
    games.ANIMAL_77: 60,
    games.TRIPLETA: 50,
}
_TACHIRA = {games.TRIPLE: 500, games.TERMINAL: 50, games.TRIPLE_SIGN: 5000, games.TERMINAL_SIGN: 500}


@dataclass(frozen=True, slots=True)
class DrawList:
    """One of the lists drawn together: `id` 1 A, 2 B, 3 C; 0 when the product has no lists."""

    id: int = 0
    letter: str = ""
    name: str = ""
    """How tickets call its draws, when not by the product's name."""
    zodiac: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """A product: its lottery, local draw times, lists and prizes. `quota` in whole bolívares."""

    id: int
    name: str
    category: str
    lottery: str
    lottery_id: int
    times: tuple[str, ...]
    lists: tuple[DrawList, ...] = (DrawList(),)
    quota: int = 1_000_000
    pays: Mapping[int, int] = field(default_factory=lambda: _PAYS)
    results_of: int | None = None
    """A tripleta has no draws of its own: the product whose results decide it."""

    @property
    def games(self) -> tuple[int, ...]:
        """Every play type of the product, over all its lists."""
        return tuple(
            sorted({game for one in self.lists for game in games.plays(self.category, zodiac=one.zodiac)})
        )

    def list_named(self, list_id: int) -> DrawList:
        """The list with this id."""
        return next(one for one in self.lists if one.id == list_id)

    def multiplier(self, game_id: int, wager: str) -> int:
        """Prize per unit staked; Guácharo's own figure pays double."""
        return self.pays[game_id] * (2 if (game_id, wager) == (games.ANIMAL_77, "75") else 1)


def _hourly(first: int, last: int, minute: int = 0) -> tuple[str, ...]:
    return tuple(f"{hour:02}:{minute:02}" for hour in range(first, last + 1))


def _abc(c_name: str) -> tuple[DrawList, ...]:
    return DrawList(1, "A"), DrawList(2, "B"), DrawList(3, "C", c_name, zodiac=True)


_ZULIA = ("LOTERÍA DEL ZÚLIA", 1)
_ORIENTE = ("LOTERÍA DE ORIENTE", 23)
_GUAYANA = ("LOTERIA DE GUAYANA", 22)
_MARGARITA = ("LOTERIA DE MARGARITA", 24)
_TACHIRA_LOTTERY = ("LOTERÍA DEL TÁCHIRA", 3)
_MIRANDA = ("LOTERÍA DE MIRANDA", 4)
_CARACAS = ("LOTERÍA DE CARACAS", 5)
_ARAGUA = ("LOTERÍA DE ARAGUA", 25)
_PRACTICE = ("LOTERÍA DE PRÁCTICA", 99)

_ZAMORANO_LISTS = (DrawList(1, "A"), DrawList(3, "C", "ASTRO ZAMORANO", zodiac=True))

PRODUCTS = (
    Product(
        1,
        "TRIPLE ZAMORANO",
        "lottery",
        *_ZULIA,
        ("10:00", "12:00", "14:00", "16:00", "19:00"),
        _ZAMORANO_LISTS,
        quota=100,
    ),
    Product(2, "TRIPLE ZULIA", "lottery", *_ZULIA, ("12:45", "16:45", "19:05"), _abc("ZODÍACO DEL ZULIA")),
    Product(
        3,
        "TRIPLE TACHIRA",
        "lottery",
        *_TACHIRA_LOTTERY,
        ("13:15", "16:45", "22:10"),
        _abc("ZODIACAL TACHIRA"),
        pays=_TACHIRA,
    ),
    Product(
        4, "TRIPLE CALIENTE", "lottery", *_MIRANDA, ("13:00", "16:30", "19:10"), _abc("ZODIACAL CALIENTE")
    ),
    Product(5, "TRIPLE CARACAS", "lottery", *_CARACAS, ("13:00", "16:30", "19:00"), _abc("ZODIACAL CARACAS")),
    Product(6, "JUNGLA MILLONARIA", "animalitos", *_ORIENTE, _hourly(9, 19)),
    Product(9, "LOTTO ACTIVO", "animalitos", *_ARAGUA, _hourly(8, 19)),
    Product(10, "LA GRANJITA", "animalitos", *_ARAGUA, _hourly(8, 19)),
    Product(17, "TRIPLE DORADO", "lottery", *_GUAYANA, ("10:00", "12:00", "14:00", "18:00")),
    Product(18, "GUACHARO ACTIVO", "animalitos77", *_ORIENTE, _hourly(8, 19)),
    Product(19, "GUACHARITO", "animalitos77", *_ORIENTE, _hourly(8, 19, 30)),
    Product(27, "TRIPLE CHANCE", "lottery", *_ORIENTE, _hourly(9, 19), _abc("ASTRO CHANCE")),
    Product(30, "LOTTO REY", "animalitos", *_MARGARITA, _hourly(8, 19, 30)),
    Product(31, "TRIPLETA LOTTO ACTIVO", "tripleta", *_ARAGUA, _hourly(8, 19), results_of=9),
    Product(32, "TRIPLETA LA GRANJITA", "tripleta", *_ARAGUA, _hourly(8, 19), results_of=10),
    # Draws all through the night, so that practice never waits.
    Product(40, "TRIPLE 24 HORAS", "lottery", *_PRACTICE, _hourly(0, 23), _abc("ASTRO 24 HORAS")),
    Product(41, "ANIMALITOS 24 HORAS", "animalitos", *_PRACTICE, _hourly(0, 23, 30)),
)
BY_ID = {product.id: product for product in PRODUCTS}


@dataclass(frozen=True, slots=True)
class Limits:
    """A row of `game_data`; bets in minor units. The step of stakes is the variant's."""

    min_bet: int = 100
    max_bet: int = 500_000
    commission: int = 10
    max_permutations: int = 6
    max_sequence_size: int = 10
    max_sequences: int = 2
    ticket_max_wagers: int = 100


LIMITS = Limits()
"""The same for every game and product of this server."""
