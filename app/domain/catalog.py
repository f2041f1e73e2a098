"""What is on sale: the agency and its limits, products, draws, and the template of valid plays.

Built from get-data, products/search, events/search/kiosk and inventory/template of the API
document; learnt at sign-in, because ids and names drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.domain.figures import FIGURE_BY_CODE, figure_named
from app.domain.games import FIGURE_KINDS, SIGNED, Kind, kinds_of, recognise
from app.money import Money


@dataclass(frozen=True, slots=True)
class Agency:
    """The selling point (`entity`) as get-data describes it."""

    entity_id: int
    name: str
    active: bool
    games: tuple[str, ...]
    rif: str = ""
    address: tuple[str, ...] = ()
    seconds_to_cancel: int = 0
    ticket_expiration_days: int = 0
    ticket_header: str = ""
    ticket_footer: str = ""
    time_zone: str = "America/Caracas"


@dataclass(frozen=True, slots=True)
class Limits:
    """A `game_data` row: what one (game, product) pair allows. None = the server did not say.

    `min_bet`, `max_bet` and `amount_multiple` bind the amount of one wager; `max_wagers` the whole
    ticket after expansion; `max_permutations` the numbers a permuta may become;
    `max_sequence_size` and `max_sequences` the size and number of corridas and series.
    """

    game_id: int
    product_id: int
    min_bet: Money | None = None
    max_bet: Money | None = None
    amount_multiple: Money | None = None
    max_wagers: int | None = None
    max_permutations: int | None = None
    max_sequence_size: int | None = None
    max_sequences: int | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A lottery house's game as sold: `quota` is the money sellable per number and draw."""

    id: int
    name: str
    lottery: str
    category: str
    active: bool = True
    quota: Money | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw (API "event"): one list of one product at one hour. Times are aware, UTC."""

    event_id: int
    product_id: int
    name: str
    category: str
    draws_at: datetime
    closes_at: datetime
    list_name: str = ""
    list_id: int = 0
    signed: bool = False
    order: int = 0

    def is_open(self, now: datetime) -> bool:
        """Whether it still sells at server time `now`."""
        return now < self.closes_at


@dataclass(frozen=True, slots=True)
class Play:
    """A template row: in game `game_id` the wire text `wager` is valid; `code` is its short label."""

    game_id: int
    wager: str
    code: str


@dataclass(frozen=True)
class Game:
    """A game of the template: its kind and its valid plays (wire text -> code)."""

    id: int
    kind: Kind
    plays: Mapping[str, str]

    @cached_property
    def wires(self) -> Mapping[str, str]:
        """Figure code -> wire text, for servers whose figure plays are names ("DELFIN")."""
        found: dict[str, str] = {}
        for wager in self.plays:
            figure = figure_named(wager)
            found[figure.code if figure else wager] = wager
        return found

    def figure_of(self, wire: str) -> str:
        """The figure code of a wire text; the text itself when it is none."""
        figure = None if wire in FIGURE_BY_CODE else figure_named(wire)
        return figure.code if figure else wire

    def wire(self, typed: str) -> str | None:
        """The wire text of what was typed (number, number-sign, figure code), or None if not valid."""
        if self.kind in FIGURE_KINDS:
            return self.wires.get(typed)
        return typed if typed in self.plays else None


@dataclass(frozen=True)
class Template:
    """All valid plays, by game. The authority on what may be typed."""

    games: Mapping[int, Game] = field(default_factory=dict)

    @classmethod
    def of(cls, plays: Iterable[Play]) -> Template:
        """Sort template rows into games and recognise each."""
        rows: dict[int, dict[str, str]] = {}
        for play in plays:
            rows.setdefault(play.game_id, {})[play.wager] = play.code
        return cls({id_: Game(id_, recognise(found), found) for id_, found in rows.items()})

    @cached_property
    def by_kind(self) -> Mapping[Kind, tuple[Game, ...]]:
        """The games of each kind (usually one)."""
        found: dict[Kind, tuple[Game, ...]] = {}
        for game in self.games.values():
            found[game.kind] = (*found.get(game.kind, ()), game)
        return found


@dataclass(frozen=True)
class Catalog:
    """Everything a cashier can sell, as last learnt from the server."""

    agency: Agency
    products: tuple[Product, ...] = ()
    draws: tuple[Draw, ...] = ()
    template: Template = field(default_factory=Template)
    limits: tuple[Limits, ...] = ()

    @cached_property
    def product_by_id(self) -> Mapping[int, Product]:
        """Products by id."""
        return {product.id: product for product in self.products}

    @cached_property
    def draw_by_id(self) -> Mapping[int, Draw]:
        """Draws by event id."""
        return {draw.event_id: draw for draw in self.draws}

    @cached_property
    def limits_by_pair(self) -> Mapping[tuple[int, int], Limits]:
        """Limits by (game id, product id)."""
        return {(row.game_id, row.product_id): row for row in self.limits}

    def categories(self) -> tuple[str, ...]:
        """The agency's game categories that have a product, in a steady order (tabs)."""
        wanted = [c for c in _TAB_ORDER if c in self.agency.games]
        wanted += [c for c in self.agency.games if c not in _TAB_ORDER]
        return tuple(c for c in wanted if any(p.category == c for p in self.products))

    def kinds(self, draw: Draw) -> frozenset[Kind]:
        """What may be played in a draw: list C of a lottery takes plays with a sign, others none."""
        kinds = kinds_of(draw.category)
        return frozenset(k for k in kinds if (k in SIGNED) == draw.signed) if kinds & SIGNED else kinds

    def game_for(self, draw: Draw, kind: Kind) -> Game | None:
        """The template's game for plays of `kind` in `draw`, or None when it is not sold there."""
        if kind not in self.kinds(draw):
            return None
        games = self.template.by_kind.get(kind, ())
        listed = [g for g in games if (g.id, draw.product_id) in self.limits_by_pair]
        return next(iter(listed or games), None)

    def limits_for(self, game_id: int, product_id: int) -> Limits | None:
        """The limits of a pair; None means unknown: do not block, the server decides."""
        return self.limits_by_pair.get((game_id, product_id))


_TAB_ORDER = ("lottery", "animalitos", "animalitos77", "tripleta")
