"""Inside the measured line to the server: our client without a window, told what to send and to read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.clock import DEFAULT_ZONE, zone_named
from app.devtools.bench.lines import Answer, Request, answer_lines, complain
from app.domain.games import LOTTERY, Kind
from app.domain.outcome import Done
from app.domain.secret import Secret
from app.domain.ticket import Wager
from app.errors import AppError, Known
from app.money import Money

if TYPE_CHECKING:
    from app.ports import LotteryApi

Reader = Callable[[str, tuple[Wager, ...]], Callable[[bytes], object]]
"""How the client reads the reply of a call: "create" of these wagers, or "template"."""

_OPEN_FOR = timedelta(hours=1)
_TWO_DAYS = timedelta(days=2, milliseconds=-1)
_STAKE = Money.units(1)
_OPERATION = "bench"


class Subject:
    """The client under measurement: one request a line, one answer a line, until the input ends."""

    def __init__(self, api: LotteryApi, reader: Reader) -> None:
        self._api = api
        self._reader = reader
        self._wagers: tuple[Wager, ...] = ()
        self._acts: dict[str, Callable[[Request], Awaitable[Answer]]] = {
            "ticket": self._ticket,
            "post": self._post,
            "decode": self._read,
        }

    async def obey(self, account: tuple[str, str]) -> int:
        """Sign in and answer; returns the exit status."""
        try:
            await self._api.login(account[0], Secret(account[1]))
            await answer_lines(self._acts)
        except AppError as error:
            complain(error)
            return 1
        finally:
            await self._api.close()
        return 0

    async def _ticket(self, request: Request) -> Answer:
        """From now on: a ticket of so many plain triples in the next draw that stays open meanwhile."""
        now = (await self._api.server_time()).server
        today = now.astimezone(zone_named(DEFAULT_ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
        game = (await self._api.template()).by_kind[Kind.TRIPLE][0]
        draws = await self._api.draws(LOTTERY, today, today + _TWO_DAYS)
        draw = next((one for one in draws if not one.signed and one.is_open(now + _OPEN_FOR)), None)
        if draw is None:
            raise Known("bench.no_draws", found=0, needed=1)
        texts = sorted(game.plays)[: int(request["wagers"])]
        self._wagers = tuple(Wager(draw.event_id, game.id, text, _STAKE) for text in texts)
        return {"wagers": [wire(wager) for wager in self._wagers]}

    async def _post(self, request: Request) -> Answer:
        """Sell that ticket: from the wagers to the ticket that came back."""
        begun = time.perf_counter()
        outcome = await self._api.create(self._wagers, _OPERATION)
        spent = time.perf_counter() - begun
        if not isinstance(outcome, Done):
            raise Known("bench.no_sale", why=type(outcome).__name__)
        return {"ms": spent * 1000}

    async def _read(self, request: Request) -> Answer:
        """Read a kept reply so many times; a template in a thread, as the kiosk does."""
        call, file, times = request["call"], Path(request["file"]), int(request["times"])
        if call == "template":
            return {"ms": await asyncio.to_thread(self._timed, call, file, times)}
        return {"ms": self._timed(call, file, times)}

    def _timed(self, call: str, file: Path, times: int) -> Sequence[float]:
        spent, body, read = [], file.read_bytes(), self._reader(call, self._wagers)
        for _ in range(times):
            begun = time.perf_counter()
            read(body)
            spent.append((time.perf_counter() - begun) * 1000)
        return spent


def wire(wager: Wager) -> dict[str, Any]:
    """A wager as the baseline sends it."""
    return {
        "amount": wager.amount.minor // _STAKE.minor,
        "event_id": wager.event_id,
        "game_id": wager.game_id,
        "wager": wager.text,
    }
