"""Open operations (F9): what happened, what goes on by itself, and what the cashier can do about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from app.domain.format import clock_text, day_text
from app.domain.outcome import SignInRequired
from app.domain.staff import Privilege, Wish
from app.domain.ticket import TicketKey
from app.errors import Known
from app.i18n import t
from app.money import Money
from app.ports import Operation
from app.presenters.base import Observable, Tasks
from app.presenters.cash_back import hand_back
from app.presenters.notices import Level, Notices
from app.presenters.operator import tail
from app.presenters.ticket_told import told_void
from app.presenters.views_office import DeedView, DoubtsView, Hue, TicketRowView
from app.services.context import Authority
from app.services.doubts import Deed, Doubt, DoubtService, Kind
from app.services.set import Services
from app.services.voids import VoidEnd

_EVERY_S = 2
_HUES = {
    Kind.VERIFYING: Hue.PRIMARY,
    Kind.PARKED: Hue.PRIMARY,
    Kind.LATE: Hue.PRIMARY,
    Kind.DIFFERENT: Hue.STOP,
    Kind.DISPUTED: Hue.STOP,
}
_GRAVE = frozenset({Deed.TAKE_BACK, Deed.OWE, Deed.BEAR, Deed.PARK})
_ASKED = frozenset({Deed.PARK, Deed.TAKE_BACK, Deed.OWE, Deed.BEAR, Deed.OURS, Deed.NOT_OURS, Deed.PAY_CLAIM})


class DoubtsPresenter:
    """Shows the list and does what a key asks for; money and paper belong to the services.

    `look_for_late` looks at once for parked sales and tickets that turned up late.
    """

    def __init__(
        self,
        services: Services,
        notices: Notices,
        authority: Authority,
        doubts: DoubtService,
        look_for_late: Callable[[], Awaitable[None]],
    ) -> None:
        self._services = services
        self._notices = notices
        self._authority = authority
        self._doubts = doubts
        self._look_for_late = look_for_late
        self._tasks = Tasks(self._failed)
        self._found: tuple[Doubt, ...] = ()
        self._chosen = ""
        self._seconds = 0
        self._shown = False
        self.state: Observable[DoubtsView] = Observable(DoubtsView(empty=t("doubts.none")))
        services.sales.progress.watch(lambda _progress: self.refresh(), now=False)
        services.session.current.watch(lambda _session: self.refresh(), now=False)

    # --- looking -----------------------------------------------------------------------------------

    def opened(self, shown: bool) -> None:
        """The screen is shown, or no longer: only then the list is read every second."""
        self._shown = shown
        if shown:
            self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        if self._services.session.current.value is not None:
            self._tasks.start("list", self._read)

    def tick(self) -> None:
        """A second has passed: what is verified counts on; the list is read anew now and then."""
        self._seconds += 1
        if self._shown or self._seconds % _EVERY_S == 0:
            self.refresh()

    async def _read(self) -> None:
        self._found = await self._doubts.list()
        self._show()

    def move(self, steps: int) -> None:
        """Choose another one."""
        self.choose(max(0, min(self._place() + steps, len(self._found) - 1)))

    def choose(self, row: int) -> None:
        """Choose a row."""
        if 0 <= row < len(self._found):
            self._chosen = self._found[row].operation.id
            self._show()

    def _place(self) -> int:
        ids = [one.operation.id for one in self._found]
        return ids.index(self._chosen) if self._chosen in ids else 0

    def _show(self) -> None:
        waiting = sum(bool(one.deeds) and one.kind is not Kind.CASH for one in self._found)
        if not self._found:
            self.state.set(DoubtsView(empty=t("doubts.none")))
            return
        at = self._place()
        one = self._found[at]
        self._chosen = one.operation.id
        rows = tuple(self._row(found) for found in self._found)
        view = self.state.value
        self.state.set(
            DoubtsView(
                rows=view.rows if view.rows == rows else rows,
                chosen=at,
                headline=self._title(one),
                total=self._amount(one.operation).text(cents=False),
                what=t(f"doubts.what.{one.kind.value}", **self._words(one)),
                next=self._next(one),
                deeds=tuple(self._deed(n, deed, one) for n, deed in enumerate(one.deeds, start=1)),
                waiting=waiting,
            )
        )

    def _row(self, one: Doubt) -> TicketRowView:
        local = self._services.context.server.local(one.operation.started_at)
        today = self._services.context.server.today()
        day = "" if local.date() == today else f"{day_text(local.date())} "
        return TicketRowView(
            number=self._title(one),
            time=f"{day}{clock_text(local)}",
            status=t(f"doubts.status.{one.kind.value}"),
            hue=_HUES.get(one.kind, Hue.WARN),
            total=self._amount(one.operation).digits(cents=False),
        )

    @staticmethod
    def _title(one: Doubt) -> str:
        number = one.number
        return t("doubts.ticket", number=tail(number)) if number is not None else t("doubts.sale")

    @staticmethod
    def _amount(operation: Operation) -> Money:
        return operation.amount or Money()

    def _words(self, one: Doubt) -> dict[str, object]:
        number = one.number
        return {
            "number": tail(number) if number is not None else "",
            "total": self._amount(one.operation).text(cents=False),
        }

    def _next(self, one: Doubt) -> str:
        if one.busy:
            return t("doubts.next.busy")
        if one.kind is Kind.VERIFYING:
            return t("doubts.next.verifying", seconds=int(self._services.sales.verifying_s))
        return t(f"doubts.next.{one.kind.value}", **self._words(one))

    def _deed(self, number: int, deed: Deed, one: Doubt) -> DeedView:
        return DeedView(str(number), t(f"doubts.deed.{deed.value}", **self._words(one)), deed in _GRAVE)

    # --- doing -------------------------------------------------------------------------------------

    def act(self, number: int) -> None:
        """The deed with that digit, of the chosen operation."""
        if not self._found:
            return
        one = self._found[self._place()]
        if 1 <= number <= len(one.deeds):
            deed = one.deeds[number - 1]
            self._tasks.start("act", lambda: self._do(one, deed))

    async def _do(self, one: Doubt, deed: Deed) -> None:
        if self._services.sales.busy and deed in {Deed.PRINT, Deed.PAPER}:
            self._notices.show(Level.INFO, t("tickets.printer_busy"))
            return
        if deed in _ASKED and not await self._sure(one, deed):
            return
        try:
            await self._done(one, deed)
        except SignInRequired:
            self._services.session.lost()
        finally:
            await self._read()

    async def _sure(self, one: Doubt, deed: Deed) -> bool:
        return await self._notices.ask(
            t(f"doubts.sure.{deed.value}", **self._words(one)),
            t(f"doubts.deed.{deed.value}", **self._words(one)),
            t("doubts.sure.no"),
            Level.WARN,
        )

    async def _done(self, one: Doubt, deed: Deed) -> None:
        id_, services = one.operation.id, self._services
        refunds, payments = services.office.refunds, services.payments
        match deed:
            case Deed.PARK:
                self._tell(services.sales.park(), "doubts.told.parked")
            case Deed.LOOK:
                await self._look(one)
            case Deed.PRINT | Deed.PAPER:
                await self._doubts.print(one)
            case Deed.TAKE_BACK:
                await self._take_back(one)
            case Deed.OWE:
                await self._owe(one)
            case Deed.BEAR:
                self._tell(await refunds.bear(id_), "doubts.told.borne")
            case Deed.OURS:
                await self._adopt(one)
            case Deed.NOT_OURS:
                await self._doubts.not_ours(one)
            case Deed.HANDED_BACK:
                self._tell(await refunds.handed_back(id_), "doubts.told.handed_back")
            case Deed.HANDED_OVER:
                await payments.handed_over(id_)
            case Deed.TO_CLAIM:
                await payments.claim(id_)
            case Deed.PAY_CLAIM:
                if await payments.reopen(id_):
                    await payments.handed_over(id_)

    def _tell(self, done: bool, key: str) -> None:
        if done:
            self._notices.show(Level.INFO, t(key))

    async def _look(self, one: Doubt) -> None:
        """Ask the server at once about what would be asked about by itself a little later."""
        if one.kind is Kind.PAYMENT:
            await self._services.payments.resume(one.operation)
        elif one.kind is Kind.VOID_OPEN:
            for end in await self._services.office.voids.settle():
                await self._tell_void(end)
        else:
            await self._look_for_late()

    async def _adopt(self, one: Doubt) -> None:
        """A ticket found while its user sells elsewhere too: nobody but a person can say whose it is."""
        day = one.operation.body.get("disputed_day")
        named = one.number is not None and isinstance(day, str)
        about = TicketKey(one.number or 0, date.fromisoformat(str(day))) if named else None
        if await self._authority.permit(Wish(Privilege.ADOPT, one.operation.amount), about):
            await self._doubts.ours(one)
            await self._look_for_late()

    async def _take_back(self, one: Doubt) -> None:
        void = self._doubts.void_of(one)
        wish = Wish(Privilege.VOID, one.operation.amount)
        if void is not None and await self._authority.permit(wish, void[0]):
            await self._tell_void(await self._services.office.voids.void(*void))

    async def _tell_void(self, end: VoidEnd) -> None:
        if end.refund:
            await hand_back(end, self._notices, self._services.office.refunds, asked_for=True)
        else:
            self._notices.show(*told_void(end))

    async def _owe(self, one: Doubt) -> None:
        """At the agency's cost: on record, a slip to sign, then the cash."""
        services, number = self._services, one.operation.number or 0
        if await services.office.refunds.owe(one.operation.id):
            slip = services.papers.refund(number, self._amount(one.operation), one.operation.id)
            await services.printing.slip(slip)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, SignInRequired):
            self._services.session.lost()
        if not isinstance(error, Known) or error.code != "journal.closed":
            self._notices.failed(error)
