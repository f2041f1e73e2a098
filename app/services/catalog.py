"""What is on sale, learnt from the server at sign-in and kept fresh part by part in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import TypeVar

from app.domain.catalog import Catalog, Draw, Template
from app.domain.catalog_parts import AgencyAndLimits, CatalogParts, Learnt
from app.domain.outcome import ReadFailed, ReadRefused
from app.observable import Observable
from app.ports import LotteryApi
from app.services.catalog_memory import CatalogMemory
from app.services.context import Context

log = logging.getLogger("taquilla.catalog")
T = TypeVar("T")

TEMPLATE_GOOD_FOR = timedelta(days=1)
SHUT_FOR_S = 600.0
"""How long a draw that the server called closed stays away although a list still shows it as open."""


class CatalogService:
    """Owns the `catalog`: None until the first load succeeded.

    Draws are asked for today and tomorrow of the agency's calendar; a day is the local day written
    in UTC (API document, "Draw"). What the server does not tell now may come from the disk with its
    age: the server refuses what it closed meanwhile, so an old draw is never sold against its will.
    The template is large and changes rarely: a kept one younger than a day is not asked for at
    sign-in at all.
    """

    def __init__(self, context: Context, api: LotteryApi, memory: CatalogMemory | None = None) -> None:
        self._context = context
        self._api = api
        self._memory = memory or CatalogMemory()
        self._parts = CatalogParts()
        self._user = ""
        self._shut: dict[int, float] = {}
        self.catalog: Observable[Catalog | None] = Observable(None)

    # --- sign-in -----------------------------------------------------------------------------------

    async def load(self) -> None:
        """Learn everything; raises the port's read errors when something can be had from nowhere.

        The present catalogue stays until the new one is whole, unless it is another user's.
        """
        if self._memory.user != self._user:
            self.forget()
        kept = await self._memory.read()
        agency = await self._or_kept(self._ask_agency, kept.agency)
        self._context.server.set_zone(agency.value.agency.time_zone)
        parts = await self._rest(agency, kept)
        self._user = self._memory.user
        self._take(parts)
        known = parts.template is kept.template
        self._memory.keep(replace(parts, template=None) if known else parts)

    async def _rest(self, agency: Learnt[AgencyAndLimits], kept: CatalogParts) -> CatalogParts:
        """Everything that depends on the agency, at once; the first error ends the others."""
        try:
            async with asyncio.TaskGroup() as group:
                products = group.create_task(self._or_kept(self._api.products, kept.products))
                template = group.create_task(self._plays(kept.template))
                draws = group.create_task(self._all_draws(agency.value.agency.games, kept))
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return CatalogParts(agency, products.result(), draws.result(), template.result())

    def forget(self) -> None:
        """Another user may sell other things."""
        self._parts, self._shut, self._user = CatalogParts(), {}, ""
        self.catalog.set(None)

    async def _or_kept(self, ask: Callable[[], Awaitable[T]], kept: Learnt[T] | None) -> Learnt[T]:
        try:
            return Learnt(await ask(), self._context.server.now())
        except (ReadFailed, ReadRefused) as error:
            if kept is None:
                raise
            log.warning("not told (%s): the one of %s is used", error.code, kept.at.isoformat())
            return kept

    async def _plays(self, kept: Learnt[Template] | None) -> Learnt[Template]:
        if kept is not None and self._is_young(kept.at):
            return kept
        return await self._or_kept(self._api.template, kept)

    def _is_young(self, at: datetime) -> bool:
        """By server time only: by the PC's an old one may look new."""
        server = self._context.server
        return server.trusted and timedelta(0) <= server.now() - at < TEMPLATE_GOOD_FOR

    async def _all_draws(
        self, games: tuple[str, ...], kept: CatalogParts
    ) -> dict[str, Learnt[tuple[Draw, ...]]]:
        """Of every category that can be had; an error only when none can."""
        answers = await asyncio.gather(
            *(self._or_kept(partial(self._ask_draws, game), self._usable(kept, game)) for game in games),
            return_exceptions=True,
        )
        found: dict[str, Learnt[tuple[Draw, ...]]] = {}
        for game, answer in zip(games, answers, strict=True):
            if isinstance(answer, Learnt):
                found[game] = answer
            elif not isinstance(answer, ReadFailed | ReadRefused):
                raise answer
            else:
                log.warning("no draws of %s: %s", game, answer.code)
        failed = next((answer for answer in answers if isinstance(answer, BaseException)), None)
        if failed is not None and not found:
            raise failed
        return found

    def _usable(self, kept: CatalogParts, game: str) -> Learnt[tuple[Draw, ...]] | None:
        """Kept draws are worth something while one of them is open."""
        found, now = kept.draws.get(game), self._context.server.now()
        return found if found and any(draw.is_open(now) for draw in found.value) else None

    # --- in the background -------------------------------------------------------------------------

    async def refresh_draws(self, category: str) -> None:
        """Read one category again; raises the port's read errors and leaves the old draws.

        A draw that the server called closed stays away for a while, whatever the list says.
        """
        asked_at = self._context.clock.monotonic()
        told = await self._refreshed(partial(self._ask_draws, category))
        if told is None:
            return
        recent = {event for event, at in self._shut.items() if at > asked_at - SHUT_FOR_S}
        self._shut = {event: at for event, at in self._shut.items() if event in recent}
        left = tuple(draw for draw in told.value if draw.event_id not in recent)
        self._take(self._parts.with_draws(category, replace(told, value=left)))

    async def refresh_products(self) -> None:
        """Read the products again, then have everything small written to disk."""
        told = await self._refreshed(self._api.products)
        if told is not None:
            self._take(replace(self._parts, products=told))
            self._memory.keep(replace(self._parts, template=None))

    async def refresh_agency(self) -> None:
        """Read the agency and its limits again."""
        told = await self._refreshed(self._ask_agency)
        if told is not None:
            self._context.server.set_zone(told.value.agency.time_zone)
            self._take(replace(self._parts, agency=told))

    async def refresh_template(self) -> None:
        """Read the template again and have it written to disk."""
        told = await self._refreshed(self._api.template)
        if told is not None:
            self._take(replace(self._parts, template=told))
            self._memory.keep(CatalogParts(template=told))

    async def _refreshed(self, ask: Callable[[], Awaitable[T]]) -> Learnt[T] | None:
        """The answer, None when another user's catalogue came meanwhile."""
        user, present = self._user, self.catalog.value
        value = await ask()
        if present is None or self.catalog.value is None or user != self._user:
            return None
        return Learnt(value, self._context.server.now())

    # --- parts into one ----------------------------------------------------------------------------

    async def _ask_agency(self) -> AgencyAndLimits:
        agency, limits = await self._api.agency()
        return AgencyAndLimits(agency, limits)

    async def _ask_draws(self, category: str) -> tuple[Draw, ...]:
        today = self._context.server.today()
        start, _ = self._context.day_bounds(today)
        _, end = self._context.day_bounds(today + timedelta(days=1))
        return await self._api.draws(category, start, end)

    def _take(self, parts: CatalogParts) -> None:
        self._parts = parts
        server = self._context.server
        midnight = datetime.combine(server.today(), time.min, tzinfo=server.zone)
        self.catalog.set(parts.whole(since=midnight))

    def without_draw(self, event_ids: frozenset[int]) -> None:
        """Take draws out that the server says are closed, whatever our clock says."""
        if self.catalog.value is not None:
            now = self._context.clock.monotonic()
            self._shut.update(dict.fromkeys(event_ids, now))
            self._take(self._parts.without_draws(event_ids))

    # --- how old -----------------------------------------------------------------------------------

    def draws_age(self) -> timedelta | None:
        """Of the oldest draws shown."""
        return self._age(self._parts.draws_at)

    def template_age(self) -> timedelta | None:
        """Of the valid plays."""
        return self._age(self._parts.template.at if self._parts.template else None)

    def _age(self, at: datetime | None) -> timedelta | None:
        return max(timedelta(0), self._context.server.now() - at) if at else None
