"""Before a sale: the same ticket as a moment ago, or as one that is not settled yet, is asked about."""

from __future__ import annotations

from app.domain.format import clock_text
from app.domain.ticket import Wager
from app.i18n import t
from app.presenters.notices import Level, Notices
from app.services.set import Services
from app.services.twins import Like


async def meant(wagers: tuple[Wager, ...], services: Services, notices: Notices) -> bool:
    """Whether the sale is to be: nothing like it is known, or the cashier says that it is another one."""
    twin = await services.twins.of(wagers)
    if twin is None:
        return True
    clock = clock_text(services.context.server.local(twin.at))
    return await notices.ask(
        t(f"sale.twin.{twin.like.value}", time=clock, total=twin.total.text(cents=False)),
        t("sale.twin.yes"),
        t("sale.twin.no"),
        Level.INFO if twin.like is Like.SOLD else Level.WARN,
    )
