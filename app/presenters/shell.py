"""The frame around the screens: which one is shown, the top bar, the clock, the background rounds."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import timedelta

from app.domain.catalog import Draw
from app.domain.format import clock_digits, half_of, left_text
from app.domain.session import Session
from app.domain.staff import Member
from app.i18n import t
from app.ports import PrinterState
from app.presenters.background import Background
from app.presenters.base import Observable, Tasks
from app.presenters.notices import Level, Notices
from app.presenters.paper_hold import PaperHold
from app.presenters.views import ClockView, Health, Screen, TopView, Urgency
from app.services.access import Cause
from app.services.connectivity import Link
from app.services.result_watch import ResultWatch
from app.services.set import Services

log = logging.getLogger("taquilla.shell")

_OUTSIDE = frozenset({Screen.STARTING, Screen.SIGN_IN, Screen.LOCK})
SOON = timedelta(minutes=5)
NOW = timedelta(minutes=1)
_SHOWN_BEFORE = timedelta(hours=1)

_LINK_HEALTH = {
    Link.UNKNOWN: Health.IDLE,
    Link.ONLINE: Health.GOOD,
    Link.UNSTEADY: Health.POOR,
    Link.OFFLINE: Health.BAD,
}
_PRINTER_HEALTH = {
    PrinterState.NONE: Health.IDLE,
    PrinterState.READY: Health.GOOD,
    PrinterState.BUSY: Health.GOOD,
    PrinterState.UNKNOWN: Health.POOR,
    PrinterState.PAPER_LOW: Health.POOR,
    PrinterState.PAPER_OUT: Health.BAD,
    PrinterState.COVER_OPEN: Health.BAD,
    PrinterState.CUTTER: Health.BAD,
    PrinterState.OFFLINE: Health.BAD,
}


def urgency_of(left: timedelta) -> Urgency:
    """How soon a draw closes."""
    if left <= timedelta(0):
        return Urgency.CLOSED
    if left <= NOW:
        return Urgency.NOW
    return Urgency.SOON if left <= SOON else Urgency.CALM


class ShellPresenter:
    """Owns the screen shown, the top bar and the one-second round."""

    def __init__(
        self, services: Services, notices: Notices, chance: Callable[[], float] = random.random
    ) -> None:
        self._services = services
        self.notices = notices
        self._background = Background(services, notices, chance)
        self._paper_hold = PaperHold(services.printer, notices)
        self._tasks = Tasks(notices.failed)
        self._listeners: list[Callable[[], None]] = []
        self._watched: Callable[[], tuple[Draw, ...]] = tuple
        self._failed = False
        self._by_password = False
        self._remembered: Callable[[], bool] = lambda: False
        self._reenter: Callable[[], None] = lambda: None
        self._whose = ("", "")
        self._left: tuple[tuple[str, str], Screen] | None = None
        self.screen: Observable[Screen] = Observable(Screen.SIGN_IN)
        self.top: Observable[TopView] = Observable(TopView(training=services.context.training))
        self.clock: Observable[ClockView] = Observable(ClockView())
        services.connectivity.link.watch(lambda _link: self._show_top())
        services.printer.watch(lambda _state: self._show_top())
        services.session.current.watch(self._session_changed)
        services.access.present.watch(self._present_changed, now=False)
        services.catalog.catalog.watch(lambda _catalog: self._show_top())

    @property
    def results(self) -> ResultWatch:
        """What comes out while somebody is signed in."""
        return self._background.results

    async def look_for_late(self) -> None:
        """Look at once for sales that may turn up late; raises the port's read errors."""
        await self._background.look_for_late()

    def reenter_by(self, remembered: Callable[[], bool], enter: Callable[[], None]) -> None:
        """How a PIN alone signs in: whether that can be, and what begins it."""
        self._remembered, self._reenter = remembered, enter

    def every_second(self, listener: Callable[[], None]) -> None:
        """Call `listener` once a second while the window lives."""
        self._listeners.append(listener)

    def watch_draws(self, chosen: Callable[[], tuple[Draw, ...]]) -> None:
        """Which draws the closing pill is about first (those chosen or in the ticket)."""
        self._watched = chosen

    def run(self) -> None:
        """Start the one-second round."""
        self._tasks.start("round", self._round)

    def stop(self) -> None:
        """End the background rounds."""
        self._tasks.cancel()
        self._background.stop()

    def go(self, screen: Screen) -> None:
        """Show a screen; refused while nobody is signed in, or the till is locked."""
        services = self._services
        if screen is Screen.SIGN_IN or (
            services.session.current.value is not None and not services.access.locked
        ):
            self.screen.set(screen)

    def enter(self) -> None:
        """Somebody signed in. Who has a PIN gives it now, unless the password stood for it."""
        if self._by_password:
            self._by_password = False
            self._tasks.start("unlock", self._services.access.unlock_by_password)
        elif self._services.access.locked:
            self.screen.set(Screen.LOCK)
        else:
            self._go_on()

    def lock(self, cause: Cause = Cause.KEY) -> None:
        """The till's PIN is wanted, or without PINs the sign-in; what is in flight is never cut off."""
        services = self._services
        if services.sales.busy or services.payments.busy or services.office.voids.busy:
            self.notices.show(Level.WARN, t("top.lock_busy"))
        elif services.access.members.value:
            self._tasks.start("lock", lambda: services.access.lock(cause))
        else:
            self._tasks.start("lock", services.session.sign_out)

    def unlock_by_password(self) -> None:
        """The server's password instead of a PIN: out, and in again by the form."""
        self._by_password = True
        self._tasks.start("lock", self._services.session.sign_out)

    def _present_changed(self, present: Member | None) -> None:
        """The till was locked or opened."""
        if self._services.session.current.value is not None:
            if present is not None:
                self._go_on()
            elif self._services.access.locked:
                self._leave(Screen.LOCK)
        elif present is not None and self.screen.value is Screen.LOCK:
            self._reenter()
        self._show_top()

    def _go_on(self) -> None:
        """On where the same person was before, else the sale."""
        whose, left = self._who(), self._left
        where = left[1] if left is not None and left[0] == whose else Screen.SALE
        self._left = None
        if self.screen.value in _OUTSIDE:
            self.go(where)

    def _leave(self, screen: Screen) -> None:
        """Away from the screens behind the door, to one before it."""
        if self.screen.value not in _OUTSIDE:
            self._left = (self._whose, self.screen.value)
        self.screen.set(screen)

    def _who(self) -> tuple[str, str]:
        """The server's user and the member; remembered, because both are gone when it matters."""
        session, present = self._services.session.current.value, self._services.access.present.value
        user = session.email.casefold() if session else ""
        self._whose = user, present.id if present else ""
        return self._whose

    def _session_changed(self, session: Session | None) -> None:
        if session is None:
            if self.screen.value is not Screen.SIGN_IN:
                by_pin = self._remembered() and not self._by_password
                self._leave(Screen.LOCK if by_pin else Screen.SIGN_IN)
            self._services.access.leave()
        self._show_top()

    async def _round(self) -> None:
        while True:
            try:
                self.tick()
            except Exception as error:  # one fault must not stop the clock and the closings for the day
                log.exception("the one-second round failed")
                if not self._failed:
                    self.notices.failed(error)
                self._failed = True
            now = self._services.context.server.now()
            await self._services.context.sleep(1 - now.microsecond / 1_000_000 + 0.002)

    def tick(self) -> None:
        """One second has passed."""
        self._show_clock()
        self._show_top()
        for listener in self._listeners:
            listener()
        self._background.tick()

    def _show_clock(self) -> None:
        server = self._services.context.server
        local = server.local()
        self.clock.set(ClockView(clock_digits(local, seconds=True), half_of(local), server.trusted))

    def _show_top(self) -> None:
        services = self._services
        catalog, session = services.catalog.catalog.value, services.session.current.value
        link, printer = services.connectivity.link.value, services.printer.state()
        closing, urgency = self._closing()
        agency = catalog.agency.name if catalog else t("top.title")
        self.top.set(
            TopView(
                title=f"{agency} · {services.context.terminal}",
                subtitle=self._subtitle(session),
                connection=_LINK_HEALTH[link],
                connection_text=t(f"top.link.{link.value}"),
                printer=_PRINTER_HEALTH[printer],
                printer_text=t(f"top.printer.{printer.value}"),
                closing_text=closing,
                closing=urgency,
                training=services.context.training,
            )
        )

    def _subtitle(self, session: Session | None) -> str:
        """Who sells; and how old what is shown is, when that matters."""
        if session is None:
            return t("top.signed_out")
        present = self._services.access.present.value
        who = present.name if present else session.name or session.email
        parts = (who, self._background.draws_text)
        return " · ".join(part for part in parts if part)

    def _closing(self) -> tuple[str, Urgency]:
        """The next closing: of the chosen draws, else of everything on sale."""
        catalog, server = self._services.catalog.catalog.value, self._services.context.server
        if catalog is None or self._services.session.current.value is None:
            return "", Urgency.CALM
        now = server.now()
        draws = [d for d in self._watched() if d.is_open(now)] or [d for d in catalog.draws if d.is_open(now)]
        if not draws:
            return "", Urgency.CALM
        first = min(draws, key=lambda draw: draw.closes_at)
        left = first.closes_at - now
        if left > _SHOWN_BEFORE:
            return "", Urgency.CALM
        product = catalog.product_by_id.get(first.product_id)
        name = product.name if product else first.name
        return t("top.closing", name=name.title(), left=left_text(left)), urgency_of(left)
