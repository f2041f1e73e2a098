"""What every service shares: who sells, with which clock, how identities and pauses are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from app.clock import Clock, ServerClock
from app.domain.staff import Wish
from app.domain.ticket import TicketKey


class Operator(Protocol):
    """Questions to the cashier about the physical world, and nothing else."""

    async def paper_complete(self, number: int) -> bool:
        """ "¿Salió completo el ticket …1234?"."""
        ...

    async def print_again(self, number: int, cause: str) -> bool:
        """ "No se imprimió … ¿Imprimir ahora?"; False leaves it pending."""
        ...

    async def cash_given(self, number: int, amount: str) -> bool:
        """ "¿Entregó Bs X del ticket …1234?"."""
        ...

    async def customer_waits(self, number: int, amount: str) -> bool:
        """A prize that was not handed over: "Entregue Bs X ahora"; False = the customer left."""
        ...

    async def cash_returned(self, number: int, amount: str) -> bool:
        """ "¿Ya devolvió Bs X del ticket …1234?"."""
        ...


class Authority(Protocol):
    """Leave for what not everybody may do."""

    async def permit(self, wish: Wish, about: TicketKey | None = None) -> bool:
        """Whether it may be done. Who allows it is asked for a PIN where that is needed, and stands in
        the journal when this returns; where nothing is needed, nothing is asked or written."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """Injected basics of the services."""

    clock: Clock
    server: ServerClock
    new_id: Callable[[], str]
    sleep: Callable[[float], Awaitable[None]]
    terminal: str
    training: bool

    def day_bounds(self, day: date) -> tuple[datetime, datetime]:
        """First and last millisecond of a local day, aware (the API's filters want both ends)."""
        start = datetime.combine(day, time.min, tzinfo=self.server.zone)
        following = datetime.combine(day + timedelta(days=1), time.min, tzinfo=self.server.zone)
        return start, following - timedelta(milliseconds=1)

    def local_day(self, moment: datetime) -> date:
        """The agency's calendar day of a moment."""
        return self.server.local(moment).date()
