"""Tickets (F3) at its fullest in the measured window: a day of five thousand rows over a book of years."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from app.devtools.bench.figures import ROWS
from app.domain.ticket import TicketRow, TicketStatus
from app.errors import Known
from app.money import Money
from app.ports import Listing, LotteryApi
from app.presenters.tickets import TicketsPresenter
from app.services.ticket_lists import TicketListService
from app.ui.frames import FrameWatch
from app.ui.screens.tickets import TicketsScreen

if TYPE_CHECKING:
    from app.presenters.set import Presenters
    from app.services.set import Services
    from app.ui.window import MainWindow

_FIRST = 10_000_000
_STATUSES = (TicketStatus.SOLD, TicketStatus.SOLD, TicketStatus.WINNER, TicketStatus.PAID)
#: Down through the list, up again, from end to end, and a number typed that fewer and fewer rows hold.
_KEYS = (
    *["Down"] * 12,
    *["PgDown"] * 8,
    "End",
    *["Up"] * 6,
    *["PgUp"] * 4,
    "Home",
    *"1003",
    *["Backspace"] * 4,
)
_WAIT_S, _POLL_S = 20.0, 0.02


class _Crowded:
    """The server's calls, but for the day's list: that is as long as it ever gets."""

    def __init__(self, api: LotteryApi, rows: tuple[TicketRow, ...]) -> None:
        self._api, self._rows = api, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._api, name)

    async def tickets(self, _listing: Listing, _start: datetime, _end: datetime) -> tuple[TicketRow, ...]:
        return self._rows


class Clerk:
    """Answers what the bench asks about the screen of tickets."""

    def __init__(
        self, window: MainWindow, frames: FrameWatch, presenters: Presenters, services: Services
    ) -> None:
        self._window, self._frames = window, frames
        self._presenters, self._services = presenters, services
        self._screen: TicketsScreen | None = None

    async def rows(self, request: dict[str, Any]) -> dict[str, Any]:
        """Every key on the full list, so many times over."""
        self._presenters.shell.stop()  # the clock paints every second
        await self._open()
        spent = []
        for _ in range(int(request["rounds"])):
            for key in _KEYS:
                spent.append(await self._frames.press(key) * 1000)
        return {"ms": spent}

    async def _open(self) -> None:
        if self._screen is not None:
            return
        services, shell = self._services, self._presenters.shell
        api = cast(LotteryApi, _Crowded(services.api, tuple(self._tickets())))
        office = services.office
        lists = TicketListService(services.context, api, services.journal, services.printer, office.copies)
        crowded = replace(services, office=replace(office, lists=lists))
        presenter = TicketsPresenter(crowded, shell.notices, self._presenters.authority, lambda _draft: None)
        self._screen = TicketsScreen(self._window.look, presenter)
        self._window.stack.addWidget(self._screen)
        self._window.stack.setCurrentWidget(self._screen)
        self._screen.setFocus()
        for _ in range(round(_WAIT_S / _POLL_S)):
            if len(presenter.list.value.rows) == ROWS:
                break
            await asyncio.sleep(_POLL_S)
        else:
            raise Known("bench.astray", seen=len(presenter.list.value.rows), wanted=ROWS)
        await self._frames.rest()

    def _tickets(self) -> list[TicketRow]:
        """Newest first, all of today."""
        server = self._services.context.server
        start, _ = self._services.context.day_bounds(server.today())
        step = (server.now() - start) / ROWS
        found = []
        for at in range(ROWS - 1, -1, -1):
            status = _STATUSES[at % len(_STATUSES)]
            prize = Money.units(30 * (at % 7 + 1)) if status is not TicketStatus.SOLD else Money()
            moment = start + at * step + timedelta(milliseconds=1)
            number, total = _FIRST + at, Money.units(5 + at % 200)
            found.append(TicketRow(f"row-{at}", number, moment, status, status.value, total, prize))
        return found
