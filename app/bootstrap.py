"""The composition root: the only place that builds and connects; start and stop order.

Nothing heavy is imported when this module is, not even asyncio (24 ms): the window paints first, then
`assemble` imports the adapters in a background thread and builds everything on the loop's thread.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.config import Settings
from app.paper_settings import printer_settings, ticket_layout

if TYPE_CHECKING:
    from app.clock import Clock, ServerClock
    from app.devtools.doctor import Line
    from app.domain.staff import Thresholds
    from app.ports import (
        CatalogCache,
        Journal,
        JournalCare,
        LotteryApi,
        Printer,
        PrinterSetup,
        PrinterState,
        Vault,
    )
    from app.presenters.authority import AuthorityPresenter
    from app.presenters.doubts import DoubtsPresenter
    from app.presenters.idle import IdleLock
    from app.presenters.lock import LockPresenter
    from app.presenters.notices import Notices
    from app.presenters.reopening import Reopen, Reopening
    from app.presenters.reports import ReportsPresenter
    from app.presenters.results import ResultsPresenter
    from app.presenters.sale import SalePresenter
    from app.presenters.set import Presenters
    from app.presenters.settings import SettingsPresenter
    from app.presenters.shell import ShellPresenter
    from app.presenters.sign_in import SignInPresenter
    from app.presenters.tickets import TicketsPresenter
    from app.presenters.till import TillPresenter
    from app.printing.switch import SwitchPrinter
    from app.services.context import Context, Operator
    from app.services.set import Services
    from app.services.tickets import Draft
    from app.training import TrainingServer

log = logging.getLogger("taquilla.bootstrap")

Again = Callable[["Reopen"], "Options"]
Examine = Callable[["Options", Callable[[], "PrinterState"]], Awaitable[tuple["Line", ...]]]

IN_PROCESS_URL = "http://127.0.0.1/"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Options:
    """How this process was started.

    `profile` is the data folder. `practice` uses the built-in server inside this process; `training`
    marks every paper PRUEBA - SIN VALOR (the built-in server, in process or over loopback). `home` is
    where the till's own settings are kept (None: in the data folder). `again` tells how the program is
    started when its window comes back, by one of `offers`; `examine` is the doctor.
    """

    settings: Settings
    profile: Path
    practice: bool = False
    windowed: bool = False
    seed: int = 1
    home: Path | None = None
    again: Again | None = None
    offers: frozenset[Reopen] = frozenset()
    examine: Examine | None = None

    @property
    def till_folder(self) -> Path:
        """Where the till's own settings are kept."""
        return self.home or self.profile

    @property
    def training(self) -> bool:
        """Whether what is sold is worth nothing: anything on loopback is a training server."""
        return self.practice or urlsplit(self.settings.api.base_url).hostname in LOOPBACK


@dataclass(frozen=True)
class Kiosk:
    """A running kiosk: its services, its presenters, and how it ends."""

    services: Services
    presenters: Presenters
    server: TrainingServer | None
    stop: Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Adapters:
    """Everything that reaches outside; `server` when it is built in."""

    api: LotteryApi
    cache: CatalogCache
    printer: Printer
    setup: PrinterSetup
    server: TrainingServer | None
    vault: Vault


async def assemble(options: Options, wrap: Callable[[Printer], Printer] = lambda printer: printer) -> Kiosk:
    """Build the kiosk. Raises `Known` for a profile in use, a damaged journal, a wrong printer setting.

    `wrap` may put something around the printer that listens (the tour keeps what was printed).
    """
    import asyncio

    from app.clock import ServerClock, SystemClock

    clock = SystemClock()
    server_clock = ServerClock(clock)
    loop = asyncio.get_running_loop()
    adapters = await loop.run_in_executor(None, open_adapters, options, clock, lambda: server_clock.zone)
    adapters = replace(adapters, printer=wrap(adapters.printer))
    from app.journal import open_journal

    try:
        journal = await open_journal(options.profile)
    except BaseException:
        await _close(adapters)
        raise
    kiosk = _connect(options, server_clock, clock, adapters, journal)
    await kiosk.services.access.load()
    kiosk.presenters.reentry.look()
    kiosk.presenters.shell.every_second(_upkeep(options, kiosk, journal))
    kiosk.presenters.shell.run()
    return kiosk


