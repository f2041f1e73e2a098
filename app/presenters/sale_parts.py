"""What the parts of the sale screen share: services, the ticket being typed, how a change of it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.catalog import Catalog, Draw
from app.presenters.base import Tasks
from app.presenters.notices import Notices
from app.presenters.sale_cart import CartDesk
from app.presenters.sale_ticket import title_of
from app.services.set import Services


@dataclass(frozen=True, slots=True)
class SaleParts:
    """Given to every part of the sale presenter; `changed` shows and keeps the ticket after a change."""

    services: Services
    notices: Notices
    tasks: Tasks
    desk: CartDesk
    changed: Callable[[], None]

    @property
    def catalog(self) -> Catalog | None:
        """What is on sale."""
        return self.services.catalog.catalog.value

    @property
    def now(self) -> datetime:
        """Server time."""
        return self.services.context.server.now()

    def titles(self, draws: Iterable[Draw]) -> str:
        """`TRIPLE ZULIA 12:45 pm A, …`."""
        zone = self.services.context.server.zone
        return ", ".join(title_of(draw, self.catalog, zone) for draw in draws)
