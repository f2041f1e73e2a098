"""A second terminal on a user of the server: it signs in and sells by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.training import auth, draws, games, sell, settle
from app.training.accounts import Account
from app.training.call import Call, World
from app.training.chance import stream
from app.training.figures import ANIMALS, ANIMALS_77, SIGNS
from app.training.products import PRODUCTS
from app.training.refusal import Refused
from app.training.tickets import Play, Ticket, wagers_of


@dataclass(slots=True)
class OtherTerminal:
    """Sells `left` tickets, one every `every` server seconds from `due` on.

    What it sells: the `wagers` given (as create takes them), or with `same_as_last` the user's newest
    ticket once more, or else something by chance in a draw that is open. `sold` are the numbers,
    `refused` the texts of what was refused.
    """

    account: Account
    due: int
    left: int = 1
    every: int = 0
    wagers: Sequence[Mapping[str, Any]] = ()
    same_as_last: bool = False
    sold: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _token: str = ""

    def sell_due(self, world: World, now: int) -> None:
        """In the worker: sell what is due by now, each ticket at its own time."""
        while self.left > 0 and self.due <= now:
            settle.catch_up(world, self.due)
            self._sell(Call(world, self.due, signed_in=self.account))
            self.left -= 1
            self.due += self.every

    def _sell(self, call: Call) -> None:
        if not self._token:
            self._token = auth.new_session(call, self.account)
        call = Call(
            call.world, call.now, {"ticket": {"wagers": list(self.wagers)}}, {}, self._token, self.account
        )
        try:
            plays = sell.plays_of(call) if self.wagers else self._plays(call)
            self.sold.append(sell.sell(call, plays).number)
        except Refused as refused:
            self.refused.append(refused.error)

    def _plays(self, call: Call) -> list[Play]:
        sql = "SELECT * FROM ticket WHERE user_id = ? ORDER BY id DESC"
        row = call.store.row(sql, self.account.user_id) if self.same_as_last else None
        if row is not None:
            return [one.play for one in wagers_of(call.store, Ticket.of(row))]
        return [_by_chance(call)]


def _by_chance(call: Call) -> Play:
    serial = call.store.value("SELECT count(*) FROM ticket")
    chance = stream(call.world.seed, "other terminal", serial)
    open_draws = [
        draw
        for product in PRODUCTS
        if product.results_of is None
        for draw in draws.open_of(call.world, product, None, call.now, 3)
    ]
    if not open_draws:
        raise Refused(409, "events are not open")
    draw = chance.choice(open_draws)
    game = chance.choice(games.plays(draw.product.category, zodiac=draw.list.zodiac))
    wager = {
        games.ANIMAL: chance.choice(tuple(ANIMALS)),
        games.ANIMAL_77: chance.choice(tuple(ANIMALS_77)),
        games.TERMINAL: f"{chance.randrange(100):02}",
        games.TERMINAL_SIGN: f"{chance.randrange(100):02}-{chance.choice(SIGNS)}",
        games.TRIPLE_SIGN: f"{chance.randrange(1000):03}-{chance.choice(SIGNS)}",
    }.get(game, f"{chance.randrange(1000):03}")
    return Play(draw.id, game, wager, chance.randrange(1, 21) * 100)
