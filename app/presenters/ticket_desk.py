"""The right half of Tickets: one ticket looked at, printed again, repeated, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.outcome import Reason, SignInRequired
from app.domain.staff import Privilege, Wish
from app.domain.ticket import TicketKey, TicketRow
from app.domain.void import VoidAct
from app.errors import Known
from app.i18n import t
from app.presenters.base import Observable, Tasks
from app.presenters.cash_back import hand_back
from app.presenters.notices import Level, Notices, sentence
from app.presenters.operator import tail
from app.presenters.ticket_detail import filled, head_of, with_time
from app.presenters.ticket_told import caption_of, told_copy, told_void
from app.presenters.views_office import DetailPhase, PictureView, TicketDetailView
from app.services.context import Authority
from app.services.copies import Reprint, reprint_of
from app.services.set import Services
from app.services.ticket_lists import Looked
from app.services.tickets import Draft
from app.services.voids import VoidEnd, VoidResult, VoidStage

_REST_S = 0.15
_KEPT_TICKETS = 60


class TicketDesk:
    """Owns the ticket shown. What moves money or paper belongs to the services.

    `take_draft` gets a ticket's wagers to sell again; `changed` is called when a list may read otherwise.
    """

    def __init__(
        self,
        services: Services,
        notices: Notices,
        authority: Authority,
        take_draft: Callable[[Draft], None],
        changed: Callable[[], None],
    ) -> None:
        self._services = services
        self._notices = notices
        self._authority = authority
        self._take_draft = take_draft
        self._changed = changed
        self._tasks = Tasks(self._failed)
        self._looked: dict[TicketKey, Looked] = {}
        self._row: TicketRow | None = None
        self.state: Observable[TicketDetailView] = Observable(TicketDetailView())
        services.office.voids.stage.watch(lambda _stage: self._show_busy(), now=False)

    # --- looking -----------------------------------------------------------------------------------

    def show(self, row: TicketRow | None) -> None:
        """What the list knows at once; the rest when the choice has come to rest."""
        another = row is None or self._row is None or row.number != self._row.number
        self._row = row
        key = self._key()
        if another:
            self._clear_picture()
        if row is None or key is None:
            self.state.set(TicketDetailView(headline=t("tickets.none_chosen"), busy=self._busy()))
            return
        looked = self._looked.get(key)
        if looked is not None:
            self._show_looked(row, looked)
        else:
            if another or self.state.value.phase is not DetailPhase.READY:
                self.state.set(replace(head_of(row, self._services), busy=self._busy()))
            self._tasks.start(f"own-{key}", lambda: self._look_in_our_book(key))
        if looked is None or looked.early:
            self._tasks.start("look", self._look_when_resting)

    def forget(self) -> None:
        """What was looked at is read again when it is looked at again."""
        self._looked.clear()

    def _key(self) -> TicketKey | None:
        row = self._row
        if row is None:
            return None
        return TicketKey(row.number, self._services.context.local_day(row.created_at))

    async def _look_in_our_book(self, key: TicketKey) -> None:
        """A ticket of ours is there at once; the server's view follows."""
        own = await self._services.office.lists.own(key)
        if own is not None and key not in self._looked:
            self._take(own)

    async def _look_when_resting(self) -> None:
        """One ticket is asked for, not every one that the arrow keys run over."""
        while True:
            key = self._key()
            await self._services.context.sleep(_REST_S)
            if key != self._key():
                continue
            looked = self._looked.get(key) if key else None
            if key is None or (looked is not None and not looked.early):
                return
            await self._look(key)
            if key == self._key():
                return

    async def _look(self, key: TicketKey) -> None:
        try:
            looked = await self._services.office.lists.look(key)
        except SignInRequired:
            self._services.session.lost()
            return
        except Known as error:
            if key == self._key() and key not in self._looked:
                trouble = replace(self.state.value, phase=DetailPhase.TROUBLE, headline=sentence(error))
                self.state.set(trouble)
            return
        self._take(looked)

    def _take(self, looked: Looked) -> None:
        self._looked[looked.key] = looked
        while len(self._looked) > _KEPT_TICKETS:
            del self._looked[next(iter(self._looked))]
        if looked.key == self._key() and self._row is not None:
            self._show_looked(self._row, looked)

    def _show_looked(self, row: TicketRow, looked: Looked) -> None:
        view = filled(head_of(row, self._services), row, looked, self._services)
        picture = self.state.value.picture if self.state.value.number == view.number else PictureView()
        self.state.set(replace(view, picture=picture, busy=self._busy()))

    def _chosen(self) -> Looked | None:
        key = self._key()
        return self._looked.get(key) if key is not None else None

    # --- picture -----------------------------------------------------------------------------------

    def toggle_picture(self) -> None:
        """Show the ticket's picture instead of its wagers, or take it away again."""
        view, looked, row = self.state.value, self._chosen(), self._row
        if view.picture.wanted or looked is None or row is None:
            self._clear_picture()
            return
        self.state.set(replace(view, picture=PictureView(wanted=True, loading=True)))
        self._tasks.start(f"picture-{looked.key}", lambda: self._fetch_picture(looked, row.uuid))

    async def _fetch_picture(self, looked: Looked, uuid: str) -> None:
        try:
            found = await self._services.office.lists.picture(looked, uuid)
        except BaseException:
            self._clear_picture()
            raise
        view = self.state.value
        if view.picture.wanted and looked.key == self._key():
            picture = PictureView(wanted=True, content=found.content, note=caption_of(found))
            self.state.set(replace(view, picture=picture))

    def _clear_picture(self) -> None:
        self.state.set(replace(self.state.value, picture=PictureView()))

    # --- acts --------------------------------------------------------------------------------------

    def reprint(self) -> None:
        """F9: a marked copy, or the original that never came out."""
        looked, act = self._chosen(), self.state.value.reprint
        if looked is not None and act.ready:
            self._tasks.start("act", lambda: self._reprint(looked))
        elif looked is not None:
            self._notices.show(Level.INFO, act.told)

    async def _reprint(self, looked: Looked) -> None:
        key, holding = looked.key, looked.holding
        if self._services.sales.busy:
            self._notices.show(Level.INFO, t("tickets.printer_busy"))
            return
        if holding is not None and reprint_of(holding) is Reprint.COPY:
            wish = Wish(Privilege.REPRINT, looked.ticket.total, holding.copies)
            if not await self._authority.permit(wish, key):
                return
        self._notices.show(*told_copy(key, await self._services.office.copies.reprint(key)))
        await self._again(key)

    def repeat(self) -> None:
        """F7: its wagers in open draws, as a new ticket to be sold."""
        looked = self._chosen()
        if looked is not None and self.state.value.repeat.ready:
            self._tasks.start("act", lambda: self._repeat(looked))

    async def _repeat(self, looked: Looked) -> None:
        draft = await self._services.office.lists.draft(looked)
        if draft.wagers:
            self._take_draft(draft)
        else:
            self._notices.show(Level.WARN, t("tickets.nothing_to_repeat"))

    def cancel(self) -> None:
        """Supr: take it back for the customer, or what never reached one; asked once."""
        act = VoidAct.CANCEL if self.state.value.cancel.shown else VoidAct.REVERT
        self._take_back(act)

    def revert(self) -> None:
        """Take back what never reached a customer."""
        self._take_back(VoidAct.REVERT)

    def _take_back(self, act: VoidAct) -> None:
        looked, view = self._chosen(), self.state.value
        button = view.cancel if act is VoidAct.CANCEL else view.revert
        if looked is None or not button.shown:
            return
        if button.ready:
            self._tasks.start("act", lambda: self._ask_and_void(looked, act))
        else:
            self._notices.show(Level.INFO, button.told)

    async def _ask_and_void(self, looked: Looked, act: VoidAct) -> None:
        total = looked.ticket.total.text(cents=False)
        back = looked.holding is not None and looked.holding.money_back
        asked = "money_back" if back else act.value
        question = t(f"tickets.ask.{asked}", number=tail(looked.key.number), total=total)
        yes, no = t(f"tickets.ask.{act.value}_yes"), t("tickets.ask.no")
        wish = Wish(Privilege.VOID, looked.ticket.total)
        sure = await self._notices.ask(question, yes, no, Level.WARN)
        if sure and await self._authority.permit(wish, looked.key):
            self._notices.dismiss()
            end = await self._services.office.voids.void(looked.key, act)
            self._tasks.start("again", lambda: self._again(looked.key))
            await self._tell(end, asked_for=True)

    async def _tell(self, end: VoidEnd, *, asked_for: bool) -> None:
        if end.refund:
            await hand_back(end, self._notices, self._services.office.refunds, asked_for=asked_for)
            return
        self._notices.show(*told_void(end))
        if end.reason is Reason.SIGN_IN or end.result is VoidResult.SIGN_IN:
            self._services.session.lost()

    async def _again(self, key: TicketKey) -> None:
        """After an act: our own book at once, the list from the server."""
        self._looked.pop(key, None)
        await self._look(key)
        self._changed()

    # --- time --------------------------------------------------------------------------------------

    def tick(self) -> None:
        """A second has passed: the ring moves."""
        looked, view = self._chosen(), self.state.value
        if looked is not None and view.phase is DetailPhase.READY:
            self.state.set(with_time(view, looked.holding, self._services))

    def settle_now_and_then(self) -> None:
        """Ask about voids that nobody answered, unless one is on its way."""
        voids = self._services.office.voids
        if voids.unsettled and not voids.busy and self._services.session.current.value is not None:
            self._tasks.start("settle", self.settle)

    async def settle(self) -> None:
        """What became of voids left open by a restart or a dead line; the cashier is told of each."""
        for end in await self._services.office.voids.settle():
            await self._tell(end, asked_for=False)

    def _busy(self) -> str:
        stage = self._services.office.voids.stage.value
        ours = self._tasks.busy("act") and stage is not VoidStage.IDLE
        return t(f"tickets.busy.{stage.value}") if ours else ""

    def _show_busy(self) -> None:
        self.state.set(replace(self.state.value, busy=self._busy()))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, SignInRequired):
            self._services.session.lost()
        self._notices.failed(error)
