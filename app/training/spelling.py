"""How games, wagers and draws are written on the wire, by variant; inside they have one form each."""

from __future__ import annotations

from app.training.call import World
from app.training.draws import Draw, find
from app.training.figures import ANIMALS, ANIMALS_77
from app.training.games import ANIMAL, ANIMAL_77, TRIPLETA
from app.training.products import PRODUCTS
from app.training.refusal import Refused
from app.training.tickets import Play
from app.training.variant import Variant

_SWAPPED = {ANIMAL_77: TRIPLETA, TRIPLETA: ANIMAL_77}
_BETWEEN = {"dash": "-", "slash": "/", "space": " "}
_CODES = {ANIMAL: ANIMALS, ANIMAL_77: ANIMALS_77}
_NUMBERS = {game: {code: number for number, code in codes.items()} for game, codes in _CODES.items()}
_DECIDES = {product.results_of: product.id for product in PRODUCTS if product.results_of}


def game_id(variant: Variant, game: int) -> int:
    """The wire's number of a game and, as only two change places, the game of a wire's number."""
    return _SWAPPED.get(game, game) if variant.swap_games else game


def wager_text(variant: Variant, game: int, wager: str) -> str:
    """A wager as written."""
    if game == TRIPLETA:
        return wager.replace("-", _BETWEEN[variant.tripleta_wager])
    if variant.animal_wager == "code" and game in _CODES:
        return _CODES[game].get(wager, wager)
    return wager


def wager_read(variant: Variant, game: int, text: str) -> str:
    """A wager from its writing; `Refused` 400 for one in the other spelling."""
    if game == TRIPLETA and variant.tripleta_wager != "dash":
        if "-" in text:
            raise Refused(400, f"invalid wager: {text}")
        return text.replace(_BETWEEN[variant.tripleta_wager], "-")
    if variant.animal_wager == "code" and game in _CODES:
        if text not in _NUMBERS[game]:
            raise Refused(400, f"invalid wager: {text}")
        return _NUMBERS[game][text]
    return text


def draw_id(world: World, draw: Draw) -> int:
    """The id that names a draw: a tripleta's is by variant that of its first animal draw."""
    decided_by = draw.product.results_of
    if decided_by is None or world.variant.tripleta_event == "own":
        return draw.id
    return _at_same_time(world, draw, decided_by)


def play_read(world: World, event_id: int, game: int, text: str, amount: int) -> Play:
    """A wager of a request."""
    game = game_id(world.variant, game)
    wager = wager_read(world.variant, game, text)
    if game == TRIPLETA and world.variant.tripleta_event == "animal":
        event_id = _tripleta(world, event_id)
    return Play(event_id, game, wager, amount)


def _tripleta(world: World, event_id: int) -> int:
    """The tripleta's own draw behind an animal draw's id; 0, which is none, for other draws."""
    draw = find(world.store, [event_id]).get(event_id)
    product_id = _DECIDES.get(draw.product.id) if draw else None
    return _at_same_time(world, draw, product_id) if draw and product_id else 0


def _at_same_time(world: World, draw: Draw, product_id: int) -> int:
    sql = "SELECT id FROM draw WHERE product_id = ? AND draw_at = ?"
    return int(world.store.value(sql, product_id, draw.draw_at) or 0)
