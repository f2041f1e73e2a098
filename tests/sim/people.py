"""Customers, the cashier, and what they do with money and paper."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.outcome import SignInRequired
from app.domain.secret import Secret
from app.domain.ticket import TicketKey, Wager
from app.domain.void import VoidAct
from app.errors import Known
from app.money import Money
from app.ports import Operation
from app.services.holdings import Holding
from app.services.payments import PayResult, Verdict
from tests.sim.roll import Extent
from tests.sim.truth import GAME, OURS, PASSWORD, Held

if TYPE_CHECKING:
    from tests.sim.life import Life

_TICK_S = 5.0
Plays = tuple[tuple[int, int, str, int], ...]


@dataclass(slots=True)
class Customer:
    """Somebody who wants a ticket. `cash`: cents of theirs in the drawer."""

    plays: Plays
    operation: str = ""
    cash: int = 0
    present: bool = True
    settled: bool = False
    regrets: bool = False

    @property
    def amount(self) -> int:
        return sum(play[3] for play in self.plays)

    def leave(self) -> None:
        """With the money back."""
        self.present, self.cash = False, 0


@dataclass(slots=True)
class Claimant:
    """Somebody with a winning ticket in the hand, who comes back until it is paid."""

    ticket: Held
    given: int = 0
    tries: int = 0


class SimOperator:
    """The cashier before the question box: says what is true, with some percent of mistakes."""

    def __init__(self, life: Life) -> None:
        self._life, self._world = life, life.world
        self._chance = life.world.stream("operator")

    async def paper_complete(self, number: int) -> bool:
        truth = self._world.last_extent(number) is Extent.WHOLE
        return await self._said("paper_complete", truth)

    async def print_again(self, number: int, cause: str) -> bool:
        customer = self._world.customer_of(number)
        if customer is not None and customer.present and self._chance.random() < self._world.rates.leaves:
            customer.leave()
        return await self._said("print_again", customer is not None and customer.present)

    async def cash_given(self, number: int, amount: str) -> bool:
        claimant = self._world.claimant_of(number)
        if claimant is not None and not claimant.given:
            await self._world.hand_over(self._life, claimant)
        return await self._said("cash_given", claimant is not None and claimant.given > 0)

    async def customer_waits(self, number: int, amount: str) -> bool:
        return await self._said("customer_waits", True)

    async def cash_returned(self, number: int, amount: str) -> bool:
        """Whoever still waits for the money gets it now."""
        customer = self._world.customer_of(number)
        if customer is not None and customer.cash:
            self._world.auditor.cash_back(customer)
            customer.leave()
        return await self._said("cash_returned", True)

    async def _said(self, question: str, truth: bool) -> bool:
        self._world.asked += 1
        await self._life.sleep(self._chance.uniform(1, 15))
        self._life.boundary(f"operator:{question}")
        wrong = self._chance.random() < self._world.rates.lie
        return truth != (wrong and question == "paper_complete")


class Cashier:
    """One working day of one life."""

    def __init__(self, life: Life) -> None:
        self.life, self.world = life, life.world
        self._chance = life.world.stream("cashier")

    async def day(self) -> None:
        """Open, settle what was left, serve, close."""
        await self.sign_in()
        if self.world.rates.second_terminal:
            await self.life.resolver.shared.note(OURS, 1)
        watch = asyncio.ensure_future(self._watch())
        try:
            await self._work()
        finally:
            watch.cancel()

    async def _work(self) -> None:
        while (customer := self.world.next_customer()) is not None:
            if not await self._is_signed_in():
                await self.sign_in()
            await self.serve(customer)
            self.world.passers_by()
            await self.open_cases()
            await self.life.sleep(self._chance.uniform(2, 40))

    async def _is_signed_in(self) -> bool:
        return self.life.session.current.value is not None

    async def sign_in(self) -> None:
        """Until it works, as the sign-in screen does it."""
        life = self.life
        while True:
            try:
                session = await life.session.sign_in(OURS, Secret(PASSWORD))
                life.resolver.serve(session)
                await life.connectivity.sync_clock()
                await life.resolver.freshen()
                await life.catalog.load()
                break
            except Known:
                await life.sleep(self._chance.uniform(3, 20))
        life.starting = True
        await life.voids.settle()
        await life.startup.run()
        life.starting = False
        await self.open_cases()

    async def open_cases(self) -> None:
        """Who still waits at the desk: for a word about a ticket, or for a prize."""
        for customer in self.world.customers:
            if customer.operation and not customer.settled:
                await self._conclude(customer)
        for claimant in list(self.world.claimants):
            if not claimant.given:
                await self._claim(claimant)

    async def _watch(self) -> None:
        """What the shell does by itself, a little more rarely."""
        while True:
            await self.life.sleep(_TICK_S)
            if self.life.late.due() and self.life.session.current.value is not None:
                try:
                    await self.life.late.run()
                except Known:
                    continue

    # --- selling ------------------------------------------------------------------------------------

    async def serve(self, customer: Customer) -> None:
        """Cash in, one tap; the rest is up to what became of it."""
        self.world.tapping = customer
        customer.cash = customer.amount
        wagers = tuple(Wager(event, game, text, Money(cents)) for event, game, text, cents in customer.plays)
        try:
            await self.life.sales.sell(wagers)
        except SignInRequired:
            self.life.session.lost()
        except Known as error:
            self.world.note("refused", error.code)
        finally:
            self.world.tapping = None
        await self._conclude(customer)
        if customer.settled and customer.present and self._chance.random() < self.world.rates.regrets:
            customer.regrets, customer.settled = True, False
            await self._conclude(customer)

    async def _conclude(self, customer: Customer) -> None:
        """What the screens say is done: paper to the customer, or the cash back."""
        operation = await self.life.journal.operation(customer.operation) if customer.operation else None
        state = operation.state if operation else ""
        match state:
            case "DELIVERED" if not customer.present or customer.regrets:
                await self._take_back(customer, operation)
            case "DELIVERED":
                customer.settled = True
            case "REFUND_DUE" | "HOUSE_DUE":
                await self._give_back(customer)
                customer.settled = await self.life.refunds.handed_back(customer.operation)
            case "ACCEPTED" | "VOID_REFUSED" | "VOIDING" | "PRINT_UNSURE":
                if operation is not None and operation.body.get("disposition") == "void":
                    customer.leave()
                else:
                    await self._take_back(customer, operation)
            case "SENDING" | "AMBIGUOUS" | "PRINTING":
                return
            case _:
                if customer.regrets:
                    self.world.spoil(self.world.number_of(customer))
                customer.leave()
                customer.settled = True

    async def _take_back(self, customer: Customer, operation: Operation | None) -> None:
        """The customer went without a ticket, or brings it back: the cashier keeps the paper and annuls."""
        assert operation is not None
        assert operation.number is not None
        assert operation.day is not None
        holding = Holding(operation, TicketKey(operation.number, operation.day))
        if not customer.regrets:
            customer.leave()
            self.world.spoil(holding.key.number)
        act = VoidAct.CANCEL if holding.printed else VoidAct.REVERT
        try:
            end = await self.life.voids.void(holding.key, act)
            if end.refund:
                await self._give_back(customer)
        except Known as error:
            self.world.note("void", error.code)
        found = await self.life.journal.operation(operation.id)
        state = found.state if found else ""
        if state == "VOIDING":
            return
        customer.settled = True
        if state in {"VOIDED", "REFUND_DUE", "REFUNDED"}:
            self.world.spoil(holding.key.number)
            await self._give_back(customer)
            await self.life.refunds.handed_back(operation.id)
        elif not customer.regrets:
            self.world.nobodys(customer)

    async def _give_back(self, customer: Customer) -> None:
        """The price out of the drawer, to who has not had it yet."""
        if customer.cash:
            self.life.boundary("refund:before")
            self.world.auditor.cash_back(customer)
            customer.leave()
            self.life.boundary("refund:after")

    # --- paying -------------------------------------------------------------------------------------

    async def _claim(self, claimant: Claimant) -> None:
        """As the payment screen does it: look, go on with what was begun, pay, hand over."""
        ticket, payments = claimant.ticket, self.life.payments
        key = TicketKey(ticket.number, ticket.day)
        claimant.tries += 1
        try:
            check = await payments.check(key, Secret(str(ticket.pin)))
            begun = await payments.unfinished(key)
            if begun is not None and await payments.resume(begun):
                if not claimant.given:
                    await self.world.hand_over(self.life, claimant)
                await payments.handed_over(begun.id)
                return
            if check.verdict is not Verdict.WINNER:
                return
            paid = await payments.pay(check)
        except SignInRequired:
            self.life.session.lost()
            return
        except Known:
            return
        if paid.result is PayResult.PAID:
            await self.world.hand_over(self.life, claimant)
            await payments.handed_over(paid.operation)
        elif paid.result is PayResult.SIGN_IN:
            self.life.session.lost()


def cart(chance_number: int, event: int, cents: int = 500) -> Plays:
    """One line."""
    return ((event, GAME, f"{chance_number:03}", cents),)
