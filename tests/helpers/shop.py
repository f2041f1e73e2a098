"""A small agency with every kind of game on sale, and a full template of valid plays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import combinations

from app.domain.cart import Cart
from app.domain.catalog import Agency, Catalog, Draw, Limits, Play, Product, Template
from app.domain.entry import Resolved, resolve
from app.domain.figures import FIGURES, FIGURES_38, SIGNS
from app.domain.games import ANIMALITOS, ANIMALITOS77, LOTTERY, TRIPLETA
from app.domain.grammar import parse
from app.money import Money

NOW = datetime(2024, 10, 22, 16, 0, tzinfo=UTC)

#: Game ids as a server may number them; nothing in the program may depend on them.
TRIPLE, TERMINAL, TRIPLE_SIGN, TERMINAL_SIGN, FIGURE, FIGURE_77, TRIPLETAS = 11, 4, 7, 9, 2, 30, 5

ZULIA, CHANCE, REY, GUACHARO, TRIPLES_OF_REY = 2, 27, 30, 18, 41

PRODUCTS = (
    Product(ZULIA, "TRIPLE ZULIA", "Zulia", LOTTERY),
    Product(CHANCE, "TRIPLE CHANCE", "Oriente", LOTTERY),
    Product(REY, "LOTTO REY", "Margarita", ANIMALITOS),
    Product(GUACHARO, "GUACHARO ACTIVO", "Guácharo", ANIMALITOS77),
    Product(TRIPLES_OF_REY, "TRIPLETA REY", "Margarita", TRIPLETA),
)


def draw(event_id: int, product_id: int, hours: int = 1, list_name: str = "") -> Draw:
    """A draw of a product, so many hours from now; list C takes signs."""
    product = next(one for one in PRODUCTS if one.id == product_id)
    at = NOW + timedelta(hours=hours)
    lists = {"": 0, "A": 1, "B": 2, "C": 3}
    return Draw(
        event_id, product_id, product.name, product.category, at, at - timedelta(minutes=5),
        list_name, lists[list_name], signed=list_name == "C",
    )  # fmt: skip


A, B, C = draw(101, ZULIA, 1, "A"), draw(102, ZULIA, 1, "B"), draw(103, ZULIA, 1, "C")
CHANCE_A, CHANCE_C = draw(201, CHANCE, 2, "A"), draw(203, CHANCE, 2, "C")
REY_1, REY_2 = draw(301, REY, 1), draw(302, REY, 2)
GUACHARO_1 = draw(401, GUACHARO)
TRIPLETA_1 = draw(501, TRIPLES_OF_REY)
DRAWS = (A, B, C, CHANCE_A, CHANCE_C, REY_1, REY_2, GUACHARO_1, TRIPLETA_1)


def plays(names: bool = False) -> Iterator[Play]:
    """Every valid play; with `names`, figures go by name on the wire ("DELFIN")."""
    triples, terminals = [f"{n:03}" for n in range(1000)], [f"{n:02}" for n in range(100)]
    signed = ((number, sign.code) for number in triples for sign in SIGNS)
    yield from (Play(TRIPLE, number, number) for number in triples)
    yield from (Play(TERMINAL, number, number) for number in terminals)
    yield from (Play(TRIPLE_SIGN, f"{number}-{sign}", sign) for number, sign in signed)
    yield from (Play(TERMINAL_SIGN, f"{n}-{sign.code}", "") for n in terminals for sign in SIGNS)
    for game, figures in ((FIGURE, FIGURES_38), (FIGURE_77, FIGURES)):
        for figure in figures:
            wire = figure.name.upper() if names else figure.code
            yield Play(game, wire, figure.name[:3].upper())
    for three in combinations(FIGURES_38, 3):
        yield Play(TRIPLETAS, "-".join(figure.code for figure in three), "")


@lru_cache(maxsize=2)
def template(names: bool = False) -> Template:
    """The whole template, about 23,000 rows."""
    return Template.of(plays(names))


def bound(game_id: int, product_id: int) -> Limits:
    """The usual limits of a (game, product) pair."""
    return Limits(
        game_id, product_id, Money.units(1), Money.units(99), Money(50),
        max_wagers=100, max_permutations=6, max_sequence_size=10, max_sequences=2,
    )  # fmt: skip


LOTTERY_GAMES = (TRIPLE, TERMINAL, TRIPLE_SIGN, TERMINAL_SIGN)
LIMITS = (
    *(bound(game, product) for game in LOTTERY_GAMES for product in (ZULIA, CHANCE)),
    bound(FIGURE, REY), bound(FIGURE_77, GUACHARO), bound(TRIPLETAS, TRIPLES_OF_REY),
)  # fmt: skip


def agency(games: Iterable[str] = (ANIMALITOS77, ANIMALITOS, TRIPLETA, LOTTERY)) -> Agency:
    """The agency."""
    return Agency(1, "Agencia La Esquina", active=True, games=tuple(games))


def catalog(**changes: object) -> Catalog:
    """The catalogue, with `changes` to its parts."""
    whole = Catalog(agency(), PRODUCTS, DRAWS, template(), LIMITS)
    return replace(whole, **changes) if changes else whole  # type: ignore[arg-type]


def enter(
    text: str, *chosen: Draw, kept: int | None = 5, cart: Cart | None = None,
    shop: Catalog | None = None, now: datetime = NOW, pointed: tuple[int, ...] = (),
) -> Resolved:  # fmt: skip
    """A line typed in the tab of the chosen draws (triples when none)."""
    category = chosen[0].category if chosen else LOTTERY
    return resolve(
        parse(text, category), category=category, chosen=chosen, catalog=shop or catalog(),
        cart=cart or Cart(), kept=None if kept is None else Money.units(kept), now=now,
        pointed=pointed,
    )  # fmt: skip


def sold(text: str, *chosen: Draw, cart: Cart | None = None, shop: Catalog | None = None) -> Cart:
    """The ticket after a line that must go in."""
    found = enter(text, *chosen, cart=cart, shop=shop)
    assert found.lines or found.changes, found.problems
    return (cart or Cart()).at_amounts(found.changes).add(found.lines)
