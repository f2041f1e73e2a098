"""One run of the program, from the power button to the next power cut: real client, services, journal."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn
from zoneinfo import ZoneInfo

from app.api.client import Client
from app.api.wire import Request
from app.clock import ServerClock
from app.printing.settings import Confirm
from app.services.catalog import CatalogService
from app.services.connectivity import Connectivity
from app.services.context import Context
from app.services.late import LateArrivals
from app.services.papers import Papers, PaperTexts
from app.services.payments import PaymentService
from app.services.printing import PrintService
from app.services.recovery import Resolver
from app.services.refunds import RefundService
from app.services.sales import SalesService
from app.services.session import SessionService
from app.services.startup import StartUp
from app.services.voids import VoidService
from tests.sim.printer import SimPrinter
from tests.sim.truth import START
from tests.sim.wire import SimWire

if TYPE_CHECKING:
    from tests.sim.world import World

_ZONE = ZoneInfo("America/Caracas")


class PowerCut(BaseException):
    """The program is gone; disk, paper and server stay."""


class _Clock:
    """The machine's clocks: the monotonic one begins anew with each life, the wall may be years off."""

    def __init__(self, life: Life, skew: timedelta) -> None:
        self._loop, self._since, self._skew = life.loop, life.loop.time(), skew

    def monotonic(self) -> float:
        return self._loop.time() - self._since

    def wall(self) -> datetime:
        return START + timedelta(seconds=self._loop.time()) + self._skew


class Life:
    """The program's parts as the composition root joins them, each door to the outside a boundary."""

    cut = PowerCut

    def __init__(self, world: World) -> None:
        self.world, self.loop, self.dead = world, world.loop, False
        self.starting = True
        self.clock = _Clock(self, world.skew)
        chance = world.stream("jitter")
        self.journal = world.disk.journal(self._at_the_disk)
        server = ServerClock(self.clock)
        self.context = Context(self.clock, server, world.new_id, self.sleep, "Taquilla 1", training=True)
        self.api = Client(
            SimWire(self), self.clock, zone=lambda: _ZONE, sleep=self.sleep, random=chance.random
        )
        self.confirm: Confirm = world.confirm
        self.printer = SimPrinter(self)
        self._join(world)

    def _join(self, world: World) -> None:
        context, api, journal = self.context, self.api, self.journal
        self.session = SessionService(api)
        self.catalog = CatalogService(context, api)
        self.papers = Papers(context, self.catalog, self.session, PaperTexts())
        operator: Any = world.operator(self)
        self.printing = PrintService(context, journal, self.printer, self.papers, operator)
        self.resolver = Resolver(context, api, journal)
        self.sales = SalesService(context, api, journal, self.printing, self.resolver)
        self.payments = PaymentService(context, api, journal, self.catalog, self.printing, self.papers)
        self.refunds = RefundService(context, journal)
        self.startup = StartUp(
            context, journal, self.sales, self.payments, self.printing, operator, self.refunds
        )
        self.connectivity = Connectivity(context, api)
        self.voids = VoidService(
            context, api, journal, self.catalog, self.printing, self.papers, asyncio.Lock()
        )
        self.late = LateArrivals(context, api, journal, self.resolver, self.sales, self.voids)
        self.sales.progress.watch(lambda progress: world.shown(self, progress), now=False)

    # --- boundaries ---------------------------------------------------------------------------------

    def boundary(self, point: str) -> None:
        """The power may fail here."""
        if self.dead:
            raise PowerCut
        if self.world.cut(point):
            self.end()

    def end(self) -> NoReturn:
        """It fails."""
        self.dead = True
        self.loop.stop()
        raise PowerCut

    def _at_the_disk(self, point: str) -> None:
        if point == "after_commit":
            self.world.committed()
        self.boundary(f"journal:{point}")

    def bytes_left(self, name: str, request: Request) -> None:
        """The request is on its way."""
        if self.dead:
            raise PowerCut
        self.world.sent(self, name, request)

    async def sleep(self, seconds: float) -> None:
        """Time passes for the program."""
        await asyncio.sleep(seconds)
        if self.dead:
            raise PowerCut

    def bury(self) -> None:
        """Nothing of it runs any more."""
        self.dead = True
        self.printer.drop()
        self.loop.go_on()
        for _ in range(50):
            tasks = asyncio.all_tasks(self.loop)
            if not tasks:
                break
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(_ended(tasks))
        else:
            raise AssertionError("a task of an ended life goes on")


async def _ended(tasks: set[asyncio.Task[Any]]) -> None:
    await asyncio.wait(tasks, timeout=1)
