"""What is on sale, learnt from the server at sign-in and kept fresh in the background."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.catalog import Agency, Catalog, Draw, Limits, Product, Template
from app.errors import Known
from app.observable import Observable
from app.ports import LotteryApi
from app.services.context import Context

log = logging.getLogger("taquilla.catalog")


class CatalogService:
    """Owns the `catalog`: None until the first load succeeded.

    Draws are asked for today and tomorrow of the agency's calendar; a day is the local day written
    in UTC (API document, "Draw"). The template is large and changes rarely: it is loaded last and
    decoded off the main thread, and selling plain numbers does not wait for it.
    """

    def __init__(self, context: Context, api: LotteryApi) -> None:
        self._context = context
        self._api = api
        self.catalog: Observable[Catalog | None] = Observable(None)
        self.taken_at: datetime | None = None

    async def load(self) -> None:
        """Learn everything; raises the port's read errors and leaves the present catalogue as it is."""
        agency, limits = await self._api.agency()
        self._context.server.set_zone(agency.time_zone)
        products, draws, template = await asyncio.gather(
            self._api.products(), self._all_draws(agency), self._api.template()
        )
        self._publish(agency, limits, products, draws, template)

    async def refresh_draws(self) -> bool:
        """Read products and draws again; on failure the old ones stay and False is returned.

        What changed meanwhile wins (a draw that the server closed, another user's catalogue).
        """
        present = self.catalog.value
        if present is None:
            return False
        try:
            products, draws = await asyncio.gather(self._api.products(), self._all_draws(present.agency))
        except Known as error:
            log.info("draws not refreshed: %s", error.code)
            return False
        if self.catalog.value is not present:
            return False
        self._publish(present.agency, present.limits, products, draws, present.template)
        return True

    def forget(self) -> None:
        """Signed out: another user may sell other things."""
        self.catalog.set(None)

    async def _all_draws(self, agency: Agency) -> tuple[Draw, ...]:
        today = self._context.server.today()
        start, _ = self._context.day_bounds(today)
        _, end = self._context.day_bounds(today + timedelta(days=1))
        found = await asyncio.gather(*(self._api.draws(game, start, end) for game in agency.games))
        return tuple(draw for draws in found for draw in draws)

    def _publish(
        self,
        agency: Agency,
        limits: tuple[Limits, ...],
        products: tuple[Product, ...],
        draws: tuple[Draw, ...],
        template: Template,
    ) -> None:
        known = {product.id for product in products}
        strays = {d.product_id: d for d in draws if d.product_id not in known}
        extra = tuple(Product(d.product_id, d.name, "", d.category) for d in strays.values())
        ordered = sorted(draws, key=lambda d: (d.draws_at, d.order, d.list_id, d.event_id))
        self.taken_at = self._context.server.now()
        self.catalog.set(Catalog(agency, products + extra, tuple(ordered), template, limits))

    def without_draw(self, event_ids: frozenset[int]) -> None:
        """Take draws out that the server says are closed, whatever our clock says."""
        present = self.catalog.value
        if present is not None:
            kept = tuple(d for d in present.draws if d.event_id not in event_ids)
            self.catalog.set(replace(present, draws=kept))
