"""A kiosk without a window, to be killed: the real client over TCP, services, journal and file printer.

    python -m tests.helpers.headless server SEED    a training server whose time moves by its door alone
    python -m tests.helpers.headless lives          a warm process that forks a kiosk for each line it reads
    python -m tests.helpers.headless life           one kiosk; its order as JSON in TAQUILLA_LIFE

A kiosk says `PID said WORD` at its stations; the forking process adds `PID ended STATUS` (wait status).
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from app import config
from app.api.wire import Lane
from app.bootstrap import Adapters, Options, build_services, open_adapters
from app.clock import ServerClock
from app.domain.secret import Secret
from app.domain.ticket import TicketKey, Wager
from app.domain.void import VoidAct
from app.errors import Known
from app.journal import open_journal
from app.journal.database import connect
from app.journal.environment import Environment
from app.money import Money
from app.paper_settings import printer_settings
from app.ports import OperationType
from app.presenters.notices import Notices
from app.presenters.sign_in import SignInPresenter
from app.printing import EscPosPrinter
from app.printing.dialogue import Deadlines
from app.services.context import Context
from app.services.payments import PayResult, Verdict
from tests.helpers.headless_world import (
    PAPER,
    Door,
    DoorClock,
    Drawer,
    Failpoints,
    MortalLane,
    MortalPrinter,
    TruthfulCashier,
    careless,
)

if TYPE_CHECKING:
    from app.ports import Journal
    from app.services.set import Services

EMAIL, PASSWORD = "cajero1@taquilla.test", "clave-1"
TRIPLE = 1
_PRODUCTS = frozenset({27, 40})
_FAR = timedelta(hours=2)
_WARM = """
app.api.client app.api.transport app.cache.disk app.cache.shapes app.journal.backup app.journal.opening
app.presenters.set app.services.set app.printing.picture app.printing.tickets
cryptography.hazmat.primitives.ciphers.aead
anyio._backends._asyncio httpcore._async.http11 sqlite3 zoneinfo encodings.idna encodings.cp858 uuid
""".split()


@dataclass(frozen=True)
class Order:
    """What one life is to be: where it ends (`point`, at its `count`-th pass), and the day's work.

    `claims`: number, local sale day and PIN of winning tickets that customers hold. `patient`: nobody
    goes away without a ticket. Without `flushes` the journal is a careless one, for a control.
    """

    url: str
    folder: str
    seed: str
    point: str = ""
    count: int = 1
    sales: int = 3
    voids: int = 0
    reverts: int = 0
    claims: Sequence[tuple[int, str, str]] = ()
    patient: bool = False
    flushes: bool = True


def say(word: str) -> None:
    """One whole line, whatever becomes of us next."""
    os.write(1, f"{os.getpid()} said {word}\n".encode())


class Kiosk:
    """One life."""

    def __init__(self, order: Order) -> None:
        self._order, self._folder = order, Path(order.folder)
        self._chance = Random(order.seed)
        self._failpoints = Failpoints(order.point, order.count)
        self._door = Door(order.url)
        self._clock = DoorClock(self._door)
        self._drawer = Drawer(self._folder, self._failpoints)

    async def live(self) -> None:
        """Open, settle what was left, serve, close."""
        with self._door:
            await self._live()

    async def _live(self) -> None:
        adapters, journal, services = await self._built()
        say("opened")
        await self._sign_in(services)
        say("in")
        await services.office.voids.settle()
        await services.startup.run()
        say("settled")
        await self._serve(services)
        await services.session.sign_out()
        await journal.close()
        await adapters.printer.close()
        await adapters.api.close()
        await adapters.cache.close()

    async def _built(self) -> tuple[Adapters, Journal, Services]:
        """As the composition root does it, with doors to the outside that may kill."""
        paper = self._folder / PAPER
        overrides = ("printer.transport=file", f"printer.path={paper}", f"api.base_url={self._order.url}/")
        options = Options(config.load(None, overrides), self._folder / "profile")
        server = ServerClock(self._clock)
        adapters = open_adapters(options, self._clock, lambda: server.zone)
        lanes: dict[Lane, Any] = adapters.api._wire._lanes  # type: ignore[attr-defined]
        lanes[Lane.MONEY] = MortalLane(lanes[Lane.MONEY], self._failpoints)
        self._way = MortalPrinter(paper, self._failpoints)
        printer = EscPosPrinter(
            printer_settings(options.settings), lambda: self._way, self._clock, Deadlines()
        )
        adapters = replace(adapters, printer=printer)
        outside = Environment(
            crash=lambda point: self._failpoints.reach(f"journal.{point}"),
            connect=connect if self._order.flushes else careless,
        )
        journal = await open_journal(options.profile, outside)
        context = Context(
            self._clock, server, self._new_id, self._clock.sleep, "Taquilla 1", options.training
        )
        operator = TruthfulCashier(self._folder, self._drawer, self._chance, patient=self._order.patient)
        return adapters, journal, build_services(options, context, adapters, journal, operator)

    def _new_id(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    async def _sign_in(self, services: Services) -> None:
        entered = asyncio.get_running_loop().create_future()

        async def enter() -> None:
            entered.set_result(None)

        form = SignInPresenter(services, Notices(), enter, "")

        def shown(error: str) -> None:
            if error:
                entered.set_exception(RuntimeError(error))

        form.state.watch(lambda view: shown(view.error))
        form.submit(EMAIL, PASSWORD)
        await entered

    # --- the day's work -----------------------------------------------------------------------------

    async def _serve(self, services: Services) -> None:
        """What was begun is taken back first; then customers come as they come."""
        await self._take_back(services, "VOIDING")
        work = [partial(self._pay, services, claim) for claim in self._order.claims]
        work += [partial(self._sell, services)] * self._order.sales
        work += [partial(self._take_back, services, "DELIVERED")] * self._order.voids
        work += [partial(self._sell_without_printer, services)] * self._order.reverts
        self._chance.shuffle(work)
        for one in work:
            await one()
            say("served")

    async def _sell(self, services: Services) -> None:
        try:
            await services.sales.sell(self._cart(services))
        except Known as error:
            say(f"refused:{error.code}")

    async def _sell_without_printer(self, services: Services) -> None:
        """The printer is away, so the customer goes as well: what was sold is reverted."""
        self._way.away = True
        await self._sell(services)
        self._way.away = False
        await self._take_back(services, "ACCEPTED", VoidAct.REVERT)

    async def _take_back(self, services: Services, state: str, act: VoidAct = VoidAct.CANCEL) -> None:
        """The newest ticket in that state; one that was printed is in the cashier's hands."""
        recent = await services.journal.recent(OperationType.SALE, 20)
        found = next((one for one in recent if one.state == state), None)
        if found is None or found.number is None or found.day is None:
            return
        try:
            end = await services.office.voids.void(TicketKey(found.number, found.day), act)
            if end.refund:
                await services.office.refunds.handed_back(found.id)
        except Known as error:
            say(f"refused:{error.code}")

    def _cart(self, services: Services) -> tuple[Wager, ...]:
        """Few carts, so that equal ones meet; draws that stay open for as long as a doubt may last."""
        catalog, now = services.catalog.catalog.value, services.context.server.now()
        assert catalog is not None
        draws = [
            draw
            for draw in catalog.draws
            if draw.product_id in _PRODUCTS and not draw.signed and draw.closes_at > now + _FAR
        ]
        chosen = sorted(draws, key=lambda draw: (draw.closes_at, draw.event_id))[:3]
        lines = self._chance.choice((1, 1, 1, 2, 3))
        plays = {(self._chance.choice(chosen).event_id, self._chance.randrange(3)) for _ in range(lines)}
        return tuple(Wager(event, TRIPLE, f"{text:03}", Money.units(5)) for event, text in sorted(plays))

    async def _pay(self, services: Services, claim: tuple[int, str, str]) -> None:
        """As the payment screen does it: look, go on with what was begun, pay, hand over."""
        number, day, pin = claim
        key, payments = TicketKey(number, date.fromisoformat(day)), services.payments
        check = await payments.check(key, Secret(pin))
        begun = await payments.unfinished(key)
        if begun is not None and await payments.resume(begun):
            if number not in self._drawer.given():
                self._drawer.hand_over(number)
            await payments.handed_over(begun.id)
        elif check.verdict is Verdict.WINNER:
            paid = await payments.pay(check)
            if paid.result is PayResult.PAID:
                self._drawer.hand_over(number)
                await payments.handed_over(paid.operation)