def _upkeep(options: Options, kiosk: Kiosk, care: JournalCare) -> Callable[[], None]:
    """Copies and checks of the journal, once a day in a quiet moment."""
    from app.presenters.upkeep import UpkeepRounds
    from app.services.upkeep import Upkeep

    services, shell = kiosk.services, kiosk.presenters.shell

    def busy() -> bool:
        return services.sales.busy or services.payments.busy or services.office.voids.busy

    folder = options.profile / "backups"
    upkeep = Upkeep(services.context, services.journal, care, folder, busy)
    return UpkeepRounds(upkeep, shell.notices).tick


def open_adapters(options: Options, clock: Clock, zone: Callable[[], tzinfo]) -> Adapters:
    """In a background thread: the heavy imports, the TLS context, the training server's catalogue."""
    from app.api import connect
    from app.cache import DiskCache

    options.profile.mkdir(parents=True, exist_ok=True)
    server = None
    if options.practice:
        from app.training import build

        server = build(seed=options.seed, database=options.profile / "training-server.sqlite", history=True)
    url = IN_PROCESS_URL if server else options.settings.api.base_url
    api = connect(url, clock, asgi=server.asgi if server else None, zone=zone)
    _preload()
    cache = DiskCache(options.profile / "catalog", url)
    printer, setup = open_printers(options, clock, zone)
    from app.vault import open_vault

    return Adapters(api, cache, printer, setup, server, open_vault(options.profile))


def open_printers(
    options: Options, clock: Clock, zone: Callable[[], tzinfo]
) -> tuple[SwitchPrinter, PrinterSetup]:
    """The printer of the settings, and how another one takes its place while the program runs."""
    from app.printing import open_printer
    from app.printing.setup import SetupDesk, choice_of
    from app.printing.switch import SwitchPrinter
    from app.printing.words import day_and_hour

    settings = printer_settings(options.settings)
    switch = SwitchPrinter(open_printer(settings))
    desk = SetupDesk(
        switch,
        choice_of(settings, options.settings.printer.profile),
        options.till_folder,
        clock,
        lambda: day_and_hour(clock.wall(), zone()),
        training=options.training,
        drawer=settings.drawer,
    )
    return switch, desk


def _preload() -> None:
    """Import here, off the main thread, what the main thread would otherwise import at the first use."""
    import app.presenters.set
    import app.services.set  # noqa: F401


def _connect(
    options: Options,
    server_clock: ServerClock,
    clock: Clock,
    adapters: Adapters,
    journal: Journal,
) -> Kiosk:
    """Services, presenters and their wires, on the loop's thread."""
    import asyncio

    from app.presenters.customer import CustomerPresenter
    from app.presenters.notices import Notices
    from app.presenters.operator import CashierQuestions
    from app.presenters.set import Presenters
    from app.presenters.views import Screen
    from app.services.context import Context

    settings, notices = options.settings, Notices()
    context = Context(clock, server_clock, _new_id, asyncio.sleep, settings.terminal.name, options.training)
    services = build_services(options, context, adapters, journal, CashierQuestions(notices))
    from app.presenters.pay import PayPresenter
    from app.presenters.reentry import Reentry
    from app.presenters.sale import SalePresenter
    from app.presenters.shell import ShellPresenter
    from app.presenters.sign_in import SignInPresenter

    shell = ShellPresenter(services, notices)
    sale = SalePresenter(services, notices, settings.sale.quick_amounts, settings.sale.ask_above)
    door = _door(services, notices, shell, settings.access.idle_minutes)
    authority = door[1]
    pay = PayPresenter(services, notices, authority, settings.payment.ask_above)
    tickets, results, reports = _office(options, services, notices, authority, sale, shell)
    till = _till(settings, services, notices, sale, shell, authority)
    shell.results.winners.watch(lambda _prizes: pay.show_prizes(), now=False)

    async def entered() -> None:
        gc.freeze()  # the catalogue is here to stay: later collections need not walk it (15 ms)
        await sale.restore()
        sale.hold(True)
        try:
            shell.enter()
            await tickets.settle()
            await services.startup.run()
            till.entered()
        finally:
            sale.hold(False)

    sign_in = SignInPresenter(services, notices, entered, settings.api.email)
    _offer_practice(adapters, sign_in)
    for tick in (sale.tick, pay.tick, tickets.tick, results.tick):
        shell.every_second(tick)
    shell.watch_draws(sale.watched_draws)
    shell.screen.watch(lambda screen: pay.opened() if screen is Screen.PAY else None, now=False)
    ajustes, reopening = _settings(options, adapters, services, notices, authority)
    presenters = Presenters(
        shell, sign_in, sale, pay, tickets, results, reports, ajustes,
        _doubts(services, notices, authority, shell), *door, till,
        Reentry(services, notices, shell, sign_in), reopening, CustomerPresenter(shell, sale, results),
    )  # fmt: skip
    return Kiosk(services, presenters, adapters.server, lambda: _stop(adapters, services, shell))


