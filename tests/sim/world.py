"""The whole world of one seed: server, disk, paper, people, power; lives come and go in it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from app.api.wire import Request
from app.domain.outcome import SignInRequired
from app.printing.settings import Confirm
from app.services.sales import Progress
from tests.sim.chance import stream
from tests.sim.check import Auditor
from tests.sim.disk import Disk
from tests.sim.faults import CALM, GOOD_PAPER, Fate, Net, Paper, PaperFate, Rates, Weather
from tests.sim.life import Life, PowerCut
from tests.sim.loop import VirtualLoop
from tests.sim.people import Cashier, Claimant, Customer, SimOperator, cart
from tests.sim.roll import Extent, Roll, Sheet
from tests.sim.truth import COLLEAGUE, OURS, Truth

_CARTS = (
    cart(1, 106), cart(2, 106, 2000), cart(1, 109),
    cart(3, 106) + cart(4, 109, 2000) + cart(5, 106) + cart(6, 106, 123_450),
)  # fmt: skip
_CONFIRMS: tuple[Confirm, ...] = ("process_id", "process_id", "status", "none")
_SAME_PLUG = 0.7
_QUIET_S = 600.0


class World:
    """`sales` customers come; `rates` say how bad it is. `run` returns when everything is quiet.

    The evening is a life of its own, started anew, unless they `stay`.
    """

    def __init__(
        self,
        seed: int,
        folder: Path,
        *,
        sales: int = 10,
        rates: Rates | None = None,
        skew: timedelta = timedelta(0),
        weather: Any = None,
        quiet_s: float = _QUIET_S,
        stay: bool = False,
    ) -> None:
        self.seed, self.rates, self.skew = seed, rates or Rates(), skew
        self.loop = VirtualLoop()
        asyncio.set_event_loop(self.loop)
        self._streams: dict[str, Random] = {}
        self.truth = Truth(self.loop.time, stream(seed, "server"))
        self.truth.on_arrival = self._arrives
        self.disk = Disk(seed, folder)
        self.weather = weather or Weather(
            self.rates, self.stream("net"), self.stream("paper"), self.stream("cut")
        )
        self._ids = count(1)
        self.roll = Roll(self._new_sheet, self._cut_off)
        self.printing = 0, ""
        self.confirm: Confirm = self.stream("printer").choice(_CONFIRMS)
        self.sheets: list[Sheet] = []
        self.customers: list[Customer] = []
        self.claimants: list[Claimant] = []
        self.tapping: Customer | None = None
        self.left = sales
        self.lives = self.cuts = self.asked = 0
        self.counts: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()
        self.cells: Counter[tuple[str, str, str]] = Counter()
        self.nobody: list[Customer] = []
        self.auditor = Auditor(self)
        self.calm = False
        self.net = Net.WELL
        self.quiet_s = quiet_s
        self.stay = stay
        self.image = b""

    # --- chance -------------------------------------------------------------------------------------

    def stream(self, name: str) -> Random:
        """One stream for the whole world, lives included."""
        return self._streams.setdefault(name, stream(self.seed, name))

    def new_id(self) -> str:
        """An operation's name; the first one of a tap is the customer's."""
        id_ = f"op-{next(self._ids)}"
        if self.tapping is not None and not self.tapping.operation:
            self.tapping.operation = id_
        return id_

    def fate(self, name: str) -> Fate:
        found: Fate = Fate() if self.calm else self.weather.fate(name)
        if name in {"create", "pay", "cancel", "revert"}:
            self.net = found.net
        if found.net is not Net.WELL:
            self.counts[f"net {found.net.value}"] += 1
        return found

    def paper(self) -> PaperFate:
        found: PaperFate = GOOD_PAPER if self.calm else self.weather.paper()
        self.counts[f"paper {found.kind.value}"] += found.kind is not Paper.WELL
        return found

    def cut(self, point: str) -> bool:
        """Whether the power fails at this boundary."""
        if self.calm or not self.weather.cut(point):
            return False
        self.cuts += 1
        self.counts[f"cut {point}"] += 1
        self.auditor.cut_at(point)
        return True

    # --- the course of things -----------------------------------------------------------------------

    def run(self) -> World:
        """Lives until the day's work is done, then one calm one until nothing is open."""
        try:
            while not self._lived(self._day):
                self._after_the_cut()
            self.calm = True
            self.roll.sheet = None  # torn off, as every evening
            if not self.stay:
                assert self._lived(self._evening), "the power failed in the calm"
            self.auditor.at_rest()
            self.image = self.disk.image()
        finally:
            self.close()
        return self

    def outline(self) -> object:
        """What became of everybody, without a clock."""
        tickets = [(one.number, one.status, one.operation) for one in self.truth.tickets]
        return tickets, self.auditor.states, [(one.number, one.extent) for one in self.sheets]

    def close(self) -> None:
        self.disk.close()
        self.loop.close()
        asyncio.set_event_loop(None)

    def _lived(self, work: Callable[[Life], Any]) -> bool:
        """One life; False when the power failed."""
        self.lives += 1
        life = Life(self)
        main = self.loop.create_task(work(life))
        main.add_done_callback(lambda _: None if life.dead else self.loop.stop())
        if not self.calm and self.stream("hour").random() < self.rates.cut * 4:
            self.loop.call_later(self.stream("hour").uniform(1, 300), self._pull_the_plug, life)
        self.loop.run_forever()
        finished = main.done() and not life.dead
        life.bury()
        if self.auditor.broken is not None:
            raise self.auditor.broken
        if finished or (not main.cancelled() and not isinstance(main.exception(), PowerCut)):
            main.result()
        self._complain(life)
        return finished

    def _pull_the_plug(self, life: Life) -> None:
        if not life.dead and not self.calm:
            self.cuts += 1
            self.counts["cut waiting"] += 1
            self.auditor.cut_at("waiting")
            life.end()

    def _complain(self, life: Life) -> None:
        """Nothing may fail unseen in a task of the program."""
        found = [one for one in self.loop.trouble if not isinstance(one, PowerCut | asyncio.CancelledError)]
        self.loop.trouble.clear()
        if found:
            raise found[0]

    def _after_the_cut(self) -> None:
        """Somebody finds the switch; the customer waits, or takes the money and goes."""
        self.loop.pass_by(self.stream("power").choice([2, 20, 90, 400]))
        if self.stream("power").random() >= _SAME_PLUG:
            self.roll.go_on()
        self.roll.switch_off()
        self.roll.sheet = None  # torn off
        self.tapping = None
        for customer in self.customers:
            if customer.settled or not customer.present:
                continue
            whole = self._has_paper(customer)
            if not whole and self.stream("power").random() < self.rates.leaves:
                customer.leave()
            if not customer.operation:
                customer.leave()
                customer.settled = True

    async def _day(self, life: Life) -> None:
        cashier = Cashier(life)
        await cashier.day()
        if self.stay:
            await self._rest(life, cashier)

    async def _evening(self, life: Life) -> None:
        """Faults are off: everything ends by itself, or waits for a human with a reason."""
        cashier, began = Cashier(life), self.loop.time()
        await cashier.sign_in()
        self.auditor.in_time("start-up", began)
        await self._rest(life, cashier)

    async def _rest(self, life: Life, cashier: Cashier) -> None:
        self.calm = True
        until = max(self.loop.time(), self.truth.last_due) + self.quiet_s
        while self.loop.time() < until:
            await life.sleep(15)
            self.truth.catch_up()
            if life.session.current.value is None:
                await cashier.sign_in()
            if life.late.due():
                with suppress(SignInRequired):
                    await life.late.run()
            await cashier.open_cases()

    def next_customer(self) -> Customer | None:
        """Who comes next; None in the evening."""
        if self.left <= 0:
            return None
        self.left -= 1
        chance = self.stream("customers")
        plays = _CARTS[0] if chance.random() < self.rates.same_cart else chance.choice(_CARTS)
        self.truth.shut.clear()
        self.truth.spent.clear()
        self.customers.append(Customer(plays))
        return self.customers[-1]

    def passers_by(self) -> None:
        """Meanwhile: other terminals sell, draws are held, winners turn up."""
        chance = self.stream("others")
        if chance.random() < self.rates.colleague:
            self.truth.sell(chance.choice(_CARTS), COLLEAGUE, "colleague")
        if chance.random() < self.rates.second_terminal:
            self.truth.sell(chance.choice(_CARTS), OURS, "twin")
        if chance.random() < self.rates.pays:
            self._somebody_wins(chance)

    def _somebody_wins(self, chance: Random) -> None:
        claimed = {one.ticket.number for one in self.claimants}
        happy = {one.operation for one in self.customers if one.settled and one.present}
        held = [
            one for one in self.truth.tickets
            if one.operation in happy and one.status == "sold" and one.number not in claimed
        ]  # fmt: skip
        if held:
            ticket = chance.choice(held)
            ticket.status, ticket.prize = "winner", 60_000
            self.claimants.append(Claimant(ticket))

    # --- paper and money ----------------------------------------------------------------------------

    def operator(self, life: Life) -> SimOperator:
        return SimOperator(life)

    def _new_sheet(self) -> Sheet:
        """Something begins to be printed."""
        sheet = Sheet(*self.printing)
        self.sheets.append(sheet)
        self.auditor.first_byte(sheet)
        return sheet

    def _cut_off(self, sheet: Sheet) -> None:
        if sheet.extent is Extent.WHOLE:
            self.auditor.paper_out(sheet)

    def last_extent(self, number: int) -> Extent:
        """What came out the last time."""
        found = [one.extent for one in self.sheets if one.number == number]
        return found[-1] if found else Extent.NONE

    def spoil(self, number: int) -> None:
        for sheet in self.sheets:
            if sheet.number == number:
                sheet.spoiled = True

    def number_of(self, customer: Customer) -> int:
        """Of the customer's ticket; 0 for none."""
        return self.auditor.number_of(customer.operation) or 0

    def _has_paper(self, customer: Customer) -> bool:
        number = self.auditor.number_of(customer.operation)
        return number is not None and self.last_extent(number) is Extent.WHOLE

    def customer_of(self, number: int) -> Customer | None:
        operation = self.auditor.operation_with(number)
        return next((one for one in self.customers if one.operation == operation), None)

    def claimant_of(self, number: int) -> Claimant | None:
        return next((one for one in self.claimants if one.ticket.number == number), None)

    async def hand_over(self, life: Life, claimant: Claimant) -> None:
        """Cash out of the drawer."""
        life.boundary("cash:before")
        claimant.given += 1
        self.auditor.cash_out(claimant)
        life.boundary("cash:after")

    def nobodys(self, customer: Customer) -> None:
        """A ticket without a customer that could not be annulled: the cashier tells the supervisor."""
        self.nobody.append(customer)

    def note(self, what: str, why: str) -> None:
        self.counts[f"{what} {why}"] += 1

    # --- what is seen -------------------------------------------------------------------------------

    def committed(self) -> None:
        self.auditor.committed()

    def sent(self, life: Life, name: str, request: Request) -> None:
        self.requests[name] += 1
        self.auditor.sent(life, name, request)

    def shown(self, life: Life, progress: Progress) -> None:
        if not life.dead:
            self.auditor.shown(progress)

    def _arrives(self, name: str, about: str) -> None:
        self.auditor.arrives(name, about)


def quiet(seed: int, folder: Path, **more: Any) -> World:
    """A world where nothing goes wrong."""
    return World(seed, folder, rates=CALM, **more)
