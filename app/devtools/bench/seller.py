"""The sale at its fullest in the measured window: a hundred wagers, the 77 figures, the clock running."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.devtools.bench.figures import BIG, DRAWS
from app.domain.cart import Cart
from app.domain.catalog import Catalog, Draw
from app.domain.entry import resolve
from app.domain.games import ANIMALITOS77, LOTTERY, Kind
from app.domain.grammar import parse
from app.errors import Known
from app.money import Money
from app.ui.frames import FrameWatch

if TYPE_CHECKING:
    from app.presenters.set import Presenters
    from app.services.set import Services

_OPEN_FOR = timedelta(hours=1)
_BEFORE, _EACH = BIG - DRAWS, 7
#: Keys, and the line and the number of wagers that they lead to; too few for a scanner's burst.
_TYPED = (
    (("1", "2", "*", "2"), "12*2", _BEFORE),
    (("Return",), "", BIG),
    (("6", "8", "*", "3", "Backspace"), "68*", BIG),
    (("Escape",), "", BIG),
)
#: The lines that unfold most, each into all draws chosen, and what a hand types at worst.
_LINES = ("123*1", "123/*1", "120/127*1", "12.*1", "123456789012345678*1", "000/999*1", "12345", "1x")


class Seller:
    """Answers what the bench asks about the sale screen."""

    def __init__(self, frames: FrameWatch, presenters: Presenters, services: Services) -> None:
        self._frames = frames
        self._presenters = presenters
        self._services = services

    async def figures(self, request: dict[str, Any]) -> dict[str, Any]:
        """Type figures at 88 wagers, put them in, type more at 100 and clear them, while the clock runs."""
        spent: list[float] = []
        for _ in range(int(request["rounds"])):
            await self._fill()
            for keys, line, wagers in _TYPED:
                for key in keys:
                    spent.append(await self._frames.press(key) * 1000)
                self._expect(line, wagers)
        self._presenters.shell.stop()
        return {"ms": spent}

    async def rest(self, request: dict[str, Any]) -> dict[str, Any]:
        """Nobody touches anything: the processor's share of one core, in per cent."""
        await self._fill()
        begun, used = time.perf_counter(), time.process_time()
        await asyncio.sleep(float(request["rest_s"]))
        share = (time.process_time() - used) / (time.perf_counter() - begun)
        self._presenters.shell.stop()
        return {"percent": share * 100}

    async def lines(self, request: dict[str, Any]) -> dict[str, Any]:
        """Reading, unfolding and checking a line against twelve draws: the processor's time."""
        catalog = self._catalog()
        chosen, now = self._draws(LOTTERY, Kind.TRIPLE), self._services.context.server.now()
        spent = []
        for _ in range(int(request["rounds"])):
            for text in _LINES:
                begun = time.thread_time()
                resolve(
                    parse(text, LOTTERY),
                    category=LOTTERY,
                    chosen=chosen,
                    catalog=catalog,
                    cart=Cart(),
                    kept=Money.units(1),
                    now=now,
                )
                spent.append((time.thread_time() - begun) * 1000)
        return {"ms": spent}

    # ------------------------------------------------------------ into shape

    async def _fill(self) -> None:
        """A ticket of 88 wagers in the draws of the 77 figures, all chosen, every countdown running."""
        sale, shell = self._presenters.sale, self._presenters.shell
        shell.stop()
        await self._frames.rest()
        for line in self._line_ids():
            sale.remove_line(line)
        sale.choose_tab(ANIMALITOS77)
        draws = self._draws(ANIMALITOS77, Kind.FIGURE_77)
        self._choose(draws[: _BEFORE - _EACH * DRAWS])
        sale.set_text("00*1")
        sale.enter()
        self._choose(draws)
        sale.set_text("01020304050607*1")
        sale.enter()
        await self._frames.rest()
        self._expect("", _BEFORE)
        shell.run()

    def _choose(self, draws: tuple[Draw, ...]) -> None:
        sale = self._presenters.sale
        sale.choose_none()
        for draw in draws:
            sale.toggle_draw(draw.event_id)

    def _draws(self, category: str, kind: Kind) -> tuple[Draw, ...]:
        catalog, now = self._catalog(), self._services.context.server.now()
        found = [
            draw
            for draw in catalog.draws
            if draw.category == category and draw.is_open(now + _OPEN_FOR) and catalog.game_for(draw, kind)
        ]
        if len(found) < DRAWS:
            raise Known("bench.no_draws", found=len(found), needed=DRAWS)
        return tuple(found[:DRAWS])

    def _catalog(self) -> Catalog:
        catalog = self._services.catalog.catalog.value
        if catalog is None:
            raise Known("bench.no_draws", found=0, needed=DRAWS)
        return catalog

    def _line_ids(self) -> list[int]:
        return [line.line_id for group in self._presenters.sale.ticket.value.groups for line in group.lines]

    def _expect(self, line: str, wagers: int) -> None:
        """What the keys must have led to: a key that went astray is quickly painted."""
        seen = (self._presenters.sale.entry.value.text, len(self._line_ids()))
        if seen != (line, wagers):
            raise Known("bench.astray", seen=seen, wanted=(line, wagers))
