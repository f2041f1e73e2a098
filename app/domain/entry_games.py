"""Which draw takes a pick, under which game of the template, and in which wire texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations

from app.domain.catalog import Catalog, Draw, Game, Limits
from app.domain.figures import FIGURE_BY_CODE, FIGURES, FIGURES_38, plain
from app.domain.games import FIGURE_KINDS, SIGNED, Kind, kinds_of
from app.domain.grammar_figures import unknown_word
from app.domain.typed import Incomplete, Pick, Problem, Segment


@dataclass(frozen=True, slots=True)
class Texts:
    """A pick in the words of one game: `codes` as people know them, `wires` as the server does."""

    label: str
    codes: tuple[str, ...]
    wires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taker:
    """A draw that takes a kind of play under `game`; `limits` None: the server set none."""

    draw: Draw
    game: Game
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class Takers:
    """The chosen draws that take a kind of play; for the `others`, by event id, the reason why not."""

    found: tuple[Taker, ...]
    others: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Fit:
    """A pick with the draws that take it and its `texts` by game id; every game has as many."""

    pick: Pick
    takers: tuple[Taker, ...]
    texts: Mapping[int, Texts]

    @property
    def codes(self) -> tuple[str, ...]:
        """The numbers as people know them."""
        return self.texts[self.takers[0].game.id].codes

    @property
    def count(self) -> int:
        """Wagers over all draws."""
        return len(self.codes) * len(self.takers)


def takers(kind: Kind, chosen: Iterable[Draw], catalog: Catalog) -> Takers:
    """Which of the `chosen` draws take plays of `kind`."""
    found: list[Taker] = []
    others: dict[int, str] = {}
    for draw in chosen:
        game = _game(catalog, draw, kind)
        if isinstance(game, str):
            others[draw.event_id] = game
        else:
            found.append(Taker(draw, game, catalog.limits_for(game.id, draw.product_id)))
    return Takers(tuple(found), others)


def fit(pick: Pick, found: tuple[Taker, ...]) -> Fit | Problem:
    """The pick in the words of every game that takes it; a problem when one does not know a number."""
    texts: dict[int, Texts] = {}
    for taker in found:
        if taker.game.id in texts:
            continue
        words = texts_of(pick, taker.game)
        if isinstance(words, Problem):
            return words
        texts[taker.game.id] = words
    return Fit(pick, found, texts)


def texts_of(pick: Pick, game: Game) -> Texts | Problem:
    """The pick in the wire texts of `game`; a game without template rows is trusted by its pattern."""
    if pick.kind in FIGURE_KINDS:
        return _figure(pick, game)
    wires = []
    for play in pick.plays:
        wire = _wire(play, game)
        if wire is None:
            return Problem("not_in_template", {"play": play}, pick.start, pick.end)
        wires.append(wire)
    return Texts(pick.label, pick.plays, tuple(wires))


def _game(catalog: Catalog, draw: Draw, kind: Kind) -> Game | str:
    """The game under which `draw` takes `kind`, else the reason why it takes none."""
    kinds = catalog.kinds(draw)
    if kind not in kinds:
        if kind in SIGNED:
            return "no_sign"
        return "needs_sign" if kinds & SIGNED else "not_sold"
    game = catalog.game_for(draw, kind) or _without_rows(catalog, draw, kind)
    return game or ("not_sold" if catalog.template.games else "game_unknown")


def _without_rows(catalog: Catalog, draw: Draw, kind: Kind) -> Game | None:
    """The game of a product whose template has no rows: the only id in its limits that is no known game.

    Only where a category has one kind of play: between several, the id would be a guess.
    """
    if len(kinds_of(draw.category)) != 1:
        return None
    ids = {row.game_id for row in catalog.limits if row.product_id == draw.product_id}
    unknown = ids - set(catalog.template.games)
    return Game(unknown.pop(), kind, {}) if len(unknown) == 1 else None


def _wire(play: str, game: Game) -> str | None:
    if not game.plays:
        return play
    if game.kind is not Kind.TRIPLETA:
        return game.wire(play)
    orders = ("-".join(order) for order in permutations(play.split("-")))
    return next((wire for order in orders if (wire := game.wire(order))), None)


def _figure(pick: Pick, game: Game) -> Texts | Problem:
    """One figure, typed by number, name or the template's code."""
    typed = pick.plays[0]
    if typed not in FIGURE_BY_CODE:
        return _word(pick, game)
    wire = game.wire(typed) if game.plays else typed
    if wire is None and typed not in ("0", "00"):
        wire = game.wire(typed.zfill(2))
    if wire is None:
        return Problem("not_in_template", {"play": typed}, pick.start, pick.end)
    return Texts(typed, (typed,), (wire,))


def _word(pick: Pick, game: Game) -> Texts | Problem:
    typed = pick.plays[0]
    wire = next((wire for wire, code in game.plays.items() if plain(code) == plain(typed)), None)
    if wire is not None:
        code = game.figure_of(wire)
        return Texts(code, (code,), (wire,))
    figures = FIGURES_38 if pick.kind is Kind.FIGURE_38 else FIGURES
    found = unknown_word(Segment(typed, pick.start), figures)
    return found.problem(unfinished=True) if isinstance(found, Incomplete) else found
