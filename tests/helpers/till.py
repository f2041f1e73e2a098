"""A whole till without a window: real services and presenters over a fake server, printer and journal."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import cast

from app.clock import ServerClock
from app.domain.catalog import Draw
from app.domain.secret import Secret
from app.domain.ticket import Wager
from app.money import Money
from app.ports import Journal
from app.presenters.authority import AuthorityPresenter
from app.presenters.idle import IdleLock
from app.presenters.lock import LockPresenter
from app.presenters.notices import Notices
from app.presenters.operator import CashierQuestions
from app.presenters.pay import PayPresenter
from app.presenters.reentry import Reentry
from app.presenters.sale import SalePresenter
from app.presenters.shell import ShellPresenter
from app.presenters.sign_in import SignInPresenter
from app.presenters.staff import StaffPresenter
from app.presenters.views import Screen
from app.services.access import AccessService, Cause
from app.services.catalog import CatalogService
from app.services.connectivity import Connectivity
from app.services.context import Context, Operator
from app.services.office import Office
from app.services.papers import Papers, PaperTexts
from app.services.payments import PaymentService
from app.services.printing import PrintService
from app.services.quota import QuotaMemory
from app.services.recovery import Resolver
from app.services.refunds import RefundService
from app.services.remembered import Remembered
from app.services.sales import SalesService
from app.services.session import SessionService
from app.services.set import Services
from app.services.startup import StartUp
from app.services.till import TillService
from app.services.twins import Twins
from tests.helpers import shop
from tests.helpers.fake_api import EMAIL, PASSWORD, FakeApi, StillClock
from tests.helpers.fake_printer import FakePrinter
from tests.helpers.fake_vault import FakeVault
from tests.helpers.memory_journal import MemoryJournal


def play(text: str, draw: Draw = shop.A, units: int = 5) -> Wager:
    """A wager on a triple or terminal."""
    game = shop.TRIPLE if len(text) == 3 else shop.TERMINAL
    return Wager(draw.event_id, game, text, Money.units(units))


@dataclass
class FakeOperator:
    """The cashier's hands and eyes: answers by kind, `no` when none is left; `asked` lists the questions."""

    paper: deque[bool] = field(default_factory=deque)
    again: deque[bool] = field(default_factory=deque)
    cash: deque[bool] = field(default_factory=deque)
    waits: deque[bool] = field(default_factory=deque)
    returned: deque[bool] = field(default_factory=deque)
    asked: list[tuple[str, int, str]] = field(default_factory=list)

    async def paper_complete(self, number: int) -> bool:
        return await self._answer(self.paper, ("paper", number, ""))

    async def print_again(self, number: int, cause: str) -> bool:
        return await self._answer(self.again, ("again", number, cause))

    async def cash_given(self, number: int, amount: str) -> bool:
        return await self._answer(self.cash, ("cash", number, amount))

    async def customer_waits(self, number: int, amount: str) -> bool:
        return await self._answer(self.waits, ("waits", number, amount))

    async def cash_returned(self, number: int, amount: str) -> bool:
        return await self._answer(self.returned, ("returned", number, amount))

    async def _answer(self, answers: deque[bool], question: tuple[str, int, str]) -> bool:
        self.asked.append(question)
        await asyncio.sleep(0)
        return answers.popleft() if answers else False


