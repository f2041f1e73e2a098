"""Presenters without anything behind them: states that a test sets, intents that it reads back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from app.config import DisplaySettings
from app.domain.staff import Wish
from app.presenters.base import Observable
from app.presenters.customer import CustomerPresenter
from app.presenters.notices import Notices
from app.presenters.reopening import Reopen
from app.presenters.set import Presenters
from app.presenters.views import (
    CashView,
    ClockView,
    ClosingView,
    DrawsView,
    EntryView,
    Health,
    ParkedView,
    PayView,
    Screen,
    SellView,
    SignInView,
    TicketView,
    TopView,
    Urgency,
)
from app.presenters.views_access import LeaveView, PinView, StaffView
from app.presenters.views_office import (
    ChoiceView,
    DoubtsView,
    ReportsView,
    ResultsView,
    TicketDetailView,
    TicketListView,
)
from app.presenters.views_order import OrderView
from app.presenters.views_settings import PrinterSetupView, SettingsView
from app.presenters.views_till import MoveView, TillServerView, TillView

TOP = TopView(
    title="Agencia La Esquina · Taquilla 1",
    subtitle="María G.",
    connection=Health.GOOD,
    connection_text="En línea",
    printer=Health.GOOD,
    printer_text="Impresora lista",
    closing_text="Triple Zulia cierra en 3:53",
    closing=Urgency.SOON,
)
CLOCK = ClockView("12:41:07", "pm", trusted=True)


class Recorder:
    """Every unknown member is an intent: a call is noted in `calls` as (name, arguments)."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)

        def intent(*arguments: Any) -> None:
            self.calls.append((name, arguments))

        return intent

    def names(self) -> list[str]:
        """The intents called, in order."""
        return [name for name, _ in self.calls]


class FakeShell(Recorder):
    def __init__(self, top: TopView = TOP) -> None:
        super().__init__()
        self.screen: Observable[Screen] = Observable(Screen.SIGN_IN)
        self.top: Observable[TopView] = Observable(top)
        self.clock: Observable[ClockView] = Observable(CLOCK)
        self.notices = Notices()

    def go(self, screen: Screen) -> None:
        self.calls.append(("go", (screen,)))
        self.screen.set(screen)


class FakeSignIn(Recorder):
    def __init__(self, view: SignInView | None = None) -> None:
        super().__init__()
        self.state: Observable[SignInView] = Observable(view or SignInView(ready=True))


class FakeOrder(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.view: Observable[OrderView] = Observable(OrderView())

    @property
    def shown(self) -> bool:
        return self.view.value.shown

    def remember(self) -> Callable[[], None]:
        return lambda: self.calls.append(("restore", ()))


class FakeClosing(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[ClosingView] = Observable(ClosingView())


class FakeParked(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[ParkedView] = Observable(ParkedView())


class FakeCash(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[CashView] = Observable(CashView())


class FakeTender(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[tuple[ChoiceView, ...]] = Observable(())


class FakeSale(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.order = FakeOrder()
        self.closing, self.parked, self.cash = FakeClosing(), FakeParked(), FakeCash()
        self.lines, self.tender = Recorder(), FakeTender()
        self.draws: Observable[DrawsView] = Observable(DrawsView())
        self.entry: Observable[EntryView] = Observable(EntryView())
        self.ticket: Observable[TicketView] = Observable(TicketView())
        self.sell: Observable[SellView] = Observable(SellView())


class FakePay(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[PayView] = Observable(PayView())


class FakeFinder(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[TicketListView] = Observable(TicketListView())

    def set_search(self, text: str) -> None:
        self.calls.append(("set_search", (text,)))
        self.state.set(replace(self.state.value, search="".join(c for c in text if c.isdigit())))


class FakeDesk(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[TicketDetailView] = Observable(TicketDetailView())


class FakeTickets(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.finder, self.desk = FakeFinder(), FakeDesk()
        self.list, self.detail = self.finder.state, self.desk.state


class FakeDoubts(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[DoubtsView] = Observable(DoubtsView(empty="No hay nada pendiente"))


class FakeResults(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[ResultsView] = Observable(ResultsView())


class FakeReports(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[ReportsView] = Observable(ReportsView())


class FakeMoves(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[MoveView] = Observable(MoveView())


class FakeTillServer(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[TillServerView] = Observable(TillServerView())


class FakeTill(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.moves, self.server = FakeMoves(), FakeTillServer()
        self.state: Observable[TillView] = Observable(TillView())


class FakePrinterSetup(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[PrinterSetupView] = Observable(PrinterSetupView())


class FakeStaff(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[StaffView] = Observable(StaffView())


class FakeSettings(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.printer, self.staff = FakePrinterSetup(), FakeStaff()
        self.awaits = ""
        self.panels: dict[str, Any] = {}
        self.sections: tuple[str, ...] = ("printer", "staff")
        self.display: Observable[DisplaySettings] = Observable(DisplaySettings())
        sections = (
            ChoiceView("printer", "Impresora", chosen=True),
            ChoiceView("staff", "Personal", chosen=False),
        )
        self.state: Observable[SettingsView] = Observable(SettingsView(sections, "printer"))

    def remember(self) -> Callable[[], None]:
        return lambda: self.calls.append(("restored", ()))

    def scanned(self, text: str) -> bool:
        self.calls.append(("scanned", (text,)))
        return bool(self.awaits) and text == self.awaits


class FakePinDesk(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.state: Observable[PinView] = Observable(PinView())


class FakeLock(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.desk = FakePinDesk()


class FakeAuthority(Recorder):
    """`leave` is what a wish for leave gets."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = FakePinDesk()
        self.asked_always, self.leave = False, False
        self.on_permit: Callable[[], object] = lambda: None
        self.state: Observable[LeaveView | None] = Observable(None)

    def asks(self, wish: Wish) -> bool:
        return self.asked_always

    async def permit(self, wish: Wish) -> bool:
        self.calls.append(("permit", (wish.privilege,)))
        self.on_permit()
        return self.leave


class FakeReopening(Recorder):
    def __init__(self) -> None:
        super().__init__()
        self.offers: frozenset[Reopen] = frozenset()
        self.wanted: Observable[Reopen | None] = Observable(None)


class Fakes:
    """One of each; `presenters` is what a window wants."""

    def __init__(self, *, top: TopView = TOP, sign_in: SignInView | None = None) -> None:
        self.shell = FakeShell(top)
        self.sign_in = FakeSignIn(sign_in)
        self.sale = FakeSale()
        self.pay = FakePay()
        self.tickets = FakeTickets()
        self.results = FakeResults()
        self.reports = FakeReports()
        self.doubts = FakeDoubts()
        self.settings = FakeSettings()
        self.lock, self.authority = FakeLock(), FakeAuthority()
        self.idle = Recorder()
        self.till = FakeTill()
        self.reopening = FakeReopening()

    @property
    def presenters(self) -> Presenters:
        return Presenters(
            cast(Any, self.shell), cast(Any, self.sign_in), cast(Any, self.sale), cast(Any, self.pay),
            cast(Any, self.tickets), cast(Any, self.results), cast(Any, self.reports),
            cast(Any, self.settings), cast(Any, self.doubts), cast(Any, self.lock), cast(Any, self.authority),
            cast(Any, self.idle), cast(Any, self.till), cast(Any, Recorder()), cast(Any, self.reopening),
            CustomerPresenter(cast(Any, self.shell), cast(Any, self.sale), cast(Any, self.results)),
        )  # fmt: skip