async def _stop(adapters: Adapters, services: Services, shell: ShellPresenter) -> None:
    """The end in order: what was sent is answered and written before the book is closed."""
    shell.stop()
    await services.sales.answered()
    await services.session.sign_out()
    await services.journal.close()
    await _close(adapters)


def _door(
    services: Services, notices: Notices, shell: ShellPresenter, minutes: int
) -> tuple[LockPresenter, AuthorityPresenter, IdleLock]:
    """What stands between a person and the till: the lock, a supervisor's leave, the idle clock."""
    from app.presenters.authority import AuthorityPresenter
    from app.presenters.idle import IdleLock
    from app.presenters.lock import LockPresenter
    from app.services.access import Cause

    lock = LockPresenter(services, notices, shell.unlock_by_password)
    authority = AuthorityPresenter(services.access, notices)
    idle = IdleLock(services, notices, minutes, lambda: shell.lock(Cause.IDLE))
    for tick in (lock.tick, authority.tick, idle.tick):
        shell.every_second(tick)
    return lock, authority, idle


def _offer_practice(adapters: Adapters, sign_in: SignInPresenter) -> None:
    """The built-in server's account is filled in."""
    if adapters.server is not None:
        account = adapters.server.accounts[0]
        sign_in.offer(account.email, account.password)


def _settings(
    options: Options,
    adapters: Adapters,
    services: Services,
    notices: Notices,
    authority: AuthorityPresenter,
) -> tuple[SettingsPresenter, Reopening]:
    """The screen behind F10, a presenter for each section; some of it wants the window anew."""
    from app.arrangements import Till, panels
    from app.presenters.printer_setup import PrinterSetupPresenter
    from app.presenters.settings import SettingsPresenter
    from app.presenters.staff import StaffPresenter

    reopening = _reopening(options, services, notices)
    examine, state = options.examine, services.printer.state
    doctor = None if examine is None else lambda: examine(options, state)
    till = Till(options.settings, options.profile, options.till_folder, services.context.clock, doctor)
    display, plain = panels(till, notices, reopening)
    printer = PrinterSetupPresenter(adapters.setup, services.printer, notices)
    staff = StaffPresenter(services, notices, authority)
    return SettingsPresenter(printer, staff, plain, display.display), reopening


def _reopening(options: Options, services: Services, notices: Notices) -> Reopening:
    from app.presenters.reopening import Reopening

    def busy() -> bool:
        return services.sales.busy or services.payments.busy or services.office.voids.busy

    return Reopening(notices, busy, options.offers)


def _till(
    settings: Settings,
    services: Services,
    notices: Notices,
    sale: SalePresenter,
    shell: ShellPresenter,
    authority: AuthorityPresenter,
) -> TillPresenter:
    """The screen behind F6; a shift is looked after from the sign-in on."""
    from app.domain.shift import Tender
    from app.presenters.till import TillChoices, TillPresenter
    from app.presenters.views import Screen
    from app.services.sales import Stage

    own = settings.till
    choices = TillChoices(own.notes, own.coins, tuple(map(Tender, own.tenders)))
    till = TillPresenter(services, notices, choices, lambda: shell.go(Screen.TILL), authority)
    services.sales.progress.watch(lambda told: till.sold() if told.stage is Stage.SOLD else None, now=False)
    sale.gate = till.may_sell
    sale.tender.allow(choices.tenders)
    return till


