"""The ticket being typed while another one may be on its way to the server."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.cart import Cart, Line, NewLine
from app.domain.catalog import Catalog, Draw
from app.domain.ticket import Wager


class CartDesk:
    """The cart, the draws of its lines, what was taken out last, and the lines that are being sold.

    Lines being sold are taken out by the sale's end only.
    """

    def __init__(self) -> None:
        self.cart = Cart()
        self._selling: Cart | None = None
        self._draws: dict[int, Draw] = {}
        self._removed: list[tuple[NewLine, ...]] = []

    @property
    def selling(self) -> bool:
        """Whether lines are on their way to the server."""
        return self._selling is not None

    def draws(self) -> dict[int, Draw]:
        """The draws of the cart's lines, also those no longer on sale."""
        return {event: self._draws[event] for event in self.cart.draws() if event in self._draws}

    def learn(self, catalog: Catalog | None) -> None:
        """A new catalogue: closings may have moved. Draws it no longer has are remembered."""
        if catalog is not None:
            self._draws.update({e: d for e, d in catalog.draw_by_id.items() if e in self._draws})

    def closed(self, now: datetime) -> frozenset[int]:
        """The draws in the cart that sell no more."""
        return frozenset(event for event, draw in self.draws().items() if not draw.is_open(now))

    def add(self, lines: Iterable[NewLine], catalog: Catalog | None) -> None:
        """Put lines at the end."""
        new = tuple(lines)
        known = catalog.draw_by_id if catalog else {}
        self._draws.update({line.event_id: known[line.event_id] for line in new if line.event_id in known})
        self.cart = self.cart.add(new)

    def remove(self, ids: Collection[int]) -> bool:
        """Take lines out, to be brought back with `undo`; False when there was none to take."""
        held = {line.id for line in self._selling.lines} if self._selling else set()
        gone = tuple(line for line in self.cart.lines if line.id in ids and line.id not in held)
        if gone:
            self._removed.append(tuple(as_new(line) for line in gone))
            self.cart = self.cart.remove({line.id for line in gone})
        return bool(gone)

    def undo(self) -> bool:
        """Bring back what was removed last."""
        if not self._removed:
            return False
        self.cart = self.cart.add(self._removed.pop())
        return True

    def start(self) -> tuple[Wager, ...]:
        """The whole cart is being sold from now on."""
        self._selling = self.cart
        return self.cart.wagers

    def sold(self) -> bool:
        """It was, or its money goes back: those lines are gone for good. False when none were on the way."""
        selling, self._selling = self._selling, None
        if selling is None:
            return False
        self._removed.clear()
        self.cart = self.cart.remove({line.id for line in selling.lines})
        return True

    def stop(self) -> None:
        """The sale has ended; lines not sold stay."""
        self._selling = None

    def drop_draws(self, events: Collection[int]) -> None:
        """The server closed these draws."""
        self.cart = self.cart.without_draws(events)

    def drop_plays(self, plays: Collection[tuple[int, str]]) -> None:
        """The server has no more of these numbers (draw, text): only they leave their lines."""
        kept: list[Line] = []
        for line in self.cart.lines:
            wagers = tuple(w for w in line.wagers if (w.event_id, w.text) not in plays)
            if wagers:
                kept.append(replace(line, wagers=wagers))
        self.cart = replace(self.cart, lines=tuple(kept))


def as_new(line: Line) -> NewLine:
    """A line without its id."""
    return NewLine(line.event_id, line.shape, line.label, line.amount, line.wagers)
