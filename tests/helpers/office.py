"""A terminal without a window: real services, real journal, the built-in server, a line that can break."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.api import connect
from app.clock import Sample, ServerClock
from app.domain.catalog import Draw
from app.domain.games import Kind
from app.domain.outcome import NotSent, Offline, Refused, SignInLost, SignInRequired, Unknown
from app.domain.paper import Paper, PaymentSlip, TicketPaper, VoidSlip
from app.domain.secret import Secret
from app.domain.ticket import Ticket, TicketKey, Wager
from app.journal import SqliteJournal, open_journal
from app.money import Money
from app.ports import Evidence, Operation, Prepared, Printed, PrinterState, PrintOutcome
from app.services.access import AccessService
from app.services.catalog import CatalogService
from app.services.connectivity import Connectivity
from app.services.context import Context
from app.services.office import Office as OfficeServices
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
from app.training import TrainingServer
from app.training.variant import Variant
from tests.helpers.fake_vault import FakeVault
from tests.helpers.training import START, StillClock, training_server

#: What a broken line makes of one call: `lost` = carried out, the answer lost; `gone` = never arrived;
#: `late` = unanswered, and carried out 20 seconds later.
Fault = str | Callable[[], Any]
_MONEY = frozenset({"cancel", "revert", "create", "pay"})
_READS = frozenset(
    {"ticket", "tickets", "ticket_image", "last_ticket", "copy", "report", "results", "server_time"}
)


class Line:
    """The client's own calls, each answered as the next fault of its name says, else as it comes."""

    def __init__(self, client: Any, clock: StillClock) -> None:
        self._client = client
        self.clock = clock
        self.late: list[tuple[float, Callable[[], Any]]] = []
        self.faults: dict[str, deque[Fault]] = {}
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.left: list[tuple[str, float]] = []
        self.down = False
        self._rang = asyncio.Event()

    async def until(self, name: str, count: int = 1) -> None:
        """Wait until a call was made so often."""
        while self.sent(name) < count:
            self._rang.clear()
            await self._rang.wait()

    def next(self, name: str, *faults: Fault) -> None:
        """The next calls of that name end so."""
        self.faults.setdefault(name, deque()).extend(faults)

    def sent(self, name: str) -> int:
        """How often a call was made."""
        return sum(1 for called, _ in self.calls if called == name)

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._client, name)
        if name not in _MONEY | _READS:
            return real

        async def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            self.left.append((name, self.clock.monotonic()))
            self._rang.set()
            queue = self.faults.get(name)
            if queue:
                return await self._broken(name, queue.popleft(), real, arguments)
            if self.down:
                return await self._broken(name, "not_sent" if name in _MONEY else "offline", real, arguments)
            return await real(*arguments)

        return call

    async def _broken(self, name: str, fault: Fault, real: Any, arguments: Any) -> Any:
        if callable(fault):
            found = fault()
            if isinstance(found, BaseException):
                raise found
            return found
        match fault:
            case "ok":
                return await real(*arguments)
            case "lost":
                await real(*arguments)
                return Unknown("timeout")
            case "gone":
                return Unknown("timeout")
            case "late":
                self.late.append((self.clock.monotonic() + 20, lambda: real(*arguments)))
                return Unknown("timeout")
            case "not_sent":
                return NotSent("no_connection")
            case "signed_out":
                return SignInLost()
            case "offline":
                raise Offline("no_connection")
            case "no_session":
                raise SignInRequired
            case _:
                raise AssertionError(f"{name}: {fault}")


class PaperPrinter:
    """Keeps every paper; the next sends end as `outcomes` say. `at_send` sees each before it goes out."""

    def __init__(self) -> None:
        self.papers: list[Paper] = []
        self.outcomes: deque[PrintOutcome] = deque()
        self.at_send: Callable[[Paper], None] = lambda _paper: None
        self._prepared: dict[str, Paper] = {}

    async def prepare(self, paper: Paper) -> Prepared:
        digest = hashlib.sha256(repr(paper).encode()).hexdigest()
        self._prepared[digest] = paper
        return Prepared(b"", digest, Evidence.BYTES)

    async def send(self, prepared: Prepared) -> PrintOutcome:
        paper = self._prepared[prepared.digest]
        self.at_send(paper)
        outcome: PrintOutcome = self.outcomes.popleft() if self.outcomes else Printed(Evidence.STATUS)
        if isinstance(outcome, Printed):
            self.papers.append(paper)
        return outcome

    async def open_drawer(self) -> PrintOutcome:
        return Printed(Evidence.BYTES)

    async def picture(self, paper: Paper) -> bytes:
        self.papers_seen = paper
        return b"\x89PNG\r\n\x1a\n"

    def state(self) -> PrinterState:
        return PrinterState.READY

    def waiting(self) -> bool:
        return False

    def give_up(self) -> None:
        """Nothing waits."""

    def watch(self, changed: Callable[[PrinterState], None]) -> None:
        pass

    async def close(self) -> None:
        pass

    def of(self, kind: type) -> list[Any]:
        return [paper for paper in self.papers if isinstance(paper, kind)]

    @property
    def tickets(self) -> list[TicketPaper]:
        return self.of(TicketPaper)

    @property
    def void_slips(self) -> list[VoidSlip]:
        return self.of(VoidSlip)

    @property
    def payment_slips(self) -> list[PaymentSlip]:
        return self.of(PaymentSlip)