def _doubts(
    services: Services, notices: Notices, authority: AuthorityPresenter, shell: ShellPresenter
) -> DoubtsPresenter:
    """The screen behind F9."""
    from app.presenters.doubts import DoubtsPresenter
    from app.presenters.views import Screen
    from app.services.doubts import DoubtService

    listed = DoubtService(
        services.context,
        services.api,
        services.journal,
        services.sales,
        services.printing,
        services.office.voids,
    )
    doubts = DoubtsPresenter(services, notices, authority, listed, shell.look_for_late)
    shell.every_second(doubts.tick)
    shell.screen.watch(lambda screen: doubts.opened(screen is Screen.DOUBTS), now=False)
    return doubts


def _office(
    options: Options,
    services: Services,
    notices: Notices,
    authority: AuthorityPresenter,
    sale: SalePresenter,
    shell: ShellPresenter,
) -> tuple[TicketsPresenter, ResultsPresenter, ReportsPresenter]:
    """The screens behind F3, F4 and F5; a ticket that is repeated is sold on the sale screen."""
    from app.exports import ExportFolder
    from app.presenters.reports import ReportsPresenter
    from app.presenters.results import ResultsPresenter
    from app.presenters.tickets import TicketsPresenter
    from app.presenters.views import Screen

    def sell_again(draft: Draft) -> None:
        sale.take_draft(draft)
        shell.go(Screen.SALE)

    tickets = TicketsPresenter(services, notices, authority, sell_again)
    exports = ExportFolder(options.profile / "exports")
    reports = ReportsPresenter(services, notices, exports, options.settings.display.language)
    results = ResultsPresenter(services, notices)
    shell.results.fresh.watch(lambda _rows: results.came_out(), now=False)
    return tickets, results, reports


def build_services(
    options: Options, context: Context, adapters: Adapters, journal: Journal, operator: Operator
) -> Services:
    """All services over these adapters; `operator` is who answers about paper and cash."""
    from app.services.access import AccessService
    from app.services.catalog import CatalogService
    from app.services.catalog_memory import CatalogMemory
    from app.services.connectivity import Connectivity
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
    from app.services.till import Opening, TillService
    from app.services.twins import Twins

    api, printer, ticket = adapters.api, adapters.printer, options.settings.ticket
    session = SessionService(api)
    access = AccessService(context, journal, adapters.vault, session, _thresholds(options.settings))
    catalog = CatalogService(context, api, CatalogMemory(adapters.cache, session))
    texts = PaperTexts(
        ticket.authorisation, ticket.warning, ticket.pin_in_code, ticket_layout(options.settings)
    )
    papers = Papers(context, catalog, session, texts)
    at_sale = options.settings.printer.drawer_at == "sale_and_payment"
    printing = PrintService(context, journal, printer, papers, operator, drawer_at_sale=at_sale)
    resolver = Resolver(context, api, journal)
    sales = SalesService(context, api, journal, printing, resolver)
    payments = PaymentService(context, api, journal, catalog, printing, papers)
    refunds = RefundService(context, journal)
    startup = StartUp(context, journal, sales, payments, printing, operator, refunds)
    office = Office.over(
        context, api, journal, printer, catalog=catalog, printing=printing, papers=papers, refunds=refunds
    )
    opening = Opening(options.settings.till.opening)
    return Services(
        context, api, journal, printer, session, Connectivity(context, api), catalog, papers, printing,
        resolver, sales, payments, startup, office,
        QuotaMemory(context, journal, catalog),
        Twins(context, journal, sales),
        access,
        TillService(context, journal, session, payments, refunds, operator, opening),
        Remembered(adapters.vault, access),
    )  # fmt: skip


def _thresholds(settings: Settings) -> Thresholds:
    """From where on a supervisor is asked; 0 bolívares is never."""
    from app.domain.staff import Thresholds
    from app.money import Money

    access = settings.access
    void, prize = (Money.units(units) if units else None for units in (access.void_above, access.prize_above))
    return Thresholds(void, prize, access.copies)


async def _close(adapters: Adapters) -> None:
    import asyncio

    adapters.setup.close()
    await adapters.printer.close()
    await adapters.api.close()
    await adapters.cache.close()
    if adapters.server is not None:
        await asyncio.get_running_loop().run_in_executor(None, adapters.server.close)


def _new_id() -> str:
    """An operation's identity: random, 128 bits."""
    import uuid

    return uuid.UUID(bytes=os.urandom(16), version=4).hex
