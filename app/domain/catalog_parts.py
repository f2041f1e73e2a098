"""The catalogue in the parts in which the server tells it, each with the time at which it was told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from app.domain.catalog import Agency, Catalog, Draw, Limits, Product, Template

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Learnt(Generic[T]):
    """A value as the server told it `at` server time (aware)."""

    value: T
    at: datetime


@dataclass(frozen=True, slots=True)
class AgencyAndLimits:
    """What one get-data reply tells."""

    agency: Agency
    limits: tuple[Limits, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogParts:
    """What is known of the catalogue; None or a missing game category: not told yet.

    `draws` are by the category they were asked for, because each is a read of its own.
    """

    agency: Learnt[AgencyAndLimits] | None = None
    products: Learnt[tuple[Product, ...]] | None = None
    draws: Mapping[str, Learnt[tuple[Draw, ...]]] = field(default_factory=dict)
    template: Learnt[Template] | None = None

    @property
    def draws_at(self) -> datetime | None:
        """When the oldest of the draws on sale were told."""
        games = self.agency.value.agency.games if self.agency else ()
        return min((self.draws[game].at for game in games if game in self.draws), default=None)

    def with_draws(self, category: str, found: Learnt[tuple[Draw, ...]]) -> CatalogParts:
        """With the draws of a category as just told."""
        return replace(self, draws={**self.draws, category: found})

    def without_draws(self, event_ids: Collection[int]) -> CatalogParts:
        """Without some draws, whatever their category."""
        return replace(
            self,
            draws={
                category: replace(told, value=tuple(d for d in told.value if d.event_id not in event_ids))
                for category, told in self.draws.items()
            },
        )

    def whole(self, since: datetime) -> Catalog | None:
        """The catalogue of draws held from `since` on; None while a part is missing.

        A draw whose product is not listed makes one of its own: it can be sold all the same.
        """
        if self.agency is None or self.products is None or self.template is None:
            return None
        told, products = self.agency.value, self.products.value
        by_id = {
            d.event_id: d
            for category in told.agency.games
            if category in self.draws
            for d in self.draws[category].value
        }
        draws = [draw for draw in by_id.values() if draw.draws_at >= since]
        draws.sort(key=lambda d: (d.draws_at, d.order, d.list_id, d.event_id))
        known = {product.id for product in products}
        strays = {d.product_id: d for d in draws if d.product_id not in known}
        extra = tuple(Product(d.product_id, d.name, "", d.category) for d in strays.values())
        return Catalog(told.agency, products + extra, tuple(draws), self.template.value, told.limits)
