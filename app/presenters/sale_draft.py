"""The half-typed ticket as data, so that it is back after a power cut."""

from __future__ import annotations

from app.domain.cart import Cart, NewLine, Shape
from app.domain.catalog import Draw
from app.domain.ticket import Wager
from app.money import Money
from app.ports import Json

DRAFT, KEPT = "draft", "kept_amount"


def to_json(cart: Cart) -> Json:
    """The cart's lines as journal data."""
    return [
        {
            "event": line.event_id,
            "shape": line.shape.value,
            "label": line.label,
            "amount": line.amount.minor,
            "wagers": [[wager.game_id, wager.text] for wager in line.wagers],
        }
        for line in cart.lines
    ]


def from_json(data: Json, draws: dict[int, Draw]) -> tuple[Cart, int]:
    """The cart of the lines whose draws are still in `draws`, and how many lines were lost."""
    lines, lost = [], 0
    for row in data if isinstance(data, list) else []:
        match row:
            case {
                "event": int(event),
                "shape": str(shape),
                "label": str(label),
                "amount": int(minor),
                "wagers": list(wagers),
            } if event in draws:
                amount = Money(minor)
                plays = [(play[0], play[1]) for play in wagers if isinstance(play, list)]
                found = tuple(
                    Wager(event, game, text, amount)
                    for game, text in plays
                    if isinstance(game, int) and isinstance(text, str)
                )
                lines.append(NewLine(event, Shape(shape), label, amount, found))
            case _:
                lost += 1
    return Cart().add(lines), lost
