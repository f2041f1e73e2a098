"""Five thousand terminals on one training server around eight o'clock, counted by its request log.

Every request is a real one of the client's codec; replies are read only as far as the plan needs.
"""

from __future__ import annotations

import heapq
from collections import Counter
from datetime import timedelta
from math import sqrt
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.api import codec, endpoints
from app.api.call import Call
from app.api.transport import Transport
from app.clock import DEFAULT_ZONE
from app.domain.secret import Secret
from app.ports import Listing
from app.services.rounds import jobs, schedule
from app.services.schedule import READS_A_MINUTE
from app.training import build
from tests.e2e.test_politeness import A_MINUTE, FIVE_TO_EIGHT, GAMES, morning
from tests.helpers.fake_api import StillClock

MINUTES, LATEST_S = 12, 600.0
ZONE = ZoneInfo(DEFAULT_ZONE)
DAY = FIVE_TO_EIGHT.replace(hour=4, minute=0)
TWO_DAYS = (DAY, DAY + timedelta(days=2, milliseconds=-1))
READS: dict[str, Call[Any]] = {
    "clock": endpoints.server_time(ZONE, FIVE_TO_EIGHT),
    "last": endpoints.last_ticket(),
    "products": endpoints.products(),
    "agency": endpoints.agency(),
    "template": endpoints.template(),
    "results": endpoints.results(*TWO_DAYS),
    "winners": endpoints.ticket_list(Listing.WINNER, *TWO_DAYS),
    **{f"draws:{game}": endpoints.draws(game, *TWO_DAYS, ZONE) for game in GAMES},
}
AT_SIGN_IN = ("clock", "clock", "clock", "last", "agency", "products", *(f"draws:{game}" for game in GAMES))
"""What a cashier waits for, with the template kept from yesterday."""


class Shops:
    """So many terminals on one virtual clock, in the order in which they ask."""

    def __init__(self, terminals: int) -> None:
        self._clock = StillClock(FIVE_TO_EIGHT)
        self.server = build(start=FIVE_TO_EIGHT, machine=self._clock, terminals=terminals)
        self._wire = Transport("http://127.0.0.1", monotonic=self._clock.monotonic, asgi=self.server.asgi)
        self._plans = [schedule(Random(f"terminal-{number}").random) for number in range(terminals)]
        self._tokens: dict[int, Secret] = {}
        self.signed_in: Counter[int] = Counter()

    async def run(self, sign_ins: list[float], until: float) -> None:
        queue = [(at, number) for number, at in enumerate(sign_ins)]
        heapq.heapify(queue)
        while queue and queue[0][0] < until:
            at, number = queue[0]
            self._clock.elapsed = max(self._clock.elapsed, at)
            plan = self._plans[number]
            if number in self._tokens:
                name = plan.take(at)
                assert name is not None
                await self._ask(number, READS[name])
                plan.answered(at)
            else:
                await self._sign_in(number, int(at // 60))
                plan.plan(jobs(GAMES, template_is_kept=True), at)
            heapq.heapreplace(queue, (max(at, plan.next_at()), number))

    async def _sign_in(self, number: int, minute: int) -> None:
        email, password = f"terminal{number + 1}@taquilla.test", Secret(f"clave-{number + 1}")
        call = endpoints.login(email, password)
        reply = await self._wire.send(codec.encode(call, None))
        self._tokens[number] = codec.decode(call, reply.status, reply.headers, reply.body).token
        self.signed_in[minute] += 1
        for name in AT_SIGN_IN:
            await self._ask(number, READS[name])

    async def _ask(self, number: int, call: Call[Any]) -> None:
        reply = await self._wire.send(codec.encode(call, self._tokens[number]))
        assert reply.status < 300 or call.name == "last_ticket", (call.name, reply.status)

    async def close(self) -> None:
        await self._wire.close()
        self.server.close()


async def measured(terminals: int) -> None:
    """A morning of so many terminals, held to what is promised by the server's own log."""
    shops = Shops(terminals)
    sign_ins = [min(at, LATEST_S) for at in morning(terminals)]
    await shops.run(sign_ins, MINUTES * 60.0)
    log = shops.server.control().log
    assert len(log.users()) == terminals == sum(shops.signed_in.values())
    everybody, usual = log.per_minute(), terminals * A_MINUTE
    for minute in range(MINUTES):
        asked = everybody.get(FIVE_TO_EIGHT + timedelta(minutes=minute), 0)
        arriving = shops.signed_in[minute] * (1 + len(AT_SIGN_IN))
        assert asked - arriving <= usual + 3 * sqrt(usual)
    for number, at in enumerate(sign_ins):
        begun = FIVE_TO_EIGHT + timedelta(minutes=at // 60)
        own = log.per_minute(f"terminal{number + 1}@taquilla.test")
        assert max((count for minute, count in own.items() if minute > begun), default=0) <= READS_A_MINUTE
    await shops.close()


async def test_a_few_terminals_by_the_servers_log():
    await measured(20)


@pytest.mark.long
async def test_five_thousand_terminals_by_the_servers_log():
    await measured(5_000)