class Till:
    """Services wired as the composition root wires them. `again()` is the same till after a restart."""

    def __init__(
        self,
        api: FakeApi | None = None,
        journal: Journal | None = None,
        operator: Operator | None = None,
        clock: StillClock | None = None,
        ids: str = "op",
        *,
        drawer_at_sale: bool = False,
    ) -> None:
        self._drawer_at_sale = drawer_at_sale
        self.clock = clock or (api.clock if api else StillClock())
        self.api = api or FakeApi(self.clock)
        self.journal = journal or MemoryJournal()
        self.printer = FakePrinter()
        self.vault = FakeVault()
        self.notices = Notices()
        self.operator = operator or CashierQuestions(self.notices)
        numbers = count(1)
        self.context = Context(
            self.clock,
            ServerClock(self.clock),
            lambda: f"{ids}-{next(numbers)}",
            self.clock.sleep,
            "Taquilla 1",
            training=True,
        )
        self.services = self._services()

    def _services(self) -> Services:
        context, api, journal, printer = self.context, self.api, self.journal, self.printer
        session, catalog = SessionService(api), CatalogService(context, api)
        access = AccessService(context, journal, self.vault, session)
        papers = Papers(context, catalog, session, PaperTexts())
        at_sale = self._drawer_at_sale
        printing = PrintService(context, journal, printer, papers, self.operator, drawer_at_sale=at_sale)
        resolver = Resolver(context, api, journal)
        sales = SalesService(context, api, journal, printing, resolver)
        payments = PaymentService(context, api, journal, catalog, printing, papers)
        refunds = RefundService(context, journal)
        startup = StartUp(context, journal, sales, payments, printing, self.operator, refunds)
        office = Office.over(
            context, api, journal, printer,
            catalog=catalog, printing=printing, papers=papers, refunds=refunds,
        )  # fmt: skip
        return Services(
            context, api, journal, printer, session, Connectivity(context, api), catalog, papers, printing,
            resolver, sales, payments, startup, office, QuotaMemory(context, journal, catalog),
            Twins(context, journal, sales), access,
            TillService(context, journal, session, payments, refunds, self.operator),
            Remembered(self.vault, access),
        )  # fmt: skip

    @property
    def memory(self) -> MemoryJournal:
        """The journal, when it is the one in memory."""
        return cast(MemoryJournal, self.journal)

    @property
    def hands(self) -> FakeOperator:
        """The operator, when it is the scripted one."""
        return cast(FakeOperator, self.operator)

    async def open(self, email: str = EMAIL) -> Till:
        """Signed in, catalogue learnt; no start-up round yet."""
        services = self.services
        services.resolver.serve(await services.session.sign_in(email, Secret(PASSWORD)))
        await services.connectivity.sync_clock()
        await services.resolver.freshen()
        await services.catalog.load()
        return self

    def again(self, operator: Operator | None = None, ids: str = "re") -> Till:
        """The program started anew over the same server and journal."""
        self.memory.broken = False
        return Till(self.api, self.journal, operator or FakeOperator(), self.clock, ids)


def till(**more: object) -> Till:
    """A till whose questions a script answers."""
    return Till(operator=FakeOperator(), **more)  # type: ignore[arg-type]


class Desk(Till):
    """A till with its presenters, as a window would hold them."""

    def __init__(
        self,
        quick: tuple[int, ...] = (5, 10, 20),
        ask_above: int = 0,
        pay_above: int = 0,
        idle_minutes: int = 0,
        **more: object,
    ) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        self.shell = ShellPresenter(self.services, self.notices, lambda: 0.5)
        self.lock = LockPresenter(self.services, self.notices, self.shell.unlock_by_password)
        self.authority = AuthorityPresenter(self.services.access, self.notices)
        self.idle = IdleLock(self.services, self.notices, idle_minutes, lambda: self.shell.lock(Cause.IDLE))
        for tick in (self.lock.tick, self.authority.tick, self.idle.tick):
            self.shell.every_second(tick)
        self.sale = SalePresenter(self.services, self.notices, quick, ask_above)
        self.pay = PayPresenter(self.services, self.notices, self.authority, pay_above)
        self.staff = StaffPresenter(self.services, self.notices, self.authority)
        self.sign_in = SignInPresenter(self.services, self.notices, self._entered, "")
        self.reentry = Reentry(self.services, self.notices, self.shell, self.sign_in)
        self.shell.every_second(self.sale.tick)
        self.shell.every_second(self.pay.tick)
        self.shell.watch_draws(self.sale.watched_draws)

    async def _entered(self) -> None:
        await self.sale.restore()
        self.shell.enter()
        await self.services.startup.run()

    async def enter(self) -> Desk:
        """Signed in through the form."""
        self.sign_in.submit(EMAIL, PASSWORD)
        await settle()
        return self

    def type(self, *lines: str, draws: tuple[Draw, ...] = (shop.A,)) -> None:
        """Choose exactly these draws and type lines, each with Enter."""
        for event in {draw.event_id for draw in self.sale.watched_draws()} - {0}:
            if event in self._chosen():
                self.sale.toggle_draw(event)
        for draw in draws:
            self.sale.toggle_draw(draw.event_id)
        for line in lines:
            self.sale.set_text(line)
            self.sale.enter()

    def _chosen(self) -> set[int]:
        cards = self.sale.draws.value.products
        return {chip.event_id for card in cards for chip in card.draws if chip.chosen}

    @property
    def texts(self) -> list[str]:
        """The labels of the ticket's lines, in order."""
        return [line.label for group in self.sale.ticket.value.groups for line in group.lines]

    def shows(self, screen: Screen) -> bool:
        """Whether this is the screen shown."""
        return self.shell.screen.value is screen

    @property
    def notice(self) -> str:
        """The sentence shown."""
        shown = self.notices.notice.value
        return shown.text if shown else ""

    @property
    def question(self) -> str:
        """The question shown."""
        shown = self.notices.question.value
        return shown.text if shown else ""


async def settle(turns: int = 400) -> None:
    """Let everything run that can run without anybody's doing."""
    for _ in range(turns):
        await asyncio.sleep(0)
