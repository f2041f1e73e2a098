"""Which products stand first: those somebody pinned, then those this terminal sells most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

#: Sold this often before it counts as a favourite; so many of them stand first.
_OFTEN, _MOST = 5, 3
#: At this count all are halved, so that what is sold this month outweighs last year.
_FULL = 1000


@dataclass(frozen=True, slots=True)
class Favourites:
    """Tickets sold by product id, and the products pinned by hand."""

    sold: Mapping[int, int] = field(default_factory=dict)
    pinned: frozenset[int] = frozenset()

    def counted(self, products: Iterable[int]) -> Favourites:
        """One more ticket with these products."""
        found = dict(self.sold)
        for product in set(products):
            found[product] = found.get(product, 0) + 1
        if max(found.values(), default=0) >= _FULL:
            found = {product: count // 2 for product, count in found.items() if count > 1}
        return replace(self, sold=found)

    def toggled(self, product: int) -> Favourites:
        """Pinned, or no longer."""
        return replace(self, pinned=self.pinned ^ {product})

    def ranks(self, products: Iterable[int]) -> dict[int, int]:
        """The place of those that stand first among `products`: pinned ones, then the most sold."""
        known = list(dict.fromkeys(products))
        often = [one for one in known if self.sold.get(one, 0) >= _OFTEN and one not in self.pinned]
        often.sort(key=lambda one: -self.sold[one])
        first = [one for one in known if one in self.pinned]
        first.sort(key=lambda one: -self.sold.get(one, 0))
        return {product: place for place, product in enumerate([*first, *often[:_MOST]])}
