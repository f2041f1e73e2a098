"""Yesterday's tickets, so that a trainee has a winner to pay and a loser to refuse from the first minute.

For every account: a winner of Bs 330 (three animalitos at Bs 11, one of them drawn) and a loser of the
same draw. Numbers and PINs are fixed: the first account's winner is 23315522 with PIN 84038675, its
loser 10653459 with PIN 76479163; each further account's are one higher.
"""

from __future__ import annotations

from uuid import UUID

from app.training import draws, moments, settle
from app.training.accounts import ACCOUNTS
from app.training.call import Call, World
from app.training.chance import stream
from app.training.draws import Draw
from app.training.games import ANIMAL
from app.training.tickets import Play

WINNER = (23_315_522, 84_038_675)
LOSER = (10_653_459, 76_479_163)
_PRODUCT = "JUNGLA MILLONARIA"
_DRAWN_AT, _SOLD_AT = "16:00", "14:24"
_STAKE = 11_00
_FIGURES = ("5", "10", "36", "0", "00", "27")


def write(world: World, now: int) -> None:
    """Add yesterday's tickets unless they are there; the programme of yesterday exists already."""
    day = moments.next_day(moments.local_day(now), -1)
    if world.store.value("SELECT 1 FROM ticket WHERE number = ? AND day = ?", WINNER[0], day):
        return
    draw = _draw(world, day)
    if draw is None or draw.result is None:
        return
    others = [figure for figure in _FIGURES if figure != draw.result]
    sold_at = moments.at(day, _SOLD_AT)
    for step, account in enumerate(ACCOUNTS):
        call = Call(world, sold_at, signed_in=account)
        _ticket(call, WINNER, step, [_play(draw, figure) for figure in (draw.result, *others[:2])])
        _ticket(call, LOSER, step, [_play(draw, figure) for figure in others[:3]])
    settle.publish(world, draw, draw.result, draw.result_at or sold_at)


def _draw(world: World, day: str) -> Draw | None:
    moment = moments.at(day, _DRAWN_AT)
    found = draws.between(world.store, moment, moment)
    return next((draw for draw in found if draw.product.name == _PRODUCT), None)


def _play(draw: Draw, figure: str) -> Play:
    return Play(draw.id, ANIMAL, figure, _STAKE)


def _ticket(call: Call, names: tuple[int, int], step: int, plays: list[Play]) -> None:
    serial = (call.store.value("SELECT max(id) FROM ticket") or 0) + 1
    uuid = str(UUID(int=stream(call.world.seed, "history", serial).getrandbits(128), version=4))
    number, pin = (name + step for name in names)
    call.store.run(
        "INSERT INTO ticket(id, uuid, number, pin, day, utc_day, user_id, entity_id, created_at, total)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(serial, uuid, number, pin, moments.local_day(call.now), moments.utc_day(call.now)),
        *(call.account.user_id, call.account.entity.id, call.now, sum(play.amount for play in plays)),
    )
    call.store.many(
        "INSERT INTO wager(ticket_id, draw_id, game_id, wager, amount) VALUES(?, ?, ?, ?, ?)",
        [(serial, play.draw_id, play.game_id, play.wager, play.amount) for play in plays],
    )