@dataclass
class Answers:
    """The cashier's answers to the services' questions."""

    complete: bool = True
    again: bool = False
    cash: bool = True
    waits: bool = True
    returned: bool = True
    asked: list[str] = field(default_factory=list)

    async def paper_complete(self, number: int) -> bool:
        self.asked.append("complete")
        return self.complete

    async def print_again(self, number: int, cause: str) -> bool:
        self.asked.append("again")
        return self.again

    async def cash_given(self, number: int, amount: str) -> bool:
        self.asked.append("cash")
        return self.cash

    async def customer_waits(self, number: int, amount: str) -> bool:
        self.asked.append("waits")
        return self.waits

    async def cash_returned(self, number: int, amount: str) -> bool:
        self.asked.append("returned")
        return self.returned


class Office:
    """One terminal, signed in, its catalogue learnt; time moves by `wait` and by the services' pauses."""

    def __init__(self, server: TrainingServer, journal: SqliteJournal, clock: StillClock) -> None:
        self.server, self.journal, self.clock = server, journal, clock
        self.server_clock = ServerClock(clock)
        self.line = Line(connect("http://127.0.0.1", clock, asgi=server.asgi), clock)
        self.printer, self.operator = PaperPrinter(), Answers()
        ids = itertools.count(1)
        self.context = Context(
            clock, self.server_clock, lambda: f"op-{next(ids)}-{id(self)}", self.wait, "Taquilla 1", False
        )
        api: Any = self.line
        self.session, self.catalog = SessionService(api), CatalogService(self.context, api)
        self.papers = Papers(self.context, self.catalog, self.session, PaperTexts())
        self.printing = PrintService(self.context, journal, self.printer, self.papers, self.operator)
        self.resolver = Resolver(self.context, api, journal)
        self.sales = SalesService(self.context, api, journal, self.printing, self.resolver)
        self.payments = PaymentService(self.context, api, journal, self.catalog, self.printing, self.papers)
        self.refunds = RefundService(self.context, journal)
        self.startup = StartUp(
            self.context, journal, self.sales, self.payments, self.printing, self.operator, self.refunds
        )
        self.connectivity = Connectivity(self.context, api)
        office = OfficeServices.over(
            self.context, api, journal, self.printer,
            catalog=self.catalog, printing=self.printing, papers=self.papers, refunds=self.refunds,
        )  # fmt: skip
        self.voids, self.copies, self.lists = office.voids, office.copies, office.lists
        self.results, self.reports = office.results, office.reports
        vault = FakeVault()
        access = AccessService(self.context, journal, vault, self.session)
        self.services = Services(
            self.context, api, journal, self.printer, self.session, self.connectivity, self.catalog,
            self.papers, self.printing, self.resolver, self.sales, self.payments, self.startup, office,
            QuotaMemory(self.context, journal, self.catalog),
            Twins(self.context, journal, self.sales),
            access,
            TillService(
                self.context, journal, self.session, self.payments, self.refunds, self.operator
            ),
            Remembered(vault, access),
        )  # fmt: skip
        self.waited: list[float] = []

    async def wait(self, seconds: float) -> None:
        """Time passes, here and at the server."""
        self.waited.append(seconds)
        self.clock.elapsed += seconds
        self.server.control().advance(seconds)
        due = [one for one in self.line.late if one[0] <= self.clock.elapsed]
        self.line.late = [one for one in self.line.late if one not in due]
        for _, call in due:
            await call()
        await asyncio.sleep(0)

    async def sign_in(self, account: int = 0) -> None:
        who = self.server.accounts[account]
        session = await self.session.sign_in(who.email, Secret(who.password))
        self.resolver.serve(session)
        self.server_clock.add(Sample(self.server.control().now(), self.clock.monotonic(), 0.0))
        await self.catalog.load()
        await self.resolver.freshen()

    def draw(self, category: str = "lottery", after: timedelta = timedelta(hours=1)) -> Draw:
        """The first open draw that closes late enough."""
        catalog = self.catalog.catalog.value
        assert catalog is not None
        late = self.server_clock.now() + after
        return next(
            d for d in catalog.draws if d.category == category and not d.signed and d.closes_at > late
        )

    def wagers(self, *texts: str, units: int = 5, draw: Draw | None = None) -> tuple[Wager, ...]:
        """Triples in one draw."""
        catalog = self.catalog.catalog.value
        assert catalog is not None
        game = catalog.template.by_kind[Kind.TRIPLE][0].id
        event = (draw or self.draw()).event_id
        return tuple(Wager(event, game, text, Money.units(units)) for text in texts or ("123",))

    async def sell(self, *texts: str, units: int = 5, draw: Draw | None = None) -> TicketKey:
        """A sold ticket, on paper unless the printer says otherwise."""
        done = await self.sales.sell(self.wagers(*texts, units=units, draw=draw))
        assert done.ticket is not None, done
        return self.key(done.ticket)

    def key(self, ticket: Ticket) -> TicketKey:
        return TicketKey(ticket.number, self.context.local_day(ticket.created_at))

    async def operation(self, key: TicketKey) -> Operation:
        from app.ports import OperationType

        (found,) = await self.journal.by_ticket(key, OperationType.SALE)
        return found

    def status(self, key: TicketKey) -> str:
        """The ticket's state at the server."""
        return next(
            one.status for one in self.server.control().tickets()
            if one.number == key.number and one.day == key.day.isoformat()
        )  # fmt: skip

    async def close(self) -> None:
        await self.line.close()


@asynccontextmanager
async def office(folder: Path, variant: Variant | None = None, **more: Any) -> AsyncIterator[Office]:
    """A terminal on a new server; its journal is in `folder`."""
    start = more.pop("start", START)
    server = training_server(start=start, variant=variant, **more)
    journal = await open_journal(folder)
    desk = Office(server, journal, StillClock(start))
    try:
        await desk.sign_in()
        yield desk
    finally:
        await desk.close()
        await journal.close()
        server.close()


def refused(reason: Any, text: str = "") -> Callable[[], Refused]:
    """A definite no."""
    from app.domain.outcome import Refusal

    return lambda: Refused(Refusal(reason, text))
