"""Inside the measured window: signs in, brings the sale into shape, presses keys and times the frames."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from app.devtools.bench.clerk import Clerk
from app.devtools.bench.figures import BIG, DRAWS
from app.devtools.bench.lines import Answer, Request, complain
from app.devtools.bench.seller import Seller
from app.devtools.console import say
from app.domain.games import LOTTERY, Kind
from app.errors import AppError, Known
from app.presenters.views import Screen
from app.services.sales import Progress, Stage
from app.ui.frames import FrameWatch

if TYPE_CHECKING:
    from app.domain.catalog import Draw
    from app.presenters.set import Presenters
    from app.services.set import Services
    from app.ui.window import MainWindow

_OPEN_FOR = timedelta(hours=1)
_DEADLINE_S = 20.0
_POLL_S = 0.02
_BEAT_S = 0.001
_PAINTED_S, _IDLE_S = 0.15, 0.3
"""What a sale changes on the screen has been painted then; and how long a quiet window is listened to."""
#: Keys, and the line and the number of wagers that they lead to.
_TYPED = (
    (("7", "3", "5", "*", "2"), "735*2", BIG - DRAWS),
    (("Return",), "", BIG),
    (("4", "8", "6", "*", "3", "Backspace"), "486*", BIG),
    (("Escape",), "", BIG),
)


class Subject:
    """The window under measurement: one request a line, one answer a line, until the input ends."""

    def __init__(self, window: MainWindow, presenters: Presenters, services: Services) -> None:
        self._sold = 0
        self._presenters = presenters
        self._services = services
        self._frames = FrameWatch(window)
        clerk = Clerk(window, self._frames, presenters, services)
        seller = Seller(self._frames, presenters, services)
        self._draws: tuple[Draw, ...] = ()
        self._acts: dict[str, Callable[[Request], Awaitable[Answer]]] = {
            "keys": self._keys,
            "switch": self._switch,
            "sale": self._sale,
            "template": self._template,
            "figures": seller.figures,
            "rest": seller.rest,
            "lines": seller.lines,
            "rows": clerk.rows,
        }

    async def obey(self, account: tuple[str, str]) -> int:
        """Sign in and answer; returns the exit status."""
        try:
            await self._sign_in(account)
        except AppError as error:
            complain(error)
            return 1
        say(json.dumps({"ready": os.getpid()}))
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            request = json.loads(line)
            try:
                say(json.dumps(await self._acts[request["do"]](request)))
            except AppError as error:
                complain(error)
        return 0

    # ------------------------------------------------------------ into shape

    async def _sign_in(self, account: tuple[str, str]) -> None:
        self._presenters.sign_in.submit(*account)
        shell = self._presenters.shell
        await self._until("sign-in", lambda: shell.screen.value is Screen.SALE)
        self._draws = self._plain_draws()
        await self._frames.rest()

    def _plain_draws(self) -> tuple[Draw, ...]:
        """The next draws that take plain triples and stay open meanwhile; `Known` when there are too few."""
        catalog, now = self._services.catalog.catalog.value, self._services.context.server.now()
        found = [
            draw
            for draw in (catalog.draws if catalog else ())
            if catalog and draw.is_open(now + _OPEN_FOR) and catalog.game_for(draw, Kind.TRIPLE)
        ]
        if len(found) < DRAWS:
            raise Known("bench.no_draws", found=len(found), needed=DRAWS)
        return tuple(found[:DRAWS])

    async def _fill(self, wanted: int) -> None:
        """A ticket of so many plain wagers of 1 Bs, all draws chosen; `Known` when it did not come to be."""
        self._presenters.shell.stop()  # the clock paints every second
        sale = self._presenters.sale
        sale.choose_tab(LOTTERY)
        for line in self._line_ids():
            sale.remove_line(line)
        self._choose(self._draws[: wanted % DRAWS])
        base = 100 + 10 * (self._sold % 80)  # the same ticket within a minute would be asked about
        for number in range(-(-wanted // DRAWS)):
            sale.set_text(f"{base + number:03}*1")
            sale.enter()
            self._choose(self._draws)
        await self._frames.rest()
        if self._wagers() != wanted:
            raise Known("bench.no_ticket", found=self._wagers(), needed=wanted)

    def _choose(self, wanted: tuple[Draw, ...]) -> None:
        """Exactly these draws; none means all."""
        self._presenters.sale.choose_none()
        for draw in wanted or self._draws:
            self._presenters.sale.toggle_draw(draw.event_id)

    def _line_ids(self) -> list[int]:
        return [line.line_id for group in self._presenters.sale.ticket.value.groups for line in group.lines]

    def _wagers(self) -> int:
        return len(self._line_ids())

    # ------------------------------------------------------------ measured

    async def _keys(self, request: Request) -> Answer:
        """Type a line at 88 wagers, put it in, type another at 100 and clear it; over and over."""
        spent: dict[str, list[float]] = {}
        for _ in range(int(request["rounds"])):
            await self._fill(BIG - DRAWS)
            for keys, line, wagers in _TYPED:
                for key in keys:
                    spent.setdefault(key, []).append(await self._frames.press(key) * 1000)
                self._expect(line, wagers)
        return {"by_key": spent, "ms": [one for found in spent.values() for one in found]}

    def _expect(self, line: str, wagers: int) -> None:
        """What the keys must have led to: a key that went astray is quickly painted."""
        seen = (self._presenters.sale.entry.value.text, self._wagers())
        if seen != (line, wagers):
            raise Known("bench.astray", seen=seen, wanted=(line, wagers))

    async def _switch(self, request: Request) -> Answer:
        """To the payment screen and back."""
        spent = []
        shell = self._presenters.shell
        for _ in range(int(request["count"]) // 2):
            for key, screen in (("F2", Screen.PAY), ("F1", Screen.SALE)):
                spent.append(await self._frames.press(key) * 1000)
                if shell.screen.value is not screen:
                    raise Known("bench.astray", seen=shell.screen.value.value, wanted=screen.value)
        return {"ms": spent}

    async def _sale(self, request: Request) -> Answer:
        """F12 on a ticket of so many wagers, until its paper is out and recorded."""
        await self._fill(int(request["wagers"]))
        self._sold += 1
        sold = asyncio.get_running_loop().create_future()

        def told(progress: Progress) -> None:
            if progress.stage in {Stage.SOLD, Stage.NOT_SOLD, Stage.HELD} and not sold.done():
                sold.set_result((progress, time.perf_counter()))

        stop = self._services.sales.progress.watch(told, now=False)
        try:
            begun = time.perf_counter()
            self._frames.post("F12")
            async with asyncio.timeout(_DEADLINE_S):
                progress, at = await sold
        except TimeoutError as error:
            raise Known("bench.no_sale", why=f"> {_DEADLINE_S:g} s") from error
        finally:
            stop()
        if progress.ticket is None or progress.stage is not Stage.SOLD:
            raise Known("bench.no_sale", why=progress.code)
        await asyncio.sleep(_PAINTED_S)
        printing = self._until("print", lambda: not self._services.sales.busy)
        stall = await self._longest_pause(printing)
        await self._frames.rest()
        idle = await self._longest_pause(asyncio.sleep(_IDLE_S))
        wagers = [
            {"event_id": w.event_id, "game_id": w.game_id, "wager": w.text, "amount": w.amount.minor // 100}
            for w in progress.ticket.plain_wagers()
        ]
        return {"begun": begun, "sold": at, "wagers": wagers, "stall": stall, "idle": idle}

    async def _template(self, request: Request) -> Answer:
        """Take the template in while a heartbeat on the window's thread notes its longest pause."""
        idle = await self._longest_pause(asyncio.sleep(float(request["idle_s"])))
        begun = time.perf_counter()
        taking = asyncio.ensure_future(self._services.api.template())
        busy = await self._longest_pause(taking)
        spent = (time.perf_counter() - begun) * 1000
        rows = sum(len(game.plays) for game in taking.result().games.values())
        return {"ms": spent, "rows": rows, "stall": busy, "idle": idle}

    async def _longest_pause(self, work: Awaitable[object]) -> float:
        """Milliseconds by which the latest heartbeat was late while `work` was done."""
        task = asyncio.ensure_future(work)
        longest, last = 0.0, time.perf_counter()
        while not task.done():
            await asyncio.sleep(_BEAT_S)
            now = time.perf_counter()
            longest, last = max(longest, now - last - _BEAT_S), now
        return longest * 1000

    async def _until(self, what: str, done: Callable[[], bool]) -> None:
        until = time.perf_counter() + _DEADLINE_S
        while not done():
            if time.perf_counter() > until:
                raise Known("bench.silent", what=what, seconds=f"{_DEADLINE_S:g}")
            await asyncio.sleep(_POLL_S)