# --- processes --------------------------------------------------------------------------------------


def run_life(text: str) -> int:
    """Live one life to its end, if it is not killed; 0, or 1 with the reason on standard error."""
    logging.basicConfig(level=logging.ERROR)
    try:
        asyncio.run(Kiosk(Order(**json.loads(text))).live())
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def run_lives() -> None:
    """Fork a kiosk for every line; this process never has a second thread."""
    for name in _WARM:
        importlib.import_module(name)
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            os.close(0)
            status = run_life(line)
            sys.stderr.flush()
            os._exit(status)
        _, ended = os.waitpid(child, 0)
        os.write(1, f"{child} ended {ended}\n".encode())


async def run_server(seed: int) -> None:
    """Until it is terminated."""
    from app.training.serve import serve
    from tests.helpers.training import training_server

    server = training_server(seed=seed)
    try:
        await serve(server)
    finally:
        server.close()


def ordered(order: Order) -> str:
    """An order as `lives` reads it and TAQUILLA_LIFE holds it."""
    return json.dumps(asdict(order))


def main(arguments: Sequence[str]) -> int:
    match arguments:
        case ["server", seed]:
            asyncio.run(run_server(int(seed)))
        case ["lives"]:
            run_lives()
        case ["life"]:
            return run_life(os.environ["TAQUILLA_LIFE"])
        case _:
            raise SystemExit(__doc__)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
